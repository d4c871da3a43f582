"""What a list wants of each workbook, held against what stands there: some is there, some conflicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal, TypeAlias

from ...core.assessment import Assessment, ReadableAssessment
from ...core.fields import Field, vocabulary
from ...core.submission import Value
from ...portfolio.ranking import against, newest_first
from ...records import dataclass
from ...templates.loader import Bundle
from ...workbook.submission.interpret import interpret
from ...workbook.submission.reading_context import ReadingContext
from .answered import ListEdit
from .columns import engagement_key
from .listed import stood
from .targets import targets_of

ConflictReason = Literal[
    "workbook_missing", "several_files", "no_input", "not_taken", "two_rows", "moved_on",
    "not_written", "reads_otherwise",
]  # fmt: skip
REVISION, NOTE = "pg_engagement_revision", "pg_engagement_change_note"
BundleOf: TypeAlias = Callable[[Assessment], Bundle]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What a list wants and nothing is done about: `found` stands in the workbook, or says why not."""

    row: int
    engagement: str
    field: str
    reason: ConflictReason
    found: str = ""
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an edit wants one input to say; None empties it."""

    edit: ListEdit
    field: Field
    value: Value | None


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """What is to be written into a copy of one workbook; `wishes` are what people asked for."""

    found: ReadableAssessment
    bundle: Bundle
    wishes: tuple[Wish, ...]
    note: str = "actions.change_note"
    """Key of the text that says where the answers come from."""

    @property
    def engagement(self) -> str:
        return engagement_key(self.found)

    @property
    def revision(self) -> int:
        """Return the copy's: with other answers it would contradict the original under the same number."""
        return (self.found.engagement.revision or 0) + 1

    @property
    def values(self) -> dict[str, Value | None]:
        """Return all values by defined name, with what tells the copy from its original."""
        values = {wish.field.name: wish.value for wish in self.wishes}
        values[REVISION] = self.revision
        if not self.found.engagement.change_note:
            catalog = self.bundle.catalogs[self.found.language or self.bundle.template.languages[0]]
            values[NOTE] = catalog.text(self.note, count=len(self.wishes))
        return values


@dataclass(frozen=True, slots=True)
class Merge:
    """What is to be written, what is not, and how many edits the workbooks say already."""

    copies: tuple[CopyPlan, ...]
    conflicts: tuple[Conflict, ...]
    there: int
    edits: int


def merged(edits: Sequence[ListEdit], assessments: Iterable[Assessment], bundle_of: BundleOf) -> Merge:
    """Hold every edit against the workbook that it is for: the highest revision of its engagement."""
    files = _by_engagement(assessments)
    copies: list[CopyPlan] = []
    conflicts: list[Conflict] = []
    there = 0
    for engagement, group in groupby(sorted(edits, key=_whose), key=_whose):
        wanted = list(group)
        found = files.get(engagement) if engagement else None
        if not isinstance(found, ReadableAssessment):
            reason: ConflictReason = "workbook_missing" if found is None else "several_files"
            conflicts += [conflict_of(edit, reason, ", ".join(found or ())) for edit in wanted]
            continue
        held = _Held(found, bundle_of(found), wanted)
        conflicts += held.conflicts
        there += held.there
        if held.wishes:
            copies.append(CopyPlan(found, held.bundle, tuple(held.wishes)))
    return Merge(tuple(copies), tuple(sorted(conflicts, key=_place)), there, len(edits))


def conflict_of(edit: ListEdit, reason: ConflictReason, found: str = "", field: str = "") -> Conflict:
    return Conflict(edit.row, edit.engagement, field or edit.field, reason, found, edit.text)


def _whose(edit: ListEdit) -> str:
    return edit.engagement


def _place(conflict: Conflict) -> tuple[int, str]:
    return conflict.row, conflict.field


def _by_engagement(assessments: Iterable[Assessment]) -> Mapping[str, ReadableAssessment | tuple[str, ...]]:
    """Return the workbook of each engagement; the files where nobody knows which one counts."""
    readable = (found for found in assessments if isinstance(found, ReadableAssessment))
    named = sorted((found for found in readable if found.engagement.id), key=_order)
    chosen: dict[str, ReadableAssessment | tuple[str, ...]] = {}
    for key, group in groupby(named, key=engagement_key):
        first, *others = group
        rivals = [each.file for each in others if against(first, each) == "conflict"]
        chosen[key] = (first.file, *rivals) if rivals else first
    return chosen


def _order(found: ReadableAssessment) -> tuple[object, ...]:
    return engagement_key(found), *newest_first(found)


class _Held:
    """The edits of one workbook, held against what stands in it."""

    def __init__(self, found: ReadableAssessment, bundle: Bundle, edits: Iterable[ListEdit]) -> None:
        self.found, self.bundle = found, bundle
        self.conflicts: list[Conflict] = []
        self.wishes: list[Wish] = []
        self.there = 0
        wishes = [wish for edit in edits for wish in self._wished(edit)]
        for _, group in groupby(sorted(wishes, key=_field), key=_field):
            self._hold(list(group))

    def _wished(self, edit: ListEdit) -> Iterator[Wish]:
        """Yield what an edit wants, where its row has an input for it that can take it."""
        field = targets_of(self.bundle.template, edit.field).of(edit.part)
        if field is None:
            self.conflicts.append(conflict_of(edit, "no_input"))
            return
        value = value_of(edit, field, self._reading(edit))
        if value is None and edit.text:
            self.conflicts.append(conflict_of(edit, "not_taken", field=field.name))
        else:
            yield Wish(edit, field, value)

    def _reading(self, edit: ListEdit) -> ReadingContext:
        language = self.found.language or self.bundle.template.languages[0]
        return ReadingContext(self.bundle, language, edit.date1904, self.found.engagement.currency or "")

    def _hold(self, wishes: Sequence[Wish]) -> None:
        """Take one wish of several alike; none where they differ, or where somebody else was faster."""
        first = wishes[0]
        name = first.field.name
        if len({stood(wish.value) for wish in wishes}) > 1:
            self.conflicts += [conflict_of(wish.edit, "two_rows", field=name) for wish in wishes]
            return
        present = stood((self.found.answers or {}).get(name))
        if present == stood(first.value):
            self.there += len(wishes)
        elif any(present != wish.edit.then for wish in wishes):
            moved = (wish.edit for wish in wishes)
            self.conflicts += [conflict_of(edit, "moved_on", present, name) for edit in moved]
        else:
            self.wishes.append(first)


def _field(wish: Wish) -> str:
    return wish.field.name


def value_of(edit: ListEdit, field: Field, reading: ReadingContext) -> Value | None:
    """Return what a cell says to an input: a code, or as the workbook would be read; None for nothing."""
    cell = edit.cell
    if cell is None or cell.formula is not None or not edit.text:
        return None
    if field.kind == "label" and edit.text in vocabulary(reading.bundle.template, field.vocabulary):
        return edit.text
    return interpret(field, cell, reading)[0]
