"""Mutants of formulas, evaluated in a loaded workbook and held against the oracle.

Many are tried at once where they cannot disturb each other, and none twice where it must show the same.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pocgate_xl.core.loading import Bundle
from pocgate_xl.workbook.blank import plan_of
from tests.engines.case import Case, Expected
from tests.engines.drawn import DrawnSubmission, draw, shares
from tests.engines.edges import edges
from tests.engines.engine import IroncalcWorkbook
from tests.engines.expected import expected, faults_of
from tests.engines.gate_edges import hilly_edges, shifted_edges, steep_edges
from tests.engines.gates import hilly, shifted, steep, summit
from tests.engines.mutants import Mutagen, Mutant
from tests.engines.places import Node, Places

DRAWN, DRAWN_SHIFTED = 33, 22
LANGUAGE = "ja"
"""Its labels differ from their codes, which differ in case alone in English."""

Reach = tuple[int, int, int]
"""What a mutant can change, what of it is seen, and what it refers to: bits by cell."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Hold one submission of one gate; the gates differ in literals alone."""

    bundle: Bundle
    places: Places
    drawn: DrawnSubmission


def trials(built_in: Bundle) -> list[Trial]:
    """Return submissions in an order in which most mutants are noticed soon."""
    return [
        *_of(built_in, DRAWN),
        *_of(shifted(built_in), DRAWN_SHIFTED, shifted_edges),
        *_of(steep(built_in), 0, steep_edges),
        *_of(summit(built_in), 0, steep_edges),
        *_of(hilly(built_in), 0, hilly_edges),
        *_of(built_in, 0, edges),
    ]


def _of(
    bundle: Bundle,
    count: int,
    hand_made: Callable[[Bundle, str], list[DrawnSubmission]] = lambda *_: [],
) -> list[Trial]:
    places, catalog = Places(plan_of(bundle, LANGUAGE)), bundle.catalogs[LANGUAGE]
    drawn = [draw(bundle.template, catalog, 7000 + k, **shares(k)) for k in range(count)]
    return [Trial(bundle, places, submission) for submission in (*drawn, *hand_made(bundle, LANGUAGE))]


class Attempt:
    """Hold a mutant that nobody has noticed yet, and when it need not be tried again.

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
        if _at(self.operands, values) in self.silent:
            return True
        return bool(self.masked) and _at(self.behind, values) in self.masked


def _at(nodes: Iterable[Node], values: Mapping[Node, object]) -> tuple[object, ...]:
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


class MutationRun:
    """Hold a loaded workbook whose formulas are changed, evaluated and put back."""

    def __init__(self, built_in: Bundle, folder: Path) -> None:
        self.engine = IroncalcWorkbook(built_in, LANGUAGE, folder)
        self.places = self.engine.places
        self.trials = trials(built_in)
        self.literals = self.places
        self._same_formulas()

    def _same_formulas(self) -> None:
        for other in {id(trial.places): trial.places for trial in self.trials}.values():
            assert {n: other.formula(n) for n in other.formulas} == self.formulas

    @cached_property
    def formulas(self) -> dict[Node, str]:
        return {node: self.places.formula(node) for node in self.places.formulas}

    @cached_property
    def mutagen(self) -> Mutagen:
        return Mutagen(self.places)

    def mutants(self) -> list[Mutant]:
        return [mutant for node in sorted(self.formulas) for mutant in self.mutagen.mutants(node)]

    @cached_property
    def bit(self) -> dict[Node, int]:
        return {node: 1 << k for k, node in enumerate(sorted(self.formulas))}

    @cached_property
    def nodes(self) -> list[Node]:
        return sorted(self.formulas)

    @cached_property
    def downstream(self) -> dict[Node, int]:
        """What rests on each formula, itself included."""
        found: dict[Node, int] = {}
        for node in self.formulas:
            self._follow(node, found)
        return found

    def _follow(self, node: Node, found: dict[Node, int]) -> int:
        if node not in found:
            found[node] = self.bit[node]
            for user in self.users.get(node, []):
                found[node] |= self._follow(user, found)
        return found[node]

    @cached_property
    def givens(self) -> set[Node]:
        """Every input and literal that a formula rests on."""
        used = (self.mutagen.references(node[0], formula) for node, formula in self.formulas.items())
        return set().union(*used) - self.formulas.keys()

    @cached_property
    def behind(self) -> dict[Node, tuple[Node, ...]]:
        """The givens behind everything visible that a formula has a part in."""
        users = {given: self._users_of(given) for given in sorted(self.givens)}
        sources = {
            node: sum(1 << k for k, reached in enumerate(users.values()) if reached & self.bit[node])
            for node in self.formulas
        }
        found = {}
        for node, changed in self.downstream.items():
            mask = 0
            for other in self.places.visible:
                if changed & self.bit[other]:
                    mask |= sources[other]
            found[node] = tuple(given for k, given in enumerate(users) if mask >> k & 1)
        return found

    def _users_of(self, given: Node) -> int:
        reached = 0
        for node in self.users.get(given, []):
            reached |= self.downstream[node]
        return reached

    @cached_property
    def users(self) -> dict[Node, list[Node]]:
        """The formulas that refer to each cell."""
        found: dict[Node, list[Node]] = {}
        for node, formula in self.formulas.items():
            for used in self.mutagen.references(node[0], formula):
                found.setdefault(used, []).append(node)
        return found

    @cached_property
    def visible(self) -> int:
        return sum(self.bit[node] for node in self.places.visible)

    def reach(self, mutant: Mutant) -> Reach:
        changed = self.downstream[mutant.node]
        used = sum(self.bit[node] for node in mutant.used if node in self.bit)
        return changed, changed & self.visible, used

    def survivors(self, mutants: Sequence[Mutant], progress: bool = False) -> set[int]:
        """Try all mutants on all submissions; return the ids of those that nothing tells.

        The first round leaves open what two mutants of a batch may both have changed.
        """
        alive = {id(m): Attempt(m, self.reach(m), self.behind[m.node]) for m in mutants}
        for alone in (False, True):
            for number, trial in enumerate(self.trials):
                asked = [a for a in alive.values() if not alone or number in a.open]
                for attempt in self._noticed_in(trial, number, asked, alone) if asked else ():
                    del alive[id(attempt.mutant)]
                if progress and asked:
                    print(f"\r{1 + alone}: {number + 1} alive {len(alive)} ", end="", file=sys.stderr)
        return set(alive)

    def _noticed_in(
        self, trial: Trial, number: int, asked: Sequence[Attempt], alone: bool
    ) -> Iterator[Attempt]:
        """Try what is not known of a submission; yield the mutants that are noticed."""
        truth = self._set_up(trial)
        values = self._values(asked)
        untried = [attempt for attempt in asked if not attempt.is_known(values)]
        random.Random(number).shuffle(untried)
        for batch in [Batch([attempt]) for attempt in untried] if alone else _batches(untried):
            yield from self._noticed(batch, number, truth, values)

    def _values(self, attempts: Iterable[Attempt]) -> dict[Node, object]:
        """Return what the unchanged workbook holds wherever a mutant looks."""
        nodes = {node for attempt in attempts for node in (*attempt.operands, attempt.mutant.node)}
        nodes |= self.givens
        return {node: self.engine.model.get_cell_value(*self.engine.at(node)) for node in nodes}

    def _set_up(self, trial: Trial) -> Expected:
        """Bring the gate's literals and a submission into the workbook; it must be right by itself."""
        self._literals(trial.places)
        self.engine.type_in(trial.drawn.cells)
        truth = expected(Case(trial.bundle, LANGUAGE, trial.places, trial.drawn.cells))
        wrong = faults_of(truth, self.engine.shown(truth))
        assert (wrong, self.engine.broken()) == ({}, {})
        return truth

    def _literals(self, places: Places) -> None:
        for sheet in places.plan.sheets:
            before = self.literals.sheets[sheet.id].cells
            for position, cell in sheet.cells.items():
                if cell.value != before[position].value and cell.value is not None:
                    value = cell.value if isinstance(cell.value, str) else float(str(cell.value))
                    self.engine.set((sheet.id, position), value)
        self.literals = places

    def _noticed(
        self, batch: Batch, number: int, truth: Expected, values: Mapping[Node, object]
    ) -> Iterator[Attempt]:
        """Yield the mutants of a batch that change what only they can change."""
        model, at = self.engine.model, self.engine.at
        for attempt in batch.members:
            model.update_cell_with_formula(*at(attempt.mutant.node), attempt.mutant.formula)
        own = batch.once & ~batch.twice
        seen = {node: truth[node] for node in self.places.visible if own & self.bit[node]}
        wrong = sum(self.bit[node] for node in faults_of(seen, self.engine.shown(seen)))
        for attempt in batch.members:
            if wrong & attempt.reach[1] or self.engine.is_broken(attempt.mutant.node):
                yield attempt
            elif _same(model.get_cell_value(*at(attempt.mutant.node)), values[attempt.mutant.node]):
                attempt.silent.add(_at(attempt.operands, values))
            elif self._breaks(attempt.reach[0] & ~batch.shared):
                yield attempt
            elif attempt.reach[1] & batch.twice or attempt.reach[0] & batch.shared:
                attempt.open.add(number)
            else:  # all that it can change was looked at
                attempt.masked.add(_at(attempt.behind, values))
        for attempt in batch.members:
            model.clear_cell_contents(*at(attempt.mutant.node))  # with what an array may have spilled
            model.update_cell_with_formula(*at(attempt.mutant.node), attempt.mutant.original)

    def _breaks(self, changed: int) -> bool:
        """Say whether a formula, hidden or not, shows an error or fills another cell."""
        return any(self.bit[node] & changed and self.engine.is_broken(node) for node in self.nodes)


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def _batches(untried: Iterable[Attempt], most: int = 24) -> list[Batch]:
    done: list[Batch] = []
    filling: list[Batch] = []
    for attempt in untried:
        if not any(batch.takes(attempt) for batch in filling):
            filling.append(Batch([attempt]))
            if len(filling) > most:
                done.append(filling.pop(0))
    return done + filling
