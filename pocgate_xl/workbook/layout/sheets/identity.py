"""The hidden identity: what a submission says of itself, written when it is made."""

from __future__ import annotations

from ..context import Context
from ..plan import IDENTITY, IDENTITY_SHEET, IDENTITY_TITLE, Cell, SheetPlan, identity_name
from ..sheet_builder import SheetBuilder


def plan_identity(context: Context) -> SheetPlan:
    """Plan the hidden sheet with the identity; its values are written per workbook."""
    builder = SheetBuilder(IDENTITY_SHEET, IDENTITY_TITLE)
    for row, key in enumerate(IDENTITY, 1):
        builder.put(row, 1, Cell(key, style="working"))
        builder.put(row, 2, Cell(None, style="working", format="text"), identity_name(key))
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 14, 2: 44}, hidden=True,
    )  # fmt: skip
