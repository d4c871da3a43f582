"""Money of an engagement in the portfolio's currency: at the operator's rate, else at its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, localcontext
from typing import Literal

from ..core.money import EXACT, scaled
from ..core.template import Span
from ..core.validity import valid_positive
from ..records import dataclass
from .terms import Rate

Source = Literal["home", "operator", "own"]


@dataclass(frozen=True, slots=True)
class Applied:
    """At which rate an engagement's money was converted, and who said so."""

    currency: str
    value: Decimal
    source: Source
    day: date | None = None


def applied(currency: str, own: Decimal | None, home: str, rates: Mapping[str, Rate]) -> Applied | None:
    """Return the rate for one engagement; its own counts for itself alone, and after the operator's.

    None while nobody says what its money is worth.
    """
    if currency == home:
        return Applied(currency, Decimal(1), "home")
    if (rate := rates.get(currency)) is not None:
        return Applied(currency, rate.value, "operator", rate.day)
    value = valid_positive(own)
    return None if value is None else Applied(currency, value, "own")


def converted(span: Span | None, rate: Applied | None) -> Span | None:
    """Return a range in the portfolio's currency; None where it or the rate is unknown."""
    if rate is None:
        return None
    with localcontext(EXACT):
        return scaled(span, Span(rate.value, rate.value))
