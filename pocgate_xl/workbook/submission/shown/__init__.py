"""What each visible formula cell must show, computed without a formula.

A plan gives every such cell a key (`Cell.shows`): a word that names a truth, then what it is about,
separated by blanks: `decision`, `flag <item>`, `gantt <phase> <month>`. The truth follows from
template, texts, answers and assessment, never from what a file says of it.

Keys stand in released plans, whose workbooks are checked for good. So a key never changes its meaning
and never goes: where a cell is to show something else, that is a new key. Nothing here looks where a
cell stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from ..outputs import Output
from . import dashboard, decision_paper, pages, production, ratings
from .facts import Facts, Truth

TRUTHS: Mapping[str, Truth] = MappingProxyType(
    {
        **pages.TRUTHS,
        **dashboard.TRUTHS,
        **decision_paper.TRUTHS,
        **ratings.TRUTHS,
        **production.TRUTHS,
    }
)
"""How each truth is computed, by the word that keys begin with."""


class TruthKey(NamedTuple):
    """A key as what computes its truth, and what it is about."""

    truth: Truth
    about: tuple[str, ...]


@lru_cache(maxsize=8192)
def asked(key: str) -> TruthKey:
    """Return what a key asks for; KeyError where no truth has this name."""
    word, *about = key.split(" ")
    return TruthKey(TRUTHS[word], tuple(about))


def shown_values(facts: Facts, keys: Iterable[str]) -> dict[str, Output]:
    """Return what cells with these keys must show; None is shown as an empty text."""
    found: dict[str, Output] = {}
    for key in keys:
        truth, about = asked(key)
        found[key] = truth(facts, *about)
    return found
