"""What is to be done: every step, open answer and finding once, with who, until when and where."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings

from pocgate_xl.core.assessment import Finding, ReadableAssessment
from pocgate_xl.core.decision import Step
from pocgate_xl.portfolio.actions import Action, Blocker, actions_of, blockers_of, latest_assessment
from pocgate_xl.portfolio.ranking import rank
from tests.portfolio.engagements import (
    CURRENCY,
    GATE,
    assessment,
    committee,
    portfolios,
    rated,
    refused,
)

LAST = GATE.items[-1].id
DAY = date(2026, 5, 1)


def actions(*found: Any, as_of: date | None = DAY) -> tuple[Action, ...]:
    return actions_of(rank(found, GATE.id, CURRENCY), GATE, as_of)


def answered(answers: dict[str, Any], file: str = "a.xlsx") -> ReadableAssessment:
    return replace(assessment(answers, file), answers=answers)


def test_an_open_item_names_its_owner_and_day() -> None:
    due = {f"pg_due_{LAST}": date(2026, 4, 30), f"pg_owner_{LAST}": "Sato"}
    (action,) = actions(answered(rated(5, 14, id="A") | due))
    assert (action.do, action.id, action.field) == ("clear", LAST, f"pg_status_{LAST}")
    assert (action.owner, action.due, action.overdue) == ("Sato", date(2026, 4, 30), True)
    assert (action.target, action.last) == ("go", True)


def test_what_is_due_today_is_not_overdue() -> None:
    (action,) = actions(answered(rated(5, 14, id="A") | {f"pg_due_{LAST}": DAY}))
    assert not action.overdue


def test_a_rating_is_asked_of_whoever_fills_the_section_in() -> None:
    answers = rated(5, id="A") | {"pg_rating_integration": 1, "pg_who_scorecard": "Suzuki"}
    (action,) = actions(answered(answers))
    assert (action.do, action.was, action.needed) == ("raise", 1, GATE.floor_of["integration"])
    assert action.owner == "Suzuki"


def test_what_only_go_needs_leads_to_no_decision_yet() -> None:
    found = actions(answered(rated(2, 10, id="A")))
    ahead = [each for each in found if each.target is not None]
    assert {each.do for each in ahead} == {"raise"}
    assert {each.target for each in ahead} == {"conditional"}
    later = {each.id for each in found if each.target is None}
    assert later >= {item.id for item in GATE.items[10:]}


def test_nothing_is_asked_twice() -> None:
    found = actions(answered(rated(2, 10, id="A") | {"pg_question_" + GATE.questions[0]: "no"}))
    assert len({each.field for each in found}) == len(found)


def test_the_place_is_that_which_the_check_found() -> None:
    found = answered(rated(5, 14, id="A"))
    step = Step("clear", LAST, f"pg_status_{LAST}", "x", "y", sheet="Checklist", cell="E20")
    placed = replace(found, next_step=replace(found.next_step, steps=(step,)))
    (action,) = actions(placed)
    assert (action.sheet, action.cell) == ("Checklist", "E20")


def test_errors_of_files_apart_are_to_be_corrected_and_warnings_looked_at() -> None:
    warned = replace(answered(rated(5, id="A")), findings=(Finding("PG304", "warning", "Costs", "D7"),))
    noted = replace(answered(rated(5, id="B"), "b.xlsx"), findings=(Finding("PG502", "note"),))
    found = actions(warned, noted, refused("broken.xlsx", "PG007"))
    assert [(each.do, each.id, each.cell) for each in found] == [
        ("look", "PG304", "D7"), ("correct", "PG007", ""),
    ]  # fmt: skip


def test_rejected_ones_and_older_revisions_ask_nothing_of_anybody() -> None:
    rejected = answered(rated(5, 10, id="A") | committee("rejected"))
    used, older = (answered(rated(5, id="B", revision=each), f"{each}.xlsx") for each in (2, 1))
    broken = replace(older, findings=(Finding("PG304", "error"),))
    assert actions(rejected, used, broken) == ()


def test_the_first_blocker_moves_most_engagements_on() -> None:
    first, *_ = GATE.items
    two = {f"pg_status_{first.id}": "in_progress"}
    found = actions(
        answered(rated(5, 14, id="A"), "a.xlsx"), answered(rated(5, 14, id="B") | two, "b.xlsx"),
        answered(rated(5, id="C") | two, "c.xlsx"), answered(rated(5, 14, id="D"), "d.xlsx"),
    )  # fmt: skip
    assert blockers_of(found) == (Blocker("clear", LAST, 3, 2), Blocker("clear", first.id, 2, 1))


def test_things_are_overdue_as_of_the_latest_assessment() -> None:
    days = (date(2026, 4, 1), date(2026, 6, 1))
    found = [assessment(rated(5, id=f"{day}", assessment_date=day), f"{day}.xlsx") for day in days]
    assert latest_assessment(rank(found, GATE.id, CURRENCY)) == days[1]
    assert latest_assessment(rank([], GATE.id, CURRENCY)) is None


@given(portfolios())
@settings(max_examples=30)
def test_whatever_keeps_an_engagement_from_go_is_an_action(found: list[ReadableAssessment]) -> None:
    listed = actions(*found)
    for each in found:
        if each.committee.decision == "rejected":
            continue
        own = {action.field for action in listed if action.assessment.file == each.file}
        needed = {f"pg_status_{id_}" for id_ in each.checklist.open}
        needed |= {f"pg_rating_{id_}" for id_ in each.scorecard.missing}
        needed |= {f"pg_question_{m.id}" for m in each.must_meets if m.kind == "question" and not m.met}
        assert needed <= own
