from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.checklist import tally
from pocgate_xl.core.decision import GateDecision, NextStep, QuestionStep, RatingStep, Reason, decide
from pocgate_xl.core.must_meets import MustMeet, failing, must_meets, unanswered
from pocgate_xl.core.scorecard import Improvement, raises, score
from pocgate_xl.core.submission import ItemResponse
from pocgate_xl.core.template import Template
from tests.core.strict_gate import first_release, strict

FIRST, GATE = first_release(), strict()
FOURS = dict.fromkeys(GATE.criterion_ids, 4)
ALL_YES = dict.fromkeys(GATE.questions, True)
APPROVAL = "executive_approval"
CLEARED = {item.id: ItemResponse("done", "a link") for item in GATE.items}
OWN_FLOORS = replace(
    GATE,
    criteria=tuple(replace(c, floor=4 if c.id == "integration" else None) for c in GATE.criteria),
)


def decided(
    ratings: Mapping[str, int | None] = FOURS,
    items: Mapping[str, ItemResponse] = CLEARED,
    questions: Mapping[str, bool] = ALL_YES,
    template: Template = GATE,
) -> GateDecision:
    return decide(template, score(template, ratings), tally(template, items, None), questions)


def test_the_first_release_has_no_must_meet() -> None:
    assert must_meets(FIRST, dict.fromkeys(FOURS, 1), dict.fromkeys(GATE.questions, False)) == ()


def test_every_floor_and_every_knock_out_question_is_a_must_meet() -> None:
    found = must_meets(GATE, FOURS | {"integration": 1, "data_quality": None}, {"parallel_redesign": False})
    assert found == (
        MustMeet("floor", "business_kpi", True), MustMeet("floor", "user_acceptance", True),
        MustMeet("floor", "data_quality", None), MustMeet("floor", "integration", False),
        MustMeet("floor", "cost_predictability", True), MustMeet("floor", "executive_readiness", True),
        MustMeet("question", "acceptance_threshold", None),
        MustMeet("question", "parallel_redesign", False),
        MustMeet("question", "production_budget_line", None),
    )  # fmt: skip
    assert (failing(found, "floor"), failing(found, "question")) == (("integration",), ("parallel_redesign",))
    assert unanswered(found) == ("acceptance_threshold", "production_budget_line")


def test_no_total_outweighs_a_rating_below_its_floor() -> None:
    """All 882 vectors of six ratings from 1 to 5 whose total is 24 or more."""
    vectors = [v for v in product(range(1, 6), repeat=6) if sum(v) >= 24]
    decisions = {v: decided(dict(zip(GATE.criterion_ids, v, strict=True))).decision for v in vectors}
    low = [v for v in vectors if min(v) < 2]
    assert (len(vectors), len(low)) == (882, 126)
    assert {decisions[v] for v in low} == {"conditional"}
    assert {decisions[v] for v in vectors if v not in low} == {"go"}


def test_a_criterion_may_have_a_floor_of_its_own() -> None:
    found = decided(FOURS | {"business_kpi": 5, "integration": 3}, template=OWN_FLOORS)
    assert found.decision == "conditional"
    assert found.reasons == (Reason("verdict", ("production",)), Reason("enforced_floor", ("integration",)))
    assert found.next_step == NextStep("go", (RatingStep("integration", 3, 4),))


def test_a_floor_that_suffices_asks_for_nothing_beside_it() -> None:
    ratings = FOURS | {"business_kpi": 3, "integration": 3}
    assert raises(OWN_FLOORS, ratings, 23, OWN_FLOORS.floor_of) == (Improvement("integration", 3, 4),)


def test_floors_that_are_not_enforced_are_concerns_alone() -> None:
    lenient = replace(GATE, floors=replace(GATE.floors, enforce=False))
    found = decided(dict.fromkeys(GATE.criterion_ids, 5) | {"integration": 1}, template=lenient)
    assert (found.decision, failing(found.must_meets, "floor")) == ("go", ())
    assert Reason("concerns", ("integration",)) in found.reasons


def test_a_knock_out_question_answered_no_makes_conditional_of_a_go() -> None:
    found = decided(questions=ALL_YES | {"acceptance_threshold": False})
    assert found.decision == "conditional"
    assert found.reasons == (
        Reason("verdict", ("production",)),
        Reason("question_no", ("acceptance_threshold",)),
    )
    assert found.next_step == NextStep("go", questions=(QuestionStep("acceptance_threshold", False),))


def test_a_blank_knock_out_question_has_to_be_answered() -> None:
    found = decided(questions={"parallel_redesign": True, "production_budget_line": True})
    assert found.decision == "clear_checklist"
    assert found.reasons == (
        Reason("verdict", ("production",)), Reason("all_items_cleared"),
        Reason("question_blank", ("acceptance_threshold",)),
    )  # fmt: skip
    assert found.next_step == NextStep("go", questions=(QuestionStep("acceptance_threshold"),))


def test_done_without_evidence_is_not_cleared() -> None:
    found = decided(items=CLEARED | {"security": ItemResponse("done"), "fallback": ItemResponse("done", " ")})
    assert found.decision == "clear_checklist"
    assert found.reasons == (
        Reason("verdict", ("production",)),
        Reason("missing_evidence", ("security", "fallback")),
    )
    assert found.next_step == NextStep("go", evidence=("security", "fallback"))


def test_an_approval_without_evidence_leaves_only_the_approval() -> None:
    found = decided(items=CLEARED | {APPROVAL: ItemResponse("done")})
    assert (found.decision, found.next_step) == ("ready_for_approval", NextStep("go", evidence=(APPROVAL,)))
    open_item = decided(items=CLEARED | {APPROVAL: ItemResponse()})
    assert (open_item.decision, open_item.next_step) == (
        "ready_for_approval",
        NextStep("go", items=(APPROVAL,)),
    )


def test_evidence_counts_apart_and_an_item_may_have_its_own_rule() -> None:
    bare = {item.id: ItemResponse("done") for item in GATE.items}
    listed = tally(GATE, CLEARED | {id_: bare[id_] for id_ in ("security", "fallback", APPROVAL)}, None)
    assert (listed.done, listed.with_evidence, listed.cleared) == (15, 12, 12)
    assert listed.lacking_evidence == ("security", "fallback", APPROVAL)
    assert listed.open == ()
    first, *others = GATE.groups
    own = replace(first, items=tuple(replace(item, evidence="optional") for item in first.items))
    mixed = tally(replace(GATE, groups=(own, *others)), bare, None)
    assert (mixed.cleared, len(mixed.lacking_evidence)) == (5, 10)
    for rule in ("expected", "optional"):
        assert tally(replace(GATE, evidence=rule), bare, None).cleared == 15  # type: ignore[arg-type]


def test_a_conditional_verdict_asks_for_all_that_leads_to_go() -> None:
    found = decided(
        FOURS | {"integration": 1, "data_quality": 2},
        CLEARED | {"security": ItemResponse("in_progress"), "fallback": ItemResponse("done")},
        {"parallel_redesign": False, "production_budget_line": True},
    )
    assert found.next_step == NextStep(
        "go",
        (RatingStep("integration", 1, 4), RatingStep("data_quality", 2, 4)),
        ("security",), ("fallback",),
        (QuestionStep("acceptance_threshold"), QuestionStep("parallel_redesign", False)),
    )  # fmt: skip


def expected(
    template: Template,
    ratings: Mapping[str, int | None],
    items: Mapping[str, ItemResponse],
    questions: Mapping[str, bool],
) -> str:
    """Decide by the table, from drawn answers alone."""
    if None in ratings.values():
        return "incomplete"
    numbers = {id_: rating for id_, rating in ratings.items() if rating is not None}
    total = sum(numbers.values())
    if total < 18:
        return "hold"
    floors = {criterion.id: criterion.floor or 2 for criterion in template.criteria}
    fails = any(numbers[id_] < floors[id_] for id_ in floors) or False in questions.values()
    if total < 24 or fails:
        return "conditional"
    not_cleared = {
        item.id
        for item in template.items
        if items[item.id].status != "done" or not (items[item.id].evidence or "").strip()
    }
    if not_cleared - {APPROVAL} or len(questions) < 3:
        return "clear_checklist"
    return "ready_for_approval" if not_cleared else "go"


def answers(template: Template) -> st.SearchStrategy[tuple[dict[str, int | None], dict[str, ItemResponse]]]:
    mostly = st.sampled_from([5, 4, 4, 3, 2, 1])
    ratings = st.fixed_dictionaries(dict.fromkeys(template.criterion_ids, mostly | st.none()))
    high = st.fixed_dictionaries(dict.fromkeys(template.criterion_ids, st.sampled_from([5, 4])))
    status = st.sampled_from(["done"] * 9 + ["in_progress", None])
    item = st.builds(ItemResponse, status, st.sampled_from(["link"] * 9 + [" ", None]))
    done = st.just(ItemResponse("done", "link"))
    each = {i.id: item if i.id in (APPROVAL, "security") else done for i in template.items}
    return st.tuples(ratings | high, st.fixed_dictionaries(each))


YES_OR_NO = st.sampled_from([True] * 5 + [False])
QUESTIONS = st.fixed_dictionaries({}, optional=dict.fromkeys(GATE.questions, YES_OR_NO))
GATES = st.sampled_from([GATE, OWN_FLOORS])


@given(st.data(), GATES, QUESTIONS | st.just(ALL_YES))
def test_decisions_follow_the_table(
    data: st.DataObject, template: Template, questions: dict[str, bool]
) -> None:
    ratings, items = data.draw(answers(template))
    found = decided(ratings, items, questions, template)
    assert found.decision == expected(template, ratings, items, questions)
    met = [each.met for each in found.must_meets]
    assert found.decision != "go" or met == [True] * 9


@given(st.data(), GATES, QUESTIONS)
def test_taking_the_next_step_leads_to_its_target(
    data: st.DataObject, template: Template, questions: dict[str, bool]
) -> None:
    ratings, items = data.draw(answers(template).filter(lambda drawn: None not in drawn[0].values()))
    found = decided(ratings, items, questions, template)
    step = found.next_step
    raised = ratings | {row.criterion: row.needed for row in step.ratings}
    cleared = items | {id_: ItemResponse("done", "link") for id_ in (*step.items, *step.evidence)}
    answered = questions | {each.question: True for each in step.questions}
    after = decided(raised, cleared, answered, template)
    assert after.decision == (step.target or "go")
