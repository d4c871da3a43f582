"""The error values of cells: those that a file stores, and those that programs have shown since."""

from __future__ import annotations

STORED = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
"""What a cell of the type `e` may hold (ECMA-376 part 1, 18.18.11 ST_CellType); later ones are stored as one
of these, with what they are beside it."""
ERROR_VALUES = STORED | {
    "#GETTING_DATA", "#SPILL!", "#CALC!", "#CONNECT!", "#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#BUSY!",
    "#PYTHON!", "#EXTERNAL!", "#TIMEOUT!",
}  # fmt: skip
"""What an error reads as where a host hands over the text of its cell."""
