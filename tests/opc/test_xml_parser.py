"""XML is plain and bounded, or refused."""

from __future__ import annotations

import pytest

from pocgate_xl.opc.limits import Limits
from tests.workbook.raw_packages import DECLARED, ONE_CELL, facts_of, refusal_of, sheet_of, workbook_parts

DOCTYPES = {
    "entities": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
    "external": '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
    "plain": "<!DOCTYPE worksheet>",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES.keys())
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml", "_rels/.rels"]
)
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
    assert refusal_of(BOMBS[name], Limits(ratio=10**9)) == "limit"


ROWS_OF_CELLS = "".join(
    f'<row r="{r}"><c r="A{r}"><v>1</v></c><c r="B{r}"><v>1</v></c></row>' for r in range(1, 9)
)
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
