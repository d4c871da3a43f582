"""Blocks and tables of a gate of one's own: seven criteria, 22 items, eight costs, three languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.functions import call_context
from pocgate_xl.functions.registry import FUNCTIONS, FunctionProblem, call
from pocgate_xl.templates.loader import Bundle, load_bundle
from tests.own_gate.changed_gate import own_gate

NOUNS = {function.noun: function for function in FUNCTIONS}


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_gate(tmp_path_factory.mktemp("gates"))


@pytest.fixture(scope="module")
def own(gate: Path) -> Bundle:
    return load_bundle(gate)


@pytest.fixture(autouse=True)
def named(gate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator's folder of templates; a cell names an id alone."""
    monkeypatch.setenv(call_context.TEMPLATES_VARIABLE, str(gate))


def asked(own: Bundle, noun: str, **arguments: object) -> Any:
    given = {"template": own.template.id, "language": "code", **arguments}
    try:
        return call(NOUNS[noun], given)
    except FunctionProblem as problem:
        return str(problem)


def test_criteria_of_ones_own_are_rated_in_order_or_by_name(own: Bundle) -> None:
    assert len(own.template.criterion_ids) == 7
    assert asked(own, "TOTAL", ratings=[5] * 7) == 35
    assert asked(own, "TOTAL", ratings=[5] * 6) == "ratings: 7 cells are needed, not 6"
    beside = [["Regulatory fit (fr)", 3], ["和Regulatory fit", None], ["business_kpi", 4]]
    assert asked(own, "TOTAL", ratings=beside) == "ratings: 和Regulatory fit occurs twice"
    assert asked(own, "TOTAL", ratings=[beside[0], beside[2]]) == 7
    assert asked(own, "ANCHOR", criterion="regulatory_fit", rating=4) == [["Minor questions"]]
    spoken = asked(own, "VERDICT", ratings=[5] * 7, language="fr-CA")
    assert spoken == own.catalogs["fr"].label("verdict", "production") != "production"


def test_an_item_that_may_be_left_out_is_left_out(own: Bundle) -> None:
    only = [["privacy_review", "n/a"], ["exit_plan", True]]
    assert asked(own, "PROGRESS", statuses=only, group="governance") == [[1, 6]]
    assert asked(own, "PROGRESS", statuses=[[True]] * 7, group="governance") == [[7, 7]]
    refused = asked(own, "PROGRESS", statuses=[["exit_plan", "n/a"]], group="governance")
    assert refused == "Exit plan written: n/a is not one of Done / In progress / Not started"


def test_costs_of_ones_own_say_what_they_wait_for(own: Bundle) -> None:
    """Licences are paid a year: 1.5 to 2.5 times; two categories are shares and cost a PoC nothing."""
    assert asked(own, "COST", costs=1000, category="licences") == [[1500, 2500]]
    costs = {"infrastructure": 1, "development": 1, "data_preparation": 1, "training": 1}
    known = [[name, amount] for name, amount in costs.items()]
    assert asked(own, "POC_INVESTMENT", costs=known, months=12) == "Needed as well: Licences, Certification"
    whole = [*known, ["licences", 120], ["certification", 3]]
    assert asked(own, "POC_INVESTMENT", costs=whole) == "Needed as well: months"
    assert asked(own, "POC_INVESTMENT", costs=whole, months=6) == 6 + 3 + 60 + 3
    assert asked(own, "STANDING", amount=[[100_000, 250_000]], category="licences") == "overlaps"


def test_a_table_has_the_width_of_the_gate(own: Bundle) -> None:
    items, questions = len(own.template.items), len(own.template.questions)
    row = [*[5] * 7, *[True] * items, *[1] * questions]
    (found,) = asked(own, "DECISIONS", table=[row])
    assert found[:3] == [35, "production", "clear_checklist"]
    assert asked(own, "DECISIONS", table=[row[1:-1]]).startswith("table: ")
    assert asked(own, "RANK", pocs=[["go (fr)", 1, 1]], language="fr")[0][:2] == [1, 1]
    assert asked(own, "ITEM", item=items) == [["exit_plan"]]
