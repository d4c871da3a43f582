from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.answers import submission_from_answers
from pocgate_xl.core.assessment import ReadableAssessment, TemplateRef, assessment_to_json
from pocgate_xl.core.causes import diagnose
from pocgate_xl.core.checklist import tally
from pocgate_xl.core.completeness import completeness
from pocgate_xl.core.contradictions import find_contradictions
from pocgate_xl.core.costs import project_costs
from pocgate_xl.core.gate import assess
from pocgate_xl.core.must_meets import must_meets
from pocgate_xl.core.roadmap import schedule_roadmap
from pocgate_xl.core.scorecard import score
from pocgate_xl.core.submission import (
    Committee,
    ComponentResponse,
    CostResponse,
    Engagement,
    Goal,
    ItemResponse,
    PhaseResponse,
    Recorded,
    Submission,
    Value,
)
from pocgate_xl.core.template import Template
from tests.core import strategies
from tests.core.strict_gate import first_release

GATE = strategies.built_in()
TEMPLATES = strategies.templates() | st.just(first_release())


def test_a_blank_submission_is_incomplete_and_nothing_is_known_of_its_costs() -> None:
    blank = assess(GATE, Submission())
    assert (blank.decision, blank.scorecard.verdict, blank.checklist.done) == ("incomplete", "incomplete", 0)
    assert (blank.costs.initial, blank.costs.poc_investment) == (None, None)
    assert {diagnosis.level for diagnosis in blank.causes.values()} == {"unknown"}
    assert blank.operations == dict.fromkeys(GATE.components, ComponentResponse(status="not_started"))


def test_what_the_batch_knows_is_left_to_the_batch() -> None:
    blank = assess(GATE, Submission())
    assert (blank.file, blank.sha256, blank.responses_digest, blank.language) == ("", None, None, None)
    assert (blank.outcome, blank.findings) == ("accepted", ())
    assert blank.template == TemplateRef(GATE.id, GATE.version)


def test_ratings_statuses_evidence_and_knock_out_questions_already_give_a_decision() -> None:
    answers: dict[str, Value] = {f"pg_rating_{id_}": 4 for id_ in GATE.criterion_ids}
    answers |= {f"pg_status_{item.id}": "done" for item in GATE.items}
    bare = assess(GATE, submission_from_answers(GATE, answers))
    assert (bare.decision, bare.next_step.target) == ("clear_checklist", "go")
    answers |= {f"pg_evidence_{item.id}": f"wiki/{item.id}" for item in GATE.items}
    answers |= {f"pg_question_{id_}": "yes" for id_ in GATE.knock_out}
    found = assess(GATE, submission_from_answers(GATE, answers))
    assert (found.decision, found.next_step.target) == ("go", None)


def test_in_the_first_release_six_ratings_and_fifteen_statuses_already_did() -> None:
    released = first_release()
    answers: dict[str, Value] = {f"pg_rating_{id_}": 4 for id_ in released.criterion_ids}
    answers |= {f"pg_status_{item.id}": "done" for item in released.items}
    found = assess(released, submission_from_answers(released, answers))
    assert (found.decision, found.next_step.target) == ("go", None)


@given(st.data(), TEMPLATES)
def test_an_assessment_is_made_of_what_each_section_computes(data: st.DataObject, template: Template) -> None:
    said = data.draw(strategies.submissions(template))
    found = assess(template, said)
    assert found.engagement == said.engagement
    assert found.scorecard == score(template, said.ratings)
    assert found.checklist == tally(template, said.items, said.engagement.assessment_date)
    assert found.costs == project_costs(template, said.engagement, said.costs, said.recorded, said.start_date)
    assert found.causes == diagnose(
        template, said.ratings, found.checklist.statuses, said.questions, found.checklist.lacking_evidence
    )
    assert found.completeness == completeness(template, said)
    assert found.must_meets == must_meets(template, found.scorecard.ratings, said.questions)
    assert found.contradictions == find_contradictions(template, said, found.decision)
    assert found.roadmap == schedule_roadmap(template, said.start_date, said.phases, said.goals)
    assert (found.committee, found.recorded) == (said.committee, said.recorded)


WORDS = st.none() | st.text(max_size=5) | st.sampled_from(["done", "not_applicable", "yes", "JPY", "USD"])
NUMBERS = st.none() | st.decimals() | st.sampled_from(
    [Decimal("sNaN"), Decimal("-Infinity"), Decimal("1E+999999"), Decimal("1E-999999"), Decimal("5E-324"),
     Decimal("1.7976931348623157E+308"), Decimal("-0"), Decimal(2)]
)  # fmt: skip
WHOLES = st.none() | st.integers() | st.booleans() | st.integers(1, 5)
DATES = st.none() | st.dates() | st.just(date.max) | st.just(date.min)


def wild_submissions(template: Template) -> st.SearchStrategy[Submission]:
    """Draw what no reader should return: anything that the types let through."""

    def each(ids: tuple[str, ...], kind: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
        return st.dictionaries(st.sampled_from(ids) | st.text(max_size=3), kind, max_size=9)

    items = tuple(item.id for item in template.items)
    categories = tuple(category.id for category in template.costs.categories)
    engagement = st.builds(
        Engagement, id=WORDS, employees=WHOLES, poc_months=NUMBERS, assessment_date=DATES, revision=WHOLES,
        currency=WORDS, yen_per_unit=NUMBERS, annual_benefit_low=NUMBERS, annual_benefit_high=NUMBERS,
        language=WORDS,
    )  # fmt: skip
    return st.builds(
        Submission,
        engagement=engagement,
        ratings=each(template.criterion_ids, WHOLES),
        items=each(items, st.builds(ItemResponse, WORDS, WORDS, WORDS, DATES)),
        costs=each(categories, st.builds(CostResponse, NUMBERS, NUMBERS, WORDS)),
        recorded=st.builds(Recorded, WHOLES, NUMBERS, st.none() | st.booleans(), st.none(), NUMBERS),
        questions=each(template.questions, st.booleans()),
        start_date=DATES,
        phases=each(tuple(p.id for p in template.phases), st.builds(PhaseResponse, WHOLES, WORDS)),
        goals=each(tuple(h.id for h in template.horizons), st.builds(Goal, WORDS, WORDS)),
        operations=each(template.components, st.builds(ComponentResponse, WORDS, WORDS, WORDS, WORDS)),
        committee=st.builds(Committee, WORDS, WORDS, DATES, WORDS, DATES),
        notes=each(template.criterion_ids, WORDS),
        blocks=st.dictionaries(st.sampled_from(["pg_process", "pg_risks"]), st.just([{"step": "x"}])),
    )


@given(st.data(), TEMPLATES)
def test_no_submission_makes_an_assessment_fail(data: st.DataObject, template: Template) -> None:
    found = assess(template, data.draw(wild_submissions(template)))
    assert isinstance(found, ReadableAssessment)
    assert json.loads(json.dumps(assessment_to_json(found), allow_nan=False))["decision"] == found.decision
    assert set(found.scorecard.ratings.values()) <= {None, *template.scale.ratings}
    assert all(cost.poc is None or cost.poc >= 0 for cost in found.costs.categories.values())


def test_assessing_loads_the_standard_library_alone() -> None:
    heavy = "{'pydantic', 'pandas', 'openpyxl', 'xlwings', 'ironcalc', 'tomllib'}"
    code = f"import sys, pocgate_xl.core.gate; print(sorted({heavy} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
