"""When each engagement starts: the earliest month from which money and a slot are free for its roadmap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal

from ..core.roadmap import month_number
from ..records import dataclass
from .cash import Flow, MonthCash, cash_of, flow_of
from .entries import OUT, Entry, OutGrade, UnknownMoney, unknown_money
from .ledger import Ledger
from .quarters import Quarter
from .terms import Terms

UnplacedReason = Literal[OutGrade, UnknownMoney, "over_budget", "unknown_start"]
Basis = Literal["plan", "ready", "roadmap", "pin"]
"""What says when an engagement can start at the earliest."""
Wait = Literal["money", "slots", "both", "horizon"]
"""What keeps it from starting then, in every month or in some; `horizon` is the end of the plan."""


@dataclass(frozen=True, slots=True)
class Placement:
    """An engagement that starts: when it could at the earliest, when it does, and why not sooner."""

    entry: Entry
    flow: Flow
    earliest: int
    basis: Basis
    wait: Wait | None


@dataclass(frozen=True, slots=True)
class Later:
    """An engagement that may be launched, but not within the months of the plan."""

    entry: Entry
    earliest: int
    basis: Basis
    wait: Wait


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An engagement that is not launched at all as things stand."""

    entry: Entry
    reason: UnplacedReason


@dataclass(frozen=True)
class PhasedPlan:
    """Every engagement once: placed, later or unplaced, each in rank order."""

    terms: Terms
    placed: tuple[Placement, ...]
    later: tuple[Later, ...]
    unplaced: tuple[Unplaced, ...]

    @cached_property
    def months(self) -> range:
        """Return the months that the plan looks at; none where nothing says when it begins."""
        return range(0) if self.terms.first is None else self.terms.months_of(self.terms.first)

    @cached_property
    def cash(self) -> tuple[MonthCash, ...]:
        """Return what each month takes."""
        return cash_of((placed.flow for placed in self.placed), self.months) if self.months else ()


def latest_quarter(entries: Iterable[Entry], fiscal_start: int = 1) -> Quarter | None:
    """Return the quarter of the latest assessment; a clock is never asked."""
    days = (entry.assessment.engagement.assessment_date for entry in entries)
    latest = max((day for day in days if day is not None), default=None)
    return None if latest is None else Quarter.of(latest, fiscal_start)


def plan_phases(entries: Sequence[Entry], terms: Terms) -> PhasedPlan:
    """Place entries one after the other in their order, each as early as it can start."""
    calendar = None if terms.first is None else _Calendar(terms, terms.first)
    outcomes = [_outcome(entry, calendar) for entry in entries]
    return PhasedPlan(
        terms,
        tuple(each for each in outcomes if isinstance(each, Placement)),
        tuple(each for each in outcomes if isinstance(each, Later)),
        tuple(each for each in outcomes if isinstance(each, Unplaced)),
    )


def _outcome(entry: Entry, calendar: _Calendar | None) -> Placement | Later | Unplaced:
    reason = OUT.get(entry.grade) or unknown_money(entry)
    flow = flow_of(entry)
    if reason is not None or flow is None:
        return Unplaced(entry, reason or "unknown_cost")
    return Unplaced(entry, "unknown_start") if calendar is None else calendar.place(entry, flow)


class _Calendar:
    """The months of a plan, in which entries get their places while a ledger keeps what is left."""

    def __init__(self, terms: Terms, first: Quarter) -> None:
        self.terms = terms
        self.months = terms.months_of(first)
        self.ledger = Ledger(terms, self.months[0])

    def place(self, entry: Entry, flow: Flow) -> Placement | Later | Unplaced:
        """Place an entry whose money flows like this, whenever it starts."""
        earliest, basis = self._earliest(entry)
        flow = flow.at(earliest)
        if earliest >= self.months.stop:
            return Later(entry, earliest, basis, "horizon")
        waits: set[Wait] = set()
        for each in self._starts(flow, self.ledger):
            wait = _lacks(self.ledger, each)
            if wait is None:
                self.ledger.book(each)
                return Placement(entry, each, earliest, basis, _waited_for(waits) if waits else None)
            waits.add(wait)
        if not self._ever(flow):
            return Unplaced(entry, "over_budget")
        return Later(entry, earliest, basis, _waited_for(waits))

    def _earliest(self, entry: Entry) -> tuple[int, Basis]:
        """Return the first month in which an entry may start, and what says so.

        What the committee approved starts with its roadmap, even before the plan: it is under way then.
        """
        start = entry.assessment.roadmap.start
        if entry.grade == "approved" and start is not None:
            return month_number(start), "roadmap"
        if (pin := self.terms.pins.get(entry.id or "")) is not None:
            return max(self.months[0], self.terms.month_of(pin)), "pin"
        known: list[tuple[int, Basis]] = [(self.months[0], "plan")]
        if (due := entry.assessment.checklist.latest_due) is not None:
            known.append((month_number(due), "ready"))
        if start is not None:
            known.append((month_number(start), "roadmap"))
        return max(known, key=lambda each: each[0])

    def _starts(self, flow: Flow, ledger: Ledger) -> Iterator[Flow]:
        """Yield a flow as it would start at the earliest, then in each later month of the plan."""
        yield flow
        if ledger.sustains(flow):
            following = (month for month in self.months if month > flow.start)
            yield from (flow.at(month) for month in following)

    def _ever(self, flow: Flow) -> bool:
        """Say whether all the money and slots of the plan would do for it alone."""
        alone = Ledger(self.terms, self.months[0])
        return any(alone.has_money(each) for each in self._starts(flow, alone))


def _lacks(ledger: Ledger, flow: Flow) -> Wait | None:
    if not ledger.has_slot(flow):
        return "slots"
    return None if ledger.has_money(flow) else "money"


def _waited_for(waits: set[Wait]) -> Wait:
    """Return what was waited for in one word: money, slots or both."""
    return "both" if len(waits) > 1 else next(iter(waits))
