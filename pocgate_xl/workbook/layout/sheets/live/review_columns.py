"""The columns of the review: what to do on the left, what is tried on the right, workings beyond."""

from __future__ import annotations

from .....spreadsheetml.address import a1
from ...context import Context
from ...plan import Cell, Highlight, Style
from ...sheet_builder import SheetBuilder
from ..framing.frame import LEFT

WHAT, CHANGE, WHO, UNTIL, WHERE = range(LEFT, LEFT + 5)
TRY = WHERE + 2
MET, NOW, TRIAL = range(TRY + 1, TRY + 4)
LAST = TRIAL
WORKING = LAST + 2

LINES, WIDE_LINES = 11.75, 14.0
"""Points of a line of rows whose texts are sentences, and of one in wide letters."""
RUNNING, YES, NO, MORE, NONE, OFF = (
    f"pg_live_{word}" for word in ("running", "yes", "no", "more", "none", "off")
)


def widths(context: Context) -> dict[int, float]:
    """Return the characters of each column: as much on a screen in one language as in another."""
    what, until, tried, shown = (44.0, 12.5, 31.0, 15.5) if context.wide else (52.0, 11.0, 33.0, 14.0)
    return {
        1: 2.0, WHAT: what, CHANGE: 15.0, WHO: 16.0, UNTIL: until, WHERE: 15.0, WHERE + 1: 2.0,
        TRY: tried, MET: 4.0, NOW: shown, TRIAL: shown, LAST + 1: 2.0,
    }  # fmt: skip


def lines(context: Context, count: int) -> float:
    """Return the height of a row with so many lines."""
    return count * (WIDE_LINES if context.wide else LINES)


def picked(table: str, row: int, column: int) -> str:
    """Return a cell of a table that a function gave, "" where it gave none."""
    cell = f"INDEX({table},{row},{column})"
    return f'IFERROR(IF({cell}="","",{cell}),"")'


def box(builder: SheetBuilder, merges: list[str], row: int, columns: tuple[int, int], cell: Cell) -> None:
    """Write what needs room into one box over several columns."""
    first, last = columns
    builder.put(row, first, cell)
    for column in range(first + 1, last + 1):
        builder.put(row, column, Cell(style=cell.style))
    merges.append(f"{a1((row, first))}:{a1((row, last))}")


def boxed(
    builder: SheetBuilder, merges: list[str], row: int, columns: tuple[int, int], formula: str,
    style: Style = "sentence",
) -> None:  # fmt: skip
    """Write a computed text of several lines."""
    box(builder, merges, row, columns, Cell(formula=formula, style=style))


def ruled(builder: SheetBuilder, rows: range, first: int, last: int) -> None:
    """Draw a line below each row in which something stands, and none below the others."""
    area = f"{a1((rows[0], first))}:{a1((rows[-1], last))}"
    builder.highlights.append(Highlight(area, f'${a1((rows[0], first))}<>""', "line_below"))
