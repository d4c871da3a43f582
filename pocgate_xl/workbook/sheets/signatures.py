"""What the committee decided, and who signs: recorded by hand, never computed."""

from __future__ import annotations

from ..context import Context
from ..plan import Cell, SheetBuilder
from .frame import header, heading

NAME_HEIGHT, SEAL_HEIGHT = 32, 60
"""Points of two lines; points that a seal of 13 millimetres needs on a page that is fitted."""
ROLES = ("prepared", "reviewed", "approved")
FACTS = ("decision", "by", "date", "next_review")


def plan_signatures(builder: SheetBuilder, context: Context, top: int, columns: tuple[int, int]) -> int:
    """Leave room for the committee's decision and three signatures; return the last row."""
    left, right = columns
    heading(builder, top, context.text("committee"))
    _committee(builder, context, top + 1, left)
    header(builder, top + 1, right, [context.text("sign"), *(context.text(f"sign_{role}") for role in ROLES)])
    for row, part in ((top + 2, "by"), (top + 3, "date"), (top + 4, "seal")):
        _signatures(builder, context, row, right, part)
    builder.heights |= {top + 2: NAME_HEIGHT, top + 4: SEAL_HEIGHT}
    return top + 4


def _committee(builder: SheetBuilder, context: Context, top: int, left: int) -> None:
    """Write the decision in one row, then the conditions with the height of a seal."""
    header(builder, top, left, [context.catalog.text(f"field.committee_{part}") for part in FACTS])
    for column, part in enumerate(FACTS, left):
        builder.put(top + 1, column, context.input(f"pg_committee_{part}"), f"pg_committee_{part}")
    between = [""] * (len(FACTS) - 1)
    header(builder, top + 2, left, [context.catalog.text("field.committee_conditions"), *between])
    name = "pg_committee_conditions"
    builder.put(top + 3, left, context.input(name), name)
    for column in range(left + 1, left + len(FACTS)):
        builder.put(top + 3, column, Cell(style="blank"))


def _signatures(builder: SheetBuilder, context: Context, row: int, left: int, part: str) -> None:
    builder.put(row, left, Cell(context.text(f"sign_{part}"), style="label"))
    for column, role in enumerate(ROLES, left + 1):
        if part == "seal":
            builder.put(row, column, Cell(style="blank"))
        else:
            name = f"pg_signoff_{role}_{part}"
            builder.put(row, column, context.input(name), name)
