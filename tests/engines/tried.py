"""Mutants that nobody has noticed yet, and which of them each submission is still to be tried on."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence

from tests.engines.attempts import Attempt
from tests.engines.mutants import Mutant
from tests.engines.witnesses import Witnesses

SPACING = 8
"""Mutants that cannot be noticed are tried on every so many submissions."""


class Tried:
    """The mutants that are alive, and what is known of them.

    A mutant that was tried with others may have to be tried alone: then its submission is open.
    """

    def __init__(
        self,
        mutants: Sequence[Mutant],
        attempt: Callable[[Mutant], Attempt],
        witnesses: Witnesses,
        rarely: Container[int],
    ) -> None:
        self.alive = {id(mutant): attempt(mutant) for mutant in mutants}
        self.seldom = {each for each in self.alive if each in rarely}
        self.witnesses = witnesses
        self.start = {id(mutant): witnesses.tried(mutant) for mutant in mutants}

    def by_witness(self) -> list[tuple[int, list[Attempt]]]:
        """Return submissions with the mutants that each noticed the last time."""
        found: dict[int, list[Attempt]] = {}
        for attempt in self.alive.values():
            number = self.witnesses.witness(attempt.mutant)
            if number is not None:
                found.setdefault(number, []).append(attempt)
        return sorted(found.items())

    def still(self, attempts: Iterable[Attempt]) -> list[Attempt]:
        """Return those of some mutants that are alive."""
        return [attempt for attempt in attempts if id(attempt.mutant) in self.alive]

    def asked(self, number: int, alone: bool) -> list[Attempt]:
        """Return the mutants that are to be tried on a submission, with others or alone."""
        if alone:
            return [each for each in self.alive.values() if number in each.open]
        skipped = self.seldom if number % SPACING else frozenset()
        return [each for id_, each in self.alive.items() if id_ not in skipped and number >= self.start[id_]]

    def without(self, noticed: Iterable[Attempt], number: int) -> None:
        """Take out what a submission notices."""
        for attempt in noticed:
            del self.alive[id(attempt.mutant)]
            self.witnesses.noticed(attempt.mutant, number)

    def note(self, number: int, alone: bool, all_: int) -> None:
        """Note for each mutant that is alive how many submissions do not notice it."""
        for id_, attempt in self.alive.items():
            reached = all_ if alone else max(self.start[id_], number + 1)
            still_open = (each for each in attempt.open if each > number or not alone)
            self.witnesses.missed(attempt.mutant, min(still_open, default=reached))
