"""The columns of the decision paper: two blocks, over whose cells texts run, so that hardly any are merged.

label | note | segments … | rating | gap | right | middle | last
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field

from .....records import dataclass
from .....spreadsheetml.address import a1
from ...context import Context
from ...plan import Align, Cell, CellFormat, Style
from ...sheet_builder import SheetBuilder
from ...styles.cell_styles import LETTERS, is_full_width
from ..framing.frame import LEFT

DIGIT, WIDE_DIGIT = 6.76, 7.4
"""Pixels of a digit, in which widths are counted: in most fonts, in those of wide letters. Some programs
count in whole pixels, below or above."""
SEGMENTS = 100
"""Pixels of all segments together."""
RATING = 22
PIXELS, WIDE_PIXELS = (181, 132, 40, 107), (162, 150, 50, 104)
"""Of labels, notes, the gap and a third of the block on the right: as much in all, whatever the letters."""
HEADING, LINE = 19.0, 14.6
"""Points of a heading, and of a line of text."""
AIR = 5.0
PLACEHOLDERS = "abcd"
"""Names of what sentences leave open, in the order in which it is filled in."""

MOST_LETTERS = "pg_list_letters_"


@dataclass(frozen=True, slots=True)
class Paper:
    """What the blocks of the paper are planned with, and where its columns are."""

    builder: SheetBuilder
    context: Context
    merges: list[str] = field(default_factory=list)

    @property
    def levels(self) -> int:
        return len(self.context.template.scale.ratings)

    @property
    def label(self) -> int:
        """Return the first column of the page."""
        return LEFT

    @property
    def note(self) -> int:
        return LEFT + 1

    @property
    def segment(self) -> int:
        """Return the first of as many columns as the scale has ratings."""
        return LEFT + 2

    @property
    def rating(self) -> int:
        return self.segment + self.levels

    @property
    def gap(self) -> int:
        """Return the column between the blocks."""
        return self.rating + 1

    @property
    def right(self) -> int:
        """Return the first of the three columns of the block on the right."""
        return self.rating + 2

    @property
    def middle(self) -> int:
        return self.rating + 3

    @property
    def last(self) -> int:
        return self.rating + 4

    @property
    def thirds(self) -> tuple[int, int, int]:
        return self.right, self.middle, self.last

    @property
    def side(self) -> int:
        """Return the first column of workings."""
        return self.last + 2

    @property
    def wide(self) -> bool:
        return self.context.wide

    def widths(self) -> dict[int, float]:
        """Return every column's width, the page as wide on paper in one language as in another."""
        label, note, gap, third = WIDE_PIXELS if self.wide else PIXELS
        pixels = {self.label: label, self.note: note, self.rating: RATING, self.gap: gap}
        pixels |= dict.fromkeys(range(self.segment, self.rating), max(8, SEGMENTS // self.levels))
        pixels |= dict.fromkeys(self.thirds, third)
        digit = WIDE_DIGIT if self.wide else DIGIT
        return {1: 2.0, self.last + 1: 2.0} | {k: round(each / digit, 2) for k, each in pixels.items()}

    def text(self, row: int, column: int, words: str, style: Style = "span", align: Align = "") -> None:
        """Write a fixed text."""
        self.builder.put(row, column, Cell(words, style=style, align=align))

    def show(
        self, row: int, column: int, formula: str, shows: str, style: Style = "span",
        align: Align = "", look: CellFormat = "general",
    ) -> str:  # fmt: skip
        """Write what is computed."""
        cell = Cell(formula=formula, style=style, align=align, format=look, shows=shows)
        return self.builder.put(row, column, cell)

    def step(self, row: int, column: int, formula: str, name: str = "", shows: str = "") -> str:
        """Write an intermediate result right of the page; what colours rest on has a key, as if seen."""
        return self.builder.put(row, column, Cell(formula=formula, style="working", shows=shows), name)

    def word(self, row: int, column: int, id_: str) -> str:
        """Write a label right of the page that formulas repeat: the short one where there is one."""
        vocabulary, _, code = id_.partition(".")
        short = f"{vocabulary}_short"
        if f"{short}.{code}" in self.context.catalog.texts:
            vocabulary = short
        text = Cell(self.context.label(vocabulary, code), style="working", shows=f"{vocabulary}.{code}")
        return self.builder.put(row, column, text)

    def fill(self, row: int, style: Style, first: int = LEFT, last: int = 0) -> None:
        """Give the cells of a row that are still free a look."""
        for column in range(first, (last or self.last) + 1):
            if (row, column) not in self.builder.cells:
                self.builder.put(row, column, Cell(style=style))

    def heights(self, points: Mapping[int, float]) -> None:
        self.builder.heights |= points

    def area(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        return f"{a1(first)}:{a1(last)}"


def letters(language: str) -> Iterator[tuple[str, int]]:
    """Yield the names of what texts are shortened to, each with its number of letters."""
    for place, counts in LETTERS.items():
        yield f"{MOST_LETTERS}{place}", counts[is_full_width(language)]


def shortened(text: str, place: str) -> str:
    """Return a text, or its beginning where there is no room for all of it."""
    most = f"{MOST_LETTERS}{place}"
    return f'IF(LEN({text})>{most},LEFT({text},{most}-1)&pg_text_cut,{text}&"")'


def sentence(text: str, *values: str) -> str:
    """Return a text of the lists with values for its placeholders."""
    filled = f"pg_text_{text}"
    for letter, value in zip(PLACEHOLDERS, values, strict=False):
        filled = f"SUBSTITUTE({filled},pg_list_hole_{letter},{value})"
    return filled
