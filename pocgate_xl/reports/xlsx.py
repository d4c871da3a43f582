"""Findings as a workbook for whoever follows them up: sums, every file, every finding, as tables of Excel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from .. import __version__
from ..batch import own_bundle
from ..core.assessment import Assessment
from ..core.catalog import Catalog
from ..workbook.layout.plan import SheetPlan
from ..workbook.submission.origins.report_books import is_report_book
from .counts import Counts
from .facts import facts_of, to_line
from .parts import ReportPart

NAME = "pocgate check"
"""Stands at the foot of every page in place of a template: files may be of several."""


def render_part(assessment: Assessment, catalog: Catalog) -> str:
    """Return the facts of one file, as a line."""
    return to_line(facts_of(assessment, catalog))


def assemble(
    parts: Iterable[ReportPart], own: Catalog, folder: Path | None = None, before: Sequence[SheetPlan] = ()
) -> Iterator[bytes]:
    """Yield the workbook; its links lead to files as they are seen from a folder.

    `before` are sheets of somebody else's that it begins with.
    """
    from ..workbook.rendering.report_writer import plan_report, write_report  # openpyxl
    from .book.files import plan_files
    from .book.findings import plan_findings
    from .book.page import MOST_ROWS, FindingsPage
    from .book.summary import plan_summary

    counts = Counts()
    every = (facts for facts in map(counts.add, parts) if facts is not None)
    files = [facts for number, facts in enumerate(every) if number < MOST_ROWS]
    page, bundle = FindingsPage(own, folder, counts, files), own_bundle()
    sheets = [*before, *(plan(page) for plan in (plan_summary, plan_files, plan_findings))]
    plan = plan_report("findings", sheets, bundle, own.language)
    yield write_report(replace(plan, template=NAME, version=__version__), bundle, page.text("title.summary"))


def is_own(file: Path) -> bool:
    """Say whether a file is such a workbook."""
    return is_report_book(file, "findings")
