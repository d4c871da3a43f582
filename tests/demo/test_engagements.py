from __future__ import annotations

from collections import Counter

from pocgate_xl.core.answers import submission_from_answers
from pocgate_xl.core.assessment import ReadableAssessment
from pocgate_xl.core.fields import blocks, input_fields
from pocgate_xl.core.gate import assess
from pocgate_xl.core.template import Template
from pocgate_xl.core.validity import answer_of
from pocgate_xl.demo.engagements import DemoEngagement, load_demo
from pocgate_xl.templates.loader import Bundle
from tests.core.strict_gate import first_release


def everything(bundle: Bundle) -> tuple[DemoEngagement, ...]:
    """Return the workbooks of both months."""
    demo = load_demo(bundle.folder)
    return (*demo.first, *demo.second)


def test_engagements_answer_inputs_of_the_template_alone(bundle: Bundle) -> None:
    inputs = {field.name for field in input_fields(bundle.template)}
    inputs |= {block.name for block in blocks(bundle.template)}
    for engagement in everything(bundle):
        assert engagement.answers.keys() <= inputs
        assert "" not in engagement.answers.values()


def test_one_engagement_comes_back_in_two_revisions_and_one_in_two_copies(bundle: Bundle) -> None:
    engagements = load_demo(bundle.folder).first
    repeated = {id_ for id_, times in Counter(each.id for each in engagements).items() if times > 1}
    assert len(repeated) == 2
    assert len({each.file for each in engagements}) == len(engagements)


def test_a_workbook_goes_out_with_what_is_known_beforehand(bundle: Bundle) -> None:
    for engagement in everything(bundle):
        assert engagement.identity["pg_engagement_id"] == engagement.id
        assert not any(name.startswith("pg_rating_") for name in engagement.identity)


def test_every_kind_of_fault_occurs(bundle: Bundle) -> None:
    from pocgate_xl.demo.faults import FAULTS

    assert {each.fault.kind for each in load_demo(bundle.folder).first if each.fault} == FAULTS.keys()


def assessed(template: Template, engagement: DemoEngagement) -> ReadableAssessment:
    """Assess what a demo workbook says by the rules of a template."""
    free = {block.name for block in blocks(template)}
    rows = {name: value for name, value in engagement.answers.items() if name in free}
    answers = {name: value for name, value in engagement.answers.items() if name not in free}
    return assess(template, submission_from_answers(template, answers, rows))


def test_one_engagement_is_held_back_that_the_first_release_let_through(bundle: Bundle) -> None:
    """A high total and every item cleared, while the front line rejects the system."""
    whole = [each for each in load_demo(bundle.folder).first if each.fault is None]
    before = {each.file for each in whole if assessed(first_release(), each).decision == "go"}
    after = {each.file: assessed(bundle.template, each) for each in whole}
    (held,) = [after[file] for file in before if after[file].decision != "go"]
    assert (held.decision, held.scorecard.verdict) == ("conditional", "production")
    assert [each.id for each in held.must_meets if each.met is False] == ["user_acceptance"]
    assert [each.id for each in held.contradictions] == ["committee_against_decision"]


def test_answers_of_the_demo_count(bundle: Bundle) -> None:
    """An amount where a percentage is asked for, say, would be passed over without a word."""
    for engagement in everything(bundle):
        if engagement.fault is not None:
            continue
        free = {block.name for block in blocks(bundle.template)}
        answers = {name: value for name, value in engagement.answers.items() if name not in free}
        said = submission_from_answers(bundle.template, answers)
        for field in input_fields(bundle.template):
            if field.group in ("recorded", "rating", "status", "question") and field.name in answers:
                assert answer_of(bundle.template, said, field) == answers[field.name], (engagement.id, field)


def test_in_the_second_month_some_come_some_go_and_most_stay_as_they_were(bundle: Bundle) -> None:
    demo = load_demo(bundle.folder)
    then, now = ({each.file: each for each in month} for month in (demo.first, demo.second))
    assert now.keys() - then.keys()
    assert then.keys() - now.keys()
    same = [file for file in then.keys() & now.keys() if then[file] == now[file]]
    assert len(then) // 2 < len(same) < len(then) - 5


def test_what_changes_later_says_so_in_a_revision_of_its_own(bundle: Bundle) -> None:
    demo = load_demo(bundle.folder)
    then = {each.file: each for each in demo.first}
    for each in demo.second:
        if each.file in then and each != then[each.file]:
            assert each.answers["pg_engagement_revision"] == 2, each.id
            assert each.answers["pg_engagement_change_note"]
            assert each.answers["pg_engagement_assessment_date"] > demo.due


def test_the_list_asks_each_engagement_once_and_whoever_answers_unasked_not_at_all(bundle: Bundle) -> None:
    demo = load_demo(bundle.folder)
    ids = [row[0] for row in demo.rows][1:]
    assert len(ids) == len(set(ids))
    answered = {each.id for each in everything(bundle)}
    assert len(set(ids) - answered) >= 2
    assert answered - set(ids) == {each.id for each in everything(bundle) if not each.email} != set()


def test_owners_have_work_in_several_engagements(bundle: Bundle) -> None:
    """So that it is worth while to filter what is to be done by its owner."""
    owners = Counter(
        owner
        for each in load_demo(bundle.folder).first
        for owner in {str(value) for name, value in each.answers.items() if name.startswith("pg_owner_")}
    )
    assert sum(times >= 5 for times in owners.values()) >= 8


def test_the_group_is_one(bundle: Bundle) -> None:
    names = {str(each.answers["pg_engagement_organization"]) for each in everything(bundle)}
    assert {name[: len("Chihayabara")] for name in names if name.isascii()} == {"Chihayabara"}
    assert {name[: len("千早原")] for name in names if not name.isascii()} == {"千早原"}
