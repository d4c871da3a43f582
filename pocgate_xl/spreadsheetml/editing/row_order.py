"""The rows of a sheet by their numbers, in whatever order they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from typing import Generic, Protocol, TypeVar


class NumberedRow(Protocol):
    """A row that knows its number."""

    number: int


Row = TypeVar("Row", bound=NumberedRow)


class RowOrder(Generic[Row]):
    """The rows of a sheet by number, and which of them is the first beyond a number."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.numbered: defaultdict[int, list[Row]] = defaultdict(list)
        for row in rows:
            self.numbered[row.number].append(row)
        self.highest = list(accumulate((row.number for row in rows), max))

    def first_after(self, number: int) -> Row | None:
        """Return the first row with a higher number; None where there is none."""
        place = bisect_right(self.highest, number)
        return self.rows[place] if place < len(self.rows) else None
