"""How much room texts take: widths from real fonts, lines as Excel breaks them.

The fonts have the widths of those that the workbooks name: Carlito those of Calibri; in Noto Sans
CJK, as in Yu Gothic, a Japanese character is as wide as it is high.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PIL import ImageFont

from pocgate_xl.workbook.cell_values import area_of
from pocgate_xl.workbook.plan import SheetPlan
from pocgate_xl.workbook.writer import ROW_HEIGHT

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
FILES = {
    "en": {"": "Carlito-Regular.ttf", "bold": "Carlito-Bold.ttf", "italic": "Carlito-Italic.ttf"},
    "ja": {
        "": "NotoSansCJK-Regular.ttc",
        "bold": "NotoSansCJK-Bold.ttc",
        "italic": "NotoSansCJK-Regular.ttc",
    },
}
PITCH = {"en": 1.25, "ja": 1.7}
"""Height of a line by the size of its font: Yu Gothic stands wide apart."""
INK = 1.2
"""Height of the last line: the space below its letters may be cut off."""
PIXELS = 96 / 72
"""Pixels of a point."""
A4_POINTS = {"portrait": (595, 842), "landscape": (842, 595)}
INDENT = 9
"""Pixels of one step of indentation: three spaces of normal text."""
PADDING = 5
"""Pixels of a column that no text can use."""
DEFAULT_WIDTH = 8
MEASURED_AT = 1000
CLOSING = "、。，．・：；！？）」』】〉》％ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"
OPENING = "（「『【〈《"


@dataclass(frozen=True)
class Type:
    """A font of one language at one size; `look` is "", "bold" or "italic"."""

    language: str
    size: float
    look: str = ""

    def width(self, text: str) -> float:
        """Return the width of a line in pixels."""
        return _font(FILES[self.language][self.look]).getlength(text) * self.size * PIXELS / MEASURED_AT

    def lines(self, text: str, width: float) -> int:
        """Return how many lines a text takes in a column of so many pixels."""
        return sum(self._lines(paragraph, width) for paragraph in text.split("\n"))

    def _lines(self, paragraph: str, width: float) -> int:
        lines, line = 1, ""
        for piece in _pieces(paragraph):
            if line and self.width((line + piece).rstrip()) > width:
                lines, line = lines + 1, piece.lstrip()
            else:
                line += piece
        return lines

    def height(self, lines: int) -> float:
        """Return the points that so many lines need."""
        return self.size * ((lines - 1) * PITCH[self.language] + INK)

    def widest_piece(self, text: str) -> float:
        return max((self.width(piece.strip()) for piece in _pieces(text)), default=0)


def _pieces(text: str) -> list[str]:
    """Return what cannot be broken: words with the space behind them, single wide characters."""
    pieces: list[str] = []
    for character in text:
        wide = unicodedata.east_asian_width(character) in "WF"
        joined = bool(pieces) and (
            character in CLOSING or pieces[-1][-1] in OPENING or (not wide and not _ends(pieces[-1]))
        )
        if joined:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _ends(piece: str) -> bool:
    """Say whether a line may break behind a piece."""
    return piece[-1] in " -–" or unicodedata.east_asian_width(piece[-1]) in "WF"


def column_pixels(width: float | None, language: str) -> float:
    """Return the pixels that a text may take in a column of so many characters."""
    digit = digit_pixels(language)
    chars = width if width is not None else DEFAULT_WIDTH + PADDING / digit
    return int((256 * chars + int(128 / digit)) / 256 * digit) - PADDING


def page_size(plan: SheetPlan, language: str) -> tuple[float, float]:
    """Return width and height, in points, of what a sheet prints."""
    area = area_of(plan.print.area)
    assert area
    width = sum(column_pixels(plan.widths.get(k), language) + PADDING for k in range(1, area[1][1] + 1))
    height = sum(plan.heights.get(row, ROW_HEIGHT) for row in range(1, area[1][0] + 1))
    return width / PIXELS, height


def page_scale(plan: SheetPlan, sheet: Worksheet, language: str) -> float:
    """Return by how much a sheet is scaled to fit the width of its page, or the page."""
    margins = sheet.page_margins
    wide, high = A4_POINTS[plan.print.orientation]
    width, height = page_size(plan, language)
    across = (wide - 72 * (margins.left + margins.right)) / width
    down = (high - 72 * (margins.top + margins.bottom)) / height
    return min(1, across, down) if plan.print.one_page else min(1, across)


@lru_cache
def digit_pixels(language: str) -> int:
    """Return the width of the widest digit of normal text, which Excel's widths count in."""
    return int(max(Type(language, 10).width(digit) for digit in "0123456789"))


@lru_cache
def _font(name: str) -> ImageFont.FreeTypeFont:
    found = next((file for folder in FONT_FOLDERS for file in sorted(folder.rglob(name))), None)
    if found is None and os.environ.get("CI"):
        pytest.fail(f"font not installed: {name}", pytrace=False)
    if found is None:
        pytest.skip(f"font not installed: {name}")
    return ImageFont.truetype(str(found), MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)
