"""Everything that shows a reader, or a print, something else than the answers say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .alteration import Alteration, gathered
from .altered_cells import altered_cells, suspects_on
from .altered_conditions import altered_conditions
from .altered_drawings import Page, altered_drawings
from .altered_page import (
    PRINT_AREA,
    Printed,
    altered_headers,
    altered_links,
    altered_print,
    outside_of,
)
from .cell_looks import NO_LOOKS, Looks
from .reader import Reading
from .refused import Refused
from .seen import Seen, seen_on
from .sheet_looks import SheetLook
from .sheet_xml import SheetFacts
from .sheets.identity import IN_HEADER
from .surroundings import Surroundings
from .visible import visible


class Altered(NamedTuple):
    """Hold an alteration and the title of the sheet that shows it; no title for the whole workbook."""

    sheet: str
    alteration: Alteration


def alterations(reading: Reading, surroundings: Surroundings) -> tuple[Altered, ...]:
    """Return every alteration, sheet by sheet."""
    found = _Finder(reading, surroundings)
    return tuple(found.everywhere())


class _Finder:
    """Look at the sheets of one file one after another."""

    def __init__(self, reading: Reading, surroundings: Surroundings) -> None:
        self.reading, self.surroundings = reading, surroundings
        self.sheets = reading.whereabouts.sheets
        self.titles = tuple((sheet.title.casefold(), id_) for id_, sheet in self.sheets.items())
        self.printed = _printed(reading)
        self.link_titles = tuple(self._link_titles())
        self.unprotected = self.listless = 0
        self.areas: dict[str, list[str]] = {}
        for title, name, ref in reading.facts.local_names:
            if name.casefold() == PRINT_AREA:
                self.areas.setdefault(title, []).append(ref)

    def everywhere(self) -> Iterator[Altered]:
        looks = NO_LOOKS
        try:
            looks = self.surroundings.looks
            yield from (Altered("", each) for each in _settings(self.surroundings.settings))
        except Refused:
            yield Altered("", Alteration("unread"))
        moved = self.reading.whereabouts.displaced_sheets
        for id_, sheet in self.sheets.items():
            seen = seen_on(self.reading.blueprint, id_)
            if not seen.plan.hidden:
                yield from self._on(seen, sheet, looks, id_ in moved)
        if self.unprotected:
            yield Altered("", Alteration("protection_gone", (), str(self.unprotected)))
        if self.listless:
            yield Altered("", Alteration("lists_gone", (), str(self.listless)))

    def _on(self, seen: Seen, sheet: SheetFacts, looks: Looks, moved: bool) -> Iterator[Altered]:
        """Yield what is altered on a sheet; where cells were moved nothing stands where it was."""
        if sheet.state != "visible":
            yield Altered(sheet.title, Alteration("hidden_own_sheet", (), sheet.state))
        try:
            look, over = self.surroundings.look(sheet, seen.last_row), self.surroundings.over(sheet)
        except Refused:
            yield Altered(sheet.title, Alteration("unread", (), sheet.part))
            return
        found = () if moved else self._cells(seen, sheet, look, looks)
        yield from (Altered(sheet.title, each) for each in found)
        page = Page(seen, sheet, over, self.sheets, self.titles)
        if not moved and over:
            yield from (Altered(sheet.title, each) for each in altered_drawings(page))
        yield from (Altered(sheet.title, each) for each in self._around(seen, sheet, look, moved))
        for position, text in over.notes:
            yield Altered(sheet.title, Alteration("note", (position,), text, "", text))

    def _cells(self, seen: Seen, sheet: SheetFacts, look: SheetLook, looks: Looks) -> Iterator[Alteration]:
        yield from altered_cells(seen, sheet, suspects_on(seen, look.rows, look.around, looks))
        yield from altered_conditions(seen, look.around, looks)

    def _around(self, seen: Seen, sheet: SheetFacts, look: SheetLook, moved: bool) -> Iterator[Alteration]:
        outside = outside_of(seen, look.around)
        yield from altered_headers((("oddHeader", look.header), *outside.headers), *self.printed)
        self.unprotected += not (seen.plan.unlocked or outside.protected)
        if moved:
            return
        yield from outside.altered
        self.listless += outside.lost_lists
        if outside.hides_zeros:
            yield from gathered("zeros", (at for at in seen.read if _is_zero(sheet, at)))
        yield from altered_print(seen, sheet.title, tuple(self.areas.get(sheet.title, ())))
        links = tuple(
            (area, (self.surroundings.link(sheet, id_) if id_ else place) or place)
            for area, place, id_ in outside.links
        )
        yield from altered_links(seen, links, self.link_titles)

    def _link_titles(self) -> Iterator[tuple[str, str, str]]:
        """Yield the id of each sheet, its planned title and the one that it has now."""
        for id_, title in self.reading.blueprint.titles.items():
            now = self.sheets[id_].title if id_ in self.sheets else ""
            yield id_, title.casefold(), now.casefold()


def _is_zero(sheet: SheetFacts, position: tuple[int, int]) -> bool:
    cell = sheet.cells.get(position)
    return cell is not None and cell.kind == "number" and cell.value == 0


def _printed(reading: Reading) -> tuple[Printed, Printed]:
    """Return what headers and footers say: whose workbook it is, and of which template.

    Where that was not read, a header says what nobody can compare.

    What the PoC is called may be put right later, while the header keeps what it was called before.
    """
    answers, plan = reading.answers, reading.blueprint.plan
    given = [visible(str(answers.get(name) or "")) for name in IN_HEADER]
    whose, called = tuple(filter(None, given[:2])), tuple(filter(None, given[2:]))
    organization = reading.bundle.theme.organization
    template = f"{plan.template} {plan.version}"
    titles = tuple(reading.blueprint.titles.values())
    usual = tuple(filter(None, (reading.stamp.engagement, organization, *titles)))
    known = all(name in reading.responses for name in IN_HEADER)
    return (
        Printed(" · ".join((*whose, *called)), whose, (*usual, *called, template), known),
        Printed(template, (template,), (*usual, *whose, *called)),
    )


def _settings(settings: Mapping[str, str]) -> Iterator[Alteration]:
    if settings.get("fullPrecision") in ("0", "false"):
        yield Alteration("as_displayed", (), "fullPrecision")
    if settings.get("calcMode") == "manual":
        yield Alteration("manual", (), "calcMode")
    if settings.get("visibility", "visible") != "visible":
        yield Alteration("window_hidden", (), "visibility")
