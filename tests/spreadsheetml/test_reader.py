"""Workbooks are read in one way only, and whatever allows another is said."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.opc.package import Refused
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.spreadsheetml.reader import RawSheet
from tests.workbook.raw_packages import (
    DECLARED,
    MAIN,
    RELATIONS,
    STRICT_MAIN,
    STRICT_RELATIONS,
    TABLE,
    facts_of,
    read_rows_of,
    refusal_of,
    sheet_of,
    workbook_parts,
)


def cell_of(xml: str, **options: str) -> RawCell:
    """Read a sheet whose only cell is B7."""
    return read_rows_of(f'<row r="7">{xml}</row>', **options).cells[7, 2]


CELLS = {
    '<c r="B7"><v>42.5</v></c>': RawCell("number", 42.5, None, "42.5"),
    '<c r="B7" t="n"><v>1E3</v></c>': RawCell("number", 1000.0, None, "1E3"),
    '<c r="B7" t="b"><v>1</v></c>': RawCell("bool", True, None, "1"),
    '<c r="B7" t="b"><v>0</v></c>': RawCell("bool", False, None, "0"),
    '<c r="B7" t="e"><v>#DIV/0!</v></c>': RawCell("error", "#DIV/0!", None, "#DIV/0!"),
    '<c r="B7" t="str"><v>x_x0041_</v></c>': RawCell("text", "xA", None, "x_x0041_"),
    '<c r="B7" t="str"><f>""</f><v></v></c>': RawCell("text", "", '=""', ""),
    '<c r="B7"><f>1+1</f></c>': RawCell("blank", None, "=1+1", ""),
    '<c r="B7"><f>1+1</f><v/></c>': RawCell("blank", None, "=1+1", ""),
    '<c r="B7"><f>=1+1</f><v>2</v></c>': RawCell("number", 2.0, "=1+1", "2"),
    '<c r="B7"><f aca="false">A1&lt;2</f><v>2</v></c>': RawCell("number", 2.0, "=A1<2", "2"),
    '<c r="B7" t="e"><f>1/0</f><v>#DIV/0!</v></c>': RawCell("error", "#DIV/0!", "=1/0", "#DIV/0!"),
    '<c r="B7" t="d"><v>2026-04-01</v></c>': RawCell("number", 46113.0, None, "2026-04-01"),
    '<c r="B7" t="inlineStr"><is><t>a</t></is></c>': RawCell("text", "a", None, "a"),
    '<c r="B7" t="inlineStr"><is><r><rPr><b/></rPr><t>a</t></r><r><t> b</t></r>'
    '<rPh sb="0" eb="1"><t>x</t></rPh></is></c>':
        RawCell("text", "a b", None, "a b"),
    '<c r="B7" t="inlineStr"><is><t xml:space="preserve"> a\n</t></is></c>':
        RawCell("text", " a\n", None, " a\n"),
    '<c r="B7"><v>1<!-- x -->2</v></c>': RawCell("number", 12.0, None, "12"),
    '<c r="B7"><v><![CDATA[5]]></v></c>': RawCell("number", 5.0, None, "5"),
    '<c r="B7"><f t="array" ref="B7:B9">A1:A3</f><v>5</v></c>': RawCell("number", 5.0, "{=A1:A3}", "5"),
    '<c r="B7"><f t="dataTable" ref="B7:B9" r1="A1" r2="A2"/><v>5</v></c>':
        RawCell("number", 5.0, "{=TABLE(A1,A2)}", "5"),
    '<c r="B7"><v>NaN</v></c>': RawCell("invalid", None, None, "NaN"),
    '<c r="B7"><v>1e309</v></c>': RawCell("invalid", None, None, "1e309"),
    '<c r="B7"><v>1_000</v></c>': RawCell("invalid", None, None, "1_000"),
    '<c r="B7"><f>1+1</f><v>0x10</v></c>': RawCell("invalid", None, "=1+1", "0x10"),
    '<c r="B7" t="b"><v>yes</v></c>': RawCell("invalid", None, None, "yes"),
    '<c r="B7" t="d"><v>1.4.2026</v></c>': RawCell("invalid", None, None, "1.4.2026"),
    '<c r="B7" t="z"><v>1</v></c>': RawCell("invalid", None, None, "1"),
    '<c r="B7" t="s"><v>-1</v></c>': RawCell("invalid", None, None, "-1"),
    '<c r="B7" t="s"><v>0</v></c>': RawCell("invalid", None, None, "0"),
}  # fmt: skip


@pytest.mark.parametrize("xml", CELLS)
def test_a_cell_is_read_by_its_type(xml: str) -> None:
    assert cell_of(xml) == CELLS[xml]


@pytest.mark.parametrize(
    "xml", ["", '<c r="B7" s="3"/>', '<c r="B7"></c>', '<c r="B7"><v/></c>', '<c r="B7" t="s"/>']
)
def test_cells_without_value_or_formula_are_left_out(xml: str) -> None:
    assert read_rows_of(f'<row r="7">{xml}</row>').cells == {}


STRINGS = (
    "<si><t>plain</t></si><si><r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r></si>"
    '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si><si/><si><t/></si>'
    "<si><t>_x005F_x0041_ &lt;b&gt;</t></si>"
)


def test_shared_strings_are_put_in() -> None:
    cells = "".join(f'<c t="s"><v>{k}</v></c>' for k in range(6))
    facts = read_rows_of(f'<row r="1">{cells}<c t="s"><f>A1</f><v>0</v></c></row>', strings=STRINGS)
    values = [facts.cells[1, column].value for column in range(1, 7)]
    assert values == ["plain", "rich text", "東京", "", "", "_x0041_ <b>"]
    assert facts.cells[1, 7] == RawCell("text", "plain", "=A1", "plain")
    assert facts.ambiguous == ()


def test_an_index_without_a_string_is_no_value() -> None:
    facts = read_rows_of('<row r="1"><c r="A1" t="s"><v>6</v></c></row>', strings=STRINGS)
    assert facts.cells[1, 1] == RawCell("invalid", None, None, "6")
    assert facts.ambiguous == ("unknown_string A1",)


def test_positions_may_be_left_out() -> None:
    facts = read_rows_of(
        '<row><c><v>1</v></c><c r="C1"><v>2</v></c><c><v>3</v></c></row>'
        '<row r="5"><c><v>4</v></c></row><row><c><v>5</v></c></row>'
    )
    values = {position: cell.value for position, cell in facts.cells.items()}
    assert values == {(1, 1): 1, (1, 3): 2, (1, 4): 3, (5, 1): 4, (6, 1): 5}
    assert facts.ambiguous == ()


def test_positions_end_where_a_sheet_ends() -> None:
    last = '<row r="1048576"><c r="XFD1048576"><v>1</v></c>{}</row>{}'.format
    assert list(read_rows_of(last("", "")).cells) == [(1_048_576, 16_384)]
    for beyond in (last("<c/>", ""), last("", "<row/>")):
        assert refusal_of(workbook_parts(sheet_of(beyond))) == "damaged"


V = "<v>{}</v>".format
AMBIGUOUS = {
    f'<row r="1"><c r="A1">{V(1)}</c><c r="A1">{V(2)}</c></row>': "duplicate_cell A1",
    f'<row r="1"><c r="A1">{V(1)}</c><c r="B1">{V(3)}</c><c r="A1">{V(2)}</c></row>': "duplicate_cell A1",
    f'<row r="1"><c r="B1">{V(3)}</c><c r="A1">{V(1)}</c></row>': "cell_out_of_order A1",
    f'<row r="1"><c r="A1">{V(1)}</c></row><row r="1"><c r="A1">{V(2)}</c></row>': "duplicate_row 1",
    f'<row r="2"><c r="A2">{V(3)}</c></row><row r="1"><c r="A1">{V(1)}</c></row>': "row_out_of_order 1",
    f'<row r="1"><c r="A1">{V(1)}</c><c r="A9">{V(2)}</c></row>': "misplaced_cell A9",
    f'<row r="1"><c r="A1">{V(1)}</c><c r="b2">{V(2)}</c></row>': "misplaced_cell b2",
    f'<row r="1"><c r="A1">{V(1)}</c><c r="a1">{V(2)}</c></row>': "duplicate_cell A1",
    f'<row r="1"><c r="A1">{V(1)}</c></row><row r="x"><c r="A2">{V(2)}</c></row>': "unknown_row x",
    f'<row r="1"><c r="A1">{V(1)}</c></row><row r="0"><c>{V(2)}</c></row>': "unknown_row 0",
    f'<row r="1"><c r="A1">{V(1)}{V(2)}</c></row>': "duplicate_value A1",
    f'<row r="1"><c r="A1"><f>1</f><f>2</f>{V(1)}</c></row>': "duplicate_formula A1",
    '<row r="1"><c r="A1"><v>1<b/>2</v></c></row>': "markup_in_value A1",
    f'<row r="1"><c r="A1">{V(1)}<is><t>2</t></is></c></row><x><row r="2"/></x>': "misplaced_element row",
    f'<row r="1"><c r="A1">{V(1)}</c></row></sheetData><sheetData><row r="2"><c r="A2">{V(2)}</c></row>':
        "duplicate_sheet_data",
}  # fmt: skip


@pytest.mark.parametrize("rows", AMBIGUOUS)
def test_of_two_readings_the_first_is_given_and_the_second_is_told(rows: str) -> None:
    facts = read_rows_of(rows)
    assert AMBIGUOUS[rows] in facts.ambiguous
    assert facts.cells[1, 1].value == 1
    assert all(cell.value in (1, 3) for cell in facts.cells.values())


def test_a_value_of_another_type_than_told_is_no_value() -> None:
    for xml in ('<c r="B7" t="inlineStr"><v>5</v></c>', '<c r="B7"><is><t>5</t></is></c>'):
        facts = read_rows_of(f'<row r="7">{xml}</row>')
        assert facts.cells[7, 2].kind == "invalid"
        assert facts.ambiguous == ("value_of_other_type B7",)


def test_values_hidden_in_foreign_elements_are_not_read() -> None:
    facts = read_rows_of(
        '<row r="1"><c r="A1"><extLst><ext><v>5</v></ext></extLst></c>'
        '<c r="B1"><x:v xmlns:x="urn:other">5</x:v></c></row>'
    )
    assert facts.cells == {}


@pytest.mark.parametrize("kind", ["str", "inlineStr", "s", "f"])
def test_texts_longer_than_a_cell_holds_are_no_values(kind: str) -> None:
    for length, fits in ((32_767, True), (32_768, False)):
        text = "x" * length
        xml = {
            "str": f'<c r="B7" t="str"><v>{text}</v></c>',
            "inlineStr": f'<c r="B7" t="inlineStr"><is><t>{text}</t></is></c>',
            "s": '<c r="B7" t="s"><v>0</v></c>',
            "f": f'<c r="B7"><f>{text}</f><v>1</v></c>',
        }[kind]
        facts = read_rows_of(f'<row r="7">{xml}</row>', strings=f"<si><t>{text}</t></si>")
        cell = facts.cells[7, 2]
        assert (facts.ambiguous == ()) == fits
        assert (cell.value == text or cell.formula == f"={text}") == fits
        assert len(cell.raw) < 200 or fits


def test_merged_areas_and_arrays_are_told() -> None:
    refs = ("A1:C2", "E5", "nowhere")
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs)
    rows = '<row r="1"><c r="A1"><f t="array" ref="A1:A3">B1:B3</f><v>1</v></c></row>'
    facts = facts_of(workbook_parts(sheet_of(rows, after=f"<mergeCells>{merges}</mergeCells>"))).sheets[0]
    assert facts.merges == (((1, 1), (2, 3)),)
    assert facts.arrays == (((1, 1), (3, 1)),)
    assert facts.ambiguous == ("unknown_merge nowhere",)


def test_shared_formulas_are_written_out() -> None:
    facts = read_rows_of(
        '<row r="1"><c r="B1"><f t="shared" si="0"/><v>0</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" ref="A2:A4" si="0">B2*$C$1+LOG10(D2)</f><v>1</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>2</v></c>'
        '<c r="B3"><f t="shared" ref="B3:B4" si="1">A3</f><v>2</v></c></row>'
        '<row r="4"><c r="A4"><f t="shared" si="0">B4*$C$1+LOG10(D4)</f><v>3</v></c>'
        '<c r="B4"><f t="shared" si="1"/></c></row>'
    )
    assert {position: cell.formula for position, cell in facts.cells.items()} == {
        (1, 2): "=C1*$C$1+LOG10(E1)",
        (2, 1): "=B2*$C$1+LOG10(D2)",
        (3, 1): "=B3*$C$1+LOG10(D3)",
        (3, 2): "=A3",
        (4, 1): "=B4*$C$1+LOG10(D4)",
        (4, 2): "=A4",
    }
    assert facts.ambiguous == ()


SHARED = {
    '<c r="A1"><f t="shared" si="7"/><v>1</v></c>': ("=", "unknown_shared_formula A1"),
    '<c r="A1"><f t="shared" si="0">B9</f><v>1</v></c>'
    '<c r="B1"><f t="shared" ref="A1:B1" si="0">C1</f><v>1</v></c>':
        ("=B9", "two_formulas A1"),
    '<c r="A1"><f t="shared" ref="A1:B1" si="0">C1</f></c><c r="B1"><f t="shared" ref="B1" si="0">Z9</f></c>':
        ("=C1", "duplicate_shared_formula B1"),
    '<c r="A1"><f t="other">C1</f><v>1</v></c>': ("{=C1}", "unknown_formula A1"),
}  # fmt: skip


@pytest.mark.parametrize("cells", SHARED)
def test_doubtful_formulas_are_told(cells: str) -> None:
    facts = read_rows_of(f'<row r="1">{cells}</row>')
    formula, word = SHARED[cells]
    assert facts.cells[1, 1].formula == formula
    assert word in facts.ambiguous


def test_iso_dates_follow_the_date_system() -> None:
    cell = cell_of('<c r="B7" t="d"><v>2026-04-01</v></c>', properties='<workbookPr date1904="true"/>')
    assert cell.value == 46113 - 1462


def as_strict(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    pairs = ((MAIN, STRICT_MAIN), (RELATIONS, STRICT_RELATIONS))
    strict = dict(parts)
    for old, new in pairs:
        strict = {name: data.replace(old.encode(), new.encode()) for name, data in strict.items()}
    return strict


def prefixed(xml: str) -> str:
    """Write a sheet with a prefix on every element."""
    body = xml.removeprefix(DECLARED).replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
    return DECLARED + body.replace("xmlns=", "xmlns:x=")


RICH = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>A1</f><v>2.5</v></c></row><row r="3" ht="20"/>'
    '<row r="7"><c r="C7" t="inlineStr"><is><t>評価 &amp; x</t></is></c><c r="D7" t="b"><v>1</v></c></row>'
)


def variants() -> dict[str, dict[str, bytes]]:
    plain = workbook_parts(sheet_of(RICH), strings=TABLE)
    sheet = "xl/worksheets/sheet1.xml"
    text = plain[sheet].decode()
    rels = "xl/_rels/workbook.xml.rels"
    links = plain[rels]
    return {
        "strict": as_strict(plain),
        "prefixed": plain | {sheet: prefixed(text).encode()},
        "utf-16": plain | {sheet: text.replace("UTF-8", "UTF-16").encode("utf-16")},
        "utf-16 big": plain | {sheet: b"\xfe\xff" + text.replace("UTF-8", "UTF-16").encode("utf-16-be")},
        "byte order mark": plain | {sheet: b"\xef\xbb\xbf" + text.encode()},
        "no declaration": plain | {sheet: text.removeprefix(DECLARED).encode()},
        "single quotes": plain | {sheet: text.replace('"', "'").encode()},
        "indented": plain | {sheet: text.replace("><", ">\n  <").replace("<t>\n", "<t>").encode()},
        "absolute target": plain | {rels: links.replace(b'"worksheets', b'"/xl/worksheets')},
        "dotted target": plain | {rels: links.replace(b'"worksheets', b'"../xl/./worksheets')},
        "other case": {name.replace("worksheets", "Worksheets"): data for name, data in plain.items()},
        "a comment": plain | {sheet: text.replace("<sheetData>", "<!-- c --><sheetData><!-- d -->").encode()},
    }  # fmt: skip


@pytest.mark.parametrize("name", variants())
def test_the_same_content_is_read_the_same_in_every_dress(name: str) -> None:
    plain = facts_of(workbook_parts(sheet_of(RICH), strings=TABLE))
    other = facts_of(variants()[name])
    assert other.sheets[0].cells == plain.sheets[0].cells
    assert (other.sheets[0].ambiguous, other.ambiguous) == ((), ())
    assert plain.sheets[0].cells[7, 3].value == "評価 & x"


FRAGMENTS = st.sampled_from(
    [
        "<row ",
        'r="1"',
        'r="2"',
        ">",
        "/>",
        "</row>",
        "<c ",
        'r="A1"',
        'r="B2"',
        't="s"',
        't="b"',
        "</c>",
        "<v>",
        "</v>",
        "1",
        "<f>",
        "</f>",
        "x",
        "<is><t>",
        "</t></is>",
        "</sheetData>",
        "<sheetData>",
        "&amp;",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<row r='3'>",
        " ",
        "</worksheet>",
        't="shared" si="0"',
    ]
)


@given(st.lists(FRAGMENTS, max_size=25))
def test_any_xml_is_read_or_refused_and_never_crashes(pieces: list[str]) -> None:
    with suppress(Refused):
        facts = read_rows_of("".join(pieces), strings=TABLE)
        assert isinstance(facts, RawSheet)


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=["Cc", "Cs"]), max_size=20
)


@given(st.lists(st.one_of(NUMBERS, st.booleans(), TEXTS), max_size=12))
def test_every_value_is_read_as_it_was_written(values: list[object]) -> None:
    def xml(value: object) -> str:
        if isinstance(value, bool):
            return f'<c t="b"><v>{int(value)}</v></c>'
        if isinstance(value, str):
            safe = escape(value).replace("_x", "_x005F_x").replace("\ufffe", "").replace("\uffff", "")
            return f'<c t="inlineStr"><is><t>{safe}</t></is></c>'
        return f"<c><v>{value!r}</v></c>"

    facts = read_rows_of(f'<row r="3">{"".join(map(xml, values))}</row>')
    expected = [v.replace("\ufffe", "").replace("\uffff", "") if isinstance(v, str) else v for v in values]
    found = [facts.cells[3, k].value for k in range(1, len(values) + 1)]
    assert found == expected
    assert all(math.isfinite(v) for v in found if isinstance(v, float))
