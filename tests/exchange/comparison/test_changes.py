"""What differs between two assessments: everything that moved, and nothing that did not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pocgate_xl.core.assessment import Finding
from pocgate_xl.exchange.comparison.changes import Incomparable, MovedValue, changes_of, incomparable_of
from tests.exchange.exchanged import plain, unreadable
from tests.portfolio.engagements import GATE, committee, costing, earning, rated

FIRST, LAST = GATE.items[0].id, GATE.items[-1].id
KNOCK_OUT = GATE.knock_out[0]


def moved(answers: dict[str, Any], before: dict[str, Any] | None = None) -> list[MovedValue]:
    base = rated(id="A") | (before or {})
    return list(changes_of(plain(base), plain(base | answers)))


def test_nothing_differs_from_itself() -> None:
    assert changes_of(plain(), plain()) == ()


def test_a_rating_moves_the_total_and_what_follows_from_it() -> None:
    assert moved({"pg_rating_integration": 1}) == [
        MovedValue("result", "decision", "", "go", "conditional"),
        MovedValue("result", "total", "", 24, 21),
        MovedValue("rating", "integration", "", 4, 1),
        MovedValue("must_meet", "integration", "floor", True, False),
    ]


def test_each_part_of_an_item_is_a_change_of_its_own() -> None:
    answers: dict[str, Any] = {
        f"pg_status_{LAST}": "in_progress", f"pg_evidence_{LAST}": "", f"pg_owner_{LAST}": "Sato",
        f"pg_due_{LAST}": date(2026, 4, 30),
    }  # fmt: skip
    found = [each for each in moved(answers) if each.section == "item"]
    assert found == [
        MovedValue("item", LAST, "status", "done", "in_progress"),
        MovedValue("item", LAST, "evidence", f"wiki/{LAST}", ""),
        MovedValue("item", LAST, "owner", None, "Sato"),
        MovedValue("item", LAST, "due", None, "2026-04-30"),
    ]


def test_a_question_and_its_must_meet_move_together() -> None:
    found = [each for each in moved({f"pg_question_{KNOCK_OUT}": "no"}) if each.section != "result"]
    assert found == [
        MovedValue("question", KNOCK_OUT, "", "yes", "no"),
        MovedValue("must_meet", KNOCK_OUT, "question", True, False),
    ]


def test_costs_are_ranges_and_the_budget_is_named_where_it_moves_otherwise() -> None:
    """2 to 4 times the PoC's development cost, and the plan that takes its place in the budget."""
    dearer = moved(costing(development=2_000_000), costing())
    sums = {(each.id, each.part): (each.then, each.now) for each in dearer if each.section == "cost"}
    assert sums["initial", "projection"] == ([3_800_000, 7_600_000], [6_800_000, 12_600_000])
    assert ("initial", "budget") not in sums
    assert MovedValue("category", "development", "poc", 1_000_000, 2_000_000) in dearer
    planned = moved({"pg_planned_cost_development": Decimal(5_000_000)}, costing())
    sums = {(each.id, each.part): (each.then, each.now) for each in planned if each.section == "cost"}
    assert ("initial", "projection") not in sums
    assert sums["initial", "budget"][0] == [3_800_000, 7_600_000]
    assert sums["initial", "budget"][1] == [5_800_000, 7_600_000]


def test_benefit_and_committee_are_told() -> None:
    found = moved(earning(9_000_000) | committee("conditions"), costing() | earning(8_000_000))
    assert MovedValue("benefit", "annual", "", [8_000_000, 8_000_000], [9_000_000, 9_000_000]) in found
    assert MovedValue("committee", "decision", "", None, "conditions") in found
    assert [each.id for each in found if each.section == "benefit"] == ["annual", "payback_months"]


def test_findings_are_new_or_resolved_by_code_and_field_and_notes_do_not_count() -> None:
    then = plain(
        None, "a.xlsx", Finding("PG201", "error", "S", "E9", "pg_rating_integration", "bad"),
        Finding("PG502", "note", "S", "E9", "x", "fine"),
    )  # fmt: skip
    now = plain(None, "a.xlsx", Finding("PG201", "error", "S", "E8", "pg_rating_data_quality", "worse"))
    assert changes_of(then, now) == (
        MovedValue("finding", "PG201", "pg_rating_data_quality", None, "worse"),
        MovedValue("finding", "PG201", "pg_rating_integration", "bad", None),
    )


def test_a_finding_that_only_speaks_another_language_is_the_same() -> None:
    finding = ("PG201", "error", "S", "E9", "pg_rating_integration")
    assert (
        changes_of(plain(None, "a", Finding(*finding, "bad")), plain(None, "a", Finding(*finding, "不正")))
        == ()
    )  # type: ignore[arg-type]


def test_what_one_side_has_alone_is_not_compared_and_said() -> None:
    then, now = plain(), plain()
    now["template"] = {"id": "poc_gate", "version": "9.0.0"}
    now["scorecard"]["ratings"] = {**now["scorecard"]["ratings"], "safety": 5}
    del now["checklist"]["statuses"][FIRST]
    now["scorecard"]["total"] += 5
    assert [each.section for each in changes_of(then, now)] == []
    version = then["template"]["version"]
    assert incomparable_of(then, now) == (
        Incomparable("template", f"poc_gate {version}", "poc_gate 9.0.0"),
        Incomparable("total", "24", "29"),
        Incomparable("criterion", now="safety"),
        Incomparable("item", then=FIRST),
    )


def test_amounts_in_two_currencies_are_not_held_against_each_other() -> None:
    then = plain(rated(id="A") | costing())
    now = plain(rated(id="A", currency="EUR") | costing(development=2_000_000))
    assert [each.section for each in changes_of(then, now)] == []
    assert incomparable_of(then, now) == (Incomparable("currency", "JPY", "EUR"),)


def test_of_a_file_that_cannot_be_read_only_the_outcome_is_known() -> None:
    assert changes_of(plain(), unreadable("a.xlsx")) == (
        MovedValue("result", "outcome", "", "accepted", "unreadable"),
        MovedValue("finding", "PG007", "", None, "cut off"),
    )
    assert incomparable_of(plain(), unreadable("a.xlsx")) == ()


@pytest.mark.parametrize("other", ["A", "B"])
def test_two_engagements_are_named(other: str) -> None:
    found = incomparable_of(plain(), plain(rated(id=other)))
    assert found == (() if other == "A" else (Incomparable("engagement", "A", "B"),))
