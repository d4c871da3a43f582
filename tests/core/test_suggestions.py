from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.submission import HelperInputs
from pocgate_xl.core.suggestions import NOTHING, Suggestion, suggest_rating, suggest_ratings
from pocgate_xl.core.template import Helper
from tests.core import strategies


def helper(template_index: int, criterion: str) -> Helper:
    template = (strategies.built_in(), strategies.OTHER)[template_index]
    found = next(c.helper for c in template.criteria if c.id == criterion)
    assert found is not None
    return found


IMPROVEMENT, DEVIATION = helper(0, "business_kpi"), helper(0, "cost_predictability")


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def improved(target: str, actual: str, direction: str | None = "higher") -> Suggestion:
    return suggest_rating(IMPROVEMENT, HelperInputs(number(target), number(actual), direction))


def deviated(estimate: str, actual: str, cannot_estimate: bool | None = None) -> Suggestion:
    inputs = HelperInputs(number(estimate), number(actual), cannot_estimate=cannot_estimate)
    return suggest_rating(DEVIATION, inputs)


@pytest.mark.parametrize(
    ("target", "actual", "direction", "rating"),
    [
        ("100", "120", "higher", 5),
        ("100", "119.99", "higher", 4),
        ("100", "100", "higher", 3),
        ("100", "99.99", "higher", 1),
        ("0.5", "0.6", "higher", 5),
        ("10", "8", "lower", 5),
        ("10", "9", "lower", 4),
        ("10", "10", "lower", 3),
        ("10", "10.5", "lower", 1),
        ("-10", "-8", "higher", 5),
        ("-10", "-12", "higher", 1),
        ("-10", "-12", "lower", 5),
    ],
)
def test_an_actual_is_held_against_its_target(target: str, actual: str, direction: str, rating: int) -> None:
    assert improved(target, actual, direction) == Suggestion(rating)


@pytest.mark.parametrize(
    ("estimate", "actual", "rating"),
    [
        ("100", "110", 5), ("100", "90", 5), ("100", "110.01", 4), ("100", "80", 4), ("100", "130", 3),
        ("100", "70", 3), ("100", "130.01", 2), ("100", "0", 2), ("0.3", "0.33", 5),
    ],
)  # fmt: skip
def test_an_actual_is_held_against_its_estimate(estimate: str, actual: str, rating: int) -> None:
    assert deviated(estimate, actual) == Suggestion(rating)


def test_cannot_estimate_outranks_the_figures() -> None:
    assert deviated("", "", True) == deviated("100", "100", True) == Suggestion(1)
    assert deviated("100", "100", False) == Suggestion(5)


def test_a_target_of_zero_and_an_estimate_not_above_zero_are_problems() -> None:
    assert improved("0", "5") == Suggestion(problem="zero_target")
    assert deviated("0", "5") == deviated("-1", "5") == Suggestion(problem="estimate_not_positive")


def test_a_blank_input_gives_no_suggestion() -> None:
    assert improved("", "5") == improved("5", "") == improved("5", "5", None) == NOTHING
    assert deviated("", "5") == deviated("5", "") == NOTHING


@pytest.mark.parametrize("figure", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+999999", "1E-999999"])
def test_a_figure_that_no_spreadsheet_holds_counts_as_blank(figure: str) -> None:
    assert improved(figure, "1") == improved("1", figure) == NOTHING
    assert deviated(figure, "1") == deviated("1", figure) == NOTHING


def test_a_helper_without_a_rating_for_the_unknown_suggests_none() -> None:
    silent = replace(DEVIATION, unknown_rating=None)
    assert suggest_rating(silent, HelperInputs(cannot_estimate=True)) == NOTHING


def test_only_criteria_with_a_helper_get_a_suggestion() -> None:
    inputs = {"business_kpi": HelperInputs(Decimal(2), Decimal(2), "higher"), "integration": HelperInputs()}
    assert suggest_ratings(strategies.built_in(), inputs) == {
        "business_kpi": Suggestion(3),
        "cost_predictability": NOTHING,
    }


@pytest.mark.parametrize(("actual", "rating"), [("151", 3), ("150", 2), ("90", 2), ("89.9", 0), ("100", 2)])
def test_bands_of_another_template_decide_whether_a_bound_belongs_to_them(actual: str, rating: int) -> None:
    inputs = HelperInputs(Decimal(100), Decimal(actual), "higher")
    assert suggest_rating(helper(1, "uptake"), inputs) == Suggestion(rating)


CENTS = st.integers(-(10**6), 10**6)


def cents(amount: int) -> Decimal:
    return Decimal(amount).scaleb(-2)


@given(CENTS.filter(bool), CENTS, st.sampled_from(["higher", "lower"]))
def test_improvement_bands_are_exact_to_the_hundredth(target: int, actual: int, direction: str) -> None:
    gain = (actual - target) * (1 if direction == "higher" else -1)
    tests = ((5, gain * 100 >= 20 * abs(target)), (4, gain > 0), (3, gain == 0), (1, True))
    expected = next(rating for rating, holds in tests if holds)
    inputs = HelperInputs(cents(target), cents(actual), direction)
    assert suggest_rating(IMPROVEMENT, inputs) == Suggestion(expected)


@given(st.integers(1, 10**6), CENTS)
def test_deviation_bands_are_exact_to_the_hundredth(estimate: int, actual: int) -> None:
    percents = abs(actual - estimate) * 100
    expected = next((r for r, most in ((5, 10), (4, 20), (3, 30)) if percents <= most * estimate), 2)
    assert suggest_rating(DEVIATION, HelperInputs(cents(estimate), cents(actual))) == Suggestion(expected)
