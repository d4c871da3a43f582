"""Workbooks that report on many: values only, nothing locked, known again by the name of their title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...templates.loader import Bundle
from ..layout.plan import Area, SheetPlan, WorkbookPlan
from ..layout.reports.kinds import MARKS, ReportKind
from ..layout.reports.table import LEFT
from .rows.long_tables import Looks, with_long_tables


def plan_report(kind: ReportKind, sheets: Sequence[SheetPlan], bundle: Bundle, language: str) -> WorkbookPlan:
    """Plan a workbook of these sheets; the title of the first says what it is."""
    first, *others = sheets
    title = Area(first.id, (1, LEFT), (1, LEFT))
    marked = replace(first, names={**first.names, MARKS[kind]: title})
    template = bundle.template
    return WorkbookPlan(template.id, template.version, language, bundle.digest, (marked, *others))


def write_report(plan: WorkbookPlan, bundle: Bundle, title: str) -> bytes:
    """Return the workbook; the same plan gives the same bytes."""
    workbook, looks = written_head(plan, bundle, title)
    return with_long_tables(workbook, plan, looks)


def written_head(plan: WorkbookPlan, bundle: Bundle, title: str) -> tuple[bytes, Looks]:
    """Return the workbook without the rows of its long tables, and where the looks of those rows stand."""
    from .cached_values import finish
    from .writer import written  # loaded where a head is not there already

    workbook, looks = written(plan, bundle.theme, title)
    return finish(workbook, plan), looks
