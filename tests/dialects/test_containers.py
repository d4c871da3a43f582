"""Packages as programs write them that never saw Excel's: read, for each has one reading."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.spreadsheetml.address import a1
from tests.hostile.case import Make
from tests.hostile.containers import made
from tests.hostile.edits import (
    LINKS,
    WORKBOOK,
    added,
    chain,
    in_cell,
    link,
    linked,
    on_part,
    on_parts,
    sheet_added,
    small_sheet,
    swap,
)
from tests.hostile.submission import area, part_of, submission
from tests.workbook.raw_packages import Zipped

SHEET = part_of("scorecard")
ESCAPED = SHEET.replace("/sheet", "/sheet%20")
TARGET = re.compile(rb'(?<=Target=")[^"]*(?=")')
Change = Callable[[Zipped], Zipped]


def each(change: Change) -> Make:
    return made(lambda members: [change(member) for member in members])


def with_backslashes(member: Zipped) -> Zipped:
    return replace(member, name=member.name.replace(b"/", b"\\"))


def targets(change: Callable[[bytes], bytes]) -> Make:
    """Write the targets of the workbook's relationships in another way."""
    return on_part(LINKS, lambda xml: TARGET.sub(lambda match: change(match[0]), xml))


def lower_case(xml: bytes) -> bytes:
    return re.sub(rb'(?<=<c r=")[A-Z]+[0-9]+', lambda match: match[0].lower(), xml)


def more_rows(xml: bytes, rows: bytes) -> bytes:
    return xml.replace(b"</sheetData>", rows + b"</sheetData>")


def described(member: Zipped) -> Zipped:
    """Put the true sizes before the data and behind it."""
    return replace(member, descriptor="signed", local_sizes=True)


def renamed_part(old: str, new: str) -> Make:
    return on_parts(lambda parts: {new if name == old else name: content for name, content in parts.items()})


EMPTY_TABLE = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
APPLE = {"__MACOSX/_rels/._.rels": b"\0\5\26\7", "__MACOSX/xl/._workbook.xml": b"\0\5\26\7"}
BROKEN = sheet_added("Mine", "<worksheet><sheetData>")
SILENT: dict[str, Make] = {
    "comment of the archive": made(comment=b"Aspose.Cells v24.1"),
    "backslashes in names": each(with_backslashes),
    "backslashes in targets": targets(lambda target: target.replace(b"/", b"\\")),
    "sizes on both sides of the data": each(described),
    "zipped on a Mac": added(APPLE),
    "relationships of nothing": added({"xl/worksheets/_rels/gone.xml.rels": "no XML"}),
    "characters of targets escaped": targets(lambda target: target.replace(b"sheet1", b"%73heet1")),
    "part with an escaped name": chain(
        renamed_part(SHEET, ESCAPED),
        targets(lambda target: target.replace(SHEET.encode(), ESCAPED.encode())),
        swap("[Content_Types].xml", SHEET, ESCAPED),
    ),
    "strings that are not there": linked(link("rIdS", "sharedStrings", "sharedStrings.xml")),
    "strings named twice": chain(
        added({"xl/sharedStrings.xml": EMPTY_TABLE}),
        linked(
            link("rIdS", "sharedStrings", "sharedStrings.xml")
            + link("rIdT", "sharedStrings", "sharedStrings.xml")
        ),
    ),
    "ranges of one cell": chain(
        on_part(WORKBOOK, lambda xml: re.sub(rb"!(\$[A-Z]+\$[0-9]+)(?=</definedName>)", rb"!\1:\1", xml)),
        on_part(SHEET, lambda xml: re.sub(rb"<f>(\$?[A-Z]+\$?[0-9]+)</f>", rb"<f>\1:\1</f>", xml)),
    ),
    "formulas in parentheses": on_part(SHEET, lambda xml: re.sub(rb"<f>([^<{]+)</f>", rb"<f>(\1)</f>", xml)),
    "sheet without a type": on_part(
        "[Content_Types].xml",
        lambda xml: re.sub(rb'<Override PartName="/%b"[^>]*>' % SHEET.encode(), b"", xml),
    ),
    "addresses in small letters": on_part(SHEET, lower_case),
    "empty rows by the thousand": on_part(
        SHEET,
        lambda xml: xml.replace(
            b"</sheetData>",
            b"".join(b'<row r="%d" ht="9"/>' % n for n in range(90, 35_000)) + b"</sheetData>",
        ),
    ),
    "typed cells without a value": on_part(
        SHEET,
        lambda xml: xml.replace(
            b"</sheetData>",
            b'<row r="90"><c r="Z90" t="s"><v/></c><c r="AA90" t="b"><v/></c></row></sheetData>',
        ),
    ),
}
TOLD: dict[str, Make] = {
    "broken sheet of a stranger": BROKEN,
    "sheet of a stranger without a part": swap(
        WORKBOOK, "</sheets>", '<sheet name="Mine" sheetId="99" r:id=""/></sheets>'
    ),
}


def outcome(make: Make, folder: Path) -> tuple[str, str | None, list[str]]:
    file = folder / "submission.xlsx"
    file.write_bytes(make(submission()))
    found = check_file(file)
    return found.outcome, found.responses_digest, [finding.code for finding in found.findings]


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> str | None:
    return outcome(lambda same: same, tmp_path_factory.mktemp("same"))[1]


@pytest.mark.parametrize("name", SILENT)
def test_what_has_one_reading_is_read_and_nothing_is_said(name: str, expected: str, tmp_path: Path) -> None:
    assert outcome(SILENT[name], tmp_path) == ("accepted", expected, [])


@pytest.mark.parametrize("name", TOLD)
def test_what_is_wrong_with_a_strangers_sheet_is_a_warning(name: str, expected: str, tmp_path: Path) -> None:
    assert outcome(TOLD[name], tmp_path) == ("accepted", expected, ["PG140"])


def test_a_broken_sheet_of_ours_is_refused(tmp_path: Path) -> None:
    assert outcome(on_part(SHEET, lambda xml: xml[:-30]), tmp_path)[::2] == ("unreadable", ["PG007"])


def test_two_parts_of_one_name_but_for_escapes_are_refused(tmp_path: Path) -> None:
    both = added({"xl/worksheets/%73heet1.xml": small_sheet()})
    escaped = targets(lambda target: target.replace(b"sheet1", b"%73heet1"))
    assert outcome(chain(both, escaped), tmp_path)[::2] == ("unreadable", ["PG007"])


def test_an_empty_typed_cell_is_a_missing_answer_and_no_more(tmp_path: Path) -> None:
    place = area("pg_rating_integration")
    for type_ in ("s", "b", "n", "e", "d", "str"):
        empty = in_cell(place.sheet, a1(place.first), f'{{c}} t="{type_}"><v/></c>')
        _, _, codes = outcome(empty, tmp_path)
        assert codes == ["PG130", "PG202"], type_
