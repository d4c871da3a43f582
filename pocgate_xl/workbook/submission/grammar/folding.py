"""Texts as an eye compares them: what looks alike becomes the same."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from ....opc.safe_text import without_hidden

_LOOK_ALIKE = str.maketrans(
    "аеорсухіѕјкмтвнһԛԝӏαονρτεικυχβηωɡıⅼ᧐",
    "aeopcyxisjkmtbhhqwlaovpteikyxbnwgilo",
)
REMEMBERED = 200
"""Characters of a text that is remembered: those of a plan are short."""
_JOINERS = str.maketrans("", "", "\u200c\u200d\ufe0e\ufe0f")


def folded(text: str) -> str:
    """Return a text without hidden characters, widths, case, white space and letters of other scripts.

    Two texts that nobody can tell apart on paper give the same.
    """
    return _folded(text) if len(text) <= REMEMBERED else _folded.__wrapped__(text)


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", without_hidden(text)).translate(_JOINERS).casefold()
    return "".join(plain.translate(_LOOK_ALIKE).split())


def words_of(text: str) -> str:
    """Return a text folded, its words with one blank between them."""
    return _words_of(text) if len(text) <= REMEMBERED else _words_of.__wrapped__(text)


@lru_cache(maxsize=8192)
def _words_of(text: str) -> str:
    return " ".join(filter(None, map(folded, without_hidden(text).replace("\u00a0", " ").split())))


def folded_label(text: str) -> str:
    """Return a label without case, width, hidden characters and surplus spaces."""
    return " ".join(unicodedata.normalize("NFKC", without_hidden(text)).casefold().split())
