"""A sheet to write on: nothing is locked, nothing is read."""

from __future__ import annotations

from .....spreadsheetml.address import a1
from ...context import Context
from ...plan import Cell, Print, SheetPlan
from ..framing.frame import LEFT, TITLE_ROW, TOP, WHOSE, start_sheet


def plan_notes(context: Context) -> SheetPlan:
    """Plan the free sheet."""
    builder = start_sheet(context, "notes")
    builder.put(
        TITLE_ROW, LEFT + 1, Cell(formula=WHOSE, style="whose", shows="engagement_line", vertical="center")
    )
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 2, LEFT: 13, LEFT + 1: 104}, heights=builder.heights, freeze=a1((TOP, LEFT)),
        print=Print("landscape"), active=(TOP, LEFT), unlocked=True, gridlines=True,
    )  # fmt: skip
