"""The business process redesigned in parallel: what the AI does, what staff do, who judges."""

from __future__ import annotations

from .....spreadsheetml.address import a1
from ... import formulas
from ...context import Context
from ...plan import Cell, Highlight, Print, SheetPlan
from ..framing.frame import LEFT, PRINT_TITLES, TOP, given, header, start_sheet

NUMBER = LEFT
FIRST = TOP + 1
HEIGHT = 22
"""Points of a row while it says little: then thirty of them are read on one page."""


def plan_process(context: Context) -> SheetPlan:
    """Plan the sheet of process steps."""
    builder = start_sheet(context, "process")
    block = context.blocks["pg_process"]
    titles = [context.text(f"process_{field.part}") for field in block.columns]
    header(builder, TOP, NUMBER, [context.text("number"), *titles, context.text("warning")])
    last = FIRST + block.rows - 1
    place = {field.part: LEFT + 1 + k for k, field in enumerate(block.columns)}
    warning = LEFT + 1 + len(block.columns)
    for row in range(FIRST, last + 1):
        builder.put(row, NUMBER, Cell(row - TOP, style="muted", align="center"))
        for field in block.columns:
            builder.put(row, place[field.part], context.input_of(field))
        ai, judge = a1((row, place["ai"])), a1((row, place["judgement"]))
        alone = f'IF({formulas.blank(ai)},"",IF({formulas.blank(judge)},pg_text_nobody_judges,""))'
        warned = Cell(formula=f'=IFERROR({alone},"")', style="check", shows=f"unjudged {row - FIRST}")
        builder.put(row, warning, warned)
    builder.name(block.name, (FIRST, LEFT + 1), (last, warning - 1))
    given(builder, range(FIRST, last + 1), LEFT + 1, warning + 2, "process")
    flag = a1((FIRST, warning))
    widths = {1: 2, NUMBER: 5, warning: 24} | dict.fromkeys(place.values(), 20 if context.wide else 24)
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths | {place["judgement"]: 16, place["status"]: 12},
        heights=builder.heights | dict.fromkeys(range(FIRST, last + 1), HEIGHT),
        autofilter=f"{a1((TOP, NUMBER + 1))}:{a1((last, warning))}",
        freeze=a1((FIRST, LEFT + 1)),
        highlights=(Highlight(f"{flag}:{a1((last, warning))}", f'{flag}<>""', "attention"),),
        print=Print("portrait", f"A1:{a1((last, warning))}", PRINT_TITLES),
    )  # fmt: skip
