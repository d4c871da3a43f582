"""What a submission gave: facts as answers are understood here and in formulas, and what is in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from ....core.answers import submission_from_answers
from ....core.assessment import ReadableAssessment
from ....core.gate import assess
from ....core.submission import Submission
from ....core.validity import formulas_pass_over
from ....patterns import pattern
from ....records import dataclass
from ...layout.plan import table_key
from ..interpret import CONVERTED, HARMLESS, READ_ALIKE, InputFaultKind
from ..reader import Reading, Response
from .facts import Facts

if TYPE_CHECKING:
    from ...layout.precedents import CellNode

KNOWN = READ_ALIKE | CONVERTED
_CONTROL = pattern(r"[\x00-\x08\x0b-\x1f]")
LARGEST_WHOLE = 10**11
"""Up to here a number that is joined to a text is written the same everywhere."""


@dataclass(frozen=True, eq=False)
class Answered:
    """A reading; what was answered in tables stands beside the named answers, all by key."""

    reading: Reading

    @cached_property
    def responses(self) -> Mapping[str, Response]:
        if not self.reading.rows:
            return self.reading.responses
        rows = {}
        for row in self.reading.rows:
            top = self.reading.expected.names[row.block.name].first[0]
            for response in row.responses.values():
                rows[table_key(response.field, response.position[0] - top)] = response
        return {**self.reading.responses, **rows}

    @cached_property
    def faulty(self) -> Mapping[str, Response]:
        """Return what the workbook wants corrected."""
        if not self.reading.faulty:
            return {}
        return {key: response for key, response in self.responses.items() if unread(response)}

    def facts(self, submission: Submission, assessment: ReadableAssessment) -> Facts:
        """Return the facts as answers are understood here."""
        answered = {key for key, response in self.responses.items() if response.value is not None}
        unread = {key: response for key, response in self.faulty.items() if response.value is None}
        return self._facts(submission, assessment, answered, unread)

    def facts_of_formulas(self) -> Facts:
        """Return the facts as formulas understand answers, to which what is converted here is none."""
        template, reading = self.reading.bundle.template, self.reading
        kept = {name: value for name, value in reading.answers.items() if name not in self.faulty}
        submission = submission_from_answers(template, kept, reading.block_rows)
        answered = {key for key, r in self.responses.items() if r.value is not None} - self.faulty.keys()
        return self._facts(submission, assess(template, submission), answered, self.faulty)

    def _facts(
        self,
        submission: Submission,
        assessment: ReadableAssessment,
        answered: set[str],
        faulty: Mapping[str, Response],
    ) -> Facts:
        expected = self.reading.expected
        ids = {sheet.title: id_ for id_, sheet in self.reading.located.sheets.items()}
        on = {key: ids[response.sheet] for key, response in faulty.items()}
        words, numbers = expected.words, self._numbers()
        people = {
            name: str(response.value)
            for name, response in self.reading.responses.items()
            if response.field.group == "who" and response.value is not None
        }
        template, places = expected.bundle.template, expected.places
        return Facts(template, words, submission, assessment, answered, on, numbers, places, people)

    def _numbers(self) -> dict[str, int]:
        """Return the texts that were typed as whole numbers."""
        return {
            key: number
            for key, response in self.responses.items()
            if response.field.kind == "text" and (number := _whole(response)) is not None
        }


def _whole(response: Response) -> int | None:
    value = response.raw.value if response.raw else None
    whole = isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_WHOLE
    return int(value) if whole else None  # type: ignore[arg-type]


def unread(response: Response) -> bool:
    return any(fault.kind not in HARMLESS for fault in response.faults)


def _is_odd(response: Response) -> bool:
    """Say whether programs, or this one and formulas, may show an answer differently that all can read.

    A text that is a fraction or a truth value is written in the words of a country; control characters
    are written in several ways; what looks empty may be more to formulas than the spaces they pass over.
    """
    raw = response.raw
    if raw is None:
        return False
    if raw.kind == "text":
        text = str(raw.value)
        looks_empty = response.value is None and not unread(response) and not formulas_pass_over(text)
        return looks_empty or _CONTROL.search(text) is not None
    return raw.kind in ("number", "bool") and response.field.kind == "text" and _whole(response) is None


@dataclass(frozen=True, eq=False)
class Doubts:
    """What each formula cell rests on."""

    answered: Answered

    @property
    def reading(self) -> Reading:
        return self.answered.reading

    @cached_property
    def unknown(self) -> frozenset[CellNode]:
        """Return what rests on inputs that were not read, or of which nobody can say how formulas do."""
        doubtful = self._with_fault(lambda kind: kind not in KNOWN)
        odd = (self._node(response) for response in self.answered.responses.values() if _is_odd(response))
        return self._resting({*self._unread(), *doubtful, *odd})

    @cached_property
    def converted(self) -> frozenset[CellNode]:
        """Return what rests on inputs that are read here and count for nothing in formulas."""
        return self._resting(set(self._with_fault(lambda kind: kind in CONVERTED)))

    @cached_property
    def changed(self) -> frozenset[CellNode]:
        """Return the cells that are reported as changed, and what rests on them."""
        return self._resting({(change.sheet, change.position) for change in self.reading.changes})

    def _resting(self, nodes: set[CellNode]) -> frozenset[CellNode]:
        if not nodes:
            return frozenset()
        from ...layout.precedents import resting_on  # in most workbooks nothing is in doubt

        return resting_on(self.reading.expected.users, nodes)

    def _unread(self) -> Iterator[CellNode]:
        """Yield every input that is not where it belongs."""
        expected, displaced = self.reading.expected, self.reading.located.displaced
        for name in expected.fields.keys() - self.reading.responses.keys():
            area = expected.names[name]
            yield area.sheet, area.first
        for block in expected.blocks:
            area = expected.names[block.name]
            if block.name in displaced or area.sheet not in self.reading.located.sheets:
                rows = range(area.first[0], area.last[0] + 1)
                columns = range(area.first[1], area.last[1] + 1)
                yield from ((area.sheet, (row, column)) for row in rows for column in columns)

    def _with_fault(self, asked: Callable[[InputFaultKind], bool]) -> Iterator[CellNode]:
        for response in self.reading.faulty:
            if any(asked(fault.kind) for fault in response.faults):
                yield self._node(response)

    @cached_property
    def _ids(self) -> dict[str, str]:
        return {sheet.title: id_ for id_, sheet in self.reading.located.sheets.items()}

    def _node(self, response: Response) -> CellNode:
        return self._ids[response.sheet], response.position
