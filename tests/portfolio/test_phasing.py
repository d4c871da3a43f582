from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.assessment import ReadableAssessment
from pocgate_xl.portfolio.phasing import Limits, PhasedPlan, Placement, latest_quarter, plan_phases
from pocgate_xl.portfolio.quarters import Quarter
from pocgate_xl.portfolio.ranking import Entry, rank
from tests.portfolio.engagements import CURRENCY, GATE, assessment, costing, portfolios, rated

FIRST = Quarter(2026, 1)
budgets = st.none() | st.integers(0, 40).map(lambda n: Decimal(n * 1_000_000))
limits = st.builds(Limits, st.just(FIRST), budgets, st.none() | st.integers(1, 4))


def entries(assessments: Iterable[ReadableAssessment]) -> tuple[Entry, ...]:
    return rank(assessments, GATE.id, CURRENCY).entries


def plan(*answers: dict[str, Any], bounds: Limits = Limits(FIRST)) -> PhasedPlan:  # noqa: B008
    found = [assessment(each, f"{number}.xlsx") for number, each in enumerate(answers)]
    return plan_phases(entries(found), bounds)


def starts(phased: PhasedPlan) -> dict[str | None, str]:
    return {placed.entry.assessment.engagement.id: str(placed.start) for placed in phased.placed}


def waiting(placed: Placement) -> Iterator[Quarter]:
    """Yield the quarters in which a placed engagement was ready and did not start."""
    quarter = placed.ready
    while quarter < placed.start:
        yield quarter
        quarter = quarter.plus(1)


@given(portfolios(), limits)
def test_every_engagement_is_placed_or_unplaced_once(found: list[ReadableAssessment], bounds: Limits) -> None:
    ranked = entries(found)
    phased = plan_phases(ranked, bounds)
    named = [each.entry for each in (*phased.placed, *phased.unplaced)]
    assert Counter(map(id, named)) == Counter(map(id, ranked))
    order = [ranked.index(placed.entry) for placed in phased.placed]
    assert order == sorted(order)


@given(portfolios(), limits)
def test_no_quarter_exceeds_budget_or_slots(found: list[ReadableAssessment], bounds: Limits) -> None:
    for load in plan_phases(entries(found), bounds).loads:
        assert bounds.budget is None or load.cost <= bounds.budget
        assert bounds.slots is None or load.running <= bounds.slots
        assert load.cost == sum(placed.cost for placed in load.starting)


@given(portfolios(), limits)
def test_nothing_starts_before_it_is_ready(found: list[ReadableAssessment], bounds: Limits) -> None:
    for placed in plan_phases(entries(found), bounds).placed:
        due = placed.entry.assessment.checklist.latest_due
        assert placed.ready == max(FIRST, Quarter.of(due) if due else FIRST)
        assert placed.start >= placed.ready


@given(portfolios(), limits)
def test_nothing_could_have_started_earlier_beside_what_ranks_above_it(
    found: list[ReadableAssessment], bounds: Limits
) -> None:
    placed_so_far: list[Placement] = []
    for placed in plan_phases(entries(found), bounds).placed:
        for quarter in waiting(placed):
            spent = sum(other.cost for other in placed_so_far if other.start == quarter)
            held = [quarter.plus(offset) for offset in range(placed.length)]
            busy = [sum(each in tuple(other.held) for other in placed_so_far) for each in held]
            too_dear = bounds.budget is not None and spent + placed.cost > bounds.budget
            assert too_dear or (bounds.slots is not None and max(busy) >= bounds.slots)
        placed_so_far.append(placed)


@given(portfolios())
def test_without_limits_everything_starts_when_it_is_ready(found: list[ReadableAssessment]) -> None:
    assert all(placed.start == placed.ready for placed in plan_phases(entries(found), Limits(FIRST)).placed)


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (rated(2) | costing(), "hold"),
        ({"pg_engagement_id": "A"} | costing(), "incomplete"),
        (rated(4), "unknown_cost"),
        (rated(4, currency="USD") | costing() | {"pg_planned_cost_training": Decimal(0)}, "unknown_cost"),
        (rated(4) | costing(development=2_000_000), "over_budget"),
    ],
)
def test_what_cannot_be_placed_says_why(answers: dict[str, Any], reason: str) -> None:
    phased = plan(answers, bounds=Limits(FIRST, Decimal(8_000_000)))
    assert (phased.placed, [each.reason for each in phased.unplaced]) == ((), [reason])


def test_a_plan_without_a_first_quarter_places_nothing() -> None:
    phased = plan(rated(4) | costing(), bounds=Limits(None))
    assert [each.reason for each in phased.unplaced] == ["unknown_start"]
    assert phased.loads == ()


def test_a_budget_is_spent_in_rank_order_and_what_fits_may_overtake() -> None:
    phased = plan(
        rated(5, id="dear") | costing(development=1_000_000),  # 7.6 million
        rated(5, id="dearer") | costing(development=1_200_000),  # 8.6 million
        rated(4, id="cheap") | costing(development=0, data=0),  # 2 million
        bounds=Limits(FIRST, Decimal(10_000_000)),
    )
    assert starts(phased) == {"dear": "2026-Q1", "dearer": "2026-Q2", "cheap": "2026-Q1"}


def test_a_slot_is_held_through_the_roadmap() -> None:
    months = {f"pg_phase_months_{phase.id}": 2 for phase in GATE.phases}
    long = rated(5, id="long") | costing() | months
    short = rated(4, id="short") | costing()
    phased = plan(long, short, bounds=Limits(FIRST, slots=1))
    assert [placed.length for placed in phased.placed] == [2, 1]
    assert starts(phased) == {"long": "2026-Q1", "short": "2026-Q3"}
    assert [(str(load.quarter), load.running) for load in phased.loads] == [
        ("2026-Q1", 1), ("2026-Q2", 1), ("2026-Q3", 1),
    ]  # fmt: skip


def test_open_items_hold_the_start_back_and_cleared_ones_do_not() -> None:
    item = GATE.items[-1].id
    due = {f"pg_due_{item}": date(2026, 8, 1)}
    assert starts(plan(rated(4, 14, id="open") | costing() | due)) == {"open": "2026-Q3"}
    assert starts(plan(rated(4, 15, id="done") | costing() | due)) == {"done": "2026-Q1"}


def test_a_due_date_at_the_end_of_time_is_a_quarter_like_any_other() -> None:
    due = {f"pg_due_{GATE.items[-1].id}": date.max}
    phased = plan(rated(4, 14, id="late") | costing() | due, bounds=Limits(FIRST, slots=1))
    assert starts(phased) == {"late": "9999-Q4"}
    assert len(phased.loads) == 1


def test_the_plan_begins_in_the_quarter_of_the_latest_assessment() -> None:
    days = (None, date(2026, 2, 1), date(2026, 7, 1))
    found = entries(
        assessment(rated(4, id=f"{n}") | ({"pg_engagement_assessment_date": day} if day else {}))
        for n, day in enumerate(days)
    )
    assert latest_quarter(found) == Quarter(2026, 3)
    assert latest_quarter(()) is None


def test_a_plan_needs_a_slot() -> None:
    with pytest.raises(ValueError, match="without a slot"):
        Limits(FIRST, slots=0)
