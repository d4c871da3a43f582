"""How each kind of cell looks, from a theme: plain data that the writer turns into cell styles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from ....records import dataclass
from ....templates.theme import Colours, Theme
from ..plan import Align, Cell, CellFormat, Role, Style, Tone

NUMBER_FORMATS: Mapping[CellFormat, str] = {
    "general": "General",
    "text": "@",
    "whole": "#,##0",
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
    "of": '"/ "0',
    "thousands": "#,##0,;-#,##0,;0",
    "millions": "#,##0.0,,;-#,##0.0,,;0",
    "month_day": "mm-dd",
}
DATES = {"ja": {"yyyy-mm-dd": "yyyy/mm/dd", "yyyy-mm": "yyyy/mm", "mm-dd": "mm/dd"}}
"""How days and months are written in languages that do not write them as `NUMBER_FORMATS` has it."""
BY_FORMAT: Mapping[CellFormat, Align] = {"general": "left", "text": "left"}
"""Where values of a format stand in a box; numbers stand right by themselves."""
HIDDEN_VALUE = ";;;"
POINTED = '"▸ "0'
"""How the number of a row is shown in which something is needed: a value stays a number."""
FULL_WIDTH = frozenset({"ja", "ko", "zh"})
LETTERS: Mapping[str, tuple[int, int]] = {
    "who": (16, 8), "note": (36, 24), "note_line": (20, 12), "name": (47, 22), "paper_name": (38, 19),
    "owner": (42, 21), "person": (24, 12),
}  # fmt: skip
"""Letters, and full-width ones, for which there is room: of who does a step, of what a rating rests on, in
two lines or one; of an organisation and a PoC at the top of a page; on the paper of the PoC, its
organisation, and who stands behind it."""
DECISION_TONES: Mapping[Tone, tuple[str, ...]] = {
    "good": ("go", "ready_for_approval"),
    "attention": ("clear_checklist", "conditional"),
    "bad": ("hold",),
}
"""The decisions that each colour tells; one that is still open has none in a workbook."""
ROW_HEIGHT = 18
"""Points of a row that says nothing else."""


@dataclass(frozen=True, slots=True)
class CellStyle:
    """A cell style; an empty colour means none."""

    color: str
    fill: str = ""
    border: str = ""
    size: float = 10
    wide_size: float = 0
    """Of wide letters, where their lines would not have room; 0 where they are as large as others."""
    bold: bool = False
    italic: bool = False
    underline: bool = False
    wrap: bool = True
    horizontal: str = ""
    indent: int = 0
    sides: tuple[str, ...] = ("left", "right", "top", "bottom")
    weight: Literal["thin", "thick"] = "thin"
    """Of the lines on these sides."""
    vertical: str = "center"
    locked: bool = True
    number_format: str = "General"
    shrink: bool = False
    """Whether what is too wide is made smaller, instead of running over other cells or rows."""


def look_of(cell: Cell, theme: Theme, language: str) -> CellStyle:
    """Return how a cell looks in one theme and language."""
    look = _styles(theme.colours)[cell.style]
    sample = not (cell.field or cell.free)  # it only looks like an input, in a legend
    where = alignment(cell) if look.border else cell.align or look.horizontal
    money = cell.format == "money"
    wrap, shrink = look.wrap and not money, look.shrink or money
    size = look.wide_size if look.wide_size and is_full_width(language) else look.size
    return replace(
        look, size=size, wrap=wrap, shrink=shrink, horizontal=where,
        number_format=number_format_of(cell, language),
        locked=look.locked or sample, vertical=cell.vertical or look.vertical,
        italic=look.italic and not is_full_width(language),
        indent=1 if where == "left" and (look.border or look.fill) else look.indent,
    )  # fmt: skip


def is_full_width(language: str) -> bool:
    """Say whether a language is written in letters as wide as high, of which there are no italics."""
    return language.split("-")[0] in FULL_WIDTH


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
def _styles(c: Colours) -> dict[Style, CellStyle]:
    body = CellStyle(c.ink)
    boxed = replace(body, border=c.line)
    plain = replace(body, wrap=False)
    apart = _header_styles(c) | _paper_styles(c) | _list_styles(c)
    return apart | {
        "title": CellStyle(c.accent_text, size=18, bold=True, wrap=False),
        "subtitle": CellStyle(c.muted, size=11, wrap=False),
        "hint": CellStyle(c.muted, italic=True, wrap=False),
        "heading": CellStyle(c.accent_text, size=12, bold=True, wrap=False),
        "label": replace(boxed, bold=True),
        "body": boxed,
        "muted": replace(boxed, color=c.muted),
        "span": plain,
        "caption": replace(plain, color=c.muted),
        "progress": CellStyle(c.muted, bold=True, underline=True, wrap=False),
        "point": CellStyle(
            c.attention, border=c.line, wrap=False, horizontal="center", sides=("top", "bottom")
        ),
        "row": replace(plain, border=c.line, sides=("top", "bottom")),
        "progress_bar": CellStyle(c.accent_mark, border=c.line, size=8, wrap=False, sides=("top", "bottom")),
        "banner_bar": CellStyle(c.accent_mark, size=8, wrap=False, horizontal="left", indent=1),
        "whose": CellStyle(c.muted, size=9, wrap=False, horizontal="right", vertical="top"),
        "strong": replace(plain, bold=True),
        "blank": boxed,
        "band": replace(boxed, sides=("top", "bottom")),
        "line": replace(boxed, bold=True, wrap=False, sides=("left", "top", "bottom")),
        "summary": CellStyle(c.ink, fill=c.neutral_soft, size=11, bold=True, wrap=False, horizontal="left"),
        "summary_note": CellStyle(c.muted, fill=c.neutral_soft, size=9, wrap=False, horizontal="left"),
        "input": CellStyle(c.ink, border=c.input_line, locked=False),
        "input_big": CellStyle(
            c.ink, border=c.input_line, size=14, bold=True, shrink=True, wrap=False, locked=False
        ),
        "given": CellStyle(c.ink, fill=c.input, border=c.input_line),
        "needed": CellStyle(c.ink, fill=c.needed, border=c.needed_line),
        "prefilled": CellStyle(c.ink, fill=c.prefilled, border=c.input_line, locked=False),
        "output": replace(boxed, fill=c.output),
        "output_line": replace(boxed, fill=c.output, wrap=False, sides=("left", "top", "bottom")),
        "output_on": replace(boxed, fill=c.output, sides=("top", "bottom")),
        "output_end": replace(boxed, fill=c.output, sides=("right", "top", "bottom")),
        "code": CellStyle(c.muted, size=8, wrap=False),
        "working": CellStyle(c.muted, size=8, wrap=False),
        "check": replace(boxed, bold=True, fill=c.output),
        "link": CellStyle(c.accent_text, border=c.line, underline=True),
        "reference": CellStyle(c.accent_text, underline=True, wrap=False),
        "decision": CellStyle(c.ink, fill=c.neutral_soft, size=18, bold=True, wrap=False, horizontal="left"),
        "total": replace(boxed, bold=True, fill=c.neutral_soft),
        "gantt": CellStyle(c.ink, border=c.line, wrap=False),
        "bar": CellStyle(c.accent_mark, border=c.line, size=11, wrap=False),
    }


def _header_styles(c: Colours) -> dict[Style, CellStyle]:
    """Return the looks of the bar above a table: with a line to the right, without one, carried on."""
    header = CellStyle(c.on_accent, fill=c.accent, border=c.line, bold=True)
    return {
        "header": header,
        "header_on": replace(header, sides=("left", "top", "bottom")),
        "carried": replace(header, bold=False, sides=("top", "bottom")),
    }


def _list_styles(c: Colours) -> dict[Style, CellStyle]:
    """Return the looks of long lists: a line below each row and nothing else; and of what is tried."""
    return {
        "trial": CellStyle(c.ink, border=c.input_line, wrap=False, locked=False),
        "cell": CellStyle(c.ink, border=c.line, wrap=False, sides=("bottom",)),
        "cell_strong": CellStyle(c.ink, border=c.line, bold=True, wrap=False, sides=("bottom",)),
        "cell_wrap": CellStyle(c.ink, border=c.line, sides=("bottom",)),
        "cell_link": CellStyle(c.accent_text, border=c.line, underline=True, sides=("bottom",)),
    }


def _paper_styles(c: Colours) -> dict[Style, CellStyle]:
    """Return the looks of the decision paper: texts run over narrow cells; white lines set tiles apart."""
    tile = CellStyle(c.ink, fill=c.output, border=c.paper, sides=("left",), weight="thick", wrap=False)
    return {
        "paper_strip": CellStyle(c.muted, size=9, wrap=False),
        "paper_name": CellStyle(c.accent_text, size=18, bold=True, wrap=False),
        "paper_whose": CellStyle(c.muted, size=9, wrap=False),
        "paper_rule": CellStyle(c.ink, border=c.accent, wrap=False, sides=("top",)),
        "why": CellStyle(c.ink, fill=c.neutral_soft, wrap=False, horizontal="left"),
        "why_right": CellStyle(c.ink, fill=c.neutral_soft, wrap=False, horizontal="right", indent=1),
        "tile": CellStyle(c.ink, fill=c.output, wrap=False),
        "tile_label": replace(tile, color=c.muted, size=9),
        "tile_value": replace(tile, size=15, bold=True),
        "tile_words": replace(tile, size=11, bold=True),
        "tile_note": replace(tile, color=c.muted, size=9, wrap=True, vertical="top"),
        "column": CellStyle(c.muted, border=c.accent, size=9, bold=True, wrap=False, sides=("bottom",)),
        "step": CellStyle(c.ink, wrap=False, horizontal="left", indent=1),
        "step_who": CellStyle(c.ink, wrap=False, shrink=True, horizontal="left", indent=1),
        "step_change": CellStyle(c.ink, bold=True, wrap=False, horizontal="left", indent=1),
        "step_link": CellStyle(c.accent_text, underline=True, wrap=False, horizontal="left", indent=1),
        "sentence": CellStyle(c.ink, size=9, horizontal="left", indent=1),
        "fit": CellStyle(c.ink, wrap=False, shrink=True),
        "reason": CellStyle(c.muted, size=9, wide_size=8),
        "reason_line": CellStyle(c.muted, size=9, wrap=False),
        "chip": CellStyle(
            c.ink, fill=c.neutral_soft, border=c.paper, size=9, bold=True, wrap=False, horizontal="center"
        ),
        "small": CellStyle(c.muted, size=9, wrap=False),
        "beside": CellStyle(c.muted, size=9, wrap=False, horizontal="right", indent=1),
        "seal_head": CellStyle(c.muted, fill=c.output, border=c.input_line, size=9, wrap=False),
        "seal": CellStyle(c.ink, border=c.input_line),
        "amount": CellStyle(c.ink, bold=True, wrap=False, horizontal="right", indent=1),
        "input_by": CellStyle(c.ink, border=c.input_line, size=9, locked=False),
        "input_sign": CellStyle(c.ink, border=c.input_line, size=8, locked=False),
        "input_top": CellStyle(c.ink, border=c.input_line, vertical="top", locked=False),
    }


@dataclass(frozen=True, slots=True)
class Shade:
    """What a highlight does to a cell; what is empty stays as it is."""

    color: str = ""
    fill: str = ""
    border: str = ""
    line: str = ""
    """Colour of a border below alone."""
    bold: bool = True
    number_format: str = ""


def tone(name: Tone, colours: Colours) -> Shade:
    """Return what a highlight of this tone looks like."""
    shades: Mapping[Tone, Shade] = {
        "good": Shade(colours.good, colours.good_soft),
        "attention": Shade(colours.attention, colours.attention_soft),
        "bad": Shade(colours.bad, colours.bad_soft),
        "panel": Shade(colours.ink, colours.output),
        "neutral": Shade(colours.ink, colours.neutral_soft),
        "required": Shade(colours.ink, colours.accent_soft),
        "lit": Shade(colours.ink, colours.accent_soft),
        "half": Shade(colours.ink, between(colours.accent_soft, colours.paper), bold=False),
        "bar": Shade(colours.accent_mark, colours.accent_mark),
        "needed": Shade(colours.ink, colours.needed, colours.needed_line, bold=False),
        "given": Shade(colours.ink, colours.input, bold=False),
        "pointed": Shade(colours.ink, number_format=POINTED),
        "fine": Shade(colours.good),
        "good_light": Shade(colours.good, between(colours.good_soft, colours.paper)),
        "attention_light": Shade(colours.attention, between(colours.attention_soft, colours.paper)),
        "bar_good": Shade(colours.good, colours.good),
        "bar_attention": Shade(colours.attention, colours.attention),
        "bar_bad": Shade(colours.bad, colours.bad),
        "ink_good": Shade(colours.good),
        "ink_bad": Shade(colours.bad),
        "ink_attention": Shade(colours.attention),
        "line_below": Shade(line=colours.line),
        "line_bad": Shade(colours.bad, line=colours.line),
    }
    return shades[name]


def tab_colour(role: Role, colours: Colours) -> str:
    """Return the colour of a sheet's tab; "" for none."""
    tabs: Mapping[Role, str] = {
        "start": colours.accent, "needed": colours.needed_line, "optional": colours.input,
        "read": colours.good, "free": colours.line,
    }  # fmt: skip
    return tabs.get(role, "")


def between(first: str, second: str) -> str:
    """Return the colour half way between two, as #RRGGBB."""
    pairs = ((int(each[k : k + 2], 16) for each in (first, second)) for k in (1, 3, 5))
    return "#" + "".join(f"{sum(pair) // 2:02X}" for pair in pairs)
