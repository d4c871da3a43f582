"""Cells gathered into areas, as one would name them: “D8:D22, F9”."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .address import Corners, Position, a1

MOST_AREAS = 4
"""More areas than this help nobody who reads a sentence."""


def areas_in_words(cells: Iterable[Position]) -> str:
    """Return the areas that cells fill, the first few of them."""
    areas = list(gathered(cells))
    words = ", ".join(_named(area) for area in areas[:MOST_AREAS])
    return f"{words}, …" if len(areas) > MOST_AREAS else words


def gathered(cells: Iterable[Position]) -> Iterator[Corners]:
    """Yield rectangles that hold just these cells: runs down a column, side by side where they are alike."""
    open_: list[Corners] = []
    for (top, left), (bottom, right) in _runs(cells):
        beside = next((a for a in open_ if a[1][1] == left - 1 and (a[0][0], a[1][0]) == (top, bottom)), None)
        if beside is not None:
            open_[open_.index(beside)] = (beside[0], (bottom, right))
        else:
            open_.append(((top, left), (bottom, right)))
    return iter(sorted(open_))


def _runs(cells: Iterable[Position]) -> Iterator[Corners]:
    """Yield unbroken runs down each column."""
    first = last = None
    for column, row in sorted((column, row) for row, column in set(cells)):
        if last == (row - 1, column):
            last = (row, column)
            continue
        if first and last:
            yield first, last
        first = last = (row, column)
    if first and last:
        yield first, last


def _named(area: Corners) -> str:
    first, last = area
    return a1(first) if first == last else f"{a1(first)}:{a1(last)}"
