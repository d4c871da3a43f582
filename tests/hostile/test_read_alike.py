"""What was learned from other files changes no verdict: each file is judged as if it were the first.

The fast ways (parts by their packed bytes, rows by their tags, judgements by their forms) are held against
the slow one, which parses every part whole and compares cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest

from pocgate_xl.batch import Options
from pocgate_xl.batch.check import assess_content
from pocgate_xl.core.assessment import assessment_to_json
from pocgate_xl.opc import memory
from pocgate_xl.opc.limits import DEFAULT
from pocgate_xl.opc.refusal import Refused
from pocgate_xl.spreadsheetml import reader
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.submission.origins.identity import Unidentified
from tests.hostile.case import Make
from tests.hostile.cases import CASES
from tests.hostile.edits import WORKBOOK, Parts, chain, on_part, on_parts, swap
from tests.hostile.submission import bundle, part_of, submission

JUDGED = [case for case in CASES if not case.dangerous and case.outcome != "unreadable"]
SHARE = 5
"""Every so manieth case here; all of them at `python -m tests.hostile.test_read_alike`."""


@contextmanager
def parsed_whole() -> Iterator[None]:
    """Let nothing be known of any sheet, so that all of it is parsed, and compared cell by cell."""

    def unknown(*_: object) -> None:
        return None

    with patch.object(reader, "known_rows", unknown), patch.object(reader._SHEETS, "get", unknown):
        yield


def verdict(content: bytes) -> dict[str, Any] | str:
    try:
        return assessment_to_json(assess_content(content, Options()))
    except (Refused, Unidentified) as fault:
        return f"{fault.kind} {fault.detail}"


def agree(content: bytes) -> bool:
    with parsed_whole():
        slow = verdict(content)
    return verdict(content) == slow == verdict(content)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_honest_workbook_is_judged_alike(language: str) -> None:
    assert agree(submission(language))


@pytest.mark.parametrize("case", JUDGED[::SHARE], ids=lambda case: case.name)
def test_a_spoiled_workbook_is_judged_alike(case: Any) -> None:
    assert agree(case.make(submission()))


ACCENT = re.compile(rb"(?s)<a:accent6>.*?</a:accent6>")
COLOURED = b'<si><r><rPr><color theme="9"/></rPr><t>', b"</t></r></si>"
FAR_ROWS = "".join(
    f'<row r="{row}"><c r="A{row}"><v>12345678901234</v></c></row>' for row in range(2000, 8000)
)
FAR_NAME = "<definedName name=\"pg_far\">'Notes'!$A$2000</definedName></definedNames>"


def with_accent(colour: bytes) -> Make:
    """Colour the texts of the table by the theme, and the theme's last accent so."""

    def change(parts: Parts) -> Parts:
        first, last = COLOURED
        strings = re.sub(rb"<si><t>([^<]+)</t></si>", first + rb"\1" + last, parts["xl/sharedStrings.xml"])
        accent = b'<a:accent6><a:srgbClr val="%b"/></a:accent6>' % colour
        theme = ACCENT.sub(accent, parts["xl/theme/theme1.xml"])
        return {**parts, "xl/sharedStrings.xml": strings, "xl/theme/theme1.xml": theme}

    return on_parts(change)


def with_far_rows(workbook: bytes) -> bytes:
    return swap(part_of("notes"), "</sheetData>", f"{FAR_ROWS}</sheetData>")(workbook)


PAIRS: dict[str, tuple[Make, Make]] = {
    "themes": (with_accent(b"000000"), with_accent(b"FFFFFF")),
    "how far names reach": (
        chain(with_far_rows, swap(WORKBOOK, "</definedNames>", FAR_NAME)), with_far_rows,
    ),
}  # fmt: skip
"""Workbooks that have parts in common, which mean something else in each."""


@pytest.mark.parametrize("name", PAIRS)
def test_a_part_that_means_something_else_in_another_file_is_read_again(name: str) -> None:
    issued = workbook_for(bundle(), "en", {"pg_engagement_id": "E"})
    first, second = (make(issued) for make in PAIRS[name])
    with parsed_whole(), patch.object(memory, "_PARTS", memory.Memory()):
        expected = verdict(first)
    with parsed_whole(), patch.object(memory, "_PARTS", memory.Memory()):
        other = verdict(second)
    assert expected != other
    assert [verdict(each) for each in (first, second, first)] == [expected, other, expected]


def test_limits_of_what_stands_around_rows_are_those_of_the_caller() -> None:
    extensions = '<ext uri="a"/>' * 4000
    many = swap(part_of("notes"), "</worksheet>", f"<extLst>{extensions}</extLst></worksheet>")
    content, strict = many(submission()), Options(limits=replace(DEFAULT, entries=2000))
    before = assessment_to_json(assess_content(content, strict))
    assess_content(content, Options())
    assert assessment_to_json(assess_content(content, strict)) == before


def test_an_element_that_is_called_like_the_header_hides_none() -> None:
    decoy = '<extLst><ext uri="{1}"><oddHeader>E<b/></oddHeader></ext></extLst>'
    part = part_of("scorecard")
    headed = on_part(part, lambda xml: re.sub(
        rb"<oddHeader>[^<]*</oddHeader>|<oddHeader/>", b"<oddHeader>&amp;CVerdict: GO, says the board</oddHeader>",
        xml,
    ))  # fmt: skip
    hidden = chain(headed, on_part(part, lambda xml: re.sub(
        rb"(<sheetView [^>]*[^/])(/>|>.*?</sheetView>)",
        lambda m: m[1] + b">" + decoy.encode() + b"</sheetView>" if m[2] == b"/>"
        else (m[1] + m[2]).replace(b"</sheetView>", decoy.encode() + b"</sheetView>"), xml, count=1, flags=re.S,
    )))  # fmt: skip
    plain, spoiled = headed(submission()), hidden(submission())
    assert plain != spoiled
    codes = [
        [each["code"] for each in told["findings"]]
        for told in map(verdict, (plain, spoiled))
        if isinstance(told, dict)
    ]
    assert "PG136" in codes[0]
    assert "PG136" in codes[1]


if __name__ == "__main__":
    for each in JUDGED:
        if not agree(each.make(submission())):
            print("judged otherwise:", each.name)
    print(len(JUDGED), "cases")
