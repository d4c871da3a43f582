"""Why a mutant is allowed to go unnoticed, and where that reason holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.engines.mutants import Mutant
from tests.engines.places import Places

Condition = Callable[[Mutant, Places], bool]


class Equivalent(NamedTuple):
    """Of which cells and which marked formulas a reason holds: patterns that must match.

    Cells are spoken of by defined name, those of a range by its name and their place, as in
    `pg_calc_ratings[1]`, or by address where they have none.
    What can be looked up in the plan is looked up by `holds`.
    """

    cells: str
    marked: str
    reason: str
    holds: Condition = lambda mutant, places: True
