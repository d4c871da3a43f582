"""What holds for the whole house, so that newcomers find things where they belong."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pocgate_xl.build_hook import compile_all, prepare_blanks
from pocgate_xl.templates.loader import Bundle, load_bundle, template_folders
from pocgate_xl.templates.text_checks import template_ids
from pocgate_xl.workbook.layout.plan import PLAIN
from pocgate_xl.workbook.layout.plans import compiled_plan
from tests.workbook import generated

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pocgate_xl"
MODULES = sorted(PACKAGE.rglob("*.py"))
INSTALL, TEST = 'python -m pip install ".[test]"', "python -m pytest"
HEAVY = ("openpyxl", "pandas", "numpy", "pydantic", "xlwings", "ironcalc", "tomllib")
NO_ROOMS = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "base_utils"}
LONGEST_MODULE, LONGEST_FUNCTION = 300, 50
MOST_MODULES, MOST_USED, MOST_MAKING = 133, 153, 205
"""How many of the house's modules a check imports to start, and once a workbook is accepted; and making one.

The doors of rooms, which hold a sentence, are not counted.
"""


def name_of(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


@cache
def text_of(module: Path) -> str:
    return module.read_text(encoding="utf-8")


@cache
def tree_of(module: Path) -> ast.Module:
    return ast.parse(text_of(module))


@cache
def nodes_of(module: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree_of(module)))


@pytest.fixture(scope="module", autouse=True)
def _forgotten_afterwards() -> Iterator[None]:
    yield
    for read in (text_of, tree_of, nodes_of):
        read.cache_clear()


@pytest.fixture(scope="module")
def compiled() -> None:
    """Compile what is not, as installing does."""
    for folder in template_folders():
        for language in load_bundle(folder).template.languages:
            if compiled_plan(load_bundle(folder), language, PLAIN) is None:
                compile_all(ROOT)


@pytest.fixture(scope="module")
def prepared(compiled: None) -> None:
    prepare_blanks(ROOT)


def test_no_module_speaks_of_a_template() -> None:
    """Ids are data; those of one word are left out, as they are ordinary words too."""
    ids = {id_ for folder in template_folders() for id_ in template_ids(load_bundle(folder).template)}
    ids |= {load_bundle(folder).template.id for folder in template_folders()}
    pattern = re.compile(rf"(?<![a-z0-9])({'|'.join(id_ for id_ in sorted(ids) if '_' in id_)})(?![a-z0-9])")
    found = {name_of(module): sorted(set(pattern.findall(text_of(module)))) for module in MODULES}
    assert {module: ids for module, ids in found.items() if ids} == {}


def test_modules_are_short() -> None:
    lengths = {name_of(module): len(text_of(module).splitlines()) for module in MODULES}
    assert {module: length for module, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_functions_are_short() -> None:
    long = [
        f"{name_of(module)}:{node.lineno} {node.name}"
        for module in MODULES
        for node in nodes_of(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_no_room_is_a_lumber_room() -> None:
    rooms = {part for module in MODULES for part in module.relative_to(PACKAGE).with_suffix("").parts}
    assert rooms & NO_ROOMS == set()


def test_every_module_says_what_it_is_for() -> None:
    trees = {name_of(module): tree_of(module) for module in MODULES}
    undocumented = [name for name, tree in trees.items() if tree.body and not ast.get_docstring(tree)]
    assert undocumented == []


def test_no_module_holds_notes_to_its_authors() -> None:
    pattern = re.compile(r"\b(TODO|FIXME|XXX)\b")
    assert [name_of(module) for module in MODULES if pattern.search(text_of(module))] == []


@pytest.mark.parametrize("room", ["core.gate", "workbook.submission.reader", "rules", "batch", "cli"])
def test_what_runs_for_every_workbook_starts_without_heavy_packages(room: str) -> None:
    code = f"import sys, pocgate_xl.{room}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_checking_one_workbook_starts_with_the_rooms_that_it_needs() -> None:
    """Each module costs start-up time: a quarter of a millisecond, and more for its dataclasses."""
    code = """if True:
        import sys, pocgate_xl.cli.check, pocgate_xl.reports.text
        print(*(name for name, module in sys.modules.items() if not hasattr(module, "__path__")))
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    own = [name for name in done.stdout.split() if name.startswith("pocgate_xl.")]
    elsewhere = (
        "demo",
        "functions",
        "portfolio",
        "register",
        "workbook.rendering.openpyxl_writer",
        "batch.worker_pool",
    )
    assert [name for name in own if name.removeprefix("pocgate_xl.").startswith(elsewhere)] == []
    assert len(own) <= MOST_MODULES


def test_making_one_workbook_needs_no_writer_and_no_engine(tmp_path: Path, prepared: None) -> None:
    """Its blank and the head of its register were prepared with the package."""
    words = ["new", "--out", str(tmp_path), "--engagement", "id=A-1", "organization=Aoba", "-q"]
    code = f"""if True:
        import sys
        from pocgate_xl.cli import main
        code = main({words!r})
        print(code, *(name for name, module in sys.modules.items() if not hasattr(module, "__path__")))
        print(*sys.modules)
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    _, made, every = done.stdout.splitlines()
    code, *names = made.split()
    own = [name.removeprefix("pocgate_xl.") for name in names if name.startswith("pocgate_xl.")]
    unused = (
        "layout.workbook",
        "spreadsheetml.formulas.calculate",
        "rendering.openpyxl_writer",
        "blanks.cut",
    )
    assert (code, sorted(file.name for file in tmp_path.iterdir())) == ("0", ["A-1.xlsx", "issued.xlsx"])
    assert {each.partition(".")[0] for each in every.split()} & {*HEAVY, "lxml", "PIL"} == set()
    assert [name for name in own if name.endswith(unused)] == []
    assert len(own) <= MOST_MAKING


def test_checking_one_workbook_plans_no_sheet(bundle: Bundle, tmp_path: Path, compiled: None) -> None:
    """Plans are compiled, and what a workbook does not hold needs no module that reads it."""
    file = tmp_path / "workbook.xlsx"
    file.write_bytes(generated.workbook(bundle, "en", "middling"))
    code = f"""if True:
        import sys, pocgate_xl.cli.check, pocgate_xl.reports.text
        from pocgate_xl.batch import check_file
        rooms = [name for name, module in sys.modules.items() if hasattr(module, "__path__")]
        print(check_file({str(file)!r}).outcome, *(sys.modules.keys() - rooms))
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    outcome, *names = done.stdout.split()
    own = [name.removeprefix("pocgate_xl.") for name in names if name.startswith("pocgate_xl.")]
    unused = (
        "workbook.layout.sheets",
        "workbook.layout.workbook",
        "spreadsheetml.macros.vba_project",
        "workbook.submission.origins.best_fit",
    )
    assert outcome == "accepted"
    assert [name for name in own if name.startswith(unused)] == []
    assert len(own) <= MOST_USED


def test_readme_and_ci_give_the_same_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    for command in (INSTALL, TEST):
        assert command in [line.strip() for line in readme]
        assert command in [line.strip() for line in ci]


@pytest.mark.skipif(os.name == "nt", reason="Windows files have no executable bit")
def test_ci_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_compiled_templates_are_not_committed() -> None:
    assert "workbook_templates/*/compiled.*" in (ROOT / ".gitignore").read_text(encoding="utf-8")


def test_versions_in_the_changelog_and_the_package_agree() -> None:
    version = re.search(r'__version__ = "(.+)"', (PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    assert version
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.search(r"^## \[(\d+\.\d+\.\d+)\]", changelog, flags=re.MULTILINE)
    assert released
    assert released[1] == version[1]


def test_retired_words_do_not_come_back_as_names() -> None:
    """Each idea has one word, which the glossary gives."""
    retired = re.compile(
        r"mould|blueprint|whereabouts|catalogue|WorkbookFacts|SheetFacts|SpliceError|\bgiven_\w+|_stamp_of"
        r"|told_\w+|Teller|\.told\b|reading\.stamp|shown\.given"
    )
    found = {
        f"{name_of(module)}: {word}"
        for module in MODULES
        for word in retired.findall(f"{module.stem} {module.read_text(encoding='utf-8')}")
    }
    assert found == set()


RETIRED = {
    "": frozenset({"told", "stranger", "strangers", "hole", "holes", "situation", "outlook"})
    | frozenset({"stamp", "stamps", "stamped", "unstamped"}),
    "opc/zip_template.py": frozenset({"mark", "marks", "filling", "fillings"}),
    "workbook/creation/prerendered.py": frozenset({"mark", "marks", "filling", "fillings"}),
    "reports/": frozenset({"piece", "pieces", "joined"}),
}
"""Words that no name contains, by the beginning of the path of the modules in which they are retired.

*Told* stood for texts, lines, numbers and findings, *stamp* for the identity and for prerendered workbooks;
each has a word of its own.
"""
OF_BANDS = (
    "core/", "workbook/layout/formulas.py", "workbook/layout/sheets/costs/projection.py",
    "workbook/layout/sheets/lists.py", "workbook/layout/sheets/roadmap.py",
    "workbook/submission/shown/production.py",
)  # fmt: skip
"""Where a standing is that of a range against a band, as in the domain; elsewhere the word has no meaning."""


@pytest.mark.parametrize("begin", RETIRED)
def test_no_name_contains_a_word_that_stood_for_several_things(begin: str) -> None:
    found = {
        f"{path}: {name}"
        for path, module in ((each.relative_to(PACKAGE).as_posix(), each) for each in MODULES)
        if path.startswith(begin)
        for name in {*bound_names(module), module.stem}
        if words_of(name) & RETIRED[begin]
    }
    assert found == set()


def test_standing_is_the_word_for_a_range_against_a_band() -> None:
    found = {
        f"{path}: {name}"
        for path, module in ((each.relative_to(PACKAGE).as_posix(), each) for each in MODULES)
        if not path.startswith(OF_BANDS)
        for name in defined_names(module)
        if words_of(name) & {"standing", "standings"}
    }
    assert found == set()


def words_of(name: str) -> set[str]:
    """Return the words of a name in lower case, of that of a class too."""
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def defined_names(module: Path) -> set[str]:
    """Return what a module itself names: variables, arguments, functions and classes."""
    nodes = nodes_of(module)
    names = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    names |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    return names | {
        node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
    }


def bound_names(module: Path) -> set[str]:
    """Return what a module calls its variables, arguments, attributes and functions."""
    nodes = nodes_of(module)
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    names |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    names |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return names | {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}


QUESTIONS = ("dialects", "engines", "faults", "hostile", "own_gate", "paper", "texts")
"""Rooms of tests that ask one thing of the whole package, and so mirror none of its rooms."""
OF_SEVERAL = frozenset(
    {
        "cli/test_main.py", "cli/test_outputs.py", "cli/test_stories.py", "core/test_outcomes.py",
        "core/test_stories.py", "core/test_strategies.py", "core/test_strict.py",
        "exchange/copies/test_released.py", "exchange/test_status_shown.py",
        "functions/server/test_client.py", "functions/server/test_fuzz.py",
        "functions/server/test_rules.py", "functions/test_jsnull.py",
        "functions/test_calls.py", "functions/test_documented.py",
        "functions/test_live.py", "functions/test_parity.py", "functions/test_xlwings_versions.py",
        "page/test_in_browser.py",
        "page/test_made_in_browser.py",
        "reports/test_html_in_browser.py", "reports/test_new_format.py", "rules/test_any_workbook.py",
        "rules/test_cases.py", "spreadsheetml/test_fast_path.py", "test_docs.py", "test_house.py",
        "test_missing_libraries.py", "test_public.py", "test_round_trip.py", "test_wording.py",
        "workbook/creation/lists/test_kinds.py", "workbook/creation/register/test_register.py",
        "workbook/layout/test_cockpit.py", "workbook/layout/test_compiled_plan.py",
        "workbook/layout/test_decision_paper.py", "workbook/layout/test_formula_practice.py",
        "workbook/layout/test_languages.py", "workbook/layout/test_missing_texts.py",
        "workbook/layout/test_plan_limits.py", "workbook/layout/test_text_fit.py",
        "workbook/rendering/test_for_people.py", "workbook/rendering/test_good_practice.py",
        "workbook/rendering/test_libraries_beside.py", "workbook/submission/test_other_programs.py",
        "workbook/submission/test_spelled_otherwise.py",
    }
)  # fmt: skip
"""Tests of what several modules do together; all others have the name of the module, or room, they test."""


def test_tests_mirror_the_package() -> None:
    tests = [file.relative_to(ROOT / "tests") for file in (ROOT / "tests").rglob("test_*.py")]
    beside = {file.as_posix() for file in tests if file.parts[0] not in QUESTIONS and not _mirrors(file)}
    assert beside == OF_SEVERAL


def _mirrors(test: Path) -> bool:
    tested = PACKAGE / test.parent / test.stem.removeprefix("test_")
    return tested.with_suffix(".py").exists() or tested.is_dir()


def test_a_class_has_a_name_of_its_own() -> None:
    places: dict[str, set[str]] = {}
    for module in MODULES:
        for node in tree_of(module).body:
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, set()).add(name_of(module))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


COMMANDS = (
    "Answer", "Bound", "Collect", "Count", "Declare", "Find", "Give", "Hold", "Keep", "Know", "Link", "Make",
    "Mark", "Name", "Read", "Record", "Return", "Say", "Show", "Tell", "Write",
)  # fmt: skip
"""Words with which the docstring of a function begins, and that of a class does not."""


def test_a_class_is_described_by_a_noun() -> None:
    commanding = [
        f"{path}: {node.name}"
        for path in MODULES
        for node in nodes_of(path)
        if isinstance(node, ast.ClassDef) and (ast.get_docstring(node) or "").split(" ")[0] in COMMANDS
    ]
    assert commanding == []
