"""A register that is not there yet: one table, which anybody may sort, filter, colour and add to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from ....core.catalog import Catalog
from ....core.fields import Field
from ....records import dataclass
from ....templates.loader import Bundle
from ...layout.plan import Cell, CellFormat, WorkbookPlan
from ...layout.reports.table import Column, ReportPage, one_table
from ...rendering.report_writer import plan_report, write_report
from ..lists.columns import ID
from .entries import DIGEST, FILE, RegisterEntry, labelled, register_fields, title_of
from .heads import head_for, said_head

SHEET = "issued"
WIDTHS: Mapping[str, float] = {
    ID: 16, "organization": 28, "poc_name": 36, "email": 30, FILE: 24, DIGEST: 22, "language": 11,
}  # fmt: skip
NUMBERS: Mapping[str, CellFormat] = {"money": "money", "number": "number", "whole": "whole", "date": "date"}
"""How the values of a kind of field are shown; all others are texts."""
USUAL, NARROW = 18, 13
SAMPLE = RegisterEntry({ID: "1"})
"""Whose register shows how every other one begins."""


@dataclass(frozen=True)
class RegisterPage(ReportPage):
    """What the sheet is planned from."""

    group: ClassVar[str] = "register"
    tables: ClassVar[Mapping[str, str]] = {SHEET: "Issued"}

    catalog: Catalog
    bundle: Bundle


def new_register(entries: Sequence[RegisterEntry], bundle: Bundle, language: str) -> bytes:
    """Return the workbook; the same entries give the same bytes."""
    plan, title = register_plan(entries, bundle, language)
    one = register_plan([SAMPLE], bundle, language, entries)[0]
    head = head_for(plan, one, bundle, title)
    return write_report(plan, bundle, title) if head is None else head.with_rows(plan)


def prepared_head(bundle: Bundle, language: str) -> tuple[bytes, Mapping[str, Any]]:
    """Return what every register begins with that says no more of an engagement than it must."""
    plan, title = register_plan([SAMPLE], bundle, language)
    return said_head(plan, bundle, title)


def register_plan(
    entries: Sequence[RegisterEntry],
    bundle: Bundle,
    language: str,
    every: Sequence[RegisterEntry] = (),
) -> tuple[WorkbookPlan, str]:
    """Return the plan of a register, and its title; its columns are those of `every` entry."""
    page = RegisterPage(bundle.catalogs[language], bundle)
    columns = tuple(_columns(page, every or entries))
    sheet = one_table(page, SHEET, page.text("rule"), columns, entries)
    endless = replace(sheet, print=replace(sheet.print, area=""))  # rows are added below
    return plan_report("issued", (endless,), bundle, language), page.text(f"title.{SHEET}")


def _columns(page: RegisterPage, entries: Sequence[RegisterEntry]) -> Iterator[Column[RegisterEntry]]:
    for field in register_fields(page.bundle, entries):
        usual = NARROW if field.kind in NUMBERS else USUAL
        title = title_of(field, page.catalog, page.bundle)
        yield Column(title, WIDTHS.get(field.key, usual), partial(_cell, page, field))


def _cell(page: RegisterPage, field: Field, entry: RegisterEntry) -> Cell:
    value = labelled(field, entry.values.get(field.key), page.bundle, page.catalog)
    if field.kind in NUMBERS:
        day = field.kind == "date"
        return Cell(value, style="cell", format=NUMBERS[field.kind], align="center" if day else "right")
    return Cell(value, style="cell_strong" if field.key == ID else "cell", format="text")
