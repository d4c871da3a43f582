"""The cells of one sheet while it is planned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace

from ...records import dataclass
from ...spreadsheetml.address import Position, a1
from .plan import OUTPUT_PREFIX, Area, Cell, Chart, Highlight


@dataclass(slots=True)
class SheetBuilder:
    """The cells of one sheet while it is planned."""

    id: str
    title: str
    cells: dict[Position, Cell] = field(default_factory=dict)
    names: dict[str, Area] = field(default_factory=dict)
    highlights: list[Highlight] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)

    def put(self, row: int, column: int, cell: Cell, name: str = "") -> str:
        """Place a cell and return its A1 address."""
        if (row, column) in self.cells:
            raise ValueError(f"{self.id}!{a1((row, column))} is taken twice")
        if name.startswith(OUTPUT_PREFIX):
            cell = replace(cell, shows=f"output {name.removeprefix(OUTPUT_PREFIX)}")
        self.cells[row, column] = cell
        if name:
            self.name(name, (row, column))
        return a1((row, column))

    def put_row(self, row: int, left: int, cells: Iterable[Cell]) -> None:
        """Place cells side by side."""
        places = {(row, column): cell for column, cell in enumerate(cells, left)}
        if taken := places.keys() & self.cells.keys():
            raise ValueError(f"{self.id}!{a1(min(taken))} is taken twice")
        self.cells.update(places)

    def name(self, name: str, first: Position, last: Position | None = None) -> None:
        """Give a cell or an area its defined name."""
        if name in self.names:
            raise ValueError(f"{name} is defined twice")
        self.names[name] = Area(self.id, first, last or first)
