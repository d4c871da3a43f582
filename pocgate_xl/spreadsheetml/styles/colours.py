"""Colours as files tell them: by their parts, by the theme, by an old palette; and whether they differ.

Source: ECMA-376 part 1, 18.8.3 bgColor, 18.8.19 fgColor, 18.8.27 indexedColors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from ...opc.xml_parser import Attributes

OFFICE = (
    "#FFFFFF", "#000000", "#EEECE1", "#1F497D", "#4F81BD", "#C0504D", "#9BBB59", "#8064A2", "#4BACC6",
    "#F79646", "#0000FF", "#800080",
)  # fmt: skip
"""The theme of a workbook that has none, in the order in which cells count its colours."""
THEME_ORDER = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink",
    "folHlink",
)  # fmt: skip
_BASIC = ("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
_OTHERS = (
    "800000", "008000", "000080", "808000", "800080", "008080", "C0C0C0", "808080", "9999FF", "993366",
    "FFFFCC", "CCFFFF", "660066", "FF8080", "0066CC", "CCCCFF", "000080", "FF00FF", "FFFF00", "00FFFF",
    "800080", "800000", "008080", "0000FF", "00CCFF", "CCFFFF", "CCFFCC", "FFFF99", "99CCFF", "FF99CC",
    "CC99FF", "FFCC99", "3366FF", "33CCCC", "99CC00", "FFCC00", "FF9900", "FF6600", "666699", "969696",
    "003366", "339966", "003300", "333300", "993300", "993366", "333399", "333333",
)  # fmt: skip
PALETTE = tuple(f"#{colour}" for colour in (*_BASIC, *_BASIC, *_OTHERS))
SYSTEM = {64: "#000000", 65: "#FFFFFF"}
PAPER, INK = "#FFFFFF", "#000000"
LEAST = 1.5
"""Below this contrast nobody reads a text; what people choose for emphasis lies above."""


def colour_of(
    attributes: Attributes | Mapping[str, str], theme: Sequence[str], palette: Sequence[str]
) -> str | None:
    """Return #RRGGBB of a colour element; None where the program chooses."""
    rgb = attributes.get("rgb", "")[-6:]
    if len(rgb) == 6 and _hex(rgb):
        return f"#{rgb.upper()}"
    chosen = _numbered(attributes.get("theme"), theme)
    if chosen:
        return _tinted(chosen, attributes.get("tint", "0"))
    index = attributes.get("indexed", "")
    return SYSTEM.get(int(index)) if index in ("64", "65") else _numbered(index, palette)


def unreadable(text: str | None, behind: str | None) -> bool:
    """Say whether a text has nearly the colour of what lies behind it."""
    return contrast(text or INK, behind or PAPER) < LEAST


def _hex(text: str) -> bool:
    return all(character in "0123456789abcdefABCDEF" for character in text)


def _numbered(index: str | None, colours: Sequence[str]) -> str | None:
    known = index is not None and index.isascii() and index.isdigit() and len(index) < 4
    return colours[int(index)] if known and index and int(index) < len(colours) else None


def _tinted(colour: str, tint: str) -> str:
    """Return a colour nearer to white (above 0) or to black (below 0); what is no colour stays as it is."""
    try:
        share = max(-1.0, min(1.0, float(tint)))
    except ValueError:
        share = 0.0
    try:
        parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    except ValueError:
        return colour
    return "#" + "".join(f"{round(_moved(part, share)):02X}" for part in parts)


def _moved(part: int, share: float) -> float:
    return part * (1 + share) if share < 0 else part + (255 - part) * share


@lru_cache(maxsize=1024)
def contrast(first: str, second: str) -> float:
    """Return the WCAG contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of #RRGGBB: 0 is black, 1 is white."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
