"""Three looks of inputs: needed and still blank, given, optional; where a sheet opens, what its tab says.

Every input is white with a border. Conditional formats fill it once something stands in it, and point
out what a decision waits for while nothing does. Faults come before both (`checks`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from .....core.completeness import asked_fields
from .....spreadsheetml.address import Corners, Position, a1
from .....spreadsheetml.areas import gathered
from ...context import Context
from ...formulas import blank, filled
from ...plan import Highlight, Role, SheetPlan, Tone
from ..framing.frame import LEFT
from ..scorecard.decision_formula import DECISION

WRITTEN = ("input", "input_big", "input_top", "input_by", "input_sign")
"""Styles of inputs that nobody has filled in before."""


def with_input_looks(plan: SheetPlan, context: Context) -> SheetPlan:
    """Return a sheet with the looks of its inputs behind its own highlights."""
    if plan.hidden:
        return plan
    asked = frozenset(field.name for field in asked_fields(context.template))
    inputs = {at: cell for at, cell in plan.cells.items() if cell.field}
    needed = [at for at, cell in inputs.items() if cell.field and cell.field.name in asked]
    written = [at for at, cell in inputs.items() if cell.style in WRITTEN]
    lights = (
        *_lights(needed, "needed", blank),
        *_pointers(plan, needed),
        *_lights(written, "given", filled),
    )
    blank_at_first = [at for at in needed if at in written]
    active = plan.active or min(blank_at_first, default=None) or min(inputs, default=None)
    role = plan.role or _role(plan, bool(needed), bool(inputs))
    return replace(plan, highlights=(*plan.highlights, *lights), active=active, role=role)


def _role(plan: SheetPlan, needed: bool, inputs: bool) -> Role:
    if plan.unlocked:
        return "free"
    if DECISION in plan.names or not inputs:
        return "read"
    return "needed" if needed else "optional"


def _lights(cells: Iterable[Position], tone: Tone, test: Callable[[str], str]) -> Iterator[Highlight]:
    """Yield one highlight for all areas that begin in the same column; its formula speaks of the first cell.

    So the first area begins where all of them do, from which programs differ in counting otherwise.
    """
    columns: dict[int, list[Corners]] = defaultdict(list)
    for first, last in gathered(cells):
        columns[first[1]].append((first, last))
    for areas in columns.values():
        yield Highlight(_refs(areas), test(a1(areas[0][0])), tone)


def _pointers(plan: SheetPlan, needed: Iterable[Position]) -> Iterator[Highlight]:
    """Point at the number of each row in which something needed is blank."""
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in needed:
        number = plan.cells.get((row, LEFT))
        if number and number.style == "muted" and isinstance(number.value, int):
            columns[column].append(row)
    for column, rows in columns.items():
        areas = gathered((row, LEFT) for row in rows)
        yield Highlight(_refs(areas), blank(f"${a1((min(rows), column))}"), "pointed")


def _refs(areas: Iterable[Corners]) -> str:
    return " ".join(a1(first) if first == last else f"{a1(first)}:{a1(last)}" for first, last in areas)
