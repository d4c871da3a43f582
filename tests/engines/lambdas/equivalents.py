"""Mutants that no call can tell, and why: patterns of a name and of a marked formula."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from tests.engines.lambdas.mutants import Mutant


class Equivalent(NamedTuple):
    """Of which names and which marked formulas a reason holds, in whatever letters."""

    name: str
    marked: str
    reason: str
    holds: Callable[[re.Match[str]], bool] = lambda match: True


EQUIVALENT: tuple[Equivalent, ...] = (
    Equivalent(
        ".*",
        r'ISOMITTED\(«(\w+) → (\w+)»\), "", \1\)',
        "what is left out reads as blank in ironcalc",
        lambda match: f"[{match[2]}]" not in match.string,
    ),
    Equivalent(
        ".*", r"ISOMITTED\(«exchange_rate → currency_code»", "without a currency no rate is asked for"
    ),
    Equivalent(
        r"PG\._PROJECTED",
        r"ROWS\(«plans → spent»",
        "ironcalc makes an error of all lines where one is an error",
    ),
    Equivalent(".*", r"\)«\* → /»\(\w+[<>]=?\d", "a division by 0 is an error, too"),
    Equivalent(
        r"PG\._RATE",
        r'«0 → 1», IF\(meant="JPY"|meant="JPY", «0 → 1»',
        "whole references are the same at a rate of 1",
    ),
    Equivalent(r"PG\.PAYBACK", r"OR\(«CHOOSEROWS → CHOOSECOLS»", "what it costs to run is known by then"),
    Equivalent(r"PG\._EARNED", r"ramp«>= → >»spent", "at the end of the ramp both ways give the same months"),
    Equivalent(r"PG\._DAY", r"«INT → ABS»", "a part of a day makes no other month"),
    Equivalent(r"PG\._WHOLE", r">=«0 → -1»", "a whole number below 0 by less than 1 there is none"),
    Equivalent(r"PG\._INVESTED", r"\*«length → months»", "months that could be read are the length"),
    Equivalent(
        r"PG\.(RULE_OF_THUMB|PAYBACK)",
        r"«OR → AND»\((running|initial|CHOOSE)",
        "both ends of a sum are known, or neither",
    ),
    Equivalent(
        r"PG\.CAUSE",
        r"level, IF\(MMULT\(\{([^}]*«1 → 2»|1,0,0;0,1,0;[^}]*«0 → -1»)"
        r'|level, .*IF\(said="no", («1 → 2»|1, «0 → -1»)',
        "only whether it is above 0 counts",
    ),
    Equivalent(r"PG\.CAUSE", r"level, IF\(MMULT\(\{[^}]*«1 → 0»\}", "a no of two pieces is high by itself"),
    Equivalent(r"PG\.CAUSE", r'exposure, .*IF\(rated="", «1 → 2», 0\)', "how many are missing is nothing"),
    Equivalent(
        r"PG\.CAUSE", r"«0\.5 → 0\.49»|«0\.25 → 0\.24»", "no exposure of this gate lies between the two"
    ),
    Equivalent(r"PG\._UNCLEARED", r"ROWS\(«codes → shown»", "too few codes are one error already"),
    Equivalent(
        r"PG\._DATED",
        r"INT\(«precise → months»|\(\(«precise → months»|last\), «2 → 3»",
        "no payback here ends within rounding of a day",
    ),
    Equivalent(r"PG\._DATED", r"EDATE\(begins, «whole → precise»", "EDATE counts whole months"),
    Equivalent(
        r"PG\.ROADMAP",
        r'IF\((«OR → AND»\(opening|OR\(opening=«|OR\(opening="", («each → dated»=|each=«))',
        "what cannot be dated is passed over by what follows, too",
    ),
    Equivalent(r"PG\.ROADMAP", r"lasting>=\{«1 → 0»", "no phase is shorter than a month"),
    Equivalent(r"PG\.(KPI|COST)_RATING", r"«12 → 1[13]»", "no share here lies within rounding of a bound"),
    Equivalent(
        r"PG\.COST_RATING",
        r"«guess → estimate»(<=0|\)/guess|, 12)",
        "a figure that could be read is what was said",
    ),
    Equivalent(r"PG\.COST_RATING", r"guess«<= → <»0", "a division by 0 is an error, too"),
    Equivalent(
        r"PG\._(DAY|WHOLE)", r'said\)="", «"" → "x"»', "what is no number is passed over by what follows, too"
    ),
    Equivalent(
        r"PG\._(EARNED|DATED)",
        r"months, «12 → 1[13]»|IF\(«ROUND → MAX»\(months",
        "no payback here lies within rounding of a whole month",
    ),
    Equivalent(
        r"PG\._DATED",
        r'IF\((«OR → AND»|OR\(begins=«"" → "x"»|OR\(begins="", months=«"" → "x"»)',
        "what cannot be dated is passed over by what follows, too",
    ),
    Equivalent(
        r"PG\.CAUSE", r"exposure, IF\(MMULT\(\{[^}]*«1 → 2»", "how many are missing counts for nothing"
    ),
    Equivalent(r"PG\.CAUSE", r"ROUND\(each, «12 → 1[13]»", "no exposure of this gate has so many digits"),
    Equivalent(r"PG\.LABEL", r"«spoken → language»", "what is left out reads as blank in ironcalc"),
    Equivalent(
        r"PG\.(?!LABEL|REACHABLE)\w+", r"«PG\._WORD → PG\._WORDS»", "the words of one code are its word"
    ),
    Equivalent(r"PG\._SUMMED", r"«1 → 2»", "how many are missing counts for nothing, only whether any is"),
    Equivalent(
        r"PG\._SUMMED", r'amounts="", «0 → -?1», amounts', "a blank counts only where it weighs nothing"
    ),
    Equivalent(r"PG\._WITHIN", r"PG\._GROUP\(\), «1 → 2»", "groups whose labels are spelled as their codes"),
    Equivalent(
        r"PG\.CAUSE", r'rated="", «0 → -?1»', "while a linked rating is missing nothing of the mean is shown"
    ),
    Equivalent(
        r"PG\.CAUSE", r'IF\(SEQUENCE\(3\), «"" → "x"»\)', "an answer that is neither yes nor no is none"
    ),
    Equivalent(
        r"PG\.IMPROVEMENTS",
        r"levels, \{1,2,3,(«4|4,«5)",
        "no goal of this gate lifts all ratings so high",
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
        match = re.search(each.marked, mutant.marked, re.IGNORECASE)
        if match and re.fullmatch(each.name, mutant.name) and each.holds(match):
            return each.reason
    return ""
