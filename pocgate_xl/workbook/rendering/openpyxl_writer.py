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
from openpyxl.styles import (
    Alignment,
    Font,
)
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from ...spreadsheetml.address import a1
from ...spreadsheetml.cell_types import encode_escapes
from ...spreadsheetml.editing.quoted_styles import BEGINNINGS
from ...templates.excel_limits import page_footer
from ...templates.theme import Theme
from ..layout.plan import OUTSIDE, Cell, ExcelTable, SheetPlan, WorkbookPlan, link_to
from ..layout.styles.cell_styles import ROW_HEIGHT, tab_colour
from .charts.writer import add_charts
from .conditional_formats import add_gauge, add_highlight
from .data_validation import Validation, validations
from .named_styles import NamedStyles, rgb
from .rows.long_tables import Looks, long_looks
from .rows.row_writer import open_at, write_heights

FIRST_CELL = 1, 1
EPOCH = datetime(2000, 1, 1)
"""The date that documents carry instead of a clock's, so that the same inputs give the same bytes."""

LOGO_HEIGHT, LOGO_WIDTH = 48, 130
"""Pixels at most, so that a logo stays above its column and on the page."""


def write_plan(plan: WorkbookPlan, theme: Theme, title: str, logo: Path | None = None) -> bytes:
    """Return the workbook as openpyxl writes it, without the rows of long tables."""
    return write_with_looks(plan, theme, title, logo)[0]


def write_with_looks(
    plan: WorkbookPlan, theme: Theme, title: str, logo: Path | None = None
) -> tuple[bytes, Looks]:
    """Return the workbook, and where the looks of cells in long tables stand in its list of styles."""
    book = Workbook()
    book.remove(book.worksheets[0])
    styles = NamedStyles(book, theme, plan.language)
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
    looks = {key: styles.place(cell) for key, cell in long_looks(plan).items()}
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue(), looks


def _properties(book: Workbook, plan: WorkbookPlan, theme: Theme, title: str) -> None:
    properties = book.properties
    properties.title, properties.creator = title, theme.organization or "pocgate_xl"
    properties.language = plan.language
    properties.created = properties.modified = EPOCH
    book.calculation.fullCalcOnLoad = True


def _sheet(
    book: Workbook, plan: SheetPlan, workbook: WorkbookPlan, styles: NamedStyles, theme: Theme
) -> Worksheet:
    sheet: Worksheet = book.create_sheet(plan.title)
    for position, cell in sorted(plan.short_cells.items()):
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
        add_highlight(sheet, highlight, theme)
    for gauge in plan.gauges:
        add_gauge(sheet, gauge, theme)
    for table in plan.tables:
        _table(sheet, table, plan)
    sheet.freeze_panes = plan.freeze or None
    sheet.auto_filter.ref = plan.autofilter or None
    sheet.sheet_view.showGridLines = plan.gridlines
    sheet.sheet_state = "hidden" if plan.hidden else "visible"
    if colour := tab_colour(plan.role, theme.colours):
        sheet.sheet_properties.tabColor = rgb(colour)
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
        cell.font = Font(name=theme.font(""), size=11, bold=True, color=rgb(theme.colours.muted))
        cell.alignment = Alignment(horizontal="left")
        cell.quotePrefix = theme.organization.startswith(BEGINNINGS)
        return
    image = Image(io.BytesIO(logo.read_bytes()))
    scale = min(LOGO_HEIGHT / image.height, LOGO_WIDTH / image.width)
    image.width, image.height = round(image.width * scale), round(image.height * scale)
    sheet.add_image(image, a1(position))


def _cell(
    sheet: Worksheet, position: tuple[int, int], cell: Cell, workbook: WorkbookPlan, styles: NamedStyles
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
    styles.give(written, cell)
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


def _table(sheet: Worksheet, table: ExcelTable, plan: SheetPlan) -> None:
    """Make an area a table of Excel, which filters by its header; its cells have looks of their own."""
    made: Any = Table(displayName=table.name, name=table.name, ref=table.area)
    (left, top, right, _) = range_boundaries(table.area)
    made._initialise_columns()
    headers = (
        plan.cells[int(top or 0), column].value for column in range(int(left or 0), int(right or 0) + 1)
    )
    for column, header in zip(made.tableColumns, headers, strict=True):
        column.name = header
    sheet.add_table(made)


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
    margins.top, margins.bottom = plan.print.top, 0.65
    margins.header = margins.footer = 0.3
    sheet.HeaderFooter.scaleWithDoc = False  # as readable on a page that is fitted as on any other
    footer: Any = sheet.oddFooter
    parts = page_footer(theme.organization, workbook.template, workbook.version)
    footer.left.text, footer.center.text, footer.right.text = parts
