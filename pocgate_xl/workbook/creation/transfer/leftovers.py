"""What people wrote where nobody asks for it: beside the tables, on sheets of their own, as notes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Literal, TypeAlias

from ....records import dataclass
from ....spreadsheetml.address import Position, a1
from ....spreadsheetml.cells import RawCell
from ....spreadsheetml.reader import RawSheet
from ...layout.plan import SheetPlan
from ...submission.interpret import shown
from ...submission.reader import Reading
from .places import AnswerPlaces

LeftoverKind: TypeAlias = Literal["beside", "own_sheet", "note", "text"]
"""Beside planned cells; on a sheet of the submitter's own; a note at a cell; over a text of ours."""
MOST = 2000
"""How many are taken into the copy; the submission has all of them."""
MOST_CELLS = 100_000
"""Cells of a sheet that are looked at."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """One text or number that has no place of its own in a fresh workbook."""

    kind: LeftoverKind
    title: str
    cell: str
    content: str


Notes: TypeAlias = Mapping[str, Iterable[tuple[Position, str]]]
"""The notes of each sheet, by its title."""


def free_sheets(reading: Reading) -> tuple[SheetPlan, ...]:
    """Return the planned sheets on which people write whatever they like: unlocked, without any input."""
    inputs = {area.sheet for name, area in reading.expected.names.items() if name in reading.expected.fields}
    return tuple(
        sheet
        for sheet in reading.expected.plan.sheets
        if sheet.unlocked and not sheet.hidden and sheet.id not in inputs
    )


def free_cells(reading: Reading, places: AnswerPlaces) -> Iterator[tuple[str, Position, RawCell]]:
    """Yield what was written on free sheets: sheet id, position and cell; nothing of ours."""
    for plan in free_sheets(reading):
        sheet = places.sheets.get(plan.id)
        if sheet is not None:
            for at, cell in islice(sheet.cells.items(), MOST_CELLS):
                if at not in plan.cells and _says(cell):
                    yield plan.id, at, cell


def leftovers(
    reading: Reading, places: AnswerPlaces, taken: Collection[tuple[str, Position]], passed: Collection[str]
) -> Iterator[Leftover]:
    """Yield what stands in the cells of a workbook and is neither an answer nor ours.

    `taken` are the cells of answers, by sheet title; `passed` titles of sheets that are left out.
    """
    free, hidden = {plan.id for plan in free_sheets(reading)}, _hidden(reading)
    ours = {sheet.part: id_ for id_, sheet in places.sheets.items()}
    for sheet in reading.facts.sheets:
        id_ = ours.get(sheet.part, "")
        if sheet.title in passed or id_ in free or id_ in hidden:
            continue
        yield from _on(reading, sheet, id_, taken)


def _hidden(reading: Reading) -> frozenset[str]:
    return frozenset(sheet.id for sheet in reading.expected.plan.sheets if sheet.hidden)


def _on(
    reading: Reading, sheet: RawSheet, id_: str, taken: Collection[tuple[str, Position]]
) -> Iterator[Leftover]:
    texts = _own_texts(reading)
    planned = reading.expected.plan.sheet(id_).cells if id_ else {}
    moved = id_ in reading.located.displaced_sheets
    kind: LeftoverKind = "beside" if id_ else "own_sheet"
    for at, cell in islice(sheet.cells.items(), MOST_CELLS):
        if (sheet.title, at) in taken or not _says(cell) or _plain(cell) in texts:
            continue
        if at not in planned:
            yield Leftover(kind, sheet.title, a1(at), shown(cell))
        elif not moved and _is_text(planned[at].value) and cell.formula is None:
            yield Leftover("text", sheet.title, a1(at), shown(cell))


def _is_text(value: object) -> bool:
    """Say whether people read it: what begins so is where a link leads, and follows renamed sheets."""
    return isinstance(value, str) and bool(value) and not value.startswith("#")


def _own_texts(reading: Reading) -> frozenset[str]:
    """Return the texts that stand in a workbook of this kind before anybody writes into it."""
    literals = reading.expected.literals.values()
    return frozenset(" ".join(str(text).split()) for pairs in literals for _, text in pairs)


def _says(cell: RawCell) -> bool:
    """Say whether somebody typed something; what a formula shows, another program shows too."""
    return cell.formula is None and cell.kind in ("number", "text", "bool") and bool(_plain(cell))


def _plain(cell: RawCell) -> str:
    return " ".join(shown(cell).split())


def notes_left(notes: Notes) -> Iterator[Leftover]:
    """Yield the notes that people put at cells."""
    for title, found in notes.items():
        for at, text in found:
            if text.strip():
                yield Leftover("note", title, a1(at), text.strip())
