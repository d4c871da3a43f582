from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.checklist import Checklist, ItemCount
from pocgate_xl.core.checklist import checklist_of as tally
from pocgate_xl.core.submission import ItemResponse
from pocgate_xl.core.template import Template
from tests.core import strategies

GATE, OTHER = strategies.built_in(), strategies.OTHER
DAY = date(2026, 4, 1)


def with_status(template: Template, **statuses: str | None) -> Checklist:
    done = dict.fromkeys((item.id for item in template.items), ItemResponse("done"))
    answers = {id_: ItemResponse(status) for id_, status in statuses.items()}
    return tally(template, done | answers, None)


def test_a_blank_checklist_is_not_started() -> None:
    blank = tally(GATE, {}, DAY)
    assert (blank.done, blank.items, blank.completeness) == (0, 15, 0)
    assert set(blank.statuses.values()) == {"not_started"}
    assert blank.open == tuple(item.id for item in GATE.items)
    assert blank.granted_at_gate == ("executive_approval",)
    assert blank.overdue == ()


def test_items_are_counted_per_group_and_overall() -> None:
    checked = with_status(GATE, security="in_progress", fallback=None, executive_approval="not_started")
    assert (checked.done, checked.items, checked.completeness) == (12, 15, Fraction(4, 5))
    assert checked.groups == {
        "technical": ItemCount(4, 5), "operations": ItemCount(4, 5), "organizational": ItemCount(4, 5),
    }  # fmt: skip
    assert checked.open == ("security", "fallback", "executive_approval")
    assert checked.granted_at_gate == ("executive_approval",)


def test_what_does_not_apply_leaves_the_denominator_where_the_template_allows_it() -> None:
    checked = with_status(OTHER, logs="not_applicable", drill="not_applicable", contract="not_applicable")
    assert checked.statuses["contract"] == "not_started"
    assert (checked.done, checked.items) == (2, 3)
    assert checked.groups["third"] == ItemCount(0, 0)
    assert checked.groups["third"].completeness == 1
    assert checked.open == checked.granted_at_gate == ("contract",)


@pytest.mark.parametrize("status", [None, "", "Done", "DONE", "finished", "not_applicable", " done"])
def test_an_unknown_status_reads_as_not_started(status: str | None) -> None:
    checked = with_status(GATE, security=status)
    assert (checked.statuses["security"], checked.open) == ("not_started", ("security",))


@pytest.mark.parametrize(
    ("status", "due", "assessed", "overdue"),
    [
        ("in_progress", date(2026, 3, 31), DAY, True),
        ("in_progress", DAY, DAY, False),
        ("done", date(2020, 1, 1), DAY, False),
        (None, date(2020, 1, 1), DAY, True),
        (None, date(2020, 1, 1), None, False),
        (None, None, DAY, False),
    ],
)
def test_overdue_is_open_and_due_before_the_assessment_date(
    status: str | None, due: date | None, assessed: date | None, overdue: bool
) -> None:
    checked = tally(GATE, {"fallback": ItemResponse(status, due=due)}, assessed)
    assert checked.overdue == (("fallback",) if overdue else ())


@given(st.data(), strategies.templates())
def test_every_item_is_done_open_or_does_not_apply(data: st.DataObject, template: Template) -> None:
    statuses = data.draw(strategies.statuses(template))
    checked = tally(template, {id_: ItemResponse(status) for id_, status in statuses.items()}, DAY)
    not_applicable = sum(status == "not_applicable" for status in statuses.values())
    assert checked.done == sum(status == "done" for status in statuses.values())
    assert checked.done + len(checked.open) + not_applicable == len(template.items)
    assert checked.items == len(template.items) - not_applicable
    assert checked.done == sum(group.done for group in checked.groups.values())
    assert checked.items == sum(group.items for group in checked.groups.values())
    granted = {item.id for item in template.items if item.granted_at_gate}
    assert checked.granted_at_gate == tuple(id_ for id_ in checked.open if id_ in granted)


def test_the_latest_due_date_is_that_of_open_items_alone() -> None:
    early, late, later = date(2026, 4, 1), date(2026, 9, 30), date(2027, 1, 1)
    responses = {
        "security": ItemResponse("in_progress", due=late),
        "fallback": ItemResponse(None, due=early),
        "performance": ItemResponse("done", due=later),
    }
    assert tally(GATE, responses, DAY).latest_due == late
    assert tally(GATE, {}, DAY).latest_due is None
