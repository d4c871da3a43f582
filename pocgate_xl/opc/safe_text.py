"""Text that somebody else wrote, made harmless: shown with its invisible characters, or kept without them."""

from __future__ import annotations

import re

from ..patterns import pattern

LONGEST = 120
"""How much of a text a message quotes."""

_CONTROL = r"\x00-\x09\x0b-\x1f\x7f-\x9f"
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0"
)
_UNWRITABLE = "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f"
_JOINERS = "\u200c\u200d"
"""Needed to write some scripts and emoji, so they stay in answers; quoted, they are shown."""

HIDDEN = pattern(f"[{_CONTROL}{_INVISIBLE}{_UNWRITABLE}]")
_QUOTED = pattern(f"[\n{_CONTROL}{_INVISIBLE}{_UNWRITABLE}{_JOINERS}]")
_JOINED = pattern(f"[{_JOINERS}]")
_TURNING = pattern("[\u202b\u202e\u2067]")
"""Marks from which on text runs from right to left, so that digits are seen in another order."""
_LINE_ENDS = pattern(r"\r\n?|\x0b|\x85|\u2028|\u2029")


def visible(text: str, longest: int = LONGEST) -> str:
    """Return a text for a message: short, on one line, with every hidden character escaped."""
    shown = _QUOTED.sub(_escaped, text[: longest + 1])
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[match[0]]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def without_hidden(text: str) -> str:
    """Return an answer as it is kept: line ends alike, tabs as spaces, nothing hidden in it."""
    return HIDDEN.sub("", _LINE_ENDS.sub("\n", text).replace("\t", " "))


def hides(text: str) -> bool:
    """Say whether a text holds more hidden characters than line ends and tabs."""
    return bool(HIDDEN.search(_LINE_ENDS.sub("\n", text).replace("\t", " ")))


def without_marks(text: str) -> str:
    """Return a text that is no prose, such as a number, without anything that nobody sees."""
    return _JOINED.sub("", without_hidden(text))


def turns(text: str) -> bool:
    """Say whether a text may be seen in another order than it is written."""
    return bool(_TURNING.search(text))
