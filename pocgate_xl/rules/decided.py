"""Whether words on a page state another decision than the one that follows from the answers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ..patterns import pattern
from ..records import dataclass
from ..templates.loader import Bundle
from ..workbook.submission.grammar.folding import words_of

VOCABULARIES = ("decision", "verdict")
_BREAKS = pattern(r"\s-\s|[:;|/·•\n\r()\[\]{}「」『』【】（）：；。、,!?！？\"“”=>→–—]+")
"""Marks between the parts of a text; a hyphen within a word is none."""


@dataclass(frozen=True, slots=True)
class Decided:
    """How the decision and its verdict are called in every language, and how all others are."""

    own: tuple[str, ...]
    others: tuple[str, ...]

    def contradicts(self, text: str) -> bool:
        """Say whether a text names another decision anywhere; a longer name is not a shorter one."""
        left, named = words_of(text), False
        for label in _longest_first({*self.own, *self.others}):
            found = _without(left, label)
            named = named or (found != left and label not in self.own)
            left = found
        return named

    def states_another(self, text: str) -> bool:
        """Say whether a text, or a part of it between marks, is nothing but the name of another decision."""
        parts = (words_of(part) for part in _BREAKS.split(text))
        return words_of(text) in self.others or any(part in self.others for part in parts)


def _without(text: str, label: str) -> str:
    """Take a label out of a text; in letters that stand apart it must be a word of its own."""
    if not label.isascii():
        return text.replace(label, "\n")
    return re.sub(rf"(?<![a-z0-9]){re.escape(label)}(?![a-z0-9])", "\n", text)


@lru_cache(maxsize=128)
def decided(bundle: Bundle, decision: str, verdict: str) -> Decided:
    """Return the names of what follows from the answers, longest first, and those of everything else."""
    codes = {("decision", decision), ("verdict", verdict)}
    labels = [
        (tuple(key.split(".", 1)) in codes, words_of(text))
        for catalog in bundle.catalogs.values()
        for key, text in catalog.texts.items()
        if key.split(".", 1)[0] in VOCABULARIES and key.count(".") == 1
    ]
    own = {label for mine, label in labels if mine}
    return Decided(_longest_first(own), _longest_first({label for _, label in labels} - own))


def _longest_first(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(filter(None, labels), key=lambda label: (-len(label), label)))
