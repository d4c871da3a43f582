"""What rows have in common on all sheets: how high headings stand, and where texts begin in high rows."""

from __future__ import annotations

from dataclasses import replace

from ..looks import ROW_HEIGHT
from ..plan import Cell, Print, SheetPlan
from .frame import SUBTITLE_ROW, TITLE_ROW

HEADING_HEIGHT = 20
WHOSE = f"{TITLE_ROW}:{SUBTITLE_ROW}"
"""Rows that say what a page is and whose: repeated on every page, from the cells, so that a new name shows."""


def with_common_rows(plan: SheetPlan) -> SheetPlan:
    """Return a sheet with high enough headings, texts at the top of high rows, and its title on every page."""
    headings = {row for (row, _), cell in plan.cells.items() if cell.style == "heading"}
    heights = {row: max(plan.heights.get(row, 0), HEADING_HEIGHT) for row in headings}
    tall = {row for row in _written(plan) if plan.heights.get(row, ROW_HEIGHT) > ROW_HEIGHT}
    cells = {place: _at_top(cell) if place[0] in tall else cell for place, cell in plan.cells.items()}
    return replace(plan, cells=cells, heights={**plan.heights, **heights}, print=_titled(plan))


def _written(plan: SheetPlan) -> set[int]:
    """Return the rows with texts of people's own, which may take several lines."""
    return {row for (row, _), cell in plan.cells.items() if cell.field and cell.field.kind == "text"}


def _at_top(cell: Cell) -> Cell:
    return cell if cell.vertical or cell.style == "working" else replace(cell, vertical="top")


def _titled(plan: SheetPlan) -> Print:
    if plan.hidden or plan.print.one_page or plan.print.title_rows:
        return plan.print
    return replace(plan.print, title_rows=WHOSE)
