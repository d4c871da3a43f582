from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.answers import submission_from_answers
from pocgate_xl.core.completeness import completeness, needed_fields
from pocgate_xl.core.fields import input_fields
from pocgate_xl.core.submission import ItemResponse, Submission
from pocgate_xl.core.template import Template
from pocgate_xl.core.validity import answer_of
from tests.core import strategies
from tests.core.strict_gate import first_release, strict

FIRST, GATE = first_release(), strict()
TEMPLATES = strategies.templates() | st.just(FIRST)


def test_ratings_and_statuses_are_needed_and_questions_only_where_they_knock_out() -> None:
    assert len(needed_fields(FIRST)) == 6 + 15
    assert len(needed_fields(GATE)) == 6 + 15 + 3
    blank = completeness(GATE, Submission())
    assert (blank.needed, blank.given, blank.state) == (24, 0, "not_started")
    assert blank.missing[0] == "pg_rating_business_kpi"
    assert blank.missing[6] == "pg_question_acceptance_threshold"
    assert blank.missing[9] == "pg_status_production_accuracy"
    assert blank.missing[-1] == "pg_status_staged_goals"


def test_what_is_not_needed_starts_nothing() -> None:
    found = completeness(GATE, submission_from_answers(GATE, {"pg_engagement_id": "E1"}))
    assert (found.given, found.state) == (0, "not_started")


def test_a_status_that_was_chosen_counts_whatever_it_is_and_a_blank_one_does_not() -> None:
    said = Submission(items={"security": ItemResponse("not_started"), "fallback": ItemResponse(owner="Ops")})
    found = completeness(GATE, said)
    assert (found.given, found.state) == (1, "in_progress")
    assert "pg_status_fallback" in found.missing
    assert "pg_status_security" not in found.missing


@pytest.mark.parametrize("rating", [0, 6, True, 3.0, "3"])
def test_an_invalid_answer_is_not_given(rating: object) -> None:
    said = Submission(
        ratings={"integration": rating},  # type: ignore[dict-item]
        items={"security": ItemResponse("finished"), "fallback": ItemResponse("not_applicable")},
    )
    assert completeness(GATE, said).given == 0


def test_a_no_is_an_answer() -> None:
    answers = {f"pg_question_{id_}": "no" for id_ in GATE.questions}
    assert completeness(GATE, submission_from_answers(GATE, answers)).given == 3


@given(st.data(), TEMPLATES)
def test_needed_answers_are_given_or_missing(data: st.DataObject, template: Template) -> None:
    answers = data.draw(strategies.answers(template))
    found = completeness(template, submission_from_answers(template, answers))
    names = [field.name for field in needed_fields(template)]
    assert found.missing == tuple(name for name in names if name not in answers)
    assert found.needed == len(names) == found.given + len(found.missing)
    state = "complete" if not found.missing else "in_progress" if found.given else "not_started"
    assert found.state == state


@given(st.data(), TEMPLATES)
def test_every_answer_of_a_workbook_is_found_again_in_its_submission(
    data: st.DataObject, template: Template
) -> None:
    answers = data.draw(strategies.answers(template))
    said = submission_from_answers(template, answers)
    for field in input_fields(template):
        if field.group not in ("who", "signoff") and (text := answers.get(field.name)) is not None:
            assert answer_of(template, said, field) == text
