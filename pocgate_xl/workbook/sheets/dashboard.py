"""One page for the steering committee: the decision, why, what next, and what was decided."""

from __future__ import annotations

from .. import formulas
from ..context import Context
from ..plan import OUTPUT_PREFIX, Cell, Format, Highlight, Print, SheetBuilder, SheetPlan, a1, absolute
from .dashboard_charts import LOW, TALL, plan_charts
from .decision_formula import decision_formula, decision_steps
from .frame import LEFT, header, heading, start_sheet, working
from .must_meets import plan_must_meets
from .signatures import plan_signatures

LABEL, SECOND, THIRD, FOURTH = range(LEFT, LEFT + 4)
RIGHT = LEFT + 5
"""Column of the right half; one narrow column lies between the halves."""
RIGHT_SECOND, RIGHT_THIRD, LAST = RIGHT + 1, RIGHT + 2, RIGHT + 3
CODE = LAST + 2
DECISION_ROW = 8
MUST_MEETS_ROW = DECISION_ROW + 8
NAMED_ITEMS = 6
ROW_HEIGHT = 16
"""Points of a row here: one page for everything, printed as large as may be."""
NOTHING = '"–"'
MISSING = "(pg_list_criteria-COUNT(pg_calc_ratings))"


def plan_dashboard(context: Context) -> SheetPlan:
    """Plan the page that a committee decides on."""
    builder = start_sheet(context, "dashboard", hint=False)
    _identity(builder, context)
    _decision(builder, context)
    ratings = plan_must_meets(builder, context, MUST_MEETS_ROW, (LABEL, RIGHT)) + 2
    readiness, costs = ratings + TALL + 2, ratings + TALL + LOW + 4
    plan = costs + LOW + 2
    heading(builder, ratings - 1, context.label("sheet", "scorecard"))
    heading(builder, readiness - 1, context.label("sheet", "checklist"))
    heading(builder, readiness - 1, context.label("sheet", "causes"), RIGHT)
    plan_charts(builder, context, CODE + 3, (ratings, readiness, costs), (LABEL, RIGHT))
    _costs(builder, context, costs)
    end = max(_open_items(builder, context, plan), _roadmap(builder, context, plan))
    last = plan_signatures(builder, context, end + 2, (LABEL, RIGHT))
    return _plan(builder, last)


def _identity(builder: SheetBuilder, context: Context) -> None:
    columns = (LABEL, SECOND, FOURTH, RIGHT, RIGHT_THIRD)
    keys = ("id", "assessment_date", "revision", "assessor", "sponsor")
    for column, key in zip(columns, keys, strict=True):
        label = context.catalog.text(f"field.{key}")
        builder.put(4, column, Cell(label, style="caption"))
        look: Format = "date_or_dash" if key == "assessment_date" else "general"
        shows = "assessed_on" if key == "assessment_date" else f"engagement {key}"
        builder.put(5, column, Cell(formula=_told(key), style="span", format=look, align="left", shows=shows))


def _told(key: str) -> str:
    """Return what was entered and can be taken, else a dash; a day's dash is a matter of its format.

    Some libraries take a text in a cell that shows days for a day that is no number.
    """
    if key == "assessment_date":
        return "=pg_calc_assessment_date"
    if key == "revision":
        return '=IF(pg_calc_revision="","–",pg_calc_revision)'
    text = f"pg_engagement_{key}"
    return f'=IFERROR(IF({formulas.blank(text)},"–",{text}),"–")'


def _decision(builder: SheetBuilder, context: Context) -> None:
    """Write the decision large, then why and what comes next."""
    row = DECISION_ROW
    formula = decision_formula(context.template)
    code = builder.put(row, CODE, Cell(formula=formula, style="code"), "pg_out_decision")
    heading(builder, row - 1, context.text("decision"))
    banner = Cell(formula=formulas.label_of(code, "decision"), style="decision", shows="decision")
    builder.put(row, LABEL, banner)
    for column in range(SECOND, LAST + 1):
        builder.put(row, column, Cell(style="decision"))
    _workings(builder, context)
    span = f"=IF({MISSING}=0,pg_out_total,pg_out_total_min&pg_text_range&pg_out_total_max)"
    _line(builder, context, row + 1, LABEL, "verdict", formulas.label_of("pg_out_verdict", "verdict"))
    _line(builder, context, row + 1, RIGHT, "total", span)
    _line(builder, context, row + 2, LABEL, "reachable", "=pg_calc_reachable")
    _concerns(builder, context, row + 3)
    _line(builder, context, row + 5, LABEL, "next_step", formulas.label_of(code, "next_step"))
    _line(builder, context, row + 6, LABEL, "raise", f'=IF(pg_calc_raise="",{NOTHING},pg_calc_raise)')
    numbers = _open_numbers(builder, context)
    _line(builder, context, row + 7, LABEL, "clear", f'=IF({numbers}="",pg_text_none,{numbers})')


def _line(builder: SheetBuilder, context: Context, row: int, column: int, key: str, formula: str) -> None:
    builder.put(row, column, Cell(context.text(key), style="caption"))
    shows = "concerns 1" if key == "concerns" else key
    builder.put(row, column + 1, Cell(formula=formula, style="strong", align="left", shows=shows))


def _concerns(builder: SheetBuilder, context: Context, row: int) -> None:
    """Name the concerns on two lines, since the names of all criteria do not fit on one.

    That there are none is known once everything is rated.
    """
    first, rest = "pg_calc_concerns_first", "pg_calc_concerns_rest"
    none = f"IF({MISSING}=0,pg_text_none,{NOTHING})"
    named = f'=IF({first}<>"",{first},IF({rest}<>"",{rest},{none}))'
    _line(builder, context, row, LABEL, "concerns", named)
    second = f'=IF(OR({first}="",{first}={rest}),"",{rest})'
    builder.put(row + 1, SECOND, Cell(formula=second, style="strong", align="left", shows="concerns 2"))


def _workings(builder: SheetBuilder, context: Context) -> None:
    band = "INDEX(pg_list_band_decision,MATCH(pg_out_total,pg_list_band_minimum,1))"
    steps = (
        ("pg_calc_band_decision", f"={band}"),
        ("pg_calc_concerns", "=SUMPRODUCT((pg_calc_ratings<pg_list_floors)*1)"),
        ("pg_calc_open", "=SUM(pg_calc_open_items)"),
        *decision_steps(context.template),
    )
    for row, (name, formula) in enumerate(steps, DECISION_ROW + 1):
        working(builder, row, CODE, formula, name)


def _open_numbers(builder: SheetBuilder, context: Context) -> str:
    """Join the numbers of the open items of all groups; return the last cell of the chain."""
    before = ""
    for row, group in enumerate(context.template.groups, DECISION_ROW + 1):
        own = f"pg_calc_open_numbers_{group.id}"
        comma = f'&IF(OR({before}="",{own}=""),"",pg_text_separator)&' if before else ""
        before = working(builder, row, CODE + 1, f"={before}{comma}{own}")
    return before


def _costs(builder: SheetBuilder, context: Context, top: int) -> None:
    heading(builder, top - 1, context.label("sheet", "costs"))
    header(builder, top, LABEL, [context.text(key) for key in ("sum", "low", "high", "unit")])
    rows = [
        (f"pg_out_cost_{key}", f"sum_{key}", "money")
        for key in ("initial", "first_year", "run_rate", "three_year")
    ]
    rows.append(("pg_out_rule_of_thumb", "rule_of_thumb", "multiple"))
    for row, (name, label, look) in enumerate(rows, top + 1):
        builder.put(row, LABEL, Cell(context.text(label), style="label"))
        for column, end in ((SECOND, "low"), (THIRD, "high")):
            shows = f"output {name.removeprefix(OUTPUT_PREFIX)}_{end}"
            formula = f"={name}_{end}"
            value = Cell(formula=formula, style="output", format=look, shows=shows)  # type: ignore[arg-type]
            builder.put(row, column, value)
        standing = formulas.encode("pg_out_rule_of_thumb", "standing")
        unit, shows = ("=pg_calc_currency", "currency") if look == "money" else (standing, "rule_of_thumb")
        builder.put(row, FOURTH, Cell(formula=unit, style="output", align="center", shows=shows))
    guide = context.template.costs.guide
    notes = (context.text("guide", low=guide.low, high=guide.high), context.text("envelope"))
    for offset, note in enumerate(notes, 1):
        builder.put(row + offset, LABEL, Cell(note, style="hint"))


def _open_items(builder: SheetBuilder, context: Context, top: int) -> int:
    """Name the first open items, and say how many more there are; return the last row."""
    heading(builder, top - 1, context.text("open_named"))
    count = min(NAMED_ITEMS, len(context.template.items))
    rows = range(top, top + count)
    for place, row in enumerate(rows, 1):
        counter = working(builder, row, CODE, f"={place}" if place == 1 else f"={a1((row - 1, CODE))}+1")
        found = f"MATCH({counter},pg_calc_open_order,0)"
        text = f'INDEX(pg_calc_item_numbers,{found})&". "&INDEX(pg_calc_item_labels,{found})'
        rest = "pg_text_none" if place == 1 else '""'
        named = Cell(formula=f"=IFERROR({text},{rest})", style="span", shows=f"open_item {place}")
        builder.put(row, LABEL, named)
    shown = a1((rows[-1], CODE))
    more = f'=IF(pg_calc_open>{shown},pg_text_more&(pg_calc_open-{shown}),"")'
    builder.put(rows[-1] + 1, LABEL, Cell(formula=more, style="hint", shows=f"open_items_after {count}"))
    return rows[-1] + 1


def _roadmap(builder: SheetBuilder, context: Context, top: int) -> int:
    heading(builder, top - 1, context.label("sheet", "roadmap"), RIGHT)
    header(builder, top, RIGHT, [context.text("phase"), context.text("start"), context.text("end")])
    row = top
    for phase in context.template.phases:
        row += 1
        builder.put(row, RIGHT, Cell(context.label("phase", phase.id), style="label"))
        for column, part in ((RIGHT_SECOND, "start"), (RIGHT_THIRD, "end")):
            result = f"phase_{part}_{phase.id}"
            formula, shows = f"={OUTPUT_PREFIX}{result}", f"output {result}"
            look = Cell(formula=formula, style="output", format="date", align="center", shows=shows)
            builder.put(row, column, look)
    return row


def _plan(builder: SheetBuilder, last: int) -> SheetPlan:
    banner = f"{a1((DECISION_ROW, LABEL))}:{a1((DECISION_ROW, LAST))}"
    code = absolute((DECISION_ROW, CODE))
    tones = (
        ("good", f"OR({code}=pg_code_decision_go,{code}=pg_code_decision_ready_for_approval)"),
        ("attention", f"OR({code}=pg_code_decision_clear_checklist,{code}=pg_code_decision_conditional)"),
        ("bad", f"{code}=pg_code_decision_hold"),
    )
    concerns = [DECISION_ROW + 3, DECISION_ROW + 4]
    widths: dict[int, float] = {1: 2, LABEL: 32, RIGHT - 1: 2, RIGHT: 22, LAST + 1: 2}
    widths |= dict.fromkeys((SECOND, THIRD, FOURTH, RIGHT_SECOND, RIGHT_THIRD, LAST), 15)
    widths |= {SECOND: 17, THIRD: 17}
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths,
        heights=dict.fromkeys(range(1, last + 1), ROW_HEIGHT) | {DECISION_ROW: 36} | builder.heights,
        highlights=(
            *(Highlight(banner, formula, tone) for tone, formula in tones),  # type: ignore[arg-type]
            *(_concern(row) for row in concerns),
            *builder.highlights,
        ),
        freeze="A4",
        charts=tuple(builder.charts),
        print=Print("portrait", f"A1:{a1((last, LAST + 1))}", one_page=True),
        fixed=True,
    )  # fmt: skip


def _concern(row: int) -> Highlight:
    """Mark a line of concerns, once there are any and while it names some."""
    named = absolute((row, SECOND))
    return Highlight(f"{a1((row, SECOND))}:{a1((row, LAST))}", f'AND(pg_calc_concerns>0,{named}<>"")', "bad")
