"""What every quarter or year has left while engagements are given their places, and who holds the slots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from ..core.roadmap import MONTHS_A_YEAR
from .cash import NOTHING, Flow
from .terms import MONTHS, Terms


class Ledger:
    """Book flows so that no period exceeds its budget and no month its slots, now or ever after."""

    def __init__(self, terms: Terms, first: int) -> None:
        """Begin with a month; the period in which that lies has its whole budget."""
        self.terms = terms
        self.first = first
        self.budget = None if terms.budget is None else Fraction(terms.budget)
        self.length = MONTHS[terms.period]
        offset = (first - (terms.fiscal_start - 1)) % MONTHS_A_YEAR if terms.period == "year" else 0
        self.origin = first - offset
        self.spent: list[Fraction] = []
        self.rents = NOTHING
        self.running: Counter[int] = Counter()

    def has_slot(self, flow: Flow) -> bool:
        """Say whether a slot is free in every month of the roadmap."""
        slots = self.terms.slots
        return slots is None or all(self.running[month] < slots for month in self._held(flow))

    def has_money(self, flow: Flow) -> bool:
        """Say whether every period can pay for it, and whoever runs for ever can be paid for ever."""
        if self.budget is None:
            return True
        if not self.sustains(flow):
            return False
        spent, available = self._spent_with(flow), NOTHING
        for each in spent:
            available = self.budget + (available if self.terms.carry_over else NOTHING) - each
            if available < 0:
                return False
        return True

    def sustains(self, flow: Flow) -> bool:
        """Say whether a period's budget covers everything that runs, once it is launched."""
        return self.budget is None or (self.rents + flow.rent) * self.length <= self.budget

    def book(self, flow: Flow) -> None:
        self.spent = list(self._spent_with(flow))
        self.rents += flow.rent
        self.running.update(self._held(flow))

    def _held(self, flow: Flow) -> range:
        return range(max(flow.start, self.first), max(flow.launch, self.first))

    def _spent_with(self, flow: Flow) -> Iterator[Fraction]:
        """Yield what each period spends until all that is booked has been launched for a whole one."""
        begun = max(flow.start - self.origin, 0) // self.length
        last = max(len(self.spent), (max(flow.launch, self.first) - self.origin) // self.length + 2)
        for place in range(last):
            booked = self.spent[place] if place < len(self.spent) else self.rents * self.length
            yield booked + self._taken(flow, place) if place >= begun else booked

    def _taken(self, flow: Flow, place: int) -> Fraction:
        begin = self.origin + place * self.length
        return flow.spent(max(begin, self.first), begin + self.length)
