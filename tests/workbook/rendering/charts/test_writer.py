from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import pytest

from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.layout.plan import Area, Cell, Chart, ChartTone, SheetPlan, WorkbookPlan
from pocgate_xl.workbook.rendering.openpyxl_writer import write_plan

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
TITLE = "Bob's data"
LABELS = Area("data", (1, 1), (3, 1))


def column(number: int) -> Area:
    return Area("data", (1, number), (3, number))


def drawn(bundle: Bundle, chart: Chart, language: str = "en") -> ElementTree.Element:
    """Write a workbook with one chart, whose second value is an empty text; return the chart's XML."""
    cells = {(row, 1): Cell(f"label {row}") for row in (1, 2, 3)}
    cells |= {(row, at): Cell("" if row == 2 else row) for row in (1, 2, 3) for at in (2, 3, 4)}
    sheet = SheetPlan("data", TITLE, cells, {}, charts=(chart,))
    written = write_plan(WorkbookPlan("t", "1.0.0", language, "", (sheet,)), bundle.theme, "title")
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        return ElementTree.fromstring(parts.read("xl/charts/chart1.xml"))


def chart(kind: str, *tones: ChartTone, **more: object) -> Chart:
    series = tuple((f"series {n}", column(n + 2), tone) for n, tone in enumerate(tones))
    return Chart(kind, "Title", "alt", "F2", 12, 6, LABELS, series, **more)  # type: ignore[arg-type]


def values(root: ElementTree.Element, path: str) -> list[str | None]:
    return [found.get("val") for found in root.iterfind(f".//{path}")]


def test_bars_lie_with_the_first_label_on_top_and_their_values_written(bundle: Bundle) -> None:
    root = drawn(bundle, chart("bar", "accent", maximum=5, format="money"))
    assert values(root, f"{C}barDir") == ["bar"]
    assert values(root, f"{C}catAx/{C}scaling/{C}orientation") == ["maxMin"]
    assert values(root, f"{C}valAx/{C}scaling/{C}max") == ["5"]
    assert values(root, f"{C}dLbls/{C}showVal") == ["1"]
    assert [found.get("formatCode") for found in root.iterfind(f".//{C}dLbls/{C}numFmt")] == ["#,##0;-#,##0;"]
    assert root.find(f".//{C}legend") is None


def test_an_axis_of_amounts_counts_in_thousands_and_millions(bundle: Bundle) -> None:
    """Long numbers would be turned by 45 degrees; a quote in a word must not end it."""
    root = drawn(bundle, chart("stacked", "hidden", "accent", format="money", units=("k", 'mi"l')))
    (shown,) = [found.get("formatCode") for found in root.iterfind(f".//{C}valAx/{C}numFmt")]
    assert shown == '[>=10000000]#,##0,,"mil";[>=1000]#,##0,"k";""'


def test_texts_of_axes_stand_level(bundle: Bundle) -> None:
    root = drawn(bundle, chart("column", "accent"))
    turned = [
        found.get("rot") for axis in ("catAx", "valAx") for found in root.iterfind(f".//{C}{axis}//{A}bodyPr")
    ]
    assert turned == ["0", "0"]


def test_columns_stand_in_the_order_of_their_labels(bundle: Bundle) -> None:
    root = drawn(bundle, chart("column", "accent"))
    assert values(root, f"{C}barDir") == ["col"]
    assert values(root, f"{C}catAx/{C}scaling/{C}orientation") == ["minMax"]


def test_series_point_at_the_sheet_whatever_its_name(bundle: Bundle) -> None:
    root = drawn(bundle, chart("bar", "accent", "muted"))
    assert [found.text for found in root.iterfind(f".//{C}val//{C}f")] == [
        "'Bob''s data'!$B$1:$B$3",
        "'Bob''s data'!$C$1:$C$3",
    ]
    assert {found.text for found in root.iterfind(f".//{C}cat//{C}f")} == {"'Bob''s data'!$A$1:$A$3"}
    assert root.find(f".//{C}legend") is not None


def test_a_threshold_is_a_line_over_columns(bundle: Bundle) -> None:
    root = drawn(bundle, chart("bar", "accent", "line"))
    assert values(root, f"{C}barDir") == ["col"]
    assert [found.text for found in root.iterfind(f".//{C}lineChart//{C}val//{C}f")] == [
        "'Bob''s data'!$C$1:$C$3"
    ]
    assert sorted(map(str, values(root, f"{C}ser/{C}idx"))) == ["0", "1"]
    assert values(root, f"{C}lineChart/{C}ser/{C}spPr//{A}prstDash") == ["dash"]


def test_the_low_end_of_a_range_is_invisible_and_not_in_the_legend(bundle: Bundle) -> None:
    root = drawn(bundle, chart("stacked", "hidden", "accent", "line"))
    first, second, _ = root.iterfind(f".//{C}ser")
    assert first.find(f"{C}spPr/{A}noFill") is not None
    assert second.find(f"{C}spPr/{A}solidFill") is not None
    assert (values(root, f"{C}grouping")[0], values(root, f"{C}overlap")) == ("stacked", ["100"])
    entry = root.find(f".//{C}legendEntry")
    assert entry is not None
    assert (values(entry, f"{C}idx"), values(entry, f"{C}delete")) == (["0"], ["1"])


def test_a_short_scale_counts_in_whole_steps(bundle: Bundle) -> None:
    short, long = (drawn(bundle, chart("bar", "accent", maximum=most)) for most in (10, 11))
    assert values(short, f"{C}valAx/{C}majorUnit") == ["1"]
    assert values(long, f"{C}valAx/{C}majorUnit") == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_texts_have_the_font_of_the_language(bundle: Bundle, language: str) -> None:
    root = drawn(bundle, chart("bar", "accent"), language)
    faces = {found.get("typeface") for tag in ("latin", "ea") for found in root.iterfind(f".//{A}{tag}")}
    assert faces == {bundle.theme.font(language)}
    assert [found.text for found in root.iterfind(f".//{C}title//{A}t")] == ["Title"]


def test_what_stands_on_a_hidden_sheet_is_drawn_too(bundle: Bundle) -> None:
    assert values(drawn(bundle, chart("bar", "accent")), f"{C}plotVisOnly") == ["0"]
