"""The roadmap: phases with dates, a Gantt band, and goals staged from the start date."""

from __future__ import annotations

from dataclasses import replace

from ....core.template import Horizon, Phase
from ....spreadsheetml.address import a1, absolute
from .. import formulas
from ..context import Context
from ..plan import Cell, Highlight, Print, SheetPlan
from ..sheet_builder import SheetBuilder
from .framing.frame import HINT_ROW, LEFT, TOP, given, header, heading, labelled_input, start_sheet, working

PHASE, RANGE, MONTHS, SCOPE, START, END, STANDING = range(LEFT, LEFT + 7)
GANTT = LEFT + 7
VALID = 1
"""Workings stand this many columns right of the Gantt."""
HEAD = TOP
FIRST = HEAD + 1


def plan_roadmap(context: Context) -> SheetPlan:
    """Plan the sheet of the incremental launch."""
    builder = start_sheet(context, "roadmap", hint=False)
    builder.put(HINT_ROW, SCOPE, Cell(context.text("hint.roadmap"), style="hint"))
    start = labelled_input(builder, context, HINT_ROW, context.text("start_date"), "pg_start_date")
    months = sum(phase.max_months for phase in context.template.phases)
    side = GANTT + months + VALID
    working(builder, HINT_ROW, side, formulas.day(start), "pg_calc_start_date")
    text = context.text
    titles = ("phase", "usual_months", "months", "scope", "start", "end", "standing")
    header(builder, HEAD, LEFT, [text(key) for key in titles])
    _months(builder, months)
    for index, phase in enumerate(context.template.phases):
        _phase(builder, context, index, phase, side)
        _band(builder, FIRST + index, range(index, months), phase)
    last = FIRST + len(context.template.phases) - 1
    builder.name("pg_calc_phase_months", (FIRST, side), (last, side))
    top = last + 2
    _goals(builder, context, top, side)
    return _plan(builder, context, months, top)


def _months(builder: SheetBuilder, months: int) -> None:
    """Write the first day of each month from the start on above the Gantt band."""
    first = absolute((HEAD, GANTT))
    formula = '=IF(pg_calc_start_date="","",pg_calc_start_date-DAY(pg_calc_start_date)+1)'
    for month in range(months):
        if month:
            later = f"COLUMNS({first}:{a1((HEAD, GANTT + month))})-1"
            formula = f'=IF(pg_calc_start_date="","",IFERROR(EDATE({first},{later}),""))'
        shows = f"month {month}"
        head = Cell(formula=formula, style="header", format="month", align="center", shows=shows)
        builder.put(HEAD, GANTT + month, head)


def _band(builder: SheetBuilder, row: int, months: range, phase: Phase) -> None:
    """Write 1 into each month that a phase touches; only its colour is shown.

    The first phase starts in the first month, each other at least a month after the one before. A head
    that is no date comes after every end.
    """
    start, end = f"${a1((row, START))}", f"${a1((row, END))}"
    for month in months:
        head = f"{a1((HEAD, GANTT + month))}"
        begun = f"{start}-DAY({start})<{head}" if row != FIRST else ""
        lasting = f"{end}>={head}" if month != months[0] else ""
        inside = f"AND({begun},{lasting})" if begun and lasting else begun or lasting
        formula = f'=IF({end}="",0,{f"IF({inside},1,0)" if inside else 1})'
        cell = Cell(formula=formula, style="gantt", shows=f"gantt {phase.id} {month}")
        builder.put(row, GANTT + month, cell)
    for month in range(months.start):
        builder.put(row, GANTT + month, Cell(style="blank"))


def _phase(builder: SheetBuilder, context: Context, index: int, phase: Phase, side: int) -> None:
    row = FIRST + index
    usual = context.text("months_range", low=phase.min_months, high=phase.max_months)
    builder.put(row, PHASE, Cell(context.label("phase", phase.id), style="label"))
    builder.put(row, RANGE, Cell(usual, align="center"))
    for column, part in ((MONTHS, "months"), (SCOPE, "scope")):
        name = f"pg_phase_{part}_{phase.id}"
        cell = context.input(name)
        builder.put(row, column, replace(cell, align="center") if part == "months" else cell, name)
    least, most = side + 1, side + 2
    bounds = [
        builder.put(row, column, Cell(value, style="working"))
        for column, value in ((least, phase.min_months), (most, phase.max_months))
    ]
    valid = working(builder, row, side, formulas.whole(a1((row, MONTHS)), "1", "pg_list_longest_months"))
    _dates(builder, row, phase, side)
    verdict = (
        f'=IF({valid}="","",IF({valid}<{bounds[0]},pg_text_phase_shorter,'
        f"IF({valid}>{bounds[1]},pg_text_phase_longer,pg_text_phase_within)))"
    )
    standing = Cell(formula=verdict, style="check", align="center", shows=f"phase_standing {phase.id}")
    builder.put(row, STANDING, standing)


def _dates(builder: SheetBuilder, row: int, phase: Phase, side: int) -> None:
    """Write start and end: months are counted from the start date, so that month ends hold."""
    first = absolute((FIRST, side))
    through = f"{first}:{a1((row, side))}"
    start = _after(f"{first}:{a1((row - 1, side))}") if row != FIRST else "=pg_calc_start_date"
    end = _after(through, "-1")
    for column, formula, part in ((START, start, "start"), (END, end, "end")):
        look = Cell(formula=formula, style="output", format="date", align="center")
        builder.put(row, column, look, f"pg_out_phase_{part}_{phase.id}")


def _after(months: str, days: str = "") -> str:
    """Return the start date so many months (and days) later; "" unless all of them are known."""
    moved = f'IFERROR(EDATE(pg_calc_start_date,SUM({months})){days},"")'
    return f'=IF(pg_calc_start_date="","",IF(COUNT({months})=ROWS({months}),{moved},""))'


def _goals(builder: SheetBuilder, context: Context, top: int, side: int) -> None:
    heading(builder, top, context.text("goals"))
    text = context.text
    titles = ("horizon", "by_when", "kpi", "measurement", "baseline", "target")
    header(builder, top + 1, LEFT, [text(key) for key in titles])
    for row, horizon in enumerate(context.template.horizons, top + 2):
        _goal(builder, context, row, horizon, side)
    goals = range(top + 2, top + 2 + len(context.template.horizons))
    given(builder, goals, LEFT + 2, side + 1, "goals")


def _goal(builder: SheetBuilder, context: Context, row: int, horizon: Horizon, side: int) -> None:
    builder.put(row, LEFT, Cell(context.label("horizon", horizon.id), style="label"))
    months = builder.put(row, side, Cell(horizon.months, style="working"))
    due = f'=IF(pg_calc_start_date="","",IFERROR(EDATE(pg_calc_start_date,{months}),""))'
    shows = f"due {horizon.id}"
    builder.put(row, LEFT + 1, Cell(formula=due, style="output", format="date", align="center", shows=shows))
    for column, part in enumerate(("kpi", "measurement", "baseline", "target"), LEFT + 2):
        name = f"pg_goal_{horizon.id}_{part}"
        builder.put(row, column, context.input(name), name)


def _plan(builder: SheetBuilder, context: Context, months: int, top: int) -> SheetPlan:
    phases = len(context.template.phases)
    goals = range(top + 2, top + 2 + len(context.template.horizons))
    widths: dict[int, float] = {1: 2, PHASE: 21, RANGE: 13, MONTHS: 24, SCOPE: 37, START: 15, END: 15}
    widths |= {STANDING: 14} | {GANTT + month: 3.4 for month in range(months + 1)}
    first = a1((FIRST, GANTT))
    band = f"{first}:{a1((FIRST + phases - 1, GANTT + months - 1))}"
    checks = a1((FIRST, STANDING))
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths,
        heights=builder.heights | dict.fromkeys((*range(FIRST, FIRST + phases), *goals), 34),
        freeze=a1((FIRST, RANGE)),
        highlights=(
            Highlight(band, f"{first}=1", "bar"),
            Highlight(
                f"{checks}:{a1((FIRST + phases - 1, STANDING))}",
                f"AND({checks}<>\"\",{checks}<>pg_text_phase_within)", "attention",
            ),
        ),
        print=Print("landscape", f"A1:{a1((top + 1 + len(goals), GANTT + months - 1))}"),
    )  # fmt: skip
