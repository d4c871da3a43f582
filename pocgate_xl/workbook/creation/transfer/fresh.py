"""The fresh workbook with what was carried into it: computed anew, and held against the core."""

from __future__ import annotations

from ....spreadsheetml.address import Position
from ....spreadsheetml.editing.sheet_editor import NewValue
from ...layout.plan import WorkbookPlan
from ..blank import blank_workbook, plan_of
from ..engagement import complete_values
from ..fill import Cells, Values, fill_workbook
from .carry import Transfer


def fresh_workbook(carried: Transfer, blank: bytes = b"") -> bytes:
    """Return the workbook; `blank` is another one of the same plan, such as one with more sheets."""
    bundle, language, edition = carried.bundle, carried.language, carried.edition
    complete = complete_values(bundle, language, carried.values, edition)
    values: Values = {**complete, **carried.rows, **carried.identity}
    cells = cells_as_typed(carried, plan_of(bundle, language, edition))
    return fill_workbook(blank or blank_workbook(bundle, language, edition), bundle, language, values, cells)


def cells_as_typed(carried: Transfer, plan: WorkbookPlan) -> Cells:
    """Return what goes into cells as it is, by sheet id."""
    cells: Cells = {}
    for key, content in carried.typed.items():
        id_, at = place_of(key, plan)
        cells.setdefault(id_, {})[at] = NewValue(content)
    for (id_, at), content in carried.free.items():
        cells.setdefault(id_, {})[at] = NewValue(content)
    return cells


def place_of(key: str, plan: WorkbookPlan) -> tuple[str, Position]:
    """Return the sheet's id and the cell of an input, by its name or the key of a cell in a table."""
    name, _, rest = key.partition(".")
    area = plan.names[name]
    if not rest:
        return area.sheet, area.first
    row, _, part = rest.partition(".")
    table = next(block for block in plan.blocks if block.name == name)
    column = next(place for place, field in enumerate(table.columns) if field.part == part)
    return area.sheet, (area.first[0] + int(row), area.first[1] + column)
