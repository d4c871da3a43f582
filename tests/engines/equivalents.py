"""Mutants that no submission can tell from the formula, and why."""

from __future__ import annotations

import re
from typing import NamedTuple

from pocgate_xl.workbook.plan import a1
from tests.engines.mutants import Mutant
from tests.engines.oracle.places import Node, Places


class Equivalent(NamedTuple):
    """Say of which cells and which marked formulas a reason holds: patterns that must match."""

    cells: str
    marked: str
    reason: str


EMPTY = "the range is extended by empty cells"

EQUIVALENT: tuple[Equivalent, ...] = ()


def reason_of(mutant: Mutant, places: Places) -> str:
    """Return why a mutant cannot be noticed; "" where it must be."""
    if mutant.kind == "range" and mutant.added and all(_is_empty(places, node) for node in mutant.added):
        return EMPTY
    cell = f"{mutant.node[0]}!{a1(mutant.node[1])}"
    for entry in EQUIVALENT:
        if re.fullmatch(entry.cells, cell) and re.search(entry.marked, mutant.marked):
            return entry.reason
    return ""


def _is_empty(places: Places, node: Node) -> bool:
    cell = places.sheets[node[0]].cells.get(node[1])
    return cell is None or (cell.value is None and not cell.formula and not cell.field)
