from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.causes import Diagnosis, Driver, diagnose
from pocgate_xl.core.checklist import item_statuses
from pocgate_xl.core.submission import ItemResponse
from pocgate_xl.core.template import Template
from tests.core import strategies
from tests.core.strict_gate import first_release, strict

GATE, OTHER, STRICT = first_release(), strategies.OTHER, strict()
ALL_DONE = dict.fromkeys((item.id for item in GATE.items), "done")
ALL_YES = dict.fromkeys(GATE.questions, True)
TOP = dict.fromkeys(GATE.criterion_ids, 5)


def test_an_engagement_without_a_gap_is_exposed_to_nothing() -> None:
    for diagnosis in diagnose(GATE, TOP, ALL_DONE, ALL_YES).values():
        assert (diagnosis.exposure, diagnosis.level, diagnosis.drivers) == (0, "low", ())


def test_exposure_is_the_mean_over_ratings_items_and_questions() -> None:
    statuses = ALL_DONE | {"impact_kpis": "in_progress", "staged_goals": "not_started"}
    found = diagnose(GATE, TOP | {"business_kpi": 3}, statuses, ALL_YES)
    assert found["unclear_purpose"] == Diagnosis(
        Fraction(1, 2), "high",
        (
            Driver("item", "impact_kpis", Fraction(1)),
            Driver("item", "staged_goals", Fraction(1)),
            Driver("criterion", "business_kpi", Fraction(1, 2)),
        ),
        "production_in_mind",
    )  # fmt: skip


def test_an_unanswered_question_exposes_as_much_as_a_no() -> None:
    asked = diagnose(GATE, TOP, ALL_DONE, ALL_YES | {"parallel_redesign": False})
    blank = diagnose(GATE, TOP, ALL_DONE, {})
    assert asked["no_process_integration"] == blank["no_process_integration"]
    assert blank["no_process_integration"].exposure == Fraction(1, 5)


def test_a_missing_rating_leaves_the_level_unknown_and_the_known_drivers() -> None:
    ratings = TOP | {"data_quality": None, "cost_predictability": 2}
    found = diagnose(GATE, ratings, ALL_DONE | {"fallback": "in_progress"}, ALL_YES)
    assert found["missing_operations"] == Diagnosis(
        None, "unknown",
        (Driver("item", "fallback", Fraction(1)), Driver("criterion", "cost_predictability", Fraction(3, 4))),
        "operations_first",
    )  # fmt: skip
    assert found["weak_commitment"].level == "low"


@pytest.mark.parametrize(
    ("rating", "items_open", "level"),
    [(5, 0, "low"), (4, 0, "low"), (3, 0, "low"), (1, 0, "medium"), (3, 1, "high"), (1, 2, "high")],
)
def test_levels_start_at_their_bounds(rating: int, items_open: int, level: str) -> None:
    open_items = dict.fromkeys(("user_support", "user_training")[:items_open], "not_started")
    found = diagnose(GATE, TOP | {"user_acceptance": rating}, ALL_DONE | open_items, ALL_YES)
    assert found["front_line_literacy"].level == level


def test_three_of_equal_drivers_are_shown_in_the_order_of_the_template() -> None:
    found = diagnose(GATE, dict.fromkeys(GATE.criterion_ids, 1), {}, {})
    assert [driver.id for driver in found["missing_operations"].drivers] == [
        "data_quality", "cost_predictability", "accuracy_monitoring",
    ]  # fmt: skip
    linked_in_another_order = diagnose(OTHER, dict.fromkeys(OTHER.criterion_ids, 0), {}, {})
    assert [driver.id for driver in linked_in_another_order["drift"].drivers] == ["uptake", "safety", "logs"]


def test_an_item_that_does_not_apply_exposes_to_nothing() -> None:
    statuses = item_statuses(OTHER, {"drill": ItemResponse("not_applicable"), "logs": ItemResponse("done")})
    found = diagnose(OTHER, {"safety": 0, "uptake": 3, "effort": 1}, statuses, {"agreed": True})
    assert found["drift"].exposure == Fraction(1, 5)
    assert found["drift"].drivers == (Driver("criterion", "safety", Fraction(1)),)
    assert found["worry"].exposure == Fraction(2, 3)


@given(st.data(), strategies.templates() | st.just(first_release()))
def test_exposures_are_the_mean_of_what_each_link_says(data: st.DataObject, template: Template) -> None:
    ratings = data.draw(strategies.ratings(template))
    drawn = data.draw(strategies.statuses(template))
    statuses = {id_: status or "not_started" for id_, status in drawn.items()}
    questions = data.draw(st.dictionaries(st.sampled_from(template.questions), st.booleans()))
    found = diagnose(template, ratings, statuses, questions)
    span = template.scale.highest - template.scale.lowest
    granted = {item.id for item in template.items if item.granted_at_gate}
    for cause in template.causes:
        rated = [ratings[id_] for id_ in cause.criteria]
        items = [id_ for id_ in cause.items if template.levels.granted_at_gate or id_ not in granted]
        knocked_out = any(questions.get(id_) is False for id_ in cause.questions if id_ in template.knock_out)
        exposures = [
            *((template.scale.highest - rating) / span for rating in rated if rating is not None),
            *(0.0 if statuses[id_] in ("done", "not_applicable") else 1.0 for id_ in items),
            *(0.0 if questions.get(id_) is True else 1.0 for id_ in cause.questions),
        ]
        shown = [float(driver.exposure) for driver in found[cause.id].drivers]
        assert shown == sorted((e for e in exposures if e > 0), reverse=True)[:3]
        mean = found[cause.id].exposure
        if None in rated:
            assert (mean, found[cause.id].level) == (None, "high" if knocked_out else "unknown")
        else:
            assert mean is not None
            assert float(mean) == pytest.approx(sum(exposures) / len(exposures))
            bounds = {"high": template.levels.high, "medium": template.levels.medium, "low": 0}
            by_mean = next(name for name in bounds if mean >= Fraction(bounds[name]))
            assert found[cause.id].level == ("high" if knocked_out else by_mean)


def test_a_knock_out_question_answered_no_makes_a_cause_high_and_leads_its_drivers() -> None:
    low = TOP | {"business_kpi": 2}
    statuses = ALL_DONE | dict.fromkeys(("production_accuracy", "impact_kpis", "staged_goals"), "in_progress")
    noes = ALL_YES | {"acceptance_threshold": False}
    found = diagnose(STRICT, low, statuses, noes)["unclear_purpose"]
    assert [driver.id for driver in found.drivers] == [
        "acceptance_threshold", "production_accuracy", "impact_kpis",
    ]  # fmt: skip
    otherwise_fine = diagnose(STRICT, TOP, ALL_DONE, noes)["unclear_purpose"]
    assert (otherwise_fine.exposure, otherwise_fine.level) == (Fraction(1, 5), "high")
    assert diagnose(GATE, TOP, ALL_DONE, noes)["unclear_purpose"].level == "low"


def test_a_blank_knock_out_question_exposes_and_decides_nothing() -> None:
    found = diagnose(STRICT, TOP, ALL_DONE, {})["unclear_purpose"]
    assert (found.exposure, found.level) == (Fraction(1, 5), "low")


def test_a_no_is_enough_while_ratings_are_missing() -> None:
    found = diagnose(STRICT, TOP | {"business_kpi": None}, ALL_DONE, {"acceptance_threshold": False})
    assert (found["unclear_purpose"].exposure, found["unclear_purpose"].level) == (None, "high")
    assert found["weak_commitment"].level == "high"
    assert found["missing_operations"].level == "low"


def test_what_the_meeting_grants_exposes_to_nothing_where_the_template_says_so() -> None:
    waiting = ALL_DONE | {"executive_approval": "not_started"}
    assert diagnose(GATE, TOP, waiting, ALL_YES)["weak_commitment"].level == "medium"
    found = diagnose(STRICT, TOP, waiting, ALL_YES)["weak_commitment"]
    assert (found.exposure, found.level, found.drivers) == (0, "low", ())
    half = diagnose(STRICT, TOP | {"executive_readiness": 3}, waiting, ALL_YES)["weak_commitment"]
    assert half.exposure == Fraction(1, 4)


def test_done_without_the_evidence_that_it_needs_exposes_like_an_open_item() -> None:
    found = diagnose(STRICT, TOP, ALL_DONE, ALL_YES, ("fallback",))["missing_operations"]
    assert found.drivers == (Driver("item", "fallback", Fraction(1)),)
    assert found.exposure == Fraction(1, 6)
