"""Cached values: what Protected View, phones, previews and data tools show without computing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...opc.package import Package
from ...opc.zip_writer import replace_parts
from ...spreadsheetml.address import Position
from ...spreadsheetml.editing.empty_cells import without_empty_types
from ...spreadsheetml.editing.sheet_editor import NewValue, replace_cells
from ...spreadsheetml.error_values import STORED
from ...spreadsheetml.formulas.calculate import CellError, Computed, evaluate
from ...spreadsheetml.reader import RawSheet, read_workbook
from ..layout.plan import WorkbookPlan
from .charts.caches import with_cached_points
from .charts.fixes import mended_charts
from .office_dialect import in_dialect

CORE_PROPERTIES = "docProps/core.xml"
EPOCH = b"2000-01-01T00:00:00Z"
KNOWN_ERRORS = STORED - {"#NAME?"}
"""A name that the engine does not know may be one that another program knows."""
_CLOCK = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def recalculate(workbook: bytes) -> bytes:
    """Return the workbook with the value of every formula written beside it."""
    package = Package.from_bytes(workbook)
    facts = read_workbook(package)
    values = evaluate(facts)
    parts = {
        sheet.part: _computed(package.read(sheet.part), sheet, values[sheet.title]) for sheet in facts.sheets
    }
    return replace_parts(package, {**parts, **with_cached_points(package, facts, values)})


def _computed(xml: bytes, sheet: RawSheet, values: Mapping[Position, Computed]) -> bytes:
    return replace_cells(without_empty_types(xml), dict(_cached(sheet, values)))


def _cached(sheet: RawSheet, values: Mapping[Position, Computed]) -> Iterator[tuple[Position, NewValue]]:
    """Yield what formulas show; what the engine does not know keeps the value that it has.

    An array is not computed: until somebody does, it shows an empty text rather than a number left out.
    """
    for position, cell in sheet.cells.items():
        value = values.get(position)
        if cell.formula and cell.formula.startswith("{") and cell.kind == "blank":
            value = ""
        if value is None or not cell.formula:
            continue
        if not isinstance(value, CellError):
            yield position, NewValue(value, keep_formula=True)
        elif value.text in (STORED if cell.kind in ("blank", "error") else KNOWN_ERRORS):
            yield position, NewValue(value.text, error=True, keep_formula=True)


def finish(workbook: bytes, plan: WorkbookPlan, logo_alt: str = "") -> bytes:
    """Return what the writer made with all values in it, and no trace of the clock.

    All parts are spelled in one way: the writer's library spells them otherwise where lxml is installed.
    `logo_alt` is the alternative text of a logo, if it has one.
    """
    package = Package.from_bytes(workbook)
    package = Package.from_bytes(replace_parts(package, in_dialect(package, plan)))
    core = _CLOCK.sub(rb"\g<1>" + EPOCH + rb"\g<2>", package.read(CORE_PROPERTIES))
    changed = {CORE_PROPERTIES: core, **mended_charts(package, plan, logo_alt)}
    return recalculate(replace_parts(package, changed))
