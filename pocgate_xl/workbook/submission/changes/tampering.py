"""What was changed in cells that nobody fills in: formulas, constants, texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from ....records import dataclass
from ....spreadsheetml.address import Position
from ....spreadsheetml.cells import RawCell, says_the_same
from ....spreadsheetml.formulas.text import same_formula
from ....spreadsheetml.reader import RawSheet
from ....spreadsheetml.worksheets.rows import Row, SheetCells
from ..expected import NOTHING_PLANNED, ExpectedWorkbook, PlannedRow, PlannedRows, as_read
from ..interpret import shown
from ..locate import Located

ChangeKind = Literal["overwritten_formula", "edited_formula", "changed_constant", "changed_text"]
CONSTANTS = "lists"
"""The sheet whose texts are constants of the formulas, not words for people."""

_EMPTY = RawCell("blank", None, None, "")


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that is not as planned: sheet id, and the sheet's title in the file."""

    kind: ChangeKind
    sheet: str
    title: str
    position: Position
    planned: str
    found: str


def changes(expected: ExpectedWorkbook, located: Located) -> Iterator[Change]:
    """Yield every change; sheets with moved cells are left out, as all of theirs stand elsewhere."""
    moved = located.displaced_sheets
    for id_, sheet in located.sheets.items():
        if id_ in moved:
            continue
        planned = expected.rows[id_]
        if not formulas_as_planned(sheet, planned):
            yield from _formulas(expected, id_, sheet)
        if not _literals_as_planned(sheet, planned):
            yield from _literals(expected, id_, sheet)


def formulas_as_planned(sheet: RawSheet, planned: PlannedRows) -> bool:
    """Say whether a sheet has the planned formulas and no other; False where that is not told by its rows.

    Files share the forms of their rows, so each form is compared once.
    """
    if not isinstance(sheet.cells, SheetCells):
        return False
    judged = sheet.cells.judged.get(planned)
    if judged is None:
        judged = sheet.cells.judged[planned] = _formulas_as_planned(sheet.cells.rows, planned)
    return judged


def _formulas_as_planned(rows: Mapping[int, Row], planned: PlannedRows) -> bool:
    computed = 0
    for number, row in rows.items():
        own = planned.rows.get(number, NOTHING_PLANNED)
        judged = row.form.judged.get(own)
        if judged is None:
            judged = row.form.judged[own] = _same_formulas(row.form.formulas, own.formulas)
        if not judged:
            return False
        computed += own.computes
    return computed == planned.computing


def _same_formulas(found: Mapping[Position, str], planned: Mapping[Position, str]) -> bool:
    same = found.keys() == planned.keys()
    return same and all(found[at] == each or same_formula(found[at], each) for at, each in planned.items())


def _literals_as_planned(sheet: RawSheet, planned: PlannedRows) -> bool:
    """Say whether a sheet has the planned texts and numbers; False where that is not told by its rows.

    Which texts of the table a row has is looked up once for all files with the same row.
    """
    if not isinstance(sheet.cells, SheetCells):
        return False
    rows, table = sheet.cells.rows, sheet.cells.texts
    places, texts = list[int](), list[str]()
    for number, own in planned.rows.items():
        row = rows.get(number)
        if row is None:
            if own.literals:
                return False
            continue
        held = row.judged.get(own)
        if held is None:
            held = row.judged[own] = _held(row, own)
        if held is False:
            return False
        places += held[0]
        texts += held[1]
    return [table[place].value for place in places] == texts


def _held(row: Row, planned: PlannedRow) -> tuple[tuple[int, ...], tuple[str, ...]] | Literal[False]:
    """Return where in the table which texts must be, False where anything else is not as planned."""
    found = []
    for position, literal in planned.literals:
        index = row.form.place.get(position)
        held = row.form.fixed.get(position) if index is None else row.found[index]
        if isinstance(held, int) and isinstance(literal, str) and position not in row.form.formulas:
            found.append((held, literal))
        elif not isinstance(held, RawCell) or held[:3] != as_read(literal):
            return False
    return tuple(place for place, _ in found), tuple(text for _, text in found)


def _formulas(expected: ExpectedWorkbook, id_: str, sheet: RawSheet) -> Iterator[Change]:
    found = sheet.cells.get
    for position, planned in expected.formulas[id_]:
        cell = found(position, _EMPTY)
        if cell.formula == planned:
            continue
        if cell.formula is None:
            yield Change("overwritten_formula", id_, sheet.title, position, planned, shown(cell))
        elif not same_formula(cell.formula, planned):
            yield Change("edited_formula", id_, sheet.title, position, planned, cell.formula)


def _literals(expected: ExpectedWorkbook, id_: str, sheet: RawSheet) -> Iterator[Change]:
    found = sheet.cells.get
    for position, planned in expected.literals.get(id_, ()):
        cell = found(position, _EMPTY)
        if cell.value != planned or cell.formula is not None or cell.kind == "bool":  # True equals 1
            if says_the_same(cell, planned, (id_, position) in expected.users):
                continue
            constant = id_ == CONSTANTS or isinstance(planned, float)
            if not constant and (cell.formula is not None or _alike(str(cell.value), str(planned))):
                continue  # a text that became a formula is told with the other strange formulas
            kind: ChangeKind = "changed_constant" if constant else "changed_text"
            yield Change(kind, id_, sheet.title, position, _typed(planned), cell.formula or shown(cell))


def _alike(found: str, planned: str) -> bool:
    """Say whether texts differ in nothing but white space, with which other editors are free."""
    return found.split() == planned.split()


def _typed(planned: str | float) -> str:
    return shown(RawCell("text" if isinstance(planned, str) else "number", planned, None, ""))
