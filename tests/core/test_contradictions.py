from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pocgate_xl.core.contradictions import FoundContradiction, find_contradictions, select
from pocgate_xl.core.gate import assess
from pocgate_xl.core.template import Condition, Contradiction, Template
from tests.core import stories, strategies
from tests.core.strict_gate import first_release, strict

GATE, OTHER = strict(), strategies.OTHER
SAME = {f"pg_evidence_{item.id}": " Minutes  of MAY" for item in GATE.items}
FEW = dict.fromkeys(list(SAME)[:4], "Minutes of May")
FIVES = {f"pg_rating_{id_}": 5 for id_ in GATE.criterion_ids}
PARTS = ("kpi", "baseline", "target", "measurement")
GOALS = [f"pg_goal_{horizon.id}_{part}" for horizon in GATE.horizons for part in PARTS]
POC_COSTS = {f"pg_poc_cost_{c.id}": None for c in GATE.costs.categories if c.kind != "share"}

# id; answers that have it; the fields concerned; answers that have it not, each close to having it
CASES: dict[str, tuple[dict[str, Any], tuple[str, ...], list[dict[str, Any]]]] = {
    "approval_without_readiness": (
        {"pg_rating_executive_readiness": 2},
        ("pg_status_executive_approval", "pg_rating_executive_readiness"),
        [
            {"pg_rating_executive_readiness": 3},
            {"pg_rating_executive_readiness": None},
            {"pg_rating_executive_readiness": 2, "pg_status_executive_approval": "in_progress"},
        ],
    ),
    "approval_against_committee": (
        {"pg_committee_decision": "deferred"},
        ("pg_status_executive_approval", "pg_committee_decision"),
        [
            {"pg_committee_decision": "conditions"},
            {"pg_committee_decision": "rejected", "pg_status_executive_approval": None},
        ],
    ),
    "approval_unrecorded": (
        {"pg_committee_by": "  "},
        ("pg_status_executive_approval", "pg_committee_by"),
        [{}, {"pg_committee_by": None, "pg_status_executive_approval": "not_started"}],
    ),
    "committee_against_decision": (
        {"pg_committee_decision": "approved", "pg_rating_integration": 2},
        ("pg_committee_decision", "pg_committee_conditions"),
        [
            {"pg_committee_decision": "approved"},
            {"pg_committee_decision": "approved", "pg_status_executive_approval": None},
            {"pg_committee_decision": "conditions", "pg_rating_integration": 2},
            {
                "pg_committee_decision": "approved", "pg_rating_integration": 2,
                "pg_committee_conditions": "MVP first",
            },
        ],
    ),
    "secured_without_budget_line": (
        {"pg_rating_executive_readiness": 5, "pg_question_production_budget_line": "no"},
        ("pg_rating_executive_readiness", "pg_question_production_budget_line"),
        [
            {"pg_rating_executive_readiness": 4, "pg_question_production_budget_line": "no"},
            {"pg_rating_executive_readiness": 5, "pg_question_production_budget_line": None},
        ],
    ),
    "integration_complete_not_designed": (
        {"pg_rating_integration": 5, "pg_status_api_integration": None},
        ("pg_rating_integration", "pg_status_api_integration"),
        [{"pg_rating_integration": 5}, {"pg_rating_integration": 4, "pg_status_api_integration": None}],
    ),
    "accuracy_held_not_confirmed": (
        {"pg_rating_data_quality": 5, "pg_status_production_accuracy": "in_progress"},
        ("pg_rating_data_quality", "pg_status_production_accuracy"),
        [{"pg_rating_data_quality": 5}, {"pg_status_production_accuracy": "in_progress"}],
    ),
    "staged_goals_empty": (
        {"pg_goal_3m_kpi": None},
        ("pg_status_staged_goals", *GOALS),
        [
            {"pg_goal_3m_kpi": None, "pg_goal_12m_target": "half"},
            {"pg_goal_3m_kpi": None, "pg_status_staged_goals": "in_progress"},
        ],
    ),
    "operating_cost_without_poc_cost": (
        POC_COSTS,
        ("pg_status_operating_cost", *POC_COSTS),
        [POC_COSTS | {"pg_poc_cost_training": Decimal(0)}, POC_COSTS | {"pg_status_operating_cost": None}],
    ),
    "monitoring_otherwise": (
        {"pg_operations_monitoring_status": "not_started"},
        ("pg_status_accuracy_monitoring", "pg_operations_monitoring_status"),
        [{}, {"pg_operations_monitoring_status": "done"}, {"pg_operations_feedback_owner": "Ops"}],
    ),
    "retraining_otherwise": (
        {"pg_operations_retraining_pipeline_status": "in_progress"},
        ("pg_status_retraining", "pg_operations_retraining_pipeline_status"),
        [{"pg_operations_retraining_pipeline_status": "in_progress", "pg_status_retraining": "in_progress"}],
    ),
    "fallback_otherwise": (
        {"pg_operations_incident_response_status": "in_progress"},
        ("pg_status_fallback", "pg_operations_incident_response_status"),
        [{"pg_operations_incident_response_status": "done"}],
    ),
    "user_support_otherwise": (
        {"pg_operations_feedback_status": "in_progress"},
        ("pg_status_user_support", "pg_operations_feedback_status"),
        [{"pg_operations_feedback_status": "done"}],
    ),
    "manuals_without_process": (
        {"no process": True, "pg_question_parallel_redesign": "no"},
        ("pg_status_process_manuals", "pg_process"),
        [{}, {"no process": True, "pg_status_process_manuals": None}],
    ),
    "redesign_without_process": (
        {"no process": True, "pg_status_process_manuals": None},
        ("pg_question_parallel_redesign", "pg_process"),
        [{}, {"no process": True, "pg_question_parallel_redesign": "no"}],
    ),
    "same_evidence": (
        FEW | {"pg_evidence_security": " minutes  of ｍａｙ"},
        (*FEW, "pg_evidence_security"),
        [FEW, FEW | {"pg_evidence_security": "minutes of June"}, dict.fromkeys(SAME)],
    ),
    "all_highest_without_note": (
        FIVES | {"pg_note_business_kpi": None},
        (*FIVES, *(f"pg_note_{id_}" for id_ in GATE.criterion_ids)),
        [FIVES, FIVES | {"pg_note_business_kpi": None, "pg_rating_integration": 4}],
    ),
}  # fmt: skip


def found(answers: Mapping[str, Any]) -> dict[str, FoundContradiction]:
    """Return the contradictions of the story that has none, with these answers changed."""
    changes = {name: value for name, value in answers.items() if name.startswith("pg_")}
    said = stories.submission(GATE, "consulting", **changes)
    if "no process" in answers:
        said = replace(said, blocks={})
    return {each.id: each for each in assess(GATE, said).contradictions}


def test_every_contradiction_has_a_case() -> None:
    assert list(CASES) == [contradiction.id for contradiction in GATE.contradictions]
    assert found({}) == {}


@pytest.mark.parametrize("id_", CASES)
def test_answers_that_contradict_each_other_are_found_with_their_fields(id_: str) -> None:
    has, fields, _ = CASES[id_]
    assert found(has)[id_] == FoundContradiction(id_, "warning", fields)


@pytest.mark.parametrize(("id_", "without"), [(id_, case) for id_ in CASES for case in CASES[id_][2]])
def test_answers_that_agree_are_not(id_: str, without: dict[str, Any]) -> None:
    assert id_ not in found(without)


@pytest.mark.parametrize("template", [first_release(), OTHER])
def test_a_template_that_declares_none_has_none(template: Template) -> None:
    assert find_contradictions(template, stories.submission(GATE, "manufacturer"), "go") == ()


def having(*conditions: Condition) -> bool:
    """Say whether these conditions hold of the story that passes."""
    template = replace(GATE, contradictions=(Contradiction("each", "error", conditions),))
    return bool(assess(template, stories.submission(template, "consulting")).contradictions)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (Condition("rating", at_least=Decimal(4)), True),
        (Condition("rating", at_least=Decimal(5)), False),
        (Condition("rating.business_kpi", at_least=Decimal(5), at_most=Decimal(5)), True),
        (Condition("rating.business_kpi", at_most=Decimal(4)), False),
        (Condition("engagement.poc_months", at_most=Decimal("1.99")), False),
        (Condition("engagement.poc_months", at_most=Decimal(2)), True),
        (Condition("engagement.yen_per_unit", at_most=Decimal(999)), False),
        (Condition("status", one_of=("done",)), True),
        (Condition("status", none_of=("done",)), False),
        (Condition("recorded.tax_included", one_of=("no",)), False),
        (Condition("recorded.tax_included", none_of=("no",)), True),
        (Condition("question", one_of=("yes",)), True),
        (Condition("decision", one_of=("go",)), True),
        (Condition("decision", none_of=("go",)), False),
        (Condition(blank=("design", "risks")), True),
        (Condition(blank=("design", "process")), False),
        (Condition(blank=("goal.6m",)), True),
        (Condition(blank=("goal.3m",)), False),
        (Condition(any_blank=("goal.3m",)), True),
        (Condition(any_blank=("committee.by", "committee.date")), False),
        (Condition(any_blank=("helper",)), True),
        (Condition(blank=("start", "phase", "operations", "basis", "planned_cost", "owner", "due")), True),
        (Condition(repeated="evidence", times=2), False),
    ],
)
def test_each_condition_by_itself(condition: Condition, holds: bool) -> None:
    assert having(condition) is holds


def test_all_conditions_of_a_contradiction_must_hold() -> None:
    yes, no = Condition("decision", one_of=("go",)), Condition("decision", one_of=("hold",))
    assert having(yes, yes)
    assert not having(yes, no)
    assert not having(no, yes)


def test_an_invalid_answer_is_a_blank_one() -> None:
    said = stories.submission(GATE, "consulting")
    wrong = replace(
        said,
        ratings=dict(said.ratings) | {"integration": 9},
        costs={},
        engagement=replace(said.engagement, poc_months=Decimal(-1), assessment_date=date(2026, 1, 1)),
    )
    for condition, holds in (
        (Condition(blank=("rating.integration", "engagement.poc_months")), True),
        (Condition("rating.integration", at_least=Decimal(1)), False),
        (Condition(blank=("engagement.assessment_date",)), False),
    ):
        template = replace(GATE, contradictions=(Contradiction("each", "error", (condition,)),))
        assert bool(find_contradictions(template, wrong, "go")) is holds


def test_a_selector_is_a_group_a_key_or_a_part() -> None:
    assert [field.name for field in select(GATE, "goal.3m.kpi")] == ["pg_goal_3m_kpi"]
    assert len(select(GATE, "goal.3m")) == 4
    assert len(select(GATE, "goal")) == 12
    assert [field.name for field in select(GATE, "process")] == ["pg_process"]
    for unknown in ("goal.9m", "goals", "rating.hope", "process.step", "who", "signoff", "goal.3m.kpi.x"):
        assert select(GATE, unknown) == ()
