"""Numbers that were typed as text: one strict grammar, because whatever is doubtful is an error."""

from __future__ import annotations

import re
from decimal import Decimal

YEN_SIGN = frozenset({"JPY", "CNY"})
YEN_WORD = frozenset({"JPY"})
"""Currencies whose amounts are written with the sign or with the word behind them."""

MOST_CHARACTERS = 40
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFFE5: 0xA5}
_NUMBER = re.compile(
    r"(?P<minus>[-\u2212]?)(?P<sign>[\xa5\\]?)"
    r"(?P<whole>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?P<part>\.[0-9]+)?(?P<word>円?)"
)
_THOUSANDS_OR_FRACTION = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


def narrowed(text: str) -> str:
    """Return full-width letters, digits and signs as their ASCII twins, and nothing else changed.

    Compatibility forms at large are left alone: they would make 102 of 10².
    """
    return text.translate(_WIDE)


def number_of_text(text: str, currency: str = "") -> Decimal | None:
    """Return the number that a text stands for; None for everything doubtful.

    Digits may be full-width and grouped by commas in threes; a yen sign must fit the `currency`,
    which is empty where no money is meant. `1.234` is a thousand to some and little more than one
    to others, so it is neither.
    """
    plain = narrowed(text.strip()).strip()
    match = _NUMBER.fullmatch(plain) if len(plain) <= MOST_CHARACTERS else None
    if match is None or _THOUSANDS_OR_FRACTION.fullmatch(match["whole"] + (match["part"] or "")):
        return None
    if (match["sign"] and currency not in YEN_SIGN) or (match["word"] and currency not in YEN_WORD):
        return None
    sign = "-" if match["minus"] else ""
    return Decimal(sign + match["whole"].replace(",", "") + (match["part"] or ""))
