"""Every file that does not count, why, and what must be put right."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ...core.assessment import Finding
from ...opc.safe_text import visible
from ...workbook.layout.plan import Cell, SheetPlan
from ...workbook.layout.reports.cells import LONGEST, common_folder, file_below, own, quoted, said
from ...workbook.layout.reports.table import Column, Tests, Tones, endless_table
from ..ranking import Apart
from .page import PortfolioPage


def plan_apart(page: PortfolioPage) -> SheetPlan:
    """Plan the list of files that do not count."""
    apart = page.portfolio.ranking.apart
    ranked = [entry.assessment.file for entry in page.portfolio.ranking.entries]
    above = common_folder([*ranked, *(each.assessment.file for each in apart)])
    return endless_table(page, "apart", page.text("apart_rule"), tuple(columns_of(page, above)), apart)


def columns_of(page: PortfolioPage, above: str) -> Iterator[Column[Apart]]:
    """Yield which file it is, seen from the folder `above` all of them, whose, and why it does not count."""
    field = page.catalog.text
    reason = partial(_reason, page, above)
    yield Column(page.text("file"), 34, partial(_file, above))
    yield Column(field("field.id"), 14, lambda each: _whose(each, "id"))
    yield Column(field("field.organization"), 24, lambda each: _whose(each, "organization"))
    yield Column(page.text("reason_title"), 36, reason, Tones(partial(_wrong_tests, page)))
    yield Column(field("field.sponsor"), 20, lambda each: _whose(each, "sponsor"))
    yield Column(page.text("found"), 76, _found)


def _file(above: str, apart: Apart) -> Cell:
    return said(file_below(above, apart.assessment.file))


def _found(apart: Apart) -> Cell:
    return said("\n".join(map(_on_one_line, apart.errors)))


def _reason(page: PortfolioPage, above: str, apart: Apart) -> Cell:
    reason = page.text(f"apart.{apart.reason}", file=file_below(above, apart.instead))
    return said(reason)


def _whose(apart: Apart, name: str) -> Cell:
    engagement = apart.assessment.engagement
    return said(own(getattr(engagement, name)) if engagement else "")


def _on_one_line(finding: Finding) -> str:
    """Return a finding on one line: code, place and message."""
    place = "!".join(part for part in (finding.sheet, finding.cell) if part)
    return visible(" ".join(part for part in (finding.code, place, finding.message) if part), LONGEST)


def _wrong_tests(page: PortfolioPage, cell: str) -> Tests:
    """Colour what has to be put right."""
    texts = (page.text(f"apart.{reason}") for reason in ("findings", "unreadable"))
    either = ",".join(f"{cell}={quoted(text)}" for text in texts)
    yield f"OR({either})", "bad"
