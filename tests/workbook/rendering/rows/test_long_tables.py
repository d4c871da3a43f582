"""Rows written as text into a finished workbook: the same as if the writer's library had written them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.layout.plan import Cell, CellFormat, ExcelTable, Gauge, SheetPlan, WorkbookPlan
from pocgate_xl.workbook.rendering.cached_values import finish
from pocgate_xl.workbook.rendering.openpyxl_writer import write_with_looks
from pocgate_xl.workbook.rendering.rows.long_tables import with_long_tables

FORMATS: tuple[CellFormat, ...] = ("general", "whole", "number", "money", "date", "percent")
TITLES = ("Id", "Text", "Amount", "Day")


def sheet(rows: list[tuple[Any, ...]], long: bool = True) -> SheetPlan:
    cells = {(1, 2): Cell("Title", style="title")}
    cells |= {(4, column): Cell(title, style="header") for column, title in enumerate(TITLES, 2)}
    for row, values in enumerate(rows, 5):
        for column, value in enumerate(values, 2):
            looks = FORMATS[(row + column) % len(FORMATS)] if not isinstance(value, date) else "date"
            cells[row, column] = Cell(value, style="cell_wrap", format=looks)
    area = f"B4:{a1((max(4 + len(rows), 5), 5))}"
    return SheetPlan(
        "one", "One", cells, {}, widths={1: 2, 2: 9}, heights={1: 28, 5: 31.5}, unlocked=True,
        gauges=(Gauge(area.replace("B4", "B5"), "bar", 0, 1), Gauge("C5:C6", "heat", 1, 5)),
        tables=(ExcelTable("One", area),), values_from=5 if long else 0,
    )  # fmt: skip


def written(bundle: Bundle, plan: SheetPlan) -> bytes:
    book = WorkbookPlan("t", "1", "en", "d", (plan,))
    content, looks = write_with_looks(book, bundle.theme, "x")
    return with_long_tables(finish(content, book), book, looks)


ROWS = [
    ("A", "=1+1", Decimal("12.50"), date(2026, 3, 31)),
    ("B", 'a & <b> "c" \' ]]>', 7, None),
    ("C", " spaces ", Decimal("1e300"), date(1900, 2, 28)),
    ("A", "_x001B_ and\nlines", 0, date(9999, 12, 31)),
    ("", "審査会 𠮷", -3, None),
]


def shown(content: bytes) -> dict[str, Any]:
    (read,) = read_workbook(Package.from_bytes(content)).sheets
    cells = ((a1(place), cell.kind, cell.value) for place, cell in read.cells.items())
    return {place: (kind, value) for place, kind, value in cells if value not in (None, "")}


def test_a_long_table_reads_like_one_that_the_library_wrote(bundle: Bundle) -> None:
    assert shown(written(bundle, sheet(ROWS))) == shown(written(bundle, sheet(ROWS, long=False)))


def test_every_cell_looks_as_the_library_would_have_it(bundle: Bundle) -> None:
    books = [openpyxl.load_workbook(io.BytesIO(written(bundle, sheet(ROWS, each)))) for each in (True, False)]
    ours, theirs = (book.worksheets[0] for book in books)
    for row in theirs.iter_rows():
        for cell in row:
            other = ours[cell.coordinate]
            assert (other.number_format, other.style, other.quotePrefix) == (
                cell.number_format, cell.style, cell.quotePrefix,
            ), cell.coordinate  # fmt: skip
    assert [ours.row_dimensions[row].height for row in (1, 5, 6)] == [28, 31.5, None]
    assert ours.dimensions == "A1:E9"


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
value = st.none() | st.integers(-(10**12), 10**12) | text | st.dates(date(1900, 3, 1))


@given(st.lists(st.tuples(value, value, value, value), min_size=1, max_size=12))
def test_whatever_stands_in_it_is_read_again(bundle: Bundle, rows: list[tuple[Any, ...]]) -> None:
    assert shown(written(bundle, sheet(rows))) == shown(written(bundle, sheet(rows, long=False)))


def test_a_table_has_its_titles_and_one_blank_row_at_least(bundle: Bundle) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(bundle, sheet([]))))
    table = book.worksheets[0].tables["One"]
    assert (table.ref, table.column_names) == ("B4:E5", list(TITLES))
    assert table.autoFilter.ref == "B4:E5"


def test_texts_are_shared_and_counted_as_the_standard_asks(bundle: Bundle) -> None:
    part = Package.from_bytes(written(bundle, sheet(ROWS))).read("xl/sharedStrings.xml").decode()
    texts = part.count("<si>")
    cells = sum(kind == "text" for kind, _ in shown(written(bundle, sheet(ROWS))).values())
    assert f'count="{cells}" uniqueCount="{texts}"' in part
    assert part.count("<t>A</t>") == 1


def test_a_workbook_without_long_tables_stays_as_it_is(bundle: Bundle) -> None:
    plan = WorkbookPlan("t", "1", "en", "d", (sheet(ROWS, long=False),))
    content, looks = write_with_looks(plan, bundle.theme, "x")
    assert with_long_tables(content, plan, looks) is content


def test_links_to_files_beside_it_are_those_that_are_planned(bundle: Bundle) -> None:
    plan = sheet(ROWS)
    linked = {
        (5, 2): Cell("A", style="cell_link", link="beside:in/a%20b.xlsx"),
        (6, 2): Cell("B", style="cell_link", link="beside:in/a%20b.xlsx#'It''s \"1\" & <2>'!G7"),
        (7, 2): Cell("C", style="cell_link", link="beside:../c.xlsx"),
    }
    book = openpyxl.load_workbook(io.BytesIO(written(bundle, replace(plan, cells={**plan.cells, **linked}))))
    links = [book.worksheets[0][f"B{row}"].hyperlink for row in (5, 6, 7, 8)]
    assert [link and (link.target, link.location) for link in links] == [
        ("in/a%20b.xlsx", None), ("in/a%20b.xlsx", "'It''s \"1\" & <2>'!G7"), ("../c.xlsx", None), None,
    ]  # fmt: skip
    assert [book.worksheets[0][f"B{row}"].value for row in (5, 6, 7)] == ["A", "B", "C"]
    assert book.worksheets[0].tables["One"].ref == "B4:E9"


def test_a_link_or_formula_has_no_place_in_a_long_table(bundle: Bundle) -> None:
    for odd in (Cell(1, formula="=1"), Cell("x", link="https://example.org")):
        plan = sheet(ROWS)
        plan = replace(plan, cells={**plan.cells, (6, 2): odd})
        with pytest.raises(ValueError, match="B6"):
            written(bundle, plan)
