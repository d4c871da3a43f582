"""What a formula does beside computing: fetch, run, open, or show another value each time."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import unquote

from .formula_tokens import bare_function, called, tokens_of
from .function_names import CHANGING, KNOWN, RUNNING

LINK = "HYPERLINK"
Danger = Literal["runs", "outside", "changes", "program"]

_CALLS = re.compile(r"([A-Za-z_][\w.]*)\s*\(", re.ASCII)
"""What may be a call, texts not told apart: a quick look at many formulas, of which few are suspect."""
_SUSPECT = RUNNING | {LINK}

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]+):")
_INVISIBLE = re.compile(r"[\s\x00-\x1f\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
DATA_TABLE = "TABLE"
"""How the formula of a data table is shown; no function that anybody calls."""
HARMLESS_SCHEMES = frozenset({"http", "https", "mailto", "file"})
"""Addresses that open a page, a letter or, told by another rule, a file."""


def runs(formula: str) -> str:
    """Return what a formula would run or fetch: a function, a server, a link's program; or nothing."""
    if "|" not in formula and _SUSPECT.isdisjoint(map(bare_function, _CALLS.findall(formula))):
        return ""
    functions = sorted(called(formula) & RUNNING)
    if functions:
        return functions[0]
    tokens = tokens_of(formula)
    if any(token.text == "|" for token in tokens):
        return "DDE"
    texts = [token.text[1:-1] for token in tokens if token.kind == "text"]
    return next((text for text in texts if program_of(text)), "") if LINK in called(formula) else ""


def program_of(target: str) -> str:
    """Return the scheme of an address that hands itself to a program; a drive's letter is none."""
    match = _SCHEME.match(_INVISIBLE.sub("", unquote(target)))
    scheme = match[1].lower() if match else ""
    return "" if scheme in HARMLESS_SCHEMES else scheme


def danger_of(formula: str) -> tuple[Danger, str] | None:
    """Return why the stored value of an answer's formula says nothing certain, and what in it."""
    running = runs(formula)
    if running:
        return "runs", running
    outside = _outside(formula)
    if outside:
        return "outside", outside
    functions = called(formula)
    changing = sorted(functions & CHANGING)
    if changing:
        return "changes", changing[0]
    unknown = sorted(functions - KNOWN - {DATA_TABLE})
    return ("program", unknown[0]) if unknown else None


def _outside(formula: str) -> str:
    """Return what in a formula names another workbook: `[1]Sheet!`, `[1]!name`, `'C:\\[Book.xlsx]Sheet'!`."""
    if "!" not in formula:
        return ""
    tokens = tokens_of(formula)
    for index, (kind, text) in enumerate(tokens):
        before_sheet = any(token.kind == "bang" for token in tokens[index + 1 : index + 3])
        if before_sheet and (kind == "bracket" or (kind == "quoted" and "[" in text)):
            return text
    return ""
