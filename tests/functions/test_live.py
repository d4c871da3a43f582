"""The live sheet: every call on it, answered by the functions, gives what the core gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from pocgate_xl.core.catalog import Catalog
from pocgate_xl.core.fields import input_fields
from pocgate_xl.core.gate import assess
from pocgate_xl.core.loading import Bundle
from pocgate_xl.core.responses import submission_from_answers
from pocgate_xl.core.submission import Answers
from pocgate_xl.functions.catalogue import FUNCTIONS, Function, FunctionProblem, call
from pocgate_xl.workbook.blank import plan_of
from pocgate_xl.workbook.cell_values import area_of
from pocgate_xl.workbook.outputs import FIRST_DAY, agrees, outputs_of
from pocgate_xl.workbook.plan import PLAIN, SheetPlan
from pocgate_xl.workbook.sheets.live import LIVE_EDITIONS
from tests.core.strategies import answers, built_in

NOUNS: Mapping[str, Function] = {function.noun: function for function in FUNCTIONS}
_CALL = re.compile(
    r"=IFERROR\((?:INDEX\()?POCGATE_(?P<noun>[A-Z_]+)\((?P<given>[^()]*)\)"
    r'(?:,(?P<row>[0-9]+),(?P<column>[0-9]+)\))?,""\)'
)
_GATHERED = re.compile(r'=IF\((?P<name>pg_\w+)="","",(?P=name)\)')


@pytest.fixture(scope="module")
def live(bundle: Bundle) -> SheetPlan:
    return plan_of(bundle, "en", "classic").sheet("live")


def cells_of(answers: Answers, catalog: Catalog) -> dict[str, Any]:
    """Return what stands in the cells of these answers: labels for codes, floats for numbers."""
    fields = {field.name: field for field in input_fields(built_in())}
    cells: dict[str, Any] = {}
    for name, value in answers.items():
        field = fields[name]
        if field.kind == "label":
            cells[name] = catalog.label(field.vocabulary, str(value))
        else:
            cells[name] = value if isinstance(value, str | date) else float(value)
    return cells


def answered(live: SheetPlan, formula: str, cells: Mapping[str, Any]) -> object:
    """Return what a formula of the sheet gives, None where a host would show an error."""
    match = _CALL.fullmatch(formula)
    assert match, formula
    function = NOUNS[match["noun"]]
    texts = match["given"].split(",")
    assert len(texts) <= len(function.arguments)
    declared = zip(function.arguments, texts, strict=False)
    arguments = {each.name: argument(live, text, cells) for each, text in declared}
    try:
        result = call(function, arguments)
    except FunctionProblem:
        return None
    if match["row"]:
        assert isinstance(result, list)
        result = result[int(match["row"]) - 1][int(match["column"]) - 1]
    return (result - FIRST_DAY).days if isinstance(result, date) else result


def argument(live: SheetPlan, text: str, cells: Mapping[str, Any]) -> object:
    if text.startswith("pg_identity_template"):
        return f"{built_in().id} {built_in().version}"
    if text.startswith('"') or not text:
        return text.strip('"') or None
    if text.startswith("pg_"):
        return cells.get(text)
    area = area_of(text.replace("$", ""))
    assert area
    (top, column), (bottom, _) = area
    return [[gathered(live, row, column, cells)] for row in range(top, bottom + 1)]


def gathered(live: SheetPlan, row: int, column: int, cells: Mapping[str, Any]) -> object:
    match = _GATHERED.fullmatch(live.cells[row, column].formula)
    assert match
    return cells.get(match["name"], "")


@settings(max_examples=60)
@given(answers(built_in()))
def test_every_live_result_is_that_of_the_core(bundle: Bundle, live: SheetPlan, given: Answers) -> None:
    template = bundle.template
    submission = submission_from_answers(template, given)
    truths = outputs_of(template, submission, assess(template, submission))
    cells = cells_of(given, bundle.catalogs["en"])
    differing = {}
    for name, truth in truths.items():
        area = live.names[name.replace("pg_out_", "pg_live_")]
        shown = answered(live, live.cells[area.first].formula, cells)
        if not agrees(truth, shown):
            differing[name] = (truth, shown)
    assert differing == {}


@pytest.mark.parametrize("edition", LIVE_EDITIONS)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_live_result_stands_beside_every_output(bundle: Bundle, edition: str, language: str) -> None:
    plan = plan_of(bundle, language, edition)
    outputs = {name for name in plan.names if name.startswith("pg_out_")}
    assert outputs
    assert {name.replace("pg_out_", "pg_live_") for name in outputs} <= set(plan.names)
    assert {"pg_live_by", "pg_live_agreement"} <= set(plan.names)
    calls = [cell.formula for cell in plan.sheet("live").cells.values() if "POCGATE_" in cell.formula]
    assert all(f"({LIVE_EDITIONS[edition]}" in formula for formula in calls if not formula.startswith("=IF("))


@pytest.mark.parametrize("edition", LIVE_EDITIONS)
def test_everything_else_is_as_in_the_plain_edition(bundle: Bundle, edition: str) -> None:
    plain, live = plan_of(bundle, "en", PLAIN), plan_of(bundle, "en", edition)
    assert tuple(sheet for sheet in live.sheets if sheet.id != "live") == plain.sheets
    assert live.digest != plain.digest
