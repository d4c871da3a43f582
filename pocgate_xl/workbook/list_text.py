"""The text of a list, however it was saved: as Unicode, or in the code page of a Windows."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""Marks with which UTF-16 begins."""
SAMPLE = 4096

_STRANGE_IN_JAPANESE = re.compile(
    "[a-z][^\x00-\x7f]{1,2}[a-z]|[A-Za-z][\uff61-\uff9f]|[\uff61-\uff9f][a-z]|[\ue000-\uf8ff]"
)
"""Letters between which no Japanese text is written: an accented letter, read as Shift JIS."""
_NO_LETTER = re.compile("[\uf8f0-\uf8f3]")
"""As which Python reads single bytes that Shift JIS does not have."""
_STRANGE_IN_WESTERN = re.compile("[^\x00-\x7f]{3}|[^\x00-\x7fÀ-ÖØ-öø-ÿŒœŠšŽžŸ‘’“”–—…€«»ºª]")
"""What no text of Western Europe has: three accented letters in a row, or other signs."""


def decoded(data: bytes) -> str:
    """Return the text of a list; ValueError when it is in no encoding that can be told."""
    text = _unicode(data)
    if text is None:
        text = _of_windows(data)
    if text is None:
        raise ValueError("its text is neither UTF-8 nor Shift JIS nor Windows-1252")
    return text


_WIDE = re.compile(rb"(?:[!-~]\0){3}|(?:\0[!-~]){3}")
"""Latin letters in UTF-16."""


def lines_of(data: bytes) -> Iterator[str]:
    """Yield the lines of a list of paths; bytes of no known encoding stay as Python keeps them in paths.

    Between NULs, as `find -print0` writes them, names stand as the system has them: they may hold lines.
    """
    if b"\0" in data and not data.startswith(UTF_16) and not _WIDE.search(data):
        yield from map(os.fsdecode, data.split(b"\0"))
        return
    try:
        text = decoded(data)
    except ValueError:
        text = data.decode("utf-8", "surrogateescape")
    yield from re.split(r"\r\n|\r|\n", text)


def _unicode(data: bytes) -> str | None:
    if data.startswith(UTF_16):
        return _attempt(data, "utf-16")
    zeros = [data[start:SAMPLE:2].count(0) for start in (0, 1)]
    if any(zeros) and max(zeros) > 2 * min(zeros):  # every other byte of Latin letters is 0
        return _attempt(data, "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le")
    return _attempt(data, "utf-8-sig")


def _of_windows(data: bytes) -> str | None:
    """Return what a Windows in Japan meant, or one in Western Europe where only that makes sense."""
    japanese, western = _attempt(data, "cp932"), _attempt(data, "cp1252")
    if western is not None and _STRANGE_IN_WESTERN.search(western):
        western = None
    if japanese is not None and _NO_LETTER.search(japanese):
        japanese = None
    if japanese is None or (western is not None and _STRANGE_IN_JAPANESE.search(japanese)):
        return western
    return japanese


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
