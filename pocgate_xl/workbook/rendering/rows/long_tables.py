"""Rows of nothing but values, however many: written as text into a finished workbook, row by row.

Source: ECMA-376 part 1, 18.3.1.73 row, 18.3.1.4 c, 18.4.9 sst.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from ....opc.package import Package
from ....opc.xml_tree import tree_of
from ....opc.zip_writer import Packed, pack, replace_parts
from ....spreadsheetml.address import Position, a1, column_letters
from ....spreadsheetml.cell_types import encode_escapes
from ....spreadsheetml.editing.cell_writer import escaped
from ....spreadsheetml.editing.quoted_styles import BEGINNINGS
from ....spreadsheetml.serial_dates import serial_of_day
from ...layout.plan import BESIDE, Cell, SheetPlan, WorkbookPlan
from ..file_links import LINKS_END, FileLinks, links_part
from ..office_dialect import STRINGS

if TYPE_CHECKING:
    from ...layout.reports.lines import Lines

Looks = Mapping[tuple[str, ...], int]
"""Where the looks of a cell stand in the list of styles, by `look_key`."""
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"')
_COUNTS = re.compile(rb' count="([0-9]+)" uniqueCount="[0-9]+"')
_END, _TEXTS_END = b"</sheetData>", b"</sst>"
MOST = 1 << 15
"""How many cells are remembered with what is written of them."""


def look_key(cell: Cell) -> tuple[str, ...]:
    """Return what a cell's looks follow from: a text that begins as a formula does has its own."""
    quoted = isinstance(cell.value, str) and cell.value.startswith(BEGINNINGS)
    return cell.style, cell.format, cell.align, cell.vertical, "quoted" if quoted else ""


def long_looks(plan: WorkbookPlan) -> dict[tuple[str, ...], Cell]:
    """Return a cell of each look in long tables, in the order in which they occur."""
    looks: dict[tuple[str, ...], Cell] = {}
    seen: dict[int, Cell] = {}
    for sheet in plan.sheets:
        for cell in _long_cells(sheet) if sheet.values_from else ():
            if id(cell) not in seen:
                if len(seen) >= MOST:
                    seen.clear()
                seen[id(cell)] = cell  # kept, so that no other cell can have its identity
                looks.setdefault(look_key(cell), cell)
    return looks


def _long_cells(sheet: SheetPlan) -> Iterator[Cell]:
    """Yield the cells of long rows, those of lines first, as they stand above what is beside them."""
    if lines := lines_of(sheet):
        for cells in lines.cells():
            yield from cells
    for (row, _), cell in sheet.single_cells.items():
        if row >= sheet.values_from:
            yield cell


def lines_of(sheet: SheetPlan) -> Lines[Any] | None:
    """Return the lines of a sheet's table, where they are made as they are written."""
    lines: Lines[Any] | None = getattr(sheet.cells, "lines", None)
    return lines


def with_long_tables(workbook: bytes, plan: WorkbookPlan, looks: Looks) -> bytes:
    """Return a finished workbook with the rows that its writer left out."""
    sheets = enumerate(plan.sheets, 1)
    long = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in sheets if sheet.values_from}
    if not long:
        return workbook
    package = Package.from_bytes(workbook)
    texts = _Texts(package.read(STRINGS))
    cells = _WrittenCells(looks, texts)
    parts: dict[str, bytes | Packed] = {}
    for name, sheet in long.items():
        links = FileLinks(sheet)
        parts[name] = pack(name, _with_rows(links.in_sheet(package.read(name)), sheet, cells))
        if links:
            parts[links_part(name)] = package.read(links_part(name)).replace(
                LINKS_END, links.relationships(), 1
            )
    return replace_parts(package, {**parts, STRINGS: pack(STRINGS, texts.part())})


def _with_rows(xml: bytes, sheet: SheetPlan, cells: _WrittenCells) -> Iterator[bytes]:
    """Yield a sheet with its rows piece by piece: all of them together may be large."""
    last = a1(_last(sheet)).encode()
    head, _, tail = _DIMENSION.sub(b'<dimension ref="A1:%b"' % last, xml, count=1).partition(_END)
    yield head
    for row in _rows(sheet, cells):
        yield row.encode()
    yield _END + tail


def _last(sheet: SheetPlan) -> Position:
    """Return the last row and the last column in which anything stands."""
    rows, columns = (max(each) for each in zip(*sheet.single_cells, strict=True))
    if lines := lines_of(sheet):
        return max(rows, lines.places.stop - 1), max(columns, lines.columns.stop - 1)
    return rows, columns


def _rows(sheet: SheetPlan, written: _WrittenCells) -> Iterator[str]:
    """Yield the rows in their order; those of lines stand above all others."""
    if lines := lines_of(sheet):
        columns = [column_letters(column) for column in lines.columns]
        for line in lines:
            yield written.row(line.row, line.height, columns, line.cells)
    single = sheet.single_cells
    places = sorted(place for place in single if place[0] >= sheet.values_from)
    for row, group in groupby(places, key=lambda place: place[0]):
        beside = list(group)
        columns = [column_letters(column) for _, column in beside]
        yield written.row(row, sheet.heights.get(row), columns, [single[place] for place in beside])


class _WrittenCells:
    """What is written of cells; a cell that occurs again is not worked out again."""

    def __init__(self, looks: Looks, texts: _Texts) -> None:
        self.looks, self.texts = looks, texts
        self.known: dict[int, tuple[str, bool, Cell]] = {}

    def row(self, row: int, height: float | None, columns: Iterable[str], cells: Sequence[Cell]) -> str:
        """Return a row; cells stand in columns called by their letters."""
        known, inner, texts = self.known, [], 0
        for column, cell in zip(columns, cells, strict=True):
            end, is_text, _ = known.get(id(cell)) or self._made(row, column, cell)
            inner.append(f'<c r="{column}{row}" {end}')
            texts += is_text
        self.texts.used += texts
        high = "" if height is None else f' ht="{height:g}" customHeight="1"'
        return f'<row r="{row}"{high}>{"".join(inner)}</row>'

    def _made(self, row: int, column: str, cell: Cell) -> tuple[str, bool, Cell]:
        """Return what follows the address of a cell, whether it is a text, and the cell, to keep it."""
        if cell.formula or (cell.link and not cell.link.startswith(BESIDE)):
            raise ValueError(f"{column}{row} is more than a value")
        if len(self.known) >= MOST:
            self.known.clear()
        is_text = isinstance(cell.value, str) and cell.value != ""
        made = self.known[id(cell)] = (self._end(cell), is_text, cell)
        return made

    def _end(self, cell: Cell) -> str:
        value, look = cell.value, self.looks[look_key(cell)]
        if value is None or value == "":
            return f's="{look}"/>'
        if isinstance(value, str):
            return f's="{look}" t="s"><v>{self.texts.place(value)}</v></c>'
        return f's="{look}"><v>{_number(value)}</v></c>'


def _number(value: int | Decimal | date) -> str:
    number = serial_of_day(value) if isinstance(value, date) else value
    return repr(float(number)) if isinstance(number, Decimal) else str(number)


class _Texts:
    """Every text of a workbook once, in the order in which it was met."""

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        known = tree_of(self.xml, STRINGS).find("t")
        texts = ("".join(str(child) for child in node.children) for node in known)
        self.places = {text: place for place, text in enumerate(texts)}
        self.first = len(self.places)
        counted = _COUNTS.search(self.xml)
        self.used = int(counted[1]) if counted else 0
        """How many cells show one of them."""

    def place(self, text: str) -> int:
        """Return which text it is."""
        return self.places.setdefault(encode_escapes(text), len(self.places))

    def part(self) -> Iterator[bytes]:
        """Yield the list with what was added to it, piece by piece."""
        counts = b' count="%d" uniqueCount="%d"' % (self.used, len(self.places))
        head, _, tail = _COUNTS.sub(counts, self.xml, count=1).rpartition(_TEXTS_END)
        yield head
        for text in islice(self.places, self.first, None):
            yield _entry(text).encode()
        yield _TEXTS_END + tail


def _entry(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<si><t{space}>{escaped(text)}</t></si>"
