from __future__ import annotations

import pytest

from pocgate_xl.core.assessment import ReadableAssessment
from pocgate_xl.core.decision import QuestionStep, RatingStep
from pocgate_xl.core.gate import assess
from tests.core import stories
from tests.core.strict_gate import first_release, strict

GATE = strict()


def assessed(story: str, **changes: object) -> ReadableAssessment:
    return assess(GATE, stories.submission(GATE, story, **changes))


def test_the_manufacturer_does_not_pass_and_its_purpose_is_unclear() -> None:
    found = assessed("manufacturer")
    assert (found.scorecard.verdict, found.scorecard.total) == ("production", 24)
    assert found.decision == "conditional"
    assert [(reason.code, reason.ids) for reason in found.reasons] == [
        ("verdict", ("production",)),
        ("enforced_floor", ("user_acceptance",)),
        ("question_no", ("acceptance_threshold",)),
    ]
    assert found.next_step.ratings == (RatingStep("user_acceptance", 1, 2),)
    assert found.next_step.questions == (QuestionStep("acceptance_threshold", False),)
    purpose = found.causes["unclear_purpose"]
    assert (purpose.level, float(purpose.exposure or 0)) == ("high", 0.2)
    assert [driver.id for driver in purpose.drivers] == ["acceptance_threshold"]


def test_the_agency_does_not_pass_and_is_not_integrated_into_its_process() -> None:
    found = assessed("agency")
    assert (found.scorecard.verdict, found.decision) == ("production", "conditional")
    assert found.causes["no_process_integration"].level == "high"
    assert found.causes["no_process_integration"].drivers[0].id == "parallel_redesign"
    assert found.next_step.questions == (QuestionStep("parallel_redesign", False),)
    assert found.next_step.ratings == ()
    assert [each.id for each in found.contradictions] == ["manuals_without_process"]


def test_the_consulting_firm_passes() -> None:
    found = assessed("consulting")
    assert (found.decision, found.next_step.target) == ("go", None)
    assert {diagnosis.level for diagnosis in found.causes.values()} == {"low"}
    assert {each.met for each in found.must_meets} == {True}
    assert found.contradictions == ()
    assert found.completeness.state == "complete"


def test_by_the_rules_of_before_the_failing_stories_still_pass() -> None:
    """Workbooks in the field are assessed by the template that they were made with, for good."""
    template = first_release()
    for story in stories.NAMES:
        found = assess(template, stories.submission(template, story))
        assert (found.decision, found.must_meets, found.contradictions) == ("go", (), ())


def test_a_story_of_ticks_alone_is_not_cleared() -> None:
    blank = {f"pg_evidence_{item.id}": None for item in GATE.items}
    found = assessed("consulting", **blank)
    assert (found.decision, found.checklist.done, found.checklist.with_evidence) == ("clear_checklist", 15, 0)
    assert found.next_step.evidence == tuple(item.id for item in GATE.items)
    ok = dict.fromkeys(blank, "ok")
    assert [each.id for each in assessed("consulting", **ok).contradictions] == ["same_evidence"]


@pytest.mark.parametrize("story", stories.NAMES)
def test_before_the_meeting_no_story_is_exposed_by_the_approval_that_it_grants(story: str) -> None:
    with_it, without = assessed(story), assessed(story, pg_status_executive_approval=None)
    assert with_it.causes == without.causes
    assert {driver.id for d in without.causes.values() for driver in d.drivers} & {
        "executive_approval"
    } == set()


def test_everything_that_went_wrong_at_once_is_named() -> None:
    bare = {f"pg_evidence_{item.id}": None for item in GATE.items}
    noes = {f"pg_question_{id_}": "no" for id_ in GATE.questions}
    found = assessed("manufacturer", **bare, **noes)
    assert found.decision == "conditional"
    assert [each.id for each in found.must_meets if each.met is False] == ["user_acceptance", *GATE.questions]
    assert len(found.next_step.evidence) == len(GATE.items)
    high = {id_ for id_, diagnosis in found.causes.items() if diagnosis.level == "high"}
    assert high == {cause.id for cause in GATE.causes}
