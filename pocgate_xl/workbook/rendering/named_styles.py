"""Looks as named cell styles, which people can reuse; part of the writer."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as StyledCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

from ...spreadsheetml.editing.quoted_styles import BEGINNINGS
from ...templates.theme import Theme
from ..layout.plan import Cell
from ..layout.styles.cell_styles import CellStyle, look_of


class NamedStyles:
    """Register each look once, as a named cell style that people can reuse."""

    def __init__(self, book: Workbook, theme: Theme, language: str) -> None:
        self.book, self.theme, self.language = book, theme, language
        self.names: dict[tuple[str, ...], str] = {}
        normal = book._named_styles["Normal"]  # type: ignore[attr-defined]
        # Text pasted from elsewhere brings this style along: locked, it would lock the cell.
        normal.protection = Protection(locked=False)
        normal.font = Font(name=theme.font(language), size=10)

    def name(self, cell: Cell) -> str:
        look = look_of(cell, self.theme, self.language)
        key = (cell.style, cell.format, cell.align, cell.vertical, "locked" if look.locked else "open")
        if key not in self.names:
            label = " ".join(part for part in ("pg", *key) if part and part not in ("general", "locked"))
            self.book.add_named_style(_named_style(label, look, self.theme.font(self.language)))
            self.names[key] = label
        return self.names[key]

    def place(self, cell: Cell) -> int:
        """Return where the looks of a cell stand in the list of styles."""
        sample: Any = StyledCell(self.book.worksheets[0], row=1, column=1)
        self.give(sample, cell)
        return int(sample.style_id)

    def give(self, written: Any, cell: Cell) -> None:
        """Give a written cell its looks; a text that begins as a formula does is marked as a text."""
        written.style = self.name(cell)
        if isinstance(cell.value, str) and not cell.formula:
            written.quotePrefix = cell.value.startswith(BEGINNINGS)


def rgb(colour: str) -> str:
    return "FF" + colour.lstrip("#")


def _named_style(name: str, look: CellStyle, font: str) -> NamedStyle:
    style = NamedStyle(name=name, number_format=look.number_format)
    style.font = Font(
        name=font, size=look.size, bold=look.bold, italic=look.italic,
        underline="single" if look.underline else None, color=rgb(look.color),
    )  # fmt: skip
    if look.fill:
        style.fill = PatternFill("solid", fgColor=rgb(look.fill))
    if look.border:
        side = Side(style=look.weight, color=rgb(look.border))
        style.border = Border()
        for edge in look.sides:
            setattr(style.border, edge, side)
    style.alignment = Alignment(
        horizontal=look.horizontal or None, vertical=look.vertical, wrap_text=look.wrap, indent=look.indent,
        shrink_to_fit=look.shrink or None,
    )  # fmt: skip
    style.protection = Protection(locked=look.locked)
    return style
