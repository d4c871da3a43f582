"""A package as facts: its sheets, their cells, the defined names and what else it carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from ..opc.limits import DEFAULT, MIB, Limits
from ..opc.memory import Memory
from ..opc.package import Package, PackedPart
from ..opc.refusal import Refused, printable
from ..opc.relationships import (
    CONTENT_TYPES,
    ContentTypes,
    Relationship,
    content_types,
    found_part,
    relationships_of,
    target_part,
)
from ..opc.unread_parts import check_unread
from ..records import dataclass
from .address import Corners, Position, names_area
from .cells import RawCell
from .macros.active_content import ActiveContent, active_content
from .workbook_part import Listed, ListedSheet, Visibility, listed_in, workbook_part
from .worksheets.far_cells import FROM_BYTES, Reach, reaches, without_far
from .worksheets.shared_strings import Strings, read_strings
from .worksheets.worksheet import Assembly, Consumption, too_many_cells
from .worksheets.worksheet_rows import KnownRows, known_rows, parsed_rows

__all__ = ["RawCell", "RawSheet", "RawWorkbook", "names_area", "read_workbook"]

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
OTHER_SHEETS = frozenset({"chartsheet", "dialogsheet", "xlmacrosheet", "xlintlmacrosheet"})
_SHEETS: Memory[PackedPart, KnownRows] = Memory(4 * MIB)
"""Sheets by their packed bytes: those without answers are the same in every file of a batch."""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One worksheet as the file has it.

    `cells` are those with a value or formula; where the file allows several readings the first is
    given and `ambiguous` says so: a stable word each, then the address (`duplicate_cell B7`).
    `arrays` are areas whose values come from one formula at their first cell. `unusual` are words
    about what has one meaning, though some reader cannot read it; `outside` is how many cells lie so
    far from everything planned that they were counted only.
    """

    title: str
    state: Visibility
    part: str
    cells: Mapping[Position, RawCell]
    merges: tuple[Corners, ...]
    arrays: tuple[Corners, ...] = ()
    ambiguous: tuple[str, ...] = ()
    unusual: tuple[str, ...] = ()
    outside: int = 0
    known: KnownRows | None = field(default=None, compare=False, repr=False)
    """The sheet's rows by their forms, where it could be cut into rows; its looks are read from them."""


@dataclass(frozen=True, slots=True)
class RawWorkbook:
    """What a workbook says about itself; nothing of it is believed yet.

    `names` are the defined names of the whole workbook, `local_names` those of single sheets (title,
    name, reference). `active` is what could act or fetch when somebody opens the file;
    `other_sheets` are the titles of chart, dialog and macro sheets, which are not read; `broken` says
    by title why a worksheet cannot be read, which matters only where it is one of ours.
    """

    sheets: tuple[RawSheet, ...]
    names: Mapping[str, str]
    local_names: tuple[tuple[str, str, str], ...]
    date1904: bool
    parts: tuple[str, ...]
    active: tuple[ActiveContent, ...]
    other_sheets: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    broken: tuple[tuple[str, Refused], ...] = ()

    def sheet(self, title: str) -> RawSheet | None:
        """Return the first sheet of that title."""
        return next((sheet for sheet in self.sheets if sheet.title == title), None)


@dataclass(slots=True)
class _Reading:
    """Carry what reading one sheet after another needs."""

    package: Package
    limits: Limits
    types: ContentTypes
    links: Mapping[str, Relationship]
    strings: Strings
    budget: Consumption
    listed: Listed
    whole: bool

    def reach(self, title: str) -> Reach:
        """Return how far our names reach on a sheet; asked for large sheets only."""
        return reaches(self.listed.names.items()).get(title.casefold(), Reach())


def read_workbook(package: Package, limits: Limits = DEFAULT, whole: bool = False) -> RawWorkbook:
    """Read all worksheets; raise `Refused` when the workbook cannot be read as one.

    Unless the `whole` is wanted, cells far from everything that names of ours name are only counted.
    """
    types = content_types(package)
    part = workbook_part(package, types)
    listed = listed_in(package, part, limits)
    links = relationships_of(package, part)
    _check_looks(package, links)
    strings = _strings(package, limits, links)
    reading = _Reading(package, limits, types, links, strings, Consumption(limits), listed, whole)
    sheets, others, broken = _sheets(reading, listed.sheets)
    if broken and not sheets:
        raise broken[0][1]
    check_unread(package, types, {CONTENT_TYPES, part, *(sheet.part for sheet in sheets)})
    return RawWorkbook(
        sheets=sheets,
        names=listed.names,
        local_names=listed.local_names,
        date1904=listed.date1904,
        parts=package.names,
        active=active_content(package, types),
        other_sheets=others,
        ambiguous=_ambiguous(listed, [sheet.part for sheet in sheets]),
        broken=broken,
    )


def _sheets(
    reading: _Reading, listed: Sequence[ListedSheet]
) -> tuple[tuple[RawSheet, ...], tuple[str, ...], tuple[tuple[str, Refused], ...]]:
    """Return the worksheets, the titles of others, and what cannot be read; each part is read once."""
    parts: dict[str, RawSheet] = {}
    sheets, others, broken = list[RawSheet](), list[str](), list[tuple[str, Refused]]()
    for sheet in listed:
        try:
            part = _part(reading, sheet)
            if part and part not in parts:
                parts[part] = _sheet(reading, sheet, part)
        except Refused as refused:
            if refused.kind != "damaged":
                raise
            broken.append((sheet.title, refused))
            continue
        if part:
            found = parts[part]
            same = (found.title, found.state) == (sheet.title, sheet.state)
            sheets.append(found if same else replace(found, title=sheet.title, state=sheet.state))
        else:
            others.append(sheet.title)
    return tuple(sheets), tuple(others), tuple(broken)


def _check_looks(package: Package, links: Mapping[str, Relationship]) -> None:
    """Refuse two parts that say how cells look: nobody knows which of them another program takes."""
    for kind in ("styles", "theme"):
        own = [link.target for link in links.values() if link.kind == kind and not link.external]
        if len({found_part(package, target) for target in own}) > 1:
            raise Refused("damaged", f"several parts of the kind {kind}")


def _strings(package: Package, limits: Limits, links: Mapping[str, Relationship]) -> Strings:
    """Return the shared strings; that there is no table, or another, matters only where one is used."""
    tables = [link for link in links.values() if link.kind == "sharedstrings" and not link.external]
    parts = list(dict.fromkeys(found_part(package, link.target) for link in tables))
    part = next(filter(None, parts), None)
    if part is None:
        return Strings()
    strings = read_strings(package.read(part), limits, part)
    return strings._replace(doubt=strings.doubt or "several_tables") if len(parts) > 1 else strings


def _part(reading: _Reading, sheet: ListedSheet) -> str:
    """Return the part of a worksheet; nothing for the other kinds of sheet."""
    link = reading.links.get(sheet.relationship)
    if link is None:
        raise Refused("damaged", f"the sheet {printable(sheet.title)} has no part")
    if link.kind in OTHER_SHEETS:
        return ""
    part = target_part(reading.package, link)
    # Some libraries forget to say what a sheet's part is; the relationship says it too.
    claimed = reading.types.of_its_own(part) or SHEET_TYPE
    if link.kind != "worksheet" or claimed.casefold() != SHEET_TYPE:
        raise Refused("damaged", f"the sheet {printable(sheet.title)} is of no known kind")
    return part


def _sheet(reading: _Reading, sheet: ListedSheet, part: str) -> RawSheet:
    assembly = Assembly(reading.strings, reading.budget)
    limits, date1904 = reading.limits, reading.listed.date1904
    packed = reading.package.packed(part)
    small = packed.unpacked <= FROM_BYTES  # of others it depends on the file's names what is read of them
    found, outside = _SHEETS.get((limits, date1904), packed, packed.unpacked) if small else None, 0
    if found is None:
        data, outside = _near(reading, sheet, part)
        found = known_rows(data, limits, part, date1904)
        if found and small:
            _SHEETS.add((limits, date1904), {packed: found}, packed.unpacked)
    if found:
        around, cells = found.around, assembly.put_together(found.rows)
    else:
        around = parsed_rows(data, limits, part, date1904, assembly.add)
        cells = assembly.finished()
    assembly.note(*around.ambiguous)
    return RawSheet(
        title=sheet.title,
        state=sheet.state,
        part=part,
        cells=cells,
        merges=around.merges,
        arrays=tuple(assembly.arrays),
        ambiguous=tuple(assembly.ambiguous),
        unusual=tuple(assembly.unusual),
        outside=outside,
        known=found,
    )


def _near(reading: _Reading, sheet: ListedSheet, part: str) -> tuple[bytes, int]:
    """Return a sheet's XML, and how many cells far from ours were left out of it, as of large ones."""
    data, outside = reading.package.read(part), 0
    _check_values(data, reading.limits)
    if len(data) > FROM_BYTES and not reading.whole:
        data, outside = without_far(data, reading.reach(sheet.title))
        reading.budget.spend_cells(outside)
    return data, outside


def _check_values(data: bytes, limits: Limits) -> None:
    """Refuse before parsing what plainly holds too many values; parsing counts what is written otherwise."""
    if len(data) > len("<v></v>") * limits.cells and data.count(b"<v>") > limits.cells:
        raise too_many_cells(limits)


def _ambiguous(listed: Listed, parts: Sequence[str]) -> tuple[str, ...]:
    twice = sorted({part for part in parts if parts.count(part) > 1})
    return (*listed.ambiguous, *(f"shared_part {part}" for part in twice))
