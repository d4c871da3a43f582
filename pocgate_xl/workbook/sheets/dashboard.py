"""One page for the steering committee: the decision, why, what next, and what was decided."""

from __future__ import annotations

from collections.abc import Callable

from .. import formulas
from ..context import Context
from ..plan import Cell, Format, Highlight, Print, SheetBuilder, SheetPlan, a1, absolute
from .frame import LEFT, header, heading, start_sheet, working

LABEL, SECOND, THIRD, FOURTH, FIFTH = range(LEFT, LEFT + 5)
CODE = FIFTH + 2
DECISION_ROW = 6

DECISION = (
    "=IF(pg_out_verdict=pg_code_verdict_incomplete,pg_code_decision_incomplete,"
    "IF(pg_calc_band_decision<>pg_code_decision_go,pg_calc_band_decision,"
    "IF(AND(pg_list_floor_enforced=1,pg_calc_concerns>0),pg_code_decision_conditional,"
    "IF(pg_calc_open=0,pg_code_decision_go,"
    "IF(pg_calc_open=pg_calc_open_granted,pg_code_decision_ready_for_approval,"
    "pg_code_decision_clear_checklist)))))"
)


def plan_dashboard(context: Context) -> SheetPlan:
    """Plan the page that a committee decides on."""
    builder = start_sheet(context, "dashboard", hint=False)
    _identity(builder, context)
    _workings(builder)
    _decision(builder, context)
    row = DECISION_ROW + 8
    parts: tuple[Callable[[SheetBuilder, Context, int], int], ...] = (
        _scores, _checklist, _costs, _causes, _roadmap, _committee,
    )  # fmt: skip
    for part in parts:
        row = part(builder, context, row) + 1
    return _plan(builder, row)


def _identity(builder: SheetBuilder, context: Context) -> None:
    names = ("id", "assessment_date", "revision")
    for column, key in zip((LABEL, SECOND, FOURTH), names, strict=True):
        label = context.catalog.text(f"field.{key}")
        builder.put(3, column, Cell(label, style="muted", align="left"))
        look: Format = "date" if key == "assessment_date" else "general"
        value = f'=IF(pg_engagement_{key}="","",pg_engagement_{key})'
        builder.put(4, column, Cell(formula=value, style="body", format=look, align="left"))


def _workings(builder: SheetBuilder) -> None:
    band = "INDEX(pg_list_band_decision,MATCH(pg_out_total,pg_list_band_minimum,1))"
    steps = (
        ("pg_calc_band_decision", f"={band}"),
        ("pg_calc_concerns", '=COUNTIF(pg_calc_ratings,"<"&pg_list_floor)'),
        ("pg_calc_open", "=SUM(pg_calc_open_items)"),
    )
    for row, (name, formula) in enumerate(steps, DECISION_ROW + 1):
        working(builder, row, CODE, formula, name)


def _decision(builder: SheetBuilder, context: Context) -> None:
    """Write the decision large, then why and what comes next."""
    row = DECISION_ROW
    code = builder.put(row, CODE, Cell(formula=DECISION, style="code"), "pg_out_decision")
    builder.put(row - 1, LABEL, Cell(context.text("decision"), style="heading"))
    builder.put(row, LABEL, Cell(formula=formulas.encode(code, "decision"), style="decision"))
    for column in (SECOND, THIRD, FOURTH):
        builder.put(row, column, Cell(style="decision"))
    reach = '&IF(pg_out_total_min=pg_out_total_max,"",pg_text_range&pg_out_total_max)'
    lines = (
        ("verdict", formulas.encode("pg_out_verdict", "verdict")),
        ("total", f"=pg_out_total_min{reach}"),
        ("reachable", "=pg_calc_reachable"),
        ("next_step", formulas.encode(code, "next_step")),
        ("raise", "=pg_calc_raise"),
        ("clear", f"={_open_numbers(builder, context)}"),
    )
    for offset, (key, formula) in enumerate(lines, 1):
        builder.put(row + offset, LABEL, Cell(context.text(key), style="label"))
        builder.put(row + offset, SECOND, Cell(formula=formula, style="span"))


def _open_numbers(builder: SheetBuilder, context: Context) -> str:
    """Join the numbers of the open items of all groups; return the last cell of the chain."""
    before = ""
    for row, group in enumerate(context.template.groups, DECISION_ROW + 1):
        own = f"pg_calc_open_numbers_{group.id}"
        comma = f'&IF(OR({before}="",{own}=""),"",pg_text_separator)&' if before else ""
        before = working(builder, row, CODE + 1, f"={before}{comma}{own}")
    return before


def _scores(builder: SheetBuilder, context: Context, top: int) -> int:
    heading(builder, top, context.label("sheet", "scorecard"))
    needed = context.template.verdicts[0].at_least / len(context.template.criteria)
    average = context.text("average_needed", value=f"{needed:g}")
    header(builder, top, SECOND, [context.text("rating"), average, context.text("concern_header")])
    for row, id_ in enumerate(context.template.criterion_ids, top + 1):
        label = f"{row - top}. " + context.label("criterion", id_)
        rating = f"pg_calc_rating_{id_}"
        bar = f'=IF({rating}="","",REPT("■",{rating})&REPT("□",pg_list_highest-{rating}))'
        concern = f'=IF({rating}="","",IF({rating}<pg_list_floor,pg_text_concern,""))'
        builder.put(row, LABEL, Cell(label, style="label"))
        builder.put(row, SECOND, Cell(formula=f"={rating}", style="output", align="center"))
        builder.put(row, THIRD, Cell(formula=bar, style="bar"))
        builder.put(row, FOURTH, Cell(formula=concern, style="check"))
    return top + 1 + len(context.template.criteria)


def _checklist(builder: SheetBuilder, context: Context, top: int) -> int:
    heading(builder, top, context.label("sheet", "checklist"))
    titles = (context.text("group"), context.text("done"), context.text("open_numbers"))
    header(builder, top, SECOND, titles[1:])
    for row, group in enumerate(context.template.groups, top + 1):
        done, items = f"pg_out_checklist_{group.id}_done", f"pg_out_checklist_{group.id}_items"
        builder.put(row, LABEL, Cell(context.label("group", group.id), style="label"))
        share = Cell(formula=f'={done}&" / "&{items}', style="output", align="center")
        builder.put(row, SECOND, share)
        numbers = f"=pg_calc_open_numbers_{group.id}"
        builder.put(row, THIRD, Cell(formula=numbers, style="span"))
    row = top + 1 + len(context.template.groups)
    builder.put(row, LABEL, Cell(context.text("all_items"), style="total"))
    overall = '=pg_out_checklist_done&" / "&pg_out_checklist_items'
    builder.put(row, SECOND, Cell(formula=overall, style="output", align="center"))
    return row + 1


def _costs(builder: SheetBuilder, context: Context, top: int) -> int:
    heading(builder, top, context.label("sheet", "costs"))
    header(builder, top, SECOND, [context.text("low"), context.text("high")])
    builder.put(top, FOURTH, Cell(formula="=pg_calc_currency", style="hint"))
    row = top + 1
    for key in ("initial", "first_year", "run_rate", "three_year"):
        builder.put(row, LABEL, Cell(context.text(f"sum_{key}"), style="label"))
        for column, end in ((SECOND, "low"), (THIRD, "high")):
            name = f"pg_out_cost_{key}_{end}"
            builder.put(row, column, Cell(formula=f"={name}", style="output", format="money"))
        row += 1
    builder.put(row, LABEL, Cell(context.text("rule_of_thumb"), style="label"))
    for column, end in ((SECOND, "low"), (THIRD, "high")):
        name = f"pg_out_rule_of_thumb_{end}"
        builder.put(row, column, Cell(formula=f"={name}", style="output", format="multiple"))
    standing = formulas.encode("pg_out_rule_of_thumb", "standing")
    builder.put(row, FOURTH, Cell(formula=standing, style="output"))
    guide = context.template.costs.guide
    builder.put(row + 1, LABEL, Cell(context.text("guide", low=guide.low, high=guide.high), style="hint"))
    builder.put(row + 2, LABEL, Cell(context.text("envelope"), style="hint"))
    return row + 3


def _causes(builder: SheetBuilder, context: Context, top: int) -> int:
    heading(builder, top, context.label("sheet", "causes"))
    for row, cause in enumerate(context.template.causes, top + 1):
        builder.put(row, LABEL, Cell(context.label("cause", cause.id), style="label"))
        level = formulas.encode(f"pg_out_cause_{cause.id}", "level")
        builder.put(row, SECOND, Cell(formula=level, style="output", align="center"))
        builder.put(row, THIRD, Cell(context.label("strategy", cause.strategy), style="span"))
    return top + 1 + len(context.template.causes)


def _roadmap(builder: SheetBuilder, context: Context, top: int) -> int:
    heading(builder, top, context.label("sheet", "roadmap"))
    for row, phase in enumerate(context.template.phases, top + 1):
        builder.put(row, LABEL, Cell(context.label("phase", phase.id), style="label"))
        for column, part in ((SECOND, "start"), (THIRD, "end")):
            name = f"pg_out_phase_{part}_{phase.id}"
            look = Cell(formula=f"={name}", style="output", format="date", align="center")
            builder.put(row, column, look)
    return top + 1 + len(context.template.phases)


def _committee(builder: SheetBuilder, context: Context, top: int) -> int:
    """Leave room for what the committee decides, and for those who sign."""
    heading(builder, top, context.text("committee"))
    parts = ("decision", "by", "date", "conditions", "next_review")
    for row, part in enumerate(parts, top + 1):
        name = f"pg_committee_{part}"
        builder.put(row, LABEL, Cell(context.catalog.text(f"field.committee_{part}"), style="label"))
        builder.put(row, SECOND, context.input(name), name)
    row = top + len(parts) + 2
    header(builder, row, LABEL, [context.text(k) for k in ("sign", "sign_by", "sign_date", "sign_seal")])
    for offset, role in enumerate(("prepared", "reviewed", "approved"), 1):
        builder.put(row + offset, LABEL, Cell(context.text(f"sign_{role}"), style="label"))
        for column, part in ((SECOND, "by"), (THIRD, "date")):
            name = f"pg_signoff_{role}_{part}"
            builder.put(row + offset, column, context.input(name), name)
        builder.put(row + offset, FOURTH, Cell(None, style="blank"))
    return row + 4


def _plan(builder: SheetBuilder, last: int) -> SheetPlan:
    decision = f"{a1((DECISION_ROW, LABEL))}:{a1((DECISION_ROW, FOURTH))}"
    code = absolute((DECISION_ROW, CODE))
    tones = (
        ("good", f"OR({code}=pg_code_decision_go,{code}=pg_code_decision_ready_for_approval)"),
        ("attention", f"OR({code}=pg_code_decision_clear_checklist,{code}=pg_code_decision_conditional)"),
        ("bad", f"{code}=pg_code_decision_hold"),
    )
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 2, LABEL: 34, SECOND: 20, THIRD: 20, FOURTH: 20, FIFTH: 8, FIFTH + 1: 3},
        heights={DECISION_ROW: 34},
        highlights=tuple(Highlight(decision, formula, tone) for tone, formula in tones),  # type: ignore[arg-type]
        print=Print("portrait", f"A1:{a1((last, FIFTH))}", one_page=True),
    )  # fmt: skip
