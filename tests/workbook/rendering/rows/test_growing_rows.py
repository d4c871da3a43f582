"""Rows are as high as what people write into them, and stay as high as a person made them."""

from __future__ import annotations

import io
import re
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import replace_parts
from pocgate_xl.spreadsheetml.editing.sheet_editor import NewValue, raise_rows
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.creation.engagement import calculated_workbook
from pocgate_xl.workbook.creation.fill import fill_workbook
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.styles.cell_styles import ROW_HEIGHT, look_of
from pocgate_xl.workbook.layout.styles.text_metrics import EDGES, INDENT, Lettering, height_of
from pocgate_xl.workbook.rendering.rows.growing_rows import POINTS_OF_ROW, needed_heights, strut_size
from tests.workbook.generated import LANGUAGES, workbook
from tests.workbook.text_metrics import Type, column_pixels

LONG = {
    "en": "Hours saved per case, measured every month against the baseline of the PoC. " * 5,
    "ja": "1件あたりの処理時間の短縮を毎月測定し、導入前と比較する。" * 5,
}
CHOSEN = re.compile(rb'<row r="(\d+)"([^>]*)>')


@lru_cache(maxsize=8)
def rows_of(data: bytes, title: str) -> dict[int, tuple[float, bool]]:
    """Return height of each row of a sheet, and whether a person chose it."""
    package = Package.from_bytes(data)
    sheet = read_workbook(package).sheet(title)
    assert sheet
    found = {}
    for number, attributes in CHOSEN.findall(package.read(sheet.part)):
        height = re.search(rb' ht="([^"]*)"', attributes)
        found[int(number)] = (float(height[1]) if height else 0.0, b"customHeight" in attributes)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_with_inputs_are_measured_anew_and_others_are_fixed(bundle: Bundle, language: str) -> None:
    for plan in plan_of(bundle, language).sheets:
        rows = rows_of(workbook(bundle, language), plan.title)
        for row, (height, chosen) in rows.items():
            assert height == pytest.approx(plan.heights.get(row, ROW_HEIGHT if row in plan.growing else 0))
            assert chosen == (row in plan.heights and row not in plan.growing), f"{plan.id} {row}"


def test_a_strut_keeps_a_row_as_high_as_planned(bundle: Bundle) -> None:
    """An empty, locked cell in type so large that a row that is measured anew does not become lower."""
    book = load_workbook(io.BytesIO(workbook(bundle, "en")))
    for plan in plan_of(bundle, "en").sheets:
        for row in plan.growing:
            cells = [cell for cell in book[plan.title][row] if (row, cell.column) not in plan.cells]
            strut = max(cells, key=lambda cell: cell.font.size)
            assert strut.font.size == strut_size(plan.heights.get(row, ROW_HEIGHT))
            assert strut.value is None
            assert strut.protection.locked


@given(st.floats(12, 400))
def test_the_size_of_a_strut_is_that_of_its_row(height: float) -> None:
    assert strut_size(height) * POINTS_OF_ROW == pytest.approx(height, abs=0.5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_text_makes_its_row_higher(bundle: Bundle, language: str) -> None:
    plan = plan_of(bundle, language)
    area = plan.names["pg_design_data"]
    sheet, (row, column) = plan.sheet(area.sheet), area.first
    filled = fill_workbook(workbook(bundle, language), bundle, language, {"pg_design_data": LONG[language]})
    before, after = rows_of(workbook(bundle, language), sheet.title), rows_of(filled, sheet.title)
    assert after[row] == (height_of(LONG[language], sheet.widths[column], Lettering(language)), False)
    assert {**after, row: before[row]} == before
    assert after[row][0] > before[row][0]


def test_a_text_in_a_cell_for_an_amount_paints_over_no_row(bundle: Bundle) -> None:
    """It is made smaller where it stands."""
    plan = plan_of(bundle, "en")
    place = next(
        (sheet, position)
        for sheet in plan.sheets
        for position, cell in sorted(sheet.cells.items())
        if cell.field and cell.field.kind == "money"
    )
    cells = {place[1]: NewValue("about 1.2 million, before tax, to be confirmed")}
    look = look_of(place[0].cells[place[1]], bundle.theme, "en")
    assert (look.wrap, look.shrink) == (False, True)
    assert needed_heights(place[0], cells, "en").get(place[1][0], ROW_HEIGHT) == ROW_HEIGHT


def test_numbers_and_short_texts_leave_a_row_as_it_is(bundle: Bundle) -> None:
    plan = plan_of(bundle, "en")
    filled = fill_workbook(workbook(bundle, "en"), bundle, "en", {"pg_design_data": "Daily feed"})
    title = plan.sheet(plan.names["pg_design_data"].sheet).title
    assert rows_of(filled, title) == rows_of(workbook(bundle, "en"), title)


def test_a_height_that_a_person_chose_stays(bundle: Bundle) -> None:
    plan = plan_of(bundle, "en")
    area = plan.names["pg_design_data"]
    title, row = plan.sheet(area.sheet).title, area.first[0]
    package = Package.from_bytes(workbook(bundle, "en"))
    sheet = read_workbook(package).sheet(title)
    assert sheet
    chosen = re.sub(
        rb'<row r="%d" ht="[^"]*"' % row,
        b'<row r="%d" ht="25" customHeight="1"' % row,
        package.read(sheet.part),
    )
    made = replace_parts(package, {sheet.part: chosen})
    filled = fill_workbook(made, bundle, "en", {"pg_design_data": LONG["en"]})
    assert rows_of(filled, title)[row] == (25, True)


@pytest.mark.parametrize(
    ("row", "raised"),
    [
        (b'<row r="2"/>', b'<row ht="40" r="2"/>'),
        (b"<row r=\"2\" ht='20'/>", b'<row r="2" ht="40"/>'),
        (b'<row r="2" ht="x"/>', b'<row r="2" ht="40"/>'),
        (b'<row r="2" ht="50"/>', b'<row r="2" ht="50"/>'),
        (b'<row r="2" ht="20" customHeight="true"/>', b'<row r="2" ht="20" customHeight="true"/>'),
        (b'<row r="3" ht="20"/>', b'<row r="3" ht="20"/>'),
        (b'<m:row r="2"></m:row>', b'<m:row ht="40" r="2"></m:row>'),
    ],
)
def test_rows_are_raised_and_every_other_byte_stays(row: bytes, raised: bytes) -> None:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = b'<worksheet xmlns="%s" xmlns:m="%s"><sheetData>%s</sheetData></worksheet>'
    if b"m:" in row:
        sheet = sheet.replace(b"sheetData", b"m:sheetData").replace(b"worksheet>", b"m:worksheet>")
        sheet = sheet.replace(b"<worksheet", b"<m:worksheet")
    assert raise_rows(sheet % (main, main, row), {2: 40}) == sheet % (main, main, raised)


def differing_parts(one: bytes, other: bytes) -> list[str]:
    first, second = Package.from_bytes(one), Package.from_bytes(other)
    assert first.names == second.names
    return [name for name in first.names if first.read(name) != second.read(name)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_engagement_with_a_long_name_is_written_as_if_it_were_filled_in(
    bundle: Bundle, language: str
) -> None:
    values = {"pg_engagement_id": "ENG-1", "pg_engagement_poc_name": LONG[language].strip()}
    made = workbook_for(bundle, language, values)
    assert differing_parts(made, calculated_workbook(bundle, language, values)) == []
    plan = plan_of(bundle, language)
    area = plan.names["pg_engagement_poc_name"]
    height, chosen = rows_of(made, plan.sheet(area.sheet).title)[area.first[0]]
    assert height > ROW_HEIGHT
    assert not chosen


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [16, 22, 44, 60])
@pytest.mark.parametrize("count", [10, 40, 90, 300])
def test_no_text_needs_more_room_than_was_reckoned(language: str, width: int, count: int) -> None:
    """Without fonts at hand as many lines are reckoned as real ones need, or a few more."""
    text = LONG[language][:count].strip()
    real = Type(language, 10).lines(text, column_pixels(width, language) - INDENT)
    reckoned = height_of(text, width, Lettering(language))
    least, most = (Type(language, 10).height(lines) for lines in (real, real + 1 + real // 6))
    assert least <= reckoned <= most + EDGES
