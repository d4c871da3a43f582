"""Mutants that no call can tell, and why: patterns of a name and of a marked formula."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.engines.lambdas.mutants import Mutant


class Equivalent(NamedTuple):
    """Of which names and which marked formulas a reason holds."""

    name: str
    marked: str
    reason: str


EQUIVALENT: tuple[Equivalent, ...] = ()


def reason_of(mutant: Mutant) -> str:
    """Return why a mutant cannot be told; "" where it must be."""
    for each in EQUIVALENT:
        if re.fullmatch(each.name, mutant.name) and re.search(each.marked, mutant.marked):
            return each.reason
    return ""
