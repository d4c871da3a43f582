from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from pocgate_xl.core.answers import submission_from_answers
from pocgate_xl.core.budget import LONGEST_PAYBACK, Budget, months_to_earn, payback
from pocgate_xl.core.costs import CostProjection, project_costs
from pocgate_xl.core.fields import input_fields
from pocgate_xl.core.money import as_decimal, hundredths
from pocgate_xl.core.submission import CostResponse, Engagement, Recorded
from pocgate_xl.core.template import Span, Template
from pocgate_xl.core.validity import valid_recorded
from tests.core import strategies
from tests.core.strict_gate import first_release, strict

FIRST, GATE = first_release(), strict()
POC = {"infrastructure": "30000", "development": "1000000", "data_preparation": "300000"}
PLANS = {
    "infrastructure": "100000", "development": "6000000", "data_preparation": "1000000",
    "training": "800000", "operations": "1200000",
}  # fmt: skip


def costs(
    planned: dict[str, str],
    template: Template = GATE,
    poc: dict[str, str] = POC,
    recorded: Recorded = Recorded(),  # noqa: B008
    start: date | None = None,
    benefit: int | None = None,
) -> CostProjection:
    amount = None if benefit is None else Decimal(benefit)
    said = Engagement(poc_months=Decimal(2), annual_benefit_low=amount, annual_benefit_high=amount)
    figures = {
        id_: CostResponse(
            Decimal(poc[id_]) if id_ in poc else None, Decimal(planned[id_]) if id_ in planned else None
        )
        for id_ in poc.keys() | planned.keys()
    }
    return project_costs(template, said, figures, recorded, start)


def span(low: int | str, high: int | str) -> Span:
    return Span(Decimal(low), Decimal(high))


def test_without_a_plan_the_budget_is_the_projection() -> None:
    found = costs({})
    sums = ("initial", "run_rate", "first_year", "three_year")
    assert [getattr(found.budget, name) for name in sums] == [getattr(found, name) for name in sums]


def test_a_plan_stands_for_its_category_and_leaves_the_projection_as_it_is() -> None:
    found = costs({"development": "6000000", "infrastructure": "100000"})
    assert found.categories["development"].budget == span(6_000_000, 6_000_000)
    assert found.categories["development"].projection == span(3_000_000, 5_000_000)
    assert (found.initial, found.run_rate) == (costs({}).initial, costs({}).run_rate)
    assert found.budget.initial == span(7_400_000, 9_800_000)
    assert found.budget.run_rate == span(12 * 100_000 + 880_000, 12 * 100_000 + 2_640_000)


def test_a_planned_budget_is_known_without_the_costs_of_the_poc() -> None:
    found = costs(PLANS, poc={})
    assert (found.initial, found.run_rate, found.three_year) == (None, None, None)
    assert found.budget.initial == span(7_800_000, 7_800_000)
    assert found.budget.run_rate == span(2_400_000, 2_400_000)
    assert found.budget.first_year == span(10_200_000, 10_200_000)
    assert found.budget.three_year == span(15_000_000, 15_000_000)
    incomplete = costs({id_: amount for id_, amount in PLANS.items() if id_ != "operations"}, poc={})
    assert (incomplete.budget.run_rate, incomplete.budget.first_year) == (None, None)


def test_a_contingency_in_percent_is_that_of_the_one_off_budget_in_its_own_line() -> None:
    with_it = costs({}, recorded=Recorded(contingency=Decimal("12.5")))
    assert with_it.budget.contingency == span(550_000, 1_100_000)
    assert with_it.budget.initial == costs({}).budget.initial
    assert costs({}).budget.contingency == span(0, 0)
    assert costs({}, poc={}, recorded=Recorded(contingency=Decimal(10))).budget.contingency is None


@pytest.mark.parametrize("percent", ["-1", "100.01", "NaN"])
def test_what_is_no_percentage_counts_as_blank(percent: str) -> None:
    assert valid_recorded(GATE, Recorded(contingency=Decimal(percent))) == Recorded()
    assert costs({}, recorded=Recorded(contingency=Decimal(percent))).budget == costs({}).budget


def test_a_contingency_in_money_stays_one() -> None:
    recorded = Recorded(contingency=Decimal(250_000))
    assert costs({}, FIRST, recorded=recorded).budget.contingency == span(250_000, 250_000)
    assert valid_recorded(FIRST, recorded) == recorded


def test_the_contingency_is_asked_for_as_the_template_says() -> None:
    fields = [
        next(field for field in input_fields(template) if field.name == "pg_contingency")
        for template in (FIRST, GATE)
    ]
    assert [(field.kind, field.minimum, field.maximum) for field in fields] == [
        ("money", 0, None),
        ("number", 0, 100),
    ]


def test_the_rule_of_thumb_is_held_against_plans_where_the_template_says_so() -> None:
    plan = {"development": "6000000"}
    ratios = {template: costs(plan, template).rule_of_thumb for template in (FIRST, GATE)}
    assert ratios[FIRST] == costs({}, FIRST).rule_of_thumb
    planned = ratios[GATE]
    assert planned is not None
    assert (planned.low, planned.high) == (Fraction(7_400_000, 1_360_000), Fraction(9_800_000, 1_360_000))
    assert (planned.basis, planned.standing) == ("budget", "above")
    unplanned = costs({"infrastructure": "1"}, GATE).rule_of_thumb
    assert unplanned == costs({}, FIRST).rule_of_thumb
    assert unplanned is not None
    assert unplanned.basis == "projection"


def test_a_benefit_pays_back_from_the_start() -> None:
    """7.8 M and a tenth of it, earned by 10.98 M a year less 2.4 M: 715,000 a month."""
    figures = {"poc": {}, "recorded": Recorded(contingency=Decimal(10)), "benefit": 10_980_000}
    found = costs(PLANS, start=date(2026, 12, 1), **figures).payback  # type: ignore[arg-type]
    assert (found.monthly_net, found.months) == (715_000, Fraction(12))
    assert found.break_even == date(2027, 12, 1)
    ramped = costs(PLANS, start=date(2026, 12, 1), **figures | {  # type: ignore[arg-type]
        "recorded": Recorded(benefit_ramp_months=6, contingency=Decimal(10)),
    }).payback  # fmt: skip
    assert (ramped.monthly_net, ramped.months) == (715_000, 12 + Fraction(915_000 * 3, 715_000))
    assert ramped.break_even == date(2028, 3, 27)


def test_what_a_payback_needs_and_lacks_is_unknown() -> None:
    assert costs(PLANS).payback.monthly_net is None
    no_run_rate = costs({"development": "1"}, poc={}, benefit=1).payback
    assert (no_run_rate.monthly_net, no_run_rate.months, no_run_rate.break_even) == (None, None, None)
    recurring = {"infrastructure": "1", "operations": "0"}
    no_initial = costs(recurring, poc={}, benefit=24).payback
    assert (no_initial.monthly_net, no_initial.months) == (1, None)
    no_start = costs(PLANS, benefit=10**9).payback
    assert no_start.months is not None
    assert no_start.break_even is None
    loss = costs(PLANS, benefit=1_200_000, start=date(2026, 1, 1)).payback
    assert (loss.monthly_net, loss.months, loss.break_even) == (-100_000, None, None)


def test_a_loss_is_rounded_as_a_gain_is() -> None:
    assert [hundredths(Fraction(n, 200)) for n in (-301, -300, -1, 1)] == [
        Decimal("-1.51"), Decimal("-1.50"), Decimal("-0.01"), Decimal("0.01"),
    ]  # fmt: skip
    assert as_decimal(Fraction(-1, 3)) == Decimal("-0.33")


@pytest.mark.parametrize(
    ("spent", "gain", "cost", "ramp", "months"),
    [
        (0, 0, 5, 0, 0), (120, 2, 1, 0, 120), (121, 2, 1, 0, None), (1, 1, 1, 0, None), (1, 0, 0, 3, None),
        (8, 4, 0, 4, 4), (2, 4, 0, 4, 2), (9, 4, 0, 4, Fraction(17, 4)), (1, 3, 1, 1000, None),
    ],
)  # fmt: skip
def test_months_to_earn_by_hand(
    spent: int, gain: int, cost: int, ramp: int, months: Fraction | int | None
) -> None:
    assert months_to_earn(Fraction(spent), Fraction(gain), Fraction(cost), ramp) == months


def simulated(spent: Fraction, gain: Fraction, cost: Fraction, ramp: int) -> int | None:
    """Return the month at whose end the money is back, by adding up months one at a time."""
    earned = Fraction(0)
    for month in range(1, LONGEST_PAYBACK + 1):
        if month <= ramp:  # a gain that grows evenly averages what it is in the middle of the month
            earned += gain * Fraction(2 * month - 1, 2 * ramp)
        else:
            earned += gain
        earned -= cost
        if earned >= spent:
            return month
    return None


MONEY = st.integers(0, 10**7).map(Fraction) | st.fractions(0, 1000, max_denominator=12)


@given(MONEY, MONEY, MONEY, st.integers(0, 150))
@example(Fraction(8), Fraction(4), Fraction(0), 4)
@example(Fraction(120), Fraction(2), Fraction(1), 0)
def test_a_payback_ends_in_the_month_of_a_simulation(
    spent: Fraction, gain: Fraction, cost: Fraction, ramp: int
) -> None:
    assume(spent > 0)
    months = months_to_earn(spent, gain, cost, ramp)
    assert (None if months is None else -(-months // 1)) == simulated(spent, gain, cost, ramp)


@given(st.integers(1, 10**6), st.integers(1, 10**5), st.integers(0, 10**5), st.integers(0, 120))
def test_at_the_payback_the_money_is_back_and_just_before_it_is_not(
    spent: int, gain: int, cost: int, ramp: int
) -> None:
    months = months_to_earn(Fraction(spent), Fraction(gain), Fraction(cost), ramp)
    assume(months is not None)
    assert months is not None

    def earned(t: Fraction) -> Fraction:
        gained = gain * t * t / (2 * ramp) if t < ramp else gain * (t - Fraction(ramp, 2))
        return gained - cost * t

    assert earned(months) >= spent
    assert earned(months * (1 - Fraction(1, 10**9))) < spent


@given(st.data(), st.sampled_from([FIRST, GATE, strategies.OTHER]))
def test_budgets_are_those_of_the_plain_arithmetic(data: st.DataObject, template: Template) -> None:
    said = submission_from_answers(template, data.draw(strategies.cost_answers(template)))
    recorded = Recorded(contingency=data.draw(st.none() | st.integers(0, 100).map(Decimal)))
    found = project_costs(template, said.engagement, said.costs, recorded)
    one_off, recurring = Fraction(0), Fraction(0)
    known_one_off = known_recurring = True
    for category in template.costs.categories:
        plan = said.costs.get(category.id, CostResponse()).planned
        projection = found.categories[category.id].projection
        high = plan if plan is not None else projection and projection.high
        if category.one_off:
            known_one_off &= high is not None
            one_off += Fraction(high or 0)
        else:
            known_recurring &= high is not None
            recurring += Fraction(high or 0) * (12 if category.unit == "month" else 1)
    budget = found.budget
    assert _high(budget.initial) == (one_off if known_one_off else None)
    assert _high(budget.run_rate) == (recurring if known_recurring else None)
    both = known_one_off and known_recurring
    assert _high(budget.first_year) == (one_off + recurring if both else None)
    assert _high(budget.three_year) == (one_off + 3 * recurring if both else None)
    if template is GATE and known_one_off:
        assert _high(budget.contingency) == one_off * Fraction(recorded.contingency or 0) / 100


def _high(span: Span | None) -> Fraction | None:
    return None if span is None else Fraction(span.high)


@pytest.mark.parametrize(
    ("start", "months", "day"),
    [
        (date(2026, 12, 20), "10.75", date(2027, 11, 12)),
        (date(2026, 12, 20), "7.875", date(2027, 8, 16)),
        (date(2026, 1, 31), "1", date(2026, 2, 28)),
        (date(2026, 1, 31), "0.5", date(2026, 2, 14)),
        (date(2026, 4, 1), "0", date(2026, 4, 1)),
    ],
)
def test_a_break_even_counts_the_part_of_a_month_too(start: date, months: str, day: date) -> None:
    spent = Decimal(months) * 12
    budget = Budget(span(spent, spent), span(0, 0), None, None, span(0, 0))
    found = payback(budget, span(144, 144), None, start)
    assert (found.months, found.break_even) == (Fraction(months), day)


def test_a_break_even_beyond_the_calendar_is_unknown() -> None:
    budget = Budget(span(100, 100), span(0, 0), None, None, span(0, 0))
    assert payback(budget, span(12, 12), None, date(9999, 1, 1)).break_even is None
