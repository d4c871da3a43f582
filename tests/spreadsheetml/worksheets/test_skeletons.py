"""Rows that are read by their skeletons are the rows that the XML parser gives, whatever stands in them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pocgate_xl.opc.limits import DEFAULT, Limits
from pocgate_xl.opc.package import Package
from pocgate_xl.opc.refusal import Refused
from pocgate_xl.opc.xml_parser import parse
from pocgate_xl.spreadsheetml.cells import RawRow
from pocgate_xl.spreadsheetml.worksheets import skeletons
from pocgate_xl.spreadsheetml.worksheets.parse_cache import ROWS, cut
from pocgate_xl.spreadsheetml.worksheets.plain_text import without_header
from pocgate_xl.spreadsheetml.worksheets.skeletons import RowContext, rows_of
from pocgate_xl.spreadsheetml.worksheets.worksheet_parser import SheetHandler
from pocgate_xl.templates.files import builtin_home, builtin_names
from pocgate_xl.templates.loader import load_bundle
from tests.workbook import generated

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROOT = f'<worksheet xmlns="{MAIN}">'.encode()
EXCEL = ROOT.replace(b">", b' xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">')

AS_WRITTEN = {
    "openpyxl": b'<row r="1" ht="30" customHeight="1"><c r="B1" s="1" t="inlineStr"><is><t>A &amp; B</t></is>'
    b'</c><c r="C1" s="2" /><c r="D1" t="n"><v>1.5</v></c><c r="E1"><f>SUM(A1:B2)&amp;"x"</f><v></v></c>'
    b"</row>",
    "LibreOffice": b'<row r="2" customFormat="false" ht="18" hidden="false" collapsed="false">'
    b'<c r="B2" s="2" t="str"><f aca="false">pg_a</f><v>x</v></c><c r="C2" s="4" t="s"><v>36</v></c></row>',
    "empty rows before": b'<row r="3" ht="6"/><row r="4" spans="1:3"><c r="A4" t="b"><v>1</v></c></row>',
    "texts": '<row r="5"><c r="A5" t="inlineStr"><is><t xml:space="preserve"> 日本 _x000A_ </t>'.encode()
    + b"</is></c></row>",
}  # fmt: skip


def parsed(root: bytes, piece: bytes, limits: Limits, date1904: bool) -> list[RawRow] | None:
    """Return the rows by the parser, None for whatever is not read as rows alone and for certain."""
    rows: list[RawRow] = []
    handler = SheetHandler(limits, "part", date1904, rows.append)
    try:
        parse(root + b"<sheetData>" + piece + b"</sheetData></worksheet>", handler, limits, "part")
    except Refused:
        return None
    return None if handler.ambiguous or handler.implicit_rows or handler.merges else rows


def read(root: bytes, piece: bytes, limits: Limits = DEFAULT, date1904: bool = False) -> list[RawRow] | None:
    try:
        found = rows_of([piece], RowContext(root, limits, date1904), "part")
    except Refused:
        return None
    return None if found is None else list(found[piece].raw())


def alone(rows: list[RawRow] | None) -> str:
    """Return rows as text, types included, without what only the reading of them needs."""
    return repr(rows and [row._replace(slots=()) for row in rows])


def agree(root: bytes, piece: bytes, limits: Limits = DEFAULT, date1904: bool = False) -> bool:
    """Say whether a piece is left alone or read as the parser reads it, the first time and from memory."""
    told = alone(parsed(root, piece, limits, date1904))
    return all(alone(read(root, piece, limits, date1904)) in (told, "None") for _ in range(2))


def is_known(root: bytes, piece: bytes, context: RowContext | None = None) -> bool:
    """Say whether a piece is read without the parser."""
    with patch.object(skeletons, "parse", side_effect=AssertionError("parsed")):
        try:
            return rows_of([piece], context or RowContext(root, DEFAULT, False), "part") is not None
        except AssertionError:
            return False


@pytest.mark.parametrize("piece", AS_WRITTEN.values(), ids=AS_WRITTEN)
def test_rows_as_programs_write_them_are_parsed_once(piece: bytes) -> None:
    assert agree(ROOT, piece)
    assert is_known(ROOT, piece)


OTHER_VALUES = [
    (b"<v>1.5</v>", b"<v>-2E3</v>"),
    (b"<t>A &amp; B</t>", "<t>日本 &lt;b&gt;</t>".encode()),
    (b"<v>x</v>", b"<v>true &amp; false</v>"),
    (b"<v>36</v>", b"<v>0</v>"),
    (b"<v>1</v>", b"<v>0</v>"),
    (b"<v>x</v>", b"<v></v>"),
]


@pytest.mark.parametrize(("before", "after"), OTHER_VALUES, ids=[after.decode() for _, after in OTHER_VALUES])
def test_other_values_between_known_tags_are_read_without_the_parser(before: bytes, after: bytes) -> None:
    pieces = [piece for piece in AS_WRITTEN.values() if before in piece]
    assert pieces
    for piece in pieces:
        assert agree(ROOT, piece)
        other = piece.replace(before, after)
        assert is_known(ROOT, other)
        assert agree(ROOT, other)


@pytest.mark.parametrize("value", ["x", "1e400", " 1", "&#49;", "]]>", "\r", "\x01", "1" * 40_000, "&lt;"])
def test_a_value_of_which_something_is_to_be_said_is_left_to_the_parser(value: str) -> None:
    piece = '<row r="1"><c r="A1"><v>{}</v></c><c r="B1" t="s"><v>3</v></c></row>'
    assert agree(ROOT, piece.format("1").encode())
    assert is_known(ROOT, piece.format("2").encode())
    assert not is_known(ROOT, piece.format(value).encode())
    assert agree(ROOT, piece.format(value).encode())


def test_a_context_knows_nothing_of_another() -> None:
    piece = b'<row r="1"><c r="A1" t="d"><v>2026-04-01</v></c></row>'
    assert agree(ROOT, piece)
    assert is_known(ROOT, piece)
    assert not is_known(ROOT, piece, RowContext(ROOT, DEFAULT, True))
    assert not is_known(ROOT, piece, RowContext(ROOT.replace(b">", b" >"), DEFAULT, False))
    assert not is_known(ROOT, piece, RowContext(ROOT, replace(DEFAULT, cell_characters=9), False))


TWO = b'<row r="1"><c r="A1">%b</c><c r="B1"%b>%b</c></row>'


@pytest.mark.parametrize(
    "piece",
    [
        TWO % (b"<v/>", b"", b"<is><t></t></is>"),
        TWO % (b"<v/>", b' t="inlineStr"', b"<v></v>"),
        TWO % (b'<v x="1">1</v>', b"", b"<is><t></t></is>"),
        TWO % (b"<x:v>1</x:v>", b"", b"<is><t></t></is>"),
        TWO % (b"<v/>", b"", b"<x><v>2</v></x>"),
        TWO % (b"<v/>", b' t="inlineStr"', b"<is><t>a</t><rPh><t>b</t></rPh></is>"),
        b'<row r="1"><x:c r="A1"><v>1</v></x:c><c r="B1"><is><t></t></is></c></row>',
    ],
)  # fmt: skip
def test_a_value_is_never_taken_for_that_of_another_cell(piece: bytes) -> None:
    """As many values as cells with one, and yet they do not belong together."""
    root = ROOT.replace(b">", f' xmlns:x="{MAIN}">'.encode())
    assert agree(root, piece)
    for other in (b"<t>7</t>", b"<v>7</v>"):
        assert agree(root, piece.replace(b"<t></t>", other).replace(b"<v></v>", other))


@pytest.mark.parametrize(
    "piece",
    [
        b'<row r="1" r="2"><c r="A1"><v>1</v></c></row>',
        b'<row r="1" ht="1" ht="2"/>',
        b'<row r="1" xmlns="u"><c r="A1"><v>1</v></c></row>',
        b'<row r="1"><c r="A2"><v>1</v></c></row>',
        b'<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        b'<row r="1"><c r="A1" t="s"><v>x</v></c></row>',
        b'<row r="1"><c r="A1" t="s"><is><t>1</t></is></c></row>',
        b'<row r="1"><c r="A1" t="inlineStr"><v>1</v></c></row>',
        b'<row r="1"><c r="A1" t="odd"><v>1</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
        b'<row r="1"><c r="A1"><v>&bad;</v></c></row>',
        b'<row r="1"><c r="A1"><v>&#49;</v></c></row>',
        b'<row r="1"><c r="A1"><v>]]></v></c></row>',
        b'<row r="1"><c r="A1" t="str"><v>a\rb</v></c></row>',
        b'<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>',
        b'<row r="1"><c r="A1" t="str"><v>\xff</v></c></row>',
        b'<row r="1"><c r="A1" t="str"><v>\xef\xbf\xbf</v></c></row>',
        b'<row r="0"><c r="A1"><v>1</v></c></row>',
        b'<row r="1048577"/>',
        b'<row r="1"><c r="A1"><v>1</v></c>',
        b'<row r="1"><c r="A1" t="str"><v>' + b"x" * 32_768 + b"</v></c></row>",
    ],
)  # fmt: skip
def test_whatever_needs_a_second_look_is_what_the_parser_says(piece: bytes) -> None:
    assert agree(ROOT, piece)
    assert not is_known(ROOT, piece)


def test_a_page_header_is_left_out_only_where_it_is_text() -> None:
    assert without_header(b"<oddHeader>&amp;R ENG</oddHeader>") == b"<oddHeader></oddHeader>"
    for other in (
        b"<oddHeader>a<v/>b</oddHeader>",
        b"<oddHeader>&x;</oddHeader>",
        b"<oddHeader>\xff</oddHeader>",
    ):
        assert without_header(other) == other


@lru_cache(maxsize=1)
def real_pieces() -> list[bytes]:
    bundle = load_bundle(builtin_home() / builtin_names()[0])
    package = Package.from_bytes(generated.workbook(bundle, "en", "middling"))
    found = [
        cut(package.read(name), ROWS) for name in package.names if name.startswith("xl/worksheets/sheet")
    ]
    return [piece for sheet in found if sheet for piece in sheet.pieces]


def test_every_row_of_our_own_workbooks_is_known_once_it_was_read() -> None:
    assert all(agree(ROOT, piece) for piece in real_pieces())
    assert all(is_known(ROOT, piece) for piece in real_pieces())


TOKENS = [
    *(b"<", b">", b"/", b'"', b"'", b" ", b"\n", b"\t", b"&", b"&lt;", b"&amp;lt;", b"&#65;", b"]]>"),
    *(b"</row>", b"<row>", b'<row r="7">', b"</c>", b"<c/>", b"<v>9</v>", b"<f>=1</f>", b"<is><t>x</t></is>"),
    *(b' r="1"', b' t="s"', b' t="b"', b' t="d"', b' t="e"', b' s="1"', b' xmlns="u"', b' x14ac:a="1"'),
    *(b"1e309", b"0", b"-", b"_x0041_", b"2026-04-01", b"XFE", b"1048577", b"\x7f"),
    *("ß".encode(), b"\xed\xa0\x80", b"\xc2\x85", b"\xef\xbf\xbe"),
]  # fmt: skip


@st.composite
def mutated_rows(draw: st.DrawFn) -> bytes:
    """Draw rows as programs write them, with a few changes in their bytes."""
    piece = draw(st.sampled_from([*AS_WRITTEN.values(), *real_pieces()]))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(piece)))
        token = draw(st.sampled_from([b"", *TOKENS]) | st.binary(max_size=2))
        piece = piece[:place] + token + piece[place + draw(st.sampled_from([0, 1, 2, 6, 40])) :]
    return piece


VALUES = st.sampled_from(TOKENS) | st.binary(max_size=3) | st.text(max_size=4).map(str.encode)


@settings(max_examples=400)
@given(mutated_rows(), st.sampled_from([ROOT, EXCEL]), st.sampled_from([40, 32_767]), st.booleans())
def test_mutated_rows_are_read_as_the_parser_reads_them(
    piece: bytes, root: bytes, longest: int, date1904: bool
) -> None:
    if ROWS.plain(piece):
        assert agree(root, piece, replace(DEFAULT, cell_characters=longest), date1904)


@settings(max_examples=400)
@given(st.data(), st.booleans())
def test_rows_with_other_values_are_read_as_the_parser_reads_them(
    data: st.DataObject, date1904: bool
) -> None:
    piece = data.draw(st.sampled_from([*AS_WRITTEN.values(), *real_pieces()]))
    assert agree(ROOT, piece, DEFAULT, date1904)
    other = re.sub(rb"(?<=[vt]>)[^<]+(?=</[vt]>)", lambda _: data.draw(VALUES), piece)
    if ROWS.plain(other):
        assert agree(ROOT, other, DEFAULT, date1904)
