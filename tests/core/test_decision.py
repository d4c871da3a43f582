from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.checklist import tally
from pocgate_xl.core.decision import GateDecision, NextStep, RatingStep, Reason, decide
from pocgate_xl.core.must_meets import MustMeet, reservations
from pocgate_xl.core.scorecard import score
from pocgate_xl.core.submission import ItemResponse
from pocgate_xl.core.template import Template
from tests.core import strategies
from tests.core.strict_gate import first_release

GATE, OTHER = first_release(), strategies.OTHER
STRICT = replace(GATE, floors=replace(GATE.floors, enforce=True))
APPROVAL = "executive_approval"


def decided(
    template: Template, ratings: Mapping[str, int | None], statuses: Mapping[str, str | None]
) -> GateDecision:
    items = {id_: ItemResponse(status) for id_, status in statuses.items()}
    return decide(template, score(template, ratings), tally(template, items, None))


def reviewed(template: Template, ratings: tuple[int | None, ...], *open_items: str) -> GateDecision:
    statuses = {item.id: None if item.id in open_items else "done" for item in template.items}
    return decided(template, dict(zip(template.criterion_ids, ratings, strict=True)), statuses)


def test_everything_cleared_is_a_go_without_a_next_step() -> None:
    reasons = (Reason("verdict", ("production",)), Reason("all_items_cleared"))
    assert reviewed(GATE, (4, 4, 4, 4, 4, 4)) == GateDecision("go", reasons, NextStep())


def test_what_the_meeting_grants_leaves_only_the_approval() -> None:
    reasons = (Reason("verdict", ("production",)), Reason("granted_at_gate", (APPROVAL,)))
    assert reviewed(GATE, (4, 4, 4, 4, 4, 4), APPROVAL) == GateDecision(
        "ready_for_approval", reasons, NextStep("go", (), (APPROVAL,))
    )


def test_other_open_items_have_to_be_cleared() -> None:
    found = reviewed(GATE, (5, 5, 5, 5, 3, 1), "fallback", APPROVAL)
    assert found.decision == "clear_checklist"
    assert found.next_step == NextStep("go", (), ("fallback", APPROVAL))
    assert found.reasons == (
        Reason("verdict", ("production",)), Reason("concerns", ("executive_readiness",)),
        Reason("open_items", ("fallback",)), Reason("granted_at_gate", (APPROVAL,)),
    )  # fmt: skip


def test_a_conditional_verdict_asks_for_improvements_and_open_items() -> None:
    assert reviewed(GATE, (4, 4, 4, 2, 4, 4), "security") == GateDecision(
        "conditional",
        (Reason("verdict", ("conditional",)),),
        NextStep("go", (RatingStep("integration", 2, 4),), ("security",)),
    )


def test_a_hold_aims_at_conditional_by_ratings_alone() -> None:
    found = reviewed(GATE, (2, 3, 3, 3, 3, 3), "security")
    assert found.decision == "hold"
    assert found.next_step == NextStep("conditional", (RatingStep("business_kpi", 2, 3),), ())


def test_while_incomplete_the_missing_ratings_are_asked_for() -> None:
    assert reviewed(GATE, (5, None, 5, 5, None, 1)) == GateDecision(
        "incomplete",
        (
            Reason("missing_ratings", ("user_acceptance", "cost_predictability")),
            Reason("concerns", ("executive_readiness",)),
        ),
        NextStep(None, (RatingStep("user_acceptance"), RatingStep("cost_predictability")), ()),
    )


@pytest.mark.parametrize("open_items", [(), (APPROVAL,), ("security", APPROVAL)])
def test_an_enforced_floor_makes_conditional_of_what_would_be_better(open_items: tuple[str, ...]) -> None:
    assert reviewed(STRICT, (5, 1, 5, 5, 3, 5), *open_items) == GateDecision(
        "conditional",
        (Reason("verdict", ("production",)), Reason("enforced_floor", ("user_acceptance",))),
        NextStep("go", (RatingStep("user_acceptance", 1, 2),), open_items),
        tuple(MustMeet("floor", id_, id_ != "user_acceptance") for id_ in GATE.criterion_ids),
    )


def test_an_enforced_floor_is_no_better_than_the_verdict() -> None:
    assert reviewed(STRICT, (1, 3, 3, 3, 3, 3)).decision == "hold"
    assert reviewed(STRICT, (1, 4, 4, 3, 3, 3)).decision == "conditional"


def test_with_bands_of_equal_decision_the_target_is_the_lowest_that_leads_on() -> None:
    to_go = (RatingStep("safety", 1, 2), RatingStep("effort", 1, 2))
    assert reviewed(OTHER, (2, 1, 1), "drill").next_step == NextStep("go", to_go, ("drill",))
    to_conditional = (RatingStep("uptake", 0, 2), RatingStep("effort", 0, 1))
    assert reviewed(OTHER, (0, 1, 0)).next_step == NextStep("conditional", to_conditional, ())


def expected(
    template: Template, ratings: Mapping[str, int | None], statuses: Mapping[str, str | None]
) -> str:
    """Decide by the table, from drawn answers alone."""
    if None in ratings.values():
        return "incomplete"
    given_ratings = [rating for rating in ratings.values() if rating is not None]
    band = next(band for band in template.verdicts if band.at_least <= sum(given_ratings))
    if band.decision != "go":
        return band.decision
    if template.floors.enforce and min(given_ratings) < template.floors.rating:
        return "conditional"
    waiting = [i for i in template.items if statuses[i.id] not in ("done", "not_applicable")]
    if not waiting:
        return "go"
    return "ready_for_approval" if all(i.granted_at_gate for i in waiting) else "clear_checklist"


GATES = st.sampled_from([GATE, STRICT, OTHER])


@given(st.data(), GATES)
def test_decisions_follow_the_table(data: st.DataObject, template: Template) -> None:
    ratings = data.draw(strategies.ratings(template) | strategies.ratings(template, complete=True))
    statuses = data.draw(strategies.statuses(template))
    assert decided(template, ratings, statuses).decision == expected(template, ratings, statuses)


@given(st.data(), GATES)
def test_taking_the_next_step_leads_to_its_target(data: st.DataObject, template: Template) -> None:
    ratings = data.draw(strategies.ratings(template, complete=True))
    statuses = data.draw(strategies.statuses(template))
    found = decided(template, ratings, statuses)
    step = found.next_step
    raised = ratings | {row.criterion: row.needed for row in step.ratings}
    cleared = statuses | dict.fromkeys(step.items, "done")
    after = decided(template, raised, cleared).decision
    assert after == (step.target or "go")
    assert step.target is None or step.target != found.decision


@given(st.data(), GATES)
def test_while_ratings_are_missing_the_next_step_names_exactly_these(
    data: st.DataObject, template: Template
) -> None:
    ratings = data.draw(strategies.ratings(template).filter(lambda drawn: None in drawn.values()))
    step = decided(template, ratings, data.draw(strategies.statuses(template))).next_step
    missing = [id_ for id_ in template.criterion_ids if ratings[id_] is None]
    assert step == NextStep(None, tuple(RatingStep(id_) for id_ in missing), ())


def test_what_a_total_hides_is_named_once_must_meets_first() -> None:
    found = (MustMeet("floor", "a", False), MustMeet("floor", "b", True), MustMeet("question", "q", False))
    assert reservations(found, ("a", "c")) == (("floor", "a"), ("question", "q"), ("floor", "c"))
