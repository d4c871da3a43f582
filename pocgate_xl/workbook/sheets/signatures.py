"""What the committee decided, and who signs: recorded by hand, never computed."""

from __future__ import annotations

from ..context import Context
from ..plan import Cell, SheetBuilder
from .frame import header, heading

SEAL_HEIGHT = 36
"""Points that a seal or a signature needs."""
ROLES = ("prepared", "reviewed", "approved")


def plan_signatures(builder: SheetBuilder, context: Context, top: int, columns: tuple[int, int]) -> int:
    """Leave room for the committee's decision and three signatures; return the last row."""
    left, right = columns
    heading(builder, top, context.text("committee"))
    parts = ("decision", "by", "date", "next_review", "conditions")
    for row, part in enumerate(parts, top + 1):
        label = context.catalog.text(f"field.committee_{part}")
        builder.put(row, left, Cell(label, style="label"))
        name = f"pg_committee_{part}"
        cell = context.input(name, "input_line" if part == "conditions" else "input")
        builder.put(row, left + 1, cell, name)
    titles = [context.text(key) for key in ("sign", "sign_by", "sign_date", "sign_seal")]
    header(builder, top + 1, right, titles)
    for row, role in enumerate(ROLES, top + 2):
        _signature(builder, context, row, right, role)
        builder.heights[row] = SEAL_HEIGHT
    return top + len(parts)


def _signature(builder: SheetBuilder, context: Context, row: int, left: int, role: str) -> None:
    builder.put(row, left, Cell(context.text(f"sign_{role}"), style="label"))
    for column, part in ((left + 1, "by"), (left + 2, "date")):
        name = f"pg_signoff_{role}_{part}"
        builder.put(row, column, context.input(name), name)
    builder.put(row, left + 3, Cell(style="blank"))
