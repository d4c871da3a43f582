"""New values get into a sheet, and nothing else of it changes."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.opc.package import Package, Refused
from pocgate_xl.opc.zip_writer import replace_parts
from pocgate_xl.spreadsheetml.address import Position
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.spreadsheetml.editing.sheet_editor import EditError, NewValue, replace_cells
from pocgate_xl.spreadsheetml.reader import read_workbook
from tests.workbook.office import busy_workbook, converted, saved
from tests.workbook.raw_packages import DECLARED, facts_of, sheet_of, workbook_parts

STRINGS = "<si><t>shared</t></si>"
ROWS = (
    '<row r="2" spans="2:4" ht="20"><c r="B2" s="3"><v>1</v></c><c r="D2" s="4" t="s"><v>0</v></c></row>'
    '<row r="4"/><row r="6"><c r="A6" s="1"/><c r="B6" s="2"><f>B2*2</f><v>2</v></c>'
    '<c r="C6" t="str"><f aca="false">"x"&amp;D2</f><v>xshared</v></c></row>'
)
AFTER = '<mergeCells count="1"><mergeCell ref="A9:B9"/></mergeCells><pageMargins left="0.7"/>'
PLAIN = sheet_of(ROWS, after=AFTER)
PREFIXED = DECLARED + re.sub("<(/?)", r"<\1x:", PLAIN.removeprefix(DECLARED).replace("xmlns=", "xmlns:x="))
DRESSES = {
    "plain": PLAIN,
    "prefixed": PREFIXED,
    "single quotes": re.sub(r'="([^"]*)"', r"='\1'", PLAIN),
    "indented": PLAIN.replace("><", ">\n  <"),
    "byte order mark": "\ufeff" + PLAIN,
    "comments": PLAIN.replace("<row", "<!-- <c r='B2'> --><row").replace("</c>", "</c><!-- </row> -->"),
    "positions left out": PLAIN.replace(' r="B6"', "").replace(' r="C6"', ""),
    "spaces in tags": PLAIN.replace('">', '" >').replace('"/>', '" />'),
    "a bracket in an attribute": PLAIN.replace('ht="20"', 'ht="20" thick=">"'),
}


def cells_of(xml: bytes | str) -> dict[Position, RawCell]:
    text = xml if isinstance(xml, str) else xml.decode("utf-8")
    sheet = facts_of(workbook_parts(text, strings=STRINGS)).sheets[0]
    assert sheet.ambiguous == ()
    return dict(sheet.cells)


def spliced(xml: str, values: Mapping[Position, NewValue]) -> dict[Position, RawCell]:
    """Replace cells, and check that all other cells and everything around them stay."""
    before = cells_of(xml)
    new = replace_cells(xml.encode("utf-8"), values)
    after = cells_of(new)
    assert {p: c for p, c in after.items() if p not in values} == {
        p: c for p, c in before.items() if p not in values
    }
    old = xml.encode("utf-8")
    assert new.partition(b"sheetData")[0] == old.partition(b"sheetData")[0]
    assert _after_data(new) == _after_data(old)
    return after


def _after_data(xml: bytes) -> bytes:
    return xml.rpartition(b"sheetData")[2].partition(b">")[2]


@pytest.mark.parametrize("dress", DRESSES)
def test_cells_are_replaced_and_added_in_every_dress(dress: str) -> None:
    values = {
        (2, 2): NewValue(Decimal("12.50")),
        (2, 4): NewValue("new <text> & more"),
        (6, 2): NewValue(4, keep_formula=True),
        (6, 3): NewValue("y", keep_formula=True),
        (1, 1): NewValue("first"),
        (2, 1): NewValue(True),
        (2, 3): NewValue(3.5),
        (2, 9): NewValue("last"),
        (4, 2): NewValue(42),
        (5, 5): NewValue("between"),
        (99, 1): NewValue("end"),
    }
    after = spliced(DRESSES[dress], values)
    assert {position: (after[position].value, after[position].formula) for position in values} == {
        (2, 2): (12.5, None),
        (2, 4): ("new <text> & more", None),
        (6, 2): (4, "=B2*2"),
        (6, 3): ("y", '="x"&D2'),
        (1, 1): ("first", None),
        (2, 1): (True, None),
        (2, 3): (3.5, None),
        (2, 9): ("last", None),
        (4, 2): (42, None),
        (5, 5): ("between", None),
        (99, 1): ("end", None),
    }


def test_every_byte_outside_the_cell_stays() -> None:
    new = replace_cells(PLAIN.encode(), {(2, 2): NewValue(7)}).decode()
    assert new == PLAIN.replace('<c r="B2" s="3"><v>1</v></c>', '<c r="B2" s="3"><v>7</v></c>')
    new = replace_cells(PLAIN.encode(), {(6, 2): NewValue("", keep_formula=True)}).decode()
    assert new == PLAIN.replace('s="2"><f>B2*2</f><v>2</v>', 's="2" t="str"><f>B2*2</f><v></v>')
    assert replace_cells(PLAIN.encode(), {}) == PLAIN.encode()


CACHED = {
    NewValue(1.5, keep_formula=True): ("number", 1.5),
    NewValue("text", keep_formula=True): ("text", "text"),
    NewValue("", keep_formula=True): ("text", ""),
    NewValue(None, keep_formula=True): ("text", ""),
    NewValue(False, keep_formula=True): ("bool", False),
    NewValue("#DIV/0!", error=True, keep_formula=True): ("error", "#DIV/0!"),
}


@pytest.mark.parametrize("new", CACHED)
def test_what_a_formula_computed_is_written_beside_it(new: NewValue) -> None:
    cell = spliced(PLAIN, {(6, 2): new})[6, 2]
    assert (cell.kind, cell.value) == CACHED[new]
    assert cell.formula == "=B2*2"


def test_a_value_takes_the_place_of_a_formula() -> None:
    assert spliced(PLAIN, {(6, 2): NewValue(9)})[6, 2] == RawCell("number", 9.0, None, "9")


@pytest.mark.parametrize("empty", [None, ""])
def test_nothing_empties_a_cell_and_keeps_its_style(empty: str | None) -> None:
    values = {
        (2, 2): NewValue(empty),
        (6, 2): NewValue(empty),
        (1, 1): NewValue(empty),
        (2, 3): NewValue(empty),
    }
    new = replace_cells(PLAIN.encode(), values).decode()
    assert '<c r="B2" s="3"/>' in new
    assert '<c r="B6" s="2"/>' in new
    assert {(1, 1), (2, 2), (2, 3), (6, 2)}.isdisjoint(cells_of(new))
    assert '<row r="1"' not in new


def test_styles_stay_and_marks_of_the_old_value_go() -> None:
    xml = sheet_of(
        '<row r="1"><c r="A1" s="5" cm="1" vm="2" t="e"><f t="array" ref="A1">X()</f><v>#VALUE!</v></c></row>'
    )
    kept = replace_cells(xml.encode(), {(1, 1): NewValue(1, keep_formula=True)})
    assert b'<c r="A1" s="5" cm="1"><f t="array" ref="A1">X()</f><v>1</v></c>' in kept
    lost = replace_cells(xml.encode(), {(1, 1): NewValue(1)})
    assert b'<c r="A1" s="5"><v>1</v></c>' in lost


@pytest.mark.parametrize(
    "data", ["<sheetData/>", "<sheetData />", "<sheetData></sheetData>", "<sheetData>\n</sheetData>"]
)
def test_an_empty_sheet_can_be_filled(data: str) -> None:
    xml = sheet_of("").replace("<sheetData></sheetData>", data)
    values = {(3, 2): NewValue(3), (1, 2): NewValue("b"), (1, 1): NewValue("a")}
    found = {position: cell.value for position, cell in spliced(xml, values).items()}
    assert found == {(1, 1): "a", (1, 2): "b", (3, 2): 3}


def test_a_row_forgets_its_width_when_it_grows_and_only_then() -> None:
    assert b"spans" in replace_cells(PLAIN.encode(), {(2, 2): NewValue(1)})
    assert b"spans" not in replace_cells(PLAIN.encode(), {(2, 9): NewValue(1)})


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)
VALUES = st.one_of(
    TEXTS,
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12),
    st.booleans(),
    st.none(),
)
POSITIONS = st.tuples(st.integers(1, 8), st.integers(1, 6))


@given(st.dictionaries(POSITIONS, VALUES, max_size=8), st.sampled_from(list(DRESSES)))
def test_what_is_put_in_is_read_back(values: dict[Position, object], dress: str) -> None:
    after = spliced(DRESSES[dress], {position: NewValue(value) for position, value in values.items()})  # type: ignore[arg-type]
    for position, value in values.items():
        found = after[position].value if position in after else None
        expected = float(value) if isinstance(value, Decimal) else value
        assert found == (None if value == "" else expected)
        assert isinstance(found, bool) == isinstance(value, bool)


@given(st.dictionaries(POSITIONS, VALUES, max_size=6), st.dictionaries(POSITIONS, VALUES, max_size=6))
def test_the_last_value_counts(first: dict[Position, object], second: dict[Position, object]) -> None:
    def put(xml: bytes, values: dict[Position, object]) -> bytes:
        return replace_cells(xml, {position: NewValue(value) for position, value in values.items()})  # type: ignore[arg-type]

    twice = put(put(PLAIN.encode(), first), second)
    assert cells_of(twice) == cells_of(put(PLAIN.encode(), first | second))


@given(TEXTS)
def test_computed_texts_are_read_back_exactly(text: str) -> None:
    cell = spliced(PLAIN, {(6, 3): NewValue(text, keep_formula=True)})[6, 3]
    assert (cell.kind, cell.value, cell.formula) == ("text", text, '="x"&D2')


def test_texts_stay_texts() -> None:
    """What looks like a formula, a number or an escape is put in as the text that it is."""
    texts = [
        "=1+1",
        "+1",
        "@x",
        "001",
        "TRUE",
        "#N/A",
        "_x0041_",
        " a ",
        "a\r\nb",
        "\x1b[31m",
        "\ufffe",
        "]]>",
        "'x",
    ]
    values = {(row, 1): NewValue(text) for row, text in enumerate(texts, 10)}
    after = spliced(PLAIN, values)
    assert [after[position].value for position in values] == texts
    assert {after[position].kind for position in values} == {"text"}
    assert {after[position].formula for position in values} == {None}


def test_lone_surrogates_do_not_get_into_a_file() -> None:
    assert spliced(PLAIN, {(1, 1): NewValue("a\ud800b")})[1, 1].value == "a\ufffdb"


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        Decimal("Infinity"),
        10**400,
        Decimal("1e400"),
        "x" * 32_768,
    ],
)
def test_what_no_cell_holds_is_refused(value: str | float | Decimal | int) -> None:
    with pytest.raises(EditError):
        replace_cells(PLAIN.encode(), {(1, 1): NewValue(value)})


REFUSED = {
    "cell twice": '<row r="2"><c r="B2"/><c r="B2"/></row>',
    "row twice": '<row r="2"><c r="B2"/></row><row r="2"/>',
    "two formulas": '<row r="2"><c r="B2"><f>1</f><f>2</f></c></row>',
    "master of shared formulas": '<row r="2"><c r="B2"><f t="shared" si="0" ref="B2:B3">1</f></c></row>',
    "array of several cells": '<row r="2"><c r="B2"><f t="array" ref="B2:B3">1</f></c></row>',
    "namespace of its own": '<row r="2"><c xmlns:y="urn:y" r="B2"/></row>',
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_cell_that_cannot_be_changed_alone_is_refused(name: str) -> None:
    with pytest.raises(EditError):
        replace_cells(sheet_of(REFUSED[name]).encode(), {(2, 2): NewValue(1)})


@pytest.mark.parametrize("position", [(2, 2), (1, 1), (2, 3)])
def test_without_a_formula_there_is_none_to_keep(position: Position) -> None:
    with pytest.raises(EditError, match="no formula to keep"):
        replace_cells(PLAIN.encode(), {position: NewValue(1, keep_formula=True)})


@pytest.mark.parametrize(
    "xml",
    [
        PLAIN.encode("utf-16"),
        PLAIN.replace("sheetData", "data").encode(),
        sheet_of("</sheetData><sheetData>").encode(),
        PLAIN.encode()[:-30],
        b"",
        PLAIN.replace(DECLARED, "<!DOCTYPE x>").encode(),
    ],
    ids=["wide", "no cells", "two blocks", "cut", "empty", "doctype"],
)
def test_what_is_no_readable_sheet_is_refused(xml: bytes) -> None:
    with pytest.raises(Refused):
        replace_cells(xml, {(1, 1): NewValue(1)})


def filled(data: bytes, title: str, values: Mapping[Position, NewValue]) -> bytes:
    package = Package.from_bytes(data)
    sheet = read_workbook(package).sheet(title)
    assert sheet
    return replace_parts(package, {sheet.part: replace_cells(package.read(sheet.part), values)})


FILL = {(3, 3): NewValue("値 <1>"), (200, 50): NewValue(2.5), (5, 1): NewValue(None), (61, 2): NewValue(True)}


def check_filled(data: bytes) -> None:
    """openpyxl must see the new values, and all others as before."""
    title = "第二 シート"
    before = openpyxl.load_workbook(io.BytesIO(data))[title]
    after = openpyxl.load_workbook(io.BytesIO(filled(data, title, FILL)))[title]
    for row in after.iter_rows():
        for cell in row:
            position = (cell.row, cell.column)
            old = before.cell(*position)
            expected = FILL[position].value if position in FILL else old.value
            assert str(getattr(cell.value, "text", cell.value)) == str(getattr(expected, "text", expected))
            assert cell.number_format == old.number_format
    assert after.dimensions.endswith("200")


def test_openpyxl_reads_what_was_put_into_its_file() -> None:
    check_filled(saved(busy_workbook()))


@pytest.mark.needs("soffice")
def test_libreoffice_reads_what_was_put_into_its_own_file(tmp_path: Path) -> None:
    data = converted(saved(busy_workbook()), tmp_path)
    check_filled(data)
    again = converted(filled(data, "第二 シート", FILL), tmp_path)
    sheet = read_workbook(Package.from_bytes(again)).sheet("第二 シート")
    assert sheet
    values = {position: sheet.cells[position].value for position in FILL if position in sheet.cells}
    assert values == {(3, 3): "値 <1>", (200, 50): 2.5, (61, 2): True}
