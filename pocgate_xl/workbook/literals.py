"""Fixed values that a program has written as values of another type, which say the same to every reader."""

from __future__ import annotations

from .interpret import shown
from .raw_cells import RawCell


def says_the_same(cell: RawCell, planned: str | float, used: bool) -> bool:
    """Say whether a cell still says what was planned, although not as the same value.

    Some libraries drop the white space around a text, or all of it, and write `5` as a number. Formulas
    tell a text from a number, so what is `used` by one must be of its type.
    """
    if cell.formula is not None or not isinstance(planned, str):
        return False
    if planned != planned.strip():
        return cell.kind in ("blank", "text") and str(cell.value or "").strip() == planned.strip()
    return cell.kind == "number" and not used and shown(cell) == planned
