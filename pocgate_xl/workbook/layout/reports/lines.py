"""Tables of any length, made line by line whenever they are written: a plan holds none of their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

from ....spreadsheetml.address import Position
from ..plan import Cell
from .table import Heights

Row = TypeVar("Row")


class Line(NamedTuple):
    """One line of a table: its row, the points that it needs (None for the usual ones), its cells."""

    row: int
    height: float | None
    cells: Sequence[Cell]


class Lines(Generic[Row]):
    """The lines of a table from a cell on, one a row; `values` make its cells, column by column.

    There are `count` of them, of the first rows; `widths` are those of the columns, in characters. Rows are
    asked for anew each time.
    """

    def __init__(
        self,
        first: Position,
        values: Sequence[Callable[[Row], Cell]],
        rows: Iterable[Row],
        count: int,
        widths: Sequence[float],
        language: str,
    ) -> None:
        self.top, self.left = first
        self.values, self.widths, self.language = tuple(values), widths, language
        self.rows, self.count = rows, count

    @property
    def places(self) -> range:
        """Return the rows in which the lines stand."""
        return range(self.top, self.top + self.count)

    @property
    def columns(self) -> range:
        return range(self.left, self.left + len(self.values))

    def __iter__(self) -> Iterator[Line]:
        heights = Heights(self.widths, self.language)
        for row, cells in enumerate(self.cells(), self.top):
            yield Line(row, heights.of(cells), cells)

    def cells(self) -> Iterator[list[Cell]]:
        """Yield what stands in each line."""
        values = self.values
        for row in islice(self.rows, self.count):
            yield [value(row) for value in values]


class LinedCells(Mapping[Position, Cell]):
    """All cells of a sheet: single ones, and those of lines, which are made when one of them is asked for."""

    def __init__(self, single: Mapping[Position, Cell], lines: Lines[Row]) -> None:
        self.single, self.lines = single, lines

    @cached_property
    def _all(self) -> dict[Position, Cell]:
        left = self.lines.left
        made = {
            (line.row, column): cell for line in self.lines for column, cell in enumerate(line.cells, left)
        }
        return {**self.single, **made}

    def __getitem__(self, place: Position) -> Cell:
        return self.single[place] if place in self.single else self._all[place]

    def __iter__(self) -> Iterator[Position]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)
