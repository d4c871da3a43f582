"""Formulas that no plan put where they stand, on our sheets and on others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from ....spreadsheetml.address import Corners, Position
from ....spreadsheetml.formulas.dangers import suspect
from ....spreadsheetml.formulas.text import same_formula
from ....spreadsheetml.reader import RawSheet, RawWorkbook
from ...layout.plan import Cell, SheetPlan
from ..expected import ExpectedWorkbook, PlannedRows
from ..locate import Located
from .tampering import CONSTANTS, Change, formulas_as_planned

PlaceKind = Literal["text", "constant", "answer", "formula", "free"]
"""What the plan has there: a text or nothing but its look, a constant, an answer, a formula, no cell."""

MOST_ARRAYS = 1_000
"""How many areas of one sheet are looked at; no program writes so many where we planned none."""


class StrangeFormula(NamedTuple):
    """A formula that is not planned; where cells were moved nobody knows what should stand there."""

    position: Position
    formula: str
    place: PlaceKind


Strange = Mapping[str, tuple[StrangeFormula, ...]]
"""By sheet title; sheets without any are left out."""


def strange_formulas(
    expected: ExpectedWorkbook, facts: RawWorkbook, located: Located, changes: Iterable[Change]
) -> Strange:
    """Return every formula that is not the planned one of its cell; answers that are formulas, too.

    Where nothing is planned people may compute what they like: only suspect formulas are kept of those.
    """
    ids = {id(sheet): id_ for id_, sheet in located.sheets.items()}
    reported = {change.sheet for change in changes} | located.displaced_sheets
    found = {}
    for sheet in facts.sheets:
        id_ = ids.get(id(sheet), "")
        if id_ and id_ not in reported and _as_many(sheet, expected.rows[id_]):
            continue  # nothing was changed, and there are no more than planned
        plan = expected.plan.sheet(id_) if id_ and id_ not in located.displaced_sheets else None
        strange = tuple(_strange(sheet, plan))
        if strange:
            found[sheet.title] = strange
    return found


def _as_many(sheet: RawSheet, planned: PlannedRows) -> bool:
    """Say whether a sheet on which nothing was changed has no more formulas than planned."""
    if formulas_as_planned(sheet, planned):
        return True
    formulas = sum(cell.formula is not None for cell in sheet.cells.values())
    return formulas == sum(len(row.formulas) for row in planned.rows.values())


def _strange(sheet: RawSheet, plan: SheetPlan | None) -> Iterator[StrangeFormula]:
    planned = plan.cells if plan else {}
    for position, cell in sheet.cells.items():
        if cell.formula is None:
            continue
        there = planned.get(position)
        if there is None or plan is None or plan.unlocked or there.free:
            if suspect(cell.formula):
                yield StrangeFormula(position, cell.formula, "free")
        elif not there.formula:
            yield StrangeFormula(position, cell.formula, _place(plan, there))
        elif not same_formula(cell.formula, there.formula):
            yield StrangeFormula(position, cell.formula, "formula")


def _place(plan: SheetPlan, cell: Cell) -> PlaceKind:
    if cell.field:
        return "answer"
    constant = plan.id == CONSTANTS or isinstance(cell.value, int | Decimal)
    return "constant" if constant and cell.value is not None else "text"


def array_over(sheet: RawSheet, position: Position) -> Corners | None:
    """Return the area of an array formula that covers a cell; of too many the first covers every cell."""
    if len(sheet.arrays) > MOST_ARRAYS:
        return sheet.arrays[0]
    return next((area for area in sheet.arrays if _inside(position, area)), None)


def arrays_over_plan(expected: ExpectedWorkbook, located: Located) -> Iterator[tuple[RawSheet, Corners]]:
    """Yield areas of our sheets that one formula fills, where they cover more planned cells than its own."""
    for id_, sheet in located.sheets.items():
        plan = expected.plan.sheet(id_)
        if not plan.unlocked and id_ not in located.displaced_sheets:
            over = (area for area in sheet.arrays[:MOST_ARRAYS] if _covers(sheet, plan, area))
            areas = sheet.arrays[:1] if len(sheet.arrays) > MOST_ARRAYS else over
            yield from ((sheet, area) for area in areas)


def _covers(sheet: RawSheet, plan: SheetPlan, area: Corners) -> bool:
    """Say whether an area takes a planned cell; the one that holds the formula itself does not count."""
    master = sheet.cells.get(area[0])
    own = area[0] if master and (master.formula or "").startswith("{") else None
    return any(position != own and _inside(position, area) for position in plan.cells)


def _inside(position: Position, area: Corners) -> bool:
    (top, left), (bottom, right) = area
    return top <= position[0] <= bottom and left <= position[1] <= right
