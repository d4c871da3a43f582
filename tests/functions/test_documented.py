"""The page of functions: every example shows what it says, the rest is what the functions declare."""

from __future__ import annotations

import re
import sys
import tomllib
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.functions.registry import FUNCTIONS, FunctionProblem, call
from pocgate_xl.templates.loader import Bundle
from tests.functions.demo_workbook import cells_at
from tests.functions.typed_formulas import taken_apart

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "functions.md"
EXAMPLES = re.findall(r"^\| `(=POCGATE\..+?)` \| (.*?) ?\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
ELSEWHERE = [ROOT / "docs" / "how-to" / name for name in ("classic.md", "lite.md", "server.md")]
PARTED = re.compile(r" ?· ?")


def shown(result: Any) -> list[list[str]]:
    rows = result if isinstance(result, list) else [[result]]
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return f"{cell:.4f}".rstrip("0").rstrip(".")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


@pytest.mark.parametrize(("formula", "said"), EXAMPLES, ids=[formula[9:50] for formula, _ in EXAMPLES])
def test_an_example_shows_what_the_page_says(bundle: Bundle, formula: str, said: str) -> None:
    function, arguments = taken_apart(formula, lambda reference: cells_at(bundle, reference))
    try:
        given = shown(call(function, arguments))
    except FunctionProblem:
        given = [["#VALUE!"]]
    assert given == [PARTED.split(row.strip(" ")) if "·" in row else [row] for row in said.split("<br>")]


def test_every_function_has_an_example() -> None:
    nouns = {taken_apart(formula, lambda reference: [[reference]])[0].noun for formula, _ in EXAMPLES}
    assert nouns == {function.noun for function in FUNCTIONS} - {"VERSION"}


@pytest.mark.parametrize("page", ELSEWHERE, ids=lambda page: page.name)
def test_formulas_of_other_pages_compute_on_our_workbook(bundle: Bundle, page: Path) -> None:
    formulas = re.findall(r"`(=POCGATE[._][A-Z_]+\([^`]*\))`", page.read_text(encoding="utf-8"))
    for formula in formulas:
        if "..." not in formula:
            function, arguments = taken_apart(formula, lambda reference: cells_at(bundle, reference))
            assert call(function, arguments) is not None, formula


def test_functions_and_arguments_are_told_as_they_are_declared() -> None:
    maker_file = PAGE.with_name("make_functions.py")
    spec = spec_from_file_location("make_functions", maker_file)
    assert spec
    assert spec.loader
    maker = module_from_spec(spec)
    sys.modules["make_functions"] = maker
    spec.loader.exec_module(maker)
    behind = PAGE.read_text(encoding="utf-8").partition(maker.MARK)[2]
    assert behind == maker.written(), "python docs/reference/make_functions.py writes it"


def test_the_page_of_hosts_counts_functions_examples_and_calls() -> None:
    page = (ROOT / "docs" / "excel-hosts.md").read_text(encoding="utf-8")
    told = {
        unit: int(count) for count, unit in re.findall(r"\| (\d+) (functions|examples|calls)\b", page)[:3]
    }
    sections = tomllib.loads((ROOT / "tests" / "functions" / "calls.toml").read_text(encoding="utf-8"))
    calls = sum(map(len, sections.values()))
    assert told == {"functions": len(FUNCTIONS), "calls": calls, "examples": len(EXAMPLES)}
