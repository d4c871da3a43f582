"""A register that is not there yet: one table, which anybody may sort, filter, colour and add to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from ....core.catalog import Catalog
from ....core.fields import Field
from ....templates.loader import Bundle
from ...layout.plan import Cell, CellFormat
from ...layout.reports.table import Column, ReportPage, one_table
from ...rendering.report_writer import plan_report, write_report
from ..lists.columns import ID
from .entries import DIGEST, FILE, RegisterEntry, labelled, register_fields, title_of

SHEET = "issued"
WIDTHS: Mapping[str, float] = {
    ID: 16, "organization": 28, "poc_name": 36, "email": 30, FILE: 24, DIGEST: 22, "language": 11,
}  # fmt: skip
NUMBERS: Mapping[str, CellFormat] = {"money": "money", "number": "number", "whole": "whole", "date": "date"}
"""How the values of a kind of field are shown; all others are texts."""
USUAL, NARROW = 18, 13


@dataclass(frozen=True)
class RegisterPage(ReportPage):
    """What the sheet is planned from."""

    group: ClassVar[str] = "register"
    tables: ClassVar[Mapping[str, str]] = {SHEET: "Issued"}

    catalog: Catalog
    bundle: Bundle


def new_register(entries: Sequence[RegisterEntry], bundle: Bundle, language: str) -> bytes:
    """Return the workbook; the same entries give the same bytes."""
    page = RegisterPage(bundle.catalogs[language], bundle)
    columns = tuple(_columns(page, entries))
    sheet = one_table(page, SHEET, page.text("rule"), columns, entries)
    endless = replace(sheet, print=replace(sheet.print, area=""))  # rows are added below
    plan = plan_report("issued", (endless,), bundle, language)
    return write_report(plan, bundle, page.text(f"title.{SHEET}"))


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
