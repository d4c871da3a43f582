"""Months and quarters, which plans count in; a fiscal year may begin in any month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ..core.roadmap import MONTHS_A_YEAR, month_number

QUARTERS_A_YEAR = 4
MONTHS_A_QUARTER = 3
_WRITTEN = re.compile(r"([1-9][0-9]{3})-Q([1-4])")


def month_written(month: int) -> str:
    """Return a month as YYYY-MM."""
    year, number = divmod(month, MONTHS_A_YEAR)
    return f"{year:04d}-{number + 1:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter; a fiscal year has the name of the calendar year in which it begins."""

    year: int
    number: int

    @staticmethod
    def of(day: date, fiscal_start: int = 1) -> Quarter:
        """Return the quarter that a day lies in, where years begin in month `fiscal_start`."""
        return Quarter.at(month_number(day), fiscal_start)

    @staticmethod
    def at(month: int, fiscal_start: int = 1) -> Quarter:
        """Return the quarter that a month lies in."""
        year, number = divmod(month - (fiscal_start - 1), MONTHS_A_YEAR)
        return Quarter(year, number // MONTHS_A_QUARTER + 1)

    @staticmethod
    def parse(text: str) -> Quarter:
        """Return the quarter written as YYYY-Qn; ValueError for anything else."""
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a quarter; write it as 2026-Q3")
        return Quarter(int(match[1]), int(match[2]))

    def first_month(self, fiscal_start: int = 1) -> int:
        """Return the month in which the quarter begins."""
        return self.year * MONTHS_A_YEAR + fiscal_start - 1 + (self.number - 1) * MONTHS_A_QUARTER

    def plus(self, quarters: int) -> Quarter:
        """Return the quarter so many later."""
        year, number = divmod(self.year * QUARTERS_A_YEAR + self.number - 1 + quarters, QUARTERS_A_YEAR)
        return Quarter(year, number + 1)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"
