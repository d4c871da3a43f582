"""Whose workbook a file is: the stamp that it got when it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from .cell_values import names_area
from .interpret import shown
from .plan import Position
from .raw_cells import RawCell
from .sheet_xml import SheetFacts, WorkbookFacts
from .sheets.identity import IDENTITY, IDENTITY_TITLE, identity_name

Place = tuple[str, Position, Position]
"""Sheet title, first and last cell."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Hold what a workbook says of itself; nothing of it is believed yet, what is missing is empty."""

    template: str = ""
    version: str = ""
    digest: str = ""
    engagement: str = ""
    language: str = ""
    edition: str = ""


class Unidentified(Exception):
    """Say that a workbook is not of this kind, or of a template that is not at hand."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind, detail)
        self.kind = kind
        self.detail = detail


def places_of(facts: WorkbookFacts) -> Mapping[str, Place | None]:
    """Return where each name of ours points, by name in small letters; None where to no cells.

    Most files of a batch say the same of their names.
    """
    return places_by_name(tuple(facts.names.items()))


@lru_cache(maxsize=16)
def places_by_name(names: tuple[tuple[str, str], ...]) -> Mapping[str, Place | None]:
    """Return where names point, from pairs of name and reference."""
    return {name.casefold(): names_area(ref) for name, ref in names if name[:3].casefold() == "pg_"}


def stamp_of(facts: WorkbookFacts, places: Mapping[str, Place | None]) -> Stamp | None:
    """Return the stamp by its names, else by its sheet; None when the file has none."""
    by_name = {key: _named(facts, places.get(identity_name(key))) for key in IDENTITY}
    by_sheet = _listed(facts.sheet(IDENTITY_TITLE))
    found = {key: by_name[key] or by_sheet.get(key, "") for key in IDENTITY}
    return Stamp(**found) if found["template"] else None


def _named(facts: WorkbookFacts, place: Place | None) -> str:
    sheet = facts.sheet(place[0]) if place else None
    return _text(sheet.cells.get(place[1])) if sheet and place else ""


def _listed(sheet: SheetFacts | None) -> dict[str, str]:
    """Return the second column by the first, as the stamp's sheet is laid out."""
    if sheet is None:
        return {}
    rows = range(1, len(IDENTITY) + 1)
    return {_text(sheet.cells.get((row, 1))): _text(sheet.cells.get((row, 2))) for row in rows}


def _text(cell: RawCell | None) -> str:
    return shown(cell).strip() if cell and cell.kind in ("text", "number") else ""
