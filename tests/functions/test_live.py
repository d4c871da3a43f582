"""The live sheet: every call on it, answered by the functions, gives what the core gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from pocgate_xl.core.answers import submission_from_answers
from pocgate_xl.core.catalog import Catalog
from pocgate_xl.core.fields import input_fields
from pocgate_xl.core.gate import assess
from pocgate_xl.core.submission import Answers
from pocgate_xl.functions.registry import FUNCTIONS, Function, FunctionProblem, call
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import area_of, position_of
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.spreadsheetml.serial_dates import DAY_ZERO
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.plan import LIVE_EDITIONS, PLAIN, SheetPlan
from pocgate_xl.workbook.submission.outputs import agrees, outputs_of
from tests.core.strategies import answers, built_in

NOUNS: Mapping[str, Function] = {function.noun: function for function in FUNCTIONS}
_CALL = r"POCGATE_(?P<noun>[A-Z_]+)\((?P<given>[^()]*)\)"
_VALUE = re.compile(rf'=IF\(pg_live_running=1,IFERROR\({_CALL},""\),""\)')
_TABLE = re.compile(rf'\{{=IF\(pg_live_running=1,{_CALL},""\)\}}')
_PICK = re.compile(
    r'=IFERROR\(IF\(LEFT\((?P<first>[A-Z]+[0-9]+),9\)="#POCGATE:",(?P<problem>""|(?P=first)),'
    r'IF\((?P<cell>[A-Z]+[0-9]+)="","",(?P=cell)\)\),""\)'
)
_GATHERED = re.compile(r'=IF\((?P<name>pg_\w+|INDEX\(pg_\w+,\d+,\d+\))="","",(?P=name)\)')


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
    """Return what a formula of the sheet shows, "" where a table cannot be computed."""
    picked = _PICK.fullmatch(formula)
    if picked is None:
        return shown(called(live, _VALUE, formula, cells))
    first, cell = position_of(picked["first"]), position_of(picked["cell"])
    assert first
    assert cell
    table = live.cells[first]
    row, column = cell[0] - first[0], cell[1] - first[1]
    assert row < table.fills[0]
    assert column < table.fills[1]
    result = called(live, _TABLE, table.formula, cells)
    if not isinstance(result, list):
        return result if picked["problem"] != '""' else ""
    return shown(result[row][column])


def called(live: SheetPlan, shape: re.Pattern[str], formula: str, cells: Mapping[str, Any]) -> Any:
    """Return what the call in a formula gives; the text of a problem as a host shows it."""
    match = shape.fullmatch(formula)
    assert match, formula
    function = NOUNS[match["noun"]]
    texts = match["given"].split(",")
    assert len(texts) <= len(function.arguments)
    declared = zip(function.arguments, texts, strict=False)
    arguments = {each.name: argument(live, text, cells) for each, text in declared}
    try:
        return call(function, arguments)
    except FunctionProblem:
        return None


def shown(result: object) -> object:
    return (result - DAY_ZERO).days if isinstance(result, date) else result


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


@pytest.mark.parametrize("edition", LIVE_EDITIONS)
def test_each_function_is_called_once_and_only_when_somebody_answers(bundle: Bundle, edition: str) -> None:
    prefix = LIVE_EDITIONS[edition]
    formulas = [cell.formula for cell in plan_of(bundle, "en", edition).sheet("live").cells.values()]
    calling = [formula for formula in formulas if "POCGATE_" in formula]
    assert all(formula.count("POCGATE_") == 1 for formula in calling)
    nouns = [re.findall(rf"\b{prefix}([A-Z_]+)\(", formula)[0] for formula in calling]
    assert len(nouns) == len(set(nouns)) == 20
    (gate,) = [formula for formula in calling if f"{prefix}VERSION(" in formula]
    assert gate.startswith("=IFERROR(")
    assert all(
        formula.lstrip("{").startswith("=IF(pg_live_running=1,") for formula in calling if formula != gate
    )


def test_tables_stand_beside_each_other_and_on_nothing_else(live: SheetPlan) -> None:
    covered = [
        (row + down, column + right)
        for (row, column), cell in live.cells.items()
        if cell.formula.startswith("{")
        for down in range(cell.fills[0])
        for right in range(cell.fills[1])
    ]
    assert len(covered) == len(set(covered)) > 50
    own = {position for position, cell in live.cells.items() if cell.formula.startswith("{")}
    assert set(covered) & set(live.cells) == own


def test_a_table_that_cannot_be_computed_is_told_once(live: SheetPlan) -> None:
    picks = list(filter(None, (_PICK.fullmatch(cell.formula) for cell in live.cells.values())))
    telling = [pick["first"] for pick in picks if pick["problem"] != '""']
    assert sorted(telling) == sorted({pick["first"] for pick in picks})


def test_the_file_has_the_tables_as_array_formulas(bundle: Bundle, live: SheetPlan) -> None:
    workbook = workbook_for(bundle, "en", {"pg_engagement_id": "E"}, "classic")
    sheet = read_workbook(Package.from_bytes(workbook)).sheet(live.title)
    assert sheet
    tables = {position: cell for position, cell in live.cells.items() if cell.formula.startswith("{")}
    areas = dict(sheet.arrays)
    assert areas == {
        (row, column): (row + cell.fills[0] - 1, column + cell.fills[1] - 1)
        for (row, column), cell in tables.items()
    }
    assert {position: sheet.cells[position].formula for position in tables} == {
        position: cell.formula for position, cell in tables.items()
    }
    assert {sheet.cells[position].value for position in tables} == {""}


@pytest.mark.parametrize("edition", LIVE_EDITIONS)
def test_everything_else_is_as_in_the_plain_edition(bundle: Bundle, edition: str) -> None:
    plain, live = plan_of(bundle, "en", PLAIN), plan_of(bundle, "en", edition)
    assert tuple(sheet for sheet in live.sheets if sheet.id not in ("live", "review")) == plain.sheets
    assert live.digest != plain.digest
