from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.money import as_decimal, currency_of, hundredths, standing, total
from pocgate_xl.core.submission import Engagement
from pocgate_xl.core.template import Span
from tests.core import strategies

COSTS = strategies.built_in().costs


def span(low: str, high: str) -> Span:
    return Span(Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("10", "20", "within"), ("12", "12", "within"), ("1", "9.99", "below"), ("20.01", "30", "above"),
        ("9.99", "10", "overlaps"), ("20", "21", "overlaps"), ("1", "99", "overlaps"),
    ],
)  # fmt: skip
def test_a_range_stands_within_below_above_or_across_a_band(low: str, high: str, expected: str) -> None:
    assert standing(span(low, high), span("10", "20")) == expected


def test_nothing_stands_anywhere_while_range_or_band_is_unknown() -> None:
    assert standing(None, span("1", "2")) is None
    assert standing(span("1", "2"), None) is None


def test_a_sum_is_unknown_as_soon_as_one_part_is() -> None:
    assert total([span("1", "2"), span("3", "4.5")]) == span("4", "6.5")
    assert total([span("1", "2"), None]) is None
    assert total([]) == span("0", "0")


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        (Fraction(1, 200), "0.01"), (Fraction(1, 201), "0.00"), (Fraction(2, 3), "0.67"),
        (Fraction(500000, 256), "1953.13"), (Fraction(7), "7.00"),
    ],
)  # fmt: skip
def test_hundredths_round_halves_up(amount: Fraction, rounded: str) -> None:
    assert str(hundredths(amount)) == rounded


@given(st.fractions(min_value=0, max_value=10**12))
def test_hundredths_are_the_nearest_and_the_upper_of_two(amount: Fraction) -> None:
    error = Fraction(hundredths(amount)) - amount
    assert Fraction(-1, 200) < error <= Fraction(1, 200)


@given(strategies.amounts(), st.integers(1, 12))
def test_an_amount_that_a_decimal_can_hold_is_not_rounded(amount: Decimal, parts: int) -> None:
    share = Fraction(amount) / parts
    expected = share if parts in (1, 2, 4, 5, 8, 10) else Fraction(round(as_decimal(share) * 10**9), 10**9)
    assert Fraction(as_decimal(share)) == expected


@pytest.mark.parametrize("code", [None, "", "XXX", "jpy", "JPY"])
def test_no_currency_or_an_unknown_one_means_that_of_the_template(code: str | None) -> None:
    currency = currency_of(COSTS, Engagement(currency=code, yen_per_unit=Decimal(150)))
    assert (currency.code, currency.rate) == ("JPY", 1)
    assert currency.convert(span("0.001", "2")) == span("0.001", "2")


@pytest.mark.parametrize("rate", [None, Decimal(0), Decimal(-150), Decimal("NaN"), Decimal("Infinity")])
def test_references_are_not_converted_without_a_rate_above_zero(rate: Decimal | None) -> None:
    currency = currency_of(COSTS, Engagement(currency="USD", yen_per_unit=rate))
    assert (currency.code, currency.rate, currency.convert(span("1", "2"))) == ("USD", None, None)


def test_references_are_converted_to_the_hundredth() -> None:
    currency = currency_of(COSTS, Engagement(currency="USD", yen_per_unit=Decimal("256")))
    assert currency.convert(span("500000", "2000001")) == span("1953.13", "7812.50")
    assert currency.convert(None) is None
