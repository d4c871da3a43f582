"""How high the rows of a written sheet are, and on which cell it opens; part of the writer."""

from __future__ import annotations

from typing import Any, Literal

from openpyxl.styles import Font, Protection
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from ....spreadsheetml.address import Position, a1
from ....templates.theme import Theme
from ...layout.plan import SheetPlan
from ...layout.styles.cell_styles import ROW_HEIGHT
from .growing_rows import strut_size

Pane = Literal["topLeft", "topRight", "bottomLeft", "bottomRight"]
PANES: dict[tuple[bool, bool], Pane] = {
    (False, False): "topLeft", (False, True): "topRight",
    (True, False): "bottomLeft", (True, True): "bottomRight",
}  # fmt: skip
"""Names of the parts of a frozen sheet, by whether they lie below and right of what stays in view."""


def open_at(sheet: Worksheet, position: Position) -> None:
    """Select a cell, in whichever pane of a frozen sheet it lies."""
    view, pane = sheet.sheet_view, sheet.sheet_view.pane
    below = pane is None or position[0] > (pane.ySplit or 0)
    right = pane is None or position[1] > (pane.xSplit or 0)
    name: Pane | None = PANES[below, right] if pane is not None and pane.xSplit and pane.ySplit else None
    if pane is not None and name:
        pane.activePane = name
    for selection in view.selection:
        if name is None or selection.pane == name or (selection.pane or "topLeft") == name:
            selection.activeCell = selection.sqref = a1(position)


class _AutomaticRow(RowDimension):
    """A row that is measured by whoever shows it: its height is no person's choice."""

    customHeight = False


def write_heights(sheet: Worksheet, plan: SheetPlan, theme: Theme) -> None:
    """Give rows their heights; those that grow keep theirs by an empty cell in large type."""
    for row, height in plan.heights.items():
        if plan.values_from and row >= plan.values_from:
            continue
        sheet.row_dimensions[row].height = height
    for row in plan.growing:
        height = plan.heights.get(row, ROW_HEIGHT)
        sheet.row_dimensions[row] = _AutomaticRow(sheet, index=row, ht=height)
        column = 1 if (row, 1) not in plan.cells else 1 + max(column for _, column in plan.cells)
        strut: Any = sheet.cell(row, column)
        strut.font = Font(name=theme.font(""), size=strut_size(height))
        strut.protection = Protection(locked=True)
