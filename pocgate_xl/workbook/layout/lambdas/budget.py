"""The budget, which is the plan where one is given, and when the benefit has paid it back."""

from __future__ import annotations

from collections.abc import Iterator

from ....core.budget import LONGEST_PAYBACK
from ....core.roadmap import MONTHS_A_YEAR
from ....core.validity import WHOLE_PERCENT
from .causes import DIGITS
from .costs import CENTS, MONEY, plans, rate, sums_of
from .formula_source import FormulaSource, given
from .named_formula import NamedFormula, block, row


def formulas(source: FormulaSource) -> Iterator[NamedFormula]:
    """Yield what is spent, kept in reserve, and earned back."""
    yield source.helper("RESERVE", _reserve(source))
    yield source.function("BUDGET", _budget(source))
    yield source.function("PAYBACK", _payback(source))


def _reserve(source: FormulaSource) -> str:
    """Write the contingency, low and high: a share of what is spent once, or an amount."""
    if source.template.costs.contingency == "percent":
        return (
            "LAMBDA(initial, contingency,\n"
            '  LET(share, IF(PG._SAID(contingency)="", 0, IF(ISNUMBER(contingency),\n'
            f"    IF((contingency>=0)*(contingency<={WHOLE_PERCENT}), contingency/{WHOLE_PERCENT}, NA()),"
            " NA())),\n"
            '  IF(initial="", "", initial*share)))'
        )
    return (
        "LAMBDA(initial, contingency,\n"
        '  LET(amount, INDEX(PG._AMOUNTS(contingency, 1), 1), kept, IF(amount="", 0, amount),\n'
        "  HSTACK(kept, kept)))"
    )


def _budget(source: FormulaSource) -> str:
    sums = block(sums_of(source.template.costs.categories))
    return (
        f"LAMBDA(costs, [sum_of], {MONEY}, [contingency], [language],\n"
        f"  LET(sums, PG._SUMMED(PG._BUDGETED(costs, {plans(source)}, {rate()}), {sums}),\n"
        f"  found, VSTACK(sums, PG._RESERVE(CHOOSEROWS(sums, 1), {given('contingency')})),\n"
        f"  asked, PG._CODE({given('sum_of')}, PG._SUM()),\n"
        f'  IF(asked="", HSTACK(PG._NAMES(PG._SUM(), {given("language")}), found),\n'
        "    CHOOSEROWS(found, XMATCH(asked, CHOOSECOLS(PG._SUM(), 1))))))"
    )


def _payback(source: FormulaSource) -> str:
    """Write a month's net benefit, the months until it has paid, and the day in whose month they end.

    With b a month's benefit, c what a month costs and r the months of the ramp, what was spent is earned
    back when b·t²/(2r) - c·t reaches it during the ramp, or b·(t - r/2) - c·t after it.
    """
    sums, nothing = sums_of(source.template.costs.categories), row(["", "", ""])
    return (
        f"LAMBDA(costs, benefit, [ramp_months], [payback_start], [contingency], {MONEY},\n"
        f"  LET(sums, PG._SUMMED(PG._BUDGETED(costs, {plans(source)}, {rate()}), {block(sums[:2])}),\n"
        f"  reserve, PG._RESERVE(CHOOSEROWS(sums, 1), {given('contingency')}),\n"
        "  earned, PG._AMOUNTS(benefit, 2),\n"
        f"  ramp, PG._WHOLE({given('ramp_months')}),\n"
        f"  begins, PG._DAY({given('payback_start')}),\n"
        "  running, CHOOSEROWS(sums, 2),\n"
        f'  IF(OR(running=""), {nothing}, IF(OR(earned=""), {nothing},\n'
        f"  LET(gain, AVERAGE(earned)/{MONTHS_A_YEAR}, burden, AVERAGE(running)/{MONTHS_A_YEAR},\n"
        '  spent, IF(OR(CHOOSEROWS(sums, 1)=""), "", AVERAGE(CHOOSEROWS(sums, 1))+AVERAGE(reserve)),\n'
        "  months, PG._EARNED(spent, gain, burden, N(ramp)),\n"
        "  HSTACK(gain-burden, months, PG._DATED(begins, months)))))))"
    )


def payback_helpers(source: FormulaSource) -> Iterator[NamedFormula]:
    """Yield the months until something is earned back, and the day on which a number of months ends."""
    yield source.helper(
        "EARNED",
        "LAMBDA(spent, gain, burden, ramp,\n"
        '  IF(spent="", "", IF(spent=0, 0,\n'
        "  LET(mean, gain/2,\n"
        "  months, IF((mean-burden)*ramp>=spent,\n"
        "      ramp*(burden/gain+SQRT((burden/gain)^2+spent/(mean*ramp))),\n"
        '    IF(gain>burden, (spent+mean*ramp)/(gain-burden), "")),\n'
        f'  IF(months="", "", IF(ROUND(months, {DIGITS})<={LONGEST_PAYBACK}, months, ""))))))',
    )
    yield source.helper(
        "DATED",
        "LAMBDA(begins, months,\n"
        '  IF(OR(begins="", months=""), "",\n'
        f"  LET(precise, ROUND(months, {DIGITS}), whole, INT(precise),\n"
        "  last, EDATE(begins, whole),\n"
        f'  IFERROR(last+INT(ROUND((precise-whole)*(EDATE(begins, whole+1)-last), {CENTS})), ""))))',
    )
