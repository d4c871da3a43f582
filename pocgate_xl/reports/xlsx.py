"""Findings as a workbook for whoever follows them up: sums, every file, every finding, as tables of Excel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from .. import __version__
from ..batch import own_bundle
from ..core.assessment import Assessment
from ..core.catalog import Catalog
from ..workbook.submission.report_books import is_report_book
from .below import SharedFolder
from .facts import FileFacts, facts_of, from_line, to_line
from .parts import ReportPart

NAME = "pocgate check"
"""Stands at the foot of every page in place of a template: files may be of several."""


def render_part(assessment: Assessment, catalog: Catalog) -> str:
    """Return the facts of one file, as a line."""
    return to_line(facts_of(assessment, catalog))


def assemble(parts: Iterable[ReportPart], own: Catalog, folder: Path | None = None) -> Iterator[bytes]:
    """Yield the workbook; its links lead to files as they are seen from a folder."""
    from ..workbook.rendering.report_writer import plan_report, write_report  # openpyxl
    from .book.files import plan_files
    from .book.findings import plan_findings
    from .book.page import MOST_ROWS, Counts, FindingsPage
    from .book.summary import plan_summary

    counts, shared, files, count = Counts(), SharedFolder(), list[FileFacts](), 0
    for each in parts:
        counts.outcomes[each.outcome] += 1
        counts.severities.update(each.severities)
        if each.text:
            facts = from_line(each.text)
            counts.add(facts)
            shared.add(facts.file)
            count += 1
            if count <= MOST_ROWS:
                files.append(facts)
    page, bundle = FindingsPage(own, folder, shared, counts, files, count), own_bundle()
    sheets = [plan(page) for plan in (plan_summary, plan_files, plan_findings)]
    plan = plan_report("findings", sheets, bundle, own.language)
    yield write_report(replace(plan, template=NAME, version=__version__), bundle, page.text("title.summary"))


def is_own(file: Path) -> bool:
    """Say whether a file is such a workbook."""
    return is_report_book(file, "findings")
