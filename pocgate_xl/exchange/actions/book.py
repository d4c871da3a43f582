"""The list of actions as a workbook to answer in, and as separated values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...reports.csv_cells import MARK, csv_line
from ...templates.loader import Bundle
from ...workbook.layout.plan import Cell, SheetPlan
from ...workbook.layout.reports.table import one_table, titles_of
from ...workbook.rendering.report_writer import plan_report, write_report
from ..choice_lists import plan_choice_lists
from .columns import ActionsPage, columns_of, printed_columns


def actions_book(page: ActionsPage, bundle: Bundle) -> bytes:
    """Return the workbook; the same rows give the same bytes."""
    sheets = (plan_actions_list(page), plan_choice_lists(page.template, page.catalog))
    plan = plan_report("actions", sheets, bundle, page.catalog.language)
    return write_report(plan, bundle, page.text("title.actions"))


def plan_actions_list(page: ActionsPage) -> SheetPlan:
    """Plan a row for everything that is to be done; where it is, and the keys, are not printed."""
    columns = tuple(columns_of(page))
    overdue = sum(row.action.overdue for row in page.rows)
    subtitle = page.text("rule", count=len(page.rows), overdue=overdue)
    printed = len(tuple(printed_columns(page)))
    return one_table(page, "actions", subtitle, columns, page.rows, printed=printed)


def actions_csv(page: ActionsPage) -> Iterator[str]:
    """Yield the same columns line by line."""
    columns = tuple(columns_of(page))
    yield MARK + csv_line(titles_of(columns))
    for row in page.rows:
        yield csv_line(_plain(column.value(row)) for column in columns)


def _plain(cell: Cell) -> object:
    return cell.value.isoformat() if isinstance(cell.value, date) else cell.value
