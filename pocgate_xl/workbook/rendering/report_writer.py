"""Workbooks that report on many: values only, nothing locked, known again by the name of their title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...templates.loader import Bundle
from ..layout.plan import Area, SheetPlan, WorkbookPlan
from ..layout.reports.kinds import MARKS, ReportKind
from ..layout.reports.table import LEFT
from .cached_values import finish
from .openpyxl_writer import write_with_looks
from .rows.long_tables import with_long_tables


def plan_report(kind: ReportKind, sheets: Sequence[SheetPlan], bundle: Bundle, language: str) -> WorkbookPlan:
    """Plan a workbook of these sheets; the title of the first says what it is."""
    first, *others = sheets
    title = Area(first.id, (1, LEFT), (1, LEFT))
    marked = replace(first, names={**first.names, MARKS[kind]: title})
    template = bundle.template
    return WorkbookPlan(template.id, template.version, language, bundle.digest, (marked, *others))


def write_report(plan: WorkbookPlan, bundle: Bundle, title: str) -> bytes:
    """Return the workbook; the same plan gives the same bytes."""
    written, looks = write_with_looks(plan, bundle.theme, title)
    return with_long_tables(finish(written, plan), plan, looks)
