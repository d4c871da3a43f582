"""The text of a list that a Unix in Japan saved: its bytes are half-width letters to a Windows there."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Literal, NamedTuple

LetterKind = Literal["kana", "usual", "rare"]

ENCODINGS = ("euc_jp", "euc_jisx0213")
"""The second has signs such as ①."""
USUAL = 0.75
"""The least share of letters that everybody uses; Chinese in bytes of the same kind has fewer."""
ENOUGH = 4
"""From so many usual kanji on, and no rare ones, nobody has typed half-width letters instead."""

_HALF_WIDTH = re.compile("[\uff61-\uff9f]")
_IMPOSSIBLE = re.compile(
    "(?<![\uff66\uff73\uff76-\uff84\uff8a-\uff8e\uff9c])\uff9e|(?<![\uff8a-\uff8e])\uff9f"
    "|(?<![\uff66-\uff9f])[\uff67-\uff6f]|[\ue000-\uf8ff]"
)
"""Marks behind letters that never have them, small letters behind none, and signs of no meaning."""


class UnixText(NamedTuple):
    """A text, and whether its encoding is certain."""

    text: str
    certain: bool


def of_unix(data: bytes, of_windows: str | None) -> UnixText | None:
    """Return the text if it makes more sense than what a Windows in Japan reads, which may be nothing."""
    if of_windows is not None and not _HALF_WIDTH.search(of_windows):
        return None
    found = _attempt(data)
    if found is None:
        return None
    kinds = Counter(filter(None, map(_kind, found)))
    if kinds["rare"] > (1 - USUAL) * kinds.total():
        return None
    if kinds["kana"] > 1:
        return UnixText(found, certain=True)
    impossible = of_windows is None or _IMPOSSIBLE.search(of_windows) is not None
    if impossible or (kinds["usual"] >= ENOUGH and not kinds["rare"]):
        return UnixText(found, certain=False)
    return None


def may_be_unix(data: bytes, of_windows: str) -> bool:
    """Say whether what a Windows reads as half-width letters might be something else."""
    return _HALF_WIDTH.search(of_windows) is not None and _attempt(data) is not None


def is_nothing(data: bytes, of_windows: str) -> bool:
    """Say whether no letters that a Windows in Japan has were meant, such as Chinese ones."""
    return _IMPOSSIBLE.search(of_windows) is not None and may_be_unix(data, of_windows)


def _attempt(data: bytes) -> str | None:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


@lru_cache(maxsize=8192)
def _kind(letter: str) -> LetterKind | None:
    """Return how usual a letter is, by the row of the Japanese standard in which it stands."""
    if letter < "\x80":
        return None
    row = next((each[0] for each in map(letter.encode, ENCODINGS, ["replace"] * 2) if each != b"?"), 0)
    if row in (0xA4, 0xA5):
        return "kana"
    return "usual" if 0xB0 <= row <= 0xCF or row in (0x8E, 0xA1, 0xA2, 0xA3, 0xAD) else "rare"
