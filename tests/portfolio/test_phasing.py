from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.assessment import ReadableAssessment
from pocgate_xl.core.roadmap import month_number
from pocgate_xl.portfolio.cash import Flow
from pocgate_xl.portfolio.entries import Entry
from pocgate_xl.portfolio.loads import loads_of
from pocgate_xl.portfolio.phasing import PhasedPlan, UnplacedReason, latest_quarter, plan_phases
from pocgate_xl.portfolio.quarters import Quarter, month_written
from pocgate_xl.portfolio.ranking import rank
from pocgate_xl.portfolio.terms import Terms
from tests.portfolio.engagements import (
    CURRENCY,
    GATE,
    assessment,
    committee,
    costing,
    earning,
    phases,
    portfolios,
    rated,
)
from tests.portfolio.plainly import has_slots, payable, spent_in

FIRST = Quarter(2026, 1)
OPEN = Terms(FIRST)
budgets = st.none() | st.integers(0, 40).map(lambda n: Decimal(n * 1_000_000))
terms = st.builds(
    Terms,
    st.just(FIRST),
    budgets,
    st.sampled_from(["quarter", "year"]),
    st.booleans(),
    st.none() | st.integers(1, 4),
    st.sampled_from([1, 4, 11]),
    st.sampled_from([2, 5, 12]),
    st.sampled_from(["value", "decision", "value_alone"]),
)


def entries(assessments: Iterable[ReadableAssessment], bounds: Terms = OPEN) -> tuple[Entry, ...]:
    return rank(assessments, GATE.id, CURRENCY, bounds).entries


def plan(*answers: dict[str, Any], bounds: Terms = OPEN) -> PhasedPlan:
    found = [assessment(each, f"{number}.xlsx") for number, each in enumerate(answers)]
    return plan_phases(entries(found, bounds), bounds)


def drawn(found: Sequence[ReadableAssessment], bounds: Terms) -> PhasedPlan:
    return plan_phases(entries(found, bounds), bounds)


def starts(phased: PhasedPlan) -> dict[str | None, str]:
    return {placed.entry.id: month_written(placed.flow.start) for placed in phased.placed}


def months_waited(start: int, stop: int) -> Iterator[int]:
    """Yield the months in which an engagement could have started, from the earliest to before its start."""
    if start < stop:
        yield start
    yield from range(max(start + 1, OPEN.month_of(FIRST)), stop)


@given(portfolios(), terms)
def test_every_engagement_is_placed_later_or_unplaced_once(
    found: list[ReadableAssessment], bounds: Terms
) -> None:
    phased = drawn(found, bounds)
    named = [each.entry.id for each in (*phased.placed, *phased.later, *phased.unplaced)]
    assert Counter(named) == Counter(each.engagement.id for each in found)
    assert {each.reason for each in phased.unplaced} <= set(get_args(UnplacedReason))


@given(portfolios(), terms)
def test_no_period_exceeds_its_budget_in_the_plan_or_ever_after(
    found: list[ReadableAssessment], bounds: Terms
) -> None:
    assert payable([placed.flow for placed in drawn(found, bounds).placed], bounds, FIRST)


@given(portfolios(), terms)
def test_no_slot_is_held_twice(found: list[ReadableAssessment], bounds: Terms) -> None:
    assert has_slots([placed.flow for placed in drawn(found, bounds).placed], bounds, FIRST)


@given(portfolios(), terms)
def test_nothing_starts_before_it_may(found: list[ReadableAssessment], bounds: Terms) -> None:
    begin = bounds.month_of(FIRST)
    for placed in drawn(found, bounds).placed:
        said = placed.entry.assessment
        due, start = said.checklist.latest_due, said.roadmap.start
        months = [begin, *(month_number(day) for day in (due, start) if day)]
        approved = placed.entry.grade == "approved" and start is not None
        assert placed.earliest == (month_number(start) if approved and start else max(months))
        assert placed.flow.start >= placed.earliest


@given(portfolios(), terms)
def test_nothing_could_have_started_earlier_beside_what_stands_above_it(
    found: list[ReadableAssessment], bounds: Terms
) -> None:
    phased = drawn(found, bounds)
    above: list[Flow] = []
    for placed in phased.placed:
        flow = placed.flow
        waited = list(months_waited(placed.earliest, flow.start))
        for month in waited:
            sooner = [*above, Flow(month, flow.length, flow.share, flow.rent)]
            assert not (payable(sooner, bounds, FIRST) and has_slots(sooner, bounds, FIRST))
        assert (placed.wait is not None) == bool(waited)
        above.append(flow)


@given(portfolios(), terms)
def test_a_better_one_of_a_class_is_never_behind_a_worse_one_without_a_reason(
    found: list[ReadableAssessment], bounds: Terms
) -> None:
    ranked = entries(found, bounds)
    phased = plan_phases(ranked, bounds)
    placed = {placed.entry.id: placed for placed in phased.placed}
    reasons = {each.entry.id: each.wait for each in phased.later}
    reasons |= {each.entry.id: each.reason for each in phased.unplaced}
    for at, better in enumerate(ranked):
        for worse in ranked[at + 1 :]:
            if better.grade != worse.grade or worse.id not in placed:
                continue
            if better.id not in placed:
                assert reasons[better.id]
            elif placed[worse.id].flow.start < placed[better.id].flow.start:
                mine = placed[better.id]
                assert mine.wait or mine.earliest > placed[worse.id].flow.start


@given(portfolios(), terms)
def test_of_two_in_a_class_the_first_is_the_more_valuable_one(
    found: list[ReadableAssessment], bounds: Terms
) -> None:
    if bounds.order == "value":
        for first, second in pairwise(entries(found, bounds)):
            if first.grade == second.grade and first.ranked and second.value is not None:
                assert first.value is not None
                assert first.value >= second.value


@given(portfolios(), terms)
def test_quarters_add_up_to_the_months(found: list[ReadableAssessment], bounds: Terms) -> None:
    phased = drawn(found, bounds)
    flows = [placed.flow for placed in phased.placed]
    for cash in phased.cash:
        assert cash.invested + cash.run == sum(spent_in(flow, cash.month) for flow in flows)
        before = range(phased.months.start, cash.month + 1)
        assert cash.total == sum(spent_in(flow, month) for flow in flows for month in before)
    loads = loads_of(phased)
    for at, load in enumerate(loads):
        three = phased.cash[3 * at : 3 * at + 3]
        assert load.quarter == FIRST.plus(at)
        assert load.cost == sum(each.invested + each.run for each in three)
        held = [sum(flow.start <= each.month < flow.launch for flow in flows) for each in three]
        assert load.running == max(held)
        assert load.left is None or load.left >= 0
        begins = bounds.period == "quarter" or load.quarter.number == 1
        if bounds.budget is None:
            assert load.available is None
        elif not at or (begins and not bounds.carry_over):
            assert load.available == bounds.budget
        else:
            assert load.available == loads[at - 1].left + (Fraction(bounds.budget) if begins else 0)
        assert bounds.slots is None or load.running <= bounds.slots


@given(portfolios())
def test_without_limits_everything_starts_as_early_as_it_may(found: list[ReadableAssessment]) -> None:
    phased = drawn(found, OPEN)
    assert all(placed.flow.start == placed.earliest and not placed.wait for placed in phased.placed)
    assert {each.wait for each in phased.later} <= {"horizon"}


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (rated(2) | costing(), "hold"),
        ({"pg_engagement_id": "A"} | costing(), "incomplete"),
        (rated(4) | costing() | committee("rejected"), "rejected"),
        (rated(4) | costing() | committee("returned"), "returned"),
        (rated(4) | costing() | committee("deferred"), "deferred"),
        (rated(4), "unknown_cost"),
        (rated(4) | {k: v for k, v in costing().items() if "infrastructure" not in k}, "unknown_run_rate"),
        (rated(4, currency="USD") | costing() | {"pg_planned_cost_training": Decimal(0)}, "unknown_rate"),
        (rated(4) | costing(development=20_000_000), "over_budget"),
    ],
)
def test_what_is_not_placed_says_why(answers: dict[str, Any], reason: str) -> None:
    phased = plan(answers, bounds=Terms(FIRST, Decimal(8_000_000)))
    assert (phased.placed, [each.reason for each in phased.unplaced]) == ((), [reason])


def test_a_rejected_engagement_takes_no_money_from_others() -> None:
    best = rated(5, id="rejected") | costing() | earning(90_000_000) | committee("rejected")
    other = rated(5, id="other") | costing() | earning(12_000_000)
    phased = plan(best, other, bounds=Terms(FIRST, Decimal(8_500_000)))
    assert starts(phased) == {"other": "2026-01"}


def test_what_the_committee_approved_comes_first_and_starts_with_its_roadmap() -> None:
    approved = rated(3, id="approved") | costing() | committee("conditions") | phases(3)
    approved |= {"pg_start_date": date(2026, 2, 1), f"pg_due_{GATE.items[-1].id}": date(2027, 8, 1)}
    better = rated(5, id="better") | costing() | earning(90_000_000) | phases(3)
    phased = plan(better, approved, bounds=Terms(FIRST, slots=1))
    assert starts(phased) == {"approved": "2026-02", "better": "2026-05"}
    assert [(placed.basis, placed.wait) for placed in phased.placed] == [("roadmap", None), ("plan", "slots")]


def test_what_is_under_way_takes_only_what_is_still_to_be_spent() -> None:
    under_way = rated(5, id="A") | costing() | committee("approved") | phases(2, 2, 2)
    phased = plan(under_way | {"pg_start_date": date(2025, 9, 1)})
    (placed,) = phased.placed
    assert month_written(placed.flow.launch) == "2026-03"
    assert sum(each.invested for each in phased.cash) == Fraction(7_600_000, 6) * 2
    assert phased.cash[2].run == Fraction(3_000_000, 12)


def test_a_plan_without_a_first_quarter_places_nothing() -> None:
    phased = plan(rated(4) | costing(), bounds=Terms())
    assert [each.reason for each in phased.unplaced] == ["unknown_start"]
    assert (phased.cash, loads_of(phased)) == ((), ())


def test_money_goes_by_value_and_what_fits_may_overtake() -> None:
    phased = plan(
        rated(4, id="best") | costing() | earning(30_000_000),  # 7.6 million, then 0.75 a quarter
        rated(5, id="dear") | costing(development=1_200_000) | earning(20_000_000),  # 8.6 million
        rated(5, id="cheap") | costing(development=0, data=0) | earning(2_500_000),  # 2 million
        bounds=Terms(FIRST, Decimal(10_000_000)),
    )
    assert starts(phased) == {"best": "2026-01", "dear": "2026-04", "cheap": "2026-01"}
    assert {placed.entry.id: placed.wait for placed in phased.placed} == {
        "best": None, "dear": "money", "cheap": None,
    }  # fmt: skip


def test_what_was_launched_counts_against_the_budget_from_then_on() -> None:
    first = rated(5, id="first") | costing() | earning(30_000_000) | phases(3)
    second = rated(5, id="second") | costing() | earning(20_000_000) | phases(3)
    assert starts(plan(first, second, bounds=Terms(FIRST, Decimal(8_350_000)))) == {
        "first": "2026-01", "second": "2026-04",
    }  # fmt: skip
    assert starts(plan(first, second, bounds=Terms(FIRST, Decimal(8_349_999)))) == {
        "first": "2026-01", "second": "2026-05",
    }  # fmt: skip


def test_what_could_not_be_run_for_ever_is_not_launched() -> None:
    each = costing(development=0, data=0) | phases(3)  # 2 million, then 1.32 a year
    first, second = (rated(5, id=id_) | each | earning(30_000_000) for id_ in ("first", "second"))
    phased = plan(first, second, bounds=Terms(FIRST, Decimal(2_000_000), carry_over=True))
    assert starts(phased) == {"first": "2026-01", "second": "2026-05"}
    short = plan(first, second, bounds=Terms(FIRST, Decimal(650_000), carry_over=True))
    assert [(each.entry.id, each.wait) for each in short.later] == [("second", "money")]


def test_what_a_quarter_leaves_is_carried_over_only_on_request() -> None:
    dear = rated(5, id="dear") | costing(development=2_000_000) | phases(3)  # 12.6 million in one quarter
    without = plan(dear, bounds=Terms(FIRST, Decimal(7_000_000)))
    assert [each.reason for each in without.unplaced] == ["over_budget"]
    phased = plan(dear, bounds=Terms(FIRST, Decimal(7_000_000), carry_over=True))
    assert starts(phased) == {"dear": "2026-03"}
    assert [load.available for load in loads_of(phased)] == [7_000_000, 9_800_000]


def test_a_year_has_one_budget_and_begins_where_the_operator_says() -> None:
    each = costing(development=900_000) | earning(9_000_000) | phases(3)  # 7.1 million
    bounds = Terms(Quarter(2026, 3), Decimal(16_000_000), "year", fiscal_start=4)
    phased = plan(rated(5, id="A") | each, rated(5, id="B") | each, rated(5, id="C") | each, bounds=bounds)
    assert starts(phased) == {"A": "2026-10", "B": "2026-10", "C": "2027-04"}


def test_a_slot_is_held_through_the_roadmap() -> None:
    long = rated(5, id="long") | costing() | phases(2, 2, 2)
    short = rated(4, id="short") | costing()
    phased = plan(long, short, bounds=Terms(FIRST, slots=1))
    assert [placed.flow.length for placed in phased.placed] == [6, 3]
    assert starts(phased) == {"long": "2026-01", "short": "2026-07"}
    assert [load.running for load in loads_of(phased)] == [1, 1, 1]


def test_open_items_hold_the_start_back_and_cleared_ones_do_not() -> None:
    due = {f"pg_due_{GATE.items[-1].id}": date(2026, 8, 1)}
    assert starts(plan(rated(4, 14, id="open") | costing() | due)) == {"open": "2026-08"}
    assert starts(plan(rated(4, 15, id="done") | costing() | due)) == {"done": "2026-01"}


def test_what_can_start_only_after_the_plan_comes_later() -> None:
    due = {f"pg_due_{GATE.items[-1].id}": date.max}
    phased = plan(rated(4, 14, id="late") | costing() | due, bounds=Terms(FIRST, slots=1))
    assert [(each.entry.id, each.wait) for each in phased.later] == [("late", "horizon")]
    assert loads_of(phased) == ()


def test_a_pin_comes_before_value_and_starts_in_its_quarter() -> None:
    pinned = rated(4, 14, id="pinned") | costing() | {f"pg_due_{GATE.items[-1].id}": date(2026, 8, 1)}
    better = rated(5, id="better") | costing() | earning(90_000_000)
    bounds = Terms(FIRST, slots=1, pins={"pinned": FIRST})
    phased = plan(better, pinned, bounds=bounds)
    assert starts(phased) == {"pinned": "2026-01", "better": "2026-04"}
    assert phased.placed[0].basis == "pin"
    assert starts(plan(better, pinned, bounds=Terms(FIRST, slots=1, pins={"pinned": None}))) == {
        "pinned": "2026-08", "better": "2026-01",
    }  # fmt: skip


def test_a_pin_never_outranks_the_gate_or_the_committee() -> None:
    answers = [
        rated(2, id="hold") | costing(),
        rated(5, id="rejected") | costing() | committee("rejected"),
        rated(3, id="excluded") | costing(),
    ]
    pins = dict.fromkeys(("hold", "rejected", "excluded"))
    phased = plan(*answers, bounds=Terms(FIRST, pins=pins, excluded=frozenset({"excluded"})))
    assert {each.entry.id: each.reason for each in phased.unplaced} == {
        "hold": "hold", "rejected": "rejected", "excluded": "excluded",
    }  # fmt: skip


def test_the_plan_begins_in_the_quarter_of_the_latest_assessment() -> None:
    days = (None, date(2026, 2, 1), date(2026, 7, 1))
    found = entries(
        assessment(rated(4, id=f"{n}") | ({"pg_engagement_assessment_date": day} if day else {}))
        for n, day in enumerate(days)
    )
    assert latest_quarter(found) == Quarter(2026, 3)
    assert latest_quarter(found, fiscal_start=4) == Quarter(2026, 2)
    assert latest_quarter(()) is None


@pytest.mark.parametrize(
    ("wrong", "why"),
    [({"slots": 0}, "without a slot"), ({"horizon": 0}, "looks ahead"), ({"fiscal_start": 13}, "begins in")],
)
def test_terms_that_no_plan_can_keep_are_refused(wrong: dict[str, int], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Terms(FIRST, **wrong)  # type: ignore[arg-type]
