"""Conditional formats: tones while a formula is true, bars in cells, heat; part of the writer."""

from __future__ import annotations

from typing import Any

from openpyxl.formatting.rule import ColorScaleRule, DataBarRule, Rule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.worksheet import Worksheet

from ...templates.theme import Theme
from ..layout.plan import Gauge, Highlight
from ..layout.styles.cell_styles import Shade, between, tone
from .named_styles import rgb

FIRST_OWN_FORMAT = 164
"""Number formats below are built in; one in a conditional format carries its code with it."""


def add_highlight(sheet: Worksheet, highlight: Highlight, theme: Theme) -> None:
    shade = tone(highlight.tone, theme.colours)
    code = shade.number_format
    style = DifferentialStyle(
        font=Font(color=rgb(shade.color), bold=shade.bold or None) if shade.color else None,
        numFmt=NumberFormat(FIRST_OWN_FORMAT, code) if code else None,
        fill=PatternFill(bgColor=rgb(shade.fill), fill_type="solid") if shade.fill else None,
        border=_border_of(shade),
    )
    rule = Rule(type="expression", dxf=style, formula=[highlight.formula])
    sheet.conditional_formatting.add(highlight.area, rule)


def add_gauge(sheet: Worksheet, gauge: Gauge, theme: Theme) -> None:
    """Show how large the numbers of an area are."""
    make: Any = _bar if gauge.kind == "bar" else _heat
    ends = {"start_type": "num", "start_value": gauge.low, "end_type": "num", "end_value": gauge.high}
    sheet.conditional_formatting.add(gauge.area, make(gauge, theme, ends))


def _bar(gauge: Gauge, theme: Theme, ends: dict[str, Any]) -> Rule:
    rule: Any = DataBarRule  # no types are known of it
    made: Rule = rule(**ends, color=rgb(theme.colours.accent_soft))
    return made


def _heat(gauge: Gauge, theme: Theme, ends: dict[str, Any]) -> Rule:
    rule: Any = ColorScaleRule
    colours = theme.colours
    made: Rule = rule(
        **ends, start_color=rgb(colours.bad_soft), mid_type="num", mid_value=(gauge.low + gauge.high) / 2,
        mid_color=rgb(between(colours.attention_soft, colours.paper)), end_color=rgb(colours.good_soft),
    )  # fmt: skip
    return made


def _border_of(shade: Shade) -> Border | None:
    if shade.line:
        return Border(bottom=Side(style="thin", color=rgb(shade.line)))
    return _box(shade.border) if shade.border else None


def _box(colour: str) -> Border:
    side = Side(style="thin", color=rgb(colour))
    return Border(left=side, right=side, top=side, bottom=side)
