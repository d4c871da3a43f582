"""Mutants of formulas, evaluated in a loaded workbook and held against the oracle.

Many are tried at once where they cannot disturb each other, and none twice where it must show the same.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from tests.engines.attempts import Attempt, Batch, Reach, at, batches, rounds, same
from tests.engines.case import Case, Expected
from tests.engines.edges import edges
from tests.engines.engine import IroncalcWorkbook
from tests.engines.expected import expected, faults_of
from tests.engines.fault_edges import lone_faults
from tests.engines.gate_edges import hilly_edges, shifted_edges, steep_edges
from tests.engines.gates import hilly, rugged, shifted, steep, summit
from tests.engines.mutants import Mutagen, Mutant
from tests.engines.places import Node, Places
from tests.engines.random_submissions import DrawnSubmission, draw, shares
from tests.engines.tried import Tried
from tests.engines.witnesses import EVERY, Witnesses, keys_of

DRAWN, DRAWN_SHIFTED = 33, 22
SIFTINGS = 2
"""How often mutants that show the same as their formulas are looked for in one submission."""
LANGUAGE = "ja"
"""Its labels differ from their codes, which differ in case alone in English."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One submission of one gate; the gates differ in literals alone."""

    bundle: Bundle
    places: Places
    drawn: DrawnSubmission


def trials(built_in: Bundle) -> list[Trial]:
    """Return submissions in an order in which most mutants are noticed soon."""
    return [
        *_of(built_in, DRAWN),
        *_of(built_in, 0, lone_faults),
        *_of(shifted(built_in), DRAWN_SHIFTED, shifted_edges),
        *_of(steep(built_in), 0, steep_edges),
        *_of(summit(built_in), 0, steep_edges),
        *_of(hilly(built_in), 0, hilly_edges),
        *_of(rugged(built_in), 0, hilly_edges),
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


class MutationRun:
    """A loaded workbook whose formulas are changed, evaluated and put back."""

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
        """Return every mutant, the same objects every time."""
        return self._mutants

    @cached_property
    def _mutants(self) -> list[Mutant]:
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

    def survivors(
        self,
        mutants: Sequence[Mutant],
        rarely: Container[int] = (),
        witnesses: Witnesses | None = None,
        keep: Callable[[str], None] = lambda told: None,
    ) -> set[int]:
        """Try all mutants on all submissions; return the ids of those that nothing tells.

        Those with an id in `rarely` are tried on few submissions. `witnesses` say where to begin and are
        told what is found; `keep` is called when more is known.
        """
        tried = Tried(mutants, self._attempt, witnesses or Witnesses(keys_of(mutants), ()), rarely)
        for number, attempts in tried.by_witness():
            for alone in (False, True):
                tried.without(
                    self._noticed_in(self.trials[number], number, tried.still(attempts), alone), number
                )
        for alone in (False, True):
            for number, trial in enumerate(self.trials):
                asked_now = tried.asked(number, alone)
                if asked_now:
                    tried.without(self._noticed_in(trial, number, asked_now, alone), number)
                if number % EVERY == EVERY - 1 or number == len(self.trials) - 1:
                    tried.note(number, alone, len(self.trials))
                    keep(f"{1 + alone}: {number + 1} alive {len(tried.alive)}")
        return set(tried.alive)

    def _attempt(self, mutant: Mutant) -> Attempt:
        return Attempt(mutant, self.reach(mutant), self.behind[mutant.node])

    def _noticed_in(
        self, trial: Trial, number: int, asked: Sequence[Attempt], alone: bool
    ) -> Iterator[Attempt]:
        """Try what is not known of a submission; yield the mutants that are noticed."""
        truth = self._set_up(trial)
        values = self._values(asked)
        untried = [attempt for attempt in asked if not attempt.is_known(values)]
        if not alone:
            untried = self._loud(untried, values)
        random.Random(number).shuffle(untried)
        for batch in [Batch([attempt]) for attempt in untried] if alone else batches(untried):
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
        model, place = self.engine.model, self.engine.at
        self._write(batch.members)
        own = batch.once & ~batch.twice
        seen = {node: truth[node] for node in self.places.visible if own & self.bit[node]}
        wrong = sum(self.bit[node] for node in faults_of(seen, self.engine.shown(seen)))
        for attempt in batch.members:
            node = attempt.mutant.node
            if wrong & attempt.reach[1] or self.engine.is_broken(node):
                yield attempt
            elif same(model.get_cell_value(*place(node)), values[node]):
                attempt.silent.add(at(attempt.operands, values))
            elif self._breaks(attempt.reach[0] & ~batch.shared):
                yield attempt
            elif attempt.reach[1] & batch.twice or attempt.reach[0] & batch.shared:
                attempt.open.add(number)
            else:  # all that it can change was looked at
                attempt.masked.add(at(attempt.behind, values))
        self._put_back(batch.members)

    def _loud(self, untried: list[Attempt], values: Mapping[Node, object]) -> list[Attempt]:
        """Sift out the mutants that show the same as their formulas, a mutant of every formula at once.

        What a mutant shows says nothing while another one changes what it refers to: it is tried again.
        """
        loud: list[Attempt] = []
        for _ in range(SIFTINGS):
            unsure: list[Attempt] = []
            for members in rounds(untried):
                self._write(members)
                self.engine.model.evaluate()
                for attempt in members:
                    if self._operands_changed(attempt, values):
                        unsure.append(attempt)
                    elif self._is_silent(attempt, values):
                        attempt.silent.add(at(attempt.operands, values))
                    else:
                        loud.append(attempt)
                self._put_back(members)
            untried = unsure
        return loud + untried

    def _operands_changed(self, attempt: Attempt, values: Mapping[Node, object]) -> bool:
        model, place = self.engine.model, self.engine.at
        return not all(same(model.get_cell_value(*place(n)), values[n]) for n in attempt.operands)

    def _is_silent(self, attempt: Attempt, values: Mapping[Node, object]) -> bool:
        node = attempt.mutant.node
        shown = self.engine.model.get_cell_value(*self.engine.at(node))
        return same(shown, values[node]) and not self.engine.is_broken(node)

    def _write(self, members: Iterable[Attempt]) -> None:
        for attempt in members:
            self.engine.model.update_cell_with_formula(
                *self.engine.at(attempt.mutant.node), attempt.mutant.formula
            )

    def _put_back(self, members: Iterable[Attempt]) -> None:
        for attempt in members:
            place = self.engine.at(attempt.mutant.node)
            self.engine.model.clear_cell_contents(*place)  # with what an array may have spilled
            self.engine.model.update_cell_with_formula(*place, attempt.mutant.original)

    def _breaks(self, changed: int) -> bool:
        """Say whether a formula, hidden or not, shows an error or fills another cell."""
        return any(self.bit[node] & changed and self.engine.is_broken(node) for node in self.nodes)
