"""A sheet's XML as rows of plain cells: one reading, and a word for whatever allows another.

Source: ECMA-376 part 1, 18.3.1.80 sheetData, 18.3.1.73 row, 18.3.1.4 c, 18.3.1.40 f.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from ...opc.limits import Limits
from ...opc.refusal import Refused, printable
from ...opc.xml_parser import SHEET_NAMESPACES, Attributes
from ...opc.xml_paths import OFF_PATH, PathHandler, Spec
from ..address import LAST_COLUMN, LAST_ROW, Corners, Position, a1, area_of, position_of
from ..cell_types import XML_SPACE, decode_escapes
from ..cells import LEFT_EMPTY, READERS, SHOWN_CHARACTERS, CellSlot, RawCell, RawRow, SharedUse, oddity

MOST_WORDS = 200
_ONE_PLACE = frozenset({"sheetData", "row", "c", "mergeCell"})
"""What belongs into one place of a sheet; `_IN_DATA` into one of a cell."""
_IN_DATA = frozenset({"row", "c", "v", "f", "is", "t", "r"})


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
        "phonetic": ("inline", "rPh"),
        "phonetic_text": ("phonetic", "t"),
        "merges": ("worksheet", "mergeCells"),
        "merge": ("merges", "mergeCell"),
    }

    def __init__(self, limits: Limits, part: str, date1904: bool, emit: Callable[[RawRow], None]) -> None:
        super().__init__(limits, part)
        self.date1904, self.emit = date1904, emit
        self.ambiguous: list[str] = []
        self.unusual: list[str] = []
        self.merges: list[Corners] = []
        self.data_seen = self.implicit_rows = self.row = self.column = 0
        self.position: Position = (0, 0)
        self.begin_row()
        self.begin_cell("n", False)

    def begin_row(self) -> None:
        self.cells: dict[Position, RawCell] = {}
        self.strings: list[tuple[Position, int]] = []
        self.shared: list[tuple[Position, SharedUse]] = []
        self.arrays: list[Corners] = []
        self.slots: list[CellSlot | None] = []
        self.words_before = len(self.ambiguous)

    def begin_cell(self, type_: str, rich: bool) -> None:
        self.type, self.rich = type_, rich
        self.value: list[str] | None = None
        self.inline: list[str] | None = None
        self.formula: list[str] | None = None
        self.formula_attributes: Attributes = {}
        self.texts, self.runs = 0, False

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
            return
        namespace, _, local = name.rpartition(" ")
        foreign = namespace not in SHEET_NAMESPACES
        inside = len(self.outer) > 2 and self.outer[2].opened is SheetHandler.open_data
        # Some readers go by local names: the first sheetData is theirs, and what looks like a cell in it.
        theirs = inside and (local in _IN_DATA or (foreign and self.outer[-1] is not OFF_PATH))
        if theirs or (local == "sheetData" and not self.data_seen) or (local in _ONE_PLACE and not foreign):
            self.note(f"{'foreign' if foreign else 'misplaced'}_element {printable(local, 30)}")
        elif inside and self.outer[-1].opened is SheetHandler.open_cell:
            self.remark(f"unread_element {a1(self.position)}")

    def divided(self) -> None:
        """Note what some readers take for the end of a value; of inline texts they take both parts."""
        if self.sink is self.value:
            self.note(f"divided_value {a1(self.position)}")

    def referred(self) -> None:
        if self.sink is not None and self.sink is self.value and self.type not in ("str", "inlineStr"):
            self.note(f"divided_value {a1(self.position)}")

    def remark(self, word: str) -> None:
        if len(self.unusual) < MOST_WORDS:
            self.unusual.append(word)

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
        reference = attributes.get("r")
        position = self.next_position(self.row + 1, 1) if reference is None else position_of(f"A{reference}")
        self.implicit_rows += reference is None
        if position is None:
            self.note(f"unknown_row {printable(reference or '', 30)}")
            self.here = OFF_PATH
            return
        self.row, self.column = position[0], 0
        self.begin_row()

    def close_row(self) -> None:
        words = tuple(self.ambiguous[self.words_before :])
        del self.ambiguous[self.words_before :]
        strings, shared, arrays = tuple(self.strings), tuple(self.shared), tuple(self.arrays)
        remarks, slots = tuple(self.unusual), tuple(self.slots)
        self.emit(RawRow(self.row, self.cells, strings, shared, arrays, words, remarks, slots))
        self.unusual.clear()

    def open_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        position = (
            self.next_position(self.row, self.column + 1) if reference is None else position_of(reference)
        )
        if position is None or position[0] != self.row:
            self.note(f"misplaced_cell {printable(reference or '', 30)}")
            self.here = OFF_PATH
            return
        if position[1] <= self.column:
            again = position in self.cells or position[1] == self.column
            self.note(f"{'duplicate_cell' if again else 'cell_out_of_order'} {a1(position)}")
        self.position, self.column = position, position[1]
        self.begin_cell(attributes.get("t", "n"), "vm" in attributes)

    def open_value(self, _attributes: Attributes) -> None:
        if self.inline is not None:
            self.note(f"duplicate_value {a1(self.position)}")
        if self.value is None:
            self.sink = self.value = []
        else:
            self.note(f"duplicate_value {a1(self.position)}")

    def open_formula(self, attributes: Attributes) -> None:
        if self.value is not None:
            self.remark(f"value_before_formula {a1(self.position)}")
        if self.formula is None:
            self.sink = self.formula = []
            self.formula_attributes = attributes
        else:
            self.note(f"duplicate_formula {a1(self.position)}")

    def open_inline(self, _attributes: Attributes) -> None:
        if self.value is not None or self.inline is not None:
            self.note(f"duplicate_value {a1(self.position)}")
        if self.inline is None:
            self.inline = []
        else:
            self.here = OFF_PATH

    def open_inline_text(self, _attributes: Attributes) -> None:
        self.texts += 1
        if self.texts > 1 or self.runs:
            self.note(f"several_texts {a1(self.position)}")
        self.sink = self.inline

    def open_run(self, _attributes: Attributes) -> None:
        if self.texts and not self.runs:
            self.note(f"several_texts {a1(self.position)}")
        self.texts, self.runs = 0, True

    def open_run_text(self, _attributes: Attributes) -> None:
        self.texts += 1
        if self.texts > 1:
            self.note(f"several_texts {a1(self.position)}")
        self.sink = self.inline

    def close_run(self) -> None:
        self.texts = 0

    def close_value(self) -> None:
        self.sink = None

    close_formula = close_inline_text = close_run_text = close_value

    def close_cell(self) -> None:
        if self.position in self.cells:
            return
        formula = None if self.formula is None else self.finished_formula("".join(self.formula))
        texts = self.inline if self.type == "inlineStr" else self.value
        own = texts is not None and not self.runs
        self.slots.append(CellSlot(self.position, self.type, formula, self.rich) if own else None)
        if texts is not None:
            self.add_value("".join(texts), formula)
        elif self.value or self.inline:
            self.note(f"value_of_other_type {a1(self.position)}")
            self.cells[self.position] = RawCell("invalid", None, formula, "")
        elif formula is not None:
            self.cells[self.position] = RawCell("blank", None, formula, "")

    def add_value(self, raw: str, formula: str | None) -> None:
        if not raw.strip(XML_SPACE) and self.type in LEFT_EMPTY:
            self.add_nothing(raw, formula)
        elif self.type == "s":
            self.add_string(raw, formula)
        else:
            self.add_read(raw, formula)

    def add_nothing(self, raw: str, formula: str | None) -> None:
        """Take a typed cell whose value is empty: some programs write empty cells so."""
        if raw:
            self.remark(f"padded_value {a1(self.position)}")
        if formula is not None:
            self.cells[self.position] = RawCell("blank", None, formula, "")

    def add_read(self, raw: str, formula: str | None) -> None:
        reader = READERS.get(self.type)
        kind, value = reader(raw, self.date1904) if reader else ("invalid", None)
        if reader and kind == "invalid":
            self.note(f"unreadable_value {a1(self.position)}")
        elif word := oddity(self.type, raw):
            self.remark(f"{word} {a1(self.position)}")
        if len(raw) > self.limits.cell_characters and not self.fits(value):
            self.note(f"too_long {a1(self.position)}")
            kind, value, raw = "invalid", None, raw[:SHOWN_CHARACTERS]
        if reader is None:
            self.note(f"unknown_type {a1(self.position)}")
        if kind == "error" and self.rich and formula is None:
            kind = "rich"
        if kind != "blank" or formula is not None:
            self.cells[self.position] = RawCell(kind, value, formula, raw)

    def fits(self, value: object) -> bool:
        return isinstance(value, str) and len(value) <= self.limits.cell_characters

    def add_string(self, raw: str, formula: str | None) -> None:
        digits = raw.strip()
        if digits.isascii() and digits.isdigit() and len(digits) < 10:
            if word := oddity("s", raw):
                self.remark(f"{word} {a1(self.position)}")
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
