"""The status as a page for a meeting: figures, bars, and everybody who was asked, the late first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from itertools import chain
from typing import ClassVar

from ..core.assessment import Assessment
from ..core.catalog import Catalog
from ..opc.safe_text import visible
from ..portfolio.sheets.page import TONES
from ..records import dataclass
from ..spreadsheetml.address import a1
from ..templates.loader import Bundle
from ..workbook.layout.plan import Cell, Print, SheetPlan, Tone
from ..workbook.layout.reports.cells import LONGEST, common_folder, file_below, own, quoted, whole
from ..workbook.layout.reports.table import (
    LEFT,
    TITLE_HEIGHT,
    Column,
    ReportPage,
    Tests,
    Tones,
    heights_of,
    highlights_of,
    one_table,
    table_of,
    widths_of,
    write_table,
)
from ..workbook.rendering.report_writer import plan_report, write_report
from .status import BesideFile, State, Status, StatusRow
from .status_head import write_head
from .status_words import StatusWords

MAIN, BESIDE = "follow_up", "beside"
HEADER = 10
"""Row of the table's titles."""
HEIGHTS: Mapping[int, float] = {3: 16, 4: 24, 5: 26, 6: 6, 7: 16, 8: 16, 9: 8, HEADER: 34}
STATE_TONES: Mapping[State, Tone] = {
    "outstanding": "bad", "not_started": "bad", "incomplete": "attention", "findings": "bad",
    "unreadable": "bad", "accepted": "good",
}  # fmt: skip
SHOWN_ERRORS = 3
TOP_MARGIN = 0.45


@dataclass(frozen=True)
class StatusPage(ReportPage):
    """What the sheets are planned from."""

    group: ClassVar[str] = "follow_up"
    tables: ClassVar[Mapping[str, str]] = {MAIN: "Status", BESIDE: "AlsoCameBack"}

    status: Status
    catalog: Catalog

    @property
    def words(self) -> StatusWords:
        return StatusWords(self.catalog)

    @cached_property
    def above(self) -> str:
        """Return the folder above all files that came back."""
        files = (row.file for row in self.status.rows if row.file)
        return common_folder(chain(files, (each.assessment.file for each in self.status.beside)))

    def file(self, path: str) -> Cell:
        return Cell(file_below(self.above, path) if path else "", style="cell_wrap")

    def decision_tests(self, cell: str) -> Tests:
        """Colour a decision's label as the dashboard does."""
        for tone, codes in TONES.items():
            yield from ((f"{cell}={quoted(self.catalog.label('decision', code))}", tone) for code in codes)

    def state_tests(self, cell: str) -> Tests:
        for state, tone in STATE_TONES.items():
            yield f"{cell}={quoted(self.text(f'state.{state}'))}", tone


def status_workbook(status: Status, bundle: Bundle, language: str) -> bytes:
    """Return the workbook; the same status gives the same bytes."""
    catalog = bundle.catalogs[language]
    plan = plan_report("status", plan_status(status, catalog), bundle, language)
    return write_report(plan, bundle, StatusPage(status, catalog).text(f"title.{MAIN}"))


def plan_status(status: Status, catalog: Catalog) -> tuple[SheetPlan, SheetPlan]:
    """Plan the sheets: who was asked, and what else came back."""
    page = StatusPage(status, catalog)
    return _plan_main(page), _plan_beside(page)


def _plan_main(page: StatusPage) -> SheetPlan:
    status, columns = page.status, tuple(columns_of(page))
    day = status.as_of.isoformat()
    widths = widths_of(columns, page.catalog.language)
    subtitle = page.text("subtitle", day=day, asked=len(status.rows), files=status.files)
    builder = page.start(MAIN, subtitle)
    head = tuple(write_head(builder, page.words, status, widths))
    rows = write_table(builder, HEADER, columns, status.rows)
    heights = heights_of(builder.cells, rows, widths, page.catalog.language)
    last = a1((max(rows.stop - 1, HEADER), LEFT + len(columns) - 1))
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths,
        heights={**TITLE_HEIGHT, **HEIGHTS} | heights,
        freeze=a1((HEADER + 1, LEFT + 3)),
        highlights=(*(tone for _, tone in head if tone), *highlights_of(columns, rows)),
        merges=tuple(box for box, _ in head if len(set(box.split(":"))) > 1),
        print=Print("landscape", f"A1:{last}", f"{HEADER}:{HEADER}", top=TOP_MARGIN),
        unlocked=True,
        tables=(table_of(page.tables[MAIN], rows, columns),),
        values_from=HEADER + 1,
    )  # fmt: skip


def columns_of(page: StatusPage) -> Iterator[Column[StatusRow]]:
    """Yield where each stands and how late it is, whose it is, what came back and what to do."""
    words, field = page.words, page.catalog.text
    yield Column(page.text("state_title"), 15, partial(_state, words), Tones(page.state_tests))
    yield Column(page.text("days"), 8, _days, Tones(_late))
    yield Column(field("field.id"), 13, lambda row: Cell(own(row.id), style="cell_strong"))
    yield Column(field("field.organization"), 20, lambda row: _said(row.engagement.organization))
    yield Column(field("field.poc_name"), 22, lambda row: _said(row.engagement.poc_name))
    yield Column(page.text("contact"), 14, lambda row: _said(row.contact))
    yield Column(page.text("email"), 29, lambda row: _said(row.email))
    yield Column(
        page.text("due"), 12.5, lambda row: Cell(row.due, style="cell", format="date", align="center")
    )
    yield Column(page.text("answered"), 9.5, partial(_answered, words))
    yield Column(page.text("errors_title"), 7, lambda row: whole(row.errors or None, style="cell"))
    yield Column(page.text("next_title"), 19, lambda row: Cell(words.act(row), style="cell_wrap"))
    decision = Tones(page.decision_tests)
    yield Column(field("text.decision"), 15, lambda row: _said(words.decision(row)), decision)
    yield Column(page.text("committee"), 11.5, lambda row: _said(words.committee(row)))
    yield Column(page.text("revision_title"), 5.5, _revision)
    yield Column(page.text("file"), 22, lambda row: page.file(row.file))


def _state(words: StatusWords, row: StatusRow) -> Cell:
    return Cell(words.state(row), style="cell_strong")


def _days(row: StatusRow) -> Cell:
    return whole(row.days, style="cell")


def _late(cell: str) -> Tests:
    yield f"AND(ISNUMBER({cell}),{cell}>0)", "bad"


def _said(text: str | None) -> Cell:
    return Cell(own(text), style="cell_wrap")


def _answered(words: StatusWords, row: StatusRow) -> Cell:
    done = row.completeness
    text = "" if done is None else words.text("given", given=done.given, needed=done.needed)
    return Cell(text, style="cell", align="center")


def _revision(row: StatusRow) -> Cell:
    engagement = row.assessment.engagement if row.assessment else None
    return whole(engagement.revision if engagement else None, style="cell")


def _plan_beside(page: StatusPage) -> SheetPlan:
    day, beside = page.status.as_of.isoformat(), page.status.beside
    subtitle = page.text("subtitle_beside", day=day, count=len(beside))
    return one_table(page, BESIDE, subtitle, tuple(_beside_columns(page)), beside)


def _beside_columns(page: StatusPage) -> Iterator[Column[BesideFile]]:
    field = page.catalog.text
    yield Column(
        page.text("reason_title"), 34, lambda each: Cell(page.words.reason(each), style="cell_strong")
    )
    yield Column(page.text("file"), 36, lambda each: page.file(each.assessment.file))
    yield Column(field("field.id"), 14, lambda each: _said(each.id))
    yield Column(field("field.organization"), 24, lambda each: _whose(each.assessment))
    yield Column(page.text("instead"), 36, lambda each: page.file(each.instead))
    yield Column(page.text("found"), 60, _found)


def _whose(assessment: Assessment) -> Cell:
    return _said(assessment.engagement.organization if assessment.engagement else None)


def _found(each: BesideFile) -> Cell:
    errors = [found for found in each.assessment.findings if found.severity == "error"][:SHOWN_ERRORS]
    lines = (visible(f"{found.code} {found.message}", LONGEST) for found in errors)
    return Cell("\n".join(lines), style="cell_wrap")
