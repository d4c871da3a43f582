"""The budget, which is the plan where one is given, and when the benefit has paid it back.

Run inside an exact decimal context, as the projection is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import isqrt

from ..records import dataclass
from .money import as_decimal, scaled, times, total
from .roadmap import MONTHS_A_YEAR, add_months
from .template import CostCategory, Costs, Span, Unit

PER_YEAR: Mapping[Unit, int] = {"month": MONTHS_A_YEAR, "year": 1}
LONG_RUN_YEARS = 3
LONGEST_PAYBACK = 120
"""Months within which a budget must be earned back."""

FINEST = 10**12
"""Into how many parts a root is divided that has no end as a fraction."""

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sums:
    """Add up one amount a category; a sum that lacks one is None."""

    initial: Span | None
    run_rate: Span | None
    first_year: Span | None
    three_year: Span | None


@dataclass(frozen=True, slots=True)
class Budget(Sums):
    """The sums of the budget; the contingency stands beside them and is in none of them."""

    contingency: Span | None


@dataclass(frozen=True, slots=True)
class Payback:
    """What a month brings after the ramp, and when the budget is earned back, middles with middles.

    `months` count from the start; `break_even` is a day of the month in which they end.
    """

    monthly_net: Decimal | None
    months: Fraction | None
    break_even: date | None


def add_up(categories: Iterable[CostCategory], amounts: Mapping[str, Span | None]) -> Sums:
    """Add up amounts by category, each per its unit."""
    parts = tuple(categories)
    initial = total(amounts[c.id] for c in parts if c.one_off)
    run_rate = total(times(amounts[c.id], PER_YEAR[c.unit]) for c in parts if not c.one_off)
    return Sums(
        initial, run_rate, total((initial, run_rate)), total((initial, times(run_rate, LONG_RUN_YEARS)))
    )


def budget_of(costs: Costs, amounts: Mapping[str, Span | None], contingency: Decimal | None) -> Budget:
    """Return the budget; a blank contingency is none."""
    sums = add_up(costs.categories, amounts)
    return Budget(
        sums.initial, sums.run_rate, sums.first_year, sums.three_year,
        _contingency(costs, sums.initial, contingency or NOTHING),
    )  # fmt: skip


def _contingency(costs: Costs, initial: Span | None, answer: Decimal) -> Span | None:
    if costs.contingency == "amount":
        return Span(answer, answer)
    share = answer / 100
    return scaled(initial, Span(share, share))


def payback(budget: Budget, benefit: Span | None, ramp: int | None, start: date | None) -> Payback:
    """Return what a month brings and when that has paid for the budget and its contingency.

    `benefit` is that of a year; it grows evenly from nothing over `ramp` months, blank for none.
    """
    if benefit is None or budget.run_rate is None:
        return Payback(None, None, None)
    gain, cost = _monthly(benefit), _monthly(budget.run_rate)
    months = None
    if budget.initial is not None and budget.contingency is not None:
        spent = middle(budget.initial) + middle(budget.contingency)
        months = months_to_earn(spent, gain, cost, ramp or 0)
    return Payback(as_decimal(gain - cost), months, _day_of(start, months))


def _day_of(start: date | None, months: Fraction | None) -> date | None:
    """Return the day so many months after a start; a part of a month is that part of its days."""
    if months is None:
        return None
    whole = int(months)
    first, following = add_months(start, whole), add_months(start, whole + 1)
    if first is None or following is None:
        return None
    days = (months - whole) * (following - first).days
    return first + timedelta(int(Fraction(int(days * 100 + Fraction(1, 2)), 100)))


def middle(span: Span) -> Fraction:
    """Return what lies between low and high."""
    return (Fraction(span.low) + Fraction(span.high)) / 2


def _monthly(yearly: Span) -> Fraction:
    return middle(yearly) / MONTHS_A_YEAR


def months_to_earn(spent: Fraction, gain: Fraction, cost: Fraction, ramp: int) -> Fraction | None:
    """Return the first time, in months, at which gains less costs reach what was spent.

    Gains grow evenly over the ramp: g·t²/(2r) − c·t during it, g·(t − r/2) − c·t after it. None
    unless that is within `LONGEST_PAYBACK` months.
    """
    if not spent:
        return Fraction(0)
    months = _during(spent, gain, cost, ramp)
    if months is None and gain > cost:
        months = (spent + gain * ramp / 2) / (gain - cost)
    return months if months is not None and months <= LONGEST_PAYBACK else None


def _during(spent: Fraction, gain: Fraction, cost: Fraction, ramp: int) -> Fraction | None:
    """Solve the ramp's square; None where it ends too early."""
    if not ramp or gain * ramp / 2 - cost * ramp < spent:
        return None
    cost, spent = cost / gain, spent / gain
    return (cost + _root(cost * cost + 2 * spent / ramp)) * ramp


def _root(square: Fraction) -> Fraction:
    """Return a root, exactly where it is a fraction of whole numbers, else rounded up."""
    top, bottom = isqrt(square.numerator), isqrt(square.denominator)
    if (top * top, bottom * bottom) == (square.numerator, square.denominator):
        return Fraction(top, bottom)
    fine = square.numerator * FINEST**2 // square.denominator
    return Fraction(isqrt(fine) + 1, FINEST)
