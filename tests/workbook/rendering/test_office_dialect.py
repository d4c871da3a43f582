from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.opc.package import Package
from pocgate_xl.opc.xml_tree import XmlNode, tree_of
from pocgate_xl.spreadsheetml.address import Position, area_of, names_area
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import logo_alt, plan_of
from pocgate_xl.workbook.creation.fill import fill_workbook
from pocgate_xl.workbook.rendering.office_dialect import BORDER, FONT, IGNORED, rectangles
from tests.workbook.generated import LANGUAGES, STATES, facts, workbook


def root(content: bytes, part: str) -> XmlNode:
    return tree_of(Package.from_bytes(content).read(part), part)


def covered(areas: list[str]) -> list[Position]:
    corners = [found for area in areas if (found := area_of(area))]
    assert len(corners) == len(areas)
    return [
        (row, column)
        for (top, left), (bottom, right) in corners
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    ]


@given(st.sets(st.tuples(st.integers(1, 12), st.integers(1, 9))))
def test_rectangles_cover_the_cells_once_and_no_others(cells: set[Position]) -> None:
    found = covered(rectangles(cells))
    assert len(found) == len(set(found))
    assert set(found) == cells


def test_a_block_is_one_rectangle() -> None:
    assert rectangles([(row, column) for row in (2, 3, 4) for column in (2, 3)]) == ["B2:C4"]
    assert rectangles([(1, 1)]) == ["A1"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nobody_can_change_gets_no_green_corner(bundle: Bundle, language: str) -> None:
    content, plan = workbook(bundle, language), plan_of(bundle, language)
    for number, sheet in enumerate(plan.sheets, 1):
        marks = [
            dict(node.attributes)
            for node in root(content, f"xl/worksheets/sheet{number}.xml").find("ignoredError")
        ]
        cells = {p for each in marks for p in covered(each.pop("sqref").split())}
        assert cells == {
            place
            for place, cell in sheet.cells.items()
            if not cell.field and (cell.formula or isinstance(cell.value, str))
        }
        assert marks == [IGNORED]


def test_fonts_and_borders_have_their_children_in_order(bundle: Bundle) -> None:
    styles = root(workbook(bundle, "en"), "xl/styles.xml")
    fonts = [[node.local for node in font.elements] for font in styles.find("font")]
    assert fonts
    assert all(names == sorted(names, key=FONT.index) for names in fonts)
    borders = [b for group in styles.find("borders") for b in group.elements]
    assert all(tuple(node.local for node in border.elements) == BORDER for border in borders)


def test_texts_of_the_plan_are_shared_and_counted(bundle: Bundle) -> None:
    content = workbook(bundle, "en")
    table = root(content, "xl/sharedStrings.xml")
    used = [
        cell
        for sheet in facts(bundle, "en").sheets
        for cell in root(content, sheet.part).find("c")
        if cell.attributes.get("t") == "s"
    ]
    texts = ["".join(map(str, node.children)) for node in table.find("t")]
    assert len(set(texts)) == len(texts) == int(table.attributes["uniqueCount"])
    assert int(table.attributes["count"]) >= len(used) > len(texts) / 2


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_hold_what_their_cells_show(bundle: Bundle, language: str, state: str) -> None:
    content = workbook(bundle, language, state)
    sheets = {sheet.title: sheet.cells for sheet in facts(bundle, language, state).sheets}
    compared = 0
    for part in [name for name in Package.from_bytes(content).names if name.startswith("xl/charts/chart")]:
        for reference in [r for kind in ("numRef", "strRef") for r in root(content, part).find(kind)]:
            formula, cache = reference.elements
            area = names_area("".join(map(str, formula.children)))
            assert area
            title, (top, left), (bottom, right) = area
            places = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
            shown = [sheets[title].get(place) for place in places]
            expected = {
                n: cell.value if reference.local == "strRef" or isinstance(cell.value, float) else 0.0
                for n, cell in enumerate(shown)
                if cell and (cell.value not in (None, "") or reference.local == "numRef")
            }
            points = {
                int(p.attributes["idx"]): "".join(map(str, p.elements[0].children)) for p in cache.find("pt")
            }
            assert cache.attributes == {}
            assert [int(node.attributes["val"]) for node in cache.find("ptCount")] == [len(places)]
            if reference.local == "numRef":
                assert {n: float(text) for n, text in points.items()} == pytest.approx(expected)
            else:
                assert points == expected
            compared += len(points)
    assert compared > 20


def test_charts_follow_what_is_filled_in(bundle: Bundle) -> None:
    sent = workbook(bundle, "en")
    asked = [category.id for category in bundle.template.costs.categories if category.kind != "share"]
    filled = fill_workbook(sent, bundle, "en", {f"pg_poc_cost_{id_}": 70_000 for id_ in asked})
    assert filled != sent
    changed = [
        name
        for name in Package.from_bytes(sent).names
        if name.startswith("xl/charts/")
        and Package.from_bytes(sent).read(name) != Package.from_bytes(filled).read(name)
    ]
    assert changed
    assert {sheet.title for sheet in read_workbook(Package.from_bytes(filled)).sheets}


@pytest.mark.parametrize(
    ("language", "organization", "alt"),
    [("en", "A & B", "Logo of A & B"), ("ja", "青葉", "青葉のロゴ"), ("en", "", "Logo"), ("ja", "", "ロゴ")],
)
def test_a_logo_is_described_in_the_language(
    bundle: Bundle, language: str, organization: str, alt: str
) -> None:
    branded = replace(bundle, theme=replace(bundle.theme, organization=organization, logo="logo.png"))
    assert logo_alt(branded, language) == alt
    assert logo_alt(bundle, language) == ""
