"""Workbooks are read in one way only, and whatever allows another is said."""

from __future__ import annotations

import io
import math
import random
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

from pocgate_xl.core.loading import Bundle
from pocgate_xl.workbook.blank import blank_workbook
from pocgate_xl.workbook.container import replace_parts
from pocgate_xl.workbook.limits import DEFAULT, Limits
from pocgate_xl.workbook.package import Package, Refused
from pocgate_xl.workbook.plan import Position
from pocgate_xl.workbook.raw_cells import RawCell
from pocgate_xl.workbook.sheet_xml import SheetFacts, WorkbookFacts, read_workbook
from tests.workbook.hand_made import (
    DECLARED,
    MAIN,
    OFFICE,
    RELATIONS,
    STRICT_MAIN,
    STRICT_RELATIONS,
    facts_of,
    read_rows_of,
    relationships,
    sheet_of,
    workbook_parts,
)

ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refusal_of(parts: Mapping[str, bytes], limits: Limits = DEFAULT) -> str:
    with pytest.raises(Refused) as refused:
        facts_of(parts, limits)
    return refused.value.kind


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
    '<c r="B7" t="inlineStr"><is><r><rPr><b/></rPr><t>a</t></r><r><t> b</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>':
        RawCell("text", "a b", None, "a b"),
    '<c r="B7" t="inlineStr"><is><t xml:space="preserve"> a\n</t></is></c>': RawCell("text", " a\n", None, " a\n"),
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


@pytest.mark.parametrize("xml", ["", '<c r="B7" s="3"/>', '<c r="B7"></c>', '<c r="B7"><v/></c>', '<c r="B7" t="s"/>'])
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


V = "<v>{}</v>".format
AMBIGUOUS = {
    f'<row r="1"><c r="A1">{V(1)}</c><c r="A1">{V(2)}</c></row>': "duplicate_cell A1",
    f'<row r="1"><c r="A1">{V(1)}</c><c r="B1">{V(3)}</c><c r="A1">{V(2)}</c></row>': "duplicate_cell A1",
    f'<row r="1"><c r="B1">{V(3)}</c><c r="A1">{V(1)}</c></row>': "cell_out_of_order A1",
    f'<row r="1"><c r="A1">{V(1)}</c></row><row r="1"><c r="A1">{V(2)}</c></row>': "duplicate_row 1",
    f'<row r="2"><c r="A2">{V(3)}</c></row><row r="1"><c r="A1">{V(1)}</c></row>': "row_out_of_order 1",
    f'<row r="1"><c r="A1">{V(1)}</c><c r="A9">{V(2)}</c></row>': "misplaced_cell A9",
    f'<row r="1"><c r="A1">{V(1)}</c><c r="b1">{V(2)}</c></row>': "misplaced_cell b1",
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
    merges = '<mergeCells count="3"><mergeCell ref="A1:C2"/><mergeCell ref="E5"/><mergeCell ref="nowhere"/></mergeCells>'
    rows = '<row r="1"><c r="A1"><f t="array" ref="A1:A3">B1:B3</f><v>1</v></c></row>'
    facts = facts_of(workbook_parts(sheet_of(rows, after=merges))).sheets[0]
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
    '<c r="A1"><f t="shared" si="0">B9</f><v>1</v></c><c r="B1"><f t="shared" ref="A1:B1" si="0">C1</f><v>1</v></c>':
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


def test_names_and_date_system_are_read() -> None:
    names = (
        "<definedNames><definedName name=\"pg_a\">'My ''Sheet'''!$A$1</definedName>"
        '<definedName name="pg_b" hidden="1">#REF!</definedName>'
        '<definedName name="PG_A">Other!$B$2</definedName>'
        '<definedName name="pg_a" localSheetId="0">Other!$C$3</definedName>'
        '<definedName name="pg_c" localSheetId="9">Other!$C$3</definedName></definedNames>'
    )
    parts = workbook_parts(sheet_of(ONE_CELL), names=names, properties='<workbookPr date1904="1"/>')
    facts = facts_of(parts)
    assert facts.names == {"pg_a": "'My ''Sheet'''!$A$1", "pg_b": "#REF!"}
    assert facts.local_names == (("Sheet1", "pg_a", "Other!$C$3"), ("", "pg_c", "Other!$C$3"))
    assert facts.ambiguous == ("duplicate_name PG_A",)
    assert facts.date1904


def test_iso_dates_follow_the_date_system() -> None:
    cell = cell_of('<c r="B7" t="d"><v>2026-04-01</v></c>', properties='<workbookPr date1904="true"/>')
    assert cell.value == 46113 - 1462


def test_hidden_sheets_and_doubtful_titles_are_told() -> None:
    xml = sheet_of(ONE_CELL)
    parts = workbook_parts(xml, xml, xml, titles=["One", "ONE", "T_x0041_&amp;スコア"])
    workbook = parts["xl/workbook.xml"].replace(b'sheetId="1"', b'sheetId="1" state="veryHidden"')
    facts = facts_of(parts | {"xl/workbook.xml": workbook})
    assert [(s.title, s.state) for s in facts.sheets] == [
        ("One", "veryHidden"),
        ("ONE", "visible"),
        ("TA&スコア", "visible"),
    ]
    assert facts.ambiguous == ("duplicate_sheet ONE",)
    assert facts.sheet("TA&スコア") is facts.sheets[2]
    assert facts.sheet("none") is None


def test_two_sheets_of_one_part_are_told() -> None:
    parts = workbook_parts(sheet_of(ONE_CELL), sheet_of(""))
    links = parts["xl/_rels/workbook.xml.rels"].replace(b"sheet2.xml", b"sheet1.xml")
    facts = facts_of(parts | {"xl/_rels/workbook.xml.rels": links})
    assert facts.ambiguous == ("shared_part xl/worksheets/sheet1.xml",)


def test_sheets_listed_out_of_place_are_told() -> None:
    parts = workbook_parts(sheet_of(ONE_CELL))
    extra = b'<x xmlns="urn:x"><sheet xmlns="%b" name="Hidden"/></x></workbook>' % MAIN.encode()
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</workbook>", extra)
    assert facts_of(parts).ambiguous == ("misplaced_element sheet Hidden",)


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
TABLE = "<si><t>one</t></si>"


def variants() -> dict[str, dict[str, bytes]]:
    plain = workbook_parts(sheet_of(RICH), strings=TABLE)
    sheet = "xl/worksheets/sheet1.xml"
    text = plain[sheet].decode()
    links = plain["xl/_rels/workbook.xml.rels"]
    return {
        "strict": as_strict(plain),
        "prefixed": plain | {sheet: prefixed(text).encode()},
        "utf-16": plain | {sheet: text.replace("UTF-8", "UTF-16").encode("utf-16")},
        "utf-16 big": plain | {sheet: b"\xfe\xff" + text.replace("UTF-8", "UTF-16").encode("utf-16-be")},
        "byte order mark": plain | {sheet: b"\xef\xbb\xbf" + text.encode()},
        "no declaration": plain | {sheet: text.removeprefix(DECLARED).encode()},
        "single quotes": plain | {sheet: text.replace('"', "'").encode()},
        "indented": plain | {sheet: text.replace("><", ">\n  <").replace("<t>\n", "<t>").encode()},
        "absolute target": plain | {"xl/_rels/workbook.xml.rels": links.replace(b'"worksheets', b'"/xl/worksheets')},
        "dotted target": plain | {"xl/_rels/workbook.xml.rels": links.replace(b'"worksheets', b'"../xl/./worksheets')},
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


DOCTYPES = {
    "entities": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
    "external": '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
    "plain": "<!DOCTYPE worksheet>",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES.keys())
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml", "_rels/.rels"])
def test_no_part_may_declare_a_document_type(part: str, doctype: str, encoding: str) -> None:
    parts = workbook_parts(sheet_of(ONE_CELL))
    text = parts[part].decode().replace(DECLARED, doctype)
    assert refusal_of(parts | {part: text.encode(encoding)}) == "doctype"


def test_other_encodings_are_refused_and_not_guessed() -> None:
    for encoding in ("ISO-8859-1", "cp037", "Shift_JIS", "windows-1252"):
        text = sheet_of(ONE_CELL).replace("UTF-8", encoding)
        assert refusal_of(workbook_parts(text)) == "damaged"


def sheet_with(inside: str) -> dict[str, bytes]:
    return workbook_parts(sheet_of(ONE_CELL, before=inside))


BOMBS = {
    "depth": sheet_with("<a>" * 100 + "</a>" * 100),
    "attributes": sheet_with("<a " + " ".join(f'a{k}="1"' for k in range(201)) + "/>"),
    "token": sheet_with(f'<a b="{"x" * 3_000_000}"/>'),
    "comment": sheet_with(f"<!--{'x' * 3_000_000}-->"),
    "depth of the workbook": workbook_parts(sheet_of(ONE_CELL), properties="<a>" * 100 + "</a>" * 100),
}


@pytest.mark.parametrize("name", BOMBS)
def test_giant_xml_is_refused(name: str) -> None:
    random.seed(0)
    assert refusal_of(BOMBS[name], Limits(ratio=10**9)) == "limit"


ROWS_OF_CELLS = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c><c r="B{r}"><v>1</v></c></row>' for r in range(1, 9))
LONG_WAY = "<!-- read as a whole -->"
SHARED_BOMB = (
    f'<row r="1"><c r="A1"><f t="shared" ref="A1:A9" si="0">{"A1+" * 50}1</f></c></row>'
    + "".join(f'<row r="{r}"><c r="A{r}"><f t="shared" si="0"/></c></row>' for r in range(2, 10))
)  # fmt: skip


@pytest.mark.parametrize("before", ["", LONG_WAY])
def test_limits_hold_over_all_sheets(before: str) -> None:
    sheet = sheet_of(ROWS_OF_CELLS, before=before)
    assert len(facts_of(workbook_parts(sheet, sheet), Limits(cells=32)).sheets) == 2
    assert refusal_of(workbook_parts(sheet, sheet), Limits(cells=31)) == "limit"
    assert refusal_of(workbook_parts(sheet, sheet), Limits(sheets=1)) == "limit"
    assert refusal_of(workbook_parts(sheet), Limits(tags=20)) == "limit"
    bomb = workbook_parts(sheet_of(SHARED_BOMB, before=before))
    assert refusal_of(bomb, Limits(formula_characters=500)) == "limit"
    many = "".join(f'<mergeCell ref="A{k}:B{k}"/>' for k in range(1, 9))
    merged = workbook_parts(sheet_of(ONE_CELL, before=before, after=f"<mergeCells>{many}</mergeCells>"))
    assert refusal_of(merged, Limits(merges=7)) == "limit"
    strings = workbook_parts(sheet, strings="<si><t>a</t></si>" * 40)
    assert refusal_of(strings, Limits(cells=32)) == "limit"
    assert refusal_of(workbook_parts(sheet), Limits(entries=3)) == "limit"


def without(parts: dict[str, bytes], name: str) -> dict[str, bytes]:
    return {key: data for key, data in parts.items() if key != name}


def changed(name: str, old: str, new: str) -> dict[str, bytes]:
    parts = workbook_parts(sheet_of(ONE_CELL), strings=TABLE)
    assert old.encode() in parts[name]
    return parts | {name: parts[name].replace(old.encode(), new.encode())}


def broken() -> dict[str, dict[str, bytes]]:
    whole = workbook_parts(sheet_of(ONE_CELL), strings=TABLE)
    links = "xl/_rels/workbook.xml.rels"
    twice = f'<Relationship Id="r2" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    return {
        "no sheet part": without(whole, "xl/worksheets/sheet1.xml"),
        "no strings part": without(whole, "xl/sharedStrings.xml"),
        "no workbook part": without(whole, "xl/workbook.xml"),
        "no links of the workbook": without(whole, links),
        "no links of the package": without(whole, "_rels/.rels"),
        "link to nowhere": changed(links, "worksheets/sheet1.xml", "../../../etc/passwd"),
        "link outside": changed(links, 'Target="worksheets/sheet1.xml"', 'Target="http://x/s.xml" TargetMode="External"'),
        "link of unknown type": changed(links, f"{RELATIONS}/worksheet", "urn:x/worksheet"),
        "id twice": changed(links, 'Id="rIdS"', 'Id="rId1"'),
        "two main parts": changed("_rels/.rels", "</Relationships>", twice),
        "wrong type of the workbook": changed("[Content_Types].xml", "sheet.main+xml", "styles+xml"),
        "no type of the workbook": changed("[Content_Types].xml", "/xl/workbook.xml", "/xl/other.xml"),
        "wrong type of the sheet": changed("[Content_Types].xml", "worksheet+xml", "chartsheet+xml"),
        "two types of a part": changed("[Content_Types].xml", "</Types>", '<Override PartName="/XL/workbook.xml" ContentType="text/plain"/></Types>'),
        "sheet without title": changed("xl/workbook.xml", 'name="Sheet1"', 'name=""'),
        "sheet without link": changed("xl/workbook.xml", 'r:id="rId1"', ""),
        "other root in the workbook": changed("xl/workbook.xml", "workbook", "workbooks"),
        "other root in the sheet": changed("xl/worksheets/sheet1.xml", "worksheet", "dialogsheet"),
        "other root in the strings": changed("xl/sharedStrings.xml", "sst", "table"),
        "other namespace of the sheet": changed("xl/worksheets/sheet1.xml", MAIN, "urn:other"),
        "empty sheet part": whole | {"xl/worksheets/sheet1.xml": b""},
        "cut sheet part": whole | {"xl/worksheets/sheet1.xml": whole["xl/worksheets/sheet1.xml"][:-20]},
        "unknown entity": changed("xl/worksheets/sheet1.xml", "<v>1</v>", "<v>&one;</v>"),
        "text is no XML": whole | {"xl/workbook.xml": b"hello"},
    }  # fmt: skip


@pytest.mark.parametrize("name", broken())
def test_a_broken_workbook_is_refused_and_never_read_as_empty(name: str) -> None:
    assert refusal_of(broken()[name]) == "damaged"


def test_a_binary_workbook_in_disguise_is_named() -> None:
    parts = changed("[Content_Types].xml", f"{OFFICE}.sheet.main+xml", "application/vnd.ms-excel.sheet.binary.macroEnabled.main")
    assert refusal_of(parts) == "binary_workbook"


def test_an_office_package_of_another_kind_is_no_workbook() -> None:
    parts = without(without(workbook_parts(sheet_of("")), "_rels/.rels"), "xl/workbook.xml")
    assert refusal_of(parts) == "not_a_workbook"


def test_sheets_of_other_kinds_are_listed_and_not_read() -> None:
    parts = workbook_parts(sheet_of(ONE_CELL), sheet_of(ONE_CELL), titles=["Data", "Macro"])
    links = parts["xl/_rels/workbook.xml.rels"].decode()
    first, second = links.split('Id="rId2"')
    second = second.replace(f"{RELATIONS}/worksheet", "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet")
    facts = facts_of(parts | {"xl/_rels/workbook.xml.rels": f'{first}Id="rId2"{second}'.encode()})
    assert [sheet.title for sheet in facts.sheets] == ["Data"]
    assert facts.other_sheets == ("Macro",)
    assert ("macro_sheet", "xl/worksheets/sheet2.xml", "") in facts.active


MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"


def test_active_content_is_named_and_nothing_is_followed() -> None:
    def link(key: str, type_: str, target: str, mode: str = "") -> str:
        return f'<Relationship Id="{key}" Type="{type_}" Target="{target}"{mode}/>'

    outside = ' TargetMode="External"'
    more = {
        "xl/vbaProject.bin": b"VBA",
        "xl/embeddings/oleObject1.bin": b"OLE",
        "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"/>'.encode(),
        "xl/externalLinks/_rels/externalLink1.xml.rels": relationships(
            link("r", f"{RELATIONS}/externalLinkPath", r"\\server\book.xlsx", outside)
        ).encode(),
        "xl/externalLinks/externalLink2.xml": (
            f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'.encode()
        ),
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(
            link("h", f"{RELATIONS}/hyperlink", "https://example.com/", outside)
            + link("i", f"{RELATIONS}/image", "http://example.com/pixel.png", outside)
            + link("o", f"{RELATIONS}/oleObject", "../embeddings/oleObject1.bin")
            + link("d", f"{RELATIONS}/drawing", "../drawings/drawing1.xml")
        ).encode(),
        "customXml/item1.xml": b"<x/>",
    }
    links = (
        link("v", f"{MICROSOFT}/vbaProject", "vbaProject.bin")
        + link("e1", f"{RELATIONS}/externalLink", "externalLinks/externalLink1.xml")
        + link("e2", f"{RELATIONS}/externalLink", "externalLinks/externalLink2.xml")
        + link("c", f"{RELATIONS}/connections", "connections.xml")
        + link("x", f"{RELATIONS}/customXml", "../customXml/item1.xml")
    )
    facts = facts_of(workbook_parts(sheet_of(ONE_CELL), more=more, workbook_links=links))
    assert facts.has_vba
    assert facts.external_links == (r"\\server\book.xlsx", "dde:cmd|/c calc")
    assert set(facts.active) >= {
        ("vba", "xl/vbaProject.bin", ""),
        ("hyperlink", "xl/worksheets/sheet1.xml", "https://example.com/"),
        ("external_reference", "xl/worksheets/sheet1.xml", "http://example.com/pixel.png"),
        ("ole_object", "xl/embeddings/oleObject1.bin", ""),
        ("connection", "xl/connections.xml", ""),
        ("custom_xml", "customXml/item1.xml", ""),
    }
    assert len(facts.active) == 8


def test_macros_are_found_by_name_too() -> None:
    facts = facts_of(workbook_parts(sheet_of(ONE_CELL), more={"xl/other/vbaProject.bin": b"x"}))
    assert facts.has_vba
    assert not facts_of(workbook_parts(sheet_of(ONE_CELL))).has_vba


def busy_workbook() -> openpyxl.Workbook:
    """Return a workbook with everything that openpyxl writes into cells."""
    book = openpyxl.Workbook()
    book.remove(book["Sheet"])
    choose = random.Random(7)
    values = [
        1, -2.5, 1e-7, 1e300, True, False, "text", "日本語 <&> \"'", " spaces ", "two\nlines", "_x0041_", "#N/A", "=1+1",
        "=SUM(A1:B9)&\"x\"", "=IFERROR(1/0,\"\")", "\x01"[:0] + "tab\there",
    ]  # fmt: skip
    for title in ("First", "第二 シート", "It's a 'third'"):
        sheet = book.create_sheet(title)
        for _ in range(150):
            sheet.cell(choose.randint(1, 60), choose.randint(1, 40)).value = choose.choice(values)
        sheet["A70"] = ArrayFormula("A70:A72", "=B1:B3*2")
        sheet.merge_cells("C80:D82")
    book["First"].sheet_state = "hidden"
    book.defined_names["pg_one"] = DefinedName("pg_one", attr_text="'第二 シート'!$A$1:$B$2")
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_openpyxl_reads(data: bytes) -> dict[str, dict[Position, object]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        sheet.title: {
            (cell.row, cell.column): _plain(cell.value)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in book.worksheets
    }


def _plain(value: object) -> object:
    return f"{{{value.text}}}" if isinstance(value, ArrayFormula) else value


def as_we_read(facts: WorkbookFacts) -> dict[str, dict[Position, object]]:
    return {
        sheet.title: {
            position: cell.value if cell.formula is None else cell.formula
            for position, cell in sheet.cells.items()
        }
        for sheet in facts.sheets
    }


def test_a_busy_workbook_is_read_as_openpyxl_reads_it() -> None:
    data = saved(busy_workbook())
    facts = read_workbook(Package.from_bytes(data))
    assert as_we_read(facts) == as_openpyxl_reads(data)
    assert [sheet.state for sheet in facts.sheets] == ["hidden", "visible", "visible"]
    assert facts.sheets[0].merges == (((80, 3), (82, 4)),)
    assert facts.names == {"pg_one": "'第二 シート'!$A$1:$B$2"}
    assert all(sheet.ambiguous == () for sheet in facts.sheets)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_blank_workbook_is_read_as_openpyxl_reads_it(bundle: Bundle, language: str) -> None:
    data = blank_workbook(bundle, language)
    facts = read_workbook(Package.from_bytes(data))
    assert as_we_read(facts) == as_openpyxl_reads(data)
    assert (facts.ambiguous, facts.has_vba, facts.external_links) == ((), False, ())


def converted(data: bytes, folder: Path, filter_: str = "Calc MS Excel 2007 XML") -> bytes:
    """Let LibreOffice open and save a workbook."""
    (folder / "in.xlsx").write_bytes(data)
    program = shutil.which("soffice") or "soffice"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    out = folder / "out"
    arguments = [program, profile, "--headless", "--convert-to", f"xlsx:{filter_}", "--outdir", str(out)]
    subprocess.run([*arguments, str(folder / "in.xlsx")], check=True, capture_output=True, timeout=180)
    return (out / "in.xlsx").read_bytes()


@pytest.mark.needs("soffice")
def test_a_workbook_saved_by_libreoffice_is_read_as_openpyxl_reads_it(tmp_path: Path) -> None:
    data = converted(saved(busy_workbook()), tmp_path)
    facts = read_workbook(Package.from_bytes(data))
    assert as_we_read(facts) == as_openpyxl_reads(data)
    assert all(sheet.ambiguous == () for sheet in facts.sheets)
    assert facts.names["pg_one"] == "'第二 シート'!$A$1:$B$2"


def test_reading_gives_the_same_facts_whatever_was_read_before(bundle: Bundle) -> None:
    data = blank_workbook(bundle, "en")
    first = read_workbook(Package.from_bytes(data))
    package = Package.from_bytes(data)
    part = first.sheets[2].part
    xml = package.read(part).replace(b"</sheetData>", b'<row r="9999"><c r="A9999"><v>5</v></c></row></sheetData>')
    other = read_workbook(Package.from_bytes(replace_parts(package, {part: xml})))
    assert read_workbook(Package.from_bytes(data)) == first
    assert dict(other.sheets[2].cells) == dict(first.sheets[2].cells) | {(9999, 1): RawCell("number", 5.0, None, "5")}


def test_facts_cannot_be_changed() -> None:
    facts = facts_of(workbook_parts(sheet_of(ONE_CELL)))
    with pytest.raises(TypeError):
        facts.sheets[0].cells[1, 1] = RawCell("blank", None, None, "")  # type: ignore[index]
    with pytest.raises(TypeError):
        facts.names["a"] = "b"  # type: ignore[index]


FRAGMENTS = st.sampled_from(
    [
        "<row ", 'r="1"', 'r="2"', ">", "/>", "</row>", "<c ", 'r="A1"', 'r="B2"', 't="s"', 't="b"', "</c>", "<v>",
        "</v>", "1", "<f>", "</f>", "x", "<is><t>", "</t></is>", "</sheetData>", "<sheetData>", "&amp;", "<!--", "-->",
        "<![CDATA[", "]]>", "<row r='3'>", " ", "</worksheet>", 't="shared" si="0"',
    ]
)  # fmt: skip


@given(st.lists(FRAGMENTS, max_size=25))
def test_any_xml_is_read_or_refused_and_never_crashes(pieces: list[str]) -> None:
    try:
        facts = read_rows_of("".join(pieces), strings=TABLE)
    except Refused as refused:
        assert refused.kind == "damaged"
    else:
        assert isinstance(facts, SheetFacts)


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=["Cc", "Cs"]), max_size=20)


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
