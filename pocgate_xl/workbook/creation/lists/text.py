"""The text of a list, however it was saved: as Unicode, or in the code page of a Windows or Unix."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import NamedTuple

from .unix import is_nothing, may_be_unix, of_unix

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""Marks with which UTF-16 begins."""
SHIFTS = re.compile(rb"\x1b\$[@B]")
"""Begins Japanese letters in the encoding of mails (ISO-2022-JP), all of whose bytes look like ASCII."""
SAMPLE, SHIFTED = 4096, 1 << 20

_STRANGE_IN_JAPANESE = re.compile(
    "[a-z][^\x00-\x7f]{1,2}[a-z]|[A-Za-z][\uff61-\uff9f]|[\uff61-\uff9f][a-z]|[\ue000-\uf8ff]"
)
"""Letters between which no Japanese text is written: an accented letter, read as Shift JIS."""
_NO_LETTER = re.compile("[\uf8f0-\uf8f3]")
"""As which Python reads single bytes that Shift JIS does not have."""
_STRANGE_IN_WESTERN = re.compile("[^\x00-\x7f]{3}|[^\x00-\x7fÀ-ÖØ-öø-ÿŒœŠšŽžŸ‘’“”–—…€«»ºª]")
"""What no text of Western Europe has: three accented letters in a row, or other signs."""


class Decoded(NamedTuple):
    """The text of a list; `doubt` says in which encoding it was taken where that is not certain."""

    text: str
    doubt: str = ""


def decoded(data: bytes) -> str:
    """Return the text of a list; ValueError when it is in no encoding that can be told."""
    return text_of(data).text


def text_of(data: bytes) -> Decoded:
    """Return the text of a list and what is doubtful about it; ValueError when nothing can be told."""
    text = _unicode(data)
    found = Decoded(text) if text is not None else _of_windows(data)
    if found is None:
        raise ValueError(
            "its text is neither UTF-8 nor Shift JIS nor Windows-1252, nor plainly EUC-JP; save it as UTF-8"
        )
    return found


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
    if SHIFTS.search(data[:SHIFTED]):
        return _attempt(data, "iso2022_jp_ext")
    if data.startswith(UTF_16):
        return _attempt(data, "utf-16")
    zeros = [data[start:SAMPLE:2].count(0) for start in (0, 1)]
    if any(zeros) and max(zeros) > 2 * min(zeros):  # every other byte of Latin letters is 0
        return _attempt(data, "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le")
    return _attempt(data, "utf-8-sig")


def _of_windows(data: bytes) -> Decoded | None:
    """Return what a Windows in Japan meant, or one in Western Europe where only that makes sense."""
    japanese, western = _attempt(data, "cp932"), _attempt(data, "cp1252")
    if western is not None and _STRANGE_IN_WESTERN.search(western):
        western = None
    if japanese is not None and _NO_LETTER.search(japanese):
        japanese = None
    if western is not None and (japanese is None or _STRANGE_IN_JAPANESE.search(japanese)):
        return Decoded(western)
    return _of_japan(data, japanese)


def _of_japan(data: bytes, japanese: str | None) -> Decoded | None:
    """Return what was saved in Japan, on a Unix or a Windows."""
    other = of_unix(data, japanese)
    if other is not None:
        return Decoded(other.text, "" if other.certain else _doubt("EUC-JP", "Shift JIS"))
    if japanese is None or is_nothing(data, japanese):
        return None
    return Decoded(japanese, _doubt("Shift JIS", "EUC-JP") if may_be_unix(data, japanese) else "")


def _doubt(taken: str, other: str) -> str:
    return (
        f"its text was read as {taken}, though another encoding, such as {other}, might be meant;"
        " if names look wrong, save it as UTF-8"
    )


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
