"""Numbers that were typed as text: one strict grammar, because whatever is doubtful is an error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Literal

from ....opc.safe_text import turns, without_marks
from ....patterns import pattern

NumberDoubt = Literal["unit", "point", "percent", "other"]
"""Why a text was not read as a number."""

YEN = frozenset({"JPY", "CNY"})
SIGNS: Mapping[str, frozenset[str]] = {
    "\xa5": YEN, "\\": YEN, "€": frozenset({"EUR"}), "£": frozenset({"GBP"}), "₩": frozenset({"KRW"}),
    "$": frozenset({"USD"}), "US$": frozenset({"USD"}), "A$": frozenset({"AUD"}), "AU$": frozenset({"AUD"}),
    "S$": frozenset({"SGD"}), "NT$": frozenset({"TWD"}),
}  # fmt: skip
"""Signs before an amount, and the currencies in which they are read; $ alone means many dollars."""
WORDS: Mapping[str, frozenset[str]] = {
    "円": frozenset({"JPY"}), "yen": frozenset({"JPY"}), "€": frozenset({"EUR"}), "£": frozenset({"GBP"}),
    "元": frozenset({"CNY", "TWD"}), "원": frozenset({"KRW"}), "$": frozenset({"USD"}),
}  # fmt: skip
"""Words and signs behind an amount, in small letters."""

MOST_CHARACTERS = 40
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20, 0xFFE5: 0xA5, 0xFFE1: 0xA3, 0xFFE6: 0x20A9,
}  # fmt: skip
_SPACES = "\xa0\u2007\u2009\u202f"
"""Spaces that keep a number together; by hand it is the common one."""
_APOSTROPHE = "\u2019"
_PLAIN = str.maketrans({**dict.fromkeys(_SPACES, " "), _APOSTROPHE: "'"})

_MINUS = r"(?P<minus>[-\u2212]?)"
_AMOUNT = r"(?P<whole>[0-9]+|[0-9]{1,3}(?P<group>[,' ])[0-9]{3}(?:(?P=group)[0-9]{3})*)(?P<part>\.[0-9]+)?"


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


FORMS = {
    "signed": pattern(
        rf"{_MINUS}(?:(?P<sign>{_any_of(SIGNS)}) ?)?{_AMOUNT}(?: ?(?P<word>{_any_of(WORDS)}))?",
        re.IGNORECASE | re.ASCII,
    ),
    "code first": pattern(rf"(?P<code>[A-Za-z]{{3}}) ?{_MINUS}{_AMOUNT}"),
    "code last": pattern(rf"{_MINUS}{_AMOUNT} ?(?P<code>[A-Za-z]{{3}})"),
}
_THOUSANDS_OR_FRACTION = pattern(r"[1-9][0-9]{0,2}\.[0-9]{3}")


def narrowed(text: str) -> str:
    """Return full-width letters, digits and signs as their ASCII twins, and nothing else changed.

    Compatibility forms at large are left alone: they would make 102 of 10².
    """
    return text.translate(_WIDE)


def number_of_text(text: str, currency: str = "") -> Decimal | None:
    """Return the number that a text stands for; None for everything doubtful.

    Digits may be full-width and grouped in threes by one sign: commas, apostrophes or spaces. A
    sign, word or code of money must fit the `currency`, which is empty where no money is meant. `1.234`
    is a thousand to some and little more than one to others, so it is neither.
    """
    found = set(readings_of_number(text, currency))
    return found.pop() if len(found) == 1 else None


def readings_of_number(text: str, currency: str = "") -> Iterator[Decimal]:
    """Yield what a text is in each form in which it can be read."""
    for match in _matches(_plain(text)):
        if _in_currency(match, currency) and not _is_either(match):
            yield _number(match)


def doubt_of_number(text: str) -> NumberDoubt:
    """Return why a text was not read."""
    plain = _plain(text)
    for match in _matches(plain):
        return "point" if _is_either(match) else "unit"
    percent = plain.endswith("%") and any(_matches(plain[:-1].rstrip()))
    return "percent" if percent else "other"


def _plain(text: str) -> str:
    """Return a text without its hidden marks; one that is seen in another order is no number."""
    if len(text) > 2 * MOST_CHARACTERS or turns(text):
        return ""
    plain = narrowed(without_marks(text).translate(_PLAIN)).strip()
    return plain if len(plain) <= MOST_CHARACTERS else ""


def _matches(plain: str) -> Iterator[re.Match[str]]:
    return filter(None, (form.fullmatch(plain) for form in FORMS.values()))


def _is_either(match: re.Match[str]) -> bool:
    return _THOUSANDS_OR_FRACTION.fullmatch(match["whole"] + (match["part"] or "")) is not None


def _in_currency(match: re.Match[str], currency: str) -> bool:
    parts = match.groupdict()
    if parts.get("sign") and currency not in SIGNS[parts["sign"].upper()]:
        return False
    if parts.get("word") and currency not in WORDS[parts["word"].lower()]:
        return False
    return not parts.get("code") or parts["code"].upper() == currency


def _number(match: re.Match[str]) -> Decimal:
    digits = re.sub("[,' ]", "", match["whole"])
    return Decimal(("-" if match["minus"] else "") + digits + (match["part"] or ""))
