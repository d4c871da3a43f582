from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.roadmap import GoalPlan, PhasePlan, Roadmap, add_months, schedule_roadmap
from pocgate_xl.core.submission import Goal, PhaseResponse
from tests.core import strategies

GATE = strategies.built_in()


def planned(start: date | None, *months: int | None) -> Roadmap:
    lengths = zip(GATE.phases, months, strict=True)
    return schedule_roadmap(GATE, start, {phase.id: PhaseResponse(count) for phase, count in lengths}, {})


def dates(roadmap: Roadmap) -> list[tuple[str | None, str | None]]:
    return [(d.start and d.start.isoformat(), d.end and d.end.isoformat()) for d in roadmap.phases]


def test_each_phase_starts_where_the_one_before_ends() -> None:
    assert dates(planned(date(2026, 12, 1), 2, 3, 6)) == [
        ("2026-12-01", "2027-01-31"), ("2027-02-01", "2027-04-30"), ("2027-05-01", "2027-10-31"),
    ]  # fmt: skip


def test_a_short_month_clamps_a_start_but_does_not_shift_the_later_ones() -> None:
    assert dates(planned(date(2026, 12, 31), 2, 2, 3)) == [
        ("2026-12-31", "2027-02-27"), ("2027-02-28", "2027-04-29"), ("2027-04-30", "2027-07-30"),
    ]  # fmt: skip


def test_a_phase_without_months_ends_the_dates() -> None:
    roadmap = planned(date(2026, 12, 1), 1, None, 4)
    assert dates(roadmap) == [("2026-12-01", "2026-12-31"), ("2027-01-01", None), (None, None)]
    assert [phase.within for phase in roadmap.phases] == [True, None, True]


def test_without_a_start_nothing_is_dated() -> None:
    roadmap = planned(None, 1, 2, 3)
    assert dates(roadmap) == [(None, None)] * 3
    assert [goal.due for goal in roadmap.goals.values()] == [None] * 3


@pytest.mark.parametrize(("months", "within"), [(1, True), (2, True), (3, False), (120, False), (None, None)])
def test_months_are_held_against_the_usual_range(months: int | None, within: bool | None) -> None:
    assert planned(None, months, None, None).phases[0] == PhasePlan("mvp", months, None, None, None, within)


@pytest.mark.parametrize("months", [0, -1, 121, True, 10**40])
def test_months_out_of_bounds_count_as_not_given(months: int) -> None:
    assert planned(date(2026, 1, 1), months, 2, 3) == planned(date(2026, 1, 1), None, 2, 3)


def test_dates_beyond_the_calendar_are_unknown() -> None:
    assert dates(planned(date(9999, 10, 15), 2, 1, 1)) == [
        ("9999-10-15", "9999-12-14"), ("9999-12-15", None), (None, None),
    ]  # fmt: skip


def test_goals_are_due_months_after_the_start_and_keep_their_texts() -> None:
    goal = Goal("hours saved", "0", "100", "timesheets")
    roadmap = schedule_roadmap(GATE, date(2027, 11, 30), {}, {"3m": goal, "elsewhere": Goal("no")})
    assert roadmap.goals == {
        "3m": GoalPlan("hours saved", "0", "100", "timesheets", date(2028, 2, 29)),
        "6m": GoalPlan(due=date(2028, 5, 30)),
        "12m": GoalPlan(due=date(2028, 11, 30)),
    }


def counted(day: date, months: int) -> date:
    """Walk month by month, then step back from a day that does not exist."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


@given(st.dates(date(1900, 3, 1), date(9000, 1, 1)), st.integers(0, 600))
def test_months_are_added_as_a_calendar_is_walked(day: date, months: int) -> None:
    assert add_months(day, months) == counted(day, months)


@given(st.dates(), st.lists(st.integers(1, 120), min_size=3, max_size=3))
def test_dated_phases_leave_no_gap(start: date, months: list[int]) -> None:
    phases = planned(start, *months).phases
    assert phases[0].start == start
    for phase, following in pairwise(phases):
        assert following.start == (phase.end and phase.end + timedelta(days=1))
