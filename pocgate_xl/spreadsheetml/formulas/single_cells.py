"""Single cells where a function expects a range, spelled as ranges.

The engine takes INDEX, MATCH, COUNTIF and others for wrong when their range is one cell, as in a list
with one entry, unless it reads `A1:A1`; where a single value is meant that spelling would be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

_EVERY, _ODD = range(255), range(1, 255, 2)
RANGES: Mapping[str, Collection[int]] = {
    "INDEX": (0,), "MATCH": (1,), "LOOKUP": (1, 2), "VLOOKUP": (1,), "HLOOKUP": (1,), "XLOOKUP": (1, 2),
    "COUNTIF": (0,), "SUMIF": (0, 2), "AVERAGEIF": (0, 2), "COUNTIFS": range(0, 255, 2),
    "SUMIFS": (0, *_ODD), "AVERAGEIFS": (0, *_ODD), "LARGE": (0,), "SMALL": (0,), "RANK": (1,),
    "SUM": _EVERY, "MIN": _EVERY, "MAX": _EVERY, "COUNT": _EVERY, "COUNTA": _EVERY, "AVERAGE": _EVERY,
}  # fmt: skip
"""Which arguments of a function are ranges, counted from 0."""

_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |(?P<operand>(?:'(?:[^']|'')*'!)?[^\W\d$][\w.\\]*(?:![^\W\d]?[\w.\\$:]*)?|(?:'(?:[^']|'')*'!)?\$[\w$:]+)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_CELL = re.compile(r"((?:'(?:[^']|'')*'!|[\w.]+!)?)(\$?[A-Z]{1,3}\$?[1-9][0-9]*)")


def with_ranges(formula: str, single: Mapping[str, str]) -> str:
    """Return a formula with single cells as ranges where ranges belong.

    `single` holds the reference of each name for one cell, by name in small letters.
    """
    tokens = [match[0] for match in _TOKEN.finditer(formula)]
    open_: list[tuple[str, int]] = []
    for place, token in enumerate(tokens):
        if token == "(":
            open_.append((tokens[place - 1].upper() if place else "", 0))
        elif token == ")" and open_:
            open_.pop()
        elif token == "," and open_:
            open_[-1] = (open_[-1][0], open_[-1][1] + 1)
        elif open_ and open_[-1][1] in RANGES.get(open_[-1][0], ()) and _alone(tokens, place):
            tokens[place] = _as_range(token, single)
    return "".join(tokens)


def _alone(tokens: list[str], place: int) -> bool:
    """Say whether a token is a whole argument."""
    return tokens[place - 1] in ("(", ",") and tokens[place + 1 : place + 2] in ([","], [")"])


def _as_range(token: str, single: Mapping[str, str]) -> str:
    cell = _CELL.fullmatch(token if _CELL.fullmatch(token) else single.get(token.casefold(), ""))
    return f"{cell[1]}{cell[2]}:{cell[2]}" if cell else token
