"""Lists as people keep and export them: what is read of each, and what is said."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pocgate_xl.errors import EngagementError
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.lists.engagements import read_engagements

JA = "案件ID,組織名\nA1,髙島①製作所\nA2,青葉製造\n"
EN = "id,organization\nA1,Müller & Söhne\nA2,Málaga S.L.\n"
READ_JA = (("A1", "髙島①製作所"), ("A2", "青葉製造"))
READ_EN = (("A1", "Müller & Söhne"), ("A2", "Málaga S.L."))
PLAIN = (("A1", "Aoba"), ("A2", "Ōmi"))


@dataclass(frozen=True)
class Case:
    """A list with what is read of it: ids and organisations, remarks, problems of rows, or a refusal."""

    content: bytes
    read: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    refused: str = ""
    suffix: str = ".csv"


def typed(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding)


def book(*sheets: tuple[str, list[list[object]]], epoch: Any = None) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    if epoch:
        made.epoch = epoch
    for title, lines in sheets:
        sheet = made.create_sheet(title)
        for row, line in enumerate(lines, 1):
            for column, value in enumerate(line, 1):
                cell: Any = sheet.cell(row, column)
                cell.value = value
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


LINES: list[list[object]] = [["id", "organization"], ["A1", "Aoba"], ["A2", "Ōmi"]]
COVER: list[list[object]] = [["Engagements 2026"], ["Prepared by", "Sato"], ["Currency", "JPY"]]

ENCODINGS = {
    "UTF-8": Case(typed(JA), READ_JA),
    "UTF-8 with its mark": Case(typed(JA, "utf-8-sig"), READ_JA),
    "UTF-16 with its mark": Case(typed(JA, "utf-16"), READ_JA),
    "UTF-16, big end first": Case(b"\xfe\xff" + typed(JA, "utf-16-be"), READ_JA),
    "UTF-16 without a mark": Case(typed(EN, "utf-16-le"), READ_EN),
    "Shift JIS of Windows": Case(typed(JA, "cp932"), READ_JA),
    "Shift JIS with half-width letters": Case(
        typed("id,組織名\nA1,ｱｵﾊﾞ製造\n", "cp932"), (("A1", "ｱｵﾊﾞ製造"),)
    ),
    "Shift JIS, Latin letters around": Case(
        typed("id,組織名\nA1,AI導入 Co.\n", "cp932"), (("A1", "AI導入 Co."),)
    ),
    "Shift JIS between small letters": Case(
        typed("id,organization\nA1,test案v2\n", "cp932"), (("A1", "test案v2"),)
    ),
    "Shift JIS with half-width letters alone": Case(
        typed("id,organization\nA1,ｱｵﾊﾞｶﾌﾞｼｷｶﾞｲｼｬ\nA2,ﾔﾏﾀﾞ ﾀﾛｳ\n", "cp932"),
        (("A1", "ｱｵﾊﾞｶﾌﾞｼｷｶﾞｲｼｬ"), ("A2", "ﾔﾏﾀﾞ ﾀﾛｳ")),
    ),
    "Shift JIS with few half-width letters, which might be others": Case(
        typed("id,organization\nA1,ﾔﾏﾀﾞ\n", "cp932"), (("A1", "ﾔﾏﾀﾞ"),), ("was read as Shift JIS, though",)
    ),
    "EUC-JP": Case(typed("案件ID,組織名\nA1,あおば製造\n", "euc_jp"), (("A1", "あおば製造"),)),
    "EUC-JP with signs of its own": Case(
        typed("案件ID,組織名\nA1,①アオバ\n", "euc_jisx0213"), (("A1", "①アオバ"),)
    ),
    "EUC-JP without kana": Case(
        typed("案件ID,組織名\nA1,青葉製造\n", "euc_jp"),
        (("A1", "青葉製造"),),
        ("was read as EUC-JP, though",),
    ),
    "EUC-JP below names in Latin letters": Case(
        typed("id,organization\nA1,青葉製造\n", "euc_jp"),
        (("A1", "青葉製造"),),
        ("was read as EUC-JP, though",),
    ),
    "EUC-JP in JSON": Case(
        typed('[{"id": "A1", "organization": "あおば製造"}]', "euc_jp"),
        (("A1", "あおば製造"),),
        suffix=".json",
    ),
    "the encoding of mails": Case(typed("案件ID,組織名\nA1,青葉製造\n", "iso2022_jp"), (("A1", "青葉製造"),)),
    "Windows of Western Europe": Case(typed(EN, "cp1252"), READ_EN),
    "Windows of Western Europe, quotes and signs": Case(
        typed("id,organization\nA1,“L’Été” – 5 €\n", "cp1252"), (("A1", "“L’Été” – 5 €"),)
    ),
    "an old code page of China": Case(
        typed("id,organization\nA1,中国工商银行股份有限公司\n", "gbk") + b"\xff",
        refused="neither UTF-8 nor Shift JIS",
    ),
    "an old code page of China, whose bytes may be letters of Japan": Case(
        typed("id,organization\nA1,中国工商银行股份有限公司\nA2,北京大学\n", "gbk"),
        refused="nor plainly EUC-JP",
    ),
    "an old code page of Korea": Case(
        typed("id,organization\nA1,삼성전자\n", "euc_kr"), (("A1", "誌失穿切"),), ("save it as UTF-8",)
    ),
    "bytes of nothing": Case(b"id\n\x81\x20\n", refused="neither UTF-8 nor Shift JIS"),
}

SEPARATORS = {
    "commas": Case(typed("id,organization\nA1,Aoba\nA2,Ōmi\n"), PLAIN),
    "semicolons": Case(typed("id;organization\nA1;Aoba\nA2;Ōmi\n"), PLAIN),
    "tabs": Case(typed("id\torganization\nA1\tAoba\nA2\tŌmi\n"), PLAIN),
    "tabs, as .tsv": Case(typed("id\torganization\nA1\tAoba\nA2\tŌmi\n"), PLAIN, suffix=".tsv"),
    "semicolons, told to Excel": Case(typed("sep=;\nid;organization\nA1;Aoba\nA2;Ōmi\n"), PLAIN),
    "semicolons beside decimal commas": Case(
        typed("id;organization;poc_months\nA1;Aoba;1,5\nA2;Ōmi;2,5\n"),
        PLAIN,
        problems=("“1,5” cannot be read",),
    ),
    "semicolons beside a text with many commas": Case(
        typed('id;organization\nA1;"Aoba, Sato, Ito, Abe, Oda"\n'), (("A1", "Aoba, Sato, Ito, Abe, Oda"),)
    ),
    "line ends of an old Mac": Case(typed("id,organization\rA1,Aoba\rA2,Ōmi\r"), PLAIN),
    "line ends of Windows": Case(typed("id,organization\r\nA1,Aoba\r\nA2,Ōmi\r\n"), PLAIN),
    "quotes around everything": Case(typed('"id","organization"\n"A1","Aoba"\n"A2","Ōmi"\n'), PLAIN),
    "one column": Case(typed("id\nA1\n"), (("A1", ""),)),
    "a space before the quotes": Case(typed('id, organization\nA1, "Aoba, Ltd"\n'), (("A1", "Aoba, Ltd"),)),
    "one at the end of every line": Case(typed("id,organization,\nA1,Aoba,\nA2,Ōmi,\n"), PLAIN),
    "one within a text without quotes": Case(
        typed("id,organization,poc_name\nS-1,Aoba, Ltd,Inspect\nA1,Aoba,x\n"),
        (("", ""), ("A1", "Aoba")),
        problems=("has 4 values where the header names 3", "a text that contains a comma between quotes"),
    ),
    "one within a text, the last field left out": Case(
        typed("id,organization,poc_name\nS-1,Aoba, Ltd,\n"), (("", ""),), problems=("has 4 values",)
    ),
    "one within a text, under a header that ends with one": Case(
        typed("id;organization;\nS-1;Aoba; Ltd\n"), (("", ""),), problems=("contains a semicolon",)
    ),
    "a quote without a partner around a row": Case(
        typed('id,organization\nA1,Aoba\n"S-1,A\nS-2,B\n'),
        (("A1", "Aoba"), ("", "")),
        problems=('a quote (") is opened in line 3 and not closed; nothing is read from there on',),
    ),
    "a quote without a partner before others": Case(
        typed('id,organization\nS-1,"Aoba\nS-2,"Beta"\n"S-3","C"\n'),
        (("", ""),),
        problems=("is opened in line 2 and not closed",),
    ),
    "a quote without a partner around the header": Case(
        typed('"id,organization\nA1,Aoba\n'),
        refused='row 1: a quote (") is opened in line 1 and not closed',
    ),
    "text behind a closing quote": Case(
        typed('id,organization\nS-1,"Aoba" Ltd\nA1,Aoba\n'),
        (("", ""), ("A1", "Aoba")),
        problems=("in line 2 a text goes on behind its closing quote",),
    ),
    "a quote within a text": Case(typed('id,organization\nA1,6" pipes\n'), (("A1", '6" pipes'),)),
}

HEADERS = {
    "labels of both languages": Case(typed("Engagement id,組織名\nA1,Aoba\nA2,Ōmi\n"), PLAIN),
    "in full width and capitals": Case(typed("ＩＤ,ORGANIZATION\nA1,Aoba\nA2,Ōmi\n"), PLAIN),
    "with spaces and hidden marks": Case(typed(" id\u200b , organization \nA1,Aoba\nA2,Ōmi\n"), PLAIN),
    "below a title": Case(
        typed("Engagements of spring 2026,,\n\nid,organization,\nA1,Aoba,\nA2,Ōmi,\n"),
        PLAIN,
        ("the fields are named in row 3; the rows above it are ignored",),
    ),
    "below blank rows": Case(typed(",\n\nid,organization\nA1,Aoba\nA2,Ōmi\n"), PLAIN),
    "below a cover with a field of its own": Case(
        book(("List", [*COVER, *LINES])), PLAIN, ("named in row 4",), suffix=".xlsx"
    ),
    "behind a cover sheet": Case(
        book(("Cover", COVER), ("List", LINES)), PLAIN, ("row 1 of the sheet “List”",), suffix=".xlsx"
    ),
    "on two sheets": Case(
        book(("Spring", LINES), ("Autumn", LINES)),
        PLAIN,
        ("the sheet “Autumn” is a list too",),
        suffix=".xlsx",
    ),
    "with a column that nobody knows": Case(
        typed("id,organization,phone\nA1,Aoba,1\nA2,Ōmi,2\n"),
        PLAIN,
        ("“phone” is not a known column; it is ignored", "id, organization, poc_name"),
    ),
    "with a column spelled otherwise": Case(
        typed("案件ID,組織名,PoC名\nA1,Aoba,x\nA2,Ōmi,y\n"),
        PLAIN,
        ("“PoC名” is not a known column (did you mean “PoC名称”?)", "案件ID, 組織名, PoC名称"),
    ),
    "with values under no name": Case(
        typed("id,,organization\nA1,x,Aoba\nA2,,Ōmi\n"),
        PLAIN,
        ("column B has no name in the header and is ignored (first in row 2)",),
    ),
    "with values beside a table": Case(
        book(("L", [["id", "organization"], ["A1", "Aoba", None, "call"], ["A2", "Ōmi"]])),
        PLAIN,
        ("column D has no name in the header",),
        suffix=".xlsx",
    ),
    "with a column misspelt": Case(
        typed("id,organization,asessment date\nA1,Aoba,\nA2,Ōmi,\n"),
        PLAIN,
        ("did you mean “Assessment date”?",),
    ),
    "with a field twice": Case(typed("id,案件ID\nA1,A2\n"), refused="“id” and “案件ID”"),
    "missing": Case(typed("A1,Aoba\nA2,Ōmi\n"), refused="no row names the fields of engagements"),
    "of other words": Case(typed("name,firm\nA1,Aoba\n"), refused="“name” (did you mean"),
}

MISTAKES = {
    "a number in words": Case(
        typed("案件ID,組織名,従業員数\nA1,Aoba,三百\nA2,Ōmi,5\n"),
        PLAIN,
        problems=("従業員数: “三百” cannot be read as a number",),
    ),
    "a date of many readings": Case(
        typed("id,organization,PoC start\nA1,Aoba,3/4/26\nA2,Ōmi,2026-04-03\n"),
        PLAIN,
        problems=("PoC start: “3/4/26” is not a date with one reading",),
    ),
    "a currency that is none": Case(
        typed("id,organization,通貨\nA1,Aoba,円\nA2,Ōmi,JPY\n"),
        PLAIN,
        problems=("通貨: “円” is not one of JPY, USD",),
    ),
    "nothing under the id": Case(
        typed("id,organization\nA1,Aoba\n,Ōmi\n"),
        (("A1", "Aoba"), ("", "Ōmi")),
        problems=("the id of the engagement",),
    ),
    "an error of Excel": Case(
        book(("L", [["id", "organization", "employees"], ["A1", "Aoba", "#N/A"]])),
        (("A1", "Aoba"),),
        problems=("employees: the cell shows the error #N/A",),
        suffix=".xlsx",
    ),
    "a truth in JSON": Case(
        json.dumps([{"id": "A1", "organization": True}]).encode(),
        (("A1", ""),),
        problems=("organization: true is neither a text nor a number",),
        suffix=".json",
    ),
    "letters that steer a terminal": Case(
        typed("id,organization,employees\nA1,Aoba,\x1b[31m5\n"), (("A1", "Aoba"),), problems=("“\\x1b[31m5”",)
    ),
    "nothing at all": Case(b"", refused="is empty"),
    "a header alone": Case(typed("id,organization\n")),
    "another format": Case(b"PK", refused="lists are .csv, .xlsx or .json files", suffix=".ods"),
    "a page under another name": Case(b"<html></html>", refused="cannot be read: html", suffix=".xlsx"),
    "JSON with a mark, in UTF-16": Case(
        json.dumps([{"案件ID": "A1", "組織名": "青葉"}], ensure_ascii=False).encode("utf-16"),
        (("A1", "青葉"),),
        suffix=".json",
    ),
    "JSON with an item that is no object": Case(
        b'[{"id": "A1"}, 7, {"id": "A2"}, "A3"]',
        (("A1", ""), ("", ""), ("A2", ""), ("", "")),
        problems=("7 is not an object; write the fields", '"A3" is not an object'),
        suffix=".json",
    ),
    "JSON with a field twice in one item": Case(
        b'[{"id": "A1", "id": "A2"}, {"id": "A3"}, {"id": {"a": 1, "a": 2}}]',
        (("", ""), ("A3", ""), ("", "")),
        problems=("the field “id” is given twice; keep one of them", "is neither a text nor a number"),
        suffix=".json",
    ),
    "JSON of one object": Case(b'{"id": "A1"}', refused="it is not a list of objects", suffix=".json"),
}

CASES: dict[str, Case] = {
    f"{kind}: {name}": case
    for kind, cases in (
        ("encoding", ENCODINGS), ("separator", SEPARATORS), ("header", HEADERS), ("mistake", MISTAKES),
    )
    for name, case in cases.items()
}  # fmt: skip

Read = Callable[[Case], object]


def test_there_are_many_of_them() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("name", CASES)
def test_a_list_is_read_or_says_why_not(name: str, bundle: Bundle, tmp_path: Path) -> None:
    case = CASES[name]
    file = tmp_path / f"list{case.suffix}"
    file.write_bytes(case.content)
    if case.refused:
        with pytest.raises(EngagementError) as raised:
            read_engagements(file, bundle, "en")
        assert case.refused in str(raised.value)
        return
    found = read_engagements(file, bundle, "en")
    assert (
        tuple((row.id, row.values.get("pg_engagement_organization", "")) for row in found.rows) == case.read
    )
    assert holds_each("\n".join(found.remarks), case.remarks)
    assert holds_each("\n".join(text for row in found.rows for text in row.problems), case.problems)


def holds_each(said: str, expected: tuple[str, ...]) -> bool:
    """Say whether all that is expected is said, and nothing where nothing is."""
    return all(each in said for each in expected) and bool(said) == bool(expected)


def test_days_of_an_old_mac_are_those_that_its_owner_sees(bundle: Bundle, tmp_path: Path) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    file = tmp_path / "list.xlsx"
    lines: list[list[object]] = [["id", "poc_start"], ["A1", date(2026, 4, 1)]]
    file.write_bytes(book(("L", lines), epoch=CALENDAR_MAC_1904))
    (row,) = read_engagements(file, bundle, "en").rows
    assert row.values["pg_engagement_poc_start"] == date(2026, 4, 1)
