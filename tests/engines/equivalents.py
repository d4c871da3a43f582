"""Mutants that no submission can tell from the formula, and why."""

from __future__ import annotations

import re

from pocgate_xl.spreadsheetml.address import a1
from tests.engines import plain_mutants, sheet_mutants
from tests.engines.excuse import Equivalent
from tests.engines.mutants import Mutant
from tests.engines.places import Places
from tests.engines.sheet_equivalents import SHEETS

KNOWN = "both ends of a range are known or neither is"
PLAIN = (
    Equivalent(
        ".*", "", "what the range has more is empty, or text that is passed over",
        plain_mutants.sums_nothing_more,
    ),
    Equivalent(
        ".*", "", "where the range has more or less, nothing can match",
        plain_mutants.matches_nothing_more_or_less,
    ),
    Equivalent(".*", "", "what the range has more or less is 0", plain_mutants.counts_zeros_more_or_less),
    Equivalent(".*", "", "the range has as many rows, or columns, as before", plain_mutants.counts_the_same),
    Equivalent(
        ".*", "", "no match leads to what the range has more or less", plain_mutants.beyond_what_is_matched
    ),
    Equivalent(".*", "", "the place taken is another", plain_mutants.takes_another_place),
)  # fmt: skip
"""What the plan alone can tell."""

ANYWHERE = (
    Equivalent(".*", r"\)«\* → /»1[),]", "divided by 1 is times 1"),
    Equivalent(".*", r"IF\(([A-Z]+\d+)=([A-Z]+\d+),«\1 → \2»", "where two are the same, either says it"),
    Equivalent(
        ".*",
        r"(REPT\(pg_list_bar|EDATE\(pg_calc_start_date),«INT → ABS»\(",
        "only whole times and months count",
    ),
    Equivalent(
        ".*",
        r"(COLUMN\(«([A-Z]+)\d+ → \2\d+»\)|ROW\(«[A-Z]+(\d+) → [A-Z]+\3»\))",
        "a cell in the same column, or row, has the same number of it",
    ),
    Equivalent(".*", r"MATCH\([^()]*,«1 → 2»\)", "every type of match above 0 is that of 1"),
    Equivalent(
        ".*",
        r'^=IF\(([A-Z]+\d+(=1|>0)|ISNUMBER\(\w+\)),(SUM|SUMPRODUCT|COUNTIF|COUNT)\(.*,«"" → "x"»\)$'
        r'|pg_list_criteria\+B\d+,«"" → "x"»\)$',
        "a place in an order is looked up by its number, and a text is none",
    ),
    Equivalent(
        ".*",
        r"(EXACT\(\w+,pg_list_\w+_choice\)|\(pg_calc_ratings<pg_list_floors\)"
        r'|\(pg_calc_reached=""\)|\(pg_out_cause_\w+=pg_code_level_unknown\))\*«1 → 2»'
        r'|\(pg_calc_status_codes<>""\)\*«1 → 2»\)=0',
        "it is asked only whether there is any",
    ),
    Equivalent(
        ".*",
        r"IF\(([A-Z]+)(\d+)=1,.*«SUM → COUNT»\(\$\1\$\2:\1\2\)",
        "what is flagged alone is 1 and is one",
    ),
    Equivalent(
        ".*",
        r"«pg_list_currency_(label|code|choice) → pg_list_currency_(label|code)»",
        "the label of a currency is its code",
    ),
    Equivalent(
        ".*",
        r"«pg_list_standing_(label|code) → '\w+'!\$[A-Z]+\$2:\$[A-Z]+\$5»",
        "a single amount, like the middle of a range, never overlaps a band",
        plain_mutants.never_overlaps,
    ),
    Equivalent(
        "(dashboard|scorecard)!.*",
        r"^(?!=MATCH\(«)(?=.*(pg_list_band_minimum|pg_text_points_short|IF\(pg_out_total_min=pg_out_total_max,«))"
        r".*«pg_out_total → pg_out_total_(min|max)»",
        "once everything is rated, the total is the least and the most there can be",
    ),
)

COSTS = (
    Equivalent(
        r"pg_out_budget_(first_year|three_year)_high|pg_out_rule_of_thumb_high",
        '«pg_out_budget_initial_high → pg_out_budget_first_year_low»=""',
        "the first year is known where all that it rests on is",
    ),
    Equivalent(
        "pg_calc_contingency", r"AND\(pg_contingency«>= → >»0", "nothing kept back is nothing, valid or not"
    ),
    Equivalent("costs!.*", r'«([JLUY]|AA)(\d+) → ([KVMZ]|AB)\2»=""|^=IF\(«Z(\d+) → AA\4»=""', KNOWN),
    Equivalent("dashboard!A[VW].*", r'^=IF\(«A[TU](\d+) → A[UV]\1»=""', KNOWN),
    Equivalent(
        r"dashboard!(AW\d+|AV7)",
        r'^=IF\(A[TU]\d+="",«"" → "x"»',
        "what is unknown is written as a dash before either end is asked for",
    ),
    Equivalent("pg_calc_written_.*", r'^=IF\(«([A-Z]+)(\d+) → [A-Z]+\2»="","–"', KNOWN),
    Equivalent("costs!W.*", r'«L(\d+) → L\d+»=""', "all bands are known once the rate is"),
    Equivalent(
        "(costs|dashboard)!.*",
        r'«pg_out_(cost|budget)_(\w+)_(low → pg_out_\1_\2_high|high → pg_out_\1_\2_low)»=""',
        KNOWN,
    ),
    Equivalent(
        "costs!.*",
        r'«pg_out_cost_initial_low → pg_out_cost_operations_high»=""',
        "a share of the initial investment is known when that is",
    ),
    Equivalent(
        "costs!.*",
        r'OR\(«?pg_out_cost_initial_(low|high)(=«"" → "x"| → pg_out_cost_infrastructure_low)»'
        r".*pg_out_cost_run_rate",
        "the run-rate, asked for beside it, holds infrastructure and a share of the initial investment",
    ),
    Equivalent(
        "costs!.*",
        r'OR\(.*«pg_out_(cost|budget)_run_rate_low → pg_out_\1_three_year_high»=""',
        "three years are known when the run-rate is, which holds a share of the initial investment",
    ),
    Equivalent(
        "costs![WX].*",
        r'=""\),«"" → "x"»',
        "a code that is no code of the list has no label either",
    ),
    Equivalent(
        r"pg_calc_poc_cost_\w+", r"«>= → >»0,[A-Z]+\d+,0\),0\)", "0 stands for blank where blank is 0"
    ),
    Equivalent(
        "pg_out_poc_investment",
        r'([A-Z]+\d+)=«"" → "x"»',
        "what is 0 where it is blank is never blank",
        plain_mutants.never_blank,
    ),
    Equivalent(
        "costs!.*",
        r'OR\(pg_out_budget_initial_(low|high)="",«pg_out_poc_investment → pg_out_rule_of_thumb»=""',
        "without the initial investment or what the PoC cost there is no standing either",
    ),
    Equivalent(
        "(costs|dashboard)!.*",
        r'«pg_out_rule_of_thumb(_\w+)? → pg_out_rule_of_thumb(_\w+)?»=""',
        "all three multiples, and what they say, are known or none is",
    ),
    Equivalent(
        "dashboard!Q.*",
        r'^=IF\(«R(\d+) → R\d+»=""',
        "all three multiples are known or none is",
        sheet_mutants.both_write_multiples,
    ),
    Equivalent(
        "dashboard!Q.*",
        r'^=IF\(R\d+="",«"" → "x"»',
        "multiples are written only where they are known",
        sheet_mutants.writes_a_multiple,
    ),
    Equivalent(
        "dashboard!K.*",
        r'^=IF\(«[A-Z]+\d+ → [A-Z]+\d+»=""',
        "what is written is blank where what it is written from is",
        sheet_mutants.is_blank_where_the_other_is,
    ),
    Equivalent(
        r"dashboard!A[VWX]5",
        r'^=IF\(«(A[TUV])5 → (?:\1)6»=""',
        "the first year and three years are known when both that they rest on are",
    ),
    Equivalent(
        "pg_calc_written_contingency",
        r'^=IF\(AV\d+=("",«"–" → ""»|«"" → "x"»)',
        "what is kept back is written only where there is some",
    ),
    Equivalent(
        "pg_calc_enough_in_ramp",
        "«>= → >»pg_calc_to_earn",
        "what is earned just as the ramp ends is the same by the rule of the ramp and by that of later",
    ),
    Equivalent(
        r"pg_calc_(in|after)_ramp",
        r'^=IF\(pg_calc_enough_in_ramp=(1,.*,«"" → "x"»\)$|"",«"" → "x"»)',
        "each rule is asked for only where it holds",
    ),
    Equivalent(
        r"pg_calc_(exact_months|last_whole_month)",
        r'^=IFERROR\(.*,«"" → "x"»\)$',
        "what is counted from a text is an error, which shows as nothing",
    ),
)

EQUIVALENT = PLAIN + ANYWHERE + COSTS + SHEETS


def reason_of(mutant: Mutant, places: Places) -> str:
    """Return why a mutant cannot be noticed; "" where it must be."""
    called = [f"{mutant.node[0]}!{a1(mutant.node[1])}", *places.called.get(mutant.node, ())]
    for entry in EQUIVALENT:
        if not any(re.fullmatch(entry.cells, each) for each in called) or not re.search(
            entry.marked, mutant.marked
        ):
            continue
        if entry.holds(mutant, places):
            return entry.reason
    return ""
