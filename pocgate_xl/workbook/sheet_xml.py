"""A package as facts: its sheets, their cells, the defined names and what else it carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from .active_content import ActiveContent, active_content
from .cell_values import Area, names_area
from .fragments import Cut
from .limits import DEFAULT, Limits
from .package import Package
from .plan import Position
from .raw_cells import RawCell
from .refused import Refused, printable
from .relationships import (
    ContentTypes,
    Relationship,
    by_bytes,
    content_types,
    relationships_of,
    target_part,
)
from .shared_strings import read_strings
from .sheet_assembly import Assembly, Budget, too_many_cells
from .sheet_parts import read_rows
from .workbook_xml import Listed, ListedSheet, State, parsed_workbook, workbook_part

__all__ = ["RawCell", "SheetFacts", "WorkbookFacts", "names_area", "read_workbook"]

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
OTHER_SHEETS = frozenset({"chartsheet", "dialogsheet", "xlmacrosheet", "xlintlmacrosheet"})


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """Hold one worksheet as the file has it.

    `cells` are those with a value or formula; where the file allows several readings the first is
    given and `ambiguous` says so: a stable word each, then the address (`duplicate_cell B7`).
    `arrays` are areas whose values come from one formula at their first cell.
    """

    title: str
    state: State
    part: str
    cells: Mapping[Position, RawCell]
    merges: tuple[Area, ...]
    arrays: tuple[Area, ...] = ()
    ambiguous: tuple[str, ...] = ()
    cut: Cut | None = field(default=None, compare=False, repr=False)
    """The sheet's bytes in pieces, where they could be cut; its looks are read from them."""


@dataclass(frozen=True, slots=True)
class WorkbookFacts:
    """Hold what a workbook says about itself; nothing of it is believed yet.

    `names` are the defined names of the whole workbook, `local_names` those of single sheets (title,
    name, reference). `active` is what could act or fetch when somebody opens the file;
    `other_sheets` are the titles of chart, dialog and macro sheets, which are not read.
    """

    sheets: tuple[SheetFacts, ...]
    names: Mapping[str, str]
    local_names: tuple[tuple[str, str, str], ...]
    date1904: bool
    parts: tuple[str, ...]
    active: tuple[ActiveContent, ...]
    other_sheets: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()

    def sheet(self, title: str) -> SheetFacts | None:
        """Return the first sheet of that title."""
        return next((sheet for sheet in self.sheets if sheet.title == title), None)

    @property
    def has_vba(self) -> bool:
        return any("vba" in item.kind for item in self.active)

    @property
    def external_links(self) -> tuple[str, ...]:
        """Return where the workbook takes values from outside, as the file names it."""
        return tuple(item.target for item in self.active if item.kind == "external_link")


@dataclass(slots=True)
class _Reading:
    """Carry what reading one sheet after another needs."""

    package: Package
    limits: Limits
    types: ContentTypes
    links: Mapping[str, Relationship]
    strings: Sequence[RawCell]
    budget: Budget
    date1904: bool


def read_workbook(package: Package, limits: Limits = DEFAULT) -> WorkbookFacts:
    """Read all worksheets; raise `Refused` when the workbook cannot be read as one."""
    types = content_types(package)
    part = workbook_part(package, types)
    listed = by_bytes(parsed_workbook, package.read(part), limits, part)
    links = relationships_of(package, part)
    strings = _strings(package, limits, links)
    reading = _Reading(package, limits, types, links, strings, Budget(limits), listed.date1904)
    parts = [(sheet, _part(reading, sheet)) for sheet in listed.sheets]
    worksheets = [(sheet, part) for sheet, part in parts if part]
    return WorkbookFacts(
        sheets=tuple(_sheet(reading, sheet, part) for sheet, part in worksheets),
        names=listed.names,
        local_names=listed.local_names,
        date1904=listed.date1904,
        parts=package.names,
        active=active_content(package, types),
        other_sheets=tuple(sheet.title for sheet, part in parts if not part),
        ambiguous=_ambiguous(listed, [part for _, part in worksheets]),
    )


def _strings(package: Package, limits: Limits, links: Mapping[str, Relationship]) -> Sequence[RawCell]:
    tables = [link for link in links.values() if link.kind == "sharedstrings"]
    if not tables:
        return ()
    if len(tables) > 1:
        raise Refused("damaged", "two tables of shared strings")
    part = target_part(package, tables[0])
    return read_strings(package.read(part), limits, part)


def _part(reading: _Reading, sheet: ListedSheet) -> str:
    """Return the part of a worksheet; nothing for the other kinds of sheet."""
    link = reading.links.get(sheet.relationship)
    if link is None:
        raise Refused("damaged", f"the sheet {printable(sheet.title)} has no part")
    if link.kind in OTHER_SHEETS:
        return ""
    part = target_part(reading.package, link)
    if link.kind != "worksheet" or reading.types.of(part).casefold() != SHEET_TYPE:
        raise Refused("damaged", f"the sheet {printable(sheet.title)} is of no known kind")
    return part


def _sheet(reading: _Reading, sheet: ListedSheet, part: str) -> SheetFacts:
    assembly = Assembly(reading.strings, reading.budget)
    data = reading.package.read(part)
    _check_values(data, reading.limits)
    around = read_rows(data, reading.limits, part, reading.date1904, assembly.add, assembly.add_all)
    assembly.note(*around.ambiguous)
    assembly.finish()
    return SheetFacts(
        title=sheet.title,
        state=sheet.state,
        part=part,
        cells=MappingProxyType(assembly.cells),
        merges=around.merges,
        arrays=tuple(assembly.arrays),
        ambiguous=tuple(assembly.ambiguous),
        cut=around.cut,
    )


def _check_values(data: bytes, limits: Limits) -> None:
    """Refuse before parsing what plainly holds too many values; parsing counts what is written otherwise."""
    if len(data) > len("<v></v>") * limits.cells and data.count(b"<v>") > limits.cells:
        raise too_many_cells(limits)


def _ambiguous(listed: Listed, parts: Sequence[str]) -> tuple[str, ...]:
    twice = sorted({part for part in parts if parts.count(part) > 1})
    return (*listed.ambiguous, *(f"shared_part {part}" for part in twice))
