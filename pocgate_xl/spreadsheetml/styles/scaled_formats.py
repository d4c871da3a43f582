"""By how much a number format divides what it shows, and whether its words say so.

Commas behind the last digit divide by thousands. A point that is written between the digits as a text divides
by as many tens as digits follow: that is how amounts are shown in ten thousands (`0"."0,"万"`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ...patterns import pattern

POINTS = frozenset(".．。·٫:/／：")
"""What is read as the beginning of decimals, or of another number, wherever it stands between digits."""
COMMAS = frozenset(",，、٬")
"""What is read so, too, unless three digits follow."""
GROUP = 3
SIGNS: Mapping[str, frozenset[str]] = {
    "$": frozenset({"USD", "AUD", "SGD", "TWD", "CAD", "HKD", "NZD"}),
    "€": frozenset({"EUR"}), "£": frozenset({"GBP"}), "₩": frozenset({"KRW"}), "円": frozenset({"JPY"}),
    "¥": frozenset({"JPY", "CNY"}), "￥": frozenset({"JPY", "CNY"}), "元": frozenset({"CNY", "TWD"}),
    **{code: frozenset({code}) for code in ("USD", "EUR", "GBP", "JPY", "CNY", "KRW", "TWD", "SGD", "AUD")},
}  # fmt: skip
"""Signs of money, and the currencies that have them."""
UNITS: Mapping[str, tuple[int, ...]] = {
    **dict.fromkeys(("k", "thousand", "thousands", "thou", "tsd", "千", "천", "тыс"), (3,)),
    **dict.fromkeys(("m", "t"), (3, 6, 12)),
    **dict.fromkeys(("mm", "mn", "mio", "mil", "mill", "million", "millions", "百万", "백만", "млн"), (6,)),
    **dict.fromkeys(("b", "bn", "mrd", "md", "billion", "billions", "十億", "십억", "млрд"), (9,)),
    **dict.fromkeys(("万", "萬", "만"), (4,)), **dict.fromkeys(("億", "亿", "억"), (8,)), "兆": (12,),
}  # fmt: skip
"""Words for powers of ten; what `m` and `t` stand for differs by country."""

_MONEY = pattern("|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True)), re.IGNORECASE)
_WORD = pattern(r"[^\W\d_]+")


def commas_behind(kinds: Sequence[str | None]) -> int:
    """Count the commas that follow the last digit."""
    if "digit" not in kinds:
        return 0
    rest = kinds[len(kinds) - kinds[::-1].index("digit") :]
    return next((place for place, kind in enumerate(rest) if kind != "comma"), len(rest))


def digits_behind(tokens: Sequence[tuple[str | None, str]]) -> int:
    """Count the digits behind the last text between digits that reads as a point; 0 where there is none."""
    digits = [place for place, (kind, _) in enumerate(tokens) if kind == "digit"]
    if not digits:
        return 0
    inner = range(digits[0], digits[-1])
    for place in reversed(inner):
        kind, text = tokens[place]
        behind = sum(1 for digit in digits if digit > place)
        if kind in ("quoted", "escaped"):
            marks = set(text)
            if marks & POINTS or (marks & COMMAS and behind != GROUP):
                return behind
            if marks & COMMAS:
                return 0
    return 0


def says_power(words: str, power: int) -> bool:
    """Say whether words tell that what is shown was divided by this power of ten."""
    found = (word.casefold() for word in _WORD.findall(_MONEY.sub(" ", words)))
    return any(power in UNITS.get(word, ()) for word in found)
