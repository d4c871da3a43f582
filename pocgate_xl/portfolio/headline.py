"""What a board wants to know first: what is launched, for how much, what is left, what is in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from ..core.must_meets import reservations
from ..core.roadmap import MONTHS_A_YEAR
from ..records import dataclass
from .actions import Blocker
from .cash import NOTHING
from .entries import Entry
from .issued import Issued
from .phasing import PhasedPlan, Placement
from .quarters import MONTHS_A_QUARTER
from .ranking import SUPERSEDED, ApartReason, Ranking
from .terms import Terms


@dataclass(frozen=True, slots=True)
class BudgetYear:
    """The months of the plan's first fiscal year: what they may spend and what the plan spends in them.

    `available` is None without a limit.
    """

    months: range
    available: Fraction | None
    planned: Fraction

    @property
    def left(self) -> Fraction | None:
        return None if self.available is None else self.available - self.planned


@dataclass(frozen=True, slots=True)
class Headline:
    """The figures at the top of the board's page; money is the high estimate.

    `launches` start in the first quarter of the plan, `under_way` began before it and are not launched yet.
    `unanswered` counts the files that somebody must put right, by reason, `silent` who was asked and sent
    nothing; `concerned` are ranked and have concerns or must-meets not met. `blockers` leave out what the
    meeting itself grants.
    """

    launches: tuple[Placement, ...]
    under_way: int
    decisions: Mapping[str, int]
    once: Fraction
    a_year: Fraction
    year: BudgetYear | None
    blockers: tuple[Blocker, ...]
    unanswered: Mapping[ApartReason, int]
    silent: int
    concerned: tuple[Entry, ...]


def headline_of(
    ranking: Ranking, plan: PhasedPlan, blockers: tuple[Blocker, ...], issued: Sequence[Issued] = ()
) -> Headline:
    """Return the figures of a plan."""
    first = plan.months[:MONTHS_A_QUARTER]
    launches = tuple(placed for placed in plan.placed if placed.flow.start in first)
    reasons = Counter(each.reason for each in ranking.apart if each.reason not in SUPERSEDED)
    return Headline(
        launches,
        sum(placed.flow.start < plan.months.start < placed.flow.launch for placed in plan.placed),
        Counter(placed.entry.assessment.decision for placed in launches),
        sum((placed.entry.cost or NOTHING for placed in launches), NOTHING),
        sum((placed.flow.rent * MONTHS_A_YEAR for placed in launches), NOTHING),
        budget_year(plan),
        blockers,
        dict(sorted(reasons.items())),
        sum(each.state == "not_answered" and not each.files for each in issued),
        tuple(entry for entry in ranking.ranked if is_concerned(entry)),
    )


def is_concerned(entry: Entry) -> bool:
    """Say whether a total hides something that the board must know."""
    found = entry.assessment
    return bool(reservations(found.must_meets, found.scorecard.concerns))


def budget_year(plan: PhasedPlan) -> BudgetYear | None:
    """Return the rest of the fiscal year in which the plan begins; None where nothing says when that is."""
    terms, months = plan.terms, plan.months
    if not months:
        return None
    begun = (months.start - (terms.fiscal_start - 1)) % MONTHS_A_YEAR
    year = months[: MONTHS_A_YEAR - begun]
    planned = sum((each.invested + each.run for each in plan.cash[: len(year)]), NOTHING)
    return BudgetYear(year, _available(terms, year), planned)


def _available(terms: Terms, year: Sequence[int]) -> Fraction | None:
    """Return the budget of so many months: that of the year is whole, whenever the plan begins."""
    if terms.budget is None:
        return None
    periods = 1 if terms.period == "year" else len(year) // MONTHS_A_QUARTER
    return Fraction(terms.budget) * periods
