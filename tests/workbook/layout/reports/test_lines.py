"""Tables whose cells are made line by line as they are written: the same as if each cell had been planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.catalog import Catalog
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.layout.plan import Cell, SheetPlan
from pocgate_xl.workbook.layout.reports import table
from pocgate_xl.workbook.layout.reports.lines import LinedCells
from pocgate_xl.workbook.layout.reports.table import Column, ReportPage, alike, endless_table, one_table
from pocgate_xl.workbook.rendering.report_writer import plan_report, write_report

TITLES = ("Id", "Text", "Amount", "Day")
Values = tuple[Any, ...]


class Page(ReportPage):
    group = "portfolio"
    tables: ClassVar = {"actions": "Actions"}

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog


def value(place: int, row: Values) -> Cell:
    return Cell(
        row[place], style="cell_wrap" if place else "cell", format="date" if place == 3 else "general"
    )


COLUMNS = tuple(Column(title, 9 + place, partial(value, place)) for place, title in enumerate(TITLES))


def sheets(bundle: Bundle, rows: Sequence[Values]) -> tuple[SheetPlan, SheetPlan]:
    """Return the sheet made line by line, and the one of which each cell is planned."""
    page = Page(bundle.catalogs["en"])
    subtitle = "What is to be done"
    return (
        endless_table(page, "actions", subtitle, COLUMNS, rows),
        one_table(page, "actions", subtitle, COLUMNS, rows),
    )


def written(bundle: Bundle, sheet: SheetPlan) -> bytes:
    return write_report(plan_report("actions", (sheet,), bundle, "en"), bundle, "x")


ROWS: list[Values] = [
    ("A", "=1+1", Decimal("12.50"), date(2026, 3, 31)),
    ("B", "a text that takes several lines in so narrow a column", 7, None),
    ("", "two\nlines", None, date(2026, 3, 31)),
]
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
row = st.tuples(text, text, st.none() | st.integers(-(10**9), 10**9), st.none() | st.just(date(2026, 1, 1)))


@given(st.lists(row, max_size=6))
def test_the_file_is_the_same_byte_by_byte(bundle: Bundle, rows: list[Values]) -> None:
    ours, theirs = sheets(bundle, rows)
    assert written(bundle, ours) == written(bundle, theirs)


def test_a_plan_holds_no_cell_of_them_and_has_all_of_them_when_asked(bundle: Bundle) -> None:
    ours, theirs = sheets(bundle, ROWS)
    assert {place[0] for place in ours.single_cells} == {1, 2, 4}
    assert dict(ours.cells) == theirs.cells
    assert ours.short_cells == theirs.short_cells
    assert len(ours.cells) == len(theirs.cells)


def test_lines_are_as_high_as_their_texts_need(bundle: Bundle) -> None:
    ours, theirs = sheets(bundle, ROWS)
    assert isinstance(ours.cells, LinedCells)
    heights = {line.row: line.height for line in ours.cells.lines if line.height is not None}
    assert heights == {row: height for row, height in theirs.heights.items() if row > 4}
    assert set(heights) == {6, 7}


def test_what_a_sheet_has_no_room_for_is_left_out_and_says_so(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "LAST_ROW", 6)
    sheet, _ = sheets(bundle, ROWS)
    assert max(sheet.cells)[0] == 6
    assert [each.area for each in sheet.tables] == ["B4:E6"]
    assert sheet.cells[2, 2].value == "What is to be done · " + bundle.catalogs["en"].text(
        "portfolio.cut", shown=2, all=3
    )
    assert max(written_rows(bundle, sheet)) == 6


def written_rows(bundle: Bundle, sheet: SheetPlan) -> set[int]:
    from pocgate_xl.opc.package import Package
    from pocgate_xl.spreadsheetml.reader import read_workbook

    (read,) = read_workbook(Package.from_bytes(written(bundle, sheet))).sheets
    return {row for row, _ in read.cells}


def test_a_formula_has_no_place_in_a_line(bundle: Bundle) -> None:
    odd = Column("Odd", 9, lambda _: Cell(1, formula="=1"))
    sheet = endless_table(Page(bundle.catalogs["en"]), "actions", "x", (odd,), ROWS)
    with pytest.raises(ValueError, match="B5 is more than a value"):
        written(bundle, sheet)


def test_rows_that_are_alike_have_one_cell() -> None:
    made: list[int] = []

    def cell(number: int) -> Cell:
        made.append(number)
        return Cell(number % 2)

    column = alike(lambda number: number % 2, cell)
    assert [column(number).value for number in range(6)] == [0, 1, 0, 1, 0, 1]
    assert made == [0, 1]


def test_the_cells_of_a_changed_plan_are_its_own(bundle: Bundle) -> None:
    ours, _ = sheets(bundle, ROWS)
    changed = replace(ours, cells={(1, 2): Cell("Title", style="title"), (5, 2): Cell("x", style="cell")})
    assert written_rows(bundle, replace(changed, tables=())) == {1, 5}
