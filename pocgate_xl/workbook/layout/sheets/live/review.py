"""What leads to the next decision, on one sheet: steps, ratings to raise, must-meets, findings, what if.

Steps and must-meets are the workbook's own; texts of anchors, findings and what is tried come from
functions, whose tables stand on a hidden sheet, and stay empty where nobody answers.
"""

from __future__ import annotations

from .....spreadsheetml.address import a1
from ... import formulas
from ...context import Context
from ...plan import Cell, CellFormat, Highlight, Print, SheetPlan, Style, link_to
from ...sheet_builder import SheetBuilder
from ..framing.frame import LEFT, header, heading, start_sheet, with_workings_apart
from ..scorecard.decision_formula import DECISION
from .review_columns import CHANGE, LAST, TRY, UNTIL, WHAT, WHERE, WHO, WORKING, ruled, widths
from .review_tables import plan_findings, plan_improvements
from .what_if import plan_what_if

SHEET = "review"
BY_ROW, DECIDED, TOP = 3, 4, 5
DECIDED_HEIGHT = 26
STEPS = 10
"""Lines of steps; further ones are counted."""
BY, AGREEMENT = "pg_live_by", "pg_live_agreement"
PARTS: tuple[tuple[int, str, CellFormat], ...] = (
    (WHAT, "names", "general"), (CHANGE, "changes", "general"), (WHO, "who", "general"),
    (UNTIL, "until", "date"),
)  # fmt: skip
"""What a line of steps shows, and of which column of what may be asked for."""


def plan_review(sheets: tuple[SheetPlan, ...], context: Context) -> SheetPlan:
    """Plan the sheet on which an assessor works."""
    builder, merges = start_sheet(context, SHEET), list[str]()
    links = {name: link_to(s.title, area.first) for s in sheets for name, area in s.names.items()}
    _head(builder, context)
    row = _steps(builder, context, TOP)
    row = plan_improvements(builder, context, row + 1, merges)
    beside = plan_what_if(builder, context, TOP, links, merges)
    below = max(row, beside) + 1
    last = plan_findings(builder, context, below, merges)
    plan = SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths(context), heights=builder.heights,
        highlights=tuple(builder.highlights), merges=tuple(merges), freeze=a1((DECIDED, LEFT)),
        print=Print("landscape", f"A1:{a1((last, LAST))}", breaks=(below,)), role="read",
    )  # fmt: skip
    return with_workings_apart(plan)


def _head(builder: SheetBuilder, context: Context) -> None:
    """Write who answers, whether all agree, and what is decided."""
    builder.put(BY_ROW, WHAT, Cell(formula=f"={BY}", style="caption"))
    builder.put(BY_ROW, TRY, Cell(formula=f"={AGREEMENT}", style="caption"))
    decided = formulas.label_of(DECISION, "decision")
    builder.put(DECIDED, WHAT, Cell(formula=decided, style="decision"))
    for column in range(CHANGE, LAST + 1):
        builder.put(DECIDED, column, Cell(style="decision"))
    builder.heights[DECIDED] = DECIDED_HEIGHT


def _steps(builder: SheetBuilder, context: Context, top: int) -> int:
    """Write what is asked for, line by line: from what to what, who, until when, where."""
    heading(builder, top, context.catalog.text("review.steps"))
    heads = ("do", "change", "who", "until", "cell")
    header(builder, top + 1, WHAT, [context.text(f"step_{key}") for key in heads])
    lines = range(top + 2, top + 2 + STEPS)
    for place, row in enumerate(lines, 1):
        _step(builder, row, place)
    left = f"COUNT(pg_calc_step_places)-{STEPS}"
    more = f'=IF({left}>0,pg_text_more&({left}),"")'
    builder.put(lines[-1] + 1, WHAT, Cell(formula=more, style="caption"))
    ruled(builder, lines, WHAT, WHERE)
    late = f"${a1((lines[0], WORKING + 1))}=1"
    area = f"{a1((lines[0], CHANGE))}:{a1((lines[-1], UNTIL))}"
    builder.highlights.append(Highlight(area, late, "ink_bad"))
    return lines[-1] + 2


def _step(builder: SheetBuilder, row: int, place: int) -> None:
    """Write the n-th of what is asked for."""
    found = f'=IFERROR(MATCH({place},pg_calc_step_places,0),"")'
    at = builder.put(row, WORKING, Cell(formula=found, style="working"))
    urgent = f'=IF({at}="",0,INDEX(pg_calc_step_urgent,{at}))'
    builder.put(row, WORKING + 1, Cell(formula=urgent, style="working"))
    following = formulas.label_of(DECISION, "next_step").removeprefix("=")
    for column, part, format_ in PARTS:
        none = following if (place, part) == (1, "names") else '""'
        value = f"INDEX(pg_calc_step_{part},{at})"
        shown = f'=IF({at}="",{none},IF({value}="","",{value}))'
        style: Style = "step_change" if column == CHANGE else "step" if column == UNTIL else "step_who"
        builder.put(row, column, Cell(formula=shown, style=style, align="left", format=format_))
    link = f"HYPERLINK(INDEX(pg_calc_step_targets,{at}),INDEX(pg_calc_step_cells,{at}))"
    builder.put(row, WHERE, Cell(formula=f'=IF({at}="","",{link})', style="step_link"))
