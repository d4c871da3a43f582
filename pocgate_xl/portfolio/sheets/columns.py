"""A column of a portfolio's table, declared once: title, width, value and colours move with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeAlias, TypeVar

from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Cell, Highlight, SheetBuilder, Tone
from .page import LEFT, table

Row = TypeVar("Row", contravariant=True)

Tests: TypeAlias = Iterable[tuple[str, Tone]]
"""Formulas with the tone in which a cell is shown while its formula is true."""


@dataclass(frozen=True, slots=True, eq=False)
class Tones:
    """When cells are coloured: `tests` makes the formulas for a cell from its address.

    Neighbouring columns that share one are coloured as one area.
    """

    tests: Callable[[str], Tests]


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """What stands above a column, how wide it is (in characters), what it shows of a row, and its colours."""

    title: str
    width: float
    value: Callable[[Row], Cell]
    highlight: Tones | None = None


def write_table(
    builder: SheetBuilder, top: int, columns: Sequence[Column[Row]], rows: Iterable[Row]
) -> range:
    """Write titles and a line for each row; return the numbers of the lines."""
    lines = ([column.value(row) for column in columns] for row in rows)
    return table(builder, top, [column.title for column in columns], lines)


def widths_of(columns: Sequence[Column[Row]]) -> dict[int, float]:
    """Return the width of each column by its number, with that of the margin."""
    return {1: 2} | {at: column.width for at, column in enumerate(columns, LEFT)}


def highlights_of(columns: Sequence[Column[Row]], rows: range) -> Iterator[Highlight]:
    """Yield the colours of each column where it stands."""
    for tones, group in groupby(enumerate(columns, LEFT), lambda each: each[1].highlight):
        places = [at for at, _ in group]
        if tones is not None and rows:
            first = a1((rows[0], places[0]))
            area = f"{first}:{a1((rows[-1], places[-1]))}"
            yield from (Highlight(area, formula, tone) for formula, tone in tones.tests(first))
