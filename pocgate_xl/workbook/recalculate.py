"""Cached values: what Protected View, phones, previews and data tools show without computing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .container import replace_parts
from .evaluate import CellError, Computed, evaluate
from .package import Package
from .plan import Position
from .sheet_xml import SheetFacts, read_workbook
from .splice import NewValue, replace_cells

CORE_PROPERTIES = "docProps/core.xml"
EPOCH = b"2000-01-01T00:00:00Z"
_CLOCK = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def recalculate(workbook: bytes) -> bytes:
    """Return the workbook with the value of every formula written beside it."""
    package = Package.from_bytes(workbook)
    values = evaluate(workbook)
    changed = {
        sheet.part: replace_cells(package.read(sheet.part), _cached(sheet, values[sheet.title]))
        for sheet in read_workbook(package).sheets
        if any(cell.formula for cell in sheet.cells.values())
    }
    return replace_parts(package, changed)


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


def finish(workbook: bytes) -> bytes:
    """Return what the writer made with all values in it, and no trace of the clock."""
    package = Package.from_bytes(workbook)
    core = _CLOCK.sub(rb"\g<1>" + EPOCH + rb"\g<2>", package.read(CORE_PROPERTIES))
    return recalculate(replace_parts(package, {CORE_PROPERTIES: core}))
