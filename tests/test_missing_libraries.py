"""What works without the libraries that not everybody has, and what is said where one is missing."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pocgate_xl.build_hook import prepare_blanks
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for

ROOT = Path(__file__).parents[1]
BLOCKED = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Missing())
from pocgate_xl.cli import main
sys.exit(main({arguments!r}))
"""
EVERYTHING = ("ironcalc", "pyopenvba", "openpyxl", "PIL", "pandas", "numpy", "xlwings", "lxml")


def run(missing: tuple[str, ...], *arguments: str) -> subprocess.CompletedProcess[str]:
    code = BLOCKED.format(names=missing, arguments=list(arguments))
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def submission(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("sent") / "ENG-1.xlsx"
    file.write_bytes(workbook_for(bundle, "en", {"pg_engagement_id": "ENG-1"}))
    return str(file)


@pytest.mark.parametrize("command", [("check",), ("score",)])
def test_checking_needs_none_of_them(submission: str, command: tuple[str, ...]) -> None:
    done = run(EVERYTHING, *command, submission)
    assert (done.returncode, "ENG-1" in done.stdout) == (0, True), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("form", ["jsonl", "csv", "answers", "md", "html"])
def test_reports_that_are_no_workbook_need_none_of_them(submission: str, form: str) -> None:
    done = run(EVERYTHING, "check", submission, "--format", form)
    assert (done.returncode, "ENG-1" in done.stdout) == (0, True), done.stderr


def test_a_workbook_of_findings_needs_no_engine(submission: str, tmp_path: Path) -> None:
    output = tmp_path / "findings.xlsx"
    done = run(("ironcalc", "pandas"), "check", submission, "--format", "xlsx", "--output", str(output), "-q")
    assert done.returncode == 0, done.stderr
    assert output.read_bytes().startswith(b"PK")


def test_a_portfolio_needs_the_writer_alone(submission: str, tmp_path: Path) -> None:
    output = tmp_path / "portfolio.xlsx"
    done = run(("ironcalc", "pandas", "numpy"), "portfolio", submission, "--output", str(output), "-q")
    assert done.returncode == 0, done.stderr
    assert output.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("live", ["none", "office"])
def test_a_workbook_from_a_prepared_blank_needs_none_of_them(tmp_path: Path, live: str) -> None:
    prepare_blanks(ROOT)
    done = run(
        EVERYTHING, "new", "--out", str(tmp_path), "--engagement", "id=ENG-1", "--live", live, "--quiet"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["ENG-1.xlsx", "issued.xlsx"]


def test_making_a_workbook_names_the_engine_that_is_missing(tmp_path: Path) -> None:
    given = ("id=ENG-1", "poc_months=3")  # with which formulas compute
    done = run(("ironcalc",), "new", "--out", str(tmp_path), "--engagement", *given, "--quiet")
    assert done.returncode != 0
    assert 'pip install "pocgate-xl[formulas]"' in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_writing_a_workbook_names_the_writer_that_is_missing(tmp_path: Path) -> None:
    """The workbook comes from a prepared blank; its register has a column that none is prepared with."""
    prepare_blanks(ROOT)
    given = ("id=ENG-1", "sponsor=Sato")
    done = run(("openpyxl",), "new", "--out", str(tmp_path), "--engagement", *given, "--quiet")
    assert done.returncode == 1
    assert "openpyxl, which writes workbooks, is not installed" in done.stderr
    assert "Traceback" not in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["ENG-1.xlsx"]


def test_making_an_addin_names_the_library_that_is_missing(tmp_path: Path) -> None:
    done = run(("pyopenvba",), "addin", "build", "--out", str(tmp_path / "a.xlam"))
    assert done.returncode != 0
    assert 'pip install "pocgate-xl[addin]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_every_extra_that_a_message_names_exists() -> None:
    known = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    texts = [file.read_text(encoding="utf-8") for file in (ROOT / "pocgate_xl").rglob("*.py")]
    named = {name for text in texts for name in re.findall(r"pocgate-xl\[(\w+)\]", text)}
    assert named
    assert named <= known.keys()


def test_young_libraries_are_capped() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    found = [each for listed in lists for each in listed if re.match("ironcalc|pyopenvba", each)]
    assert len(found) == 4
    assert all("<" in each.partition(";")[0] for each in found)


def test_completion_names_the_library_that_is_missing() -> None:
    done = run(("shtab",), "completion", "bash")
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install shtab" in done.stderr
