"""Where things stand in the submission, looked up in the plan: no case spells out a place that may move."""

from __future__ import annotations

from functools import cache

from pocgate_xl.spreadsheetml.address import Position, a1, area_of
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.layout.plan import SheetPlan
from tests.hostile.submission import area, bundle, part_of, title_of

RATINGS = tuple(f"pg_rating_{criterion.id}" for criterion in bundle().template.criteria)
"""Names of the ratings, in the order of their rows."""


@cache
def sheet_of(sheet: str) -> SheetPlan:
    return plan_of(bundle(), "en").sheet(sheet)


def shown_at(key: str, sheet: str = "dashboard") -> Position:
    """Return the cell of a sheet that shows a truth."""
    cells = sheet_of(sheet).cells.items()
    return next(at for at, cell in cells if cell.formula and cell.shows == key)


def told_at(words: str, sheet: str) -> Position:
    """Return the first cell of a sheet with a fixed text."""
    return next(at for at, cell in sorted(sheet_of(sheet).cells.items()) if cell.value == words)


def styled_at(style: str, sheet: str) -> Position:
    """Return the first cell of a sheet with a fixed text in a style."""
    cells = sorted(sheet_of(sheet).cells.items())
    return next(at for at, cell in cells if cell.style == style and cell.value)


def number_of(sheet: str) -> int:
    """Return which sheet of the workbook it is, from 1 on."""
    return int(part_of(sheet).removeprefix("xl/worksheets/sheet").removesuffix(".xml"))


def leads_to(sheet: str) -> str:
    """Return the attribute with which a link leads to a sheet: to the cell on which it opens."""
    at = sheet_of(sheet).active
    assert at
    return f"location=\"'{title_of(sheet)}'!{a1(at)}\""


def links_of(sheet: str) -> str:
    """Return the part with the relationships of a sheet."""
    return f"xl/worksheets/_rels/sheet{number_of(sheet)}.xml.rels"


def printed(sheet: str) -> tuple[Position, Position]:
    """Return the first and the last cell that is printed."""
    found = area_of(sheet_of(sheet).print.area)
    assert found
    return found


def absolute(at: Position) -> str:
    """Return a cell as the names of a workbook write it."""
    return f"${a1(at).rstrip('0123456789')}${at[0]}"


def named(sheet: str, first: Position, last: Position | None = None) -> str:
    """Return a reference to cells of a sheet as names write it."""
    end = f":{absolute(last)}" if last else ""
    return f"'{title_of(sheet)}'!{absolute(first)}{end}"


def all_of(names: tuple[str, ...]) -> str:
    """Return the cells of several names that stand below one another."""
    return f"{a1(area(names[0]).first)}:{a1(area(names[-1]).first)}"


def beside(at: Position, columns: int = 0, rows: int = 0) -> Position:
    return at[0] + rows, at[1] + columns
