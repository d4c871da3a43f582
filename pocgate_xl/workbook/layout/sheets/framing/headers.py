"""Headers stand over their columns as the values below them stand: left, centred or right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .....spreadsheetml.address import Position
from ...plan import Cell, SheetPlan
from ...styles.cell_styles import alignment

HEADERS = ("header", "header_on")


def with_aligned_headers(plan: SheetPlan) -> SheetPlan:
    """Return the sheet with each header aligned like the cell below it."""
    cells = {place: _aligned(place, cell, plan.cells) for place, cell in plan.cells.items()}
    return replace(plan, cells=cells)


def _aligned(place: Position, cell: Cell, cells: Mapping[Position, Cell]) -> Cell:
    below = cells.get((place[0] + 1, place[1]))
    if cell.style not in HEADERS or cell.align or below is None:
        return cell
    return replace(cell, align=alignment(below) or "right")
