"""Rows whose tags are plain are told as the parser tells them, and no other row is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.opc.limits import DEFAULT, Limits
from pocgate_xl.opc.xml_parser import parse
from pocgate_xl.spreadsheetml.cells import RawRow
from pocgate_xl.spreadsheetml.styles.sheet_looks import _looked, _parsed
from pocgate_xl.spreadsheetml.worksheets.rows import Form
from pocgate_xl.spreadsheetml.worksheets.skeletons import split
from pocgate_xl.spreadsheetml.worksheets.tags import PlainTags
from pocgate_xl.spreadsheetml.worksheets.worksheet_parser import SheetHandler

ROOT = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
EXCEL = ROOT.replace(b">", b' xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">')

AS_WRITTEN = {
    "openpyxl": b'<row r="1" ht="30" customHeight="1"><c r="B1" s="1" t="inlineStr"><is><t>A &amp; B</t></is>'
    b'</c><c r="C1" s="2" /><c r="D1" t="n"><v>1.5</v></c><c r="E1"><f>SUM(A1:B2)&amp;"x"</f><v></v></c>'
    b"</row>",
    "LibreOffice": b'<row r="2" customFormat="false" ht="18" hidden="true" collapsed="false">'
    b'<c r="B2" s="2" t="str"><f aca="false">pg_a</f><v>x</v></c><c r="C2" s="4" t="s"><v>36</v></c></row>',
    "Excel": b'<row r="3" spans="1:4 9:12" ht="15.75" x14ac:dyDescent="0.25"><c r="A3" s="1" t="s"><v>3</v>'
    b'</c><c r="B3" s="2"/><c r="AA3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="AB3" t="b"><v>1</v></c></row>',
    "formula alone": b'<row r="4"><c r="A4"><f>=_xlfn.LET(x,1,x)</f></c></row>',
    "no cell": b'<row r="5" ht="6"></row>',
}  # fmt: skip


def told(piece: bytes, root: bytes = EXCEL, limits: Limits = DEFAULT) -> Form | None:
    return PlainTags(root, limits).form_of(split(piece)[0])


def parsed(piece: bytes, root: bytes = EXCEL, limits: Limits = DEFAULT) -> list[RawRow]:
    rows: list[RawRow] = []
    handler = SheetHandler(limits, "part", False, rows.append)
    parse(root + b"<sheetData>" + piece + b"</sheetData></worksheet>", handler, limits, "part")
    assert (handler.ambiguous, handler.implicit_rows) == ([], 0)
    return rows


def what_is_told(form: Form) -> tuple[object, ...]:
    return form.numbers, form.slots, form.fixed, form.formulas


@pytest.mark.parametrize("piece", AS_WRITTEN.values(), ids=AS_WRITTEN)
def test_rows_as_programs_write_them_are_told_as_the_parser_tells_them(piece: bytes) -> None:
    form = told(piece)
    assert form
    assert what_is_told(form) == what_is_told(Form(form.skeleton, parsed(piece)))


@pytest.mark.parametrize("piece", AS_WRITTEN.values(), ids=AS_WRITTEN)
def test_rows_look_as_the_parser_says(piece: bytes) -> None:
    form = told(piece)
    assert form
    assert _looked(form, EXCEL, DEFAULT, "part") == _parsed(EXCEL, form.skeleton, DEFAULT, "part")


LEFT = {
    "no address": b'<row><c r="A1"/></row>',
    "no address of a cell": b'<row r="1"><c><v>1</v></c></row>',
    "another row": b'<row r="1"><c r="A2"><v>1</v></c></row>',
    "behind": b'<row r="1"><c r="B1"/><c r="A1"/></row>',
    "twice": b'<row r="1"><c r="A1"/><c r="A1"/></row>',
    "beyond the last column": b'<row r="1"><c r="XFE1"/></row>',
    "beyond the last row": b'<row r="1048577"><c r="A1048577"/></row>',
    "an attribute twice": b'<row r="1" ht="1" ht="2"><c r="A1"/></row>',
    "an address twice": b'<row r="1" r="2"><c r="A1"/></row>',
    "a namespace": b'<row r="1" xmlns="x"><c r="A1"/></row>',
    "a reference in an attribute": b'<row r="1" ht="&#49;"><c r="A1"/></row>',
    "a prefix": b'<row r="1"><x:c r="A1"/></row>',
    "a picture": b'<row r="1"><c r="A1" t="e" vm="1"><v>#VALUE!</v></c></row>',
    "a date": b'<row r="1"><c r="A1" t="d"><v>2026-04-01</v></c></row>',
    "a shared formula": b'<row r="1"><c r="A1"><f t="shared" si="0">A2</f><v>1</v></c></row>',
    "an empty formula": b'<row r="1"><c r="A1"><f></f><v>1</v></c></row>',
    "two values": b'<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
    "a value before its formula": b'<row r="1"><c r="A1"><v>1</v><f>A2</f></c></row>',
    "a text of another type": b'<row r="1"><c r="A1"><is><t>x</t></is></c></row>',
    "a value of another type": b'<row r="1"><c r="A1" t="inlineStr"><v>1</v></c></row>',
    "runs": b'<row r="1"><c r="A1" t="inlineStr"><is><r><t>x</t></r></is></c></row>',
    "a reference in a formula": b'<row r="1"><c r="A1"><f>A&#50;</f></c></row>',
    "no character of XML": b'<row r="1"><c r="A1"><f>\x01</f></c></row>',
    "no text": b'<row r="1"><c r="A1"><f>\xff</f></c></row>',
    "the end of CDATA": b'<row r="1"><c r="A1"><f>]]></f></c></row>',
    "two rows": b'<row r="1"/><row r="2"></row>',
    "something behind": b'<row r="1"></row> ',
}


@pytest.mark.parametrize("piece", LEFT.values(), ids=LEFT)
def test_what_is_written_otherwise_is_left_to_the_parser(piece: bytes) -> None:
    assert told(piece) is None


PLAIN = b'<row r="1" x14ac:dyDescent="1"><c r="A1"><f>SUM(A2:A9)</f></c></row>'


def test_what_is_told_depends_on_the_root_and_the_limits() -> None:
    assert told(PLAIN)
    assert told(PLAIN, ROOT) is None
    assert told(PLAIN, EXCEL.replace(b"spreadsheetml/2006/main", b"other")) is None
    assert told(PLAIN, EXCEL.replace(b"xmlns=", b"xmlns:x=")) is None
    assert told(PLAIN, limits=replace(DEFAULT, cell_characters=9)) is None
    assert told(PLAIN, limits=replace(DEFAULT, depth=5)) is None
    assert told(PLAIN, limits=replace(DEFAULT, attributes=3)) is None


COLUMNS = st.sampled_from(["A", "B", "Z", "AA", "XFD"])
INSIDE = st.sampled_from(
    [b"", b"<v></v>", b"<v>1</v>", b"<f>A9</f>", b"<f>A9</f><v>x</v>", b"<is><t>x</t></is>", b"<f>=&amp;</f>"]
)
TYPES = st.sampled_from([b"", b' t="n"', b' t="s"', b' t="str"', b' t="inlineStr"', b' t="b"', b' t="e"'])
CELLS = st.lists(st.tuples(COLUMNS, TYPES, INSIDE), max_size=4)


@given(CELLS)
def test_whatever_is_told_of_a_row_is_what_the_parser_tells(cells: list[tuple[str, bytes, bytes]]) -> None:
    inside = b"".join(b'<c r="%b7"%b>%b</c>' % (column.encode(), *rest) for column, *rest in cells)
    piece = b'<row r="7">%b</row>' % inside
    form = told(piece)
    assert form is None or what_is_told(form) == what_is_told(Form(form.skeleton, parsed(piece)))
