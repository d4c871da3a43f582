"""Addresses of cells and areas in A1 notation (ECMA-376 part 1, 18.18.7 ST_CellRef, 18.18.62 ST_Ref)."""

from __future__ import annotations

from functools import lru_cache

from ..patterns import pattern
from .cell_types import XML_SPACE

Position = tuple[int, int]
"""Row and column."""


@lru_cache(maxsize=256)
def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1; "" for what is left of the first."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(position: Position) -> str:
    """Return the A1 address of a cell."""
    return f"{column_letters(position[1])}{position[0]}"


def absolute(position: Position) -> str:
    return f"${column_letters(position[1])}${position[0]}"


Corners = tuple[Position, Position]
"""First and last cell of a rectangle."""


LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


_ADDRESS = pattern(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=16_384)
def position_of(address: str) -> Position | None:
    """Return row and column of an A1 address; None when a sheet has no such cell."""
    match = _ADDRESS.fullmatch(address)
    if not match:
        return None
    row, column = int(match[2]), column_number(match[1].upper())
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def area_of(ref: str) -> Corners | None:
    """Return the corners of `A1:B3` (or of a single cell), first above and left of last."""
    first_text, _, last_text = ref.partition(":")
    first, last = position_of(first_text), position_of(last_text or first_text)
    if not first or not last:
        return None
    (r1, c1), (r2, c2) = first, last
    return (min(r1, r2), min(c1, c2)), (max(r1, r2), max(c1, c2))


_REFERENCE = pattern(
    r"=?(?:'((?:[^']|'')+)'|([^\s'!\[\]:*?/\\,;()&=<>+\-^\"{}#%$@]+))!(\$[A-Z]{1,3}\$[0-9]+(?::\$[A-Z]{1,3}\$[0-9]+)?)"
)


def names_area(ref: str) -> tuple[str, Position, Position] | None:
    """Return sheet title and corners of a defined name's reference.

    None for what does not name one absolute rectangle of this workbook: `#REF!`, several areas, other
    workbooks, whole rows or columns, formulas and relative references (which mean another cell in
    every cell that uses them).
    """
    match = _REFERENCE.fullmatch(ref.strip(XML_SPACE))
    area = area_of(match[3].replace("$", "")) if match else None
    title = (match[1] or match[2]).replace("''", "'") if match else ""
    if not area or any(c in title for c in "[]:*?/\\"):
        return None
    return title, *area
