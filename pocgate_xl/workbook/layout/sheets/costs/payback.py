"""When the benefit has paid for the budget: a month's net, the months until then, the month itself.

With b a month's benefit, c what it costs to run and r the months of the ramp, the budget is earned back
when b·t²/(2r) − c·t reaches it during the ramp, or b·(t − r/2) − c·t after it.
"""

from __future__ import annotations

from ... import formulas
from ...context import Context
from ...plan import Cell, CellFormat
from ...sheet_builder import SheetBuilder
from ..framing.frame import LEFT, heading, working

LABEL, VALUE, UNIT, SIDE = LEFT + 6, LEFT + 10, LEFT + 11, LEFT + 16

GAIN, COST, RAMP, SPENT = "pg_calc_month_gain", "pg_calc_month_cost", "pg_calc_ramp", "pg_calc_to_earn"
BURDEN = f"{COST}/{GAIN}"
MEAN_GAIN = f"AVERAGE(0,{GAIN})"
"""What a month of the ramp brings in the mean."""
# A root is needed only where the ramp earns enough of something: then there is a ramp and a gain.
ENOUGH = formulas.when_known(
    (SPENT, "pg_out_benefit_monthly_net"),
    f"IF(AND({SPENT}>0,({MEAN_GAIN}-{COST})*{RAMP}>={SPENT}),1,0)",
)
IN_RAMP = (
    f'=IF(pg_calc_enough_in_ramp=1,{RAMP}*({BURDEN}+SQRT({BURDEN}*{BURDEN}+{SPENT}/({MEAN_GAIN}*{RAMP}))),"")'
)
AFTER_RAMP = formulas.when_known(
    ("pg_calc_enough_in_ramp",),
    f'IF({GAIN}>{COST},({SPENT}+{MEAN_GAIN}*{RAMP})/pg_out_benefit_monthly_net,"")',
)
EARNED = formulas.when_known(
    ("pg_calc_enough_in_ramp",),
    f"IF({SPENT}=0,0,IF(pg_calc_enough_in_ramp=1,pg_calc_in_ramp,pg_calc_after_ramp))",
)
STEPS = (("enough_in_ramp", ENOUGH), ("in_ramp", IN_RAMP), ("after_ramp", AFTER_RAMP))
MONTHS = (
    '=IF(pg_calc_months_to_earn="","",IF(ROUND(pg_calc_months_to_earn,pg_list_compared_digits)'
    '<=pg_list_longest_months,pg_calc_months_to_earn,""))'
)
EXACT_MONTHS = '=IFERROR(ROUND(pg_out_payback_months,pg_list_compared_digits),"")'
LAST_WHOLE = '=IFERROR(EDATE(pg_calc_start_date,INT(pg_calc_exact_months)),"")'
BREAK_EVEN = (
    "=IFERROR(pg_calc_last_whole_month+INT(ROUND((pg_calc_exact_months-INT(pg_calc_exact_months))"
    "*(EDATE(pg_calc_start_date,INT(pg_calc_exact_months)+1)-pg_calc_last_whole_month),pg_list_money_digits)"
    '),"")'
)
"""What is not known is no number of months, and no day to count from. EDATE counts whole months; of the
month that has begun counts the same part of its days."""
RESULTS: tuple[tuple[str, str, CellFormat, str], ...] = (
    ("benefit_monthly_net", formulas.when_known((GAIN, COST), f"{GAIN}-{COST}"), "money", "unit_month"),
    ("payback_months", MONTHS, "months", "unit_benefit_ramp_months"),
    ("break_even", BREAK_EVEN, "year_month", ""),
)


def in_currency(builder: SheetBuilder, row: int, column: int) -> None:
    """Say once for a block in which currency its amounts are."""
    formula = f"={formulas.sentence('pg_text_in_currency', currency='pg_calc_currency')}"
    builder.put(row, column, Cell(formula=formula, style="caption", align="right", shows="in_currency"))


def plan_payback(builder: SheetBuilder, context: Context, top: int) -> None:
    """Write the three results, and out of sight what they rest on, middles with middles."""
    heading(builder, top, context.text("returns"), LABEL)
    in_currency(builder, top, VALUE)
    _workings(builder, top)
    for row, (key, formula, look, unit) in enumerate(RESULTS, top + 1):
        builder.put(row, LABEL, Cell(context.text(key), style="span"))
        cell = Cell(formula=formula, style="output", format=look, align="right")
        builder.put(row, VALUE, cell, f"pg_out_{key}")
        builder.put(row, UNIT, Cell(context.text(unit) if unit else None, style="body" if unit else "blank"))
    for row, hint in ((top + 4, "returns_hint"), (top + 5, "returns_limit")):
        builder.put(row, LABEL, Cell(context.text(hint), style="hint"))


def _workings(builder: SheetBuilder, top: int) -> None:
    sides = ("low", "high")
    amounts = [formulas.number(f"pg_engagement_annual_benefit_{side}") for side in sides]
    valid = [
        working(builder, top + 1, SIDE + offset, each, f"pg_calc_benefit_{side}")
        for offset, (side, each) in enumerate(zip(sides, amounts, strict=True))
    ]
    gain = formulas.when_known(valid, f"AVERAGE({','.join(valid)})/pg_list_months_per_year")
    working(builder, top + 2, SIDE, gain, GAIN)
    run_rate, initial, kept = (
        [f"pg_out_budget_{key}_{side}" for side in sides] for key in ("run_rate", "initial", "contingency")
    )
    cost = formulas.when_known(run_rate[:1], f"AVERAGE({','.join(run_rate)})/pg_list_months_per_year")
    working(builder, top + 2, SIDE + 1, cost, COST)
    working(builder, top + 3, SIDE, formulas.whole_or_0("pg_benefit_ramp_months"), RAMP)
    spent = f"AVERAGE({','.join(initial)})+AVERAGE({','.join(kept)})"
    working(builder, top + 3, SIDE + 1, formulas.when_known(initial[:1], spent), SPENT)
    for column, (key, formula) in enumerate(STEPS, SIDE):
        working(builder, top + 4, column, formula, f"pg_calc_{key}")
    working(builder, top + 5, SIDE, EARNED, "pg_calc_months_to_earn")
    working(builder, top + 5, SIDE + 1, EXACT_MONTHS, "pg_calc_exact_months")
    working(builder, top + 5, SIDE + 2, LAST_WHOLE, "pg_calc_last_whole_month")
