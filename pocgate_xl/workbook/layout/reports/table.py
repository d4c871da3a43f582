"""Tables of the workbooks that report on many: a column is declared once, and all of it moves with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count, groupby
from typing import TYPE_CHECKING, ClassVar, Generic, Literal, TypeAlias, TypeVar

from ....core.catalog import Catalog
from ....records import dataclass
from ....spreadsheetml.address import LAST_ROW, Position, a1
from ..plan import Cell, ExcelTable, Gauge, Highlight, Print, SheetPlan, Style, Tone
from ..sheet_builder import SheetBuilder
from ..styles.cell_styles import ROW_HEIGHT, is_full_width
from ..styles.text_metrics import Lettering, height_of, is_wide
from .cells import KEPT

if TYPE_CHECKING:
    from .lines import LinedCells

LEFT = 2
"""Column of the first content; the first column is a margin."""
TOP = 4
TITLE_HEIGHT: dict[int, float] = {1: 28}
BLANK = Cell()
"""Stands where a row has no cell."""
WIDE_SHARE = 0.89
WRAPPING: tuple[Style, ...] = ("cell_wrap", "cell_link")
"""The styles of texts that may take several lines."""
SURE = 0.8
"""Below which share of a column's width the letters of a text surely stand on one line."""

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
class GaugeScale:
    """How a column shows at a glance how large its numbers are."""

    kind: Literal["bar", "heat"]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """What stands above a column, how wide it is (in characters), what it shows of a row, and its colours."""

    title: str
    width: float
    value: Callable[[Row], Cell]
    highlight: Tones | None = None
    scale: GaugeScale | None = None


def alike(key: Callable[[Row], Hashable], value: Callable[[Row], Cell]) -> Callable[[Row], Cell]:
    """Return a column's value that is made once for all rows with the same key."""
    known: dict[Hashable, Cell] = {}

    def remembered(row: Row) -> Cell:
        if (cell := known.get(named := key(row))) is None:
            if len(known) >= KEPT:
                known.clear()
            cell = known[named] = value(row)
        return cell

    return remembered


class ReportPage:
    """What the sheets of one workbook share: its texts, and what its tables are called in formulas.

    `group` begins the keys of its texts: a sheet's name and title stand under `sheet` and `title`.
    """

    group: ClassVar[str]
    tables: ClassVar[Mapping[str, str]]
    catalog: Catalog

    def text(self, key: str, **values: object) -> str:
        return self.catalog.text(f"{self.group}.{key}", **values)

    def cut(self, subtitle: str, shown: int, all_: int) -> str:
        """Return a subtitle, which says so where not every row has room on the sheet."""
        return subtitle if shown == all_ else f"{subtitle} · {self.text('cut', shown=shown, all=all_)}"

    def start(self, id_: str, subtitle: str) -> SheetBuilder:
        """Begin a sheet with its title and one line of what it shows."""
        builder = SheetBuilder(id_, self.text(f"sheet.{id_}"))
        builder.put(1, LEFT, Cell(self.text(f"title.{id_}"), style="title"))
        builder.put(2, LEFT, Cell(subtitle, style="subtitle"))
        return builder


def write_table(
    builder: SheetBuilder, top: int, columns: Sequence[Column[Row]], rows: Iterable[Row]
) -> range:
    """Write titles and a line for each row; return the numbers of the lines."""
    lines = ([column.value(row) for column in columns] for row in rows)
    return table(builder, top, titles_of(columns), lines)


def titles_of(columns: Iterable[Column[Row]]) -> list[str]:
    """Return the titles of columns; in a table of Excel each is there once, in whatever letters."""
    titles: list[str] = []
    taken: set[str] = set()
    for column in columns:
        numbers = (f"{column.title} ({number})" for number in count(2))
        title = next(each for each in chain((column.title,), numbers) if each.casefold() not in taken)
        taken.add(title.casefold())
        titles.append(title)
    return titles


def table_of(name: str, rows: range, columns: Sequence[Column[Row]]) -> ExcelTable:
    """Return the table of Excel that these rows are; one without any has a blank row, as Excel asks."""
    bottom = max(rows.stop - 1, rows.start)
    return ExcelTable(name, f"{a1((rows.start - 1, LEFT))}:{a1((bottom, LEFT + len(columns) - 1))}")


def one_table(
    page: ReportPage,
    id_: str,
    subtitle: str,
    columns: Sequence[Column[Row]],
    rows: Sequence[Row],
    printed: int | None = None,
    header: float = 32,
    orientation: Literal["portrait", "landscape"] = "landscape",
) -> SheetPlan:
    """Plan a sheet that is one table; so many of its first columns are `printed`, all where None."""
    builder = page.start(id_, subtitle)
    lines = write_table(builder, TOP, columns, rows)
    heights = heights_of(
        builder.cells, lines, widths_of(columns, page.catalog.language), page.catalog.language
    )
    sheet = _table_sheet(page, builder, columns, lines, printed, header, orientation)
    return replace(sheet, heights={**sheet.heights, **heights})


def endless_table(
    page: ReportPage,
    id_: str,
    subtitle: str,
    columns: Sequence[Column[Row]],
    rows: Collection[Row],
    printed: int | None = None,
    header: float = 32,
) -> SheetPlan:
    """Plan a sheet that is one table of values whose cells are made when they are written, as many as fit."""
    shown = fitting(len(rows), TOP)
    builder = page.start(id_, page.cut(subtitle, shown, len(rows)))
    cells = lined_table(builder, TOP, columns, rows, shown, page.catalog.language)
    sheet = _table_sheet(page, builder, columns, cells.lines.places, printed, header, "landscape")
    return replace(sheet, cells=cells)


def lined_table(
    builder: SheetBuilder, top: int, columns: Sequence[Column[Row]], rows: Iterable[Row], count: int,
    language: str,
) -> LinedCells:  # fmt: skip
    """Write titles; return the cells of the sheet, with so many lines below that are made when needed."""
    from .lines import LinedCells, Lines  # needed by the longest reports alone

    write_table(builder, top, columns, ())
    widths = [width for column, width in widths_of(columns, language).items() if column >= LEFT]
    values = [column.value for column in columns]
    return LinedCells(builder.cells, Lines((top + 1, LEFT), values, rows, count, widths, language))


def _table_sheet(
    page: ReportPage, builder: SheetBuilder, columns: Sequence[Column[Row]], lines: range,
    printed: int | None, header: float, orientation: Literal["portrait", "landscape"],
) -> SheetPlan:  # fmt: skip
    right = LEFT + (len(columns) if printed is None else min(printed, len(columns))) - 1
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths_of(columns, page.catalog.language),
        heights={**TITLE_HEIGHT, TOP: header},
        freeze=a1((TOP + 1, LEFT + 2)),
        highlights=tuple(highlights_of(columns, lines)),
        print=Print(orientation, f"A1:{a1((max(lines.stop - 1, TOP), right))}", f"{TOP}:{TOP}"),
        unlocked=True,
        gauges=tuple(gauges_of(columns, lines)),
        tables=(table_of(page.tables[builder.id], lines, columns),),
        values_from=TOP + 1,
    )  # fmt: skip


def fitting(rows: int, top: int, below: int = 0) -> int:
    """Return how many of so many rows a sheet has room for under titles in row `top`, with some `below`."""
    return min(rows, max(LAST_ROW - top - below, 0))


def heights_of(
    cells: Mapping[Position, Cell], rows: range, widths: Mapping[int, float], language: str
) -> dict[int, float]:
    """Return the rows that are higher than one line, with the points that their longest text needs."""
    heights, columns = Heights(list(widths.values()), language), tuple(widths)
    needed = ((row, heights.of([cells.get((row, column), BLANK) for column in columns])) for row in rows)
    return {row: height for row, height in needed if height is not None}


class Heights:
    """How high each line must be; what was measured once in a column is not measured again."""

    def __init__(self, widths: Sequence[float], language: str) -> None:
        self.written = Lettering(language, indent=0)
        self.columns: list[tuple[float, dict[str, float]]] = [(width, {}) for width in widths]

    def of(self, cells: Sequence[Cell]) -> float | None:
        """Return the points that a line needs; None where each of its texts surely stands on one line."""
        highest = 0.0
        for cell, (width, known) in zip(cells, self.columns, strict=True):
            text = cell.value
            if cell.style in WRAPPING and isinstance(text, str):
                height = known.get(text)
                if height is None:
                    height = self._measured(text, width, known)
                if height > highest:
                    highest = height
        return highest or None

    def _measured(self, text: str, width: float, known: dict[str, float]) -> float:
        """Return the points that a text needs, 0 where it surely stands on one line."""
        if len(known) >= KEPT:
            known.clear()
        needed = max(ROW_HEIGHT, height_of(text, width, self.written)) if may_wrap(text, width) else 0.0
        known[text] = needed
        return needed


def may_wrap(text: str, width: float) -> bool:
    return "\n" in text or letters(text) > width * SURE


def letters(text: str) -> int:
    """Count the letters of a text, wide ones twice."""
    return len(text) if text.isascii() else sum(1 + is_wide(letter) for letter in text)


def gauges_of(columns: Sequence[Column[Row]], rows: range) -> Iterator[Gauge]:
    """Yield how columns show the size of their numbers; neighbours of one scale are one area."""
    for scale, group in groupby(enumerate(columns, LEFT), lambda each: each[1].scale):
        places = [at for at, _ in group]
        if scale is not None and rows:
            area = f"{a1((rows[0], places[0]))}:{a1((rows[-1], places[-1]))}"
            yield Gauge(area, scale.kind, scale.low, scale.high)


def widths_of(columns: Sequence[Column[Row]], language: str) -> dict[int, float]:
    """Return the width of each column by its number, with that of the margin.

    A language whose digits are wider needs fewer of them for the same room.
    """
    share = WIDE_SHARE if is_full_width(language) else 1
    return {1: 2} | {at: round(column.width * share, 1) for at, column in enumerate(columns, LEFT)}


def highlights_of(columns: Sequence[Column[Row]], rows: range) -> Iterator[Highlight]:
    """Yield the colours of each column where it stands."""
    for tones, group in groupby(enumerate(columns, LEFT), lambda each: each[1].highlight):
        places = [at for at, _ in group]
        if tones is not None and rows:
            first = a1((rows[0], places[0]))
            area = f"{first}:{a1((rows[-1], places[-1]))}"
            yield from (Highlight(area, formula, tone) for formula, tone in tones.tests(first))


def table(
    builder: SheetBuilder, row: int, titles: Sequence[str], rows: Iterable[Sequence[Cell]], left: int = LEFT
) -> range:
    """Write a header and rows below it; return the numbers of the rows."""
    for column, title in enumerate(titles, left):
        builder.put(row, column, Cell(title, style="header", align="left" if column == left else "center"))
    last = row
    for last, cells in enumerate(rows, row + 1):
        builder.put_row(last, left, cells)
    return range(row + 1, last + 1)
