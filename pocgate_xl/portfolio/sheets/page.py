"""What the sheets of a portfolio share: their texts, safe values and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import takewhile

from ...core.catalog import Catalog
from ...core.fields import INCOMPLETE
from ...core.money import EXACT
from ...core.template import Span, Template
from ...opc.safe_text import visible, without_hidden
from ...workbook.layout.cell_styles import DECISION_TONES
from ...workbook.layout.plan import Area, Cell, CellFormat, SheetBuilder, Style, Tone
from ..entries import Entry
from ..overview import Portfolio

LEFT = 2
"""Column of the first content; the first column is a margin."""
TOP = 4
TITLE_HEIGHT: dict[int, float] = {1: 28}
LONGEST = 200
"""How much of a text from a file a cell shows."""
LARGEST = Decimal("1e300")
"""Beyond it an amount is shown as a text: a cell's number ends soon after."""

TONES: Mapping[Tone, tuple[str, ...]] = {**DECISION_TONES, "neutral": (INCOMPLETE,)}
"""The decisions that each colour tells; beside others one that is still open has its own."""


@dataclass(frozen=True, slots=True)
class PortfolioPage:
    """What a sheet is planned from: a portfolio and the texts of one language."""

    portfolio: Portfolio
    catalog: Catalog

    @property
    def template(self) -> Template:
        return self.portfolio.template

    def text(self, key: str, **values: object) -> str:
        return self.catalog.text(f"portfolio.{key}", **values)

    def shared(self, key: str) -> str:
        """Return a text that the workbook of an engagement uses too."""
        return self.catalog.text(f"text.{key}")

    def label(self, vocabulary: str, code: str) -> str:
        return self.catalog.label(vocabulary, code)

    def quarter(self, month: int) -> str:
        """Return the quarter of a month, which says so where it is one of a fiscal year."""
        terms = self.portfolio.plan.terms
        quarter = terms.quarter_at(month)
        if terms.fiscal_start == 1:
            return str(quarter)
        return self.text("fiscal_quarter", year=quarter.year, number=quarter.number)

    @property
    def places(self) -> Mapping[int, int]:
        """Return the ranks of entries by their identity; what is not ranked for launch has none."""
        return {id(entry): place for place, entry in enumerate(self.portfolio.ranking.ranked, 1)}

    def start(self, id_: str, subtitle: str) -> SheetBuilder:
        """Begin a sheet with its title and one line of what it shows."""
        builder = SheetBuilder(id_, self.text(f"sheet.{id_}"))
        builder.put(1, LEFT, Cell(self.text(f"title.{id_}"), style="title"))
        builder.put(2, LEFT, Cell(subtitle, style="subtitle"))
        return builder

    def decision(self, entry: Entry) -> Cell:
        return Cell(self.label("decision", entry.assessment.decision), style="check", align="center")

    def decision_tests(self, cell: str) -> Iterator[tuple[str, Tone]]:
        """Colour a decision's label as the dashboard does."""
        for tone, codes in TONES.items():
            yield from ((f"{cell}={quoted(self.label('decision', code))}", tone) for code in codes)


def quoted(text: str) -> str:
    """Return a text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


def own(text: str | None) -> str:
    """Return what somebody wrote, on one line and without anything hidden in it."""
    line = " ".join(without_hidden(text or "").split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def file_name(path: str) -> str:
    """Return the name of a file, its hidden characters escaped."""
    return visible(path.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] or path, LONGEST)


def common_folder(paths: Iterable[str]) -> str:
    """Return the folder, with its last slash, in which all files lie; nothing where there is none."""
    folders = [_slashed(path).split("/")[:-1] for path in paths]
    shared = takewhile(lambda parts: len(set(parts)) == 1, zip(*folders, strict=False))
    return "".join(f"{parts[0]}/" for parts in shared)


def file_below(folder: str, path: str) -> str:
    """Return where a file lies below a folder, its hidden characters escaped."""
    return visible(_slashed(path).removeprefix(folder), LONGEST)


def _slashed(path: str) -> str:
    return path.replace("\\", "/")


def money(amount: Decimal | Fraction | None, style: Style = "body") -> Cell:
    """Return the cell of an amount; an unknown one is blank, never 0."""
    exact = shown(amount) if isinstance(amount, Fraction) else amount
    return Cell(_storable(exact), style=style, format="money", align="right")


def number(amount: Decimal) -> Cell:
    """Return the cell of a number that is no money."""
    return Cell(_storable(amount), format="number", align="right")


def months(number: Fraction | None) -> Cell:
    return Cell(_storable(shown(number)), format="fraction", align="center")


def _storable(number: Decimal | None) -> Decimal | str | None:
    """Return a number that a cell can hold; a larger one becomes a text."""
    return f"{number:.3E}" if number is not None and abs(number) > LARGEST else number


def shown(number: Fraction | None) -> Decimal | None:
    """Return a number rounded to hundredths, as no cell holds a fraction."""
    with localcontext(EXACT):
        return None if number is None else Decimal(round(number * 100)).scaleb(-2)


def whole(number: int | None, format: CellFormat = "whole") -> Cell:
    return Cell(number, format=format, align="center")


def ends(span: Span | None) -> tuple[Decimal | None, Decimal | None]:
    """Return both ends of a range, unknown together."""
    return (None, None) if span is None else (span.low, span.high)


def named(entry: Entry) -> tuple[Cell, Cell, Cell]:
    """Return the cells that say which engagement it is: id, organization and PoC."""
    engagement = entry.assessment.engagement
    return (
        Cell(own(engagement.id), style="label"),
        Cell(own(engagement.organization)),
        Cell(own(engagement.poc_name)),
    )


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


def area(sheet: str, rows: range, column: int) -> Area:
    return Area(sheet, (rows[0], column), (rows[-1], column))
