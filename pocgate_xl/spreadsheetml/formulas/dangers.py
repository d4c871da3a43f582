"""What a formula does beside computing: fetch, run, open, or show another value each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal
from urllib.parse import unquote

from ...patterns import pattern
from .functions import CHANGING, KNOWN, RUNNING
from .tokens import Token, bare_function, tokens_of

LINK = "HYPERLINK"
LONGEST = 8_192
"""How much of a formula is looked at: no program computes a longer one."""
LONGEST_ANSWER, QUOTED = 1_000, 20
"""A longer one as an answer is a program by itself; hundreds of such are not taken apart."""
Tokens = tuple[Token, ...]
Danger = Literal["runs", "outside", "changes", "program"]

_CALLS = pattern(r"(?<![\w.])([A-Za-z_][\w.]*)\s*\(", re.ASCII)
HANDING = frozenset(
    ["LET", "LAMBDA", "MAP", "REDUCE", "SCAN", "BYROW", "BYCOL", "MAKEARRAY", "GROUPBY", "PIVOTBY"]
)
"""Functions to which others are handed over, without parentheses."""
HANDED, FOREIGN = "_XLETA.", "COM.MICROSOFT."
_SUSPECT = RUNNING | HANDING | {LINK}

_SCHEME = pattern(r"([A-Za-z][A-Za-z0-9+.\-]+):")
_INVISIBLE = pattern(r"[\s\x00-\x1f\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
ITSELF = "[0]"
"""How Excel may name the workbook in which a formula stands."""
DATA_TABLE = "TABLE"
"""How the formula of a data table is shown; no function that anybody calls."""
HARMLESS_SCHEMES = frozenset({"http", "https", "mailto", "file"})
"""Addresses that open a page, a letter or, told by another rule, a file."""


def suspect(formula: str) -> bool:
    """Say whether a formula may run something; a quick look, by which texts are not told apart."""
    marked = "|" in formula or HANDED in formula.upper() or _points_outside(formula)
    if marked or "(" not in formula:
        return marked
    return not _SUSPECT.isdisjoint(map(_bare, _CALLS.findall(formula)))


def _points_outside(formula: str) -> bool:
    return ("[" in formula and "!" in formula) or "'#" in formula


def _bare(name: str) -> str:
    """Return a function's name without any prefix, that of a function that is handed over too."""
    return bare_function(name).removeprefix(HANDED).removeprefix(FOREIGN)


def outside(formula: str) -> str:
    """Return the other workbook from which a formula takes something, or nothing."""
    return _outside(tokens_of(formula[:LONGEST])) if _points_outside(formula) else ""


def addresses(formula: str) -> tuple[str, ...]:
    """Return where the links of a formula lead."""
    return tuple(_addresses(tokens_of(formula[:LONGEST]))) if LINK in formula.upper() else ()


def runs(formula: str) -> str:
    """Return what a formula would run or fetch: a function, a server, a link's program; or nothing."""
    return _runs(tokens_of(formula[:LONGEST])) if suspect(formula) else ""


def _runs(tokens: Tokens) -> str:
    functions = _called(tokens)
    running = sorted(functions & RUNNING)
    if running:
        return running[0]
    if any(token.text == "|" for token in tokens):
        return "DDE"
    return next((address for address in _addresses(tokens) if program_of(address)), "")


def _addresses(tokens: Tokens) -> Iterator[str]:
    """Yield the addresses of links as far as they are written in the formula itself."""
    for index, (kind, text) in enumerate(tokens):
        if kind != "function" or bare_function(text) != LINK:
            continue
        depth, texts = 0, []
        for token in tokens[index + 1 :]:
            depth += (token.kind == "open") - (token.kind == "close")
            if depth == 0 or (depth == 1 and token.kind == "comma"):
                break
            texts.append(token.text[1:-1] if token.kind == "text" else "")
        yield "".join(texts)


def _called(tokens: Tokens) -> frozenset[str]:
    """Return the functions that are called; engines take blanks before a parenthesis for nothing."""
    words = (token for token in tokens if token.kind != "blank")
    pairs = pairwise((*words, Token("other", "")))
    found = list(pairs)
    functions = frozenset(
        _bare(token.text)
        for token, following in found
        if token.kind == "function" or (token.kind == "name" and following.kind == "open")
    )
    handing = not HANDING.isdisjoint(functions)
    names = (token.text for token, _ in found if token.kind == "name")
    handed = (_bare(name) for name in names if handing or name.upper().startswith(HANDED))
    return functions | (RUNNING & frozenset(handed))


def program_of(target: str) -> str:
    """Return the scheme of an address that hands itself to a program; a drive's letter is none."""
    match = _SCHEME.match(_INVISIBLE.sub("", unquote(target)))
    scheme = match[1].lower() if match else ""
    return "" if scheme in HARMLESS_SCHEMES else scheme


def danger_of(formula: str) -> tuple[Danger, str] | None:
    """Return why the stored value of an answer's formula says nothing certain, and what in it."""
    if len(formula) > LONGEST_ANSWER:
        return "program", f"{formula[:QUOTED]}…"
    tokens = tokens_of(formula)
    functions = _called(tokens)
    found: tuple[tuple[Danger, str], ...] = (
        ("runs", _runs(tokens)),
        ("outside", _outside(tokens)),
        ("changes", min(functions & CHANGING, default="")),
        ("program", min(functions - KNOWN - {DATA_TABLE}, default="")),
    )
    return next((danger for danger in found if danger[1]), None)


def _outside(tokens: Tokens) -> str:
    """Return what names another workbook: `[1]Sheet!`, `[1]!name`, `'C:\\[Book.xlsx]Sheet'!`, `'file:'#`."""
    for index, (kind, text) in enumerate(tokens):
        before_sheet = any(token.kind == "bang" for token in tokens[index + 1 : index + 3])
        other = (kind == "bracket" and text != ITSELF) or (kind == "quoted" and "[" in text)
        if before_sheet and other:
            return text
        if (
            kind == "quoted"
            and ":" in text
            and "#" in [token.text for token in tokens[index + 1 : index + 2]]
        ):
            return text
    return ""
