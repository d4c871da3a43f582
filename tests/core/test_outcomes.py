"""Each outcome by what was found and how far the needed answers are given."""

from __future__ import annotations

import pytest

from pocgate_xl.core.completeness import OUTCOMES, CompletenessState, outcome_of


@pytest.mark.parametrize(
    ("state", "outcome"),
    [("not_started", "not_started"), ("in_progress", "incomplete"), ("complete", "accepted")],
)
def test_without_errors_the_needed_answers_decide(state: CompletenessState, outcome: str) -> None:
    assert outcome_of(False, state) == outcome
    assert outcome in OUTCOMES


@pytest.mark.parametrize("state", ["not_started", "in_progress", "complete"])
def test_an_error_outweighs_how_far_it_is_filled_in(state: CompletenessState) -> None:
    assert outcome_of(True, state) == "findings"
