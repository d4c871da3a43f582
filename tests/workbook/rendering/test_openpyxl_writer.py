from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image

from pocgate_xl.core.fields import input_fields
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import Position
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.templates.theme import Theme
from pocgate_xl.workbook.layout.plan import Area, Cell, Highlight, Print, SheetPlan, WorkbookPlan
from pocgate_xl.workbook.layout.styles.cell_styles import ROW_HEIGHT
from pocgate_xl.workbook.rendering.cached_values import finish
from pocgate_xl.workbook.rendering.openpyxl_writer import LOGO_HEIGHT, LOGO_WIDTH, write_plan

EMU = 9525
"""Drawing units of a pixel."""


@pytest.fixture
def theme(bundle: Bundle) -> Theme:
    return bundle.theme


def sheet_of(cells: dict[Position, Cell] | None = None, title: str = "Page", **more: Any) -> SheetPlan:
    return SheetPlan(more.pop("id", "page"), title, cells or {}, more.pop("names", {}), **more)


def written(theme: Theme, *sheets: SheetPlan, language: str = "en", logo: Path | None = None) -> bytes:
    return write_plan(WorkbookPlan("gate", "1.2.3", language, "", sheets), theme, "A title", logo)


def opened(theme: Theme, *sheets: SheetPlan, language: str = "en", logo: Path | None = None) -> Any:
    return openpyxl.load_workbook(io.BytesIO(written(theme, *sheets, language=language, logo=logo)))


@pytest.mark.parametrize("text", ["=1+1", "+1", "@x", "-", "0012", "#N/A", "TRUE", "日本語", "a\nb", " a "])
def test_a_text_is_a_text(theme: Theme, text: str) -> None:
    cell = opened(theme, sheet_of({(1, 1): Cell(text)}))["Page"]["A1"]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize(
    ("value", "type_"), [(3, "n"), (Decimal("0.25"), "n"), (date(2026, 4, 30), "d"), (None, "n")]
)
def test_other_values_keep_their_type(theme: Theme, value: Any, type_: str) -> None:
    look = "date" if isinstance(value, date) else "general"
    cell = opened(theme, sheet_of({(2, 3): Cell(value, format=look)}))["Page"]["C2"]  # type: ignore[arg-type]
    shown = cell.value.date() if type_ == "d" else cell.value
    assert (shown, cell.data_type) == (value, type_)


def test_a_formula_stands_without_a_value_until_it_is_computed(theme: Theme) -> None:
    data = written(theme, sheet_of({(1, 1): Cell(2), (1, 2): Cell(formula="=A1*3")}))
    assert openpyxl.load_workbook(io.BytesIO(data))["Page"]["B1"].value == "=A1*3"
    assert openpyxl.load_workbook(io.BytesIO(data), data_only=True)["Page"]["B1"].value is None


def test_cells_that_look_alike_share_a_style_with_a_name(theme: Theme) -> None:
    money = Cell(1, style="output", format="money")
    book = opened(theme, sheet_of({(1, 1): money, (2, 1): money, (3, 1): Cell(1, style="label")}))
    page = book["Page"]
    assert [page.cell(row, 1).style for row in (1, 2, 3)] == [
        "pg output money",
        "pg output money",
        "pg label",
    ]
    assert page["A1"].number_format == "#,##0;-#,##0;0"
    assert page["A1"].fill.fgColor.rgb == "FF" + theme.colours.output.lstrip("#")
    assert page["A3"].font.bold


def test_only_a_cell_to_fill_in_is_open(bundle: Bundle, theme: Theme) -> None:
    field = input_fields(bundle.template)[0]
    cells = {
        (1, 1): Cell(style="input", field=field),
        (1, 2): Cell("sample", style="input"),
        (1, 3): Cell("x"),
    }
    page = opened(theme, sheet_of(cells))["Page"]
    assert [page.cell(1, column).protection.locked for column in (1, 2, 3)] == [False, True, True]
    assert page["A1"].fill.fgColor.rgb == page["B1"].fill.fgColor.rgb


@pytest.mark.parametrize("language", ["en", "ja"])
def test_fonts_and_dates_are_those_of_the_language(theme: Theme, language: str) -> None:
    cells = {(1, 1): Cell(date(2026, 4, 30), format="date")}
    cell = opened(theme, sheet_of(cells), language=language)["Page"]["A1"]
    assert cell.font.name == theme.font(language)
    assert cell.number_format == {"en": "yyyy-mm-dd", "ja": "yyyy/mm/dd"}[language]


def test_names_and_links_find_sheets_whatever_they_are_called(theme: Theme) -> None:
    title = "Bob's & Co (1)"
    first = sheet_of({(1, 1): Cell("go", style="link", link="sheet:other")})
    other = sheet_of({(2, 2): Cell(1)}, title, id="other", names={"pg_x": Area("other", (2, 2), (3, 4))})
    book = opened(theme, first, other)
    assert book["Page"]["A1"].hyperlink.location == "'Bob''s & Co (1)'!A1"
    assert book.defined_names["pg_x"].attr_text == "'Bob''s & Co (1)'!$B$2:$D$3"


def test_a_highlight_colours_text_and_ground(theme: Theme) -> None:
    sheet = sheet_of({(1, 1): Cell(1)}, highlights=(Highlight("A1:B2 D4", "$A1>0", "bad"),))
    (area,) = opened(theme, sheet)["Page"].conditional_formatting
    (rule,) = area.rules
    assert (str(area.sqref), rule.formula) == ("A1:B2 D4", ["$A1>0"])
    assert rule.dxf.font.color.rgb == "FF" + theme.colours.bad.lstrip("#")
    assert rule.dxf.fill.bgColor.rgb == "FF" + theme.colours.bad_soft.lstrip("#")


def test_the_page_is_set_up_as_planned(theme: Theme) -> None:
    printed = Print("portrait", "A1:C9", "1:2", one_page=True)
    sheet = sheet_of(
        {(1, 1): Cell("x")}, print=printed, widths={2: 33.5}, heights={3: 40}, freeze="B3",
        autofilter="A1:C9",
    )  # fmt: skip
    page = opened(theme, sheet)["Page"]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("portrait", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 1)
    assert (page.print_area, page.print_title_rows) == ("'Page'!$A$1:$C$9", "$1:$2")
    assert (page.freeze_panes, page.auto_filter.ref) == ("B3", "A1:C9")
    assert page.column_dimensions["B"].width == 33.5
    assert page.row_dimensions[3].height == 40
    assert page.sheet_format.defaultRowHeight == ROW_HEIGHT


def test_the_footer_names_organisation_template_sheet_and_page(theme: Theme) -> None:
    footer = opened(replace(theme, organization="A & B"), sheet_of())["Page"].oddFooter
    assert (footer.left.text, footer.center.text, footer.right.text) == (
        "A && B · gate 1.2.3", "&A", "&P / &N",
    )  # fmt: skip


def test_a_free_sheet_is_not_protected_and_a_free_workbook_not_locked(theme: Theme) -> None:
    locked, free = sheet_of(), sheet_of(title="Free", id="free", unlocked=True)
    book = opened(theme, locked, free)
    assert [book[title].protection.sheet for title in ("Page", "Free")] == [True, False]
    assert book.security.lockStructure
    only_free = opened(theme, free)
    assert not (only_free.security and only_free.security.lockStructure)


def test_a_hidden_sheet_is_hidden(theme: Theme) -> None:
    book = opened(theme, sheet_of(), sheet_of(title="Lists", id="lists", hidden=True))
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "hidden"]


def test_the_organisation_stands_where_the_brand_belongs(theme: Theme) -> None:
    named = opened(replace(theme, organization="=Aoba"), sheet_of({(1, 1): Cell("x")}, brand=(1, 5)))["Page"]
    assert (named["E1"].value, named["E1"].data_type) == ("=Aoba", "s")
    without = Package.from_bytes(written(theme, sheet_of({(1, 1): Cell("x")}, brand=(1, 5))))
    assert b'r="E1"' not in without.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("size", "shown"), [((400, 100), (130, 32)), ((30, 300), (5, 48)), ((96, 96), (48, 48))]
)
def test_a_logo_fits_and_is_described(
    theme: Theme, tmp_path: Path, size: tuple[int, int], shown: tuple[int, int]
) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGB", size, "navy").save(logo)
    sheet = sheet_of({(1, 1): Cell("x")}, brand=(1, 5))
    (image,) = opened(theme, sheet, logo=logo)["Page"]._images
    extent = image.anchor.ext
    assert (extent.width // EMU, extent.height // EMU) == shown
    assert (shown[0] <= LOGO_WIDTH, shown[1] <= LOGO_HEIGHT) == (True, True)
    plan = WorkbookPlan("gate", "1.2.3", "en", "", (sheet,))
    finished = Package.from_bytes(finish(written(theme, sheet, logo=logo), plan, 'Aoba & "Co"'))
    drawing = finished.read("xl/drawings/drawing1.xml")
    assert drawing.count(b"descr=") == 1
    assert b'descr="Aoba &amp; &quot;Co&quot;"' in drawing


def test_the_file_says_its_title_and_no_time(theme: Theme) -> None:
    sheet = sheet_of({(1, 1): Cell("x")})
    plan = WorkbookPlan("gate", "1.2.3", "ja", "", (sheet,))
    core = Package.from_bytes(finish(written(theme, sheet, language="ja"), plan)).read("docProps/core.xml")
    assert b"<dc:title>A title</dc:title>" in core
    assert b"<dc:language>ja</dc:language>" in core
    assert core.count(b"2000-01-01T00:00:00Z") == 2
    assert b"202" not in core
