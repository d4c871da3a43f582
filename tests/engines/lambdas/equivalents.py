"""Mutants that no call can tell, and why: patterns of a name and of a marked formula."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.engines.lambdas.mutants import Mutant


class Equivalent(NamedTuple):
    """Of which names and which marked formulas a reason holds, in whatever letters."""

    name: str
    marked: str
    reason: str


EQUIVALENT: tuple[Equivalent, ...] = (
    Equivalent(".*", r"ISOMITTED\(«", "what is left out reads as blank in ironcalc"),
    Equivalent(r"PG\.LABEL", r"«spoken → language»", "what is left out reads as blank in ironcalc"),
    Equivalent(
        r"PG\.(?!LABEL|REACHABLE)\w+", r"«PG\._WORD → PG\._WORDS»", "the words of one code are its word"
    ),
    Equivalent(r"PG\._WITHIN", r"PG\._GROUP\(\), «1 → 2»", "groups whose labels are spelled as their codes"),
    Equivalent(
        r"PG\.IMPROVEMENTS",
        r"levels, \{1,2,3,(«4|4,«5)",
        "no goal of this gate lifts all ratings so high; the gates `steep` and `summit` have such",
    ),
    Equivalent(r"PG\.IMPROVEMENTS", r"rated\*«6 → 7»", "any number from that of the criteria on"),
    Equivalent(r"PG\.IMPROVEMENTS", r"IF\(rated«< → <=»", "of two equal numbers either is the same"),
    Equivalent(
        r"PG\.IMPROVEMENTS",
        r"sums«<= → <»goal",
        "what is left lifts all of the level below by one",
    ),
)


def reason_of(mutant: Mutant) -> str:
    """Return why a mutant cannot be told; "" where it must be."""
    for each in EQUIVALENT:
        if re.fullmatch(each.name, mutant.name) and re.search(each.marked, mutant.marked, re.IGNORECASE):
            return each.reason
    return ""
