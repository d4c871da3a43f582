"""When each engagement starts: the earliest quarter that has the money and a free slot."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import count
from math import ceil
from typing import Literal

from ..core.money import EXACT
from .quarters import MONTHS_A_QUARTER, Quarter
from .ranking import Entry

UnplacedReason = Literal["hold", "incomplete", "unknown_cost", "over_budget", "unknown_start"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bound every quarter; None means without limit.

    `first` is the first quarter of the plan, None where nothing says when it begins.
    """

    first: Quarter | None
    budget: Decimal | None = None
    slots: int | None = None

    def __post_init__(self) -> None:
        if self.slots is not None and self.slots < 1:
            raise ValueError("nothing can ever start without a slot")


@dataclass(frozen=True, slots=True)
class Placement:
    """Hold an engagement that starts; its slot is held for `length` quarters."""

    entry: Entry
    cost: Decimal
    ready: Quarter
    start: Quarter
    length: int

    @property
    def last(self) -> Quarter:
        return self.start.plus(self.length - 1)

    @property
    def held(self) -> Iterator[Quarter]:
        return (self.start.plus(offset) for offset in range(self.length))


@dataclass(frozen=True, slots=True)
class Unplaced:
    entry: Entry
    reason: UnplacedReason


@dataclass(frozen=True, slots=True)
class QuarterLoad:
    """Hold what one quarter carries: the cost of what starts in it, and how many slots are held."""

    quarter: Quarter
    starting: tuple[Placement, ...]
    running: int
    cost: Decimal


@dataclass(frozen=True, slots=True)
class PhasedPlan:
    """Hold every engagement once, placed or unplaced, both in rank order."""

    limits: Limits
    placed: tuple[Placement, ...]
    unplaced: tuple[Unplaced, ...]

    @property
    def loads(self) -> tuple[QuarterLoad, ...]:
        """Return the quarters in which something runs, in time order."""
        running = Counter(quarter for placement in self.placed for quarter in placement.held)
        starting: dict[Quarter, list[Placement]] = defaultdict(list)
        for placement in self.placed:
            starting[placement.start].append(placement)
        return tuple(_load(quarter, starting[quarter], running[quarter]) for quarter in sorted(running))


def _load(quarter: Quarter, starting: list[Placement], running: int) -> QuarterLoad:
    with localcontext(EXACT):
        cost = sum((placement.cost for placement in starting), Decimal(0))
    return QuarterLoad(quarter, tuple(starting), running, cost)


def latest_quarter(entries: Iterable[Entry]) -> Quarter | None:
    """Return the quarter of the latest assessment; a clock is never asked."""
    days = (entry.assessment.engagement.assessment_date for entry in entries)
    latest = max((day for day in days if day is not None), default=None)
    return None if latest is None else Quarter.of(latest)


def plan_phases(entries: Sequence[Entry], limits: Limits) -> PhasedPlan:
    """Place ranked entries one after the other, each as early as it can start.

    An entry is ready in the quarter in which its last open item is due. Its highest initial cost
    is spent in the quarter in which it starts.
    """
    calendar = _Calendar(limits)
    placed: list[Placement] = []
    unplaced: list[Unplaced] = []
    with localcontext(EXACT):
        for entry in entries:
            outcome = calendar.place(entry)
            if isinstance(outcome, Placement):
                placed.append(outcome)
            else:
                unplaced.append(outcome)
    return PhasedPlan(limits, tuple(placed), tuple(unplaced))


class _Calendar:
    """Keep what every quarter has left while entries are placed."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.spent: dict[Quarter, Decimal] = defaultdict(Decimal)
        self.running: Counter[Quarter] = Counter()

    def place(self, entry: Entry) -> Placement | Unplaced:
        decision = entry.assessment.decision
        if decision == "hold" or decision == "incomplete":
            return Unplaced(entry, decision)
        if entry.initial is None:
            return Unplaced(entry, "unknown_cost")
        cost = entry.initial.high
        if self.limits.budget is not None and cost > self.limits.budget:
            return Unplaced(entry, "over_budget")
        if self.limits.first is None:
            return Unplaced(entry, "unknown_start")
        return self._placed(entry, cost, max(self.limits.first, _ready(entry) or self.limits.first))

    def _placed(self, entry: Entry, cost: Decimal, ready: Quarter) -> Placement:
        length = quarters_held(entry)
        candidates = (Placement(entry, cost, ready, ready.plus(wait), length) for wait in count())
        placement = next(each for each in candidates if self._fits(each))
        self.spent[placement.start] += cost
        self.running.update(placement.held)
        return placement

    def _fits(self, placement: Placement) -> bool:
        budget, slots = self.limits.budget, self.limits.slots
        if budget is not None and self.spent[placement.start] + placement.cost > budget:
            return False
        return slots is None or all(self.running[quarter] < slots for quarter in placement.held)


def _ready(entry: Entry) -> Quarter | None:
    due = entry.assessment.checklist.latest_due
    return None if due is None else Quarter.of(due)


def quarters_held(entry: Entry) -> int:
    """Return how many quarters the roadmap fills; one where no phase has a length."""
    months = sum(phase.months or 0 for phase in entry.assessment.roadmap.phases)
    return max(1, ceil(months / MONTHS_A_QUARTER))
