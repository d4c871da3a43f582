"""Below the cost table: sums, rule of thumb, benefit and what is recorded beside the projection."""

from __future__ import annotations

from collections.abc import Iterable

from .....core.template import CostCategory
from ... import formulas
from ...context import Context
from ...plan import Cell
from ...sheet_builder import SheetBuilder
from ..framing.frame import LEFT, cells_of, header, heading, working
from .payback import in_currency, plan_payback

LABEL, UNIT, POC, LOW, HIGH, PLAN_LOW, PLAN_HIGH = (
    LEFT,
    *range(LEFT + 1, LEFT + 3),
    *range(LEFT + 8, LEFT + 12),
)
MIDDLE, POC_TOTAL, CODE = LEFT + 16, LEFT + 18, LEFT + 21
YEARLY, BUDGET, BUDGET_YEARLY = (
    (LEFT + 19, LEFT + 20), (LEFT + 23, LEFT + 24), (LEFT + 25, LEFT + 26),
)  # fmt: skip
"""Columns of the cost table above, so that sums stand under what they sum."""

GUIDE_TEST = (
    '=IF(pg_out_rule_of_thumb_middle="","",'
    "IF({middle}<pg_list_guide_low*{poc},pg_code_standing_below,"
    "IF({middle}>pg_list_guide_high*{poc},pg_code_standing_above,pg_code_standing_within)))"
)


def plan_totals(builder: SheetBuilder, context: Context, top: int, rows: range) -> int:
    """Write everything that is summed from the cost table in `rows`: the projection, beside it the budget.

    Return the row in which begins what is recorded beside it.
    """
    heading(builder, top, context.text("sums"))
    in_currency(builder, top, PLAN_HIGH)
    titles = ("low", "high", "budget_low", "budget_high")
    between = [""] * (LOW - UNIT)
    header(builder, top + 1, LABEL, [context.text("sum"), *between, *map(context.text, titles)])
    projected = _sums(context, rows, "cost", ((LOW, HIGH), YEARLY))
    budget = _sums(context, rows, "budget", (BUDGET, BUDGET_YEARLY))
    for row, key in enumerate(projected, top + 2):
        _banded(builder, row, context.text(f"sum_{key}"))
        _ends(builder, row, LOW, f"cost_{key}", projected[key])
        _ends(builder, row, PLAN_LOW, f"budget_{key}", budget[key])
    _contingency(builder, context, top + 6)
    _poc_investment(builder, context, top + 7, rows)
    _rule_of_thumb(builder, context, top + 9)
    notes = _notes(builder, context, top + 14)
    _recorded(builder, context, notes + 1)
    plan_payback(builder, context, notes + 1)
    return notes + 1


def _banded(builder: SheetBuilder, row: int, label: str) -> None:
    """Write a label and lead the eye from it to its figures."""
    builder.put(row, LABEL, Cell(label, style="line"))
    for column in range(UNIT, LOW):
        builder.put(row, column, Cell(style="band"))


_INITIAL = ("pg_out_budget_initial_low", "pg_out_budget_initial_high")
Ends = tuple[str, str]
"""The formulas of low and high."""


def _ends(builder: SheetBuilder, row: int, column: int, result: str, ends: Ends) -> None:
    for offset, (end, formula) in enumerate(zip(("low", "high"), ends, strict=True)):
        cell = Cell(formula=formula, style="output", format="money")
        builder.put(row, column + offset, cell, f"pg_out_{result}_{end}")


def _sums(
    context: Context, rows: range, kind: str, columns: tuple[tuple[int, int], tuple[int, int]]
) -> dict[str, Ends]:
    """Return the formulas of each sum; columns: those of amounts, and those of amounts a year.

    One-off cells are listed one by one: the share of the initial investment stands in the same
    column, and a range over it would refer to itself.
    """
    one_off = [
        row for row, category in zip(rows, context.template.costs.categories, strict=True) if category.one_off
    ]
    recurring = [row for row in rows if row not in one_off]
    amounts, yearly = columns
    initial, run_rate = (f"pg_out_{kind}_{key}_{{}}".format for key in ("initial", "run_rate"))
    sides = ("low", "high")
    return {
        "initial": _both(formulas.total(cells_of(one_off, column)) for column in amounts),
        "run_rate": _both(formulas.total(cells_of(recurring, column)) for column in yearly),
        "first_year": _both(formulas.total((initial(side), run_rate(side))) for side in sides),
        "three_year": _both(_three_years(initial(side), run_rate(side)) for side in sides),
    }


def _both(formulas_: Iterable[str]) -> Ends:
    low, high = formulas_
    return low, high


def _three_years(initial: str, yearly: str) -> str:
    return formulas.when_known((initial, yearly), f"{initial}+pg_list_years_shown*{yearly}")


def _contingency(builder: SheetBuilder, context: Context, row: int) -> None:
    """Write what is kept in reserve beside the budget: a share of what is spent once, or an amount."""
    _banded(builder, row, context.text("contingency_on_top"))
    for column in (LOW, HIGH):
        builder.put(row, column, Cell(style="band"))
    if context.template.costs.contingency == "percent":
        answer = formulas.share("pg_contingency", "pg_list_percent")
        kept = working(builder, row, CODE, answer, "pg_calc_contingency")
        ends = [formulas.when_known((each,), f"{each}*{kept}") for each in _INITIAL]
    else:
        kept = working(builder, row, CODE, formulas.number("pg_contingency", "0"), "pg_calc_contingency")
        ends = [f"={kept}", f"={kept}"]
    _ends(builder, row, PLAN_LOW, "budget_contingency", _both(ends))


def _poc_investment(builder: SheetBuilder, context: Context, row: int, rows: range) -> None:
    spent = [
        row_
        for row_, category in zip(rows, context.template.costs.categories, strict=True)
        if category.kind != "share"
    ]
    _banded(builder, row, context.text("poc_investment"))
    formula = formulas.total(cells_of(spent, POC_TOTAL))
    builder.put(row, LOW, Cell(formula=formula, style="output", format="money"), "pg_out_poc_investment")


def _rule_of_thumb(builder: SheetBuilder, context: Context, top: int) -> None:
    """Write the multiples of the PoC investment and where their middle lies."""
    heading(builder, top, context.text("rule_of_thumb"))
    on = "budget" if context.template.costs.rule_of_thumb == "budget" else "cost"
    low, high = (f"pg_out_{on}_initial_{side}" for side in ("low", "high"))
    amounts = {"low": low, "middle": "pg_calc_initial_middle", "high": high}
    formula = formulas.when_known((low,), f"AVERAGE({low},{high})")
    working(builder, top, MIDDLE, formula, "pg_calc_initial_middle")
    for row, (key, amount) in enumerate(amounts.items(), top + 1):
        _banded(builder, row, context.text(f"ratio_{key}"))
        formula = formulas.ratio(amount, "pg_out_poc_investment")
        name = f"pg_out_rule_of_thumb_{key}"
        builder.put(row, LOW, Cell(formula=formula, style="output", format="multiple"), name)
    test = GUIDE_TEST.format(middle="pg_calc_initial_middle", poc="pg_out_poc_investment")
    row = top + 4
    _banded(builder, row, context.text("ratio_standing"))
    code = builder.put(row, CODE, Cell(formula=test, style="code"), "pg_out_rule_of_thumb")
    label = formulas.encode(code, "standing")
    builder.put(row, LOW, Cell(formula=label, style="output", align="right", shows="rule_of_thumb"))


def _notes(builder: SheetBuilder, context: Context, top: int) -> int:
    """Write how the figures are to be read and where they are from; return the next row."""
    costs, source = context.template.costs, context.template.source
    notes = [context.text("guide", low=costs.guide.low, high=costs.guide.high), context.text("envelope")]
    notes.append(context.text("two_ratios"))
    if ratios := [_implied(context, each) for each in costs.categories if _implies(each)]:
        notes.append(context.text("implied_ratios", ratios=context.text("separator").join(ratios)))
    cells = [Cell(note, style="hint") for note in notes]
    if source:
        named = context.text(
            "source", publisher=source.publisher, title=source.title, published=source.published
        )
        cells.append(Cell(named, style="reference", link=source.url))
    for row, cell in enumerate(cells, top):
        builder.put(row, LABEL, cell)
    return top + len(cells)


def _implies(category: CostCategory) -> bool:
    """Say whether published ranges beside a multiplier imply one of their own."""
    poc = category.poc_reference
    return bool(category.factor and category.reference and poc and poc.low)


def _implied(context: Context, category: CostCategory) -> str:
    """Return by how much the published range of production is above that of a PoC, low and high."""
    poc, production = category.poc_reference, category.reference
    assert poc
    assert production
    ratios = [
        f"{ratio:.1f}".removesuffix(".0") for ratio in (production.low / poc.low, production.high / poc.high)
    ]
    label = context.label("cost", category.id)
    low, high = sorted(ratios, key=float)
    if low == high:
        return context.text("implied_one", category=label, low=low)
    return context.text("implied_ratio", category=label, low=low, high=high)


def _recorded(builder: SheetBuilder, context: Context, top: int) -> None:
    """Write what is recorded beside the projection, and what the projection took from Start."""
    heading(builder, top, context.text("recorded"))
    in_currency(builder, top, POC)
    names = (
        "pg_engagement_annual_benefit_low", "pg_engagement_annual_benefit_high",
        "pg_benefit_ramp_months", "pg_contingency", "pg_tax_included", "pg_internal_labour",
        "pg_volume_ratio",
    )  # fmt: skip
    for row, name in enumerate(names, top + 1):
        key = context.fields[name].key
        builder.put(row, LABEL, Cell(context.field_label(context.fields[name]), style="label"))
        builder.put(row, UNIT, Cell(_unit(context, key), style="body", align="center"))
        builder.put(row, POC, context.input(name), name)
    used = (("currency_used", "pg_calc_currency", "currency"), ("rate_used", "pg_calc_rate", "rate"),
            ("months_used", "pg_calc_poc_months", "months"))  # fmt: skip
    for row, (key, name, shows) in enumerate(used, top + 1 + len(names)):
        label = context.text(key, currency=context.template.costs.currency)
        builder.put(row, LABEL, Cell(label, style="line"))
        builder.put(row, UNIT, Cell(style="band"))
        taken = Cell(formula=f"={name}", style="output", format="number", align="right", shows=shows)
        builder.put(row, POC, taken)


def _unit(context: Context, key: str) -> str | None:
    """Return the unit of a recorded figure; yes-or-no answers have none."""
    if key == "contingency" and context.template.costs.contingency == "percent":
        return context.text("unit_percent")
    return context.catalog.texts.get(f"text.unit_{key}")
