"""How much room texts take in cells, where no fonts are at hand: rather too much than too little."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from .cell_styles import is_full_width

PIXELS = 96 / 72
"""Pixels of a point."""
INDENT = 9
"""Pixels of one step of indentation: three spaces of normal text."""
PADDING = 5
"""Pixels of a column that no text can use."""
DEFAULT_WIDTH = 8
CLOSING = "、。，．・：；！？）」』】〉》％ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"
OPENING = "（「『【〈《"
CALIBRI = (
    "23 33 40 50 51 72 68 22 30 30 50 50 25 31 25 39 51 51 51 51 51 51 51 51 51 51 27 27 50 50 50 46"
    " 89 58 54 53 62 49 46 63 62 25 32 52 42 86 65 66 52 67 54 46 49 64 57 89 52 49 47 31 39 31 50 50"
    " 29 48 52 42 52 50 30 47 52 23 24 46 23 80 52 53 52 52 35 39 34 52 45 72 43 45 40 31 46 31 50"
)
NOTO_SANS_CJK = (
    "22 32 47 56 56 92 68 28 34 34 47 56 28 35 28 39 56 56 56 56 56 56 56 56 56 56 28 28 56 56 56 47"
    " 95 61 66 64 69 59 55 69 73 29 54 65 54 81 72 74 63 74 64 60 60 72 58 88 57 53 60 34 39 34 56 56"
    " 61 56 62 51 62 55 32 56 61 28 28 55 28 93 61 61 62 62 39 47 38 61 52 80 50 52 48 34 27 34 56"
)
"""Widths from the space to the tilde in hundredths of the font's size."""
NARROW, BROAD = (tuple(int(width) / 100 for width in font.split()) for font in (CALIBRI, NOTO_SANS_CJK))
OTHER = 0.7
"""Width of a letter that neither stands there nor is wide."""
DIGIT, WIDE_DIGIT = 6, 7
"""Pixels of a digit of normal text, which widths of columns count in."""
BOLD, WIDE_BOLD = 1.03, 1.07
"""Width of bold letters by that of others."""
PITCH, WIDE_PITCH = 1.28, 1.7
"""Height of a line by the size of its font."""
LAST_LINE = 1.2
"""Height of the last one: the space below its letters may be cut off."""
EDGES = 3
"""Points above and below a text."""
HIGHEST = 409
"""Points of the highest row."""


@lru_cache(maxsize=4096)
def is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def pieces(paragraph: str) -> list[str]:
    """Return what cannot be broken: words with the space behind them, single wide characters."""
    found: list[str] = []
    for character in paragraph:
        joined = bool(found) and (
            character in CLOSING
            or found[-1][-1] in OPENING
            or (not is_wide(character) and not _ends(found[-1]))
        )
        if joined:
            found[-1] += character
        else:
            found.append(character)
    return found


def _ends(piece: str) -> bool:
    """Say whether a line may break behind a piece."""
    return piece[-1] in " -–" or is_wide(piece[-1])


def broken(text: str, room: float, width: Callable[[str], float]) -> Iterator[str]:
    """Yield the lines of a text in a column of so many pixels, as Excel breaks them."""
    for paragraph in text.split("\n"):
        line = ""
        for piece in pieces(paragraph):
            if line and width((line + piece).rstrip()) > room:
                yield line
                line = piece.lstrip()
            else:
                line += piece
        yield line


def column_pixels(width: float | None, digit: float) -> float:
    """Return the pixels that a text may take in a column of so many characters."""
    characters = width if width is not None else DEFAULT_WIDTH + PADDING / digit
    return int((256 * characters + int(128 / digit)) / 256 * digit) - PADDING


class Lettering(NamedTuple):
    """How a text is written: as it is in inputs, unless something else is said."""

    language: str
    size: float = 10
    bold: bool = False
    indent: int = 1


def room_in(width: float | None, written: Lettering) -> float:
    """Return the pixels for a text in a column of so many characters."""
    digit = WIDE_DIGIT if is_full_width(written.language) else DIGIT
    return column_pixels(width, digit) - INDENT * written.indent


def pixels_of(text: str, written: Lettering) -> float:
    """Return how wide a line of text is."""
    wide = is_full_width(written.language)
    bold = (WIDE_BOLD if wide else BOLD) if written.bold else 1
    return sum(map(_WIDTHS[wide].__getitem__, text)) * (written.size * PIXELS * bold)


def on_one_line(text: str, width: float, written: Lettering) -> str:
    """Return a text, or as much of it as stands on one line of a column and a mark that it is cut."""
    room = room_in(width, written)
    if pixels_of(text, written) <= room:
        return text
    fitting = (f"{text[:end]}…" for end in range(len(text) - 1, 0, -1))
    return next((each for each in fitting if pixels_of(each, written) <= room), "…")


@lru_cache(maxsize=4096)
def height_of(text: str, width: float | None, written: Lettering) -> float:
    """Return the points that a text needs in a column of so many characters."""
    wide, room = is_full_width(written.language), room_in(width, written)

    def pixels(line: str) -> float:
        return pixels_of(line, written)

    # A word wider than its column is broken anywhere.
    lines = sum(max(1, ceil(pixels(line.rstrip()) / room)) for line in broken(text, room, pixels))
    pitch = WIDE_PITCH if wide or any(map(is_wide, text)) else PITCH
    return min(HIGHEST, written.size * ((lines - 1) * pitch + LAST_LINE) + EDGES)


class _Widths(dict[str, float]):
    """Widths of characters by the size of the font, each looked up once."""

    def __init__(self, letters: Sequence[float]) -> None:
        self.letters = letters

    def __missing__(self, character: str) -> float:
        place = ord(character) - 32
        usual = 1.0 if is_wide(character) else OTHER
        width = self.letters[place] if 0 <= place < len(self.letters) else usual
        if len(self) < MOST_CHARACTERS:
            self[character] = width
        return width


MOST_CHARACTERS = 10_000
_WIDTHS = {False: _Widths(NARROW), True: _Widths(BROAD)}
