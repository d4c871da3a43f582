"""Rows and columns of a draft that are inserted, deleted or sorted, as a spreadsheet program does it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pocgate_xl.spreadsheetml.address import Position, names_area
from pocgate_xl.workbook.layout.plan import Area

if TYPE_CHECKING:
    from tests.workbook.fake_workbooks import Draft

Move = tuple[int, int, int]
"""Axis (0 rows, 1 columns), the first one, and by how many cells what follows moves on; below 0: deleted."""


def shift(draft: Draft, title: str, move: Move) -> None:
    """Insert or delete rows or columns of a sheet; names follow as they do in spreadsheet programs."""
    sheet = draft.sheets[title]
    moved = ((shifted(position, move), cell) for position, cell in sheet.cells.items())
    sheet.cells = {position: cell for position, cell in moved if position}
    for name, ref in draft.names.items():
        found = names_area(ref)
        if found and found[0] == title:
            draft.names[name] = _reference(title, found[1], found[2], move)


def shifted(position: Position, move: Move) -> Position | None:
    """Return where a cell stands afterwards; None where it was deleted."""
    axis, first, by = move
    at = position[axis]
    if by < 0 and first <= at < first - by:
        return None
    to = at + by if at >= first else at
    return (to, position[1]) if axis == 0 else (position[0], to)


def _reference(title: str, first: Position, last: Position, move: Move) -> str:
    corners = shifted(first, move), shifted(last, move)
    if corners[0] is None or corners[1] is None:
        return "#REF!"  # the tests delete no end of an area of several cells
    return f"'{title}'!{Area('', corners[0], corners[1]).ref}"


def sort_rows(draft: Draft, title: str, first: int, last: int) -> None:
    """Turn rows of a sheet upside down, formulas included; names stay where they are."""
    cells = draft.sheets[title].cells
    inside = {position: cells.pop(position) for position in list(cells) if first <= position[0] <= last}
    for (row, column), cell in inside.items():
        to = first + last - row
        if cell.formula:
            cell = cell._replace(formula=re.sub(rf"(?<=[A-Z]){row}\b", str(to), cell.formula))
        cells[(to, column)] = cell


def _each(draft: Draft, axis: int, sign: int, moves: dict[str, list[int]]) -> None:
    for title, (first, count) in moves.items():
        shift(draft, title, (axis, first, sign * count))


ROW_MANGLES: dict[str, Any] = {
    "insert_rows": lambda draft, moves: _each(draft, 0, 1, moves),
    "delete_rows": lambda draft, moves: _each(draft, 0, -1, moves),
    "insert_columns": lambda draft, moves: _each(draft, 1, 1, moves),
    "delete_columns": lambda draft, moves: _each(draft, 1, -1, moves),
    "sort_rows": lambda draft, rows: [sort_rows(draft, title, *ends) for title, ends in rows.items()],
    "drop_names": lambda draft, sheets: [
        draft.names.pop(name) for name in list(draft.names) if sheets == "all" or sheets in draft.names[name]
    ],
}
