"""The next step one by one: every thing that it asks for, in words, with whoever is asked."""

from __future__ import annotations

from datetime import date

import pytest

from pocgate_xl.core.decision import NextStep, QuestionStep, RatingStep, Step
from pocgate_xl.core.steps import anchor_words, steps_of
from pocgate_xl.templates.loader import Bundle

ANSWERS = {
    "pg_status_fallback": "in_progress", "pg_owner_fallback": "Ops", "pg_due_fallback": date(2026, 9, 30),
    "pg_who_scorecard": "K. Eguchi", "pg_status_security": "done",
}  # fmt: skip


def steps(bundle: Bundle, next_step: NextStep, language: str = "en") -> list[Step]:
    return list(steps_of(bundle.template, bundle.catalogs[language], next_step, ANSWERS))


def test_a_raise_says_what_the_rating_must_come_to_mean_and_who_rates(bundle: Bundle) -> None:
    (step,) = steps(bundle, NextStep("go", (RatingStep("integration", 1, 3),)))
    anchor = bundle.catalogs["en"].text("anchor.integration.3")
    assert (step.do, step.was, step.needed, step.reach) == ("raise", 1, 3, anchor)
    assert (step.owner, step.field) == ("K. Eguchi", "pg_rating_integration")
    assert step.text == f"Raise Integration feasibility from 1 to 3: {anchor}"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_rating_between_two_anchors_names_both(bundle: Bundle, language: str) -> None:
    catalog = bundle.catalogs[language]
    words = anchor_words(bundle.template, catalog, "integration", 4)
    assert catalog.text("anchor.integration.3") in words
    assert catalog.text("anchor.integration.5") in words


def test_an_open_item_has_its_number_status_owner_and_day(bundle: Bundle) -> None:
    started, unanswered = steps(bundle, NextStep("go", items=("fallback", "user_support")))
    assert (started.was, started.owner, started.due) == ("in_progress", "Ops", date(2026, 9, 30))
    assert started.label == "8 Fallback procedures for outages established"
    assert (unanswered.was, unanswered.owner, unanswered.due) == ("not_started", None, None)


def test_evidence_is_asked_for_in_its_own_cell(bundle: Bundle) -> None:
    (step,) = steps(bundle, NextStep("go", evidence=("security",)))
    assert (step.do, step.field, step.was) == ("give_evidence", "pg_evidence_security", "done")


def test_a_question_is_to_be_answered_or_its_no_settled(bundle: Bundle) -> None:
    blank, no = QuestionStep("parallel_redesign"), QuestionStep("production_budget_line", False)
    answer, settle = steps(bundle, NextStep("go", questions=(blank, no)))
    assert (answer.do, answer.was, settle.do, settle.was) == ("answer", None, "settle", "no")
    assert {answer.needed, settle.needed} == {"yes"}


def test_ratings_that_are_missing_are_asked_for_by_name(bundle: Bundle) -> None:
    (step,) = steps(bundle, NextStep(None, (RatingStep("integration"),)))
    assert (step.do, step.needed, step.text) == ("rate", None, "Rate Integration feasibility")
