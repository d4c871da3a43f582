"""Plans to .xlsx: the only room that knows openpyxl.

What comes out is not finished: formulas have no values yet and the container is not deterministic.
`blank.py` sees to both.
"""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import Rule
from openpyxl.styles import (
    Alignment,
    Border,
    Font,
    NamedStyle,
    PatternFill,
    Protection,
    Side,
)
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ...spreadsheetml.address import a1
from ...spreadsheetml.cell_types import encode_escapes
from ...spreadsheetml.quoted_styles import BEGINNINGS
from ...templates.excel_limits import page_footer
from ...templates.theme import Theme
from ..layout.cell_styles import ROW_HEIGHT, CellStyle, Shade, look_of, tab_colour, tone
from ..layout.plan import OUTSIDE, Cell, Highlight, SheetPlan, WorkbookPlan, link_to
from .chart_writer import add_charts
from .data_validation import Validation, validations
from .row_writer import open_at, write_heights

FIRST_CELL = 1, 1
EPOCH = datetime(2000, 1, 1)
"""The date that documents carry instead of a clock's, so that the same inputs give the same bytes."""

FIRST_OWN_FORMAT = 164
"""Number formats below are built in; one in a conditional format carries its code with it."""
LOGO_HEIGHT, LOGO_WIDTH = 48, 130
"""Pixels at most, so that a logo stays above its column and on the page."""


def write_plan(plan: WorkbookPlan, theme: Theme, title: str, logo: Path | None = None) -> bytes:
    """Return the workbook as openpyxl writes it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    styles = _Styles(book, theme, plan.language)
    for sheet in plan.sheets:
        written = _sheet(book, sheet, plan, styles, theme)
        if sheet.brand:
            _brand(written, sheet.brand, theme, logo)
    for name, area in plan.names.items():
        target = plan.sheet(area.sheet).title.replace("'", "''")
        book.defined_names[name] = DefinedName(name, attr_text=f"'{target}'!{area.ref}")
    if not all(sheet.unlocked for sheet in plan.sheets):
        book.security = WorkbookProtection(lockStructure=True)
    _properties(book, plan, theme, title)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _properties(book: Workbook, plan: WorkbookPlan, theme: Theme, title: str) -> None:
    properties = book.properties
    properties.title, properties.creator = title, theme.organization or "pocgate_xl"
    properties.language = plan.language
    properties.created = properties.modified = EPOCH
    book.calculation.fullCalcOnLoad = True


class _Styles:
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


def _rgb(colour: str) -> str:
    return "FF" + colour.lstrip("#")


def _named_style(name: str, look: CellStyle, font: str) -> NamedStyle:
    style = NamedStyle(name=name, number_format=look.number_format)
    style.font = Font(
        name=font, size=look.size, bold=look.bold, italic=look.italic,
        underline="single" if look.underline else None, color=_rgb(look.color),
    )  # fmt: skip
    if look.fill:
        style.fill = PatternFill("solid", fgColor=_rgb(look.fill))
    if look.border:
        side = Side(style=look.weight, color=_rgb(look.border))
        style.border = Border()
        for edge in look.sides:
            setattr(style.border, edge, side)
    style.alignment = Alignment(
        horizontal=look.horizontal or None, vertical=look.vertical, wrap_text=look.wrap, indent=look.indent,
        shrink_to_fit=look.shrink or None,
    )  # fmt: skip
    style.protection = Protection(locked=look.locked)
    return style


def _sheet(
    book: Workbook, plan: SheetPlan, workbook: WorkbookPlan, styles: _Styles, theme: Theme
) -> Worksheet:
    sheet: Worksheet = book.create_sheet(plan.title)
    for position, cell in sorted(plan.cells.items()):
        _cell(sheet, position, cell, workbook, styles)
    for column, width in plan.widths.items():
        sheet.column_dimensions[a1((1, column)).rstrip("1")].width = width
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = ROW_HEIGHT, True
    write_heights(sheet, plan, theme)
    for area in plan.merges:
        sheet.merge_cells(area)
    for validation in validations(plan):
        sheet.add_data_validation(_data_validation(validation))
    for highlight in plan.highlights:
        _highlight(sheet, highlight, theme)
    sheet.freeze_panes = plan.freeze or None
    sheet.auto_filter.ref = plan.autofilter or None
    sheet.sheet_view.showGridLines = plan.gridlines
    sheet.sheet_state = "hidden" if plan.hidden else "visible"
    if colour := tab_colour(plan.role, theme.colours):
        sheet.sheet_properties.tabColor = _rgb(colour)
    if plan.active:
        open_at(sheet, plan.active)
    _protect(sheet, plan)
    _print(sheet, plan, workbook, theme)
    add_charts(sheet, plan, workbook, theme)
    return sheet


def _brand(sheet: Worksheet, position: tuple[int, int], theme: Theme, logo: Path | None) -> None:
    """Show whose gate it is: a logo of bounded size, or the organisation's name."""
    if logo is None and not theme.organization:
        return
    if logo is None:
        cell: Any = sheet.cell(*position, value=encode_escapes(theme.organization))
        cell.data_type = "s"
        cell.font = Font(name=theme.font(""), size=11, bold=True, color=_rgb(theme.colours.muted))
        cell.alignment = Alignment(horizontal="left")
        cell.quotePrefix = theme.organization.startswith(BEGINNINGS)
        return
    image = Image(io.BytesIO(logo.read_bytes()))
    scale = min(LOGO_HEIGHT / image.height, LOGO_WIDTH / image.width)
    image.width, image.height = round(image.width * scale), round(image.height * scale)
    sheet.add_image(image, a1(position))


def _cell(
    sheet: Worksheet, position: tuple[int, int], cell: Cell, workbook: WorkbookPlan, styles: _Styles
) -> None:
    written: Any = sheet.cell(*position)
    if cell.formula.startswith("{"):
        last = (position[0] + cell.fills[0] - 1, position[1] + cell.fills[1] - 1)
        written.value = ArrayFormula(f"{a1(position)}:{a1(last)}", cell.formula[1:-1])
    elif cell.formula:
        written.value = cell.formula
    elif cell.value is not None:
        written.value = _literal(cell.value)
        if isinstance(cell.value, str):
            written.data_type = "s"  # a text that starts with "=" is a text
    written.style = styles.name(cell)
    if isinstance(cell.value, str) and not cell.formula:
        written.quotePrefix = cell.value.startswith(BEGINNINGS)
    if cell.link.startswith(OUTSIDE):
        written.hyperlink = Hyperlink(ref=a1(position), target=cell.link)
    elif cell.link:
        aim = workbook.sheet(cell.link.removeprefix("sheet:"))
        target = link_to(aim.title, aim.active or FIRST_CELL).removeprefix("#")
        written.hyperlink = Hyperlink(ref=a1(position), location=target, display=None)


def _literal(value: str | int | Decimal | date) -> str | int | float | date:
    if isinstance(value, str):
        return encode_escapes(value)
    return float(value) if isinstance(value, Decimal) else value


def _data_validation(validation: Validation) -> DataValidation:
    rule = DataValidation(
        type=validation.type,
        operator=validation.operator,
        formula1=validation.formula1 or None,
        formula2=validation.formula2 or None,
        allow_blank=True,
        imeMode="disabled" if validation.type not in ("list", None) else None,
        sqref=" ".join(validation.cells),
    )
    rule.showErrorMessage = bool(validation.error)
    rule.errorTitle, rule.error = validation.error_title or None, validation.error or None
    rule.showInputMessage = bool(validation.prompt)
    rule.promptTitle, rule.prompt = validation.prompt_title or None, validation.prompt or None
    return rule


def _highlight(sheet: Worksheet, highlight: Highlight, theme: Theme) -> None:
    shade = tone(highlight.tone, theme.colours)
    code = shade.number_format
    style = DifferentialStyle(
        font=Font(color=_rgb(shade.color), bold=shade.bold or None) if shade.color else None,
        numFmt=NumberFormat(FIRST_OWN_FORMAT, code) if code else None,
        fill=PatternFill(bgColor=_rgb(shade.fill), fill_type="solid") if shade.fill else None,
        border=_border_of(shade),
    )
    rule = Rule(type="expression", dxf=style, formula=[highlight.formula])
    sheet.conditional_formatting.add(highlight.area, rule)


def _border_of(shade: Shade) -> Border | None:
    if shade.line:
        return Border(bottom=Side(style="thin", color=_rgb(shade.line)))
    return _box(shade.border) if shade.border else None


def _box(colour: str) -> Border:
    side = Side(style="thin", color=_rgb(colour))
    return Border(left=side, right=side, top=side, bottom=side)


def _protect(sheet: Worksheet, plan: SheetPlan) -> None:
    """Lock what is calculated, without a password; widths, filters and comments stay possible."""
    if plan.unlocked:
        return
    protection = sheet.protection
    protection.sheet = True
    protection.objects = protection.scenarios = False
    protection.formatColumns = protection.formatRows = protection.formatCells = False
    protection.autoFilter = False


def _print(sheet: Worksheet, plan: SheetPlan, workbook: WorkbookPlan, theme: Theme) -> None:
    setup: Any = sheet.page_setup
    setup.paperSize, setup.orientation = 9, plan.print.orientation
    setup.fitToWidth, setup.fitToHeight = 1, 1 if plan.print.one_page else 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    if plan.print.area:
        sheet.print_area = plan.print.area
    if plan.print.title_rows:
        sheet.print_title_rows = plan.print.title_rows
    for row in plan.print.breaks:
        sheet.row_breaks.append(Break(id=row - 1))
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.7, 0.65
    margins.header = margins.footer = 0.3
    sheet.HeaderFooter.scaleWithDoc = False  # as readable on a page that is fitted as on any other
    footer: Any = sheet.oddFooter
    parts = page_footer(theme.organization, workbook.template, workbook.version)
    footer.left.text, footer.center.text, footer.right.text = parts
