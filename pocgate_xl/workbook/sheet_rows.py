"""A sheet's XML as rows of plain cells: one reading, and a word for whatever allows another."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from .cell_values import LAST_COLUMN, LAST_ROW, Area, area_of, decode_escapes, position_of
from .limits import Limits
from .plan import Position, a1
from .raw_cells import READERS, SHOWN_CHARACTERS, RawCell, Row, SharedUse
from .refused import Refused, printable
from .xml_parser import SHEET_NAMESPACES, Attributes
from .xml_path import OFF_PATH, PathHandler, Spec

MOST_WORDS = 200
_ONE_PLACE = {
    f"{namespace} {local}": local
    for local in ("sheetData", "row", "c", "mergeCell")
    for namespace in SHEET_NAMESPACES
}


class SheetHandler(PathHandler):
    """Emit the rows of a sheet one by one; keep its merged areas and words about ambiguity."""

    SPEC: ClassVar[Spec] = {
        "worksheet": ("", "worksheet"),
        "data": ("worksheet", "sheetData"),
        "row": ("data", "row"),
        "cell": ("row", "c"),
        "value": ("cell", "v"),
        "formula": ("cell", "f"),
        "inline": ("cell", "is"),
        "inline_text": ("inline", "t"),
        "run": ("inline", "r"),
        "run_text": ("run", "t"),
        "merges": ("worksheet", "mergeCells"),
        "merge": ("merges", "mergeCell"),
    }

    def __init__(self, limits: Limits, part: str, date1904: bool, emit: Callable[[Row], None]) -> None:
        super().__init__(limits, part)
        self.date1904, self.emit = date1904, emit
        self.ambiguous: list[str] = []
        self.merges: list[Area] = []
        self.data_seen = self.implicit_rows = self.row = self.column = 0
        self.position: Position = (0, 0)
        self.begin_row()
        self.begin_cell("n")

    def begin_row(self) -> None:
        self.cells: dict[Position, RawCell] = {}
        self.strings: list[tuple[Position, int]] = []
        self.shared: list[tuple[Position, SharedUse]] = []
        self.arrays: list[Area] = []
        self.words_before = len(self.ambiguous)

    def begin_cell(self, type_: str) -> None:
        self.type = type_
        self.value: list[str] | None = None
        self.inline: list[str] | None = None
        self.formula: list[str] | None = None
        self.formula_attributes: Attributes = {}

    def note(self, word: str) -> None:
        if len(self.ambiguous) < MOST_WORDS:
            self.ambiguous.append(word)

    def stray(self, name: str) -> None:
        """Note an element where another reader could see content that this one does not."""
        if len(self.outer) == 1:
            raise Refused("damaged", f"{printable(self.part)} is not a worksheet")
        if self.sink is not None:
            self.sink = None
            self.note(f"markup_in_value {a1(self.position)}")
        elif name in _ONE_PLACE:
            self.note(f"misplaced_element {_ONE_PLACE[name]}")

    def open_data(self, _attributes: Attributes) -> None:
        self.data_seen += 1
        if self.data_seen > 1:
            self.note("duplicate_sheet_data")
            self.here = OFF_PATH

    def open_merge(self, attributes: Attributes) -> None:
        ref = attributes.get("ref", "")
        area = area_of(ref)
        if len(self.merges) >= self.limits.merges:
            raise Refused("limit", f"{printable(self.part)} merges more than {self.limits.merges} areas")
        if area is None:
            self.note(f"unknown_merge {printable(ref, 30)}")
        elif area[0] != area[1]:
            self.merges.append(area)

    def next_position(self, row: int, column: int) -> Position:
        """Return where an element without an address stands; a sheet must have that place."""
        if row > LAST_ROW or column > LAST_COLUMN:
            raise Refused("damaged", f"{printable(self.part)} goes beyond the last row or column")
        return row, column

    def open_row(self, attributes: Attributes) -> None:
        told = attributes.get("r")
        position = self.next_position(self.row + 1, 1) if told is None else position_of(f"A{told}")
        self.implicit_rows += told is None
        if position is None:
            self.note(f"unknown_row {printable(told or '', 30)}")
            self.here = OFF_PATH
            return
        self.row, self.column = position[0], 0
        self.begin_row()

    def close_row(self) -> None:
        words = tuple(self.ambiguous[self.words_before :])
        del self.ambiguous[self.words_before :]
        strings, shared, arrays = tuple(self.strings), tuple(self.shared), tuple(self.arrays)
        self.emit(Row(self.row, self.cells, strings, shared, arrays, words))

    def open_cell(self, attributes: Attributes) -> None:
        told = attributes.get("r")
        position = self.next_position(self.row, self.column + 1) if told is None else position_of(told)
        if position is None or position[0] != self.row:
            self.note(f"misplaced_cell {printable(told or '', 30)}")
            self.here = OFF_PATH
            return
        if position[1] <= self.column:
            again = position in self.cells or position[1] == self.column
            self.note(f"{'duplicate_cell' if again else 'cell_out_of_order'} {a1(position)}")
        self.position, self.column = position, position[1]
        self.begin_cell(attributes.get("t", "n"))

    def open_value(self, _attributes: Attributes) -> None:
        if self.value is None:
            self.sink = self.value = []
        else:
            self.note(f"duplicate_value {a1(self.position)}")

    def open_formula(self, attributes: Attributes) -> None:
        if self.formula is None:
            self.sink = self.formula = []
            self.formula_attributes = attributes
        else:
            self.note(f"duplicate_formula {a1(self.position)}")

    def open_inline(self, _attributes: Attributes) -> None:
        if self.inline is None:
            self.inline = []
        else:
            self.note(f"duplicate_value {a1(self.position)}")
            self.here = OFF_PATH

    def open_inline_text(self, _attributes: Attributes) -> None:
        self.sink = self.inline

    open_run_text = open_inline_text

    def close_value(self) -> None:
        self.sink = None

    close_formula = close_inline_text = close_run_text = close_value

    def close_cell(self) -> None:
        if self.position in self.cells:
            return
        formula = None if self.formula is None else self.finished_formula("".join(self.formula))
        texts = self.inline if self.type == "inlineStr" else self.value
        if texts is not None:
            self.add_value("".join(texts), formula)
        elif self.value or self.inline:
            self.note(f"value_of_other_type {a1(self.position)}")
            self.cells[self.position] = RawCell("invalid", None, formula, "")
        elif formula is not None:
            self.cells[self.position] = RawCell("blank", None, formula, "")

    def add_value(self, raw: str, formula: str | None) -> None:
        if self.type == "s":
            self.add_string(raw, formula)
            return
        reader = READERS.get(self.type)
        kind, value = reader(raw, self.date1904) if reader else ("invalid", None)
        if len(raw) > self.limits.cell_characters and not self.fits(value):
            self.note(f"too_long {a1(self.position)}")
            kind, value, raw = "invalid", None, raw[:SHOWN_CHARACTERS]
        if reader is None:
            self.note(f"unknown_type {a1(self.position)}")
        if kind != "blank" or formula is not None:
            self.cells[self.position] = RawCell(kind, value, formula, raw)

    def fits(self, value: object) -> bool:
        return isinstance(value, str) and len(value) <= self.limits.cell_characters

    def add_string(self, raw: str, formula: str | None) -> None:
        digits = raw.strip()
        if digits.isascii() and digits.isdigit() and len(digits) < 10:
            self.strings.append((self.position, int(digits)))
            self.cells[self.position] = RawCell("text", None, formula, digits)
        else:
            self.note(f"unknown_string {a1(self.position)}")
            self.cells[self.position] = RawCell("invalid", None, formula, raw[:SHOWN_CHARACTERS])

    def finished_formula(self, text: str) -> str:
        """Return a formula as it is shown; a shared one is completed when the whole sheet is known."""
        attributes = self.formula_attributes
        kind, ref = attributes.get("t", "normal"), attributes.get("ref", "")
        text = decode_escapes(text).removeprefix("=")
        if len(text) > self.limits.cell_characters:
            self.note(f"too_long_formula {a1(self.position)}")
            text = text[:SHOWN_CHARACTERS]
        if kind == "normal":
            return f"={text}"
        if kind == "shared":
            self.shared.append((self.position, SharedUse(attributes.get("si", ""), ref, text)))
            return f"={text}"
        return self.array_formula(kind, ref, text)

    def array_formula(self, kind: str, ref: str, text: str) -> str:
        area = area_of(ref)
        if kind not in ("array", "dataTable") or area is None:
            self.note(f"unknown_formula {a1(self.position)}")
        else:
            self.arrays.append(area)
        if kind == "dataTable":
            inputs = (self.formula_attributes.get(name, "") for name in ("r1", "r2"))
            text = f"TABLE({','.join(printable(i, 20) for i in inputs)})"
        return f"{{={text}}}"
