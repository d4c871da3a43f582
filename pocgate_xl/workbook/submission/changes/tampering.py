"""What was changed in cells that nobody fills in: formulas, constants, texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import repeat
from operator import itemgetter
from typing import Literal

from ....records import dataclass
from ....spreadsheetml.address import Position
from ....spreadsheetml.cells import RawCell, says_the_same
from ....spreadsheetml.formulas.text import same_formula
from ....spreadsheetml.reader import RawSheet
from ..expected import ExpectedCells, ExpectedWorkbook
from ..interpret import shown
from ..locate import Located

ChangeKind = Literal["overwritten_formula", "edited_formula", "changed_constant", "changed_text"]
CONSTANTS = "lists"
"""The sheet whose texts are constants of the formulas, not words for people."""

_EMPTY = RawCell("blank", None, None, "")
_FORMULA, _LITERAL = itemgetter(RawCell._fields.index("formula")), itemgetter(slice(3))
"""What is compared of a cell: its formula; its kind, value and formula."""


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
        if not _as_planned(sheet, expected.formula_contents[id_], _FORMULA):
            yield from _formulas(expected, id_, sheet)
        if not _as_planned(sheet, expected.literal_contents[id_], _LITERAL):
            yield from _literals(expected, id_, sheet)


def _as_planned(sheet: RawSheet, planned: ExpectedCells, content: Callable[[RawCell], object]) -> bool:
    """Say whether many cells hold just what they must, as most do; only others are looked at singly."""
    cells = map(sheet.cells.get, planned.positions, repeat(_EMPTY))
    return list(map(content, cells)) == planned.contents


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
