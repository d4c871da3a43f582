"""Every file, what came of it and whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ...workbook.layout.plan import Cell, SheetPlan
from ...workbook.layout.reports.cells import whole
from ...workbook.layout.reports.table import Column, one_table
from ..facts import FileFacts
from ..file_links import link_to_file
from ..text import SEVERITIES
from .page import OUTCOME_TONES, FindingsPage, text_cell


def plan_files(page: FindingsPage) -> SheetPlan:
    """Plan a row a file."""
    subtitle = page.subtitle("files_rule", len(page.files), page.counts.listed)
    return one_table(page, "files", subtitle, tuple(columns_of(page)), page.files)


def columns_of(page: FindingsPage) -> Iterator[Column[FileFacts]]:
    """Yield which file it is, how it came out, what was found and whose it is."""
    title, field = page.column, page.catalog.text
    yield Column(title("file"), 36, partial(_file, page))
    outcome = page.tones(OUTCOME_TONES)
    yield Column(
        title("outcome"), 15, lambda each: Cell(page.coded(each.outcome), style="cell_strong"), outcome
    )
    yield Column(title("decision"), 21, lambda each: text_cell(each.decision_label))
    yield Column(title("total"), 8, lambda each: _total(each))
    yield Column(title("given"), 10, lambda each: whole(each.given))
    yield Column(title("needed"), 10, lambda each: whole(each.needed))
    for severity in SEVERITIES:
        yield Column(title(f"{severity}s"), 10, partial(_count, severity))
    yield Column(field("field.id"), 14, lambda each: text_cell(each.id))
    yield Column(field("field.organization"), 24, lambda each: text_cell(each.organization))
    yield Column(field("field.poc_name"), 28, lambda each: text_cell(each.poc_name))
    yield Column(field("field.revision"), 10, lambda each: whole(each.revision))
    yield Column(title("template"), 15, lambda each: text_cell(each.template))
    yield Column(title("language"), 10, lambda each: text_cell(each.language))


def _file(page: FindingsPage, facts: FileFacts) -> Cell:
    link = "" if facts.outcome == "unreadable" else link_to_file(facts.file, page.folder)
    return Cell(page.name(facts), style="cell_link" if link else "cell_wrap", link=link)


def _total(facts: FileFacts) -> Cell:
    """Return a total as a number, and as a text while it is a range."""
    value = int(facts.total) if facts.total.isdigit() else facts.total
    return Cell(value, style="cell", align="center")


def _count(severity: str, facts: FileFacts) -> Cell:
    return whole(facts.severities[severity] or None)
