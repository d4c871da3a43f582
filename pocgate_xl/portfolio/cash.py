"""What an engagement costs month by month: its budget through the roadmap, its run-rate from launch on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate

from ..core.roadmap import MONTHS_A_YEAR
from ..records import dataclass
from .entries import Entry
from .quarters import MONTHS_A_QUARTER

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Flow:
    """The money of an engagement that starts in a month; months are counted.

    `share` is spent in each month of the roadmap, `rent` in each month from launch on.
    """

    start: int
    length: int
    share: Fraction
    rent: Fraction

    @property
    def launch(self) -> int:
        """Return the first month after the roadmap."""
        return self.start + self.length

    def at(self, start: int) -> Flow:
        """Return the same money from another month on."""
        return Flow(start, self.length, self.share, self.rent)

    def invested(self, first: int, stop: int) -> Fraction:
        """Return what is spent on the roadmap from one month until before another."""
        return self.share * max(0, min(stop, self.launch) - max(first, self.start))

    def run(self, first: int, stop: int) -> Fraction:
        """Return what running it costs from one month until before another."""
        return self.rent * max(0, stop - max(first, self.launch))

    def spent(self, first: int, stop: int) -> Fraction:
        return self.invested(first, stop) + self.run(first, stop)


def roadmap_months(entry: Entry) -> int:
    """Return how long the roadmap is; a quarter where no phase has a length."""
    return sum(phase.months or 0 for phase in entry.assessment.roadmap.phases) or MONTHS_A_QUARTER


def flow_of(entry: Entry, start: int = 0) -> Flow | None:
    """Spread the highest budget evenly over the roadmap, a run-rate over a year; None while unknown."""
    cost, run_rate = entry.cost, entry.run_rate
    if cost is None or run_rate is None:
        return None
    months = roadmap_months(entry)
    return Flow(start, months, cost / months, Fraction(run_rate.high) / MONTHS_A_YEAR)


@dataclass(frozen=True, slots=True)
class MonthCash:
    """What one month takes, and what everything has taken since the plan began."""

    month: int
    invested: Fraction
    run: Fraction
    total: Fraction


def cash_of(flows: Iterable[Flow], months: Sequence[int]) -> tuple[MonthCash, ...]:
    """Add up flows by month."""
    first, stop = months[0], months[-1] + 1
    shares, rents = ([NOTHING] * (len(months) + 1) for _ in range(2))
    for flow in flows:
        start, launch = (min(max(month, first), stop) - first for month in (flow.start, flow.launch))
        shares[start] += flow.share
        shares[launch] -= flow.share
        rents[launch] += flow.rent
    invested, run = list(accumulate(shares)), list(accumulate(rents))
    totals = accumulate(sum(each, NOTHING) for each in zip(invested, run, strict=True))
    return tuple(map(MonthCash, months, invested, run, totals))
