"""Exact money: ranges, currencies and where a range stands against a band."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction
from math import floor
from typing import Literal

from ..records import dataclass
from .submission import Engagement
from .template import Costs, Span
from .validity import valid_positive

Standing = Literal["within", "below", "above", "overlaps"]

EXACT = Context(prec=1000)
"""Enough digits for any product and sum of numbers that a spreadsheet can hold."""


@dataclass(frozen=True, slots=True)
class Currency:
    """The money in which an engagement counts; `rate` is the template's currency per unit of it."""

    code: str
    home: bool
    rate: Decimal | None

    def convert(self, span: Span | None) -> Span | None:
        """Convert a reference, to 0.01 where it is not the template's own; None without a rate."""
        if span is None or self.home:
            return span
        if self.rate is None:
            return None
        return Span(
            hundredths(Fraction(span.low) / Fraction(self.rate)),
            hundredths(Fraction(span.high) / Fraction(self.rate)),
        )


def currency_of(costs: Costs, engagement: Engagement) -> Currency:
    """Return the engagement's currency; blank or not offered means the template's."""
    code = engagement.currency if engagement.currency in costs.currencies else None
    if code is None or code == costs.currency:
        return Currency(costs.currency, True, Decimal(1))
    return Currency(code, False, valid_positive(engagement.yen_per_unit))


def hundredths(amount: Fraction) -> Decimal:
    """Round to 0.01, halves away from zero."""
    whole, cents = divmod(floor(abs(amount) * 100 + Fraction(1, 2)), 100)
    return Decimal(f"{'-' if amount < 0 else ''}{whole}.{cents:02d}")


def as_decimal(amount: Fraction) -> Decimal:
    """Return an amount exactly where a decimal can hold it, else to 0.01."""
    with localcontext(EXACT) as context:
        quotient = Decimal(amount.numerator) / amount.denominator
        return hundredths(amount) if context.flags[Inexact] else quotient


def scaled(span: Span | None, by: Span) -> Span | None:
    """Multiply low with low and high with high."""
    return span and Span(span.low * by.low, span.high * by.high)


def times(span: Span | None, factor: int) -> Span | None:
    """Multiply both bounds."""
    return span and Span(span.low * factor, span.high * factor)


def total(spans: Iterable[Span | None]) -> Span | None:
    """Add low to low and high to high; unknown as soon as one is."""
    low, high = Decimal(0), Decimal(0)
    for span in spans:
        if span is None:
            return None
        low, high = low + span.low, high + span.high
    return Span(low, high)


def standing(span: Span | None, band: Span | None) -> Standing | None:
    """Say where a range stands against a band; None while either is unknown."""
    if span is None or band is None:
        return None
    if band.low <= span.low and span.high <= band.high:
        return "within"
    if span.high < band.low:
        return "below"
    return "above" if span.low > band.high else "overlaps"
