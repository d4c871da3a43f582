"""Rows of nothing but values, however many: written as text into a finished workbook.

Source: ECMA-376 part 1, 18.3.1.73 row, 18.3.1.4 c, 18.4.9 sst.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby

from ....opc.package import Package
from ....opc.xml_tree import tree_of
from ....opc.zip_writer import replace_parts
from ....spreadsheetml.address import Position, a1
from ....spreadsheetml.cell_types import encode_escapes
from ....spreadsheetml.editing.cell_writer import escaped
from ....spreadsheetml.editing.quoted_styles import BEGINNINGS
from ....spreadsheetml.serial_dates import serial_of_day
from ...layout.plan import BESIDE, Cell, SheetPlan, WorkbookPlan
from ..file_links import LINKS_END, FileLinks, links_part
from ..office_dialect import STRINGS

Looks = Mapping[tuple[str, ...], int]
"""Where the looks of a cell stand in the list of styles, by `look_key`."""
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"')
_COUNTS = re.compile(rb' count="([0-9]+)" uniqueCount="[0-9]+"')
_END = b"</sheetData>"


def look_key(cell: Cell) -> tuple[str, ...]:
    """Return what a cell's looks follow from: a text that begins as a formula does has its own."""
    quoted = isinstance(cell.value, str) and cell.value.startswith(BEGINNINGS)
    return cell.style, cell.format, cell.align, cell.vertical, "quoted" if quoted else ""


def with_long_tables(workbook: bytes, plan: WorkbookPlan, looks: Looks) -> bytes:
    """Return a finished workbook with the rows that its writer left out."""
    sheets = enumerate(plan.sheets, 1)
    long = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in sheets if sheet.values_from}
    if not long:
        return workbook
    package = Package.from_bytes(workbook)
    texts = _Texts(package)
    parts = {}
    for name, sheet in long.items():
        links = FileLinks(sheet)
        parts[name] = links.in_sheet(_with_rows(package.read(name), sheet, looks, texts))
        if links:
            parts[links_part(name)] = package.read(links_part(name)).replace(
                LINKS_END, links.relationships(), 1
            )
    return replace_parts(package, {**parts, STRINGS: texts.part()})


def _with_rows(xml: bytes, sheet: SheetPlan, looks: Looks, texts: _Texts) -> bytes:
    rows = "".join(_rows(sheet, looks, texts)).encode()
    last = a1((max(row for row, _ in sheet.cells), max(column for _, column in sheet.cells)))
    return _DIMENSION.sub(b'<dimension ref="A1:%b"' % last.encode(), xml, count=1).replace(
        _END, rows + _END, 1
    )


def _rows(sheet: SheetPlan, looks: Looks, texts: _Texts) -> Iterator[str]:
    cells = sorted(place for place in sheet.cells if place[0] >= sheet.values_from)
    for row, places in groupby(cells, key=lambda place: place[0]):
        height = sheet.heights.get(row)
        high = "" if height is None else f' ht="{height:g}" customHeight="1"'
        inner = "".join(_cell(place, sheet.cells[place], looks, texts) for place in places)
        yield f'<row r="{row}"{high}>{inner}</row>'


def _cell(place: Position, cell: Cell, looks: Looks, texts: _Texts) -> str:
    if cell.formula or (cell.link and not cell.link.startswith(BESIDE)):
        raise ValueError(f"{a1(place)} is more than a value")
    value = cell.value
    begin = f'<c r="{a1(place)}" s="{looks[look_key(cell)]}"'
    if value is None or value == "":
        return f"{begin}/>"
    if isinstance(value, str):
        return f'{begin} t="s"><v>{texts.place(value)}</v></c>'
    return f"{begin}><v>{_number(value)}</v></c>"


def _number(value: int | Decimal | date) -> str:
    number = serial_of_day(value) if isinstance(value, date) else value
    return repr(float(number)) if isinstance(number, Decimal) else str(number)


class _Texts:
    """The shared texts of a workbook, to which those of long tables are added."""

    def __init__(self, package: Package) -> None:
        self.xml = package.read(STRINGS)
        known = tree_of(self.xml, STRINGS).find("t")
        texts = ("".join(str(child) for child in node.children) for node in known)
        self.places = {text: place for place, text in enumerate(texts)}
        self.first = len(self.places)
        counted = _COUNTS.search(self.xml)
        self.used = int(counted[1]) if counted else 0

    def place(self, text: str) -> int:
        """Return which text it is."""
        self.used += 1
        return self.places.setdefault(encode_escapes(text), len(self.places))

    def part(self) -> bytes:
        """Return the list with what was added to it."""
        added = "".join(_entry(text) for text in list(self.places)[self.first :]).encode()
        counts = b' count="%d" uniqueCount="%d"' % (self.used, len(self.places))
        return _COUNTS.sub(counts, self.xml, count=1).replace(b"</sst>", added + b"</sst>")


def _entry(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<si><t{space}>{escaped(text)}</t></si>"
