"""What all sheets share: title, whose workbook it is, one line of guidance, headings, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .. import formulas
from ..context import Context
from ..plan import Cell, SheetBuilder, a1, absolute

TITLE_ROW, SUBTITLE_ROW, HINT_ROW, TOP = 1, 2, 3, 5
"""Rows of the frame; content starts at `TOP`."""
TITLE_HEIGHT = 30
PRINT_TITLES = f"{TITLE_ROW}:{TOP}"
"""Rows repeated on every printed page: whose sheet it is, and the header of its table."""
LEFT = 2
"""Column of the first content; the first column is a margin."""


def start_sheet(context: Context, id_: str, hint: bool = True) -> SheetBuilder:
    """Begin a sheet with its title, whose it is and one line on how to fill it in."""
    builder = SheetBuilder(id_, context.label("sheet", id_))
    builder.heights[TITLE_ROW] = TITLE_HEIGHT
    builder.put(TITLE_ROW, LEFT, Cell(builder.title, style="title"))
    builder.put(SUBTITLE_ROW, LEFT, Cell(formula="=pg_calc_whose", style="subtitle", shows="engagement_line"))
    if hint:
        builder.put(HINT_ROW, LEFT, Cell(context.text(f"hint.{id_}"), style="hint"))
    return builder


def header(builder: SheetBuilder, row: int, first: int, titles: Iterable[str | int]) -> None:
    """Write a table's header row; an empty title carries the bar on."""
    for column, title in enumerate(titles, first):
        builder.put(row, column, Cell(title, style="header") if title else Cell(style="carried"))


def heading(builder: SheetBuilder, row: int, text: str, column: int = LEFT) -> None:
    builder.put(row, column, Cell(text, style="heading"))


def working(builder: SheetBuilder, row: int, column: int, formula: str, name: str = "") -> str:
    """Place an intermediate result and return its address."""
    return builder.put(row, column, Cell(formula=formula, style="working"), name)


def given(builder: SheetBuilder, rows: Sequence[int], text: int, column: int, name: str) -> None:
    """Write 1 for each text of a column that says something, so that progress can be counted."""
    for row in rows:
        working(builder, row, column, formulas.given(a1((row, text))))
    if rows:
        builder.name(f"pg_calc_given_{name}", (rows[0], column), (rows[-1], column))


def labelled_input(
    builder: SheetBuilder, context: Context, row: int, label: str, name: str, column: int = LEFT
) -> str:
    """Place a label and, beside it, a named input; return the input's address."""
    builder.put(row, column, Cell(label, style="label"))
    return builder.put(row, column + 1, context.input(name), name)


def labelled_output(
    builder: SheetBuilder, position: tuple[int, int], label: str, cell: Cell, name: str = ""
) -> str:
    """Place a label and, beside it, a result; return the result's address."""
    row, column = position
    builder.put(row, column, Cell(label, style="label"))
    return builder.put(row, column + 1, cell, name)


def carry_on(builder: SheetBuilder, row: int, columns: range) -> None:
    """Draw the box of a long result over the cells that it runs into."""
    for column in columns:
        builder.put(row, column, Cell(style="output_end" if column == columns[-1] else "output_on"))


def last_row(builder: SheetBuilder, column: int) -> int:
    """Return the last row in use up to a column: where the page ends."""
    return max(row for row, used in builder.cells if used <= column)


def area(first: tuple[int, int], last: tuple[int, int]) -> str:
    """Return an absolute A1 area."""
    return f"{absolute(first)}:{absolute(last)}"


def column_of(rows: Sequence[int], column: int) -> str:
    """Return the absolute area of a column over consecutive rows."""
    return area((rows[0], column), (rows[-1], column))


def cells_of(rows: Iterable[int], column: int) -> list[str]:
    return [a1((row, column)) for row in rows]
