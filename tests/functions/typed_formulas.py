"""Formulas as a person types them, taken apart for a call: `=POCGATE.TOTAL({5;2;4;3;4;1},"ja")`.

Arguments are numbers, texts, TRUE and FALSE, days as DATE(y,m,d), errors, blocks in braces (a comma between
columns, a semicolon between rows, nothing for a blank cell), and defined names or areas, which are looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from pocgate_xl.functions.registry import FUNCTIONS, CellProblem, Function
from pocgate_xl.spreadsheetml.serial_dates import serial_of

Cells = list[list[Any]]
LookUp = Callable[[str], Cells]
"""Returns the cells of a defined name or an area."""

NOUNS: dict[str, Function] = {function.noun: function for function in FUNCTIONS}
_FORMULA = re.compile(r"=POCGATE[._](?P<noun>[A-Z_]+)\((?P<arguments>.*)\)", re.DOTALL)
_TOKEN = re.compile(r'"(?:[^"]|"")*"|DATE\(\d+,\d+,\d+\)|[{}();,]|[^"{}();,]+')
_DAY = re.compile(r"DATE\((\d+),(\d+),(\d+)\)")


def _nothing(reference: str) -> Cells:
    raise LookupError(reference)


def taken_apart(formula: str, look_up: LookUp = _nothing) -> tuple[Function, dict[str, Cells]]:
    """Return the function of a formula and its arguments by name; what is left out is left out."""
    match = _FORMULA.fullmatch(formula)
    assert match, formula
    function = NOUNS[match["noun"]]
    given = [_cells(tokens, look_up) for tokens in _split(match["arguments"])]
    assert len(given) <= len(function.arguments), formula
    named = zip((argument.name for argument in function.arguments), given, strict=False)
    return function, {name: cells for name, cells in named if cells is not None}


def _split(text: str) -> Iterator[list[str]]:
    """Yield the tokens of each argument."""
    found: list[str] = []
    depth = 0
    for token in _TOKEN.findall(text):
        depth += {"{": 1, "}": -1}.get(token, 0)
        if token == "," and not depth:
            yield found
            found = []
        else:
            found.append(token)
    if text:
        yield found


def _cells(tokens: list[str], look_up: LookUp) -> Cells | None:
    said = "".join(tokens).strip()
    if not said:
        return None
    if said.startswith("{"):
        return list(_rows(tokens))
    if re.fullmatch(r"pg_\w+|'?[^!\"]+'?!\$?[A-Z]+\$?\d+(:\$?[A-Z]+\$?\d+)?", said):
        return look_up(said)
    return [[_value(said)]]


def _rows(tokens: list[str]) -> Iterator[list[Any]]:
    row, cell = [], ""
    for token in tokens[1:]:
        if token in (",", ";", "}"):
            row.append(_value(cell.strip()))
            cell = ""
            if token != ",":
                yield row
                row = []
        else:
            cell += token


def _value(text: str) -> Any:
    """Return a value as a host hands it over; days as their serial numbers."""
    if not text:
        return None
    if text.startswith('"'):
        return text[1:-1].replace('""', '"')
    if text.startswith("#"):
        return CellProblem(text)
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    if day := _DAY.fullmatch(text):
        return float(serial_of(date(*map(int, day.groups()))))
    return float(text)
