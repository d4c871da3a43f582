"""Everything that shows a reader, or a print, something else than the answers say."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from ....opc.refusal import Refused
from ....opc.safe_text import visible
from ....opc.xml_parser import Element
from ....spreadsheetml.address import Position
from ....spreadsheetml.reader import RawSheet
from ....spreadsheetml.styles.cell_looks import NO_LOOKS, CellLook, Looks
from ....spreadsheetml.styles.rich_text import NO_RUNS, Runs
from ....spreadsheetml.styles.sheet_looks import RowLook
from ....spreadsheetml.surroundings import NOTHING, Over, Surroundings
from ...layout.plan import IN_HEADER, identity_name
from ..reader import Reading
from .alteration import Alteration, Altered, gathered
from .beside import written_beside
from .cells import Suspects, altered_cells, altered_currencies, styles_on, suspects_on, unstyled_on
from .conditions import altered_conditions, conditions_of, lost_conditions
from .drawings import DrawnPage, altered_drawings, lost_charts, starting_shapes
from .page import (
    PRINT_AREA,
    Outside,
    Printed,
    altered_headers,
    altered_links,
    altered_print,
    organization_in,
    outside_of,
)
from .rules import running_rules
from .seen import Seen, seen_on

OWN_FUNCTIONS = ("POCGATE_", "_XLDUDF_POCGATE_")
MOST_CONDITIONS = 5001
"""Conditional formats of a sheet that are looked at; so many are told."""
MOST_REMEMBERED = 5000
"""Elements around the rows of a sheet that is remembered; ours have some hundred."""


def alterations(reading: Reading, surroundings: Surroundings) -> tuple[Altered, ...]:
    """Return every alteration, sheet by sheet."""
    found = tuple(_Finder(reading, surroundings).everywhere())
    if not found:
        return ()
    from ..changes.explained import unexplained_alterations  # most workbooks come back as they were sent

    return tuple(unexplained_alterations(reading, found))


class Verdict(NamedTuple):
    """What the looks of a sheet say, whatever stands in its cells."""

    suspects: Suspects
    conditions: tuple[Alteration, ...]
    lost_conditions: int
    unstyled: tuple[Position, ...]
    """Cells with the number of a style that the file does not have."""
    outside: Outside


@lru_cache(maxsize=512)
def judged(
    seen: Seen, rows: tuple[tuple[RowLook, ...], ...], around: tuple[Element, ...], looks: Looks
) -> Verdict:
    """Judge the looks of a sheet once for all files that look alike."""
    conditions = tuple(islice(conditions_of(around, looks), MOST_CONDITIONS))
    altered = tuple(altered_conditions(seen, conditions, styles_on(rows, looks)))
    lost = lost_conditions(seen, conditions)
    suspects, unstyled = suspects_on(seen, rows, around, looks), tuple(unstyled_on(rows, looks))
    return Verdict(suspects, altered, lost, unstyled, outside_of(seen, around))


class _Finder:
    """Look at the sheets of one file one after another."""

    def __init__(self, reading: Reading, surroundings: Surroundings) -> None:
        self.reading, self.surroundings = reading, surroundings
        self.sheets = reading.located.sheets
        self.titles = tuple((sheet.title.casefold(), id_) for id_, sheet in self.sheets.items())
        self.printed = _printed(reading)
        currency = reading.answers.get("pg_engagement_currency")
        known = identity_name("organization") in reading.expected.names
        self.owner_known = bool(reading.identity.organization) or not known
        self.currency = str(currency or reading.bundle.template.costs.currency)
        self.link_titles = {id_: names for id_, *names in self._link_titles()}
        self.owner_in_header = ""
        self.unprotected = self.listless = self.unlit = self.chartless = 0
        self.areas: dict[str, list[str]] = {}
        for title, name, ref in reading.facts.local_names:
            if name.casefold() == PRINT_AREA:
                self.areas.setdefault(title, []).append(ref)

    def everywhere(self) -> Iterator[Altered]:
        looks, runs = NO_LOOKS, NO_RUNS
        try:
            looks = self.surroundings.looks
            yield from (Altered("", each) for each in _settings(self.surroundings.settings))
            yield from (Altered("", each) for each in _macro_names(self.surroundings.macro_names))
        except Refused:
            yield Altered("", Alteration("unread"))
        try:
            runs = self.surroundings.runs
        except Refused:
            yield Altered("", Alteration("unread", (), "sharedStrings"))
        yield from self._on_unknown_sheets()
        moved = self.reading.located.displaced_sheets
        for id_, sheet in self.sheets.items():
            seen = seen_on(self.reading.expected, id_)
            if not seen.plan.hidden:
                yield from self._on(seen, sheet, looks, id_ in moved)
                if id_ not in moved:
                    yield from self._texts(seen, sheet, looks, runs)
        if self.owner_in_header:
            yield Altered("", Alteration("unstamped", (), self.owner_in_header))
        if self.unprotected:
            yield Altered("", Alteration("protection_gone", (), str(self.unprotected)))
        if self.listless:
            yield Altered("", Alteration("lists_gone", (), str(self.listless)))
        if self.unlit:
            yield Altered("", Alteration("conditions_gone", (), str(self.unlit)))
        if self.chartless:
            yield Altered("", Alteration("charts_gone", (), str(self.chartless)))

    def _on(self, seen: Seen, sheet: RawSheet, looks: Looks, moved: bool) -> Iterator[Altered]:
        """Yield what is altered on a sheet; where cells were moved nothing stands where it was."""
        if sheet.state != "visible":
            yield Altered(sheet.title, Alteration("hidden_own_sheet", (), sheet.state))
        try:
            look, over = self.surroundings.look(sheet, seen.last_row), self.surroundings.over(sheet)
        except Refused:
            yield Altered(sheet.title, Alteration("unread", (), sheet.part))
            return
        judge = judged if len(look.around) <= MOST_REMEMBERED else judged.__wrapped__
        verdict = judge(seen, look.rows, look.around, looks)
        if not moved:
            yield from (Altered(sheet.title, each) for each in self._cells(seen, sheet, verdict))
        if not moved and seen.plan.charts:
            page = DrawnPage(
                seen, sheet, over if verdict.outside.drawn else NOTHING, self.sheets, self.titles
            )
            self.chartless += lost_charts(page)
        yield from (Altered(sheet.title, each) for each in gathered("no_style", verdict.unstyled))
        if over is not NOTHING:
            yield from (Altered(sheet.title, each) for each in self._drawn(seen, sheet, over, moved))
        yield from (Altered(sheet.title, each) for each in self._page(look.header, verdict.outside))
        self.unlit += verdict.lost_conditions
        self.unprotected += not (seen.plan.unlocked or verdict.outside.protected)

    def _texts(self, seen: Seen, sheet: RawSheet, looks: Looks, runs: Runs) -> Iterator[Altered]:
        """Yield what is written so that a part of it is not seen, and what is written beside the decision."""

        def styles() -> Mapping[Position, CellLook]:
            return styles_on(self.surroundings.look(sheet, seen.last_row).rows, looks)

        with contextlib.suppress(Refused):
            inline = self.surroundings.runs_on(sheet)
            marked = {place for placed in runs.values() for place, _ in placed}
            places = self.surroundings.places(sheet, marked)
            if inline or places:
                from .texts import (  # few workbooks have texts with looks of their own
                    SheetTexts,
                    altered_texts,
                )

                whole = {words: (*runs.get(words, ()), *inline.get(words, ())) for words in {*runs, *inline}}
                texts = SheetTexts(whole, styles(), places)
                yield from (Altered(sheet.title, each) for each in altered_texts(seen, sheet, texts))
        with contextlib.suppress(Refused):
            yield from (Altered(sheet.title, each) for each in written_beside(seen, sheet, cache(styles)))

    def _on_unknown_sheets(self) -> Iterator[Altered]:
        """Yield what runs in the rules of sheets that are not ours."""
        own = {sheet.part for sheet in self.sheets.values()}
        for sheet in self.reading.facts.sheets:
            if sheet.part not in own:
                with contextlib.suppress(Refused):
                    around = self.surroundings.look(sheet, 1).around
                    yield from (Altered(sheet.title, each) for each in running_rules(around))

    def _cells(self, seen: Seen, sheet: RawSheet, verdict: Verdict) -> Iterator[Alteration]:
        outside = verdict.outside
        yield from altered_cells(seen, sheet, verdict.suspects)
        if verdict.suspects.formats:
            yield from altered_currencies(seen, verdict.suspects.formats, self.currency)
        yield from verdict.conditions
        yield from outside.altered
        self.listless += outside.lost_lists
        if outside.hides_zeros:
            yield from gathered("zeros", (at for at in seen.read if _is_zero(sheet, at)))
        yield from altered_print(seen, sheet.title, self.areas.get(sheet.title, ()))
        if outside.links:
            links = [(area, self._target(sheet, place, id_)) for area, place, id_ in outside.links]
            yield from altered_links(seen, links, self.link_titles)
            if seen.plan.role == "start" and any(id_ for *_, id_ in outside.links):
                from .disguised_page import disguised_page  # few workbooks have such a link

                yield from disguised_page(sheet, links, self.reading.bundle.catalogs.values())

    def _drawn(self, seen: Seen, sheet: RawSheet, over: Over, moved: bool) -> Iterator[Alteration]:
        if not moved:
            yield from altered_drawings(DrawnPage(seen, sheet, over, self.sheets, self.titles))
        yield from starting_shapes(over.shapes)
        for position, text in over.notes:
            yield Alteration("note", (position,), text, "", text)

    def _page(self, header: str, outside: Outside) -> Iterator[Alteration]:
        if not self.owner_known and not self.owner_in_header:
            entered = self.reading.answers.get(IN_HEADER[1])
            self.owner_in_header = organization_in(
                header, self.reading.identity.engagement, str(entered or "")
            )
        return altered_headers((("oddHeader", header), *outside.headers), *self.printed)

    def _target(self, sheet: RawSheet, place: str, id_: str) -> str:
        return (self.surroundings.link(sheet, id_) if id_ else place) or place

    def _link_titles(self) -> Iterator[tuple[str, str, str]]:
        """Yield the id of each sheet, its planned title and the one that it has now."""
        for id_, title in self.reading.expected.titles.items():
            now = self.sheets[id_].title if id_ in self.sheets else ""
            yield id_, title.casefold(), now.casefold()


def _is_zero(sheet: RawSheet, position: tuple[int, int]) -> bool:
    cell = sheet.cells.get(position)
    return cell is not None and cell.kind == "number" and cell.value == 0


def _printed(reading: Reading) -> tuple[Printed, Printed]:
    """Return what headers and footers say: whose workbook it is, and of which template.

    Where that was not read, a header says what nobody can compare.

    What the PoC is called may be put right later, while the header keeps what it was called before.
    """
    answers, plan = reading.answers, reading.expected.plan
    written = [visible(str(answers.get(name) or "")) for name in IN_HEADER]
    whose, called = tuple(filter(None, written[:2])), tuple(filter(None, written[2:]))
    organization = reading.bundle.theme.organization
    template = f"{plan.template} {plan.version}"
    titles = tuple(reading.expected.titles.values())
    usual = tuple(filter(None, (reading.identity.engagement, organization, *titles)))
    known = all(name in reading.responses for name in IN_HEADER)
    return (
        Printed(" · ".join((*whose, *called)), whose, (*usual, *called, template), known),
        Printed(template, (template,), (*usual, *whose, *called)),
    )


def _macro_names(names: Iterable[str]) -> Iterator[Alteration]:
    """Yield names that are marked as those of macros; those of our own functions are none."""
    found = [name for name in names if not name.upper().startswith(OWN_FUNCTIONS)]
    if found:
        yield Alteration("macro_name", (), found[0])


def _settings(settings: Mapping[str, str]) -> Iterator[Alteration]:
    if settings.get("fullPrecision") in ("0", "false"):
        yield Alteration("as_displayed", (), "fullPrecision")
    if settings.get("showObjects", "all") != "all":
        yield Alteration("objects_hidden", (), "showObjects")
    if settings.get("calcMode") == "manual":
        yield Alteration("manual", (), "calcMode")
    if settings.get("visibility", "visible") != "visible":
        yield Alteration("window_hidden", (), "visibility")
