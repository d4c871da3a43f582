"""Mutants while they are tried: what is known of each, and which may stand in a workbook together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tests.engines.mutants import Mutant
from tests.engines.places import Node

Reach = tuple[int, int, int]
"""What a mutant can change, what of it is seen, and what it refers to: bits by cell."""


class Attempt:
    """A mutant that nobody has noticed yet, and when it need not be tried again.

    `silent` holds operands with which it shows the same as the formula, `masked` what stood in all
    inputs behind its results when it showed another value that made no difference. `open` holds the
    trials in which another mutant may have made the same difference.
    """

    def __init__(self, mutant: Mutant, reach: Reach, behind: tuple[Node, ...]) -> None:
        self.mutant, self.reach = mutant, reach
        self.operands, self.behind = sorted(mutant.used), behind
        self.silent: set[tuple[object, ...]] = set()
        self.masked: set[tuple[object, ...]] = set()
        self.open: set[int] = set()

    def is_known(self, values: Mapping[Node, object]) -> bool:
        if at(self.operands, values) in self.silent:
            return True
        return bool(self.masked) and at(self.behind, values) in self.masked


def at(nodes: Iterable[Node], values: Mapping[Node, object]) -> tuple[object, ...]:
    return tuple([(type(value := values[node]), value) for node in nodes])


class Batch:
    """Mutants of cells so far apart that each has results of its own."""

    def __init__(self, members: Iterable[Attempt] = ()) -> None:
        self.members: list[Attempt] = []
        self.changed = self.shared = self.used = self.once = self.twice = 0
        for attempt in members:
            self.takes(attempt)

    def takes(self, attempt: Attempt) -> bool:
        """Add a mutant unless it could disturb another, or another it."""
        changed, seen, used = attempt.reach
        if used & self.changed or self.used & changed:
            return False
        twice = self.twice | (self.once & seen)
        if not seen & ~twice or not all(member.reach[1] & ~twice for member in self.members):
            return False
        self.members.append(attempt)
        self.twice, self.once = twice, self.once | seen
        self.shared |= self.changed & changed
        self.changed, self.used = self.changed | changed, self.used | used
        return True


def same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def batches(untried: Iterable[Attempt], most: int = 24) -> list[Batch]:
    done: list[Batch] = []
    filling: list[Batch] = []
    for attempt in untried:
        if not any(batch.takes(attempt) for batch in filling):
            filling.append(Batch([attempt]))
            if len(filling) > most:
                done.append(filling.pop(0))
    return done + filling


def rounds(untried: Iterable[Attempt]) -> Iterator[list[Attempt]]:
    """Yield mutants in as few rounds as there are mutants of one formula: no more than one each."""
    waiting: dict[Node, list[Attempt]] = {}
    for attempt in untried:
        waiting.setdefault(attempt.mutant.node, []).append(attempt)
    while waiting:
        yield [attempts.pop() for attempts in waiting.values()]
        waiting = {node: attempts for node, attempts in waiting.items() if attempts}
