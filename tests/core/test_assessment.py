from __future__ import annotations

import json
import pickle
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.answers import submission_from_answers
from pocgate_xl.core.assessment import (
    JSON_SHAPES,
    Assessment,
    Finding,
    ReadableAssessment,
    assessment_to_json,
)
from pocgate_xl.core.gate import assess
from pocgate_xl.core.submission import Value
from pocgate_xl.core.template import Template
from tests.core import strategies
from tests.core.strict_gate import first_release

GATE = strategies.built_in()
TEMPLATES = strategies.templates() | st.just(first_release())
ANSWERS: dict[str, Value] = {
    "pg_engagement_id": "E-7", "pg_engagement_assessment_date": date(2026, 10, 1),
    "pg_engagement_poc_months": Decimal("1.5"), "pg_engagement_annual_benefit_low": Decimal("1000000"),
    "pg_engagement_annual_benefit_high": Decimal("2500000.50"),
    "pg_rating_business_kpi": 4, "pg_rating_user_acceptance": 4, "pg_rating_data_quality": 4,
    "pg_rating_integration": 2, "pg_rating_cost_predictability": 4, "pg_rating_executive_readiness": 4,
    "pg_status_security": "in_progress", "pg_due_security": date(2026, 9, 30),
    "pg_poc_cost_infrastructure": Decimal("30000.1"), "pg_poc_cost_development": Decimal("1000000"),
    "pg_poc_cost_data_preparation": Decimal("300000"), "pg_planned_cost_development": Decimal("2000000"),
    "pg_question_parallel_redesign": "yes",
    "pg_start_date": date(2026, 12, 1), "pg_phase_months_mvp": 2, "pg_phase_scope_mvp": "one line",
    "pg_goal_3m_kpi": "hours", "pg_operations_monitoring_owner": "Ops",
    "pg_committee_decision": "conditions", "pg_committee_date": date(2026, 10, 2),
    "pg_contingency": Decimal("0.5"), "pg_tax_included": "no",
}  # fmt: skip
ANSWERS |= {f"pg_status_{item.id}": "done" for item in GATE.items if item.id != "security"}
ANSWERS |= {f"pg_evidence_{item.id}": f"wiki/{item.id}" for item in GATE.items if item.id != "fallback"}
FINDING = Finding(
    code="PG201", severity="error", sheet="Scorecard", cell="E9", field="pg_rating_integration",
    message="No rating", found="", expected="1 to 5", hint="Rate it",
)  # fmt: skip
FOUND = assess(GATE, submission_from_answers(GATE, ANSWERS))
SHOWN = assessment_to_json(FOUND)


def test_the_published_keys_stand_in_their_order() -> None:
    assert list(SHOWN) == [
        "file", "sha256", "responses_digest", "outcome", "completeness", "answers", "template", "language",
        "engagement", "scorecard", "checklist", "must_meets", "decision", "reasons", "next_step", "costs",
        "causes", "roadmap", "operations", "committee", "recorded", "contradictions", "findings",
    ]  # fmt: skip


def test_every_field_of_an_assessment_is_shown() -> None:
    assert list(JSON_SHAPES) == [field.name for field in fields(Assessment)]
    assert list(JSON_SHAPES) == [field.name for field in fields(ReadableAssessment)]


def test_scorecard_decision_and_next_step_are_shown_as_published() -> None:
    assert SHOWN["scorecard"] == {
        "ratings": {
            "business_kpi": 4, "user_acceptance": 4, "data_quality": 4, "integration": 2,
            "cost_predictability": 4, "executive_readiness": 4,
        },
        "total": 22, "complete": True, "verdict": "conditional", "range": [22, 22],
        "reachable": ["conditional"], "concerns": [],
        "improvements": [{"criterion": "integration", "rating": 2, "needed": 4}],
    }  # fmt: skip
    assert SHOWN["decision"] == "conditional"
    assert SHOWN["reasons"] == [{"code": "verdict", "ids": ["conditional"]}]
    assert SHOWN["next_step"] == {
        "target": "go", "ratings": [{"criterion": "integration", "rating": 2, "needed": 4}],
        "items": ["security"], "evidence": ["fallback"],
        "questions": [
            {"question": "acceptance_threshold", "answer": None},
            {"question": "production_budget_line", "answer": None},
        ],
        "steps": [],
    }  # fmt: skip


def test_the_checklist_is_shown_as_published() -> None:
    checklist = SHOWN["checklist"]
    assert checklist["statuses"]["security"] == "in_progress"
    assert {key: checklist[key] for key in checklist if key != "statuses"} == {
        "done": 14, "items": 15,
        "groups": {
            "technical": {"done": 4, "items": 5}, "operations": {"done": 5, "items": 5},
            "organizational": {"done": 5, "items": 5},
        },
        "open": ["security"], "granted_at_gate": [], "overdue": ["security"],
        "latest_due": "2026-09-30", "with_evidence": 13, "lacking_evidence": ["fallback"], "cleared": 13,
    }  # fmt: skip


def test_money_is_a_number_when_whole_and_else_an_exact_text() -> None:
    costs = SHOWN["costs"]
    assert costs["categories"]["infrastructure"] == {
        "poc": "30000.1", "low": "90000.3", "high": "180000.6", "unit": "month",
        "reference": [50000, 300000], "standing": "within", "planned": None, "planned_standing": None,
    }  # fmt: skip
    assert costs["categories"]["development"] == {
        "poc": 1000000, "low": 3000000, "high": 5000000, "unit": "once",
        "reference": [2000000, 10000000], "standing": "within",
        "planned": 2000000, "planned_standing": "below",
    }  # fmt: skip
    assert costs["categories"]["operations"] == {
        "poc": None, "low": 880000, "high": 2640000, "unit": "year",
        "reference": None, "standing": None, "planned": None, "planned_standing": None,
    }  # fmt: skip
    assert costs["currency"] == "JPY"
    assert costs["benefit"] == {
        "annual": [1000000, "2500000.5"], "monthly_net": "-135833.7625", "payback_months": None,
        "break_even": None,
    }  # fmt: skip
    assert costs["budget"] == {
        "initial": [3400000, 5800000], "run_rate": costs["run_rate"], "contingency": [17000, 29000],
        "first_year": ["5360003.6", "10600007.2"], "three_year": ["9280010.8", "20200021.6"],
    }  # fmt: skip
    assert (costs["initial"], costs["run_rate"]) == ([4400000, 8800000], ["1960003.6", "4800007.2"])
    assert costs["poc_investment"] == "1345000.15"
    spent = Fraction(costs["poc_investment"])
    assert costs["rule_of_thumb"] == {
        "low": float(3400000 / spent), "middle": float(4600000 / spent), "high": float(5800000 / spent),
        "standing": "within", "basis": "budget",
    }  # fmt: skip


def test_causes_are_shown_with_what_drives_them_and_what_answers_them() -> None:
    assert SHOWN["causes"]["no_process_integration"] == {
        "exposure": 0.15, "level": "low", "strategy": "process_redesign",
        "drivers": [{"kind": "criterion", "id": "integration", "exposure": 0.75}],
    }  # fmt: skip


def test_plan_operations_and_records_are_shown() -> None:
    assert SHOWN["roadmap"]["phases"][:2] == [
        {
            "phase": "mvp", "months": 2, "scope": "one line", "start": "2026-12-01", "end": "2027-01-31",
            "within": True,
        },
        {
            "phase": "improved", "months": None, "scope": None, "start": "2027-02-01", "end": None,
            "within": None,
        },
    ]  # fmt: skip
    assert SHOWN["roadmap"]["goals"]["3m"] == {
        "kpi": "hours", "baseline": None, "target": None, "measurement": None, "due": "2027-03-01",
    }  # fmt: skip
    assert SHOWN["operations"]["monitoring"] == {
        "owner": "Ops", "procedure": None, "trigger": None, "status": "not_started",
    }  # fmt: skip
    assert SHOWN["committee"] == {
        "decision": "conditions", "by": None, "date": "2026-10-02", "conditions": None, "next_review": None,
    }  # fmt: skip
    assert SHOWN["recorded"] == {
        "benefit_ramp_months": None, "contingency": "0.5", "tax_included": False, "internal_labour": None,
        "volume_ratio": None,
    }  # fmt: skip


def test_an_unknown_range_is_null_and_not_a_pair_of_nulls() -> None:
    costs = assessment_to_json(assess(GATE, submission_from_answers(GATE, {})))["costs"]
    unknown = ("initial", "run_rate", "first_year", "three_year", "rule_of_thumb")
    assert [costs[name] for name in unknown] == [None] * len(unknown)
    assert set(costs["benefit"].values()) == {None}
    assert {costs["budget"][name] for name in unknown[:-1]} == {None}
    assert (costs["categories"]["development"]["low"], costs["categories"]["training"]["poc"]) == (None, 0)


def test_the_batch_fills_in_what_only_it_knows() -> None:
    filled = replace(
        FOUND, file="a.xlsx", sha256="ab", responses_digest="cd", outcome="findings", language="en",
        findings=(FINDING,),
    )  # fmt: skip
    shown = assessment_to_json(filled)
    assert (shown["file"], shown["sha256"], shown["responses_digest"]) == ("a.xlsx", "ab", "cd")
    assert (shown["outcome"], shown["language"]) == ("findings", "en")
    assert shown["findings"] == [
        {
            "code": "PG201", "severity": "error", "sheet": "Scorecard", "cell": "E9",
            "field": "pg_rating_integration", "message": "No rating", "found": "", "expected": "1 to 5",
            "hint": "Rate it", "cells": [],
        }
    ]  # fmt: skip


def test_every_section_of_an_unreadable_file_is_null() -> None:
    unreadable = Assessment.unreadable("b.xlsx", None, (FINDING,))
    shown = assessment_to_json(unreadable)
    assert not isinstance(unreadable, ReadableAssessment)
    assert {name for name, value in shown.items() if value is not None} == {"file", "outcome", "findings"}
    assert (shown["file"], shown["outcome"], len(shown["findings"])) == ("b.xlsx", "unreadable", 1)


@given(st.data(), TEMPLATES)
def test_an_assessment_survives_the_way_from_a_worker_and_into_json(
    data: st.DataObject, template: Template
) -> None:
    found = assess(template, data.draw(strategies.submissions(template)))
    assert pickle.loads(pickle.dumps(found)) == found
    shown = assessment_to_json(found)
    assert json.loads(json.dumps(shown, allow_nan=False)) == shown


@given(st.data(), TEMPLATES)
def test_amounts_in_json_are_exactly_those_computed(data: st.DataObject, template: Template) -> None:
    submission = submission_from_answers(template, data.draw(strategies.cost_answers(template)))
    found = assess(template, submission)
    shown = assessment_to_json(found)["costs"]["categories"]
    for id_, category in found.costs.categories.items():
        pairs = [(category.poc, "poc"), (category.planned, "planned")]
        if category.projection:
            pairs += [(category.projection.low, "low"), (category.projection.high, "high")]
        for amount, key in pairs:
            assert amount == (None if shown[id_][key] is None else Decimal(shown[id_][key]))
