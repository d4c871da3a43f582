"""Below the cost table: sums, rule of thumb, benefit and what is recorded beside the projection."""

from __future__ import annotations

from .. import formulas
from ..context import Context
from ..plan import Cell, SheetBuilder
from .frame import LEFT, cells_of, header, heading, working

LABEL, UNIT, POC, LOW, HIGH = LEFT, LEFT + 1, LEFT + 2, LEFT + 6, LEFT + 7
MIDDLE, POC_TOTAL, YEARLY_LOW, YEARLY_HIGH, CODE = LEFT + 14, LEFT + 16, LEFT + 17, LEFT + 18, LEFT + 19
"""Columns of the cost table above, so that sums stand under what they sum."""

GUIDE_TEST = (
    '=IF(pg_out_rule_of_thumb_middle="","",'
    "IF({middle}<pg_list_guide_low*{poc},pg_code_standing_below,"
    "IF({middle}>pg_list_guide_high*{poc},pg_code_standing_above,pg_code_standing_within)))"
)


def plan_totals(builder: SheetBuilder, context: Context, top: int, rows: range) -> None:
    """Write everything that is summed from the cost table in `rows`."""
    heading(builder, top, context.text("sums"))
    between = [""] * (LOW - UNIT)
    header(
        builder, top + 1, LABEL, [context.text("sum"), *between, context.text("low"), context.text("high")]
    )
    for row, (key, low, high) in enumerate(_sums(context, rows), top + 2):
        _banded(builder, row, context.text(f"sum_{key}"))
        for column, end, formula in ((LOW, "low", low), (HIGH, "high", high)):
            name = f"pg_out_cost_{key}_{end}"
            builder.put(row, column, Cell(formula=formula, style="output", format="money"), name)
    _poc_investment(builder, context, top + 7, rows)
    _rule_of_thumb(builder, context, top + 9)
    _recorded(builder, context, top + 18)


def _banded(builder: SheetBuilder, row: int, label: str) -> None:
    """Write a label and lead the eye from it to its figures."""
    builder.put(row, LABEL, Cell(label, style="label"))
    for column in range(UNIT, LOW):
        builder.put(row, column, Cell(style="band"))


def _sums(context: Context, rows: range) -> list[tuple[str, str, str]]:
    """Return key, low and high formula of each sum.

    One-off cells are listed one by one: the share of the initial investment stands in the same
    column, and a range over it would refer to itself.
    """
    one_off = [
        row for row, category in zip(rows, context.template.costs.categories, strict=True) if category.one_off
    ]
    recurring = [row for row in rows if row not in one_off]
    initial = [formulas.total(cells_of(one_off, c)) for c in (LOW, HIGH)]
    run_rate = [formulas.total(cells_of(recurring, c)) for c in (YEARLY_LOW, YEARLY_HIGH)]
    first_year = [
        formulas.total((f"pg_out_cost_initial_{end}", f"pg_out_cost_run_rate_{end}"))
        for end in ("low", "high")
    ]
    three_year = [_three_years(end) for end in ("low", "high")]
    sums = {"initial": initial, "run_rate": run_rate, "first_year": first_year, "three_year": three_year}
    return [(key, low, high) for key, (low, high) in sums.items()]


def _three_years(end: str) -> str:
    initial, yearly = f"pg_out_cost_initial_{end}", f"pg_out_cost_run_rate_{end}"
    return formulas.when_known((initial, yearly), f"{initial}+pg_list_years_shown*{yearly}")


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
    middle = "AVERAGE(pg_out_cost_initial_low,pg_out_cost_initial_high)"
    amounts = {
        "low": "pg_out_cost_initial_low",
        "middle": "pg_calc_initial_middle",
        "high": "pg_out_cost_initial_high",
    }
    formula = formulas.when_known(("pg_out_cost_initial_low",), middle)
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
    guide = context.template.costs.guide
    builder.put(row + 1, LABEL, Cell(context.text("guide", low=guide.low, high=guide.high), style="hint"))
    builder.put(row + 2, LABEL, Cell(context.text("envelope"), style="hint"))
    builder.put(row + 3, LABEL, Cell(context.text("two_ratios"), style="hint"))


def _recorded(builder: SheetBuilder, context: Context, top: int) -> None:
    """Write what is recorded and shown, never projected, and what the projection took from Start."""
    heading(builder, top, context.text("recorded"))
    names = (
        "pg_engagement_annual_benefit_low", "pg_engagement_annual_benefit_high",
        "pg_benefit_ramp_months", "pg_contingency", "pg_tax_included", "pg_internal_labour",
        "pg_volume_ratio",
    )  # fmt: skip
    for row, name in enumerate(names, top + 1):
        key = context.fields[name].key
        builder.put(row, LABEL, Cell(context.catalog.text(f"field.{key}"), style="label"))
        builder.put(row, UNIT, Cell(_unit(context, key), style="body"))
        builder.put(row, POC, context.input(name), name)
    used = (("currency_used", "pg_calc_currency", "currency"), ("rate_used", "pg_calc_rate", "rate"),
            ("months_used", "pg_calc_poc_months", "months"))  # fmt: skip
    for row, (key, name, shows) in enumerate(used, top + 1 + len(names)):
        builder.put(row, LABEL, Cell(context.text(key), style="label"))
        builder.put(row, UNIT, Cell(style="blank"))
        taken = Cell(formula=f"={name}", style="output", format="number", align="right", shows=shows)
        builder.put(row, POC, taken)


def _unit(context: Context, key: str) -> str | None:
    """Return the unit of a recorded figure; yes-or-no answers have none."""
    return context.catalog.texts.get(f"text.unit_{key}")
