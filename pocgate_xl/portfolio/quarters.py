"""Quarters of calendar years, which plans count in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

QUARTERS_A_YEAR = 4
MONTHS_A_QUARTER = 3
_WRITTEN = re.compile(r"([1-9][0-9]{3})-Q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    year: int
    number: int

    @staticmethod
    def of(day: date) -> Quarter:
        """Return the quarter that a day lies in."""
        return Quarter(day.year, (day.month - 1) // MONTHS_A_QUARTER + 1)

    @staticmethod
    def parse(text: str) -> Quarter:
        """Return the quarter written as YYYY-Qn; ValueError for anything else."""
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a quarter; write it as 2026-Q3")
        return Quarter(int(match[1]), int(match[2]))

    def plus(self, quarters: int) -> Quarter:
        """Return the quarter so many later."""
        year, number = divmod(self.year * QUARTERS_A_YEAR + self.number - 1 + quarters, QUARTERS_A_YEAR)
        return Quarter(year, number + 1)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"
