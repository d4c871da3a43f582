"""The bundle for xlwings Lite: made of the package alone, and run in Pyodide as Excel would run it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.functions.lite.modules import CODE, DATA, lite_files
from pocgate_xl.functions.officejs.source import function_name
from pocgate_xl.functions.open_workbook.fill_file import fill_block
from pocgate_xl.functions.open_workbook.output_block import BLOCKS
from pocgate_xl.functions.registry import FUNCTIONS, call
from pocgate_xl.templates.loader import Bundle, load_bundle
from tests.functions.examples import EXAMPLES, as_posted, as_shown, random_ratings, scored_by_core
from tests.functions.lite_site import laid_out, run_in_pyodide
from tests.functions.open_book import added, answered, book_json, handed_over, shown, workbook

SECONDS = 120
CASES = 10_000


@pytest.fixture(scope="session")
def files(bundle: Bundle) -> Mapping[str, str]:
    return lite_files(bundle, "en")


def test_the_same_package_gives_the_same_files(bundle: Bundle, files: Mapping[str, str]) -> None:
    assert lite_files(bundle, "en") == files


def test_the_requirements_are_one_line(files: Mapping[str, str]) -> None:
    assert files["requirements.txt"].splitlines() == ["xlwings>=0.36.12"]


def test_modules_are_flat_and_compile(files: Mapping[str, str]) -> None:
    modules = [name for name in files if name.endswith(".py")]
    assert modules == ["main.py", f"{CODE}.py", f"{DATA}.py"]
    for name in modules:
        compile(files[name], name, "exec")


def test_sources_are_those_of_the_package(files: Mapping[str, str]) -> None:
    """Nothing in the bundle is a copy that somebody keeps: every text is a file of the package."""
    root = Path(__file__).parents[3]
    sources = _literal(files[f"{CODE}.py"], "SOURCES")
    assert sources
    assert {name: (root / name).read_text(encoding="utf-8") for name in sources} == sources


def test_only_the_standard_library_and_xlwings_are_needed(files: Mapping[str, str]) -> None:
    imported = {
        name.partition(".")[0]
        for text in _literal(files[f"{CODE}.py"], "SOURCES").values()
        for node in ast.parse(text).body
        for name in _absolute_imports(node)
    }
    assert imported.isdisjoint({"pydantic", "openpyxl", "pandas", "numpy", "ironcalc", "tomllib"})
    assert "xlwings" in imported


def test_the_readme_has_ten_lines(files: Mapping[str, str]) -> None:
    assert len([line for line in files["README.md"].splitlines() if line]) <= 10


def test_a_template_of_ones_own_is_the_one_that_answers(
    template_copy: Path, edit: Callable[[str, str, str], None], tmp_path: Path
) -> None:
    """On this platform xlwings' decorators change nothing, so that the modules run as they are."""
    edit("template.toml", 'id = "poc_gate"', 'id = "own_gate"')
    edit("locale/en.toml", 'production = "Recommended for production"', 'production = "Ship it"')
    for name, text in lite_files(load_bundle(template_copy), "en").items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    code = (
        "import main, pocgate_xl; print(main.verdict([[5] * 6], 'en'), main.version(), pocgate_xl.__file__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    assert "Ship it" in done.stdout
    assert "own_gate" in done.stdout
    assert str(Path(__file__).parents[3]) not in done.stdout


def _literal(module: str, name: str) -> dict[str, str]:
    nodes = (node for node in ast.parse(module).body if isinstance(node, ast.Assign))
    values: dict[str, str] = next(
        ast.literal_eval(node.value)
        for node in nodes
        if isinstance(node.targets[0], ast.Name) and node.targets[0].id == name
    )
    return values


def _absolute_imports(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []


@pytest.fixture(scope="session")
def ran(files: Mapping[str, str], bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run every function and both scripts in one Pyodide."""
    folder = tmp_path_factory.mktemp("lite")
    site = laid_out(folder / "site", files)
    book = book_json(workbook(bundle, **answered(bundle)), bundle)
    nouns = {function.noun: function_name(function) for function in FUNCTIONS}
    requests = {
        "calls": [
            *({"name": nouns[e.noun], "args": as_posted(e)} for e in EXAMPLES),
            {"name": "scores", "args": [random_ratings(CASES), None, None]},
        ],
        "scripts": [{"name": name, "book": book} for name in BLOCKS]
        + [{"name": "check_workbook", "book": _foreign(book)}],
        "timed": [],
    }
    return run_in_pyodide(site, requests)


def _foreign(book: Mapping[str, Any]) -> dict[str, Any]:
    sheet = {**book["sheets"][0], "values": [["a"]], "used_range_address": "A1"}
    return {**book, "names": [], "sheets": [sheet]}


@pytest.mark.needs("node", "npm")
def test_python_is_that_of_pyodide(ran: dict[str, Any]) -> None:
    assert ran["python"].endswith("emscripten")


@pytest.mark.needs("node", "npm")
def test_every_function_gives_in_pyodide_what_it_gives_here(ran: dict[str, Any]) -> None:
    by_noun = {function.noun: function for function in FUNCTIONS}
    assert {example.noun for example in EXAMPLES} == by_noun.keys()
    for example, answer in zip(EXAMPLES, ran["answers"], strict=False):
        assert "error" not in answer, (example.noun, answer)
        assert answer == as_shown(call(by_noun[example.noun], example.arguments)), example.noun


@pytest.mark.needs("node", "npm")
def test_pyodide_scores_as_the_core_does(ran: dict[str, Any], bundle: Bundle) -> None:
    rows = random_ratings(CASES)
    assert ran["answers"][-1] == scored_by_core(bundle, rows)


@pytest.mark.needs("node", "npm")
def test_excel_would_register_every_function_with_its_help(ran: dict[str, Any], bundle: Bundle) -> None:
    registered = {function["name"]: function for function in ran["meta"]["functions"]}
    assert registered.keys() == {f"POCGATE.{function.noun}" for function in FUNCTIONS}
    for function in FUNCTIONS:
        help_text = registered[f"POCGATE.{function.noun}"]
        assert help_text["description"] == function.help_text(bundle.default_catalog)
        assert [each["name"] for each in help_text["parameters"]] == [
            each.name for each in function.arguments
        ]
        helps = [each.help_text(bundle.default_catalog) for each in function.arguments]
        assert [each["description"] for each in help_text["parameters"]] == helps
        optional = [each.get("optional", False) for each in help_text["parameters"]]
        assert optional == [each.optional for each in function.arguments]


@pytest.mark.needs("node", "npm")
def test_codes_are_offered_in_drop_downs(ran: dict[str, Any], bundle: Bundle) -> None:
    enums = {enum["id"]: [value["stringValue"] for value in enum["values"]] for enum in ran["meta"]["enums"]}
    wanted = {f"{f.noun}.{a.name}".upper() for f in FUNCTIONS for a in f.arguments if a.kind == "code"}
    assert enums.keys() == wanted
    assert enums["TOTAL.LANGUAGE"] == [*bundle.template.languages, "code"]


@pytest.mark.needs("node", "npm")
def test_scripts_are_offered(ran: dict[str, Any]) -> None:
    assert {script["function_name"] for script in ran["scripts"]} == {*BLOCKS, "check_folder"}


@pytest.mark.needs("node", "npm")
def test_the_check_finds_what_the_file_check_finds(
    ran: dict[str, Any], bundle: Bundle, tmp_path: Path
) -> None:
    file = tmp_path / "workbook.xlsx"
    file.write_bytes(workbook(bundle, **answered(bundle)))
    expected = [(f"{f.sheet}!{f.cell}", f.message) for f in check_file(file).findings]
    (action,) = ran["written"][0]["actions"]
    assert action["func"] == "setValues"
    assert expected
    assert [(shown(row[1]), shown(row[0])) for row in action["values"][1:]] == expected


@pytest.mark.needs("node", "npm")
@pytest.mark.parametrize(("number", "script"), list(enumerate(BLOCKS)))
def test_a_script_fills_the_same_cells_here_as_in_a_file(
    ran: dict[str, Any], bundle: Bundle, number: int, script: str
) -> None:
    content = workbook(bundle, **answered(bundle))
    (action,) = ran["written"][number]["actions"]
    title = [sheet["name"] for sheet in book_json(content, bundle)["sheets"]][action["sheet_position"]]
    here = {(title, position): value for position, value in handed_over(action).items()}
    assert added(content, fill_block(content, script)) == here


@pytest.mark.needs("node", "npm")
def test_results_are_written_with_their_names(ran: dict[str, Any]) -> None:
    (action,) = ran["written"][1]["actions"]
    written = {row[3]: row[:3] for row in action["values"]}
    assert written["pg_out_total"] == ["Total", 19, "points"]
    assert written["pg_out_decision"] == ["Decision", "Improve, then proceed", ""]


@pytest.mark.needs("node", "npm")
def test_a_foreign_workbook_is_refused_in_words(ran: dict[str, Any]) -> None:
    assert "error" in ran["written"][2]
    assert ran["written"][2]["error"] != ""
    assert "Traceback" not in ran["written"][2]["error"]
