"""The operations framework: who runs each part, by which procedure, on which metric or trigger."""

from __future__ import annotations

from .....spreadsheetml.address import a1
from ...context import Context
from ...plan import Cell, Print, SheetPlan
from ..framing.frame import LEFT, PRINT_TITLES, TOP, given, header, start_sheet

FIRST = TOP + 1
GIVEN = LEFT + 7
HEIGHT = 48
PARTS = ("owner", "procedure", "trigger", "status")


def plan_operations(context: Context) -> SheetPlan:
    """Plan the sheet of the operations framework."""
    builder = start_sheet(context, "operations")
    text = context.text
    titles = ("component", "covers", "owner", "procedure", "trigger", "status")
    header(builder, TOP, LEFT, [text(key) for key in titles])
    for row, component in enumerate(context.template.components, FIRST):
        builder.put(row, LEFT, Cell(context.label("component", component), style="label"))
        builder.put(row, LEFT + 1, Cell(context.label("component_hint", component)))
        for column, part in enumerate(PARTS, LEFT + 2):
            name = f"pg_operations_{component}_{part}"
            builder.put(row, column, context.input(name), name)
    last = FIRST + len(context.template.components) - 1
    given(builder, range(FIRST, last + 1), LEFT + 2, GIVEN, "operations")
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 2, LEFT: 24, LEFT + 1: 37, LEFT + 2: 20, LEFT + 3: 41, LEFT + 4: 36, LEFT + 5: 15},
        heights=builder.heights | dict.fromkeys(range(FIRST, last + 1), HEIGHT),
        freeze=a1((FIRST, LEFT + 1)),
        print=Print("landscape", f"A1:{a1((last, LEFT + 5))}", PRINT_TITLES),
    )  # fmt: skip
