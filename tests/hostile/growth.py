"""What each reader costs, in machine instructions: run by `test_growth` under valgrind.

Every measurement is a process forked from one that has imported everything, so that its own count less
that of a process that does nothing is the cost of the work alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import sys
from collections.abc import Callable, Mapping

from pocgate_xl.opc.compound_file import ENTRY, MAGIC, Broken, streams_of
from pocgate_xl.opc.file_type import refusal_of
from pocgate_xl.opc.limits import DEFAULT
from pocgate_xl.opc.package import Package
from pocgate_xl.opc.refusal import Refused
from pocgate_xl.opc.relationships import content_types
from pocgate_xl.opc.safe_text import visible, without_hidden
from pocgate_xl.opc.xml_parser import elements_of
from pocgate_xl.opc.zip_reader import read_directory
from pocgate_xl.spreadsheetml.address import a1, names_area
from pocgate_xl.spreadsheetml.cell_types import decode_escapes, odd_escape
from pocgate_xl.spreadsheetml.drawings.pictures import DRAWING_NAMESPACES
from pocgate_xl.spreadsheetml.editing.sheet_editor import NewValue, replace_cells
from pocgate_xl.spreadsheetml.formulas.shared_formulas import pieces
from pocgate_xl.spreadsheetml.formulas.text import canonical
from pocgate_xl.spreadsheetml.macros.active_content import active_content
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.spreadsheetml.worksheets.far_cells import Reach, without_far
from pocgate_xl.workbook.submission.grammar.dates import date_of_text
from pocgate_xl.workbook.submission.grammar.numbers import number_of_text
from tests.workbook.raw_packages import RELATIONS, Zipped, sheet_of, workbook_parts, zip_of

Work = Callable[[], object]
DRAWING = next(iter(sorted(DRAWING_NAMESPACES)))


def book(parts: Mapping[str, bytes]) -> bytes:
    return zip_of([Zipped(name.encode(), content, method=0) for name, content in parts.items()])


def reading(parts: Mapping[str, bytes]) -> Work:
    data = book(parts)
    return lambda: read_workbook(Package.from_bytes(data))


def sheet(rows: str, after: str = "", **more: str) -> Work:
    return reading(workbook_parts(sheet_of(rows, after=after), **more))  # type: ignore[arg-type]


def numbered(n: int, row: str, first: int = 1) -> str:
    return "".join(row.replace("#", str(number)) for number in range(first, first + n))


def cells(n: int, cell: str) -> str:
    row = "".join(cell.replace("@", a1((1, column))).replace("#", str(column)) for column in range(1, n + 1))
    return f'<row r="1">{row}</row>'


def far(row: str) -> Callable[[int], Work]:
    def make(n: int) -> Work:
        data = sheet_of(numbered(n, row, 1000)).encode()
        return lambda: without_far(data, Reach(1, 1))

    return make


def links(n: int) -> Work:
    one = f'<Relationship Id="x#" Type="{RELATIONS}/externalLink" Target="book.xml"/>'
    link = numbered(n, one).encode() + b"</Relationships>"
    parts = workbook_parts(sheet_of(""))
    name = "xl/_rels/workbook.xml.rels"
    parts |= {"xl/book.xml": b"<a>" + b"<b/>" * n + b"</a>"}
    package = Package.from_bytes(book(parts | {name: parts[name].replace(b"</Relationships>", link)}))
    return lambda: active_content(package, content_types(package))


def entries(xml: bytes) -> Work:
    namespaces = frozenset({DRAWING})
    document = f'<wsDr xmlns="{DRAWING}">'.encode() + xml + b"</wsDr>"
    return lambda: elements_of(document, namespaces, DEFAULT, "part")


def archive(n: int) -> Work:
    data = zip_of([Zipped(b"folder/part%d.xml" % number, b"<a/>") for number in range(n)])
    return lambda: read_directory(data, DEFAULT)


def comment(n: int) -> Work:
    data = zip_of([Zipped(b"a", b"x")], comment=b"PK\5\6" * n)
    return lambda: read_directory(data, DEFAULT)


def compound(n: int) -> Work:
    """Make a compound file in which every stream claims the same long chain."""
    directory = n * ENTRY // 512
    tables = (directory + n) // 126 + 1
    first = tables + directory
    ends = {tables - 1, first - 1, first + n - 1}
    fat = [0xFFFFFFFE if k in ends else k + 1 for k in range(first + n)]
    fat += [0xFFFFFFFF] * (128 * tables - len(fat))
    header = bytearray(512)
    header[:8] = MAGIC
    struct.pack_into("<HH", header, 30, 9, 6)
    struct.pack_into("<IIII", header, 48, tables, 0, 4096, 0xFFFFFFFE)
    struct.pack_into("<I", header, 68, 0xFFFFFFFE)
    struct.pack_into("<109I", header, 76, *range(tables), *[0xFFFFFFFF] * (109 - tables))
    entries = b"".join(_entry(k, first, n * 512, n) for k in range(directory * 4))
    data = bytes(header) + struct.pack(f"<{len(fat)}I", *fat) + entries + bytes(512 * n)
    return lambda: streams_of(data)


def _entry(number: int, start: int, size: int, count: int) -> bytes:
    """Return the root, or a stream whose sibling is the next one."""
    name = f"s{number}".encode("utf-16-le")
    last = number + 1 >= count
    kind, right, child = (2, 0xFFFFFFFF if last else number + 1, 0xFFFFFFFF) if number else (5, 0xFFFFFFFF, 1)
    head = name.ljust(64, b"\0") + struct.pack("<HBBIII", len(name) + 2, kind, 0, 0xFFFFFFFF, right, child)
    return (head + bytes(36) + struct.pack("<III", start, size if number else 512, 0)).ljust(ENTRY, b"\0")


def spliced(n: int) -> Work:
    xml = sheet_of(numbered(n, '<row r="#"><c r="A#"><v>1</v></c></row>')).encode()
    new = {(row, 1): NewValue(2) for row in range(1, n + 1)}
    return lambda: replace_cells(xml, new)


def inserted(n: int) -> Work:
    xml = sheet_of(numbered(n, '<row r="#"/>').replace('r="', 'r="9')).encode()
    new = {(row, 1): NewValue(2) for row in range(1, n + 1)}
    return lambda: replace_cells(xml, new)


def text(read: Callable[[str], object], unit: str, end: str = "") -> Callable[[int], Work]:
    return lambda n: lambda: read(unit * n + end)


FAMILIES: Mapping[str, tuple[int, Callable[[int], Work]]] = {
    "empty rows": (1000, lambda n: sheet(numbered(n, '<row r="#" ht="5"/>'))),
    "empty rows, then one with cells": (
        1000,
        lambda n: sheet(numbered(n, '<row r="#"/>') + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
    ),
    "rows that never end": (1000, lambda n: sheet(numbered(n, '<row r="#">'))),
    "rows with a cell": (300, lambda n: sheet(numbered(n, '<row r="#"><c r="A#"><v>#</v></c></row>'))),
    "cells in a row": (400, lambda n: sheet(cells(n, '<c r="@"><v>#</v></c>'))),
    "cells that never end": (400, lambda n: sheet(cells(n, '<c r="@"><v>#'))),
    "cells with two values": (300, lambda n: sheet(cells(n, '<c r="@"><v>1</v><v>2</v></c>'))),
    "shared strings": (400, lambda n: sheet("", strings=numbered(n, "<si><t>text #</t></si>"))),
    "shared strings that never end": (400, lambda n: sheet("", strings=numbered(n, "<si><t>text #"))),
    "merges": (
        400,
        lambda n: sheet("", "<mergeCells>" + numbered(n, '<mergeCell ref="A#:B#"/>') + "</mergeCells>"),
    ),
    "comments in a value": (
        600,
        lambda n: sheet(f'<row r="1"><c r="A1" t="str"><v>{"a<!--b-->" * n}</v></c></row>'),
    ),
    "characters by their numbers": (
        600,
        lambda n: sheet(f'<row r="1"><c r="A1" t="str"><v>{"&#65;" * n}</v></c></row>'),
    ),
    "foreign elements": (600, lambda n: sheet('<row r="1">' + "<q:c xmlns:q='u'/>" * n + "</row>")),
    "names": (400, lambda n: sheet("", names=numbered(n, '<definedName name="n#">$A$1</definedName>'))),
    "pieces of a name": (
        600,
        lambda n: sheet("", names=f'<definedName name="n">{"aaaaaaaaaaaaaaaa<b/>" * n}</definedName>'),
    ),
    "far rows": (2000, far('<row r="#"><c r="A#"><v>1</v></c></row>')),
    "far rows with formulas": (1000, far('<row r="#"><c r="A#"><v>1</v></c><c r="B#"><f>1</f></c></row>')),
    "far rows that never end": (1000, far('<row r="#"><c r="A#"><v>1</v></c>')),
    "far columns": (2000, far('<c r="ZZ#"><v>1</v></c><c r="ZZ#"><f>1</f></c>')),
    "links to one part": (200, links),
    "children of a long name": (
        300,
        lambda n: entries(b"<a%b>" % (b"a" * 40 * n) + b"<b/>" * n + b"</a%b>" % (b"a" * 40 * n)),
    ),
    "pieces of a text": (600, lambda n: entries(b"<a>" + b"text text text text <b/>" * n + b"</a>")),
    "members": (300, archive),
    "ends in a comment": (4000, comment),
    "compound file": (120, compound),
    "cells to be filled": (600, spliced),
    "rows to be put in": (600, inserted),
    "escapes": (1500, text(decode_escapes, "_x0041_")),
    "odd escapes": (1500, text(odd_escape, "_x0041")),
    "reference of quotes": (20000, text(names_area, "'")),
    "reference without an end": (20000, text(names_area, "a", "!$A$")),
    "number of many digits": (20000, text(number_of_text, "1,111")),
    "date of many digits": (20000, text(date_of_text, "2026-")),
    "formula of brackets": (2000, text(pieces, "[")),
    "formula of quotes": (2000, text(pieces, "'a\"")),
    "formula compared": (2000, text(canonical, "'a\"(")),
    "text shown": (20000, text(visible, "\x1b")),
    "text kept": (4000, text(without_hidden, "a\u200b\r")),
    "file of something else": (20000, text(lambda each: refusal_of(each.encode()), "<a ")),
}  # fmt: skip


def main() -> None:
    """Print which process did what, as JSON."""
    made = {(name, times): make(times * n) for name, (n, make) in FAMILIES.items() for times in (1, 2)}
    costs = {"nothing": _forked(lambda: None)}
    for (name, times), work in made.items():
        costs[f"{times} {name}"] = _forked(work)
    json.dump(costs, sys.stdout)


def _forked(work: Work) -> int:
    pid = os.fork()
    if not pid:
        with contextlib.suppress(Refused, Broken):
            work()
        os._exit(0)
    os.waitpid(pid, 0)
    return pid


if __name__ == "__main__":
    main()
