"""Put values into a sheet's XML and leave every other byte as it is.

Source: ECMA-376 part 1, 18.3.1.80 sheetData.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from typing import ClassVar, NamedTuple

from ...opc.limits import DEFAULT, Limits
from ...opc.refusal import Refused
from ...opc.xml_parser import Attributes, feed
from ...opc.xml_paths import OFF_PATH, PlacingHandler, Spec
from ...records import dataclass
from ..address import Position, a1, area_of, position_of
from .cell_writer import EditError, NewValue, cell_xml
from .row_order import RowOrder

__all__ = ["EditError", "NewValue", "raise_rows", "replace_cells", "styles_of"]

TAG = re.compile(rb"<(?P<prefix>[^\s/>:]+:)?[^>\"']*+(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*+)*+>")
_SPANS = re.compile(rb"\sspans\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_HEIGHT = re.compile(rb"\sht\s*=\s*(?:\"[^\"]*\"|'[^']*')")
PART = "the sheet"


class Edit(NamedTuple):
    """Replace the bytes from `begin` to `end`; edits at one place come in the order of `rank`."""

    begin: int
    end: int
    rank: int
    content: bytes


@dataclass(slots=True)
class ElementSpan:
    """Locate an element: its opening tag, where its content ends and where it ends itself."""

    begin: int
    opened: int
    prefix: str
    attributes: Attributes
    closing: int = 0
    end: int = 0

    @property
    def closed_at_once(self) -> bool:
        return self.end == self.opened


@dataclass(slots=True)
class CellElement(ElementSpan):
    column: int = 0
    formula: ElementSpan | None = None


@dataclass(slots=True)
class RowElement(ElementSpan):
    number: int = 0
    cells: list[CellElement] = field(default_factory=list)


class _Locator(PlacingHandler):
    """The rows of a sheet, and the cells of the rows that are wanted."""

    SPEC: ClassVar[Spec] = {
        "worksheet": ("", "worksheet"),
        "data": ("worksheet", "sheetData"),
        "row": ("data", "row"),
        "cell": ("row", "c"),
        "formula": ("cell", "f"),
    }

    def __init__(self, xml: bytes, wanted: Iterable[int], limits: Limits) -> None:
        super().__init__(xml, limits, PART)
        self.wanted = frozenset(wanted)
        self.data: list[ElementSpan] = []
        self.rows: list[RowElement] = []

    def _opened(self) -> tuple[int, int, str]:
        begin = self.parser.CurrentByteIndex
        tag = TAG.match(self.xml, begin)
        if tag is None:
            raise EditError("the sheet's tags cannot be located")
        return begin, tag.end(), (tag["prefix"] or b"").decode("utf-8")

    def _closed(self, span: ElementSpan) -> None:
        """Expat stands behind a tag that closes itself, and before any other end tag."""
        if self.xml[span.opened - 2 : span.opened] == b"/>":
            span.closing = span.end = span.opened
        else:
            span.closing = self.parser.CurrentByteIndex
            span.end = self.xml.index(b">", span.closing) + 1

    def open_data(self, attributes: Attributes) -> None:
        self.data.append(ElementSpan(*self._opened(), attributes))

    def close_data(self) -> None:
        self._closed(self.data[-1])

    def open_row(self, attributes: Attributes) -> None:
        last = self.rows[-1].number if self.rows else 0
        position = position_of(f"A{attributes['r']}") if "r" in attributes else (last + 1, 1)
        self.rows.append(RowElement(*self._opened(), attributes, number=position[0] if position else 0))

    def close_row(self) -> None:
        self._closed(self.rows[-1])

    def open_cell(self, attributes: Attributes) -> None:
        row = self.rows[-1]
        if row.number not in self.wanted:
            self.here = OFF_PATH
            return
        last = row.cells[-1].column if row.cells else 0
        position = position_of(attributes["r"]) if "r" in attributes else (row.number, last + 1)
        row.cells.append(CellElement(*self._opened(), attributes, column=position[1] if position else 0))

    def close_cell(self) -> None:
        self._closed(self.rows[-1].cells[-1])

    def open_formula(self, attributes: Attributes) -> None:
        cell = self.rows[-1].cells[-1]
        if cell.formula is not None:
            raise EditError(f"{a1((self.rows[-1].number, cell.column))} has two formulas")
        cell.formula = ElementSpan(*self._opened(), attributes)

    def close_formula(self) -> None:
        formula = self.rows[-1].cells[-1].formula
        if formula is not None:
            self._closed(formula)


def styles_of(xml: bytes, rows: Iterable[int], limits: Limits = DEFAULT) -> dict[Position, str]:
    """Return the number of the style of each cell in these rows that has one."""
    locator = _Locator(xml, rows, limits)
    feed(locator.parser, xml, limits, PART)
    cells = ((row.number, cell) for row in locator.rows for cell in row.cells)
    return {(number, cell.column): cell.attributes.get("s", "0") for number, cell in cells}


StyleFor = Callable[[str, object], str]
"""Returns the number of the style for a value, from that of its cell."""


def _kept(style: str, _value: object) -> str:
    return style


def replace_cells(
    xml: bytes, cells: Mapping[Position, NewValue], limits: Limits = DEFAULT, style: StyleFor = _kept
) -> bytes:
    """Return a sheet's XML with these cells changed or added, their styles kept unless `style` gives another.

    EditError when a cell stands twice, when others depend on the formula it would lose, or when a
    value has no place in a cell; `Refused` when the XML is not a readable sheet.
    """
    wanted: defaultdict[int, dict[int, NewValue]] = defaultdict(dict)
    for (row, column), value in cells.items():
        wanted[row][column] = value
    locator = _Locator(xml, wanted, limits)
    feed(locator.parser, xml, limits, PART)
    if len(locator.data) != 1 or xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Refused("damaged", "no single block of cells in UTF-8")
    return _applied(xml, sorted(_edits(xml, locator, wanted, style)))


def raise_rows(xml: bytes, heights: Mapping[int, float], limits: Limits = DEFAULT) -> bytes:
    """Return a sheet's XML with rows at least so high, but for those whose height a person chose."""
    if not heights:
        return xml
    locator = _Locator(xml, (), limits)
    feed(locator.parser, xml, limits, PART)
    lower = [row for row in locator.rows if _is_lower(row.attributes, heights.get(row.number, 0))]
    return _applied(xml, [_raised(xml, row, heights[row.number]) for row in lower])


def _is_lower(attributes: Attributes, height: float) -> bool:
    if attributes.get("customHeight", "0") in ("1", "true"):
        return False
    try:
        return float(attributes.get("ht", "0")) < height
    except ValueError:
        return height > 0


def _raised(xml: bytes, row: RowElement, height: float) -> Edit:
    attribute = f' ht="{height:g}"'.encode()
    if found := _HEIGHT.search(xml, row.begin, row.opened):
        return Edit(found.start(), found.end(), 0, attribute)
    place = row.begin + len(f"<{row.prefix}row")
    return Edit(place, place, 0, attribute)


def _applied(xml: bytes, edits: list[Edit]) -> bytes:
    pieces: list[bytes] = []
    done = 0
    for edit in edits:
        pieces += (xml[done : edit.begin], edit.content)
        done = edit.end
    return b"".join((*pieces, xml[done:]))


def _edits(
    xml: bytes, locator: _Locator, wanted: Mapping[int, Mapping[int, NewValue]], style: StyleFor
) -> Iterator[Edit]:
    data, order = locator.data[0], RowOrder(locator.rows)
    new_rows: list[tuple[int, int, bytes]] = []
    for number, values in sorted(wanted.items()):
        rows = order.numbered[number]
        if len(rows) > 1:
            raise EditError(f"row {number} stands twice")
        if rows:
            yield from _row_edits(xml, rows[0], values, style)
        elif content := _new_row(data.prefix, number, values, style):
            later = order.first_after(number)
            new_rows.append((data.closing if later is None else later.begin, number, content))
    if data.closed_at_once:
        yield from _filled(xml, data, "sheetData", b"".join(content for *_, content in new_rows))
    else:
        yield from (Edit(place, place, number, content) for place, number, content in new_rows)


def _new_row(prefix: str, number: int, values: Mapping[int, NewValue], style: StyleFor) -> bytes:
    cells = b"".join(content for _, content in _new_cells(prefix, number, values, (), style))
    return f'<{prefix}row r="{number}">'.encode() + cells + f"</{prefix}row>".encode() if cells else b""


def _filled(xml: bytes, span: ElementSpan, local: str, content: bytes) -> Iterator[Edit]:
    """Open an element that closed itself, and put content in."""
    if content:
        opening = xml[span.begin : span.opened - 2].rstrip() + b">"
        closing = f"</{span.prefix}{local}>".encode()
        yield Edit(span.begin, span.end, 0, opening + content + closing)


def _new_cells(
    prefix: str, row: int, values: Mapping[int, NewValue], present: Iterable[int], style: StyleFor
) -> Iterator[tuple[int, bytes]]:
    for column in sorted(values.keys() - set(present)):
        new = values[column]
        if new.keep_formula:
            raise EditError(f"{a1((row, column))} has no formula to keep")
        if new.style != "0" or new.value not in (None, ""):
            number = style(new.style, new.value)
            kept = {} if number == "0" else {"s": number}
            yield column, cell_xml(prefix, a1((row, column)), kept, "", new).encode()


def _row_edits(
    xml: bytes, row: RowElement, values: Mapping[int, NewValue], style: StyleFor
) -> Iterator[Edit]:
    present = {cell.column: cell for cell in row.cells}
    if len(present) != len(row.cells):
        raise EditError(f"a cell of row {row.number} stands twice")
    for column in values.keys() & present.keys():
        yield _cell_edit(xml, present[column], (row.number, column), values[column], style)
    new = list(_new_cells(row.prefix, row.number, values, present, style))
    if row.closed_at_once:
        yield from _filled(xml, row, "row", b"".join(content for _, content in new))
        return
    for column, content in new:
        later = (cell.begin for cell in row.cells if cell.column > column)
        place = next(later, row.closing)
        yield Edit(place, place, column, content)
    spans = _SPANS.search(xml, row.begin, row.opened)
    if new and spans:
        yield Edit(spans.start(), spans.end(), 0, b"")


def _cell_edit(xml: bytes, cell: CellElement, position: Position, new: NewValue, style: StyleFor) -> Edit:
    if b"xmlns" in xml[cell.begin : cell.opened]:
        raise EditError(f"{a1(position)} declares a namespace of its own")
    formula = b""
    if new.keep_formula:
        if cell.formula is None:
            raise EditError(f"{a1(position)} has no formula to keep")
        formula = xml[cell.formula.begin : cell.formula.end]
    elif cell.formula is not None:
        _check_alone(cell.formula.attributes, position)
    stays = ("s", "cm") if new.keep_formula else ("s",)
    kept = {name: cell.attributes[name] for name in stays if name in cell.attributes}
    number = kept.get("s", "0")
    if not new.keep_formula and (other := style(number, new.value)) != number:
        kept["s"] = other
    content = cell_xml(cell.prefix, a1(position), kept, formula.decode("utf-8"), new)
    return Edit(cell.begin, cell.end, position[1], content.encode())


def _check_alone(formula: Attributes, position: Position) -> None:
    area = area_of(formula.get("ref", ""))
    if area and area[0] != area[1]:
        raise EditError(f"the formula of {a1(position)} serves other cells too")
