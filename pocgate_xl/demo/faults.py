"""What honest people do to a workbook, done to its bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ..opc.package import Package
from ..opc.zip_writer import replace_parts
from ..spreadsheetml.address import Position
from ..spreadsheetml.editing.sheet_editor import NewValue, raise_rows, replace_cells
from ..spreadsheetml.reader import RawSheet, read_workbook
from ..templates.loader import Bundle
from ..workbook.creation.blank import plan_of
from ..workbook.layout.plan import Area, WorkbookPlan
from ..workbook.rendering.cached_values import recalculate
from ..workbook.rendering.rows.growing_rows import needed_heights
from .engagements import PlannedFault, PlannedFaultKind

WORKBOOK_PART = "xl/workbook.xml"
"""Where the writer keeps sheets and names."""
ARRIVED = 0.6
"""The share of a file that broke off on its way."""


def mangled(workbook: bytes, bundle: Bundle, language: str, fault: PlannedFault) -> bytes:
    """Return what comes back instead of a filled workbook."""
    return FAULTS[fault.kind](workbook, plan_of(bundle, language), fault)


def _unchanged(workbook: bytes, plan: WorkbookPlan, fault: PlannedFault) -> bytes:
    return workbook


def _write(workbook: bytes, plan: WorkbookPlan, fault: PlannedFault) -> bytes:
    """Type over cells; formulas among them are lost, the others are computed anew."""
    package = Package.from_bytes(workbook)
    cells: dict[str, dict[Position, NewValue]] = {}
    for name, value in fault.cells.items():
        area = plan.names[name]
        cells.setdefault(area.sheet, {})[area.first] = NewValue(_stored(value))
    return recalculate(_spliced(package, plan, cells))


def _stored(value: object) -> str | int:
    return value if isinstance(value, int) else str(value)


def _spliced(package: Package, plan: WorkbookPlan, cells: Mapping[str, Mapping[Position, NewValue]]) -> bytes:
    changed = {}
    for id_, new in cells.items():
        part = _facts(package, plan, id_).part
        heights = needed_heights(plan.sheet(id_), new, plan.language)  # as spreadsheet programs do
        changed[part] = raise_rows(replace_cells(package.read(part), new), heights)
    return replace_parts(package, changed)


def _facts(package: Package, plan: WorkbookPlan, sheet: str) -> RawSheet:
    title = plan.sheet(sheet).title
    return next(facts for facts in read_workbook(package).sheets if facts.title == title)


def _rename_sheet(workbook: bytes, plan: WorkbookPlan, fault: PlannedFault) -> bytes:
    """Give a sheet another title; whatever refers to it follows, as in a spreadsheet program."""
    package = Package.from_bytes(workbook)
    old = plan.sheet(fault.sheet).title
    reference = re.compile(rf"'{re.escape(old)}'!|(?<![\w'])'?{re.escape(old)}!".encode())
    changed = {
        name: reference.sub(f"'{fault.title}'!".encode(), package.read(name))
        for name in package.names
        if name.endswith(".xml")
    }
    titled = changed[WORKBOOK_PART].replace(f'name="{old}"'.encode(), f'name="{fault.title}"'.encode())
    return replace_parts(package, {**changed, WORKBOOK_PART: titled})


def _move(workbook: bytes, plan: WorkbookPlan, fault: PlannedFault) -> bytes:
    """Cut a cell and paste it further down: its value and its name go there."""
    package = Package.from_bytes(workbook)
    area = plan.names[fault.name]
    row, column = area.first
    target = (row + fault.rows, column)
    value = _facts(package, plan, area.sheet).cells[area.first].value
    cells = {area.sheet: {area.first: NewValue(None), target: NewValue(value)}}
    moved = Package.from_bytes(_spliced(package, plan, cells))
    return recalculate(replace_parts(moved, {WORKBOOK_PART: _renamed(moved, plan, fault.name, target)}))


def _renamed(package: Package, plan: WorkbookPlan, name: str, target: Position) -> bytes:
    """Return the workbook's part with a name on another cell."""
    old, new = plan.names[name].ref, Area("", target, target).ref
    defined = re.compile(rf'(<definedName name="{name}"[^>]*>[^<]*!){re.escape(old)}<'.encode())
    return defined.sub(lambda match: match[1] + new.encode() + b"<", package.read(WORKBOOK_PART))


def _truncate(workbook: bytes, plan: WorkbookPlan, fault: PlannedFault) -> bytes:
    return workbook[: int(len(workbook) * ARRIVED)]


def _replace(workbook: bytes, plan: WorkbookPlan, fault: PlannedFault) -> bytes:
    return fault.content.encode()


FAULTS: Mapping[PlannedFaultKind, Callable[[bytes, WorkbookPlan, PlannedFault], bytes]] = {
    "values": _unchanged,
    "write": _write,
    "rename_sheet": _rename_sheet,
    "move": _move,
    "truncate": _truncate,
    "replace": _replace,
}
