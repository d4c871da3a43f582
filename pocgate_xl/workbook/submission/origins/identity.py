"""Whose workbook a file is: what was written into it when it was made."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ....opc.safe_text import without_hidden
from ....records import dataclass
from ....spreadsheetml.address import Position, names_area
from ....spreadsheetml.cells import RawCell
from ....spreadsheetml.reader import RawSheet, RawWorkbook
from ...layout.plan import IDENTITY, IDENTITY_TITLE, OF_AN_OWNER, identity_name
from ..interpret import shown

CornersOfSheet = tuple[str, Position, Position]
"""Sheet title, first and last cell."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a workbook says of itself; nothing of it is believed yet, what is missing is empty.

    `by_formula` are the parts that a formula gives, so that another program may read another identity.
    """

    template: str = ""
    version: str = ""
    digest: str = ""
    engagement: str = ""
    language: str = ""
    edition: str = ""
    organization: str = ""
    by_formula: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the parts that every issued workbook has and this one lacks."""
        return tuple(key for key in IDENTITY if key not in OF_AN_OWNER and not getattr(self, key))


class Unidentified(Exception):
    """That a workbook is not of this kind, or of a template that is not at hand."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind, detail)
        self.kind = kind
        self.detail = detail


def places_of(facts: RawWorkbook) -> Mapping[str, CornersOfSheet | None]:
    """Return where each name of ours points, by name in small letters; None where to no cells.

    Most files of a batch say the same of their names.
    """
    return places_by_name(tuple(facts.names.items()))


@lru_cache(maxsize=16)
def places_by_name(names: tuple[tuple[str, str], ...]) -> Mapping[str, CornersOfSheet | None]:
    """Return where names point, from pairs of name and reference."""
    return {name.casefold(): names_area(ref) for name, ref in names if name[:3].casefold() == "pg_"}


def identity_of(facts: RawWorkbook, places: Mapping[str, CornersOfSheet | None]) -> Identity:
    """Return the identity by its names, else by its sheet."""
    listed = _listed(facts.sheet(IDENTITY_TITLE))
    cells = {
        key: _with_content(_named(facts, places.get(identity_name(key)))) or listed.get(key)
        for key in IDENTITY
    }
    found = {key: _text(cell) for key, cell in cells.items()}
    by_formula = tuple(key for key, cell in cells.items() if cell and cell.formula is not None)
    return Identity(**found, by_formula=by_formula)


def _named(facts: RawWorkbook, place: CornersOfSheet | None) -> RawCell | None:
    sheet = facts.sheet(place[0]) if place else None
    return sheet.cells.get(place[1]) if sheet and place else None


def _with_content(cell: RawCell | None) -> RawCell | None:
    """Return a cell that says something."""
    return cell if _text(cell) or (cell and cell.formula is not None) else None


def _listed(sheet: RawSheet | None) -> dict[str, RawCell | None]:
    """Return the second column by the first, as the sheet of the identity is laid out."""
    if sheet is None:
        return {}
    rows = range(1, len(IDENTITY) + 1)
    return {_text(sheet.cells.get((row, 1))): sheet.cells.get((row, 2)) for row in rows}


def _text(cell: RawCell | None) -> str:
    """Return what a cell says, cleaned as the answer is with which it is compared."""
    return without_hidden(shown(cell)).strip() if cell and cell.kind in ("text", "number") else ""
