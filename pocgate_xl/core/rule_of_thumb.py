"""The rule of thumb: the initial investment as a multiple of what the PoC cost."""

from __future__ import annotations

import sys
from fractions import Fraction
from typing import Literal

from ..records import dataclass
from .template import Basis, Span

MiddleStanding = Literal["within", "below", "above"]

LARGEST_RATIO = Fraction(sys.float_info.max)
"""Beyond it a ratio is no number for a spreadsheet either."""


@dataclass(frozen=True, slots=True)
class RuleOfThumb:
    """The ratios of the initial investment to the PoC investment.

    The standing is that of the middle: the range itself nearly always overlaps the guide. `basis` says
    whether the investment is a projection, whose ratio lies near its own factors, or holds a plan.
    """

    low: Fraction
    middle: Fraction
    high: Fraction
    standing: MiddleStanding
    basis: Basis = "projection"


def rule_of_thumb(
    initial: Span | None, investment: Fraction | None, guide: Span, basis: Basis = "projection"
) -> RuleOfThumb | None:
    """Compare with the guide; None where a ratio is not defined."""
    if initial is None or not investment:
        return None
    low, high = Fraction(initial.low) / investment, Fraction(initial.high) / investment
    if max(low, high) > LARGEST_RATIO:
        return None
    middle = (low + high) / 2
    return RuleOfThumb(low, middle, high, _standing(middle, guide), basis)


def _standing(middle: Fraction, guide: Span) -> MiddleStanding:
    if middle < Fraction(guide.low):
        return "below"
    return "above" if middle > Fraction(guide.high) else "within"
