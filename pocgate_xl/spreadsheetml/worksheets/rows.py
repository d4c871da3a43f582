"""Rows as their forms, which many files share, and the values of one file in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby
from operator import itemgetter
from typing import Any, Protocol, TypeVar

from ..address import Position
from ..cells import RawCell, RawRow

T = TypeVar("T")
Found = RawCell | int | str
"""What a value is: a cell, the place of its text in the workbook's table, or `NO_CELL`."""
NO_CELL = ""
MARK = b"rPr"
"""What stands in every text with a look of its own (ECMA-376 part 1, 18.4.7)."""
UNJUDGED = object()


class Pick(Protocol):
    """Tells which of some positions are looked for; always the same ones."""

    def of(self, positions: Iterable[Position]) -> tuple[Position, ...]: ...


class Form:
    """What the tags of a piece of rows say, whatever the values between them.

    A piece ends with the row that has cells; rows without any may come before it. `slots` are the cells
    with a value, in the order of the file, and `place` says which is where; `fixed` are those that the
    tags tell whole. `values` keeps what each slot's values were read as, `look` how the piece looks,
    `judged` what came out when the form was held against something: each once somebody asked.
    """

    __slots__ = (
        "_order", "_values", "fixed", "formulas", "judged", "look", "marked", "numbers", "place", "skeleton",
        "slots",
    )  # fmt: skip

    def __init__(self, skeleton: bytes, rows: Sequence[RawRow]) -> None:
        cells, slots = (rows[-1].cells, rows[-1].slots) if rows else ({}, ())
        self.skeleton, self.marked = skeleton, MARK in skeleton
        self.numbers = tuple([row.number for row in rows])
        self.slots = tuple([slot for slot in slots if slot])
        self.place = {slot.position: index for index, slot in enumerate(self.slots)}
        self.fixed = {at: cell for at, cell in cells.items() if at not in self.place}
        self.formulas = {at: cell.formula for at, cell in self.fixed.items() if cell.formula is not None}
        self.formulas |= {slot.position: slot.formula for slot in self.slots if slot.formula is not None}
        self._order: tuple[Position, ...] | None = None
        self._values: tuple[dict[bytes, Found], ...] | None = None
        self.look: Any = None
        self.judged: dict[object, Any] = {}

    @property
    def order(self) -> tuple[Position, ...]:
        """Return where there may be cells, in the order of reading."""
        if self._order is None:
            self._order = tuple(sorted({*self.place, *self.fixed}))
        return self._order

    @property
    def values(self) -> tuple[dict[bytes, Found], ...]:
        if self._values is None:
            self._values = tuple({} for _ in self.slots)
        return self._values


class Row:
    """One piece of rows of one file: its form, and what stands in each slot.

    `rows` are the rows as the parser gave them where they need more than this: shared formulas, or a
    word about what another reader might read otherwise. `texts` are the places of its texts in the table,
    `top` is the highest of them.
    """

    __slots__ = ("count", "first", "form", "found", "judged", "last", "rows", "texts", "top")

    def __init__(self, form: Form, found: Sequence[Found], rows: tuple[RawRow, ...] = ()) -> None:
        self.form, self.found, self.rows = form, found, rows
        self.first, self.last = (form.numbers[0], form.numbers[-1]) if form.numbers else (0, 0)
        self.count = len(found) - found.count(NO_CELL) + len(form.fixed)
        self.texts = [each for each in found if type(each) is int]
        self.top = max(self.texts, default=-1)
        self.judged: dict[object, Any] = {}

    def raw(self) -> Iterator[RawRow]:
        """Yield the rows as the parser gives them."""
        if self.rows or not self.form.numbers:
            yield from self.rows
            return
        *empty, last = self.form.numbers
        yield from (RawRow(number, {}, (), (), (), ()) for number in empty)
        strings = ((slot.position, each) for slot, each in zip(self.form.slots, self.found, strict=True))
        texts = tuple((position, each) for position, each in strings if isinstance(each, int))
        yield RawRow(last, dict(self._in_order()), texts, (), (), ())

    def _in_order(self) -> Iterator[tuple[Position, RawCell]]:
        form = self.form
        for position in form.order:
            index = form.place.get(position)
            found = form.fixed[position] if index is None else self.found[index]
            if isinstance(found, int):
                found = RawCell("text", None, form.formulas.get(position), str(found))
            if isinstance(found, RawCell):
                yield position, found


class WantedCells:
    """Cells that are asked for together, of one sheet of every file: grouped by rows once."""

    def __init__(self, positions: Iterable[Position]) -> None:
        self.positions = tuple(positions)
        rows = groupby(self.positions, key=itemgetter(0))
        self.rows = tuple((number, WantedInRow(tuple(group))) for number, group in rows)


class WantedInRow:
    """Some cells of one row; each form knows once where they stand in it."""

    __slots__ = ("nothing", "positions")

    def __init__(self, positions: tuple[Position, ...]) -> None:
        self.positions, self.nothing = positions, [None] * len(positions)

    def places(self, form: Form) -> tuple[int, ...] | None:
        """Return in which slots of a form they stand, None where one of them stands in none."""
        places = [form.place.get(position) for position in self.positions]
        return None if None in places else tuple(places)  # type: ignore[arg-type]


class SheetCells(Mapping[Position, RawCell]):
    """The cells of a sheet by position, each looked up when it is asked for.

    `rows` are the rows with cells by number, `texts` the cells that show the workbook's table of texts;
    `judged` is as that of a form.
    """

    __slots__ = ("judged", "rows", "texts")

    def __init__(self, rows: Mapping[int, Row], texts: Sequence[RawCell]) -> None:
        self.rows, self.texts = rows, texts
        self.judged: dict[object, Any] = {}

    def __getitem__(self, position: Position) -> RawCell:
        found = self.get(position)
        if found is None:
            raise KeyError(position)
        return found

    def get(self, position: Position, default: T | None = None) -> RawCell | T | None:  # type: ignore[override]
        row = self.rows.get(position[0])
        if row is None:
            return default
        index = row.form.place.get(position)
        if index is None:
            return row.form.fixed.get(position, default)
        found = row.found[index]
        if type(found) is int:
            text, formula = self.texts[found], row.form.formulas.get(position)
            return text if formula is None else text._replace(formula=formula)
        return default if found is NO_CELL else found  # type: ignore[return-value]

    def many(self, wanted: WantedCells) -> list[RawCell | None]:
        """Return many cells, None for each that the sheet has not."""
        cells: list[RawCell | None] = []
        for number, group in wanted.rows:
            row = self.rows.get(number)
            known = row.judged.get(group) if row else group.nothing
            cells += self._of(row, group) if known is None else known  # type: ignore[arg-type]
        return cells

    def _of(self, row: Row, group: WantedInRow) -> list[RawCell | None]:
        """Return some cells of a row, and keep them where none of them depends on the table of texts."""
        places = row.form.judged.get(group, UNJUDGED)
        if places is UNJUDGED:
            places = row.form.judged[group] = group.places(row.form)
        if places is not None:
            found = [row.found[place] for place in places]
            if all(type(each) is RawCell for each in found):
                row.judged[group] = found
                return found
        return list(map(self.get, group.positions))

    def showing(self, places: AbstractSet[int]) -> Mapping[Position, int]:
        """Return the cells that show certain texts of the table, with the place of each."""
        return {
            slot.position: found
            for row in self.rows.values()
            if not places.isdisjoint(row.texts)
            for slot, found in zip(row.form.slots, row.found, strict=True)
            if type(found) is int and found in places
        }

    def __contains__(self, position: object) -> bool:
        return isinstance(position, tuple) and len(position) == 2 and self.get(position) is not None

    def __iter__(self) -> Iterator[Position]:
        for row in self.rows.values():
            place, found = row.form.place, row.found
            for at in row.form.order:
                if (index := place.get(at)) is None or found[index] is not NO_CELL:
                    yield at

    def __len__(self) -> int:
        return sum(row.count for row in self.rows.values())


def picked(cells: Mapping[Position, RawCell], pick: Pick) -> Iterator[Position]:
    """Yield the cells that are picked by where they stand; of each form of a row it is asked once."""
    if not isinstance(cells, SheetCells):
        yield from pick.of(cells)
        return
    for row in cells.rows.values():
        found = row.form.judged.get(pick)
        if found is None:
            found = row.form.judged[pick] = pick.of(row.form.order)
        if found:
            yield from (position for position in found if position in cells)


def many(cells: Mapping[Position, RawCell], wanted: WantedCells) -> list[RawCell | None]:
    """Return many cells at once, None for each that the sheet has not."""
    return cells.many(wanted) if isinstance(cells, SheetCells) else list(map(cells.get, wanted.positions))
