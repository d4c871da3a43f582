"""The classic host with the lowest and the newest xlwings of a registry, each in a folder of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.functions.test_classic import SCRIPT

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
(PINNED,) = (each for each in PROJECT["dependencies"] if re.match(r"xlwings\b(?!-)", each))
LOWEST = re.search(r">=([\d.]+)", PINNED)

MADE = """
import json, sys
from importlib.metadata import version
from pathlib import Path
from pocgate_xl.batch import check_file
from pocgate_xl.templates.loader import find_bundle
from pocgate_xl.functions.addin.build import addin, live_workbook
from pocgate_xl.functions.registry import help_catalog
from pocgate_xl.functions.installation.macro_files import diagnose_file
from pocgate_xl.workbook.creation.prerendered import workbook_for

live, gate = Path(sys.argv[1], "live.xlsm"), Path(sys.argv[1], "gate.xlam")
bundle = find_bundle("poc_gate")
live.write_bytes(live_workbook(workbook_for(bundle, "en", {"pg_engagement_id": "E"}, "classic")))
gate.write_bytes(addin(help_catalog()))
checked = check_file(live)
codes = [finding.code for finding in checked.findings]
doctor = [diagnose_file(file).state for file in (live, gate)]
print(json.dumps([version("xlwings"), checked.outcome, codes, doctor]))
"""


@pytest.fixture(scope="module", params=["lowest", "newest"])
def xlwings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one xlwings; skipped without a registry, which in CI is a failure."""
    assert LOWEST
    folder = tmp_path_factory.mktemp(str(request.param))
    # A version that says 0.33 alone is the first of its line.
    wanted = f"xlwings=={LOWEST[1]}.0" if request.param == "lowest" else PINNED
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(folder), wanted]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        assert not os.environ.get("CI"), done.stderr
        pytest.skip("no registry to take xlwings from")
    return folder


def run(code: str, xlwings: Path, *arguments: str) -> Any:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(xlwings), str(ROOT)))}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT, check=False,
        env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout[re.search(r"^[\[{]", done.stdout, re.MULTILINE).start() :])  # type: ignore[union-attr]


def test_what_is_made_with_it_is_accepted_and_fits_it(tmp_path: Path, xlwings: Path) -> None:
    version, outcome, codes, doctor = run(MADE, xlwings, str(tmp_path))
    (there,) = xlwings.glob("xlwings-*.dist-info")
    assert version in there.name
    assert outcome == "not_started"
    assert not {"PG117", "PG122", "PG124", "PG129"} & set(codes)
    assert doctor == ["fine", "fine"]


def test_it_answers_like_the_one_that_is_installed(xlwings: Path) -> None:
    here = Path(str(__import__("xlwings").__file__)).parents[1]
    with_it, installed = run(SCRIPT, xlwings), run(SCRIPT, here)
    assert with_it["answers"] == installed["answers"]
    assert set(with_it["options"]) == set(installed["options"])
    assert with_it["vba"] == installed["vba"]
