"""What a number format does to a value: shows it as it is, hides it, or shows something else.

A format code has up to four sections: for numbers above, below and at zero, and for texts. Only what a
reader would take for another value counts; digits, separators, units, dates and colours are looks.

Source: ECMA-376 part 1, 18.8.30 numFmt, 18.8.31 numFmts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from ...patterns import pattern
from ..cells import RawCell
from .scaled_formats import commas_behind, digits_behind, says_power

Effect = Literal["", "hides", "replaces", "adds", "scales", "dates", "percent", "sign"]
"""What a format does to a value: nothing, or what would be read as another value."""

BUILT_IN: Mapping[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys((27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), "yyyy-mm-dd"),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), "h:mm"),
}  # fmt: skip
"""Formats that a number stands for; of those that differ by country, what they have in common."""
OTHERWISE = "General"
LONGEST_CODE = 1024

_TOKENS = pattern(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<space>.)|\*(?P<filled>.)'
    r"|\[(?P<bracket>[^\]]*)\]?|(?P<general>general|g/標準|g/通用格式|standard)|(?P<exponent>e[+-])|(?P<half>am/pm|a/p|上午/下午|午前/午後)"
    r"|(?P<digit>[0#?]|\.(?=[0#?]))|(?P<comma>,)|(?P<percent>%)|(?P<at>@)|(?P<end>;)|(?P<date>[ymdhsgebaYMDHSGEBA]+)"
    r"|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = pattern(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+(?:e[+-]?[0-9]+)?)", re.IGNORECASE)
_CURRENCY = pattern(r"\$(.*?)(?:-[0-9A-Za-z]*)?", re.DOTALL)
_ELAPSED = pattern(r"(?:h+|m+|s+)", re.IGNORECASE)
_WHITE = frozenset({"white", "color2", "color 2", "白"})
_RED = pattern(r"red|color ?3|赤", re.IGNORECASE)
_MINUS = pattern("[-(−–△▲▼]")
_COMPARE = {
    "<": float.__lt__, "<=": float.__le__, ">": float.__gt__, ">=": float.__ge__,
    "=": float.__eq__, "<>": float.__ne__,
}  # fmt: skip


class FormatSection(NamedTuple):
    """One section: what it shows of a value, and the words that it adds."""

    words: str
    digits: bool
    general: bool
    date: bool
    percent: bool
    texts: int
    scaled: int
    split: int
    white: bool
    red: bool
    condition: tuple[str, float] | None

    @property
    def shows(self) -> bool:
        """Say whether anything of the value is shown."""
        return self.digits or self.general or self.date or self.texts > 0


class FormattedValue(NamedTuple):
    """What a format does to a value, and the words that it shows."""

    effect: Effect
    words: str = ""


AS_IT_IS = FormattedValue("")


def shown_by(code: str, cell: RawCell) -> FormattedValue:
    """Return what a format code does to the value of a cell."""
    if cell.kind == "number" and isinstance(cell.value, float):
        return _number(sections_of(code), cell.value)
    if cell.kind == "text" and cell.value:
        return _text(sections_of(code))
    return AS_IT_IS


def words_of(code: str) -> str:
    """Return the words of all sections, whatever value would show them."""
    return " ".join(filter(None, (section.words.strip() for section in sections_of(code))))


def hides_or_replaces(code: str) -> FormattedValue:
    """Return what a format does to any value at all: for formats whose moment nobody can tell."""
    for section in sections_of(code):
        if section.white:
            return FormattedValue("hides")
        if not section.shows and _speaks(section.words):
            return FormattedValue("replaces", section.words)
        if section.shows and not section.date and (effect := _divides(section)):
            return FormattedValue(effect, section.words)
    return AS_IT_IS if any(section.shows for section in sections_of(code)) else FormattedValue("hides")


@lru_cache(maxsize=1024)
def sections_of(code: str) -> tuple[FormatSection, ...]:
    """Return the sections of a format code."""
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKENS.finditer(code[:LONGEST_CODE]):
        if token.lastgroup == "end":
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(map(_section, parts))


def _section(tokens: list[re.Match[str]]) -> FormatSection:
    kinds = [token.lastgroup for token in tokens]
    brackets = [token["bracket"] for token in tokens if token.lastgroup == "bracket"]
    conditions = [found for found in map(_CONDITION.fullmatch, brackets) if found]
    white = any(bracket.strip().casefold() in _WHITE for bracket in brackets)
    return FormatSection(
        words="".join(map(_words, tokens)),
        digits="digit" in kinds,
        general="general" in kinds,
        date="date" in kinds or any(map(_ELAPSED.fullmatch, brackets)),
        percent="percent" in kinds,
        texts=kinds.count("at"),
        scaled=commas_behind(kinds),
        split=digits_behind([(token.lastgroup, _words(token)) for token in tokens]),
        white=white,
        red=any(map(_RED.fullmatch, brackets)),
        condition=(conditions[0][1], float(conditions[0][2])) if conditions else None,
    )


def _words(token: re.Match[str]) -> str:
    """Return what a token shows whatever the value is."""
    kind = token.lastgroup or ""
    if kind == "bracket":
        currency = _CURRENCY.fullmatch(token["bracket"])
        return currency[1] if currency else ""
    if kind == "filled":
        return token["filled"] if token["filled"].isalnum() else ""
    return token[kind] if kind in ("quoted", "escaped", "other") else ""


def _number(sections: tuple[FormatSection, ...], value: float) -> FormattedValue:
    index = _chosen(sections, value)
    if index is None:
        return AS_IT_IS
    section = sections[index]
    if section.white:
        return FormattedValue("hides")
    if not section.shows:
        usual = value == 0 and any(other.shows for other in sections)
        return (
            FormattedValue("replaces", section.words)
            if _speaks(section.words)
            else FormattedValue("" if usual else "hides")
        )
    if any(_is_digit(character) for character in section.words):
        return FormattedValue("adds", section.words)
    if section.date:
        return FormattedValue("dates")
    if effect := _divides(section):
        return FormattedValue(effect, section.words)
    if _wrong_sign(section, index, value):
        return FormattedValue("sign", section.words)
    return FormattedValue("percent") if section.percent and value else AS_IT_IS


def _divides(section: FormatSection) -> Effect:
    """Return how a section shows a part of a number without a word that says so."""
    power = 3 * section.scaled + section.split
    if not power or says_power(section.words, power):
        return ""
    return "adds" if section.split else "scales"


def _chosen(sections: tuple[FormatSection, ...], value: float) -> int | None:
    """Return which section shows a number; None where it is shown as text."""
    numeric = sections[:3] if len(sections) > 3 else sections
    if len(sections) < 4 and sections[-1].texts and not sections[-1].digits:
        numeric = sections[:-1]
    for index, section in enumerate(numeric):
        if section.condition and _COMPARE[section.condition[0]](value, section.condition[1]):
            return index
    if any(section.condition for section in numeric):
        return next((i for i, section in enumerate(numeric) if not section.condition), None)
    if not numeric:
        return None
    if value < 0 and len(numeric) > 1:
        return 1
    return 2 if value == 0 and len(numeric) > 2 else 0


def _wrong_sign(section: FormatSection, index: int, value: float) -> bool:
    """Say whether a number below zero looks like one above, or the other way round."""
    minus = bool(_MINUS.search(section.words))
    if value < 0:
        return index > 0 and not (minus or section.red or section.general)
    return value > 0 and bool(_MINUS.match(section.words.strip())) and not section.date


def _text(sections: tuple[FormatSection, ...]) -> FormattedValue:
    own = sections[3:4] if len(sections) > 3 else tuple(s for s in sections[-1:] if s.texts)
    if not own:
        silent = [s.words for s in sections if not s.shows and any(map(str.isalpha, s.words))]
        return FormattedValue("replaces", silent[0]) if silent else AS_IT_IS
    section = own[0]
    if section.white:
        return FormattedValue("hides")
    if not (section.texts or section.general):
        return (
            FormattedValue("replaces", section.words) if _speaks(section.words) else FormattedValue("hides")
        )
    return FormattedValue("adds", section.words) if _speaks(section.words) or section.texts > 1 else AS_IT_IS


def _speaks(words: str) -> bool:
    """Say whether words are more than signs: letters, digits or marks that mean something."""
    return any(unicodedata.category(character)[0] in "LNS" for character in words)


def _is_digit(character: str) -> bool:
    return character.isdigit() or unicodedata.category(character)[0] == "N"
