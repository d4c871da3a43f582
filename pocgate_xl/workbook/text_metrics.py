"""How much room texts take in cells, where no fonts are at hand: rather too much than too little."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

PIXELS = 96 / 72
"""Pixels of a point."""
INDENT = 9
"""Pixels of one step of indentation: three spaces of normal text."""
PADDING = 5
"""Pixels of a column that no text can use."""
DEFAULT_WIDTH = 8
CLOSING = "、。，．・：；！？）」』】〉》％ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"
OPENING = "（「『【〈《"
LATIN = (
    "22 33 47 56 56 92 68 28 34 34 50 56 28 35 28 39 56 56 56 56 56 56 56 56 56 56 28 28 56 56 56 47"
    " 95 61 66 64 69 59 55 69 73 29 54 65 54 86 72 74 63 74 64 60 60 72 58 89 57 53 60 34 39 34 56 56"
    " 61 56 62 51 62 55 32 56 61 28 28 55 28 93 61 61 62 62 39 47 38 61 52 80 50 52 48 34 46 34 56"
)
"""Widths from the space to the tilde in hundredths of the font's size: of Calibri or of Noto Sans CJK,
whichever letter is wider."""
WIDTHS = tuple(int(width) / 100 for width in LATIN.split())
OTHER = 0.7
"""Width of a letter that neither stands there nor is wide."""
FULL_WIDTH = frozenset({"ja", "ko", "zh"})
"""Languages whose letters are as wide as high; their fonts have no italics and stand wide apart."""
DIGIT, WIDE_DIGIT = 6, 7
"""Pixels of a digit of normal text, which widths of columns count in."""
PITCH, WIDE_PITCH = 1.3, 1.7
"""Height of a line by the size of its font."""
LAST_LINE = 1.2
"""Height of the last one: the space below its letters may be cut off."""
EDGES = 3
"""Points above and below a text."""
HIGHEST = 409
"""Points of the highest row."""


def is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def is_full_width(language: str) -> bool:
    """Say whether a language is written in letters as wide as high."""
    return language.split("-")[0] in FULL_WIDTH


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


def column_pixels(width: float | None, digit: int) -> float:
    """Return the pixels that a text may take in a column of so many characters."""
    characters = width if width is not None else DEFAULT_WIDTH + PADDING / digit
    return int((256 * characters + int(128 / digit)) / 256 * digit) - PADDING


def height_of(text: str, width: float | None, size: float, language: str) -> float:
    """Return the points that a text needs in a column of so many characters, indented by one step."""
    wide = is_full_width(language)
    room = column_pixels(width, WIDE_DIGIT if wide else DIGIT) - INDENT
    scale = size * PIXELS
    lines = sum(_lines_of(line, room, scale) for line in broken(text, room, lambda t: _ems(t) * scale))
    pitch = WIDE_PITCH if wide or any(map(is_wide, text)) else PITCH
    return min(HIGHEST, size * ((lines - 1) * pitch + LAST_LINE) + EDGES)


def _lines_of(line: str, room: float, scale: float) -> int:
    """Return the lines that one takes; a word wider than its column is broken anywhere."""
    return max(1, -int(-_ems(line.rstrip()) * scale // room))


def _ems(text: str) -> float:
    return sum(map(_em, text))


def _em(character: str) -> float:
    place = ord(character) - 32
    if 0 <= place < len(WIDTHS):
        return WIDTHS[place]
    return 1.0 if is_wide(character) else OTHER
