from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.assessment import Assessment, Finding, ReadableAssessment, TemplateRef
from pocgate_xl.core.fields import DECISIONS
from pocgate_xl.core.template import Span
from pocgate_xl.portfolio.ranking import Entry, Ranking, prevailing_template, rank
from tests.portfolio.engagements import CURRENCY, GATE, assessment, costing, portfolios, rated, refused


def ranked(*assessments: Assessment) -> Ranking:
    return rank(assessments, GATE.id, CURRENCY)


def files(ranking: Ranking) -> list[str]:
    return [entry.assessment.file for entry in ranking.entries]


def reasons(ranking: Ranking) -> dict[str, str]:
    return {apart.assessment.file: apart.reason for apart in ranking.apart}


def only(**answers: Any) -> Entry:
    (entry,) = ranked(assessment(answers)).entries
    return entry


def test_decision_comes_before_total_completeness_payback_and_id() -> None:
    earns = costing() | {
        "pg_engagement_annual_benefit_low": Decimal(9_000_000),
        "pg_engagement_annual_benefit_high": Decimal(9_000_000),
    }
    order = [
        assessment(rated(4, 15, id="Z"), "go.xlsx"),
        assessment(rated(5, 14, id="Y"), "clear-5.xlsx"),
        assessment(rated(4, 14, id="X"), "clear-4.xlsx"),
        assessment(rated(4, 13, id="W") | earns, "clear-4-pays-back.xlsx"),
        assessment(rated(4, 13, id="U"), "clear-4-first-id.xlsx"),
        assessment(rated(4, 13, id="V"), "clear-4-second-id.xlsx"),
        assessment(rated(3, 15, id="B"), "conditional.xlsx"),
        assessment(rated(2, 15, id="A"), "hold.xlsx"),
        assessment({"pg_engagement_id": "0"}, "incomplete.xlsx"),
    ]
    shuffled = random.Random(7).sample(order, len(order))
    assert files(ranked(*shuffled)) == [each.file for each in order]


@given(portfolios(), st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(found: list[ReadableAssessment], chance: random.Random) -> None:
    shuffled = found.copy()
    chance.shuffle(shuffled)
    assert ranked(*shuffled) == ranked(*found)


@given(portfolios())
def test_every_engagement_is_ranked_and_decisions_never_mix(found: list[ReadableAssessment]) -> None:
    ranking = ranked(*found)
    decisions = [DECISIONS.index(entry.assessment.decision) for entry in ranking.entries]
    assert (len(ranking.entries), decisions) == (len(found), sorted(decisions))


def test_the_highest_revision_stands_for_its_engagement() -> None:
    old = assessment(rated(5, id="A", revision=1, assessment_date=date(2026, 9, 1)), "old.xlsx")
    new = assessment(rated(3, id="A", revision=2, assessment_date=date(2026, 1, 1)), "new.xlsx")
    ranking = ranked(old, new)
    assert files(ranking) == ["new.xlsx"]
    (apart,) = ranking.apart
    assert (apart.assessment.file, apart.reason, apart.instead) == ("old.xlsx", "older_revision", "new.xlsx")


def test_other_answers_of_one_revision_are_a_conflict_and_the_newest_date_counts() -> None:
    early = assessment(rated(5, id="A", revision=1, assessment_date=date(2026, 1, 1)), "early.xlsx")
    late = assessment(rated(3, id="A", revision=1, assessment_date=date(2026, 2, 1)), "late.xlsx")
    ranking = ranked(early, late)
    assert (files(ranking), reasons(ranking)) == (["late.xlsx"], {"early.xlsx": "conflict"})


def test_a_conflict_within_one_day_is_settled_the_same_way_every_time() -> None:
    day = date(2026, 1, 1)
    first = replace(assessment(rated(5, id="A", revision=1, assessment_date=day), "f.xlsx"), sha256="1" * 64)
    second = replace(assessment(rated(3, id="A", revision=1, assessment_date=day), "s.xlsx"), sha256="0" * 64)
    assert ranked(first, second) == ranked(second, first)
    assert files(ranked(first, second)) == ["s.xlsx"]
    assert reasons(ranked(first, second)) == {"f.xlsx": "conflict"}


def test_a_copy_with_the_same_answers_is_no_conflict() -> None:
    answers = rated(4, id="A", revision=1)
    ranking = ranked(assessment(answers, "one.xlsx"), assessment(answers, "two.xlsx"))
    assert (len(ranking.entries), list(reasons(ranking).values())) == (1, ["copy"])


def test_engagements_without_an_id_are_not_taken_for_one_another() -> None:
    ranking = ranked(assessment(rated(4), "one.xlsx"), assessment(rated(3), "two.xlsx"))
    assert (files(ranking), ranking.apart) == (["one.xlsx", "two.xlsx"], ())


def test_what_is_not_accepted_is_apart_with_its_first_errors() -> None:
    errors = tuple(Finding(f"PG10{n}", "error") for n in range(1, 5))
    faulty = replace(
        assessment(rated(5, id="A", revision=2), "faulty.xlsx", "findings"),
        findings=(Finding("PG900", "warning"), *errors),
    )
    good = assessment(rated(3, id="A", revision=1), "good.xlsx")
    ranking = ranked(refused("broken.xlsx", "PG001"), faulty, good)
    assert files(ranking) == ["good.xlsx"]
    assert reasons(ranking) == {"broken.xlsx": "unreadable", "faulty.xlsx": "findings"}
    assert [[each.code for each in apart.errors] for apart in ranking.apart] == [
        ["PG001"],
        ["PG101", "PG102", "PG103"],
    ]


def test_what_is_incomplete_counts_and_what_nobody_has_begun_does_not() -> None:
    begun = assessment(rated(3, id="A"), "begun.xlsx", "incomplete")
    blank = assessment({"pg_engagement_id": "B"}, "blank.xlsx", "not_started")
    ranking = ranked(blank, begun)
    assert (files(ranking), reasons(ranking)) == (["begun.xlsx"], {"blank.xlsx": "not_started"})


def test_totals_of_another_template_are_not_compared() -> None:
    other = replace(assessment(rated(5, id="B"), "other.xlsx"), template=TemplateRef("other_gate", "1.0.0"))
    ranking = ranked(assessment(rated(4, id="A"), "ours.xlsx"), other)
    assert (files(ranking), reasons(ranking)) == (["ours.xlsx"], {"other.xlsx": "other_template"})


def test_the_prevailing_template_is_that_of_most_accepted_files() -> None:
    def made_with(template: str, outcome: Any = "accepted") -> Assessment:
        return replace(assessment(rated(4), "x.xlsx", outcome), template=TemplateRef(template, "1.0.0"))

    assert prevailing_template([refused("x.xlsx"), made_with("a", "findings")]) is None
    assert prevailing_template([made_with("b"), made_with("a")]) == "a"
    assert prevailing_template([made_with("b"), made_with("a"), made_with("b")]) == "b"


def test_net_benefit_and_payback_follow_from_benefit_and_costs() -> None:
    entry = only(
        **rated(4),
        **costing(),
        pg_engagement_annual_benefit_low=Decimal(9_000_000),
        pg_engagement_annual_benefit_high=Decimal(12_000_000),
    )
    # initial 3.0 + 0.3 + 0.5 = 3.8 to 5.0 + 0.6 + 2.0 = 7.6 million
    assert entry.initial == Span(Decimal(3_800_000), Decimal(7_600_000))
    # 12 x 30,000 + 20 % of 3.8 million to 12 x 60,000 + 30 % of 7.6 million
    assert entry.run_rate == Span(Decimal(1_120_000), Decimal(3_000_000))
    assert entry.net
    assert entry.net.worst == 500_000
    assert entry.net.best == Fraction(12_000_000 - 1_120_000, 12)
    assert entry.net.middle == Fraction(10_500_000 - 2_060_000, 12)
    assert entry.payback == Fraction(5_700_000) / entry.net.middle


@pytest.mark.parametrize("benefit", [0, 2_060_000])
def test_what_does_not_earn_more_than_it_costs_has_no_payback(benefit: int) -> None:
    span = dict.fromkeys(("annual_benefit_low", "annual_benefit_high"), Decimal(benefit))
    entry = only(**rated(4, **span), **costing())
    assert entry.net
    assert entry.net.middle <= 0
    assert entry.payback is None


def test_nothing_is_earned_back_where_benefit_or_cost_is_unknown() -> None:
    assert only(**rated(4), **costing()).payback is None
    unknown = only(**rated(4, annual_benefit_low=Decimal(1), annual_benefit_high=Decimal(1)))
    assert (unknown.initial, unknown.net, unknown.payback) == (None, None, None)


def test_money_is_compared_in_the_currency_of_the_template() -> None:
    dollars = costing(100, 10_000, 1_000) | {"pg_planned_cost_training": Decimal("5000.50")}
    entry = only(**rated(4, currency="USD", yen_per_unit=Decimal("150.5")), **dollars)
    rate = Decimal("150.5")
    assert entry.initial == Span(Decimal("38000.50") * rate, Decimal("61000.50") * rate)


def test_money_without_a_rate_is_unknown() -> None:
    entry = only(**rated(4, currency="USD"), **costing(), pg_planned_cost_training=Decimal(1))
    assert entry.assessment.costs.initial is not None
    assert (entry.initial, entry.run_rate, entry.net) == (None, None, None)
