"""A package as facts: its sheets, their cells, the defined names and what else it carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from .active_content import ActiveContent, active_content
from .cell_values import Area, decode_escapes, names_area, truth_of
from .limits import DEFAULT, Limits
from .package import Package
from .plan import Position
from .raw_cells import RawCell
from .refused import Refused, printable
from .relationships import (
    Relationship,
    content_types,
    relationships_of,
    target_part,
)
from .shared_strings import read_strings
from .sheet_assembly import Budget, SheetContent, read_sheet
from .xml_parser import RELATION_NAMESPACES, SHEET_NAMESPACES, Element, elements_of

__all__ = ["RawCell", "SheetFacts", "WorkbookFacts", "names_area", "read_workbook"]

State = Literal["visible", "hidden", "veryHidden"]
STATES: Mapping[str, State] = {"visible": "visible", "hidden": "hidden", "veryHidden": "veryHidden"}

BINARY_TYPE = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
WORKBOOK_TYPES = frozenset(
    {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        "application/vnd.ms-excel.template.macroEnabled.main+xml",
        "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    }
)
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
OTHER_SHEETS = frozenset({"chartsheet", "dialogsheet", "xlmacrosheet", "xlintlmacrosheet"})


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """Hold one worksheet as the file has it.

    `cells` are those with a value or formula; of two readings the first in the file is given, and
    `ambiguous` says so: a stable word each, then the address (`duplicate_cell B7`). `arrays` are
    areas whose values come from one formula at their first cell.
    """

    title: str
    state: State
    part: str
    cells: Mapping[Position, RawCell]
    merges: tuple[Area, ...]
    arrays: tuple[Area, ...] = ()
    ambiguous: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkbookFacts:
    """Hold what a workbook says about itself; nothing of it is believed yet.

    `names` are the defined names of the whole workbook, `local_names` those of single sheets (title,
    name, reference). `active` is what could act or fetch when somebody opens the file.
    """

    sheets: tuple[SheetFacts, ...]
    names: Mapping[str, str]
    local_names: tuple[tuple[str, str, str], ...]
    date1904: bool
    parts: tuple[str, ...]
    active: tuple[ActiveContent, ...]
    other_sheets: tuple[str, ...] = ()
    """Titles of chart, dialog and macro sheets, which are not read."""
    ambiguous: tuple[str, ...] = ()

    def sheet(self, title: str) -> SheetFacts | None:
        """Return the first sheet of that title."""
        return next((sheet for sheet in self.sheets if sheet.title == title), None)

    @property
    def has_vba(self) -> bool:
        return any(item.kind == "vba" for item in self.active)

    @property
    def external_links(self) -> tuple[str, ...]:
        """Return where the workbook takes values from outside, as the file names it."""
        return tuple(item.target for item in self.active if item.kind == "external_link")


def read_workbook(package: Package, limits: Limits = DEFAULT) -> WorkbookFacts:
    """Read all worksheets; raise `Refused` when the workbook cannot be read in one certain way."""
    part = _workbook_part(package)
    links = relationships_of(package, part)
    elements = elements_of(package.read(part), SHEET_NAMESPACES, limits, part)
    if not elements or elements[0].path != "workbook":
        raise Refused("damaged", "the workbook part is not a workbook")
    words: list[str] = []
    date1904 = any(_truth(e, "date1904") for e in elements if e.path == "workbook/workbookPr")
    told = _told_sheets(package, elements, links, words)
    if len(told) > limits.sheets:
        raise Refused("limit", f"{len(told)} sheets, at most {limits.sheets}")
    ...
