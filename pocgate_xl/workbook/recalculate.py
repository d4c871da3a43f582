"""Cached values: what Protected View, phones, previews and data tools show without computing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .chart_parts import mended_charts
from .container import replace_parts
from .evaluate import CellError, Computed, evaluate
from .package import Package
from .plan import Position, WorkbookPlan
from .sheet_xml import SheetFacts, read_workbook
from .splice import NewValue, replace_cells

CORE_PROPERTIES = "docProps/core.xml"
EPOCH = b"2000-01-01T00:00:00Z"
_EMPTY_NUMBER = re.compile(rb'(<(?:\w+:)?c\b[^<>]*?) t="n"([^<>]*/>)')
_CLOCK = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def recalculate(workbook: bytes) -> bytes:
    """Return the workbook with the value of every formula written beside it."""
    package = Package.from_bytes(workbook)
    sheets = read_workbook(package).sheets
    parts = {sheet.part: _without_empty_numbers(package.read(sheet.part)) for sheet in sheets}
    values = evaluate(replace_parts(package, parts))
    for sheet in sheets:
        parts[sheet.part] = replace_cells(parts[sheet.part], _cached(sheet, values[sheet.title]))
    return replace_parts(package, parts)


def _without_empty_numbers(xml: bytes) -> bytes:
    """Drop the type of empty cells: openpyxl calls them numbers, and ironcalc then reads 0."""
    return _EMPTY_NUMBER.sub(rb"\g<1>\g<2>", xml)


def _cached(sheet: SheetFacts, values: Mapping[Position, Computed]) -> dict[Position, NewValue]:
    return {
        position: _new_value(values.get(position, ""))
        for position, cell in sheet.cells.items()
        if cell.formula
    }


def _new_value(value: Computed) -> NewValue:
    if isinstance(value, CellError):
        return NewValue(value.text, error=True, keep_formula=True)
    return NewValue(value, keep_formula=True)


def finish(workbook: bytes, plan: WorkbookPlan, logo_alt: str = "") -> bytes:
    """Return what the writer made with all values in it, and no trace of the clock.

    `logo_alt` is the alternative text of a logo, if it has one.
    """
    package = Package.from_bytes(workbook)
    core = _CLOCK.sub(rb"\g<1>" + EPOCH + rb"\g<2>", package.read(CORE_PROPERTIES))
    changed = {CORE_PROPERTIES: core, **mended_charts(package, plan, logo_alt)}
    return recalculate(replace_parts(package, changed))
