"""The looks of a sheet are the same, by pattern, by parser and as a whole."""

from __future__ import annotations

import pytest

from pocgate_xl.opc.limits import DEFAULT
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.styles.sheet_looks import SheetLook, known_look, plain_root, sheet_look
from pocgate_xl.spreadsheetml.worksheets.worksheet_rows import known_rows
from tests.hostile.submission import submission

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAST = 10_000


def rows_of(look: SheetLook) -> list[tuple[int, float | None, tuple[tuple[int, int], ...]]]:
    return [(row.number, row.height, row.styles) for piece in look.rows for row in piece]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_pieces_say_what_the_whole_sheet_says(language: str) -> None:
    package = Package.from_bytes(submission(language))
    for part in (name for name in package.names if name.startswith("xl/worksheets/sheet")):
        data = package.read(part)
        found = known_rows(data, DEFAULT, part, False)
        assert found
        pieces = known_look(found, DEFAULT, part)
        whole = sheet_look(data, LAST, DEFAULT, part)
        assert rows_of(pieces) == rows_of(whole)
        assert [e.path for e in pieces.around] == [e.path for e in whole.around]
        assert pieces.header == whole.header


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ('<row r="2" hidden="1"><c r="A2" s="7"/></row>', [(2, 0.0, ((1, 7),))]),
        ("<row r='2' ht='3'><c r='B2' s='7'><v>1</v></c></row>", [(2, 3.0, ((2, 7),))]),
        ('<row r="2"><c s="7" r="B2" x="a>b"><v>1</v></c></row>', [(2, None, ((2, 7),))]),
        ('<row r="2"><c r="B2" t="s" s="7"><v>1</v></c></row>', [(2, None, ((2, 7),))]),
        ('<row r="&#50;"><c r="B&#50;" s="&#55;"/></row>', [(2, None, ((2, 7),))]),
        ('<row r="1"/><row r="2" hidden="true"></row>', [(1, None, ()), (2, 0.0, ())]),
        ("<row><c><v>1</v></c><c s='3'/></row>", [(1, None, ((1, 0), (2, 3)))]),
    ],
)  # fmt: skip
def test_rows_of_every_spelling_are_read(rows: str, expected: object) -> None:
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    assert rows_of(sheet_look(xml, LAST, DEFAULT, "sheet")) == expected
    found = known_rows(xml, DEFAULT, "sheet", False)
    assert (found is None) == (b"<row><c>" in xml)
    if found:
        assert rows_of(known_look(found, DEFAULT, "sheet")) == expected


def test_rows_behind_the_last_planned_one_are_not_read() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(1, 2001))
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData><drawing/></worksheet>'.encode()
    look = sheet_look(xml, 5, DEFAULT, "sheet")
    assert [number for number, *_ in rows_of(look)] == [1, 2, 3, 4, 5]
    assert "worksheet/drawing" in [e.path for e in look.around]


def test_a_second_prefix_of_the_same_namespace_is_not_plain() -> None:
    assert plain_root(f'<worksheet xmlns="{MAIN}">'.encode())
    assert not plain_root(f'<worksheet xmlns="{MAIN}" xmlns:x="{MAIN}">'.encode())
    assert not plain_root(b'<worksheet xmlns="other">')


def test_a_row_that_looks_alike_is_the_same_object() -> None:
    xml = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" s="1"/></row></sheetData></worksheet>'
    first, second = (sheet_look(xml.encode(), LAST, DEFAULT, "sheet") for _ in range(2))
    assert first.rows[0][0] is second.rows[0][0]
