from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.checklist import has_evidence
from pocgate_xl.core.submission import Committee, Engagement, ItemResponse, Recorded
from pocgate_xl.core.validity import (
    says_nothing,
    valid_amount,
    valid_committee,
    valid_engagement,
    valid_months,
    valid_number,
    valid_positive,
    valid_recorded,
    valid_status,
    valid_whole,
)
from tests.core import strategies

GATE = strategies.built_in()
VALID = Engagement(
    id="E1", employees=1, poc_start=date(2026, 1, 1), poc_months=Decimal("1.5"), revision=1,
    currency="USD", yen_per_unit=Decimal(150), annual_benefit_low=Decimal(0),
    annual_benefit_high=Decimal(10), language="ja",
)  # fmt: skip


def test_valid_answers_stay_as_they_are() -> None:
    assert valid_engagement(GATE, VALID) == VALID
    recorded = Recorded(0, Decimal(5), True, False, Decimal("0.5"))
    assert valid_recorded(GATE, recorded) == recorded
    committee = Committee("conditions", "Board", date(2026, 5, 1), "budget", date(2026, 8, 1))
    assert valid_committee(committee) == committee


def test_invalid_answers_become_blank() -> None:
    wrong = Engagement(
        id="E1", employees=0, poc_months=Decimal(0), revision=-1, currency="XXX",
        yen_per_unit=Decimal(0), annual_benefit_low=Decimal(-1),
        annual_benefit_high=Decimal("NaN"), language="xx",
    )  # fmt: skip
    assert valid_engagement(GATE, wrong) == Engagement(id="E1")
    assert valid_recorded(GATE, Recorded(-1, Decimal(-5), None, None, Decimal(0))) == Recorded()
    assert valid_committee(Committee("maybe", "Board")) == Committee(by="Board")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_a_cell_holds_is_given(value: float) -> None:
    number = Decimal(repr(value))
    assert valid_number(number) == number
    assert valid_amount(number) == (number if value >= 0 else None)
    assert valid_positive(number) == (number if value > 0 else None)
    assert valid_months(number) == (number if 0 < value <= 120 else None)


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+309", "1E-325", "1E+999999999"])
def test_a_number_that_no_cell_holds_is_not_given(text: str) -> None:
    assert valid_number(Decimal(text)) is None


def test_whole_amounts_may_be_integers_but_never_truths() -> None:
    assert (valid_amount(7), valid_amount(True), valid_whole(True, 0)) == (7, None, None)


def test_not_applicable_is_a_status_only_where_it_may_be_one() -> None:
    assert valid_status("not_applicable") == "not_started"
    assert valid_status("not_applicable", may_be_not_applicable=True) == "not_applicable"
    assert valid_status("in_progress") == "in_progress"
    assert valid_status(None) == valid_status(3) == "not_started"


NOBODY_SEES = [
    "", "  ", "\u3000\u00a0", "\u2800", " \u2800 \u2800", "\u3164", "\u200b\u2060", "\ufe0f", "\U000e0100",
    "\u2066\u2069", "\ufff0", "\U000e0080", "\U00016fe4",
]  # fmt: skip


@pytest.mark.parametrize("text", NOBODY_SEES)
def test_a_text_of_which_nobody_sees_anything_is_no_evidence(text: str) -> None:
    assert says_nothing(text)
    assert not has_evidence(ItemResponse("done", evidence=text))


@given(st.text(), st.sampled_from(NOBODY_SEES))
def test_one_letter_that_is_seen_says_something_wherever_it_stands(text: str, unseen: str) -> None:
    assert says_nothing(unseen + text) == says_nothing(text)
    assert not says_nothing(f"{unseen}–{text}")
