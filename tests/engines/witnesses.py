"""What is known of every mutant from earlier runs: the submission that noticed it, or how many have not.

A run begins with the submission that noticed a mutant the last time, which is all that most of them need; one
that is ended early is gone on with where it was. What a mutant is, is told by its formula's digest: a line
about a formula that has changed says nothing. How many submissions were tried counts only while these are the
same ones; which of them noticed a mutant is where to begin, and is tried again in every run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pocgate_xl.spreadsheetml.address import a1
from tests.engines.mutants import Mutant
from tests.engines.places import Node
from tests.engines.random_submissions import DrawnSubmission

EVERY = 20
"""After how many submissions what is known is written."""

Key = tuple[str, int]
"""A formula's cell with its digest, and which of its mutants it is."""


def digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]


def keys_of(mutants: Iterable[Mutant]) -> dict[int, Key]:
    """Return the key of each mutant, by its id; all mutants of a formula are needed."""
    by_node: dict[Node, list[Mutant]] = {}
    for mutant in mutants:
        by_node.setdefault(mutant.node, []).append(mutant)
    return dict(_keyed(by_node))


def _keyed(by_node: Mapping[Node, Sequence[Mutant]]) -> Iterator[tuple[int, Key]]:
    for (sheet, at), each in by_node.items():
        name = f"{sheet}!{a1(at)} {digest(mutant.formula for mutant in each)}"
        yield from ((id(mutant), (name, place)) for place, mutant in enumerate(each))


class Witnesses:
    """What a file says of each mutant.

    Above 0 it is the submission that noticed it, counted from 1; below 0 how many have not.
    """

    def __init__(self, keys: Mapping[int, Key], submissions: Iterable[DrawnSubmission]) -> None:
        self.keys = keys
        self.submissions = digest(repr(sorted(each.cells.items(), key=repr)) for each in submissions)
        self.known: dict[Key, int] = {}

    def read(self, file: Path) -> None:
        """Add what a file says, where it says more than is known."""
        if not file.exists():
            return
        head, *lines = file.read_text(encoding="utf-8").splitlines()
        for line in lines:
            cell, formula, *found = line.split(" ")
            for each in found:
                place, _, number = each.partition(":")
                if int(number) > 0 or head == self.submissions:
                    self._note((f"{cell} {formula}", int(place)), int(number))

    def _note(self, key: Key, number: int) -> None:
        before = self.known.get(key, 0)
        self.known[key] = number if number > 0 else before if before > 0 else min(before, number)

    def write(self, file: Path, only: Iterable[int] | None = None) -> None:
        """Write what is known of all mutants that there are, or of those with these ids."""
        lines: dict[str, list[str]] = {}
        for name, place in map(self.keys.__getitem__, self.keys if only is None else only):
            number = self.known.get((name, place), 0)
            if number:
                lines.setdefault(name, []).append(f"{place}:{number}")
        text = "\n".join([self.submissions, *(f"{name} {' '.join(found)}" for name, found in lines.items())])
        unfinished = file.with_name(f"{file.name}.new")
        unfinished.write_text(text + "\n", encoding="utf-8", newline="\n")
        unfinished.replace(file)

    def witness(self, mutant: Mutant) -> int | None:
        """Return the submission that noticed a mutant the last time."""
        number = self.known.get(self.keys[id(mutant)], 0)
        return number - 1 if number > 0 else None

    def tried(self, mutant: Mutant) -> int:
        """Return how many submissions, from the first on, are known not to notice a mutant."""
        return max(0, -self.known.get(self.keys[id(mutant)], 0))

    def noticed(self, mutant: Mutant, number: int) -> None:
        self.known[self.keys[id(mutant)]] = number + 1

    def missed(self, mutant: Mutant, until: int) -> None:
        """Note that none of so many submissions, from the first on, notices a mutant."""
        self.known[self.keys[id(mutant)]] = -until
