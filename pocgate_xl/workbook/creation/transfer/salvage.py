"""Everything that a workbook answers, as far as it can be read, whatever was done to its structure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, TypeAlias

from ....core.fields import Field, FieldTable
from ....core.submission import Value
from ....records import dataclass
from ....spreadsheetml.address import Position, a1
from ....spreadsheetml.cells import RawCell
from ...layout.plan import table_key
from ...submission.interpret import CONVERTED, InputFault, interpret, shown
from ...submission.reader import Reading
from ...submission.reading_context import ReadingContext
from .places import AnswerPlaces, Place

CURRENCY = "pg_engagement_currency"

How: TypeAlias = Literal["typed", "converted", "moved", "formula", "hidden", "unread"]
"""As it was typed; in another spelling; in another cell; as a formula showed it; under merged cells; not."""


@dataclass(frozen=True, slots=True)
class FoundAnswer:
    """What stands in one input; `typed` is what its cell may hold again where that cannot be read.

    `key` is the name of the input, or name, row from 0 and column in a table of free rows.
    """

    key: str
    field: Field
    title: str
    position: Position
    how: How
    value: Value | None
    shown: str
    typed: str | Decimal | None = None

    @property
    def cell(self) -> str:
        return a1(self.position)


def found_answers(reading: Reading, places: AnswerPlaces) -> Iterator[FoundAnswer]:
    """Yield every input in which something stands, in the order of the sheets, tables last."""
    salvage = _Salvage(reading, places)
    for field in reading.expected.fields.values():
        found = salvage.answer(field)
        if found is not None:
            yield found
    for block in reading.expected.blocks:
        yield from salvage.rows(block)


class _Salvage:
    """What reads one workbook cell by cell, wherever the cells are."""

    def __init__(self, reading: Reading, places: AnswerPlaces) -> None:
        self.reading, self.places = reading, places
        expected = reading.expected
        currency = str(reading.answers.get(CURRENCY) or expected.bundle.template.costs.currency)
        self.context = ReadingContext(expected.bundle, expected.language, reading.facts.date1904, currency)

    def answer(self, field: Field) -> FoundAnswer | None:
        place = self.places.of(field.name)
        if place is None:
            return None
        response = self.reading.responses.get(field.name)
        there = response and (response.sheet, response.position) == (place.sheet.title, place.position)
        if response is None or not there:
            return self._read(field, field.name, place)
        if response.raw is None or (response.raw.kind == "blank" and response.raw.formula is None):
            return None
        read = response.value, response.faults
        return self._found(field, field.name, place, response.raw, read)

    def rows(self, block: FieldTable) -> Iterator[FoundAnswer]:
        table = self.places.table(block.name)
        if table is None:
            return
        sheet, (top, left), rows = table
        for row in range(rows):
            for column, field in enumerate(block.columns, left):
                place = Place(sheet, (top + row, column))
                found = self._read(field, table_key(field, row), place)
                if found is not None:
                    yield found

    def _read(self, field: Field, key: str, place: Place) -> FoundAnswer | None:
        cell = place.sheet.cells.get(place.position)
        if cell is None or (cell.kind == "blank" and cell.formula is None):
            return None
        return self._found(field, key, place, cell, interpret(field, cell, self.context))

    def _found(
        self, field: Field, key: str, place: Place, cell: RawCell,
        read: tuple[Value | None, tuple[InputFault, ...]],
    ) -> FoundAnswer | None:  # fmt: skip
        value, faults = read
        how = _how(place, value, faults)
        if value is None:
            value, how = self._behind(field, cell, faults)
        if value is None and not faults:
            return None  # a cell that looks empty
        typed = None if value is not None else _typed(cell)
        return FoundAnswer(key, field, place.sheet.title, place.position, how, value, _said(cell), typed)

    def _behind(
        self, field: Field, cell: RawCell, faults: tuple[InputFault, ...]
    ) -> tuple[Value | None, How]:
        """Return what a formula shows, or what merged cells hide: the submitter sees it marked."""
        kinds = {fault.kind for fault in faults}
        if cell.formula is not None and cell.kind not in ("blank", "error"):
            return interpret(field, cell._replace(formula=None), self.context)[0], "formula"
        if "hidden_value" in kinds:
            return interpret(field, cell, self.context)[0], "hidden"
        return None, "unread"


def _how(place: Place, value: Value | None, faults: tuple[InputFault, ...]) -> How:
    kinds = {fault.kind for fault in faults}
    if "formula_in_input" in kinds:
        return "formula"
    if place.moved:
        return "moved"
    return "converted" if kinds & CONVERTED else "typed"


def _said(cell: RawCell) -> str:
    return cell.formula or shown(cell)


def _typed(cell: RawCell) -> str | Decimal | None:
    """Return what a cell holds, as it may be put into one again: no formula, error or picture."""
    if cell.formula is not None or cell.kind in ("error", "rich", "blank", "invalid"):
        return None
    if isinstance(cell.value, float):
        return Decimal(shown(cell)) if abs(cell.value) < 1e15 else Decimal(repr(cell.value))
    return shown(cell)
