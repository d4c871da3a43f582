"""Which numbers of a list are shown as days: an id that a spreadsheet took for one is not what was typed."""

from __future__ import annotations

from ....opc.package import Package
from ....opc.refusal import Refused
from ....spreadsheetml.cells import RawCell
from ....spreadsheetml.reader import RawSheet
from ....spreadsheetml.styles.cell_looks import CellLook
from ....spreadsheetml.styles.number_formats import sections_of
from ....spreadsheetml.surroundings import PackageSurroundings
from ...submission.altered.cells import styles_on


def days_on(package: Package, sheet: RawSheet) -> frozenset[tuple[int, int]]:
    """Return the numbers that are shown as days or times, by row and index; without looks, none."""
    surroundings = PackageSurroundings(package)
    last = max((row for row, _ in sheet.cells), default=0)
    try:
        styles = styles_on(surroundings.look(sheet, last).rows, surroundings.looks)
    except Refused:
        return frozenset()
    return frozenset((at[0], at[1] - 1) for at, cell in sheet.cells.items() if _is_day(cell, styles.get(at)))


def _is_day(cell: RawCell, look: CellLook | None) -> bool:
    written = cell.raw[4:5] == "-"  # a day in digits is a type of its own
    return cell.kind == "number" and (written or (look is not None and sections_of(look.code)[0].date))
