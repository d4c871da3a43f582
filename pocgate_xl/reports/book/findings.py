"""Every finding, where it is and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

from ...workbook.layout.plan import Cell, SheetPlan
from ...workbook.layout.reports.table import Column, one_table
from ..facts import FileFacts, FindingFacts
from ..file_links import link_to_file
from .page import MOST_ROWS, OUTCOME_TONES, SEVERITY_TONES, FindingsPage, text_cell

Row = tuple[FileFacts, FindingFacts]


def plan_findings(page: FindingsPage) -> SheetPlan:
    """Plan a row a finding; those that are printed are the first columns, the others are to filter by."""
    rows = list(islice(page.listed(), MOST_ROWS))
    subtitle = page.subtitle("findings_rule", len(rows), page.counts.findings.total())
    columns, printed = tuple(columns_of(page)), len(tuple(printed_columns(page)))
    return one_table(page, "findings", subtitle, columns, rows, printed=printed)


def columns_of(page: FindingsPage) -> Iterator[Column[Row]]:
    """Yield every column: those that are printed, then those to filter by."""
    yield from printed_columns(page)
    title, field = page.column, page.catalog.text
    yield Column(title("field"), 28, lambda row: text_cell(row[1].field))
    outcome = page.tones(OUTCOME_TONES)
    yield Column(
        title("outcome"), 15, lambda row: Cell(page.coded(row[0].outcome), style="cell_strong"), outcome
    )
    yield Column(field("field.id"), 14, lambda row: text_cell(row[0].id))
    yield Column(field("field.organization"), 24, lambda row: text_cell(row[0].organization))
    yield Column(title("template"), 15, lambda row: text_cell(row[0].template))
    yield Column(title("language"), 10, lambda row: text_cell(row[0].language))


def printed_columns(page: FindingsPage) -> Iterator[Column[Row]]:
    """Yield in which file, how grave, where, what was found and what to do."""
    title = page.column
    yield Column(title("file"), 26, lambda row: text_cell(page.name(row[0])))
    severity = page.tones(SEVERITY_TONES)
    yield Column(
        title("severity"), 10, lambda row: Cell(page.coded(row[1].severity), style="cell_strong"), severity
    )
    yield Column(title("rule"), 9, lambda row: Cell(row[1].code, style="cell"))
    yield Column(title("sheet"), 15, lambda row: text_cell(row[1].sheet))
    yield Column(title("cell"), 9, partial(_cell, page))
    yield Column(title("message"), 42, lambda row: text_cell(row[1].message))
    yield Column(title("found"), 18, lambda row: text_cell(row[1].found))
    yield Column(title("expected"), 26, lambda row: text_cell(row[1].expected))
    yield Column(title("hint"), 34, lambda row: text_cell(row[1].hint))


def _cell(page: FindingsPage, row: Row) -> Cell:
    facts, finding = row
    link = ""
    if finding.cell and facts.outcome != "unreadable":
        link = link_to_file(facts.file, page.folder, finding.sheet, finding.cell)
    return Cell(text_cell(finding.cell).value, style="cell_link" if link else "cell_wrap", link=link)
