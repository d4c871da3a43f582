"""Texts for Markdown in which nothing is markup: no link, image, tag, mention, reference, table or emphasis.

Words of letters and numbers stay as they are; everything else that is written in ASCII becomes a code span, in
which no dialect looks for markup, mentions (@name), references (#1, KEY-1, digests) or addresses. Escapes would
not do: GitHub looks for mentions after they are gone.
"""

from __future__ import annotations

import re

from ..opc.safe_text import visible

LONGEST = 300
PIPE = "¦"
"""Stands for a pipe: in a row of a table even one in a code span ends the cell, and not all dialects unescape it."""
_RUN = re.compile(r"[!-~]+")
_WORD = re.compile(
    r"""["'(]*"""
    r"(?:[A-Za-z]+[0-9]*(?:['-][A-Za-z]+)*|[0-9]+(?:[.,:-][0-9]+)*%?)?"
    r"""["')]*[.,;:?]?["')]*"""
)
"""A word, the address of a cell, a number, a day or a time, with quotes, brackets or the end of a sentence."""
_END = re.compile(r"(.+?)([.,;:?]?)")
_DIGEST = re.compile(r"[0-9a-f]{7,}")
_FENCES = re.compile(r"`+")


def inert(text: str, longest: int = LONGEST) -> str:
    """Return a text as prose, its odd words as code."""
    return _RUN.sub(lambda match: _word(match[0]), visible(text, longest))


def code(text: str, longest: int = LONGEST) -> str:
    """Return a text as code, with a fence that it does not hold; nothing for a blank one."""
    shown = visible(text, longest).replace("|", PIPE).strip()
    if not shown:
        return ""
    fence = "`" * (1 + max(map(len, _FENCES.findall(shown)), default=0))
    gap = " " if "`" in (shown[0], shown[-1]) else ""
    return f"{fence}{gap}{shown}{gap}{fence}"


def _word(run: str) -> str:
    if _WORD.fullmatch(run) and not _DIGEST.search(run):
        return run
    match = _END.fullmatch(run)
    assert match is not None
    return code(match[1]) + match[2]
