"""A sheet's XML as rows of plain cells: one reading, and a word for whatever allows another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple, NoReturn

from .cell_values import Area, area_of, decode_escapes, number_of, position_of, serial_of, truth_of
from .limits import Limits
from .plan import Position, a1
from .refused import Refused, printable
from .xml_parser import SHEET_NAMESPACES, Attributes, out_of_bounds, parse

CellKind = Literal["number", "text", "bool", "error", "blank", "invalid"]
MOST_WORDS = 200
SHOWN_CHARACTERS = 100


class RawCell(NamedTuple):
    """Hold what a file says about one cell (a tuple, because they come by the thousand).

    `formula` begins with its `=`; an array formula reads `{=...}`, a data table `{=TABLE(...)}`.
    `raw` is the text in the file before escapes, numbers or dates are read from it. A value that
    breaks its type's grammar has the kind `invalid` and no value; a formula without a value is `blank`.
    """

    kind: CellKind
    value: float | str | bool | None
    formula: str | None
    raw: str


class SharedUse(NamedTuple):
    """Hold one cell's part in a shared formula; the master alone has an area."""

    index: str
    ref: str
    text: str


class Row(NamedTuple):
    """Hold the cells of one row with a value or formula.

    What needs the whole workbook is left open: `strings` are indexes into the shared strings,
    `shared` uses of shared formulas. `arrays` are areas that one formula fills.
    """

    number: int
    cells: dict[Position, RawCell]
    strings: tuple[tuple[Position, int], ...]
    shared: tuple[tuple[Position, SharedUse], ...]
    arrays: tuple[Area, ...]
    ambiguous: tuple[str, ...]


_PARENT = {
    "worksheet": "", "sheetData": "worksheet", "row": "sheetData", "c": "row", "v": "c", "f": "c",
    "is": "c", "is.t": "is", "run": "is", "run.t": "run", "mergeCells": "worksheet",
    "mergeCell": "mergeCells",
}  # fmt: skip
_LOCAL = {"is.t": "t", "run": "r", "run.t": "t"}
_NEXT: dict[str, dict[str, str]] = {
    place: {
        f"{namespace} {_LOCAL.get(child, child)}": child
        for child, parent in _PARENT.items()
        if parent == place
        for namespace in SHEET_NAMESPACES
    }
    for place in ("", *_PARENT)
}
_ONE_PLACE = {
    f"{namespace} {local}": local
    for local in ("sheetData", "row", "c", "mergeCell")
    for namespace in SHEET_NAMESPACES
}


class SheetHandler:
    """Follow the one path on which cells may stand; everything else passes unread.

    `place` is the innermost element on that path, `matched` its depth.
    """

    def __init__(self, limits: Limits, part: str, date1904: bool, emit: Callable[[Row], None]) -> None:
        self.limits, self.part, self.date1904, self.emit = limits, part, date1904, emit
        self.max_depth, self.max_attributes = limits.depth, limits.attributes
        self.depth = self.matched = 0
        self.place = ""
        self.next = _NEXT[""]
        self.ambiguous: list[str] = []
        self.merges: list[Area] = []
        self.last_row = 0
        self.data_seen = 0
        self.sink: list[str] | None = None

    # events -------------------------------------------------------------------------------------

    def start(self, name: str, attributes: Attributes) -> None:
        self.depth = depth = self.depth + 1
        if depth > self.max_depth or len(attributes) > self.max_attributes:
            raise out_of_bounds(self.limits, self.part, depth)
        if self.matched == depth - 1:
            place = self.next.get(name)
            if place is not None:
                self.matched, self.place, self.next = depth, place, _NEXT[place]
                _OPEN[place](self, attributes)
                return
        self._stray(name)

    def end(self, _name: str) -> None:
        if self.matched == self.depth:
            place = self.place
            close = _CLOSE.get(place)
            if close is not None:
                close(self)
            self.place = place = _PARENT[place]
            self.next = _NEXT[place]
            self.matched -= 1
        self.depth -= 1

    def text(self, data: str) -> None:
        if self.sink is not None:
            self.sink.append(data)

    def _stray(self, name: str) -> None:
        """Note an element where a reader could take it for content that this one does not see."""
        if self.depth == 1:
            raise Refused("damaged", f"{printable(self.part)} is not a worksheet")
        if self.sink is not None:
            self.sink = None
            self.note(f"markup_in_value {a1(self.position)}")
        elif name in _ONE_PLACE:
            self.note(f"misplaced_element {_ONE_PLACE[name]}")

    def note(self, word: str) -> None:
        if len(self.ambiguous) < MOST_WORDS:
            self.ambiguous.append(word)

    # sheet --------------------------------------------------------------------------------------

    def _open_nothing(self, _attributes: Attributes) -> None:
        pass

    def _open_data(self, _attributes: Attributes) -> None:
        self.data_seen += 1
        if self.data_seen > 1:
            self.note("duplicate_sheet_data")
            self.next = {}

    def _open_merge(self, attributes: Attributes) -> None:
        area = area_of(attributes.get("ref", ""))
        if len(self.merges) >= self.limits.merges:
            raise Refused("limit", f"{printable(self.part)} merges more than {self.limits.merges} areas")
        if area is None:
            self.note(f"unknown_merge {printable(attributes.get('ref', ''), 30)}")
        elif area[0] != area[1]:
            self.merges.append(area)

    # rows ---------------------------------------------------------------------------------------

    def _open_row(self, attributes: Attributes) -> None:
        told = attributes.get("r")
        position = position_of(f"A{told}") if told is not None else (self.last_row + 1, 1)
        if position is None:
            self.note(f"unknown_row {printable(told or '', 30)}")
            self.next = {}
            return
        self.row, self.column = position[0], 0
        self.last_row = self.row
        self.cells: dict[Position, RawCell] = {}
        self.strings: list[tuple[Position, int]] = []
        self.shared: list[tuple[Position, SharedUse]] = []
        self.arrays: list[Area] = []
        self.ambiguous_before = len(self.ambiguous)

    def _close_row(self) -> None:
        if self.next is not _NEXT["row"]:
            return
        words = tuple(self.ambiguous[self.ambiguous_before :])
        del self.ambiguous[self.ambiguous_before :]
        row = Row(self.row, self.cells, tuple(self.strings), tuple(self.shared), tuple(self.arrays), words)
        self.emit(row)

    # cells --------------------------------------------------------------------------------------

    def _open_cell(self, attributes: Attributes) -> None:
        address = attributes.get("r")
        position = (self.row, self.column + 1) if address is None else position_of(address)
        if position is None or position[0] != self.row:
            self.note(f"misplaced_cell {printable(address or '', 30)}")
            self.next = {}
            return
        self.position = position
        if position[1] <= self.column:
            seen = position in self.cells or position[1] == self.column
            self.note(f"{'duplicate_cell' if seen else 'cell_out_of_order'} {a1(position)}")
        self.column = position[1]
        self.type = attributes.get("t", "n")
        self.value: str | None = None
        self.inline: list[str] | None = None
        self.formula: str | None = None
        self.use: SharedUse | None = None

    def _close_cell(self) -> None:
        ...


def _refuse(*_: Any) -> NoReturn:
    raise NotImplementedError


_OPEN: Mapping[str, Callable[[SheetHandler, Attributes], None]] = {}
_CLOSE: Mapping[str, Callable[[SheetHandler], None]] = {}
