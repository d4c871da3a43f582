from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pocgate_xl.core.contradictions import selectors
from pocgate_xl.core.template import Condition, Contradiction
from pocgate_xl.templates.contradiction_checks import contradiction_problems
from tests.core import strategies
from tests.core.strict_gate import strict

GATE, OTHER = strict(), strategies.OTHER
TWO, SIX = Decimal(2), Decimal(6)

CASES: list[tuple[str, Condition]] = [
    ("", Condition()),
    ("", Condition("rating", blank=("note",), at_least=TWO)),
    ("", Condition(blank=("note",), any_blank=("goal",))),
    ("answer", Condition("rating")),
    ("times", Condition(repeated="evidence")),
    ("times", Condition("rating", at_least=TWO, times=5)),
    ("at_least", Condition(blank=("note",), at_least=TWO)),
    ("one_of", Condition(repeated="evidence", times=5, one_of=("done",))),
    ("answer", Condition("rating.hope", at_least=TWO)),
    ("answer", Condition("status.security.due", one_of=("done",))),
    ("answer", Condition("hope", at_least=TWO)),
    ("answer", Condition("process", one_of=("done",))),
    ("blank", Condition(blank=("goal", "goal.9m"))),
    ("any_blank", Condition(any_blank=("who",))),
    ("repeated", Condition(repeated="hope", times=5)),
    ("repeated", Condition(repeated="rating", times=5)),
    ("at_least", Condition("rating.integration", at_least=SIX)),
    ("at_most", Condition("rating.integration", at_most=Decimal(0))),
    ("at_most", Condition("status.security", at_most=TWO)),
    ("at_most", Condition("decision", at_most=TWO)),
    ("at_least", Condition("note", at_least=TWO)),
    ("one_of", Condition("rating", one_of=("done",))),
    ("one_of", Condition("status.security", one_of=("done", "finished"))),
    ("none_of", Condition("question", none_of=("maybe",))),
    ("none_of", Condition("decision", none_of=("go", "extend_or_rethink"))),
    ("one_of", Condition("committee.decision", one_of=("accepted",))),
]  # fmt: skip


@pytest.mark.parametrize(("path", "condition"), CASES)
def test_a_condition_that_cannot_be_understood_is_named_by_its_path(path: str, condition: Condition) -> None:
    fine = Condition("question", one_of=("no",))
    template = replace(GATE, contradictions=(Contradiction("each", "note", (fine, condition)),))
    problems = list(contradiction_problems(template))
    dotted = "contradictions.0.conditions.1" + (f".{path}" if path else "")
    if path == "answer" and condition.answer == "process":
        dotted = "contradictions.0.conditions.1.one_of"
    assert dotted in [found for found, _ in problems]
    assert all(found.startswith("contradictions.0.conditions.1") and text for found, text in problems)


def test_ids_of_another_gate_are_unknown_here() -> None:
    """A copied gate from which criteria, items and questions were taken is told about each."""
    bare = replace(OTHER, contradictions=GATE.contradictions)
    unknown = [text.split("'")[1] for _, text in contradiction_problems(bare) if "selects no answer" in text]
    conditions = [each for contradiction in GATE.contradictions for each in contradiction.conditions]
    named = [name for each in conditions for name in selectors(each) if "." in name]
    assert unknown == [name for name in named if not name.startswith(("committee.", "goal."))]
    assert len(unknown) == 22


def test_an_item_may_always_be_ruled_out_as_not_applicable() -> None:
    condition = Condition("status.security", none_of=("done", "not_applicable"))
    template = replace(GATE, contradictions=(Contradiction("each", "note", (condition,)),))
    assert list(contradiction_problems(template)) == []
    assert list(contradiction_problems(GATE)) == []
