"""Cells that something else covers: a merge, which shows its first cell alone, or one formula for an area."""

from __future__ import annotations

from functools import lru_cache

from ...spreadsheetml.address import Corners, Position
from ...spreadsheetml.cells import RawCell
from ...spreadsheetml.reader import RawSheet
from ...spreadsheetml.worksheets.rows import WantedCells
from .changes.strange_formulas import array_over

MOST_REMEMBERED = 1_000
"""Merged areas of a sheet for which it is remembered what lies under them."""
NOTHING_HIDDEN: frozenset[Position] = frozenset()


def filled(sheet: RawSheet, position: Position, cell: RawCell | None) -> RawCell | None:
    """Return a cell with the formula that fills it from another cell, too."""
    area = array_over(sheet, position)
    if area is None or (cell is not None and cell.formula is not None):
        return cell
    master = sheet.cells.get(area[0])
    formula = (master.formula if master else None) or "{=}"
    return (cell or RawCell("blank", None, None, ""))._replace(formula=formula)


def hidden_among(wanted: WantedCells, merges: tuple[Corners, ...]) -> frozenset[Position]:
    """Return those of many cells that lie under a merge, which shows its first cell alone."""
    found = _found_hidden if len(merges) <= MOST_REMEMBERED else _found_hidden.__wrapped__
    return found(wanted, merges)


@lru_cache(maxsize=256)
def _found_hidden(wanted: WantedCells, merges: tuple[Corners, ...]) -> frozenset[Position]:
    return frozenset(
        position
        for position in wanted.positions
        if any(area[0] != position and _within(position, area) for area in merges)
    )


def _within(position: Position, area: Corners) -> bool:
    (top, left), (bottom, right) = area
    return top <= position[0] <= bottom and left <= position[1] <= right
