"""Design with production in mind: each element's references and our plan."""

from __future__ import annotations

from .....spreadsheetml.address import a1
from ...context import Context
from ...plan import Cell, Highlight, Print, SheetPlan
from ...sheet_builder import SheetBuilder
from ..framing.frame import LEFT, PRINT_TITLES, TOP, given, header, start_sheet

ELEMENT, POC, PRODUCTION, PLAN, COMPLETE = range(LEFT, LEFT + 5)
GIVEN = COMPLETE + 3
FIRST = TOP + 1


def plan_design(context: Context) -> SheetPlan:
    """Plan the sheet on which the PoC is designed for production."""
    builder = start_sheet(context, "design")
    text = context.text
    titles = ("element", "poc_reference", "production_reference", "our_plan", "complete")
    header(builder, TOP, LEFT, [text(key) for key in titles])
    elements = context.template.elements
    for row, element in enumerate(elements, FIRST):
        _element(builder, context, row, element)
    given(builder, range(FIRST, FIRST + len(elements)), PLAN, GIVEN, "design")
    last = TOP + len(elements)
    complete = a1((FIRST, COMPLETE))
    lit = Highlight(f"{complete}:{a1((last, COMPLETE))}", f'{complete}<>""', "good")
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 2, ELEMENT: 24, POC: 30, PRODUCTION: 34, PLAN: 52, COMPLETE: 12, COMPLETE + 1: 3},
        heights=builder.heights | dict.fromkeys(range(FIRST, last + 1), 48),
        freeze=a1((FIRST, POC)),
        highlights=(lit,) if elements else (),
        print=Print("landscape", f"A1:{a1((last, COMPLETE))}", PRINT_TITLES),
    )  # fmt: skip


def _element(builder: SheetBuilder, context: Context, row: int, element: str) -> None:
    builder.put(row, ELEMENT, Cell(context.label("element", element), style="label"))
    builder.put(row, POC, Cell(context.label("element_poc", element)))
    builder.put(row, PRODUCTION, Cell(context.label("element_production", element)))
    builder.put(row, PLAN, context.input(f"pg_design_{element}"), f"pg_design_{element}")
    formula = f'=IF({a1((row, GIVEN))}=1,pg_text_filled,"")'
    cell = Cell(formula=formula, style="check", align="center", shows=f"designed {element}")
    builder.put(row, COMPLETE, cell)
