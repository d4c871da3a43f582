"""What the operator decides about a portfolio: money, slots, calendar, order, rates and exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Literal

from ..core.roadmap import MONTHS_A_YEAR
from ..records import dataclass
from .quarters import MONTHS_A_QUARTER, Quarter

Order = Literal["value", "decision", "value_alone"]
"""`value_alone` knows neither classes nor pins: it is what another order is held against."""
Period = Literal["quarter", "year"]

MONTHS: Mapping[Period, int] = {"quarter": MONTHS_A_QUARTER, "year": MONTHS_A_YEAR}
HORIZON = 12
"""Quarters that a plan looks ahead unless the operator says otherwise: three years."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of a currency is worth in the portfolio's, and of which day that is."""

    value: Decimal
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """The operator's terms; None means without limit.

    `first` is the first quarter of the plan, None where nothing says when it begins. `budget` is that
    of a `period`; quarters and years begin with the month `fiscal_start`. `pins` name engagements that
    come before all but approved ones, with the quarter in which they are to start where one is given.
    What was due before `as_of` is overdue.
    """

    first: Quarter | None = None
    budget: Decimal | None = None
    period: Period = "quarter"
    carry_over: bool = False
    slots: int | None = None
    fiscal_start: int = 1
    horizon: int = HORIZON
    order: Order = "value"
    rates: Mapping[str, Rate] = field(default_factory=dict)
    pins: Mapping[str, Quarter | None] = field(default_factory=dict)
    excluded: frozenset[str] = frozenset()
    as_of: date | None = None

    def __post_init__(self) -> None:
        if self.slots is not None and self.slots < 1:
            raise ValueError("nothing can ever start without a slot")
        if self.horizon < 1 or not 1 <= self.fiscal_start <= MONTHS_A_YEAR:
            raise ValueError("a plan looks ahead a quarter at least, and a year begins in one of its months")

    @property
    def named(self) -> frozenset[str]:
        """Return the ids that the operator named."""
        return self.excluded | self.pins.keys()

    def month_of(self, quarter: Quarter) -> int:
        return quarter.first_month(self.fiscal_start)

    def quarter_at(self, month: int) -> Quarter:
        return Quarter.at(month, self.fiscal_start)

    def months_begun(self, month: int) -> int:
        """Return how many months of its budget's period lie before a month that a quarter begins with."""
        return 0 if self.period == "quarter" else (month - (self.fiscal_start - 1)) % MONTHS_A_YEAR

    def months_of(self, first: Quarter) -> range:
        """Return the months that a plan from a quarter on looks at."""
        begin = self.month_of(first)
        return range(begin, begin + self.horizon * MONTHS_A_QUARTER)
