"""What a portfolio keeps of an assessment is all that it reads."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pocgate_xl.core.assessment import Assessment, Finding, ReadableAssessment
from pocgate_xl.core.completeness import Outcome
from pocgate_xl.core.decision import Step
from pocgate_xl.portfolio.kept import kept
from pocgate_xl.portfolio.overview import overview
from pocgate_xl.portfolio.terms import Terms
from pocgate_xl.portfolio.workbook import portfolio_workbook
from pocgate_xl.templates.loader import Bundle
from tests.portfolio.engagements import GATE, assessment, costing, portfolios, rated, refused

LAST = GATE.items[-1].id
OUTCOMES: tuple[Outcome, ...] = ("accepted", "incomplete", "findings", "not_started")
FINDINGS = (
    Finding("PG201", "error", "Scorecard", "E9", "pg_rating_integration", "wrong", "9", "1 to 5", "mend it"),
    Finding("PG304", "warning", "Costs", "D7", message="look", cells=("D7", "D8")),
    Finding("PG502", "note", message="by the way"),
)


def whole(found: ReadableAssessment, outcome: Outcome) -> Assessment:
    """Return an assessment with everything beside it that a check adds."""
    open_ = found.next_step.items
    steps = tuple(
        Step("clear", id_, f"pg_status_{id_}", "label", "text", sheet="Checklist", cell="E20")
        for id_ in open_
    )
    asked = {
        f"pg_{part}_{item.id}": value
        for item in GATE.items
        for part, value in (("owner", "Sato"), ("due", date(2026, 4, 30)), ("evidence", "wiki"))
    }
    return replace(
        found, outcome=outcome, answers={**asked, "pg_who_scorecard": "Suzuki", "pg_note_data": "x" * 99},
        next_step=replace(found.next_step, steps=steps), findings=FINDINGS,
    )  # fmt: skip


@given(portfolios(), st.data())
@settings(max_examples=8)
def test_the_workbook_is_the_same_as_from_everything_that_was_found(
    bundle: Bundle, drawn: list[ReadableAssessment], data: st.DataObject
) -> None:
    found = [whole(each, data.draw(st.sampled_from(OUTCOMES))) for each in drawn]
    found.append(refused("broken.xlsx", "PG007"))
    terms = Terms(slots=2)
    books = [
        portfolio_workbook(overview(each, GATE, terms), bundle, "en") for each in (found, map(kept, found))
    ]
    assert books[0] == books[1]


def test_it_is_small_and_can_be_sent_between_processes() -> None:
    found = whole(assessment(rated(4, 14, id="A") | costing()), "accepted")
    sent = pickle.dumps(kept(found))
    assert pickle.loads(sent) == kept(found)
    assert len(sent) < len(pickle.dumps(found)) / 2


def test_of_a_file_that_does_not_count_only_whose_it_is_and_what_is_wrong_is_kept() -> None:
    found = kept(whole(assessment(rated(4, id="A")), "findings"))
    assert not isinstance(found, ReadableAssessment)
    assert (found.engagement and found.engagement.id, found.answers) == ("A", None)
    assert [(each.code, each.cell, each.message, each.hint) for each in found.findings] == [
        ("PG201", "E9", "wrong", ""), ("PG304", "D7", "look", ""),
    ]  # fmt: skip
