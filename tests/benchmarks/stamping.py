"""Writing the workbooks of engagements, against building each from scratch."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import xlsxwriter

from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.creation.engagement import calculated_workbook
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.plan import WorkbookPlan
from pocgate_xl.workbook.rendering.openpyxl_writer import write_plan

from .runner import Line, at_least, at_most, medians, milliseconds, ratio
from .samples import bundle, engagement

OPENPYXL, XLSXWRITER = "openpyxl from scratch", "XlsxWriter from scratch, without looks and rules"
STAMP, LONG, LIMIT = "stamping", "filling and computing anew", "writing the bytes"


def _xlsxwriter(plan: WorkbookPlan) -> bytes:
    """Write every literal and formula, and nothing that makes the sheets fit for people."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for sheet in plan.sheets:
        page = book.add_worksheet(sheet.title[:31])
        for (row, column), cell in sheet.cells.items():
            if cell.formula:
                page.write_formula(row - 1, column - 1, cell.formula)
            elif cell.value is not None:
                page.write(row - 1, column - 1, cell.value)
    book.close()
    return stream.getvalue()


def lines(rounds: int) -> Iterator[Line]:
    plan, numbers = plan_of(bundle(), "en"), count()
    content = workbook_for(bundle(), "en", engagement(0))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "workbook.xlsx")
        contenders = {
            OPENPYXL: lambda: file.write_bytes(write_plan(plan, bundle().theme, "title", None)),
            XLSXWRITER: lambda: file.write_bytes(_xlsxwriter(plan)),
            LONG: lambda: file.write_bytes(calculated_workbook(bundle(), "en", engagement(next(numbers)))),
            STAMP: lambda: file.write_bytes(workbook_for(bundle(), "en", engagement(next(numbers)))),
            LIMIT: lambda: file.write_bytes(content),
        }
        times = medians(contenders, rounds)
    yield at_least("stamping against openpyxl", ratio(times, OPENPYXL, STAMP), 100)
    yield at_most("stamping against writing the bytes", ratio(times, STAMP, LIMIT), 3)
    yield from milliseconds(times)


def sections(rounds: int) -> Iterator[tuple[str, list[Line]]]:
    """Yield a title and the lines under it."""
    yield "Stamping the workbook of an engagement", list(lines(rounds))
