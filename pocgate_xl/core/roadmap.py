"""The roadmap: when each phase starts and ends, when each goal is due."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import MAXYEAR, date, timedelta

from ..records import dataclass
from .submission import Goal, PhaseResponse
from .template import Phase, Template
from .validity import LONGEST_MONTHS, valid_whole

MONTHS_A_YEAR = 12
BLANK = PhaseResponse()


@dataclass(frozen=True, slots=True)
class PhasePlan:
    """One phase; `within` compares its months with the usual range."""

    phase: str
    months: int | None
    scope: str | None
    start: date | None
    end: date | None
    within: bool | None


@dataclass(frozen=True, slots=True)
class GoalPlan(Goal):
    """A goal with the day on which it is due."""

    due: date | None = None


@dataclass(frozen=True, slots=True)
class Roadmap:
    """The phases with their dates, and what is aimed at by when."""

    start: date | None
    phases: tuple[PhasePlan, ...]
    goals: Mapping[str, GoalPlan]


def schedule_roadmap(
    template: Template,
    start: date | None,
    phases: Mapping[str, PhaseResponse],
    goals: Mapping[str, Goal],
) -> Roadmap:
    """Date the phases and goals from one start; what cannot be dated is None."""
    due = {horizon.id: add_months(start, horizon.months) for horizon in template.horizons}
    return Roadmap(
        start=start,
        phases=_phases(template.phases, start, phases),
        goals={id_: _goal(goals.get(id_, Goal()), day) for id_, day in due.items()},
    )


def _goal(goal: Goal, due: date | None) -> GoalPlan:
    return GoalPlan(goal.kpi, goal.baseline, goal.target, goal.measurement, due)


def _phases(
    phases: tuple[Phase, ...], start: date | None, responses: Mapping[str, PhaseResponse]
) -> tuple[PhasePlan, ...]:
    """Count all starts from the roadmap's start, so that a short month shifts none for good."""
    plans: list[PhasePlan] = []
    before: int | None = 0
    for phase in phases:
        response = responses.get(phase.id, BLANK)
        months = valid_whole(response.months, 1, LONGEST_MONTHS)
        after = None if before is None or months is None else before + months
        plans.append(_phase(phase, response.scope, months, start, (before, after)))
        before = after
    return tuple(plans)


def _phase(
    phase: Phase,
    scope: str | None,
    months: int | None,
    start: date | None,
    bounds: tuple[int | None, int | None],
) -> PhasePlan:
    first, following = (add_months(start, bound) for bound in bounds)
    end = following and following - timedelta(days=1)
    within = None if months is None else phase.min_months <= months <= phase.max_months
    return PhasePlan(phase.id, months, scope, first, end, within)


def month_number(day: date) -> int:
    """Return the month of a day as a number, so that months can be counted."""
    return day.year * MONTHS_A_YEAR + day.month - 1


def add_months(day: date | None, months: int | None) -> date | None:
    """Return the same day so many months later, the month's last where it has no such day.

    None where either is unknown or the date would lie beyond the calendar.
    """
    if day is None or months is None:
        return None
    year, month = divmod(month_number(day) + months, MONTHS_A_YEAR)
    if year > MAXYEAR:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
