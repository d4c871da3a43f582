from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.answers import submission_from_answers
from pocgate_xl.core.costs import CostProjection
from pocgate_xl.core.costs import costs_of as project_costs
from pocgate_xl.core.money import hundredths
from pocgate_xl.core.submission import CostResponse, Engagement, Submission
from pocgate_xl.core.template import CostCategory, Span, Template
from tests.core import strategies
from tests.core.strict_gate import first_release

GATE, OTHER = first_release(), strategies.OTHER
TWO_MONTHS = Engagement(poc_months=Decimal(2))
POC = {"infrastructure": "30000", "development": "1000000", "data_preparation": "300000"}


def projected(
    poc: dict[str, str], planned: dict[str, str] | None = None, engagement: Engagement = TWO_MONTHS
) -> CostProjection:
    costs = {id_: CostResponse(poc=Decimal(amount)) for id_, amount in poc.items()}
    for id_, amount in (planned or {}).items():
        costs[id_] = replace(costs.get(id_, CostResponse()), planned=Decimal(amount))
    return project_costs(GATE, engagement, costs)


def span(low: int | str, high: int | str) -> Span:
    return Span(Decimal(low), Decimal(high))


def test_every_category_of_a_usual_poc_is_projected() -> None:
    categories = projected(POC).categories
    assert {id_: cost.projection for id_, cost in categories.items()} == {
        "infrastructure": span(90_000, 180_000),
        "development": span(3_000_000, 5_000_000),
        "data_preparation": span(900_000, 1_800_000),
        "training": span(500_000, 2_000_000),
        "operations": span(880_000, 2_640_000),
    }
    assert {id_: cost.standing for id_, cost in categories.items()} == {
        "infrastructure": "within", "development": "within", "data_preparation": "within",
        "training": None, "operations": None,
    }  # fmt: skip
    assert (categories["training"].poc, categories["operations"].poc) == (0, None)


def test_the_sums_of_a_usual_poc_are_projected() -> None:
    costs = projected(POC)
    assert costs.initial == span(4_400_000, 8_800_000)
    assert costs.run_rate == span(1_960_000, 4_800_000)
    assert costs.first_year == span(6_360_000, 13_600_000)
    assert costs.three_year == span(10_280_000, 23_200_000)
    assert costs.poc_investment == 1_360_000


def test_the_rule_of_thumb_stands_where_its_middle_lies() -> None:
    rule = projected(POC).rule_of_thumb
    assert rule is not None
    assert (rule.low, rule.middle, rule.high) == (Fraction(55, 17), Fraction(165, 34), Fraction(110, 17))
    assert rule.standing == "within"


@pytest.mark.parametrize(
    ("training", "standing"),
    [("49999.99", "below"), ("50000", "within"), ("650000", "within"), ("650000.01", "above")],
)
def test_the_bounds_of_the_guide_belong_to_it(training: str, standing: str) -> None:
    """The middle of development and data is 850,000; three and five times 300,000 are the bounds."""
    poc = {"infrastructure": "100000", "development": "100000", "data_preparation": "100000"}
    rule = projected(poc, {"training": training}, Engagement(poc_months=Decimal(1))).rule_of_thumb
    assert rule is not None
    assert rule.standing == standing


def test_a_planned_amount_stands_beside_a_projection_that_it_does_not_replace() -> None:
    plans = {"infrastructure": "200000", "development": "3000000", "operations": "1"}
    categories = projected(POC, plans).categories
    assert categories["infrastructure"].projection == span(90_000, 180_000)
    assert categories["infrastructure"].planned_standing == "above"
    assert categories["development"].planned_standing == "within"
    assert (categories["operations"].planned, categories["operations"].planned_standing) == (1, "below")
    assert categories["data_preparation"].planned_standing is None


def test_a_planned_training_budget_replaces_the_reference_and_is_held_against_it() -> None:
    costs = projected(POC, {"training": "400000"})
    training = costs.categories["training"]
    assert (training.projection, training.reference) == (span(400_000, 400_000), span(500_000, 2_000_000))
    assert (training.standing, training.planned_standing) == (None, "below")
    assert costs.initial == span(4_300_000, 7_200_000)


@pytest.mark.parametrize("blank", POC)
def test_what_is_blank_leaves_every_sum_that_needs_it_unknown(blank: str) -> None:
    costs = projected({id_: amount for id_, amount in POC.items() if id_ != blank})
    one_off = blank != "infrastructure"
    assert costs.categories[blank].projection is None
    assert (costs.initial is None) == (costs.categories["operations"].projection is None) == one_off
    assert (costs.run_rate, costs.first_year, costs.three_year) == (None, None, None)
    assert (costs.poc_investment, costs.rule_of_thumb) == (None, None)


@pytest.mark.parametrize("months", [None, Decimal(0), Decimal(-2), Decimal("120.5"), Decimal("NaN")])
def test_poc_investment_is_unknown_without_the_months_of_the_poc(months: Decimal | None) -> None:
    costs = projected(POC, engagement=Engagement(poc_months=months))
    assert (costs.poc_investment, costs.rule_of_thumb) == (None, None)
    assert costs.first_year == span(6_360_000, 13_600_000)


def test_zero_is_an_amount_but_no_base_of_a_ratio() -> None:
    costs = projected(dict.fromkeys(POC, "0"))
    assert costs.categories["development"].projection == span(0, 0)
    assert costs.categories["development"].standing == "below"
    assert (costs.poc_investment, costs.rule_of_thumb) == (0, None)


@pytest.mark.parametrize("amount", ["-1", "-0.01", "NaN", "sNaN", "Infinity", "1E+400", "1E-999999"])
def test_an_amount_that_is_negative_or_no_number_counts_as_not_given(amount: str) -> None:
    assert projected(POC | {"development": amount}) == projected(
        {id_: given for id_, given in POC.items() if id_ != "development"}
    )
    assert projected(POC, {"training": amount}) == projected(POC)


def test_another_currency_converts_the_references_and_only_them() -> None:
    engagement = Engagement(poc_months=Decimal(2), currency="USD", yen_per_unit=Decimal("150"))
    poc = {"infrastructure": "200", "development": "7000", "data_preparation": "2000"}
    costs = projected(poc, None, engagement)
    assert costs.currency == "USD"
    assert costs.categories["infrastructure"].reference == span("333.33", "2000")
    assert costs.categories["infrastructure"].projection == span("600", "1200")
    assert costs.categories["training"].projection == span("3333.33", "13333.33")
    assert costs.initial == span("30333.33", "60333.33")


def test_another_currency_without_a_rate_leaves_training_unknown_unless_planned() -> None:
    engagement = Engagement(poc_months=Decimal(2), currency="USD")
    unknown = projected(POC, None, engagement)
    assert unknown.categories["development"].projection == span(3_000_000, 5_000_000)
    assert unknown.categories["development"].standing is None
    assert (unknown.categories["training"].projection, unknown.initial) == (None, None)
    planned = projected(POC, {"training": "5000"}, engagement)
    assert planned.categories["training"].projection == span(5000, 5000)
    assert planned.categories["training"].planned_standing is None
    assert planned.initial == span(3_905_000, 6_805_000)


def test_nothing_is_rounded_however_far_apart_the_amounts_are() -> None:
    costs = projected(
        {"infrastructure": "0.1", "development": "1E+30", "data_preparation": "0.001"}, {"training": "1E-9"}
    )
    assert costs.initial is not None
    assert costs.initial.low == Decimal("3000000000000000000000000000000.003000001")
    assert costs.poc_investment == Decimal("1000000000000000000000000000000.201")


def test_a_ratio_that_no_spreadsheet_can_show_is_unknown() -> None:
    tiny = dict.fromkeys(POC, "1E-300")
    assert projected(tiny, {"training": "1E+300"}).rule_of_thumb is None


def test_an_expected_benefit_needs_both_of_its_bounds() -> None:
    low, high = Decimal(100), Decimal("250.5")
    both = Engagement(annual_benefit_low=low, annual_benefit_high=high)
    assert projected(POC, engagement=both).benefit == Span(low, high)
    assert projected(POC, engagement=replace(both, annual_benefit_low=None)).benefit is None
    assert projected(POC, engagement=replace(both, annual_benefit_high=Decimal(-1))).benefit is None


def test_a_yearly_cost_counts_for_the_months_of_the_poc() -> None:
    costs = project_costs(
        OTHER, Engagement(poc_months=Decimal(5)),
        {
            "seats": CostResponse(poc=Decimal(1000)), "build": CostResponse(poc=Decimal(100)),
            "audit": CostResponse(poc=Decimal(0)), "hosting": CostResponse(poc=Decimal("0.2")),
        },
    )  # fmt: skip
    assert costs.poc_investment == Decimal("517.67")  # 1000 * 5/12 has no end as a decimal


def test_blank_means_nothing_spent_only_where_the_template_says_so() -> None:
    costs = project_costs(OTHER, Engagement(), {})
    assert {id_: cost.poc for id_, cost in costs.categories.items()} == {
        "support": None, "seats": None, "build": 0, "audit": None, "hosting": None, "reserve": None,
    }  # fmt: skip


FACTORS = {"month": Fraction(12), "year": Fraction(1)}
Bounds = tuple[Fraction, Fraction] | None


def oracle(template: Template, submission: Submission) -> dict[str, Any]:
    """Compute ranges the plain way, in fractions, low and high each on its own."""
    engagement, costs = submission.engagement, template.costs
    foreign = engagement.currency not in (None, costs.currency)

    def reference(category: CostCategory, end: str) -> Fraction | None:
        if category.reference is None or (foreign and engagement.yen_per_unit is None):
            return None
        amount = Fraction(getattr(category.reference, end))
        return Fraction(hundredths(amount / Fraction(engagement.yen_per_unit or 1))) if foreign else amount

    def projection(category: CostCategory, end: str) -> Fraction | None:
        answer = submission.costs.get(category.id, CostResponse())
        factor = Fraction(getattr(category.factor, end)) if category.factor else None
        if category.kind == "reference":
            return reference(category, end) if answer.planned is None else Fraction(answer.planned)
        base = initial(end) if category.kind == "share" else poc(category)
        return None if base is None or factor is None else base * factor

    def poc(category: CostCategory) -> Fraction | None:
        amount = submission.costs.get(category.id, CostResponse()).poc
        if amount is None:
            return Fraction(0) if category.poc_blank_is_zero else None
        return Fraction(amount)

    def initial(end: str) -> Fraction | None:
        return added([projection(c, end) for c in costs.categories if c.one_off])

    def one_off_budget(end: str) -> Fraction | None:
        one_off = [c for c in costs.categories if c.one_off]
        plans = [submission.costs.get(c.id, CostResponse()).planned for c in one_off]
        return added(
            [
                projection(c, end) if plan is None else Fraction(plan)
                for c, plan in zip(one_off, plans, strict=True)
            ]
        )

    def run_rate(end: str) -> Fraction | None:
        recurring = [c for c in costs.categories if not c.one_off]
        each = [(projection(c, end), FACTORS[c.unit]) for c in recurring]
        return added([None if amount is None else amount * factor for amount, factor in each])

    def investment() -> Fraction | None:
        months = engagement.poc_months and Fraction(engagement.poc_months)
        spent = []
        for category in costs.categories:
            times = 1 if category.unit == "once" else months and months * FACTORS[category.unit] / 12
            amount = poc(category)
            if category.kind != "share":
                spent.append(None if amount is None or times is None else amount * times)
        return added(spent)

    def both(amount: Any) -> Bounds:
        low, high = amount("low"), amount("high")
        return None if low is None or high is None else (low, high)

    return {
        **{c.id: both(lambda end, c=c: projection(c, end)) for c in costs.categories},
        "initial": both(initial),
        "budget": both(one_off_budget),
        "run_rate": both(run_rate),
        "first_year": both(lambda end: added([initial(end), run_rate(end)])),
        "three_year": both(lambda end: added([initial(end), *[run_rate(end)] * 3])),
        "investment": investment(),
    }


def added(amounts: list[Fraction | None]) -> Fraction | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction(0)) if len(known) == len(amounts) else None


def bounds(span: Span | None) -> Bounds:
    return None if span is None else (Fraction(span.low), Fraction(span.high))


@given(st.data(), strategies.templates() | st.just(GATE))
def test_projections_are_those_of_the_plain_arithmetic(data: st.DataObject, template: Template) -> None:
    submission = submission_from_answers(template, data.draw(strategies.cost_answers(template)))
    costs = project_costs(template, submission.engagement, submission.costs)
    expected = oracle(template, submission)
    assert {id_: bounds(cost.projection) for id_, cost in costs.categories.items()} == {
        category.id: expected[category.id] for category in template.costs.categories
    }
    for name in ("initial", "run_rate", "first_year", "three_year"):
        assert bounds(getattr(costs, name)) == expected[name]
    if expected["investment"] is None:
        assert costs.poc_investment is None
    else:
        assert costs.poc_investment is not None
        assert abs(Fraction(costs.poc_investment) - expected["investment"]) <= Fraction(1, 200)
    _check_rule_of_thumb(template, costs, expected)


def _check_rule_of_thumb(template: Template, costs: CostProjection, expected: dict[str, Any]) -> None:
    initial = expected["budget" if template.costs.rule_of_thumb == "budget" else "initial"]
    if initial is None or not expected["investment"]:
        assert costs.rule_of_thumb is None
        return
    rule = costs.rule_of_thumb
    assert rule is not None
    low, high = (amount / expected["investment"] for amount in initial)
    assert (rule.low, rule.high, rule.middle * 2) == (low, high, low + high)
    guide = template.costs.guide
    above, below = low + high > 2 * guide.high, low + high < 2 * guide.low
    assert rule.standing == ("above" if above else "below" if below else "within")
