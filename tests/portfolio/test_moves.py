"""What moved since an earlier run, as its report of JSON lines says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pocgate_xl.core.assessment import Assessment, TemplateRef, assessment_to_json
from pocgate_xl.errors import PocgateError
from pocgate_xl.portfolio.moves import Move, RunResult, moves_since, run_results
from pocgate_xl.portfolio.ranking import rank
from pocgate_xl.portfolio.terms import Rate, Terms
from tests.portfolio.engagements import CURRENCY, GATE, assessment, costing, rated, refused


def lines(*found: Assessment) -> list[str]:
    return [json.dumps(assessment_to_json(each)) + "\n" for each in found]


def earlier(*found: Assessment, rates: dict[str, Rate] | None = None) -> dict[str, RunResult]:
    return run_results(lines(*found), GATE.id, CURRENCY, rates or {})


def moves(then: list[Assessment], now: list[Assessment], **rates: Rate) -> dict[str, Move]:
    entries = rank(now, GATE.id, CURRENCY, Terms(rates=rates)).entries
    return {move.id: move for move in moves_since(entries, earlier(*then, rates=rates))}


def test_each_engagement_is_new_gone_moved_or_the_same() -> None:
    a, b, c = (assessment(rated(3, id=id_) | costing(), f"{id_}.xlsx") for id_ in "ABC")
    better = assessment(rated(4, 12, id="B") | costing(development=800_000), "b2.xlsx")
    found = moves([a, b, c], [a, better, assessment(rated(5, id="D"), "d.xlsx")])
    assert {id_: move.kind for id_, move in found.items()} == {
        "A": "same", "B": "moved", "C": "gone", "D": "new",
    }  # fmt: skip
    assert (found["B"].then, found["B"].now) == (
        RunResult("conditional", 18, 15, Decimal(7_600_000)),  # type: ignore[arg-type]
        RunResult("clear_checklist", 24, 12, Decimal(6_600_000)),  # type: ignore[arg-type]
    )
    assert (found["D"].then, found["C"].now) == (None, None)


def test_of_several_files_of_then_the_one_that_counted_is_compared() -> None:
    old = assessment(rated(3, id="A", revision=1, assessment_date=date(2026, 9, 1)), "old.xlsx")
    new = assessment(rated(4, id="A", revision=2, assessment_date=date(2026, 1, 1)), "new.xlsx")
    older = assessment(rated(2, id="A", revision=1, assessment_date=date(2026, 10, 1)), "z.xlsx")
    for order in ([old, older, new], [new, old, older]):
        assert earlier(*order)["A"].total == 24
    assert earlier(old, older)["A"].total == 12


def test_a_cost_that_was_not_known_then_is_not_zero() -> None:
    assert earlier(assessment(rated(3, id="A"), "a.xlsx"))["A"].cost is None


def test_what_did_not_count_then_is_new_now() -> None:
    faulty = assessment(rated(3, id="A"), "a.xlsx", "findings")
    other = replace(assessment(rated(3, id="B"), "b.xlsx"), template=TemplateRef("other_gate", "1.0.0"))
    nobody = assessment(rated(3), "c.xlsx")
    assert earlier(faulty, other, nobody, refused("broken.xlsx", "PG007")) == {}


def test_the_cost_of_then_is_converted_at_the_rates_of_now() -> None:
    answers = rated(4, id="A", currency="USD", yen_per_unit=Decimal(100)) | costing(100, 10_000, 1_000)
    answers |= {"pg_planned_cost_training": Decimal("5000.50"), "pg_contingency": Decimal(10)}
    once = assessment(answers, "a.xlsx")
    found = moves([once], [once], USD=Rate(Decimal(150)))["A"]
    assert found.kind == "same"
    assert found.then
    assert found.then.cost == Decimal("61000.50") * 150 * Decimal("1.1")


def without(*path: str) -> Callable[[dict[str, Any]], None]:
    def remove(said: dict[str, Any]) -> None:
        for key in path[:-1]:
            said = said[key]
        del said[path[-1]]

    return remove


@pytest.mark.parametrize(
    "spoil",
    [
        without("outcome"),
        without("costs", "budget", "initial"),
        lambda said: said["scorecard"].update(total="many"),
        lambda said: said["engagement"].update(assessment_date="soon"),
        lambda said: said["costs"]["budget"].update(initial=["a", "b"]),
        lambda said: said.update(engagement=[]),
    ],
)
def test_a_line_that_is_no_assessment_is_named(spoil: Callable[[dict[str, Any]], None]) -> None:
    good = lines(assessment(rated(4, id="A") | costing()))[0]
    said = json.loads(good)
    spoil(said)
    with pytest.raises(PocgateError, match="Line 2 of the earlier run is not an assessment"):
        run_results([good, json.dumps(said)], GATE.id, CURRENCY, {})
    with pytest.raises(PocgateError, match="Line 1"):
        run_results(["a,b\n"], GATE.id, CURRENCY, {})
