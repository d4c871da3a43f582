"""Other budgets, slots and orders: the same engagements planned anew."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings

from pocgate_xl.core.assessment import ReadableAssessment
from pocgate_xl.portfolio.overview import Portfolio, overview
from pocgate_xl.portfolio.quarters import Quarter
from pocgate_xl.portfolio.terms import Terms
from pocgate_xl.portfolio.what_if import Variant, changed, parse_change, usual_changes
from tests.portfolio.engagements import GATE, assessment, costing, phases, portfolios, rated

FIRST = Quarter(2026, 2)


def terms(budget: int | None = 30_000_000, slots: int | None = 2) -> Terms:
    return Terms(first=FIRST, budget=None if budget is None else Decimal(budget), slots=slots)


@pytest.mark.parametrize(
    ("text", "budget", "slots", "order"),
    [
        ("budget=+20%", 36_000_000, 2, "value"),
        ("budget=-12.5%", 26_250_000, 2, "value"),
        ("budget=+1000000", 31_000_000, 2, "value"),
        ("budget=5000000", 5_000_000, 2, "value"),
        ("slots=+1", 30_000_000, 3, "value"),
        ("slots=-1", 30_000_000, 1, "value"),
        ("slots=7", 30_000_000, 7, "value"),
        ("order=decision", 30_000_000, 2, "decision"),
    ],
)
def test_a_change_is_read_as_it_is_written(text: str, budget: int, slots: int, order: str) -> None:
    found = changed(terms(), parse_change(text))
    assert found is not None
    assert (found.budget, found.slots, found.order) == (Decimal(budget), slots, order)


@pytest.mark.parametrize(
    "text",
    ["", "budget", "budget=", "budget=20%", "budget=+x%", "slots=+20%", "slots=1.5", "slots=", "order=none",
     "budget=+20 %", "budget=1e9", "BUDGET=+20%", "budget=+20%;slots=1", "budget=٢٠"],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write budget="):
        parse_change(text)


def test_what_cannot_be_changed_is_not_tried() -> None:
    assert changed(terms(budget=None), parse_change("budget=+20%")) is None
    assert changed(terms(slots=1), parse_change("slots=-1")) is None
    assert changed(terms(), parse_change("budget=-200%")) is None
    assert [each.text for each in usual_changes(terms(budget=None))] == ["slots=-1", "slots=+1"]
    assert usual_changes(terms(None, None)) == ()


def portfolio(found: list[ReadableAssessment], *texts: str) -> Portfolio:
    return overview(found, GATE, terms(), changes=[parse_change(text) for text in texts])


def starts(variant: Variant | Portfolio) -> dict[str | None, int]:
    return {placed.entry.id: placed.flow.start for placed in variant.plan.placed}


def test_one_more_slot_lets_the_one_that_waits_start_at_once() -> None:
    found = [assessment(rated(5, id=id_) | costing() | phases(1, 1, 1), f"{id_}.xlsx") for id_ in "ABC"]
    planned = portfolio(found, "slots=+1")
    (variant,) = planned.variants
    first = planned.plan.months.start
    assert starts(planned) == {"A": first, "B": first, "C": first + 3}
    assert starts(variant) == {"A": first, "B": first, "C": first}


@given(portfolios())
@settings(max_examples=25)
def test_a_change_that_changes_nothing_moves_nothing(found: list[ReadableAssessment]) -> None:
    planned = portfolio(found, "budget=+0%", "slots=+0")
    for variant in planned.variants:
        assert starts(variant) == starts(planned)
        assert variant.worth == planned.worths[0]
