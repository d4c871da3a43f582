"""A call from an Office.js host: raw cells in, cells out, one short message when it cannot be answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import xlwings
from xlwings.conversion import Converter

from ...spreadsheetml.serial_dates import serial_of
from ..declaration import LONGEST_HELP, CellProblem, Function, FunctionProblem
from ..registry import FUNCTIONS, call

NOUNS: Mapping[str, Function] = {function.noun: function for function in FUNCTIONS}
PLAIN = frozenset({float, int, str, bool})
"""Types of cells that are the same on both sides; whole rows of them are quickly told."""

SIMPLE = PLAIN | {type(None)}

"""What serial numbers of days count from."""

RICH_VALUES = 1.4
"""The version of Excel's runtime from which a cell takes a number with its format."""

NULL = "JsNull"
"""How newer versions of Pyodide call JavaScript's null, which must not be imported elsewhere."""


def answer(noun: str, host_language: str, **arguments: Any) -> list[list[Any]]:
    """Return the cells that a function gives, always as a table; words are the host's unless asked for."""
    cells = {name: cells_of(value) for name, value in arguments.items()}
    try:
        asked = {name: value for name, value in cells.items() if value is not None}
        result = call(NOUNS[noun], asked, host_language)
    except FunctionProblem as problem:
        raise xlwings.XlwingsError(str(problem)) from None
    return result if isinstance(result, list) else [[result]]


def cells_of(value: Any) -> Any:
    """Return a raw argument, one cell, a row or a table, in terms of the registry."""
    if not isinstance(value, list):
        return _cell(value)
    rows = value if any(isinstance(row, list) for row in value) else [value]
    return [_row(row) if isinstance(row, list) else [_cell(row)] for row in rows]


def _row(row: list[Any]) -> list[Any]:
    if PLAIN.issuperset(map(type, row)):
        return [None if cell == "" else cell for cell in row]
    return [_cell(cell) for cell in row]


def _cell(value: Any) -> Any:
    """Return one cell: blanks as None, error values and rich values as what they say."""
    if value is None or value == "" or type(value).__name__ == NULL:
        return None
    if isinstance(value, dict):
        basic = value.get("basicValue")
        rich = isinstance(basic, dict) or value.get("type") == "Error"
        return CellProblem(str(basic)[:LONGEST_HELP]) if rich else _cell(basic)
    if isinstance(value, str | float | int | date):
        return value
    return CellProblem(type(value).__name__)


class PlainWriter(Converter):
    """Hand results over as they are: xlwings' own writer looks into every cell for pandas' sake."""

    base_type = "raw"  # type: ignore[assignment]

    @staticmethod
    def write_value(value: list[list[Any]], options: Mapping[str, Any]) -> list[list[Any]]:
        """Return cells for the client; a day with its format where the host knows such."""
        return [_shown_row(row, options) for row in value]


def _shown_row(row: list[Any], options: Mapping[str, Any]) -> list[Any]:
    types = set(map(type, row))
    if types <= PLAIN:
        return row
    if types <= SIMPLE:
        return ["" if cell is None else cell for cell in row]
    return [_shown(cell, options) for cell in row]


def _shown(cell: Any, options: Mapping[str, Any]) -> Any:
    if cell is None:
        return ""
    if not isinstance(cell, date):
        return cell
    serial, format_ = float(serial_of(cell)), options.get("date_format")
    if format_ is None or float(options["runtime"]) < RICH_VALUES:
        return serial
    return {"type": "FormattedNumber", "basicValue": serial, "numberFormat": format_}
