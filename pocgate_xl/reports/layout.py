"""Lines for a terminal: columns and hanging paragraphs, by the width that letters have there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from .parts import Screen

GAP = "  "
_NOT_FIRST = "、。，．・：；？！ー）〕］｝〉》」』】”’"
"""What may not begin a line in Japanese."""
_NOT_LAST = "（〔［｛〈《「『【“‘"
"""What may not end one."""


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes: Japanese letters two each, marks above none."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if _is_wide(character) else 1


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows of a table, each column as wide as its widest cell."""
    widths = [max(map(width_of, cells)) for cells in zip(*rows, strict=True)]
    for row in rows:
        padded = (cell + " " * (width - width_of(cell)) for cell, width in zip(row, widths, strict=True))
        yield GAP.join(padded).rstrip()


def shown(words: Iterable[tuple[str, str]], hang: int, screen: Screen) -> Iterator[str]:
    """Yield the lines of words with their tones: they break at the screen's width and hang."""
    paragraph = _Paragraph(hang, screen)
    for word, tone in words:
        paragraph.add(word, tone)
    paragraph.end_line()
    yield from paragraph.lines


class _Paragraph:
    """Words as lines, each of which is texts with their tones."""

    def __init__(self, hang: int, screen: Screen) -> None:
        self.hang, self.screen = hang, screen
        self.lines: list[str] = []
        self.line: list[tuple[str, str]] = []
        self.used = 0

    def add(self, word: str, tone: str) -> None:
        gap = GAP if self.used else ""
        for unit in _units(word):
            for part in _parts(unit, self.screen.width, self.hang):
                self._put(part, tone, gap)
                gap = ""

    def _put(self, part: str, tone: str, gap: str) -> None:
        width = self.screen.width
        if width and self.used > self.hang and self.used + len(gap) + width_of(part.rstrip()) > width:
            self.end_line()
            gap, part = "", part.lstrip()
        self.line += [(gap, ""), (part, tone)] if gap else [(part, tone)]
        self.used += len(gap) + width_of(part)

    def end_line(self) -> None:
        runs = ((tone, "".join(text for text, _ in run)) for tone, run in groupby(self.line, _tone_of))
        self.lines.append("".join(self._toned(text, tone) for tone, text in runs).rstrip())
        self.line, self.used = [(" " * self.hang, "")], self.hang

    def _toned(self, text: str, tone: str) -> str:
        bare = text.strip()
        if not (self.screen.colour and tone and bare):
            return text
        before, _, after = text.partition(bare)
        return f"{before}\x1b[{tone}m{bare}\x1b[0m{after}"


def _tone_of(run: tuple[str, str]) -> str:
    return run[1]


def _units(text: str) -> Iterator[str]:
    """Yield what no line may break within: words with the blanks after them, single wide letters."""
    unit = ""
    for character in text:
        if unit and _may_break(unit, character):
            yield unit
            unit = ""
        unit += character
    if unit:
        yield unit


def _may_break(before: str, after: str) -> bool:
    if after == " " or not before.strip():
        return False
    if before[-1] == " ":
        return True
    return (
        after not in _NOT_FIRST and before[-1] not in _NOT_LAST and (_is_wide(before[-1]) or _is_wide(after))
    )


def _parts(unit: str, width: int | None, hang: int) -> Iterator[str]:
    """Yield a unit, in parts where it is longer than a whole line, as paths may be."""
    if width is None or width_of(unit.rstrip()) <= width - hang:
        yield unit
        return
    part = ""
    for character in unit:
        if width_of(part + character) > width - hang:
            yield part
            part = ""
        part += character
    yield part
