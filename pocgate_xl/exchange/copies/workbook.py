"""The bytes of a copy: a fresh workbook with what was carried, then notes, frames and what is to be done."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from ...core.assessment import Assessment, Finding
from ...opc.package import Package
from ...opc.safe_text import visible
from ...opc.zip_writer import replace_parts
from ...records import dataclass
from ...spreadsheetml.address import Position, a1, position_of
from ...spreadsheetml.editing.sheet_editor import NewValue, replace_cells
from ...templates.loader import Bundle
from ...templates.theme import Theme
from ...workbook.creation.page_link import with_page_link
from ...workbook.creation.transfer.carry import Transfer
from ...workbook.creation.transfer.fresh import fresh_workbook, place_of
from ...workbook.creation.transfer.ledger import LedgerEntry
from ...workbook.layout.plan import Cell, SheetPlan, WorkbookPlan, link_to
from ...workbook.layout.plans import plan_of
from ...workbook.layout.reports.table import LEFT, TOP
from ...workbook.rendering.cell_notes import Marks, note_of, with_marks
from ...workbook.rendering.rows.long_tables import Looks, with_long_tables
from ..open_answers import missing_in
from .carried_base import BaseKind, carried_base
from .kept_base import kept_base
from .kept_leftovers import CARRIED, FINDINGS, LINES_AT, START
from .page import SHOWN_KINDS, CarriedLine, CopyPage, Kinds, links_of

LINES = ("start_1", "start_2", "start_3")
"""What the first sheet says beside its title."""
DONE_LINES = ("done_1", "done_2", "done_3")
"""What it says where the copy has put everything right."""
LINES_TO = (1, 11)
LINES_HEIGHT, NARROW_HEIGHT = 48.0, 64.0
"""Points, and where a logo or an organization has the last column."""
SUBTITLE = (2, LEFT)
TO_CHECK = frozenset({"moved", "formula", "hidden", "not_taken"})
"""What was carried and should be looked at by whoever typed it."""
LONGEST_NOTE, LONGEST_WHY = 700, 2000
CELL_OF_FINDING, NOW_OF_CARRIED = LEFT + 2, LEFT + 3
"""Columns of the links."""


SAMPLES = ("x", "=")
"""Beginnings of texts that have looks of their own."""
FINDING_SAMPLES = [Finding("", "error", x, x, x, message=x, found=x, expected=x) for x in SAMPLES]
LINE_SAMPLES = [CarriedLine("changed", x, x, x, x, x, link) for x in SAMPLES for link in ("", x)]
"""Rows that have all looks which cells of these sheets may have."""


@dataclass(frozen=True, slots=True)
class CopyBase:
    """A blank workbook with the sheets of a copy, and where the looks of their rows are."""

    workbook: bytes
    plan: WorkbookPlan
    looks: Looks


@dataclass(frozen=True, slots=True)
class BareCopy:
    """A copy before anything is marked in it."""

    carried: Transfer
    base: CopyBase
    workbook: bytes


def bare_copy(carried: Transfer, with_findings: bool, page: str = "") -> BareCopy:
    """Return the fresh workbook of a transfer; sheets for findings are there and empty.

    `page` is the address of the page on which it can be checked, "" for none.
    """
    base = copy_base(carried.bundle, carried.language, carried.edition, with_findings)
    filled = fresh_workbook(carried, base.workbook)
    workbook = with_page_link(filled, carried.bundle, carried.language, page)
    if carried.lambdas:
        from ...workbook.creation.lambdas import with_lambdas  # few workbooks have the library

        workbook = with_lambdas(workbook, carried.bundle, carried.language)
    return BareCopy(carried, base, workbook)


def page_of(bundle: Bundle, language: str) -> CopyPage:
    return CopyPage(bundle, bundle.catalogs[language])


@lru_cache(maxsize=16)
def copy_base(bundle: Bundle, language: str, edition: str, with_findings: bool) -> CopyBase:
    """Return what every copy of a kind is begun with; one that was taken along where none can be made."""
    plan, page = plan_of(bundle, language, edition), page_of(bundle, language)
    start, *others = plan.sheets
    listed = [_with_lines(start, bundle.theme), page.plan(FINDINGS, "", FINDING_SAMPLES)]
    first, last = listed if with_findings else [start], page.plan(CARRIED, "", LINE_SAMPLES)
    whole = replace(plan, sheets=(*first, *others, last))
    carried = carried_base(bundle, language, BaseKind(edition, with_findings))
    workbook, looks = carried or kept_base(whole, bundle, edition, (*first, last))
    return CopyBase(workbook, whole, looks)


def _with_lines(start: SheetPlan, theme: Theme) -> SheetPlan:
    """Return the first sheet with room for what is to be done, beside its title where nothing stands."""
    branded = bool(theme.organization or theme.logo)
    (row, first), last = LINES_AT, LINES_TO[1] - branded
    columns = range(first, last + 1)
    cells = {(row, column): Cell("", style="needed", align="left") for column in columns}
    area = f"{a1(LINES_AT)}:{a1((row, last))}"
    heights = {**start.heights, row: NARROW_HEIGHT if branded else LINES_HEIGHT}
    return replace(start, cells={**start.cells, **cells}, merges=(*start.merges, area), heights=heights)


def marked(bare: BareCopy, before: Iterable[Finding], after: Assessment, brief: Container[str] = ()) -> bytes:
    """Return a copy with all that is to be done in it, and all that became of what was answered.

    On the sheets with a title of `brief` notes say only where to read on.
    """
    marker = _Marker(bare, before, after, brief)
    return marker.workbook()


class _Marker:
    """What writes into one copy what its submitter is to see."""

    def __init__(
        self, bare: BareCopy, before: Iterable[Finding], after: Assessment, brief: Container[str]
    ) -> None:
        self.brief = brief
        self.carried, self.base, self.bare = bare.carried, bare.base, bare.workbook
        self.kinds = Kinds(frozenset(missing_in(after)))
        self.page = replace(page_of(self.carried.bundle, self.carried.language), kinds=self.kinds)
        self.findings = sorted(after.findings, key=self.kinds.order)
        self.after, self.before = after, before
        self.ids = {sheet.title: sheet.id for sheet in self.base.plan.sheets}
        self.lines = [*self._lines()]

    def workbook(self) -> bytes:
        sheets = tuple(self._planned(sheet) for sheet in self.base.plan.sheets)
        plan = replace(self.base.plan, sheets=sheets)
        made = self._with_words(with_long_tables(self.bare, plan, self.base.looks))
        return with_marks(made, {self._part(id_): each for id_, each in self._marks().items()})

    def _planned(self, sheet: SheetPlan) -> SheetPlan:
        if sheet.id == FINDINGS:
            return self.page.plan(FINDINGS, "", self.findings)
        return self.page.plan(CARRIED, "", self.lines) if sheet.id == CARRIED else sheet

    def _counts(self) -> str:
        kinds = ("carried", *SHOWN_KINDS)
        carried = [entry.kind for entry in self.carried.of_kind("carried")]
        found = [*carried, *(line.kind for line in self.lines)]
        return self.page.text("subtitle.carried", **{kind: found.count(kind) for kind in kinds})

    def _amounts(self) -> dict[str, int]:
        kinds = [self.kinds(found) for found in self.findings]
        missing = len(missing_in(self.after))
        return {"errors": kinds.count("error"), "missing": missing, "warnings": kinds.count("warning")}

    def _with_words(self, workbook: bytes) -> bytes:
        """Write what is to be done on the first sheet, and what the sheets of the copy count."""
        package, words = Package.from_bytes(workbook), {CARRIED: (SUBTITLE, self._counts())}
        if FINDINGS in self.ids.values():
            amounts, title = self._amounts(), self.page.text(f"sheet.{FINDINGS}")
            words[FINDINGS] = SUBTITLE, self.page.text("subtitle.findings", **amounts)
            keys = LINES if any(amounts.values()) else DONE_LINES
            lines = (self.page.text(key, findings=title, **amounts) for key in keys)
            words[START] = LINES_AT, "\n".join(lines)
        parts = {self._part(id_): (at, NewValue(text)) for id_, (at, text) in words.items()}
        return replace_parts(
            package, {part: replace_cells(package.read(part), dict([put])) for part, put in parts.items()}
        )

    def _part(self, id_: str) -> str:
        number = [sheet.id for sheet in self.base.plan.sheets].index(id_) + 1
        return f"xl/worksheets/sheet{number}.xml"

    def _lines(self) -> Iterator[CarriedLine]:
        entries = [*self.carried.of_kind(*SHOWN_KINDS)]
        lines = [*(self.page.line(each, self._link(each)) for each in entries), *self._mended()]
        yield from sorted(lines, key=lambda each: SHOWN_KINDS.index(each.kind))

    def _mended(self) -> Iterator[CarriedLine]:
        """Yield what was wrong with the submission and is right in the copy."""
        still = {(found.code, found.field) for found in self.after.findings}
        for found in self.before:
            if found.severity != "note" and (found.code, found.field) not in still:
                why = visible(found.message, LONGEST_WHY)
                yield CarriedLine("mended", found.sheet, found.cell, "", found.found, why)

    def _link(self, entry: LedgerEntry) -> str:
        if not entry.field:
            return ""
        id_, at = place_of(entry.field, self.base.plan)
        return link_to(self.base.plan.sheet(id_).title, at).removeprefix("#")

    def _marks(self) -> Mapping[str, Marks]:
        """Return what is marked on each sheet, by its id."""
        notes: dict[str, dict[Position, list[str]]] = {}
        for id_, at, text in (*self._finding_notes(), *self._carried_notes()):
            notes.setdefault(id_, {}).setdefault(at, []).append(text)
        found = {id_: _marks_of(each) for id_, each in notes.items()}
        links = {FINDINGS: self._finding_links(), CARRIED: self._carried_links()}
        here = self.ids.values()
        return found | {id_: Marks({}, (), each) for id_, each in links.items() if id_ in here}

    def _finding_notes(self) -> Iterator[tuple[str, Position, str]]:
        if FINDINGS not in self.ids.values():
            return
        for found in self.findings:
            at, id_ = _first(found.cell), self.ids.get(found.sheet, "")
            if at and id_ and self.kinds(found) != "note":
                yield id_, at, self._note(found)

    def _note(self, found: Finding) -> str:
        if found.sheet in self.brief:
            return self.page.text("note_brief", findings=self.page.text(f"sheet.{FINDINGS}"))
        expected = self.page.text("note_expected", text=found.expected) if found.expected else ""
        return "\n".join(filter(None, (found.message, expected, found.hint)))

    def _carried_notes(self) -> Iterator[tuple[str, Position, str]]:
        for entry in self.carried.of_kind("changed"):
            if entry.reason in TO_CHECK:
                place = "!".join(filter(None, (entry.title, entry.cell)))
                why = self.page.text(f"reason.{entry.reason}", now=entry.now, count="", source="")
                yield *place_of(entry.field, self.base.plan), self.page.text("note", place=place, why=why)

    def _finding_links(self) -> list[tuple[Position, str]]:
        rows = ((row, self._target(found)) for row, found in enumerate(self.findings, TOP + 1))
        return links_of(rows, CELL_OF_FINDING)

    def _carried_links(self) -> list[tuple[Position, str]]:
        return links_of(((row, each.link) for row, each in enumerate(self.lines, TOP + 1)), NOW_OF_CARRIED)

    def _target(self, found: Finding) -> str:
        at = _first(found.cell)
        return link_to(found.sheet, at).removeprefix("#") if at and found.sheet in self.ids else ""


def _first(cell: str) -> Position | None:
    return position_of(cell.partition(":")[0]) if cell else None


def _marks_of(notes: Mapping[Position, list[str]]) -> Marks:
    texts = {at: "\n\n".join(dict.fromkeys(each)) for at, each in notes.items()}
    shown = {at: note_of(shown_in_note(text)) for at, text in texts.items()}
    return Marks(shown, tuple(sorted(notes)))


def shown_in_note(text: str) -> str:
    """Return a text of several lines without anything hidden or steering in it, as long as a note may be."""
    return "\n".join(visible(line, LONGEST_NOTE) for line in text.split("\n"))[:LONGEST_NOTE]
