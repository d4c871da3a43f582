"""What rows have in common on all sheets: how high headings stand, and where texts begin in high rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

from .....templates.theme import Colours, Theme
from ...plan import Cell, Print, SheetPlan
from ...styles.cell_styles import ROW_HEIGHT, look_of
from ...styles.text_metrics import Lettering, height_of
from .frame import TITLE_ROW, WHOSE

HEADING_HEIGHT = 20
ANY = Theme("", None, {}, Colours(*("#000000" for _ in fields(Colours))))
"""Sizes and lines of texts are the same in every theme."""


def with_common_rows(plan: SheetPlan, language: str) -> SheetPlan:
    """Return a sheet whose rows have room for headings and texts, which stand at the top of high rows."""
    heights = {**plan.heights}
    for row, least in () if plan.fixed else _least(plan, language):
        heights[row] = max(heights.get(row, ROW_HEIGHT), least)
    written = () if plan.fixed else _written(plan)
    tall = {row for row in written if heights.get(row, ROW_HEIGHT) > ROW_HEIGHT}
    cells = {place: _at_top(cell) if place[0] in tall else cell for place, cell in plan.cells.items()}
    return replace(plan, cells=cells, heights=heights, print=_printed(plan))


def _least(plan: SheetPlan, language: str) -> Iterator[tuple[int, float]]:
    """Yield how high rows must be for the texts that stand in them; hidden sheets are not read."""
    for (row, column), cell in () if plan.hidden else plan.cells.items():
        if cell.style == "heading":
            yield row, HEADING_HEIGHT
        look = look_of(cell, ANY, language)
        if isinstance(cell.value, str) and look.wrap:
            written = Lettering(language, look.size, look.bold, look.indent)
            needed = height_of(cell.value, plan.widths.get(column), written)
            if needed > ROW_HEIGHT:
                yield row, needed


def _written(plan: SheetPlan) -> set[int]:
    """Return the rows with texts of people's own, which may take several lines."""
    return {row for (row, _), cell in plan.cells.items() if cell.field and cell.field.kind == "text"}


def _at_top(cell: Cell) -> Cell:
    return cell if cell.vertical or cell.style == "working" else replace(cell, vertical="top")


def _printed(plan: SheetPlan) -> Print:
    """Return how a sheet is printed: long texts take more pages, each with its title, not smaller letters."""
    one_page = plan.print.one_page and not plan.growing
    titles = plan.print.title_rows or ("" if plan.hidden or one_page else _whose(plan))
    return replace(plan.print, one_page=one_page, title_rows=titles)


def _whose(plan: SheetPlan) -> str:
    """Return the rows that say what a page is and whose: from the cells, so that a new name shows."""
    rows = [row for (row, _), cell in plan.cells.items() if cell.formula == WHOSE]
    return f"{TITLE_ROW}:{min(rows, default=TITLE_ROW)}"
