"""How each kind of cell looks, from a theme: plain data that the writer turns into cell styles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from ..core.theme import Colours, Theme
from .plan import Align, Cell, Format, Style

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
    "date_or_dash": 'yyyy-mm-dd;;;"–"',
    "year_month": "yyyy-mm",
    "months": "0.0",
}
DATES = {"ja": {"yyyy-mm-dd": "yyyy/mm/dd", "yyyy-mm": "yyyy/mm"}}
"""How days and months are written in languages that do not write them as `NUMBER_FORMATS` has it."""
BY_FORMAT: Mapping[Format, Align] = {"general": "left", "text": "left"}
"""Where values of a format stand in a box; numbers stand right by themselves."""
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
    indent: int = 0
    sides: tuple[str, ...] = ("left", "right", "top", "bottom")
    vertical: str = "center"
    locked: bool = True
    number_format: str = "General"


def look_of(cell: Cell, theme: Theme, language: str) -> Look:
    """Return how a cell looks in one theme and language."""
    look = _styles(theme.colours)[cell.style]
    sample = cell.field is None  # it only looks like an input, in a legend
    where = alignment(cell) if look.border else cell.align or look.horizontal
    return replace(
        look, number_format=number_format_of(cell, language), horizontal=where, locked=look.locked or sample,
        indent=1 if where == "left" and (look.border or look.fill) else look.indent,
    )  # fmt: skip


def number_format_of(cell: Cell, language: str) -> str:
    """Return in which number format the value of a cell is shown."""
    if cell.style == "gantt":
        return HIDDEN_VALUE
    planned = NUMBER_FORMATS[cell.format]
    for usual, own in DATES.get(language, {}).items():
        planned = planned.replace(usual, own)
    return planned


def alignment(cell: Cell) -> Align:
    """Return where a value stands in its box; "" for numbers, which stand right."""
    return cell.align or BY_FORMAT.get(cell.format, "")


@lru_cache(maxsize=8)
def _styles(c: Colours) -> dict[Style, Look]:
    body = Look(c.ink)
    boxed = replace(body, border=c.line)
    plain = replace(body, wrap=False)
    return _paper_styles(c) | {
        "title": Look(c.accent, size=18, bold=True, wrap=False),
        "subtitle": Look(c.muted, size=11, wrap=False),
        "hint": Look(c.muted, italic=True, wrap=False),
        "heading": Look(c.accent, size=12, bold=True, wrap=False),
        "header": Look(c.on_accent, fill=c.accent, border=c.line, bold=True),
        "carried": Look(c.on_accent, fill=c.accent, border=c.line, sides=("top", "bottom")),
        "label": replace(boxed, bold=True),
        "body": boxed,
        "muted": replace(boxed, color=c.muted),
        "span": plain,
        "caption": replace(plain, color=c.muted),
        "verdict_line": Look(c.good, bold=True, wrap=False),
        "strong": replace(plain, bold=True),
        "aside": Look(c.muted, italic=True, wrap=False, horizontal="left", indent=1),
        "blank": boxed,
        "band": replace(boxed, sides=("top", "bottom")),
        "input": Look(c.ink, fill=c.input, border=c.line, locked=False),
        "prefilled": Look(c.ink, fill=c.neutral_soft, border=c.line, locked=False),
        "output": replace(boxed, fill=c.output),
        "output_line": replace(boxed, fill=c.output, wrap=False, sides=("left", "top", "bottom")),
        "output_on": replace(boxed, fill=c.output, sides=("top", "bottom")),
        "output_end": replace(boxed, fill=c.output, sides=("right", "top", "bottom")),
        "code": Look(c.muted, size=8, wrap=False),
        "working": Look(c.muted, size=8, wrap=False),
        "check": replace(boxed, bold=True),
        "link": Look(c.accent, border=c.line, underline=True),
        "decision": Look(c.ink, fill=c.neutral_soft, size=18, bold=True, wrap=False, horizontal="left"),
        "big": Look(c.ink, size=14, bold=True, wrap=False),
        "total": replace(boxed, bold=True, fill=c.neutral_soft),
        "gantt": Look(c.ink, border=c.line, wrap=False),
        "bar": Look(c.accent, border=c.line, size=11, wrap=False),
    }


def _paper_styles(c: Colours) -> dict[Style, Look]:
    """Return the looks of the decision paper: texts run over narrow cells."""
    return {
        "paper_strip": Look(c.muted, size=9, wrap=False),
        "paper_name": Look(c.accent, size=20, bold=True, wrap=False),
        "paper_whose": Look(c.muted, wrap=False),
        "paper_rule": Look(c.ink, border=c.accent, wrap=False, sides=("top",)),
        "why": Look(c.ink, fill=c.neutral_soft, wrap=False, horizontal="left"),
        "why_right": Look(c.ink, fill=c.neutral_soft, wrap=False, horizontal="right", indent=1),
        "tile": Look(c.ink, fill=c.output, wrap=False),
        "tile_label": Look(c.muted, fill=c.output, size=9, wrap=False, horizontal="left"),
        "tile_value": Look(c.ink, fill=c.output, size=15, bold=True, wrap=False, horizontal="left"),
        "column": Look(c.muted, border=c.accent, size=9, bold=True, wrap=False, sides=("bottom",)),
        "step": Look(c.ink, wrap=False, horizontal="left", indent=1),
        "step_change": Look(c.ink, bold=True, wrap=False, horizontal="left", indent=1),
        "step_link": Look(c.accent, underline=True, wrap=False, horizontal="left", indent=1),
        "reason": Look(c.muted, size=9, vertical="top"),
        "chip": Look(
            c.ink, fill=c.neutral_soft, border=c.paper, size=9, bold=True, wrap=False, horizontal="center"
        ),
        "small": Look(c.muted, size=9, wrap=False),
        "input_top": Look(c.ink, fill=c.input, border=c.line, vertical="top", locked=False),
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
        "bar_good": (colours.good, colours.good),
        "bar_attention": (colours.attention, colours.attention),
        "bar_bad": (colours.bad, colours.bad),
        "ink_good": (colours.good, ""),
        "ink_bad": (colours.bad, ""),
        "ink_attention": (colours.attention, ""),
        "line_below": ("", ""),
        "line_bad": (colours.bad, ""),
    }
    return pairs[name]
