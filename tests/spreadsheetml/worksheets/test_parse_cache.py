"""Reading piece by piece, with a memory, gives what reading the whole part gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pocgate_xl.opc.limits import DEFAULT
from pocgate_xl.opc.package import Package, Refused
from pocgate_xl.opc.xml_parser import parse
from pocgate_xl.spreadsheetml.cells import RawRow
from pocgate_xl.spreadsheetml.worksheets import shared_strings, skeletons, worksheet_rows
from pocgate_xl.spreadsheetml.worksheets.parse_cache import ROWS, STRINGS, cut
from pocgate_xl.spreadsheetml.worksheets.shared_strings import StringsHandler, read_strings
from pocgate_xl.spreadsheetml.worksheets.worksheet_rows import Around, known_rows, parsed_rows
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import blank_workbook
from tests.workbook.raw_packages import sheet_of, workbook_parts

Read = tuple[list[RawRow], Around] | str


def piecewise(data: bytes) -> Read:
    """Return rows and surroundings from known pieces, as the whole where there is a doubt."""
    found = known_rows(data, DEFAULT, "part", False)
    if found is None:
        return whole(data)
    return [each._replace(slots=()) for row in found.rows for each in row.raw()], found.around


def whole(data: bytes) -> Read:
    rows: list[RawRow] = []
    try:
        around = parsed_rows(data, DEFAULT, "part", False, rows.append)
    except Refused as refused:
        return str(refused)
    return [row._replace(slots=()) for row in rows], around


GOOD_ROWS = [
    '<row r="1"><c r="A1"><v>1</v></c></row>',
    '<row r="2" ht="5"/>',
    '<row r="3"><c r="B3" t="s"><v>0</v></c><c r="C3"><f>A1</f><v>2</v></c></row>',
    '<row r="4"><c r="A4" t="inlineStr"><is><t>a &gt; b? yes!</t></is></c></row>',
    '<row r="5"><c r="A5"><f t="shared" ref="A5:A6" si="0">B5</f></c></row>',
    '<row r="6"><c r="A6"><f t="shared" si="0"/></c></row>',
]
ODD_PIECES = [
    "<row>",
    "<row r='7'>",
    "</row>",
    "<row",
    ' r="8">',
    "/>",
    '<row r="9" x="/>">',
    '<row a=">" r="9"></row>',
    "<row><c><v>3</v></c></row>",
    '<!-- <row r="1"> -->',
    '<![CDATA[<row r="1"></row>]]>',
    "<?p <row ?>",
    "</sheetData>",
    "<sheetData>",
    "</worksheet>",
    "\n  ",
    "text",
    '<x><row r="1"></row></x>',
    '<row xmlns="urn:x" r="2"></row>',
    '<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="9"/>',
    '<row r="1"><row r="2"></row></row>',
    '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    '<c r="A1"><v>9</v></c>',
    "<x>",
    "</x>",
    "&bad;",
]
BODIES = st.lists(st.sampled_from(GOOD_ROWS + ODD_PIECES), max_size=8).map("".join)


@settings(max_examples=500)
@given(BODIES, BODIES)
def test_rows_read_in_pieces_are_the_rows_of_the_whole(first: str, second: str) -> None:
    for body in (first, second, first + second, "".join(GOOD_ROWS) + second):
        data = sheet_of(body).encode()
        assert piecewise(data) == whole(data) == piecewise(data)


AROUND = st.sampled_from(
    [
        "",
        "<cols/>",
        "<sheetData/>",
        "<x><sheetData></sheetData></x>",
        "<!-- <sheetData> -->",
        "<row r='1'/>",
        "</x>",
    ]
)


@given(AROUND, st.lists(st.sampled_from(GOOD_ROWS), max_size=4).map("".join), AROUND)
def test_what_stands_around_the_rows_is_never_lost(before: str, rows: str, after: str) -> None:
    merges = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    data = sheet_of(rows, before=before, after=merges + after).encode()
    assert piecewise(data) == whole(data)


def strings_whole(data: bytes) -> object:
    handler = StringsHandler(DEFAULT, "part")
    try:
        parse(data, handler, DEFAULT, "part")
    except Refused as refused:
        return str(refused)
    return handler.strings()


def strings_piecewise(data: bytes) -> object:
    try:
        return read_strings(data, DEFAULT, "part")
    except Refused as refused:
        return str(refused)


TEXT_PIECES = st.sampled_from(
    [
        "<si><t>a</t></si>",
        "<si><r><t>b</t></r><rPh><t>x</t></rPh></si>",
        "<si/>",
        "<si >",
        "<si>",
        "</si>",
        "<t>c</t>",
        "<x><si><t>d</t></si></x>",
        "<si><si><t>e</t></si></si>",
        "\n",
        "<!-- <si> -->",
        '<si a="1"><t>f</t></si>',
        "</sst>",
        "<si><t>really? yes!</t></si>",
        "<x/>",
        "<x>",
        "</x>",
        '<x xmlns="urn:x">',
    ]
)


@settings(max_examples=300)
@given(st.lists(TEXT_PIECES, max_size=8).map("".join))
def test_strings_read_in_pieces_are_the_strings_of_the_whole(body: str) -> None:
    data = workbook_parts(sheet_of(""), strings=body)["xl/sharedStrings.xml"]
    assert strings_piecewise(data) == strings_whole(data) == strings_piecewise(data)


def test_another_namespace_is_another_context() -> None:
    row = GOOD_ROWS[0]
    ours, other = sheet_of(row).encode(), sheet_of(row).replace("/main", "/other").encode()
    assert len(piecewise(ours)[0]) == 1
    assert piecewise(other) == whole(other) == "damaged: part is not a worksheet"


def test_a_piece_that_was_cut_short_is_not_taken_for_a_known_one() -> None:
    whole_row = sheet_of(GOOD_ROWS[0]).encode()
    assert isinstance(piecewise(whole_row), tuple)
    for cut_short in (GOOD_ROWS[0].removesuffix("</row>"), GOOD_ROWS[0].removesuffix("</c></row>")):
        assert "not well-formed" in str(piecewise(sheet_of(cut_short).encode()))


def test_the_sheets_of_a_blank_workbook_are_read_in_pieces(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = Package.from_bytes(blank_workbook(bundle, "en"))
    sheets = [package.read(name) for name in package.names if name.startswith("xl/worksheets/sheet")]
    assert all(cut(sheet, ROWS) for sheet in sheets)
    before = [piecewise(sheet) for sheet in sheets]
    with monkeypatch.context() as patch:
        patch.setattr(worksheet_rows, "parse", None)
        patch.setattr(skeletons, "parse", None)
        again = [piecewise(sheet) for sheet in sheets]
    assert again == before == [whole(sheet) for sheet in sheets]


def test_known_strings_are_not_parsed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook_parts(sheet_of(""), strings="<si><t>a</t></si><si><t>b</t></si>")["xl/sharedStrings.xml"]
    assert cut(data, STRINGS)
    first = read_strings(data, DEFAULT, "part")
    parsed: list[bytes] = []

    def watched(document: bytes, *rest: object) -> None:
        parsed.append(document)
        parse(document, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(shared_strings, "parse", watched)
    assert read_strings(data, DEFAULT, "part") == first
    assert all(b"<si>" not in document for document in parsed)


def test_large_parts_are_read_whole() -> None:
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c></row>'
    data = sheet_of("".join(row.format(number) for number in range(1, 60_000))).encode()
    assert cut(data, ROWS) is None
    assert len(piecewise(data)[0]) == 59_999
