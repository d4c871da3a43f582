"""Sheets of any extent: bounded, and what the template names is read."""

from __future__ import annotations

import re

from tests.hostile.case import Case, Make, refused
from tests.hostile.differentials import NUMBER, merged
from tests.hostile.edits import on_part, sheet_added, small_sheet, swap
from tests.hostile.submission import part_of

ROW = "size"
SHEET = part_of("scorecard")
NOTES = part_of("notes")
LAST = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
FULL = "A1:XFD1048576"
DIMENSION = re.compile(rb'<dimension ref="[^"]*"')


def _rows(count: int, cells: str = '<c r="A{r}"><v>1</v></c>', first: int = 100) -> bytes:
    return "".join(
        f'<row r="{r}">{cells.replace("{r}", str(r))}</row>' for r in range(first, first + count)
    ).encode()


def _appended(rows: bytes, part: str = SHEET) -> Make:
    return on_part(part, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))


def _numbers(count: int) -> bytes:
    """Rows whose numbers differ, so that they do not pack like a bomb."""
    return b"".join(
        b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (r, r, r * 7919 * 104_729 % 1_000_003)
        for r in range(100, 100 + count)
    )


CASES: tuple[Case, ...] = (
    Case("cell at XFD1048576", ROW, ("cell at XFD1048576",), "accepted",
         make=on_part(SHEET, lambda x: x.replace(b"</sheetData>", LAST))),
    Case("empty rows to the end", ROW, ("cell at XFD1048576",), "accepted",
         make=_appended(_rows(20_000, "", 1_028_577)), dangerous=True),
    Case("whole-sheet merge", ROW, ("whole-sheet merges",), "findings", ("PG110", "PG113"), merged(FULL),
         consequences=True),
    Case("whole-sheet merge of another sheet", ROW, ("whole-sheet merges",), "accepted",
         make=sheet_added("Mine", small_sheet().replace("</worksheet>",
              f'<mergeCells><mergeCell ref="{FULL}"/></mergeCells></worksheet>'))),
    refused("100,000 merges", ROW, "whole-sheet merges", "PG009",
            sheet_added("Mine", small_sheet().replace("</worksheet>", "<mergeCells>" + "".join(
                f'<mergeCell ref="A{k}:{"BCDEFGH"[k * 7919 % 7]}{k}"/>' for k in range(1, 100_001))
                + "</mergeCells></worksheet>")), dangerous=True),
    Case("60,000 merges", ROW, ("whole-sheet merges",), "accepted",
         make=sheet_added("Mine", small_sheet().replace("</worksheet>", "<mergeCells>" + "".join(
              f'<mergeCell ref="A{k}:{"BCDEFGH"[k * 7919 % 7]}{k}"/>' for k in range(1, 60_001))
              + "</mergeCells></worksheet>")), dangerous=True),
    Case("false dimension: everything", ROW, ("false dimensions",), "accepted",
         make=on_part(SHEET, lambda x: DIMENSION.sub(b'<dimension ref="A1:XFD1048576"', x))),
    Case("false dimension: one cell", ROW, ("false dimensions",), "accepted",
         make=on_part(SHEET, lambda x: DIMENSION.sub(b'<dimension ref="A1"', x))),
    Case("false dimension: nonsense", ROW, ("false dimensions",), "accepted",
         make=on_part(SHEET, lambda x: DIMENSION.sub(b'<dimension ref="ZZZZ99:-1"', x))),
    Case("false spans", ROW, ("false dimensions",), "accepted",
         make=swap(SHEET, f'<row r="{NUMBER}"', f'<row r="{NUMBER}" spans="1:99999999"')),
    refused("millions of rows", ROW, "millions of rows", "PG009", _appended(_numbers(1_040_000)), dangerous=True),
    refused("millions of equal rows", ROW, "millions of rows", "PG009", _appended(_rows(1_040_000)),
            dangerous=True),
    Case("100,000 rows in a sheet of one's own", ROW, ("millions of rows",), "accepted", ("PG141",),
         make=sheet_added("Mine", small_sheet(_numbers(100_000).decode())), dangerous=True),
    Case("100,000 rows among the notes", ROW, ("millions of rows",), "accepted", ("PG141",),
         make=_appended(_numbers(100_000), NOTES), dangerous=True),
    refused("201 sheets", ROW, "millions of rows", "PG009",
            swap("xl/workbook.xml", "</sheets>", "".join(
                f'<sheet name="S{k}" sheetId="{100 + k}" r:id="rId12"/>' for k in range(190)) + "</sheets>")),
    refused("100,001 names", ROW, "millions of rows", "PG009",
            swap("xl/workbook.xml", "</definedNames>", "".join(
                f"<definedName name=\"n{k * 7919}\">'Notes'!$A${k % 999 + 1}</definedName>"
                for k in range(100_001)) + "</definedNames>"), dangerous=True),
    Case("shared formula of many long cells", ROW, ("millions of rows",), "unreadable", ("PG009",), dangerous=True,
         seconds=20, make=sheet_added("Mine", small_sheet('<row r="1"><c r="A1"><f t="shared" ref="A1:A900000" si="0">'
                        + "+".join(f"B{k}" for k in range(1, 4000)) + "</f><v>1</v></c></row>" + "".join(
                            f'<row r="{k}"><c r="A{k}"><f t="shared" si="0"/><v>{k * 7919 % 9973}</v></c></row>'
                            for k in range(2, 20_000))))),
)  # fmt: skip
