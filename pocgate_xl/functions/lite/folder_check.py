"""A folder of workbooks checked inside Excel: each by the same check as on the command line, a row a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlwings

from ...batch.check import check_file
from ...batch.folders import SUFFIXES
from ...batch.paths import workbooks_in
from ...core.assessment import Assessment, ReadableAssessment
from ...core.catalog import Catalog
from ...core.submission import Engagement
from ..open_workbook.output_block import BlockRow, OutputBlock
from ..open_workbook.xlwings_book import write_block
from ..registry import help_catalog

ASKED = ("id", "organization", "poc_name")
JUDGED = ("outcome", "decision", "total", "answers", "errors", "warnings", "findings")
"""What stands above the columns, after the file: whose workbook it is, and what came of it."""
OWN_NAMES = "pg_"
"""How the names in a workbook of ours begin, whose structure is locked."""


def check_folder(book: Any, folder: str, language: str) -> str:
    """Check every workbook in a folder, write a row for each on a sheet of its own; return a summary.

    What an earlier check wrote there is replaced. XlwingsError says why there is nothing to check, or
    nowhere to write.
    """
    catalog = help_catalog(language)
    if any(name.name.startswith(OWN_NAMES) for name in book.names):
        raise xlwings.XlwingsError(catalog.text("pane.folder_elsewhere"))
    files = [file for file in workbooks_in([folder]) if file.lower().endswith(SUFFIXES)]
    if not files:
        raise xlwings.XlwingsError(catalog.text("pane.folder_empty", folder=folder))
    rows = tuple(_row(check_file(file, language=language), folder, catalog) for file in files)
    block = OutputBlock(_sheet(book, catalog.text("pane.folder_sheet")), 1, 1, (_head(catalog), *rows))
    write_block(book, block)
    return catalog.text("pane.folder_checked", count=len(rows))


def _head(catalog: Catalog) -> BlockRow:
    asked = (catalog.label("field", name) for name in ASKED)
    file, *judged = (catalog.text(f"report.column.{name}") for name in ("file", *JUDGED))
    return (file, *asked, *judged)


def _sheet(book: Any, title: str) -> str:
    """Return the sheet to write on: empty, and made where there is none."""
    if title in [sheet.name for sheet in book.sheets]:
        book.sheets[title].clear()
    else:
        book.sheets.add(title, after=book.sheets[-1])
    return title


def _row(assessment: Assessment, folder: str, catalog: Catalog) -> BlockRow:
    severities = [finding.severity for finding in assessment.findings]
    whose = assessment.engagement or Engagement()
    return (
        Path(assessment.file).relative_to(folder).as_posix(), whose.id, whose.organization, whose.poc_name,
        catalog.text(f"report.{assessment.outcome}"), *_decided(assessment, catalog),
        severities.count("error"), severities.count("warning"), _findings(assessment),
    )  # fmt: skip


def _decided(assessment: Assessment, catalog: Catalog) -> BlockRow:
    """Return decision, total and needed answers; blanks where a file cannot be read."""
    if not isinstance(assessment, ReadableAssessment):
        return (None, None, None)
    reachable = dict.fromkeys(assessment.scorecard.range)
    total = assessment.scorecard.total
    return (
        catalog.label("decision", assessment.decision),
        catalog.text("text.range").join(map(str, reachable)) if total is None else total,
        f"{assessment.completeness.given}/{assessment.completeness.needed}",
    )


def _findings(assessment: Assessment) -> str | None:
    """Return what is wrong, errors before the rest, each with its cell."""
    grave = sorted(assessment.findings, key=lambda each: ("error", "warning", "note").index(each.severity))
    lines = ((f"{each.sheet}!{each.cell}" if each.cell else each.sheet, each.message) for each in grave)
    return "\n".join(" ".join(filter(None, each)) for each in lines) or None
