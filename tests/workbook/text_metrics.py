"""How much room texts take: widths from real fonts, lines as Excel breaks them.

The fonts have the widths of those that the workbooks name: Carlito those of Calibri; in Noto Sans
CJK, as in Yu Gothic, a Japanese character is as wide as it is high.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PIL import ImageFont

from pocgate_xl.spreadsheetml.address import area_of
from pocgate_xl.workbook.layout.plan import SheetPlan
from pocgate_xl.workbook.layout.styles.cell_styles import ROW_HEIGHT
from pocgate_xl.workbook.layout.styles.text_metrics import LAST_LINE, PADDING, PIXELS, broken, pieces
from pocgate_xl.workbook.layout.styles.text_metrics import column_pixels as pixels_of_column

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
A4_POINTS = {"portrait": (595, 842), "landscape": (842, 595)}
MEASURED_AT = 1000


@dataclass(frozen=True)
class Type:
    """A font of one language at one size; `look` is "", "bold" or "italic"."""

    language: str
    size: float
    look: str = ""

    def width(self, text: str) -> float:
        """Return the width of a line in pixels."""
        return _font(FILES[self.language][self.look]).getlength(text) * self.size * PIXELS / MEASURED_AT

    def broken(self, text: str, width: float) -> list[str]:
        """Return the lines of a text in a column of so many pixels."""
        return list(broken(text, width, self.width))

    def lines(self, text: str, width: float) -> int:
        """Return how many lines a text takes in a column of so many pixels."""
        return len(self.broken(text, width))

    def height(self, lines: int) -> float:
        """Return the points that so many lines need."""
        return self.size * ((lines - 1) * PITCH[self.language] + LAST_LINE)

    def widest_piece(self, text: str) -> float:
        return max((self.width(piece.strip()) for piece in pieces(text)), default=0)


def column_pixels(width: float | None, language: str) -> float:
    """Return the pixels that a text may take in a column of so many characters."""
    return pixels_of_column(width, digit_pixels(language))


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
