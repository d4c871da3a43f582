"""The classic host: xlwings' own registration, conversion and COM server, on stand-ins for pywin32."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.functions.addin.vba import ANSWERED, wrappers
from pocgate_xl.functions.registry import FUNCTIONS, help_catalog

ROOT = Path(__file__).parents[2]
NAMES = [f"POCGATE_{function.noun}" for function in FUNCTIONS]
KEYWORDS = {
    "currency", "date", "string", "type", "next", "integer", "long", "single", "double", "boolean",
    "byte", "object", "variant", "to", "step", "end", "in", "is", "like", "lock", "name", "open",
}  # fmt: skip
"""Names that no argument of a VBA function may have."""

SCRIPT = """
import datetime, json, sys
from tests.functions.windows import MISSING, NOT_AVAILABLE, Cells, Workbook, caller_of, served
udfs, com_server = served()
MODULE = "pocgate_xl.functions.classic"
udfs.get_udf_module(MODULE, None)
found = {"vba": {}, "options": {}, "answers": {}}
for name in ("gate.xlsm", "gate.xlam"):
    book = Workbook(name)
    udfs.import_udfs(MODULE, book)
    found["vba"][name], found["options"] = book.imported[0], book.options
call = caller_of(com_server, MODULE)
day = datetime.datetime(2026, 4, 1, tzinfo=datetime.UTC)
six = lambda *cells: Cells((cells,))
column = lambda *cells: Cells(tuple((cell,) for cell in cells))
LEFT_OUT = (MISSING, MISSING)
ANSWERS = {
    "a row": ("POCGATE_TOTAL", six(5.0, 4.0, 3.0, 2.0, 1.0, 5.0), *LEFT_OUT),
    "a column": ("POCGATE_TOTAL", column(5.0, 4.0, 3.0, 2.0, 1.0, 5.0), *LEFT_OUT),
    "blanks": ("POCGATE_TOTAL", six(5.0, None, 3.0, None, 1.0, None), *LEFT_OUT),
    "full width": ("POCGATE_TOTAL", six("５", 4.0, 3.0, 2.0, 1.0, 5.0), *LEFT_OUT),
    "an error": ("POCGATE_TOTAL", six(NOT_AVAILABLE, 4.0, 3.0, 2.0, 1.0, 5.0), *LEFT_OUT),
    "a truth": ("POCGATE_TOTAL", six(True, 4.0, 3.0, 2.0, 1.0, 5.0), *LEFT_OUT),
    "a text": ("POCGATE_TOTAL", six("five", 4.0, 3.0, 2.0, 1.0, 5.0), *LEFT_OUT),
    "a date": ("POCGATE_TOTAL", six(day, 4.0, 3.0, 2.0, 1.0, 5.0), *LEFT_OUT),
    "one cell": ("POCGATE_TOTAL", Cells(5.0), *LEFT_OUT),
    "a value": ("POCGATE_TOTAL", 5.0, *LEFT_OUT),
    "words": ("POCGATE_VERDICT", six(5.0, 5.0, 5.0, 5.0, 5.0, 5.0), "ja", MISSING),
    "a cell for a language": ("POCGATE_VERDICT", six(*[5.0] * 6), Cells("English"), Cells("poc_gate")),
    "two cells for a language": ("POCGATE_VERDICT", six(*[5.0] * 6), Cells((("en", "ja"),)), MISSING),
    "a table": ("POCGATE_RANGE", six(5.0, None, 3.0, 2.0, 1.0, 5.0), *LEFT_OUT),
    "nothing": ("POCGATE_CONCERNS", six(*[3.0] * 6), *LEFT_OUT),
    "an empty table": ("POCGATE_IMPROVEMENTS", six(*[5.0] * 6), *LEFT_OUT),
    "dates": ("POCGATE_ROADMAP", Cells(day), Cells(((1.0,), (2.0,), (9.0,))), *LEFT_OUT),
    "years": ("POCGATE_ROADMAP", "令和8年4月1日", Cells(((1.0,), (2.0,), (9.0,))), *LEFT_OUT),
    "money": ("POCGATE_COST_TOTAL", Cells(((0.1,), (0.2,), (0.3,), (None,))), "initial", *[MISSING] * 5),
    "version": ("POCGATE_VERSION", *LEFT_OUT),
}
for name, (function, *arguments) in ANSWERS.items():
    found["answers"][name] = call(function, *arguments)
json.dump(found, sys.stdout, default=str)
"""


@pytest.fixture(scope="module")
def host() -> dict[str, Any]:
    """What a process says in which xlwings believes to be on Windows."""
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout[done.stdout.index('{"vba"') :])
    return found


@pytest.fixture(scope="module")
def answers(host: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = host["answers"]
    return found


@pytest.mark.parametrize(("book", "passed"), [("gate.xlsm", "ThisWorkbook"), ("gate.xlam", "ActiveWorkbook")])
def test_our_wrappers_are_those_that_xlwings_generates(host: dict[str, Any], book: str, passed: str) -> None:
    """But for the workbook, in whose sheets xlwings would look for code, and for errors: theirs are texts."""
    ours = re.sub(r"^Attribute POCGATE_.*\n", "", wrappers(), flags=re.MULTILINE)
    ours = re.sub(r"Answered\((XLPy.*)\)$", r"\1", ours.replace(ANSWERED, ""), flags=re.MULTILINE)
    ours = re.sub(r"(POCGATE_\w+) = CVErr\(xlErrValue\)", r"\1 = Err.Description", ours)
    theirs = host["vba"][book].replace(f", {passed}, Application.Caller)", ", Empty, Application.Caller)")
    assert f'Attribute VB_Name = "xlwings_udfs"\n{ours}' == theirs


def test_every_function_is_registered_and_no_other(host: dict[str, Any]) -> None:
    assert set(host["options"]) == set(NAMES)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.noun)
def test_signature_and_help_are_those_of_the_catalogue(host: dict[str, Any], function: Any) -> None:
    options, catalog = host["options"][f"POCGATE_{function.noun}"], help_catalog()
    assert options["Description"] == function.help_text(catalog)
    assert options["ArgumentDescriptions"] == [each.help_text(catalog) for each in function.arguments]
    assert options["Category"] == "PoC Gate"
    declared = [f"Optional {each.name}" if each.optional else each.name for each in function.arguments]
    assert f"\nFunction POCGATE_{function.noun}({', '.join(declared)})\n" in host["vba"]["gate.xlsm"]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.noun)
def test_names_are_possible_in_vba_and_in_cells(function: Any) -> None:
    names = [argument.name for argument in function.arguments]
    assert not KEYWORDS & set(names)
    assert not re.fullmatch(r"[A-Z]{1,3}[0-9]+", f"POCGATE_{function.noun}")
    optional = [argument.optional for argument in function.arguments]
    assert optional == sorted(optional)  # VBA: what may be left out comes last


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a row", 20), ("a column", 20), ("blanks", 9), ("full width", 20), ("a table", [17, 21]),
        ("words", "本番移行を推奨"), ("a cell for a language", "Recommended for production"), ("nothing", ""),
    ],
)  # fmt: skip
def test_cells_are_converted_as_excel_hands_them_over(
    answers: dict[str, Any], name: str, shown: object
) -> None:
    assert answers[name] == shown


@pytest.mark.parametrize("name", ["an error", "a truth", "a text", "a date", "one cell", "a value"])
def test_what_cannot_be_read_is_a_short_text_in_the_cell(answers: dict[str, Any], name: str) -> None:
    assert answers[name].startswith("#POCGATE: ")
    assert len(answers[name]) < 255
    assert "Traceback" not in answers[name]


def test_a_range_where_one_cell_is_wanted_is_told(answers: dict[str, Any]) -> None:
    assert answers["two cells for a language"] == "#POCGATE: language: one cell is needed"


def test_an_empty_table_is_empty_cells(answers: dict[str, Any]) -> None:
    assert answers["an empty table"] == ["", "", ""]


def test_dates_come_and_go_as_dates(answers: dict[str, Any]) -> None:
    assert [row[1][:10] for row in answers["dates"]] == ["2026-04-01", "2026-05-01", "2026-07-01"]
    assert answers["years"] == answers["dates"]
    assert [row[3] for row in answers["dates"]] == [True, True, False]


def test_money_is_exact_in_between(answers: dict[str, Any]) -> None:
    assert answers["money"] == [500001.5, 2000002.8]
