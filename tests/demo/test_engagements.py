from __future__ import annotations

from collections import Counter

from pocgate_xl.core.fields import blocks, input_fields
from pocgate_xl.core.loading import Bundle
from pocgate_xl.demo.engagements import load_demo


def test_engagements_answer_inputs_of_the_template_alone(bundle: Bundle) -> None:
    inputs = {field.name for field in input_fields(bundle.template)}
    inputs |= {block.name for block in blocks(bundle.template)}
    for engagement in load_demo(bundle.folder):
        assert engagement.answers.keys() <= inputs
        assert "" not in engagement.answers.values()


def test_one_engagement_comes_back_in_two_revisions_and_one_in_two_copies(bundle: Bundle) -> None:
    engagements = load_demo(bundle.folder)
    repeated = {id_ for id_, times in Counter(each.id for each in engagements).items() if times > 1}
    assert len(repeated) == 2
    assert len({each.file for each in engagements}) == len(engagements)


def test_a_workbook_goes_out_with_what_is_known_beforehand(bundle: Bundle) -> None:
    for engagement in load_demo(bundle.folder):
        assert engagement.identity["pg_engagement_id"] == engagement.id
        assert not any(name.startswith("pg_rating_") for name in engagement.identity)


def test_every_kind_of_fault_occurs(bundle: Bundle) -> None:
    from pocgate_xl.demo.faults import FAULTS

    assert {each.fault.kind for each in load_demo(bundle.folder) if each.fault} == FAULTS.keys()
