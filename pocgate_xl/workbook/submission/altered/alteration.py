"""One way in which a sheet shows something else than it says, the answers untouched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ....spreadsheetml.address import Position


class Alteration(NamedTuple):
    """What was altered: a stable word, the cells that it concerns, what was found and planned.

    `words` are those that a reader sees in its place; `decides` says that they stand where the decision is.
    """

    kind: str
    cells: tuple[Position, ...] = ()
    found: str = ""
    planned: str = ""
    words: str = ""
    decides: bool = False


class Altered(NamedTuple):
    """An alteration and the title of the sheet that shows it; no title for the whole workbook."""

    sheet: str
    alteration: Alteration


def gathered(kind: str, cells: Iterable[Position], found: str = "") -> Iterator[Alteration]:
    """Yield one alteration for all cells, nothing where there are none."""
    concerned = tuple(sorted(cells))
    if concerned:
        yield Alteration(kind, concerned, found)
