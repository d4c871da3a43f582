"""Cells far from everything planned are counted, not read: whole foreign columns cost little.

What is left out holds plain values at addresses of its own, written as programs write them. Everything
else stays where it is and is read: formulas above all, which Excel computes wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from ...opc.limits import KIB
from ..address import names_area
from .plain_text import plain_text

FROM_BYTES = 256 * KIB
"""Smaller sheets are read whole: that takes no time, and nothing needs to be said."""
FIRST_ROW, FIRST_COLUMN = 1000, 105
"""What is far, as the patterns have it: rows of four digits or more, columns from DA on."""
MARGIN_ROWS, MARGIN_COLUMNS = 200, 10
"""How far beyond the last named cell something may be planned, at most."""

_CELL = (
    r'(?: s="[0-9]{1,9}")?(?: t="[A-Za-z]{1,9}")? ?'
    r'(?:/>|>(?:<v>[^<>]*</v>|<is><t(?: xml:space="preserve")?>[^<>]*</t></is>)?</c>)'
)
_ROW = (
    r'<row r="([1-9][0-9]{3,6})"(?: (?!r=|xmlns)(?:x14ac:)?[A-Za-z]{1,20}="[A-Za-z0-9.:-]{0,40}"){0,19} ?'
    rf'(?:/>|>(?:<c r="[A-Z]{{1,3}}\1"{_CELL})*+</row>)\s*'
)
_FAR_ROWS = re.compile(rf"(?:{_ROW}){{1,4096}}+".encode())
_FAR_COLUMNS = re.compile(
    rf'(?:<c r="(?:[D-Z][A-Z]|[A-Z]{{3}})[1-9][0-9]{{0,6}}"{_CELL}){{1,4096}}+'.encode()
)
_BEGIN, _END = b"<sheetData>", b"</sheetData>"
PREFIX = b"x14ac:"
"""The one that Excel writes before an attribute of every row; the sheet's root must declare it."""


class Reach(NamedTuple):
    """The last row and column that something of ours is named in."""

    row: int = 0
    column: int = 0

    @property
    def near(self) -> bool:
        """Say whether nothing that is far can be planned."""
        return self.row + MARGIN_ROWS < FIRST_ROW and self.column + MARGIN_COLUMNS < FIRST_COLUMN


def reaches(names: Iterable[tuple[str, str]]) -> dict[str, Reach]:
    """Return how far our names reach, by sheet title in small letters."""
    found: dict[str, Reach] = {}
    for name, ref in names:
        area = names_area(ref) if name[:3].casefold() == "pg_" else None
        if area:
            title, last = area[0].casefold(), area[2]
            row, column = found.get(title, Reach())
            found[title] = Reach(max(row, last[0]), max(column, last[1]))
    return found


def without_far(data: bytes, reach: Reach) -> tuple[bytes, int]:
    """Return a sheet's XML without what is far, and how many values that were."""
    begin, end = data.find(_BEGIN), data.rfind(_END)
    doubtful = b"<!" in data or (PREFIX in data and b"xmlns:x14ac=" not in data[:begin])
    if not 0 <= begin < end or not reach.near or doubtful:
        return data, 0
    counts: list[int] = []
    cells = data[begin:end]
    for pattern in (_FAR_ROWS, _FAR_COLUMNS):
        cells = pattern.sub(partial(_counted, counts), cells)
    return data[:begin] + cells + data[end:], sum(counts)


def _counted(counts: list[int], run: re.Match[bytes]) -> bytes:
    """Leave a run of cells out; what is no plain text is for the parser to refuse."""
    if plain_text(run[0]) is None:
        return run[0]
    counts.append(run[0].count(b"<v>") + run[0].count(b"<is>"))
    return b""
