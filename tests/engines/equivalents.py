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
KNOWN = "both ends of a range are known or neither is"
NO_OVERLAP = "a single amount, like the middle of a range, never overlaps a band"
UNLISTED = "a code that is no code of the list has no label either"

EQUIVALENT: tuple[Equivalent, ...] = (
    Equivalent("costs!.*", r'«([HJS])(\d+) → [ITK]\2»=""', KNOWN),
    Equivalent("costs!.*", r'«pg_out_cost_(\w+)_low → pg_out_cost_\1_high»=""', KNOWN),
    Equivalent("costs!.*", r'«pg_out_cost_(\w+)_high → pg_out_cost_\1_low»=""', KNOWN),
    Equivalent(
        "costs!.*",
        r'«pg_out_cost_initial_low → pg_out_cost_operations_high»=""',
        "a share of the initial investment is known when that is",
    ),
    Equivalent(
        "costs!.*",
        r'OR\(«?pg_out_cost_initial_(low|high)(=«"" → "x"| → pg_out_cost_infrastructure_low)»',
        "the run-rate, asked for beside it, holds infrastructure and a share of the initial investment",
    ),
    Equivalent(
        "costs!.*",
        r'«pg_out_cost_run_rate_low → pg_out_cost_three_year_high»=""',
        "three years are known when the run-rate is, which holds a share of the initial investment",
    ),
    Equivalent("costs!.*", r"pg_list_standing_(label|code) → 'pg_lists'!\$A.\$2:\$A.\$5»", NO_OVERLAP),
    Equivalent("costs!U.*|costs!V.*", r'=""\),«"" → "x"»', UNLISTED),
    Equivalent("costs!P.*", r"«>= → >»0,[A-Z]+\d+,0\),0\)", "0 stands for blank where blank is 0"),
    Equivalent("costs!H.*", r'="",R9=«"" → "x"»', "what the PoC spent on training is 0 where it is blank"),
    Equivalent(
        "costs!.*",
        r'«pg_out_poc_investment → pg_out_rule_of_thumb»=""',
        "without the initial investment or what the PoC cost there is no standing either",
    ),
    Equivalent(
        "costs!.*",
        r'«pg_out_rule_of_thumb_middle → pg_out_rule_of_thumb_low»=""',
        "all three multiples are known or none is",
    ),
    Equivalent("costs!.*", r"pg_list_currency_(code|label) → pg_list_currency_", "currencies have no labels"),
    Equivalent(
        ".*",
        r"EXACT\([A-Z]+\d+,pg_list_\w+_choice\)(«\* → /»1|\*«1 → 2»)\)=0",
        "it is asked only whether any label is the same",
    ),
)


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
