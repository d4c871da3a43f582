from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from pocgate_xl.core.assessment import Assessment, Finding, assessment_to_json
from pocgate_xl.core.assessment_schema import assessment_schema
from pocgate_xl.core.gate import assess
from pocgate_xl.core.submission import Submission
from pocgate_xl.core.template import Template
from tests.core import strategies
from tests.core.strict_gate import first_release

SCHEMA = assessment_schema()
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
BLANK = assessment_to_json(assess(strategies.built_in(), Submission()))


def complaints(shown: dict[str, Any]) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(shown)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["required"] == list(BLANK)


@given(st.data(), strategies.templates() | st.just(first_release()))
def test_real_assessments_have_the_published_form(data: st.DataObject, template: Template) -> None:
    found = assess(template, data.draw(strategies.submissions(template)))
    assert complaints(assessment_to_json(found)) == []


def test_unreadable_files_and_findings_have_the_published_form() -> None:
    finding = Finding("PG001", "error", message="Not a workbook")
    assert complaints(assessment_to_json(Assessment.unreadable("a.xlsx", "ab", (finding,)))) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("outcome",), "fine"), (("decision",), "maybe"), (("scorecard", "range"), [1]),
        (("costs", "initial"), [None, None]), (("costs", "poc_investment"), 1.5),
        (("costs", "poc_investment"), "1.50"), (("costs", "poc_investment"), -1),
        (("causes", "weak_commitment", "exposure"), 1.1), (("extra",), 1), (("roadmap", "start"), "soon"),
        (("checklist", "statuses", "security"), "finished"), (("costs", "benefit"), [1, 2]),
        (("costs", "benefit", "break_even"), "2027-11-01"), (("costs", "benefit", "monthly_net"), "-1.50"),
        (("completeness", "state"), "done"), (("must_meets",), [{"kind": "total", "id": "a", "met": None}]),
        (("contradictions",), [{"id": "a", "severity": "fatal", "fields": []}]),
    ],
)  # fmt: skip
def test_another_form_is_refused(path: tuple[str, ...], value: object) -> None:
    changed = deepcopy(BLANK)
    part = changed
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    assert complaints(changed)


def test_the_published_schema_is_that_of_the_models() -> None:
    published = Path(__file__).parents[2] / "docs" / "reference" / "assessment.schema.json"
    assert json.loads(published.read_text(encoding="utf-8")) == assessment_schema()
