"""What each quarter of a plan carries: what starts, what runs, what is spent and what is left."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

from ..core.decision import Decision
from ..records import dataclass
from .cash import NOTHING, MonthCash
from .phasing import PhasedPlan, Placement
from .quarters import MONTHS_A_QUARTER, Quarter


@dataclass(frozen=True, slots=True)
class QuarterLoad:
    """One quarter; `running` counts the slots held at once, `available` is None without a limit.

    `by_decision` divides what is invested by the decisions of the engagements.
    """

    quarter: Quarter
    starting: tuple[Placement, ...]
    running: int
    invested: Fraction
    run: Fraction
    available: Fraction | None
    by_decision: Mapping[Decision, Fraction]

    @property
    def cost(self) -> Fraction:
        return self.invested + self.run

    @property
    def left(self) -> Fraction | None:
        return None if self.available is None else self.available - self.cost


def loads_of(plan: PhasedPlan) -> tuple[QuarterLoad, ...]:
    """Return the quarters from the first of the plan to the last in which a roadmap runs."""
    terms, busy = plan.terms, max((placed.flow.launch for placed in plan.placed), default=0)
    starting: dict[Quarter, list[Placement]] = defaultdict(list)
    for placed in plan.placed:
        starting[terms.quarter_at(placed.flow.start)].append(placed)
    held = _held(plan)
    loads: list[QuarterLoad] = []
    for cash, available in zip(_by_quarter(plan), _available(plan), strict=True):
        if cash[0].month >= busy:
            break
        quarter = terms.quarter_at(cash[0].month)
        loads.append(
            QuarterLoad(
                quarter, tuple(starting[quarter]), max(held[each.month] for each in cash),
                sum((each.invested for each in cash), NOTHING), sum((each.run for each in cash), NOTHING),
                available, _by_decision(plan, cash[0].month, cash[-1].month + 1),
            )
        )  # fmt: skip
    return tuple(loads)


def _by_decision(plan: PhasedPlan, first: int, stop: int) -> dict[Decision, Fraction]:
    sums: dict[Decision, Fraction] = defaultdict(lambda: NOTHING)
    for placed in plan.placed:
        if invested := placed.flow.invested(first, stop):
            sums[placed.entry.assessment.decision] += invested
    return dict(sums)


def _by_quarter(plan: PhasedPlan) -> Iterator[tuple[MonthCash, ...]]:
    return (plan.cash[at : at + MONTHS_A_QUARTER] for at in range(0, len(plan.cash), MONTHS_A_QUARTER))


def _held(plan: PhasedPlan) -> Counter[int]:
    """Count the roadmaps that run in each month."""
    months = (range(placed.flow.start, placed.flow.launch) for placed in plan.placed)
    return Counter(month for held in months for month in held)


def _available(plan: PhasedPlan) -> Iterator[Fraction | None]:
    """Yield what each quarter may spend: its own budget, or what is left of its year's; and what is over."""
    left = NOTHING
    for at, cash in enumerate(_by_quarter(plan)):
        if plan.terms.budget is None:
            yield None
            continue
        if not plan.terms.months_begun(cash[0].month) or not at:
            left = Fraction(plan.terms.budget) + (left if plan.terms.carry_over else NOTHING)
        yield left
        left -= sum((each.invested + each.run for each in cash), NOTHING)
