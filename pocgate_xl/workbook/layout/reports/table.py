"""Tables of the workbooks that report on many: a column is declared once, and all of it moves with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count, groupby, product
from typing import ClassVar, Generic, Literal, TypeAlias, TypeVar

from ....core.catalog import Catalog
from ....records import dataclass
from ....spreadsheetml.address import Position, a1
from ..plan import Cell, ExcelTable, Gauge, Highlight, Print, SheetPlan, Style, Tone
from ..sheet_builder import SheetBuilder
from ..styles.cell_styles import ROW_HEIGHT, is_full_width
from ..styles.text_metrics import Lettering, height_of, is_wide

LEFT = 2
"""Column of the first content; the first column is a margin."""
TOP = 4
TITLE_HEIGHT: dict[int, float] = {1: 28}
WRAPPING: tuple[Style, ...] = ("cell_wrap", "cell_link")
"""The styles of texts that may take several lines."""
WIDE_SHARE = 0.89
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


class ReportPage:
    """What the sheets of one workbook share: its texts, and what its tables are called in formulas.

    `group` begins the keys of its texts: a sheet's name and title stand under `sheet` and `title`.
    """

    group: ClassVar[str]
    tables: ClassVar[Mapping[str, str]]
    catalog: Catalog

    def text(self, key: str, **values: object) -> str:
        return self.catalog.text(f"{self.group}.{key}", **values)

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
    widths = widths_of(columns, page.catalog.language)
    heights = heights_of(builder.cells, lines, widths, page.catalog.language)
    right = LEFT + (len(columns) if printed is None else min(printed, len(columns))) - 1
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths,
        heights={**TITLE_HEIGHT, TOP: header} | heights,
        freeze=a1((TOP + 1, LEFT + 2)),
        highlights=tuple(highlights_of(columns, lines)),
        print=Print(orientation, f"A1:{a1((max(lines.stop - 1, TOP), right))}", f"{TOP}:{TOP}"),
        unlocked=True,
        gauges=tuple(gauges_of(columns, lines)),
        tables=(table_of(page.tables[id_], lines, columns),),
        values_from=TOP + 1,
    )  # fmt: skip


def heights_of(
    cells: Mapping[Position, Cell], rows: range, widths: Mapping[int, float], language: str
) -> dict[int, float]:
    """Return the rows that are higher than one line, with the points that their longest text needs."""
    heights: dict[int, float] = {}
    for row, column in product(rows, widths):
        cell = cells.get((row, column))
        if cell is not None and cell.style in WRAPPING and _may_wrap(cell.value, widths[column]):
            needed = height_of(str(cell.value), widths[column], Lettering(language, indent=0))
            heights[row] = max(heights.get(row, ROW_HEIGHT), needed)
    return heights


def _may_wrap(value: object, width: float) -> bool:
    return isinstance(value, str) and ("\n" in value or letters(value) > width * SURE)


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
        for column, cell in enumerate(cells, left):
            builder.put(last, column, cell)
    return range(row + 1, last + 1)
