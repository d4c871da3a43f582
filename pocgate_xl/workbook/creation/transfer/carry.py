"""The answers of one workbook, or of partial copies of one engagement, as values of a fresh one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from ....core.fields import Field, input_fields, vocabulary
from ....core.fields import blocks as blocks_of
from ....core.submission import Value
from ....core.template import Template
from ....records import dataclass
from ....spreadsheetml.address import Position
from ....templates.loader import Bundle
from ...layout.plan import LIBRARY, PLAIN, identity_name
from ...layout.plans import plan_of
from ...submission.interpret import shown
from ...submission.reader import Reading
from ..fill import stored
from .ledger import LedgerEntry, Reason
from .leftovers import MOST, Leftover, Notes, free_cells, leftovers, notes_left
from .places import AnswerPlaces
from .salvage import FoundAnswer, found_answers

LANGUAGE, REVISION = "pg_engagement_language", "pg_engagement_revision"
OWNER = ("engagement", "organization")
"""Whose a workbook is, which a copy of it goes on saying."""

OFFICE = "office"
"""The live edition that needs no macro."""
EDITIONS = (PLAIN, OFFICE)
"""The editions that a workbook into which answers are carried may have."""

Typed: TypeAlias = Mapping[str, str | Decimal]
"""What cannot be read and stands in its cell again, by the key of the input."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """What goes into a fresh workbook, and what became of everything that stood in the old one.

    `rows` are those of tables of free rows, `typed` what could not be read and is to be mended where it
    stands, `free` what stands on sheets without inputs. `lambdas` says whether the old one has the library of
    functions as names, which the fresh one then has as it is today.
    """

    bundle: Bundle
    language: str
    edition: str = PLAIN
    lambdas: bool = False
    values: Mapping[str, Value] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Mapping[str, Value]]] = field(default_factory=dict)
    typed: Typed = field(default_factory=dict)
    free: Mapping[tuple[str, Position], str | Decimal] = field(default_factory=dict)
    identity: Mapping[str, str] = field(default_factory=dict)
    ledger: tuple[LedgerEntry, ...] = ()

    def of_kind(self, *kinds: str) -> tuple[LedgerEntry, ...]:
        return tuple(entry for entry in self.ledger if entry.kind in kinds)


def transfer(
    reading: Reading,
    bundle: Bundle,
    language: str,
    *,
    notes: Notes | None = None,
    kept: Iterable[LedgerEntry] = (),
    passed: Iterable[str] = (),
    ours: Iterable[tuple[str, Position]] = (),
    next_revision: bool = True,
) -> Transfer:
    """Carry everything that a workbook says into one of another template, version or language.

    `notes` are those at its cells, `kept` what earlier transfers had left over, on sheets whose titles are
    `passed`; `ours` are cells, by sheet title, in which a copy itself speaks. A copy is the next revision, as
    it says something else than the workbook that it is made from.
    """
    places = AnswerPlaces(reading)
    found = list(found_answers(reading, places))
    carrier = _Carrier(reading, bundle, language)
    carrier.take(found, next_revision)
    taken = {*ours, *((each.title, each.position) for each in found)}
    left = [*leftovers(reading, places, taken, frozenset(passed)), *notes_left(notes or {})]
    free = {(id_, at): _typed(shown(cell), cell.value) for id_, at, cell in free_cells(reading, places)}
    ledger = (*carrier.ledger, *_left(left), *kept, *carrier.new())
    return Transfer(
        bundle, language, _edition(reading), _has_lambdas(reading), carrier.values, carrier.tables(),
        carrier.typed, _on_known_sheets(free, bundle, language), _identity(reading), ledger,
    )  # fmt: skip


def _edition(reading: Reading) -> str:
    """Return the edition of a copy: one that calls macros would need the add-in's, so it is plain."""
    return OFFICE if reading.identity.edition == OFFICE else PLAIN


def _has_lambdas(reading: Reading) -> bool:
    known = reading.expected
    return any(name.startswith(LIBRARY) and name.upper() in known.lambdas for name in reading.facts.names)


def _identity(reading: Reading) -> Mapping[str, str]:
    said = {key: getattr(reading.identity, key) for key in OWNER}
    return {identity_name(key): text for key, text in said.items() if text}


def _typed(text: str, value: object) -> str | Decimal:
    return Decimal(text) if isinstance(value, float) else text


def _on_known_sheets(
    free: Mapping[tuple[str, Position], str | Decimal], bundle: Bundle, language: str
) -> Mapping[tuple[str, Position], str | Decimal]:
    """Return what has a sheet of the same id, where nothing of it lies on a planned cell."""
    known = {sheet.id: sheet.cells for sheet in plan_of(bundle, language).sheets}
    return {place: text for place, text in free.items() if place[1] not in known.get(place[0], {place[1]: 0})}


def _left(left: Sequence[Leftover]) -> Iterator[LedgerEntry]:
    for each in left[:MOST]:
        yield LedgerEntry("left_over", each.kind, "", each.title, each.cell, each.content)
    if len(left) > MOST:
        yield LedgerEntry("left_over", "more", content=str(len(left) - MOST))


class _Carrier:
    """What finds its place in a fresh workbook, and what does not."""

    def __init__(self, reading: Reading, bundle: Bundle, language: str) -> None:
        self.reading, self.bundle, self.language = reading, bundle, language
        self.fields = {each.name: each for each in input_fields(bundle.template)}
        self.blocks = {block.name: block for block in blocks_of(bundle.template)}
        self.values: dict[str, Value] = {}
        self.cells: dict[str, dict[int, dict[str, Value]]] = {}
        self.typed: dict[str, str | Decimal] = {}
        self.ledger: list[LedgerEntry] = []

    def take(self, found: Iterable[FoundAnswer], next_revision: bool) -> None:
        for each in found:
            if each.field.name in self.blocks:
                self._in_table(each)
            elif each.field.name in self.fields:
                self._in_cell(each, self.fields[each.field.name], next_revision)
            else:
                self._leave(each, "unknown_here")

    def tables(self) -> dict[str, tuple[dict[str, Value], ...]]:
        """Return the rows of each table; those between them that are blank stay blank."""
        rows = {name: range(max(found) + 1) for name, found in self.cells.items() if found}
        return {name: tuple(self.cells[name].get(row, {}) for row in span) for name, span in rows.items()}

    def new(self) -> Iterator[LedgerEntry]:
        """Yield what the fresh workbook asks and the old one did not."""
        asked = self.reading.expected.fields
        yield from (LedgerEntry("new", "new_here", name) for name in self.fields if name not in asked)

    def _in_table(self, each: FoundAnswer) -> None:
        block = self.blocks[each.field.name]
        row = int(each.key.split(".")[1])
        column = next((field for field in block.columns if field.part == each.field.part), None)
        if column is None:
            self._leave(each, "unknown_here")
        elif row >= block.rows:
            self._leave(each, "no_row")
        elif each.value is not None and takes(self.bundle.template, column, each.value):
            self.cells.setdefault(block.name, {}).setdefault(row, {})[column.part] = each.value
            self._note(each, _reason(each))
        else:
            self._again(each)

    def _in_cell(self, each: FoundAnswer, field: Field, next_revision: bool) -> None:
        value, reason = each.value, _reason(each)
        if field.name == LANGUAGE:
            reason = "language" if value != self.language else reason
            value = self.language
        elif field.name == REVISION and next_revision and isinstance(value, int):
            value, reason = value + 1, "revision"
        if value is not None and takes(self.bundle.template, field, value):
            self.values[field.name] = value
            self._note(replace(each, value=value), reason)
        else:
            self._again(each)

    def _again(self, each: FoundAnswer) -> None:
        """Put what cannot be read into its cell again, where the submitter mends it; else leave it over."""
        typed = each.typed if each.value is None else as_typed(each.value)
        if typed is None:
            self._leave(each, "no_form")
            return
        self.typed[each.key] = typed
        self._note(each, "unread" if each.value is None else "not_taken")

    def _note(self, each: FoundAnswer, reason: Reason) -> None:
        now = "" if each.value is None else str(as_typed(each.value))
        kind = "changed" if reason else "carried"
        entry = LedgerEntry(kind, reason, each.key, each.title, each.cell, each.shown, now)  # type: ignore[arg-type]
        self.ledger.append(entry)

    def _leave(self, each: FoundAnswer, reason: Reason) -> None:
        self.ledger.append(LedgerEntry("left_over", reason, "", each.title, each.cell, each.shown))


def _reason(each: FoundAnswer) -> Reason:
    return "" if each.how in ("typed", "unread") else each.how  # type: ignore[return-value]


def takes(template: Template, field: Field, value: Value) -> bool:
    """Say whether an input can hold a value: codes are those of its list, numbers within its bounds."""
    if field.kind == "label":
        return value in vocabulary(template, field.vocabulary)
    try:
        return stored(field, value) is not None
    except ValueError:
        return False


def as_typed(value: Value) -> str | Decimal:
    """Return a value as somebody would type it."""
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else Decimal(value)
