"""How each kind of cell looks, from a theme: plain data that the writer turns into cell styles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..core.theme import Colours, Theme
from .plan import Cell, Format, Style

NUMBER_FORMATS: Mapping[Format, str] = {
    "general": "General",
    "text": "@",
    "whole": "0",
    "number": "#,##0.##########",
    "money": "#,##0;-#,##0;0",
    "date": "yyyy-mm-dd",
    "month": "mm",
    "percent": "0%",
    "multiple": '0.0"×"',
    "fraction": "0.00",
    "mark": '"●";;',
}
DATE_FORMATS = {"ja": "yyyy/mm/dd"}
HIDDEN_VALUE = ";;;"


@dataclass(frozen=True, slots=True)
class Look:
    """Describe a cell style; an empty colour means none."""

    color: str
    fill: str = ""
    border: str = ""
    size: float = 10
    bold: bool = False
    italic: bool = False
    underline: bool = False
    wrap: bool = True
    horizontal: str = ""
    vertical: str = "center"
    locked: bool = True
    number_format: str = "General"


def look_of(cell: Cell, theme: Theme, language: str) -> Look:
    """Return how a cell looks in one theme and language."""
    look = _styles(theme.colours)[cell.style]
    formats = NUMBER_FORMATS[cell.format]
    if cell.format == "date":
        formats = DATE_FORMATS.get(language, formats)
    if cell.style == "gantt":
        formats = HIDDEN_VALUE
    sample = cell.field is None  # it only looks like an input, in a legend
    return replace(
        look, number_format=formats, horizontal=cell.align or look.horizontal, locked=look.locked or sample
    )


def _styles(c: Colours) -> dict[Style, Look]:
    body = Look(c.ink)
    boxed = replace(body, border=c.line)
    plain = replace(body, wrap=False)
    return {
        "title": Look(c.accent, size=18, bold=True, wrap=False),
        "subtitle": Look(c.muted, size=11, wrap=False),
        "hint": Look(c.muted, italic=True, wrap=False),
        "heading": Look(c.accent, size=12, bold=True, wrap=False),
        "header": Look(c.on_accent, fill=c.accent, border=c.line, bold=True),
        "label": replace(boxed, bold=True),
        "body": boxed,
        "muted": replace(boxed, color=c.muted),
        "span": plain,
        "caption": replace(plain, color=c.muted),
        "verdict_line": Look(c.good, bold=True, wrap=False),
        "strong": replace(plain, bold=True),
        "blank": boxed,
        "input": Look(c.ink, fill=c.input, border=c.line, locked=False),
        "input_line": Look(c.ink, fill=c.input, border=c.line, wrap=False, locked=False),
        "prefilled": Look(c.ink, fill=c.neutral_soft, border=c.line, locked=False),
        "output": replace(boxed, fill=c.output),
        "output_line": replace(boxed, fill=c.output, wrap=False),
        "code": Look(c.muted, size=8, wrap=False),
        "working": Look(c.muted, size=8, wrap=False),
        "check": replace(boxed, bold=True),
        "link": Look(c.accent, border=c.line, underline=True),
        "decision": Look(c.ink, fill=c.neutral_soft, size=18, bold=True, wrap=False),
        "big": Look(c.ink, size=14, bold=True, wrap=False),
        "total": replace(boxed, bold=True, fill=c.neutral_soft),
        "gantt": Look(c.ink, border=c.line, wrap=False),
        "bar": Look(c.accent, border=c.line, size=11, wrap=False),
    }


def tone(name: str, colours: Colours) -> tuple[str, str]:
    """Return text colour and fill of a highlight."""
    pairs = {
        "good": (colours.good, colours.good_soft),
        "attention": (colours.attention, colours.attention_soft),
        "bad": (colours.bad, colours.bad_soft),
        "neutral": (colours.ink, colours.neutral_soft),
        "required": (colours.ink, colours.accent_soft),
        "bar": (colours.accent, colours.accent),
    }
    return pairs[name]
