"""What was changed in cells that nobody fills in: formulas, constants, texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from ....records import dataclass
from ....spreadsheetml.address import Position
from ....spreadsheetml.cells import RawCell, says_the_same
from ....spreadsheetml.formulas.text import same_formula
from ....spreadsheetml.reader import RawSheet
from ....spreadsheetml.worksheets.rows import Form, Row, SheetCells
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
        if not _of_form(row.form, own).formulas:
            return False
        computed += own.computes
    return computed == planned.computing


class _OfForm(NamedTuple):
    """A form against a planned row: whether its formulas are the planned ones, and what slots must hold.

    `slots` is None where a text or number cannot be as planned, whatever the slots hold.
    """

    formulas: bool
    slots: tuple[tuple[int, str | float], ...] | None


def _of_form(form: Form, planned: PlannedRow) -> _OfForm:
    judged: _OfForm | None = form.judged.get(planned)
    if judged is None:
        judged = _OfForm(_same_formulas(form.formulas, planned.formulas), _slots(form, planned))
        form.judged[planned] = judged
    return judged


def _same_formulas(found: Mapping[Position, str], planned: Mapping[Position, str]) -> bool:
    same = found.keys() == planned.keys()
    return same and all(found[at] == each or same_formula(found[at], each) for at, each in planned.items())


def _slots(form: Form, planned: PlannedRow) -> tuple[tuple[int, str | float], ...] | None:
    found = []
    for position, literal in planned.literals:
        index = form.place.get(position)
        if index is None:
            if form.fixed.get(position, _EMPTY)[:3] != as_read(literal):
                return None
        elif position in form.formulas:
            return None
        else:
            found.append((index, literal))
    return tuple(found)


def _literals_as_planned(sheet: RawSheet, planned: PlannedRows) -> bool:
    """Say whether a sheet has the planned texts and numbers; False where that is not told by its rows.

    Which texts of the table a row has is looked up once for all files with the same row.
    """
    if not isinstance(sheet.cells, SheetCells):
        return False
    rows, table = sheet.cells.rows, sheet.cells.texts
    places, texts = list[int](), list[str]()
    for number, own in planned.literal_rows:
        row = rows.get(number)
        if row is None:
            return False
        held = row.judged.get(own)
        if held is None:
            held = row.judged[own] = _held(row, own)
        if held is False:
            return False
        places += held[0]
        texts += held[1]
    return [table[place].value for place in places] == texts


def _held(row: Row, planned: PlannedRow) -> tuple[list[int], list[str]] | Literal[False]:
    """Return where in the table which texts must be, False where anything else is not as planned."""
    slots, found = _of_form(row.form, planned).slots, row.found
    if slots is None:
        return False
    places, texts = list[int](), list[str]()
    for index, literal in slots:
        held = found[index]
        if type(held) is int and type(literal) is str:
            places.append(held)
            texts.append(literal)
        elif not isinstance(held, RawCell) or held[:3] != as_read(literal):
            return False
    return places, texts


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
