"""The workbook part lists sheets and names; a broken one is refused, never read as empty."""

from __future__ import annotations

import pytest

from tests.workbook.raw_packages import (
    MAIN,
    OFFICE,
    ONE_CELL,
    RELATIONS,
    TABLE,
    facts_of,
    refusal_of,
    sheet_of,
    workbook_parts,
)


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


@pytest.mark.parametrize("local", ["sheet", "definedName"])
def test_a_sheet_or_name_of_another_namespace_is_told_unless_it_is_an_extension(local: str) -> None:
    parts = workbook_parts(sheet_of(""))
    foreign = f'<q:{local} xmlns:q="urn:q" name="Hidden"/>'
    for where, words in ((foreign, (f"misplaced_element {local} Hidden",)),
                         (f"<extLst><ext>{foreign}</ext></extLst>", ())):  # fmt: skip
        changed_part = parts["xl/workbook.xml"].replace(b"</workbook>", where.encode() + b"</workbook>")
        assert facts_of(parts | {"xl/workbook.xml": changed_part}).ambiguous == words


def without(parts: dict[str, bytes], name: str) -> dict[str, bytes]:
    return {key: data for key, data in parts.items() if key != name}


def changed(name: str, old: str, new: str) -> dict[str, bytes]:
    parts = workbook_parts(sheet_of(ONE_CELL), strings=TABLE)
    assert old.encode() in parts[name]
    return parts | {name: parts[name].replace(old.encode(), new.encode())}


def broken() -> dict[str, dict[str, bytes]]:
    whole = workbook_parts(sheet_of(ONE_CELL), strings=TABLE)
    links = "xl/_rels/workbook.xml.rels"
    twice = (
        f'<Relationship Id="r2" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    other = '<Override PartName="/XL/workbook.xml" ContentType="text/plain"/></Types>'
    return {
        "no sheet part": without(whole, "xl/worksheets/sheet1.xml"),
        "no workbook part": without(whole, "xl/workbook.xml"),
        "no links of the workbook": without(whole, links),
        "no links of the package": without(whole, "_rels/.rels"),
        "link to nowhere": changed(links, "worksheets/sheet1.xml", "../../../etc/passwd"),
        "link outside": changed(links, '.xml"/>', '.xml" TargetMode="External"/>'),
        "link of unknown type": changed(links, f"{RELATIONS}/worksheet", "urn:x/worksheet"),
        "id twice": changed(links, 'Id="rIdS"', 'Id="rId1"'),
        "two main parts": changed("_rels/.rels", "</Relationships>", twice),
        "wrong type of the workbook": changed("[Content_Types].xml", "sheet.main+xml", "styles+xml"),
        "no type of the workbook": changed("[Content_Types].xml", "/xl/workbook.xml", "/xl/other.xml"),
        "wrong type of the sheet": changed("[Content_Types].xml", "worksheet+xml", "chartsheet+xml"),
        "two types of a part": changed("[Content_Types].xml", "</Types>", other),
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
    parts = changed(
        "[Content_Types].xml",
        f"{OFFICE}.sheet.main+xml",
        "application/vnd.ms-excel.sheet.binary.macroEnabled.main",
    )
    assert refusal_of(parts) == "binary_workbook"


def test_an_office_package_of_another_kind_is_no_workbook() -> None:
    parts = without(without(workbook_parts(sheet_of("")), "_rels/.rels"), "xl/workbook.xml")
    assert refusal_of(parts) == "not_a_workbook"


def test_sheets_of_other_kinds_are_listed_and_not_read() -> None:
    parts = workbook_parts(sheet_of(ONE_CELL), sheet_of(ONE_CELL), titles=["Data", "Macro"])
    links = parts["xl/_rels/workbook.xml.rels"].decode()
    first, second = links.split('Id="rId2"')
    second = second.replace(
        f"{RELATIONS}/worksheet", "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    )
    facts = facts_of(parts | {"xl/_rels/workbook.xml.rels": f'{first}Id="rId2"{second}'.encode()})
    assert [sheet.title for sheet in facts.sheets] == ["Data"]
    assert facts.other_sheets == ("Macro",)
    assert ("macro_sheet", "xl/worksheets/sheet2.xml", "") in facts.active
