"""Mutants that no submission can tell from the formula, and why."""

from __future__ import annotations

import re
from typing import NamedTuple

from pocgate_xl.workbook.plan import a1
from tests.engines.mutants import Mutant


class Equivalent(NamedTuple):
    """Say of which cells and which marked formulas a reason holds: patterns that must match."""

    cells: str
    marked: str
    reason: str


EQUIVALENT: tuple[Equivalent, ...] = ()


def reason_of(mutant: Mutant) -> str:
    """Return why a mutant cannot be noticed; "" where it must be."""
    cell = f"{mutant.node[0]}!{a1(mutant.node[1])}"
    for entry in EQUIVALENT:
        if re.fullmatch(entry.cells, cell) and re.search(entry.marked, mutant.marked):
            return entry.reason
    return ""
