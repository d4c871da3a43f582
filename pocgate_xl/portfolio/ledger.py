"""What every quarter or year has left while engagements are given their places, and who holds the slots."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import accumulate

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
        self.origin = first - terms.months_begun(first)
        self.spent: list[Fraction] = []
        """What is booked in each period until everything has been launched for a whole one."""
        self.carried = [NOTHING]
        """What each period takes over from the one before it."""
        self.rents = NOTHING
        self.running: Counter[int] = Counter()

    def has_slot(self, flow: Flow) -> bool:
        """Say whether a slot is free in every month of the roadmap."""
        slots, running = self.terms.slots, self.running
        return slots is None or not any(running[month] >= slots for month in self._held(flow))

    def has_money(self, flow: Flow) -> bool:
        """Say whether every period can pay for it, and whoever runs for ever can be paid for ever."""
        if self.budget is None:
            return True
        if not self.sustains(flow):
            return False
        begun = self._period(flow.start)
        left = self._carried(begun)
        for place in range(begun, self._settled(flow)):
            left = self.budget + left - self._booked(place) - self._taken(flow, place)
            if left < 0:
                return False
            left = left if self.terms.carry_over else NOTHING
        return True

    def sustains(self, flow: Flow) -> bool:
        """Say whether a period's budget covers everything that runs, once it is launched."""
        return self.budget is None or (self.rents + flow.rent) * self.length <= self.budget

    def book(self, flow: Flow) -> None:
        begun = self._period(flow.start)
        self.spent = [
            self._booked(place) + (self._taken(flow, place) if place >= begun else NOTHING)
            for place in range(self._settled(flow))
        ]
        self.rents += flow.rent
        self.running.update(self._held(flow))
        if self.budget is not None and self.terms.carry_over:
            self.carried = list(accumulate((self.budget - each for each in self.spent), initial=NOTHING))

    def _held(self, flow: Flow) -> range:
        return range(max(flow.start, self.first), max(flow.launch, self.first))

    def _period(self, month: int) -> int:
        return (max(month, self.first) - self.origin) // self.length

    def _settled(self, flow: Flow) -> int:
        """Return the first period from which on nothing changes any more."""
        return max(len(self.spent), self._period(flow.launch) + 2)

    def _booked(self, place: int) -> Fraction:
        return self.spent[place] if place < len(self.spent) else self.rents * self.length

    def _carried(self, place: int) -> Fraction:
        """Return what a period takes over; beyond those that are booked the running costs go on."""
        if self.budget is None or not self.terms.carry_over:
            return NOTHING
        beyond = max(0, place - len(self.carried) + 1)
        return self.carried[place - beyond] + beyond * (self.budget - self.rents * self.length)

    def _taken(self, flow: Flow, place: int) -> Fraction:
        begin = self.origin + place * self.length
        return flow.spent(max(begin, self.first), begin + self.length)
