from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.assessment import Assessment, Finding, ReadableAssessment, TemplateRef
from pocgate_xl.core.template import Span
from pocgate_xl.portfolio.entries import REFUSED, Entry, Grade
from pocgate_xl.portfolio.exchange import Applied
from pocgate_xl.portfolio.order import why_there
from pocgate_xl.portfolio.ranking import USUAL, Ranking, prevailing_template, rank, unknown_ids
from pocgate_xl.portfolio.terms import Rate, Terms
from tests.portfolio.engagements import (
    CURRENCY,
    GATE,
    assessment,
    committee,
    costing,
    earning,
    portfolios,
    rated,
    refused,
)

BY_DECISION = Terms(order="decision")


def ranked(*assessments: Assessment, terms: Terms = USUAL) -> Ranking:
    return rank(assessments, GATE.id, CURRENCY, terms)


def named(id_: str) -> dict[str, str]:
    return {"pg_engagement_id": id_}


def files(ranking: Ranking) -> list[str]:
    return [entry.assessment.file for entry in ranking.entries]


def reasons(ranking: Ranking) -> dict[str, str]:
    return {apart.assessment.file: apart.reason for apart in ranking.apart}


def only(**answers: Any) -> Entry:
    (entry,) = ranked(assessment(answers)).entries
    return entry


def test_by_decision_total_completeness_payback_and_id_follow() -> None:
    earns = costing() | earning(9_000_000)
    order = [
        assessment(rated(3, 15, id="AA") | committee("approved"), "approved.xlsx"),
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
    assert files(ranked(*shuffled, terms=BY_DECISION)) == [each.file for each in order]


def test_by_value_classes_come_first_then_net_benefit_of_a_year_for_each_unit_of_budget() -> None:
    go, clear, conditional = rated(4, 15), rated(4, 13), rated(3, 15)
    order = [
        assessment(rated(2, id="A") | costing() | committee("approved"), "approved.xlsx"),
        assessment(conditional | named("B") | costing(), "pinned.xlsx"),
        assessment(clear | named("C") | costing() | earning(30_000_000), "clear-best.xlsx"),
        assessment(go | named("D") | costing(development=500_000) | earning(12_000_000), "go-small.xlsx"),
        assessment(go | named("E") | costing() | earning(12_000_000), "go-dear.xlsx"),
        assessment(go | named("F") | costing() | earning(0), "go-loses.xlsx"),
        assessment(rated(5, 15, id="G") | costing(), "go-unknown-5.xlsx"),
        assessment(go | named("H") | earning(99_000_000), "go-unknown-4.xlsx"),
        assessment(conditional | named("I") | costing() | earning(90_000_000), "conditional.xlsx"),
    ]
    shuffled = random.Random(7).sample(order, len(order))
    ranking = ranked(*shuffled, terms=Terms(pins={"B": None}))
    assert files(ranking) == [each.file for each in order]
    assert [why_there(entry, "value") for entry in ranking.entries] == [
        "unknown_benefit", "unknown_benefit", "by_value", "by_value", "by_value", "by_value",
        "unknown_benefit", "unknown_cost", "by_value",
    ]  # fmt: skip


def test_by_value_alone_knows_no_class_and_no_pin_but_what_is_approved() -> None:
    approved = assessment(rated(5, id="A") | costing() | committee("approved"), "approved.xlsx")
    go = assessment(rated(5, id="B") | costing() | earning(12_000_000), "go.xlsx")
    conditional = assessment(rated(3, id="C") | costing() | earning(30_000_000), "conditional.xlsx")
    hold = assessment(rated(2, id="D") | costing() | earning(90_000_000), "hold.xlsx")
    terms = Terms(order="value_alone", pins={"B": None})
    ranking = ranked(hold, go, conditional, approved, terms=terms)
    assert files(ranking) == ["approved.xlsx", "conditional.xlsx", "go.xlsx", "hold.xlsx"]


def test_what_the_committee_or_the_operator_takes_out_is_not_ranked() -> None:
    best = rated(5) | costing() | earning(90_000_000)
    out = [assessment(best | named(code) | committee(code), f"{code}.xlsx") for code in REFUSED]
    left_out = assessment(best | named("X") | committee("approved"), "excluded.xlsx")
    modest = assessment(rated(3, id="M") | costing(), "modest.xlsx")
    ranking = ranked(*out, left_out, modest, terms=Terms(excluded=frozenset({"X", "rejected"})))
    assert [entry.assessment.file for entry in ranking.ranked] == ["modest.xlsx"]
    assert {entry.id: entry.grade for entry in ranking.entries[1:]} == {
        "deferred": "deferred", "returned": "returned", "rejected": "rejected", "X": "excluded",
    }  # fmt: skip


def test_ids_that_no_engagement_has_are_told() -> None:
    ranking = ranked(assessment(rated(4, id="A"), "a.xlsx"))
    terms = Terms(pins={"A": None, "C": None}, excluded=frozenset({"B"}))
    assert unknown_ids(ranking, terms) == ("B", "C")


@given(portfolios())
def test_what_is_ranked_comes_before_what_is_not(found: list[ReadableAssessment]) -> None:
    entries = ranked(*found).entries
    assert list(ranked(*found).ranked) == list(entries[: len(ranked(*found).ranked)])
    refused = {each.engagement.id for each in found if each.committee.decision in REFUSED}
    assert not refused & {entry.id for entry in ranked(*found).ranked}


@given(portfolios(), st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(found: list[ReadableAssessment], chance: random.Random) -> None:
    shuffled = found.copy()
    chance.shuffle(shuffled)
    assert ranked(*shuffled) == ranked(*found)


@given(portfolios())
def test_every_engagement_is_there_and_classes_never_mix(found: list[ReadableAssessment]) -> None:
    ranking = ranked(*found)
    grades = [get_args(Grade).index(entry.grade) for entry in ranking.entries]
    assert (len(ranking.entries), grades) == (len(found), sorted(grades))


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


def test_value_follows_from_benefit_and_budget() -> None:
    entry = only(**rated(4), **costing(), **earning(9_000_000, 12_000_000), pg_contingency=Decimal(10))
    # initial 3.0 + 0.3 + 0.5 = 3.8 to 5.0 + 0.6 + 2.0 = 7.6 million
    assert entry.initial == Span(Decimal(3_800_000), Decimal(7_600_000))
    # 12 x 30,000 + 20 % of 3.8 million to 12 x 60,000 + 30 % of 7.6 million
    assert entry.run_rate == Span(Decimal(1_120_000), Decimal(3_000_000))
    assert entry.net == 10_500_000 - 2_060_000
    assert entry.value == entry.net / 5_700_000
    assert entry.cost == 7_600_000 + 760_000
    assert (
        entry.payback
        == entry.assessment.costs.payback.months
        == Fraction(5_700_000 * 11 * 12, 10) / entry.net
    )


def test_a_planned_amount_counts_in_place_of_the_projection() -> None:
    entry = only(**rated(4), **costing(), pg_planned_cost_development=Decimal(1_000_000))
    assert entry.initial == Span(Decimal(1_800_000), Decimal(3_600_000))


def test_nothing_has_a_value_where_benefit_or_cost_is_unknown_or_nothing_is_invested() -> None:
    assert only(**rated(4), **costing()).value is None
    unknown = only(**rated(4), **earning(1))
    assert (unknown.initial, unknown.cost, unknown.net, unknown.value) == (None, None, None, None)
    free = only(**rated(4), **costing(0, 0, 0), **earning(1), pg_planned_cost_training=Decimal(0))
    assert (free.net, free.value, why_there(free, "value")) == (1, None, "no_investment")


def dollars(rate: Decimal | None, terms: Terms = USUAL) -> Entry:
    answers = costing(100, 10_000, 1_000) | {"pg_planned_cost_training": Decimal("5000.50")}
    own = {} if rate is None else {"yen_per_unit": rate}
    (entry,) = ranked(assessment(rated(4, currency="USD", **own) | answers), terms=terms).entries
    return entry


def test_money_is_compared_in_the_currency_of_the_template() -> None:
    rate = Decimal("150.5")
    entry = dollars(rate)
    assert entry.initial == Span(Decimal("38000.50") * rate, Decimal("61000.50") * rate)
    assert entry.rate == Applied("USD", rate, "own")


def test_the_rate_of_the_operator_comes_before_that_of_an_engagement() -> None:
    day = date(2026, 11, 20)
    terms = Terms(rates={"USD": Rate(Decimal(155), day)})
    for own in (None, Decimal(999)):
        entry = dollars(own, terms)
        assert entry.initial == Span(Decimal("38000.50") * 155, Decimal("61000.50") * 155)
        assert entry.rate == Applied("USD", Decimal(155), "operator", day)


def test_the_rate_of_an_engagement_is_its_own_alone() -> None:
    with_rate = assessment(rated(4, id="A", currency="USD", yen_per_unit=Decimal(150)) | costing(), "a.xlsx")
    without = assessment(rated(4, id="B", currency="USD") | costing(), "b.xlsx")
    rates = {entry.id: entry.rate and entry.rate.value for entry in ranked(with_rate, without).entries}
    assert rates == {"A": 150, "B": None}


def test_money_without_a_rate_is_unknown() -> None:
    entry = dollars(None)
    assert entry.assessment.costs.initial is not None
    assert (entry.rate, entry.initial, entry.run_rate, entry.net) == (None, None, None, None)
    assert why_there(entry, "value") == "unknown_rate"
