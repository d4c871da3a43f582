from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pocgate_xl.cli import main
from pocgate_xl.templates.compiler import compile_bundle
from pocgate_xl.templates.files import COMPILED, builtin_home, builtin_names
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for

HEAVY = ("openpyxl", "pandas", "numpy", "pydantic", "xlwings", "ironcalc", "tomllib", "multiprocessing")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def workbook(bundle: Bundle, tmp_path: Path) -> Path:
    file = tmp_path / "ENG-1.xlsx"
    file.write_bytes(workbook_for(bundle, "en", {"pg_engagement_id": "ENG-1", "pg_rating_integration": 4}))
    return file


def test_one_assessment_is_printed_as_json(
    workbook: Path, bundle: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", str(workbook)]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert (plain["outcome"], plain["engagement"]["id"]) == ("incomplete", "ENG-1")
    assert plain["scorecard"]["ratings"]["integration"] == 4
    assert plain["template"] == {"id": bundle.template.id, "version": bundle.template.version}


def test_what_cannot_be_read_is_json_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(tmp_path / "no\udcffthing.xlsx")]) == 3
    found = json.loads(capsys.readouterr().out)
    assert (found["outcome"], found["scorecard"], found["findings"][0]["code"]) == (
        "unreadable",
        None,
        "PG011",
    )
    assert found["file"].endswith("no\\udcffthing.xlsx")  # JSON holds no halves of characters


@pytest.fixture
def compiled_home(tmp_path: Path) -> Path:
    """The built-in templates as they are installed."""
    home = tmp_path / "workbook_templates"
    shutil.copytree(builtin_home(), home)
    for name in builtin_names():
        compiled = json.dumps(compile_bundle(home / name), ensure_ascii=False)
        (home / name / COMPILED).write_text(compiled, encoding="utf-8")
    return home


def test_an_installed_program_scores_without_heavy_packages(workbook: Path, compiled_home: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from pocgate_xl.templates import files, loader\n"
        f"files.builtin_home = loader.builtin_home = lambda: Path({str(compiled_home)!r})\n"
        f"from pocgate_xl.cli import main; main(['score', {str(workbook)!r}])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stderr.strip() == "[]"
    assert json.loads(done.stdout)["outcome"] == "incomplete"


def test_help_needs_no_heavy_packages() -> None:
    code = (
        "import sys; from pocgate_xl.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stderr.strip() == "[]"
    assert "COMMAND" in done.stdout
