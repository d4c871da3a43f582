"""Every call of `calls.toml`, whose results were worked out by hand, through each host that runs here."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pocgate_xl.functions.lite.modules import lite_files
from pocgate_xl.functions.registry import FUNCTIONS, FunctionProblem, call
from pocgate_xl.templates.loader import Bundle
from tests.functions.parity import Asked
from tests.functions.parity_hosts import (
    expected_of_classic,
    expected_of_office,
    through_classic,
    through_lite,
    through_server,
)
from tests.functions.typed_formulas import taken_apart

PROBLEM = "#VALUE! "


class Call(NamedTuple):
    """A formula, what it must give as rows of cells or as a message, and where that comes from."""

    formula: str
    gives: Any
    source: str


def _gives(said: Any) -> Any:
    if isinstance(said, str) and said.startswith(PROBLEM):
        return said.removeprefix(PROBLEM)
    rows = said if isinstance(said, list) else [[said]]
    return [[None if cell == "" else cell for cell in row] for row in rows]


def read_calls() -> list[Call]:
    sections = tomllib.loads((Path(__file__).parent / "calls.toml").read_text(encoding="utf-8"))
    return [Call(formula, _gives(said), why) for rows in sections.values() for formula, said, why in rows]


CALLS = read_calls()


def asked(formula: str) -> Asked:
    function, arguments = taken_apart(formula)
    return Asked(function.noun, arguments)


def answered(each: Asked) -> Any:
    function = next(function for function in FUNCTIONS if function.noun == each.noun)
    try:
        result = call(function, each.arguments)
    except FunctionProblem as problem:
        return str(problem)
    rows = result if isinstance(result, list) else [[result]]
    return [[None if cell == "" else cell for cell in row] for row in rows]


def alike(given: Any, expected: Any) -> bool:
    """Say whether cells are the same; fractions may differ in their last digits."""
    if isinstance(expected, list):
        return isinstance(given, list) and len(given) == len(expected) and all(map(alike, given, expected))
    if isinstance(expected, bool) or not isinstance(expected, int | float):
        return type(given) is type(expected) and bool(given == expected)
    number = isinstance(given, int | float) and not isinstance(given, bool)
    return number and given == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_the_table_has_every_function_and_enough_calls() -> None:
    nouns = {asked(each.formula).noun for each in CALLS}
    assert nouns == {function.noun for function in FUNCTIONS} - {"VERSION"}
    assert len(CALLS) >= 150
    assert len({each.formula for each in CALLS}) == len(CALLS)
    assert all(each.source for each in CALLS)


@pytest.mark.parametrize("each", CALLS, ids=[each.formula[9:60] for each in CALLS])
def test_a_call_gives_what_was_worked_out(each: Call) -> None:
    given, expected = answered(asked(each.formula)), each.gives
    assert alike(given, expected[:255] if isinstance(expected, str) else expected), (given, expected)


def _wrong(answers: list[Any], shown: Any) -> list[Any]:
    cut = [each.gives[:255] if isinstance(each.gives, str) else each.gives for each in CALLS]
    pairs = zip(CALLS, cut, answers, strict=True)
    return [(each.formula, got, shown(gives)) for each, gives, got in pairs if not alike(got, shown(gives))]


def test_excel_on_windows_is_given_the_same(tmp_path: Path) -> None:
    answers = through_classic([asked(each.formula) for each in CALLS], tmp_path)
    assert _wrong(answers, expected_of_classic) == []


def test_a_client_of_the_server_is_given_the_same(tmp_path: Path) -> None:
    if find_spec("xlwings_server") is None:
        pytest.skip("the extra [server] is not installed")
    answers = through_server([asked(each.formula) for each in CALLS], tmp_path)
    assert _wrong(answers, expected_of_office) == []


@pytest.mark.needs("node", "npm")
def test_xlwings_lite_is_given_the_same(bundle: Bundle, tmp_path: Path) -> None:
    calls = [asked(each.formula) for each in CALLS]
    answers = through_lite(calls, tmp_path, lite_files(bundle, "en"))
    assert _wrong(answers, expected_of_office) == []


def test_days_in_the_table_are_days() -> None:
    days = [cell for each in CALLS if isinstance(each.gives, list) for row in each.gives for cell in row]
    assert any(isinstance(cell, date) for cell in days)
