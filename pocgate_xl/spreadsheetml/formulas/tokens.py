"""A formula as tokens: nothing is left out, so that joining them gives the formula again.

Source: ECMA-376 part 1, 18.17.2 syntax of formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from ...patterns import pattern

TokenKind = Literal[
    "text", "quoted", "bracket", "error", "blank", "reference", "line", "number", "function", "name",
    "bang", "operator", "open", "close", "comma", "semicolon", "open_array", "close_array", "other",
]  # fmt: skip

_TOKENS = pattern(
    r"""
      (?P<text>"(?:[^"]|"")*"?)
    | (?P<quoted>'(?:[^']|'')*'?)
    | (?P<bracket>\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]?)
    | (?P<error>\#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA))
    | (?P<blank>[ \t\r\n]+)
    | (?P<reference>\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}(?![\w.(\\?]))
    | (?P<line>\$[A-Za-z]{1,3}(?![\w.(\\?$])|\$[1-9][0-9]{0,6}(?![\w.(\\?]))
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<function>[^\W0-9][\w.\\?]*(?=\())
    | (?P<name>[^\W0-9][\w.\\?]*|\\[\w.\\?]*)
    | (?P<bang>!)
    | (?P<operator><=|>=|<>|[-+*/^&=<>%:@\#])
    | (?P<open>\()
    | (?P<close>\))
    | (?P<comma>,)
    | (?P<semicolon>;)
    | (?P<open_array>\{)
    | (?P<close_array>\})
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
"""Digits and blanks are those of ASCII: no engine takes others for them. Quotes that do not end take all
that follows, so that no text is searched twice."""

_SMALL = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}


class Token(NamedTuple):
    kind: TokenKind
    text: str


def tokens_of(formula: str) -> tuple[Token, ...]:
    """Return the tokens of a formula, its leading `=` as one of them."""
    return tuple(_each(formula))


def _each(formula: str) -> Iterator[Token]:
    for match in _TOKENS.finditer(formula):
        yield Token(match.lastgroup, match[0])  # type: ignore[arg-type]


def folded_word(word: str) -> str:
    """Return a word in capitals of ASCII; other letters are told apart by engines, so here."""
    return word.translate(_SMALL)


def called(formula: str) -> frozenset[str]:
    """Return the functions that a formula calls, in capitals and without prefixes of the file."""
    return frozenset(bare_function(text) for kind, text in _each(formula) if kind == "function")


_PREFIX = pattern(r"(?:_XL(?:FN|WS|UDF)\.)+")


def bare_function(name: str) -> str:
    """Return a function's name without the prefixes that files put before newer ones."""
    return _PREFIX.sub("", folded_word(name), count=1)
