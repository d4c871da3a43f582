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
    altered_link,
    altered_lists,
    altered_print,
    altered_views,
    links_on,
    protected,
    zeros_hidden,
)
from .calculated import IN_HEADER
from .cell_looks import NO_LOOKS, Looks
from .reader import Reading
from .refused import Refused
from .seen import Seen, seen_on
from .sheet_looks import SheetLook
from .sheet_xml import SheetFacts
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
        self.titles = {sheet.title.casefold(): id_ for id_, sheet in self.sheets.items()}
        self.printed = _printed(reading)
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
            look, over = self.surroundings.look(sheet), self.surroundings.over(sheet)
        except Refused:
            yield Altered(sheet.title, Alteration("unread", (), sheet.part))
            return
        found = () if moved else self._cells(seen, sheet, look, looks)
        yield from (Altered(sheet.title, each) for each in found)
        page = Page(seen, sheet, over, self.sheets, self.titles)
        if not moved and over:
            yield from (Altered(sheet.title, each) for each in altered_drawings(page))
        yield from (Altered(sheet.title, each) for each in self._around(seen, sheet, look))
        for position, text in over.notes:
            yield Altered(sheet.title, Alteration("note", (position,), text, "", text))

    def _cells(self, seen: Seen, sheet: SheetFacts, look: SheetLook, looks: Looks) -> Iterator[Alteration]:
        yield from altered_cells(seen, sheet, suspects_on(seen, look.rows, look.around, looks))
        yield from altered_conditions(seen, look.around, looks)
        lists, lost = altered_lists(seen, look.around)
        yield from lists
        self.listless += lost

    def _around(self, seen: Seen, sheet: SheetFacts, look: SheetLook) -> Iterator[Alteration]:
        yield from altered_views(seen, look.around)
        if zeros_hidden(look.around):
            yield from gathered("zeros", (at for at in seen.read if _is_zero(sheet, at)))
        yield from altered_print(seen, self.areas.get(sheet.title, []))
        yield from altered_headers(look.header, look.around, *self.printed)
        for area, place, id_ in links_on(look.around):
            target = self.surroundings.link(sheet, id_) if id_ else place
            yield from altered_link(seen, area, target or place, self._link_titles())
        self.unprotected += not (seen.plan.unlocked or protected(look.around))

    def _link_titles(self) -> Mapping[str, tuple[str, ...]]:
        """Return the titles by which a link may call each sheet: as planned, and as it is called now."""
        planned = self.reading.blueprint.titles
        return {
            id_: (title.casefold(), self.sheets[id_].title.casefold() if id_ in self.sheets else "")
            for id_, title in planned.items()
        }


def _is_zero(sheet: SheetFacts, position: tuple[int, int]) -> bool:
    cell = sheet.cells.get(position)
    return cell is not None and cell.kind == "number" and cell.value == 0


def _printed(reading: Reading) -> tuple[Printed, Printed]:
    """Return what headers and footers say: whose workbook it is, and of which template."""
    answers, plan = reading.answers, reading.blueprint.plan
    given = (str(answers.get(name) or "") for name in IN_HEADER)
    whose = tuple(visible(text) for text in given if text)
    organization = reading.bundle.theme.organization
    template = f"{plan.template} {plan.version}"
    titles = tuple(reading.blueprint.titles.values())
    usual = tuple(filter(None, (reading.stamp.engagement, organization, *titles)))
    return Printed(whose, (*usual, template)), Printed((template,), (*usual, *whose))


def _settings(settings: Mapping[str, str]) -> Iterator[Alteration]:
    if settings.get("fullPrecision") in ("0", "false"):
        yield Alteration("as_displayed", (), "fullPrecision")
    if settings.get("calcMode") == "manual":
        yield Alteration("manual", (), "calcMode")
    if settings.get("visibility", "visible") != "visible":
        yield Alteration("window_hidden", (), "visibility")
