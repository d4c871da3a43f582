"""A call from an Office.js host: raw cells in, cells out, one short message when it cannot be answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import xlwings

from .catalogue import FUNCTIONS, call
from .declaration import LONGEST_HELP, CellProblem, Function, FunctionProblem

NOUNS: Mapping[str, Function] = {function.noun: function for function in FUNCTIONS}
LARGEST = 10**308
"""No cell holds a number beyond."""

NULL = "JsNull"
"""How newer versions of Pyodide call JavaScript's null, which must not be imported elsewhere."""


def answer(noun: str, **arguments: Any) -> list[list[Any]]:
    """Return the cells that a function gives, always as a table."""
    given = {name: cells_of(value) for name, value in arguments.items()}
    try:
        result = call(NOUNS[noun], {name: value for name, value in given.items() if value is not None})
    except FunctionProblem as problem:
        raise xlwings.XlwingsError(str(problem)) from None
    return result if isinstance(result, list) else [[result]]


def cells_of(value: Any) -> Any:
    """Return a raw argument, one cell, a row or a table, in terms of the catalogue."""
    if not isinstance(value, list):
        return _cell(value)
    rows = value if any(isinstance(row, list) for row in value) else [value]
    return [_row(row) if isinstance(row, list) else [_cell(row)] for row in rows]


def _row(row: list[Any]) -> list[Any]:
    return [each if type(each) is float else _cell(each) for each in row]


def _cell(value: Any) -> Any:
    """Return one cell: blanks as None, numbers as float, error values and rich values as what they say."""
    if type(value) is int:
        return float(value) if abs(value) < LARGEST else CellProblem("#NUM!")
    if value is None or value == "" or type(value).__name__ == NULL:
        return None
    if isinstance(value, dict):
        told = value.get("basicValue")
        rich = isinstance(told, dict) or value.get("type") == "Error"
        return CellProblem(str(told)[:LONGEST_HELP]) if rich else _cell(told)
    if isinstance(value, str | float | bool | date):
        return value
    return CellProblem(type(value).__name__)
