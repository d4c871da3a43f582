"""One formula for many cells: the text that each of them has.

Source: ECMA-376 part 1, 18.3.1.40 f with t="shared".
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from ...patterns import pattern
from ..address import LAST_COLUMN, LAST_ROW, column_letters, column_number

_AFTER_WORD = r"(?![\w.!(\\?])"
_TOKENS = pattern(
    rf"""
      (?P<text>"(?:[^"]|"")*"?)
    | (?P<sheet>'(?:[^']|'')*'?)
    | (?P<bracket>\[(?:[^\[\]]|\[[^\[\]]*\])*\]?)
    | (?P<error>\#[A-Za-z0-9/_]+[!?]?)
    | (?P<rows>(?P<d1>\$?)(?P<n1>[1-9][0-9]{{0,6}}):(?P<d2>\$?)(?P<n2>[1-9][0-9]{{0,6}}){_AFTER_WORD})
    | (?P<columns>(?P<d3>\$?)(?P<l1>[A-Za-z]{{1,3}}):(?P<d4>\$?)(?P<l2>[A-Za-z]{{1,3}}){_AFTER_WORD})
    | (?P<cell>(?P<d5>\$?)(?P<l3>[A-Za-z]{{1,3}})(?P<d6>\$?)(?P<n3>[1-9][0-9]{{0,6}}){_AFTER_WORD})
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<word>[\w\\][\w.\\?]*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Axis(NamedTuple):
    """One coordinate of a reference: which row or column, and whether it moves."""

    number: int
    fixed: bool
    letters: bool

    def moved(self, by: int) -> str | None:
        number = self.number if self.fixed else self.number + by
        if not 1 <= number <= (LAST_COLUMN if self.letters else LAST_ROW):
            return None
        text = column_letters(number) if self.letters else str(number)
        return f"${text}" if self.fixed else text


LONGEST_REMEMBERED = 1000
ALL_STAY: frozenset[int] = frozenset()
LOST = "#REF!"

Fragment = str | tuple[Axis, ...]
"""Text that stays, or the coordinates of a reference that moves."""


def shifted(formula: str, rows: int, columns: int) -> str:
    """Return a formula as it reads in the cell so many rows and columns further.

    What would leave the sheet becomes `#REF!`.
    """
    if not rows and not columns:
        return formula
    remembered = _shifted if len(formula) <= LONGEST_REMEMBERED else _shifted.__wrapped__
    return remembered(formula, rows, columns)


@lru_cache(maxsize=4096)
def _shifted(formula: str, rows: int, columns: int) -> str:
    """Most files of a batch share their formulas."""
    outline = _outline(formula, ALL_STAY)
    if not outline.stays(rows, columns):
        outline = _outline(formula, _lost(formula, rows, columns))
    return outline.moved(rows, columns)


def _lost(formula: str, rows: int, columns: int) -> frozenset[int]:
    """Return which references leave the sheet; cells beside each other mostly lose the same ones."""
    return frozenset(
        place
        for place, (up, down, left, right) in _ranges(formula).items()
        if not (up <= rows <= down and left <= columns <= right)
    )


@lru_cache(maxsize=256)
def _ranges(formula: str) -> dict[int, tuple[int, int, int, int]]:
    """Return how far each reference can go up, down, left and right, by its place among the pieces."""
    found = {}
    for place, piece in enumerate(pieces(formula)):
        if not isinstance(piece, str):
            rows = [axis.number for axis in piece if not axis.letters and not axis.fixed]
            columns = [axis.number for axis in piece if axis.letters and not axis.fixed]
            found[place] = (*_range(rows, LAST_ROW), *_range(columns, LAST_COLUMN))
    return found


def _range(numbers: list[int], last: int) -> tuple[int, int]:
    return (1 - min(numbers), last - max(numbers)) if numbers else (-last, last)


class _Outline(NamedTuple):
    """A formula with a gap for each coordinate that moves, so that many cells cost little."""

    text: str
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    order: tuple[int, ...]
    """Which coordinate fills each gap, the columns counted on from the rows."""

    def stays(self, rows: int, columns: int) -> bool:
        """Say whether every coordinate is still on the sheet."""
        return _within(self.rows, rows, LAST_ROW) and _within(self.columns, columns, LAST_COLUMN)

    def moved(self, rows: int, columns: int) -> str:
        texts = [str(row + rows) for row in self.rows]
        texts += [column_letters(column + columns) for column in self.columns]
        return self.text % tuple([texts[index] for index in self.order])


def _within(numbers: tuple[int, ...], by: int, last: int) -> bool:
    return not numbers or (min(numbers) + by >= 1 and max(numbers) + by <= last)


@lru_cache(maxsize=256)
def _outline(formula: str, lost: frozenset[int]) -> _Outline:
    """Return the outline of a formula in which some references, by their place, have left the sheet."""
    parts: list[str] = []
    moving: list[Axis] = []
    for place, each in enumerate(pieces(formula)):
        piece = LOST if place in lost else each
        parts.append(piece.replace("%", "%%") if isinstance(piece, str) else _gaps(piece))
        moving += [axis for axis in piece if isinstance(axis, Axis) and not axis.fixed]
    rows = [index for index, axis in enumerate(moving) if not axis.letters]
    columns = [index for index, axis in enumerate(moving) if axis.letters]
    places = {index: place for place, index in enumerate(rows + columns)}
    return _Outline(
        "".join(parts),
        tuple(moving[index].number for index in rows),
        tuple(moving[index].number for index in columns),
        tuple(places[index] for index in range(len(moving))),
    )


def _gaps(axes: tuple[Axis, ...]) -> str:
    texts = [(axis.moved(0) or "") if axis.fixed else "%s" for axis in axes]
    return _separator(axes).join(texts)


def _separator(axes: tuple[Axis, ...]) -> str:
    return ":" if axes[0].letters == axes[1].letters else ""


@lru_cache(maxsize=256)
def pieces(formula: str) -> tuple[Fragment, ...]:
    """Split a formula into references and what lies between them."""
    found: list[Fragment] = []
    for is_reference, group in groupby(_TOKENS.finditer(formula), key=_is_reference):
        if is_reference:
            found.extend(_axes(match) for match in group)
        else:
            found.append("".join(match[0] for match in group))
    return tuple(found)


def _is_reference(match: re.Match[str]) -> bool:
    axes = _axes(match)
    return bool(axes) and all(axis.number <= (LAST_COLUMN if axis.letters else LAST_ROW) for axis in axes)


def _axes(match: re.Match[str]) -> tuple[Axis, ...]:
    if match["rows"]:
        return _row(match["d1"], match["n1"]), _row(match["d2"], match["n2"])
    if match["columns"]:
        return _column(match["d3"], match["l1"]), _column(match["d4"], match["l2"])
    if match["cell"]:
        return _column(match["d5"], match["l3"]), _row(match["d6"], match["n3"])
    return ()


def _row(dollar: str, digits: str) -> Axis:
    return Axis(int(digits), bool(dollar), False)


def _column(dollar: str, letters: str) -> Axis:
    return Axis(column_number(letters.upper()), bool(dollar), True)
