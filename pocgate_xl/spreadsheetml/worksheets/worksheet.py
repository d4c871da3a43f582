"""Rows become a sheet: shared strings and shared formulas put in, order and limits checked.

Source: ECMA-376 part 1, 18.3.1.99 worksheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from types import MappingProxyType

from ...opc.limits import Limits
from ...opc.refusal import Refused
from ...records import dataclass
from ..address import Corners, Position, a1
from ..cells import RawCell, RawRow, SharedUse
from .rows import Row, SheetCells
from .shared_strings import Strings

MOST_WORDS = 200


@dataclass(slots=True)
class Consumption:
    """What all sheets of a workbook use together."""

    limits: Limits
    cells: int = 0
    formula_characters: int = 0

    def spend_cells(self, count: int) -> None:
        self.cells += count
        if self.cells > self.limits.cells:
            raise too_many_cells(self.limits)

    def spend_formula(self, text: str) -> None:
        self.formula_characters += len(text)
        if self.formula_characters > self.limits.formula_characters:
            raise Refused("limit", "shared formulas are too long when written out")


def too_many_cells(limits: Limits) -> Refused:
    return Refused("limit", f"more than {limits.cells} cells")


@dataclass(slots=True)
class Assembly:
    """Take the rows of one sheet, in the order of the file."""

    strings: Strings
    budget: Consumption
    cells: dict[Position, RawCell] = field(default_factory=dict)
    arrays: list[Corners] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    unusual: list[str] = field(default_factory=list)
    shared: list[tuple[Position, SharedUse]] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    last: int = 0

    def add(self, row: RawRow) -> None:
        """Take a row; a cell that was read before keeps its first reading."""
        if row.number <= self.last:
            row = self._late(row)
        self.last = row.number
        self.rows.add(row.number)
        self.budget.spend_cells(len(row.cells))
        self.cells.update(row.cells)
        for position, index in row.strings:
            self._put_string(position, index)
        if row.shared or row.arrays or row.ambiguous or row.unusual:
            self.shared.extend(row.shared)
            self.arrays.extend(row.arrays)
            self.note(*row.ambiguous)
            self.remark(*row.unusual)

    def note(self, *words: str) -> None:
        self.ambiguous.extend(words[: MOST_WORDS - len(self.ambiguous)])

    def remark(self, *words: str) -> None:
        self.unusual.extend(words[: MOST_WORDS - len(self.unusual)])

    def _late(self, row: RawRow) -> RawRow:
        """Keep of a row that comes too late only what no earlier row said."""
        word = "duplicate_row" if row.number in self.rows else "row_out_of_order"
        self.note(f"{word} {row.number}")
        new = {position: cell for position, cell in row.cells.items() if position not in self.cells}
        strings = tuple(item for item in row.strings if item[0] in new)
        shared = tuple(item for item in row.shared if item[0] in new)
        return row._replace(cells=new, strings=strings, shared=shared)

    def _put_string(self, position: Position, index: int) -> None:
        formula, table = self.cells[position].formula, self.strings
        if index >= len(table.cells):
            self.note(f"unknown_string {a1(position)}")
            self.cells[position] = RawCell("invalid", None, formula, str(index))
            return
        cell = table.cells[index]
        words = ("too_long" if cell.kind == "invalid" else "", table.ambiguous.get(index, ""), table.doubt)
        self.note(*(f"{word} {a1(position)}" for word in words if word))
        if index in table.unusual:
            self.remark(f"{table.unusual[index]} {a1(position)}")
        self.cells[position] = cell if formula is None else cell._replace(formula=formula)

    def put_together(self, rows: Sequence[Row]) -> Mapping[Position, RawCell]:
        """Take all rows of a sheet at once; most sheets leave nothing open."""
        by_number = self._as_they_are(rows) if self.strings.plain else None
        if by_number is not None:
            return SheetCells(by_number, self.strings.cells)
        for row in rows:
            for each in row.raw():
                self.add(each)
        return self.finished()

    def _as_they_are(self, rows: Sequence[Row]) -> dict[int, Row] | None:
        """Return the rows by number; None where they are not in order, or one of them is not plain."""
        found, last, count, texts = dict[int, Row](), 0, 0, len(self.strings.cells)
        for row in rows:
            if row.first <= last or row.top >= texts or row.rows:
                return None
            last = row.last
            if row.count:
                found[last] = row
                count += row.count
        self.budget.spend_cells(count)
        return found

    def finished(self) -> Mapping[Position, RawCell]:
        """Return the cells, shared formulas written out, once all rows are known."""
        masters = self._masters()
        for position, use in self.shared:
            master = masters.get(use.key)
            if master is None:
                self.note(f"unknown_shared_formula {a1(position)}")
            elif not use.ref:
                self._put_formula(position, use, *master)
        return MappingProxyType(self.cells)

    def _masters(self) -> Mapping[str, tuple[Position, str]]:
        masters: dict[str, tuple[Position, str]] = {}
        for position, use in self.shared:
            if use.ref and masters.setdefault(use.key, (position, use.text)) != (position, use.text):
                self.note(f"duplicate_shared_formula {a1(position)}")
        return masters

    def _put_formula(self, position: Position, use: SharedUse, at: Position, text: str) -> None:
        from ..formulas.shared_formulas import shifted  # nothing that is made here shares formulas

        own = shifted(text, position[0] - at[0], position[1] - at[1])
        self.budget.spend_formula(own)
        if use.text and use.text != own:
            self.note(f"two_formulas {a1(position)}")
            return
        self.cells[position] = self.cells[position]._replace(formula=f"={own}")
