"""The demo's workbook on which the examples of the docs are computed: its cells by name and by address."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pocgate_xl.demo.engagements import load_demo
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import area_of
from pocgate_xl.spreadsheetml.reader import RawWorkbook, read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.fill import fill_workbook
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.plans import plan_of
from tests.functions.typed_formulas import Cells

FILE = "INS-250 product comparison rev2.xlsx"


@lru_cache(maxsize=2)
def facts(bundle: Bundle) -> RawWorkbook:
    """Return what stands in the demo's workbook."""
    engagement = next(each for each in load_demo(bundle.folder).first if each.file == FILE)
    blank = workbook_for(bundle, engagement.language, engagement.identity)
    content = fill_workbook(blank, bundle, engagement.language, engagement.answers)
    return read_workbook(Package.from_bytes(content))


def cells_at(bundle: Bundle, reference: str) -> Cells:
    """Return the cells of a defined name, or of an area such as Scorecard!G4:G9."""
    plan = plan_of(bundle, "en")
    if "!" not in reference:
        area = plan.names[reference]
        return _cells(bundle, plan.sheet(area.sheet).title, (area.first, area.last))
    title, _, address = reference.partition("!")
    first, _, last = address.replace("$", "").partition(":")
    corners = area_of(f"{first}:{last or first}")
    assert corners, reference
    return _cells(bundle, title.strip("'"), corners)


def _cells(bundle: Bundle, title: str, corners: Any) -> Cells:
    sheet = facts(bundle).sheet(title)
    assert sheet, title
    (top, left), (bottom, right) = corners
    return [
        [_value(sheet.cells.get((row, column))) for column in range(left, right + 1)]
        for row in range(top, bottom + 1)
    ]


def _value(cell: Any) -> Any:
    return None if cell is None or cell.value == "" else cell.value
