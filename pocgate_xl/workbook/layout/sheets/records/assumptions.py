"""Assumptions that the assessment rests on, and risks with what is done about them."""

from __future__ import annotations

from .....spreadsheetml.address import a1
from ...context import Context
from ...plan import Cell, Print, SheetPlan
from ...sheet_builder import SheetBuilder
from ..framing.frame import LEFT, TOP, given, header, heading, start_sheet

GIVEN = LEFT + 6
HEIGHT = 22
"""Points of a row while it says little: then both tables are read on one page."""


def plan_assumptions(context: Context) -> SheetPlan:
    """Plan the sheet of assumptions and risks."""
    builder = start_sheet(context, "assumptions")
    top = TOP + 1
    end = _block(builder, context, top, "pg_assumptions")
    last = _block(builder, context, end + 2, "pg_risks")
    rows = (*range(top + 2, end + 1), *range(end + 4, last + 1))
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 2, LEFT: 5, LEFT + 1: 60, LEFT + 2: 48, LEFT + 3: 22, LEFT + 4: 15},
        heights=builder.heights | dict.fromkeys(rows, HEIGHT),
        freeze=a1((TOP, LEFT)),
        print=Print("landscape", f"A1:{a1((last, LEFT + 4))}"),
    )  # fmt: skip


def _block(builder: SheetBuilder, context: Context, top: int, name: str) -> int:
    """Write a heading and a table of free rows; return its last row."""
    block = context.blocks[name]
    key = name.removeprefix("pg_")
    heading(builder, top, context.text(key))
    titles = [context.text(f"{key}_{field.part}") for field in block.columns]
    header(builder, top + 1, LEFT, [context.text("number"), *titles])
    last = top + 1 + block.rows
    for row in range(top + 2, last + 1):
        builder.put(row, LEFT, Cell(row - top - 1, style="muted", align="center"))
        for column, field in enumerate(block.columns, LEFT + 1):
            builder.put(row, column, context.input_of(field))
    builder.name(name, (top + 2, LEFT + 1), (last, LEFT + len(block.columns)))
    given(builder, range(top + 2, last + 1), LEFT + 1, GIVEN, key)
    return last
