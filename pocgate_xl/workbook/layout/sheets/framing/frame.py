"""What all sheets share: title, what is missing, whose it is, one line of guidance, headings, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .....spreadsheetml.address import Position, a1, absolute, area_of
from ... import formulas
from ...context import Context
from ...plan import Cell, SheetPlan, Style
from ...sheet_builder import SheetBuilder

TITLE_ROW, HINT_ROW, TOP = 1, 2, 3
"""Rows of the frame, which stay in view; content starts at `TOP`, with the header of a table."""
TITLE_HEIGHT = 30
TITLE_WIDTH = 22
"""Characters of the first row that titles take, in all languages."""
DEFAULT_WIDTH = 8.4
WHOSE_HEIGHT = 28
"""Points of a row in whose upper half it stands whose a workbook is."""
PRINT_TITLES = f"{TITLE_ROW}:{TOP}"
"""Rows repeated on every printed page: whose sheet it is, and the header of its table."""
WHOSE = "=pg_calc_whose"
"""Says whose a workbook is."""
LANDSCAPE, WIDE_LANDSCAPE = 193.0, 175.0
"""Characters of all columns together, so that letters of ten points are eight on a page that lies; in fonts
with wide letters digits are wider, too."""
SCREEN, WIDE_SCREEN = 180.0, 168.0
"""Characters that a screen of 1366 pixels shows: of sheets on which people fill in every row."""
LARGE_SCREEN = 312.0
"""Characters that a screen of 1920 pixels shows: workings begin beyond them."""
WIDEST = 255.0
"""Characters of the widest column."""
GAP_HEIGHT = 6.0
"""Points of a blank row between two blocks, where there is much on a page."""
LEFT = 2
"""Column of the first content; the first column is a margin."""


def start_sheet(context: Context, id_: str, hint: bool = True) -> SheetBuilder:
    """Begin a sheet with its title and one line on how to fill it in."""
    builder = SheetBuilder(id_, context.sheet_title(id_))
    builder.heights[TITLE_ROW] = TITLE_HEIGHT
    builder.put(TITLE_ROW, LEFT, Cell(builder.title, style="title"))
    if hint:
        builder.put(HINT_ROW, LEFT, Cell(context.text(f"hint.{id_}"), style="hint"))
    return builder


def with_owner(plan: SheetPlan) -> SheetPlan:
    """Return a sheet that says at the end of its page's first rows whose it is, if it has the usual frame.

    Names may be as long as the page is wide. So they stand in the upper half of a row, and what else
    stands there in the lower one: the hint or, where that row is full, the line beside the title.
    """
    row = HINT_ROW if _hint_alone(plan) else TITLE_ROW
    place = row, page_end(plan)
    if plan.hidden or plan.check or place in plan.cells or place[1] <= check_place(plan)[1]:
        return plan
    whose = Cell(formula=WHOSE, style="whose", shows="engagement_line")
    hint = HINT_ROW, LEFT
    lower = {hint: replace(plan.cells[hint], vertical="bottom")} if row == HINT_ROW else {}
    heights = {**plan.heights, row: max(plan.heights.get(row, 0), WHOSE_HEIGHT)}
    return replace(plan, cells={**plan.cells, **lower, place: whose}, heights=heights)


def _hint_alone(plan: SheetPlan) -> bool:
    """Say whether nothing but a hint stands in its row."""
    return {cell.style for (row, _), cell in plan.cells.items() if row == HINT_ROW} == {"hint"}


def check_place(plan: SheetPlan) -> Position:
    """Return where a sheet says what is missing or wrong: in the first cell beside its title."""
    column, width = LEFT, 0.0
    while width < TITLE_WIDTH or (TITLE_ROW, column) in plan.cells:
        width += plan.widths.get(column, DEFAULT_WIDTH)
        column += 1
    return TITLE_ROW, column


def landscape(context: Context) -> float:
    """Return how many characters wide a sheet may be that is printed on a page that lies."""
    return WIDE_LANDSCAPE if context.wide else LANDSCAPE


def screen(context: Context) -> float:
    """Return how many characters wide a sheet may be whose columns are to be seen at once."""
    return WIDE_SCREEN if context.wide else SCREEN


def gaps(builder: SheetBuilder, last: tuple[int, int]) -> dict[int, float]:
    """Return the heights of the blank rows on a page down to its last cell."""
    used = {row for row, column in builder.cells if column <= last[1]}
    return {row: GAP_HEIGHT for row in range(TOP, last[0]) if row not in used}


def page_end(plan: SheetPlan) -> int:
    """Return the last column of a sheet's page."""
    area = area_of(plan.print.area) if plan.print.area else None
    return area[1][1] if area else LEFT


def with_workings_apart(plan: SheetPlan) -> SheetPlan:
    """Return a sheet beside whose page nothing is in view: a blank column takes the rest of the screen."""
    end = page_end(plan)
    beside = {column for _, column in plan.cells if column > end}
    if plan.hidden or not plan.print.area or not beside or end + 1 in beside:
        return plan
    page = sum(plan.widths.get(column, DEFAULT_WIDTH) for column in range(1, end + 1))
    room = min(WIDEST, max(LARGE_SCREEN - page, plan.widths.get(end + 1, 0)))
    return replace(plan, widths={**plan.widths, end + 1: room})


def header(builder: SheetBuilder, row: int, first: int, titles: Sequence[str | int]) -> None:
    """Write a table's header row; an empty title carries the bar on, without a line between."""
    for column, (title, following) in enumerate(zip(titles, (*titles[1:], " "), strict=True), first):
        style: Style = "header" if following else "header_on"
        builder.put(row, column, Cell(title, style=style) if title else Cell(style="carried"))


def heading(builder: SheetBuilder, row: int, text: str, column: int = LEFT) -> None:
    builder.put(row, column, Cell(text, style="heading"))


def working(builder: SheetBuilder, row: int, column: int, formula: str, name: str = "") -> str:
    """Place an intermediate result and return its address."""
    return builder.put(row, column, Cell(formula=formula, style="working"), name)


def given(builder: SheetBuilder, rows: Sequence[int], text: int, column: int, name: str) -> None:
    """Write 1 for each text of a column that says something, so that progress can be counted."""
    for row in rows:
        working(builder, row, column, formulas.is_filled(a1((row, text))))
    if rows:
        builder.name(f"pg_calc_given_{name}", (rows[0], column), (rows[-1], column))


def labelled_input(
    builder: SheetBuilder, context: Context, row: int, label: str, name: str, column: int = LEFT
) -> str:
    """Place a label and, beside it, a named input; return the input's address."""
    builder.put(row, column, Cell(label, style="label"))
    return builder.put(row, column + 1, context.input(name), name)


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
