"""A kind of rating helper that is not implemented is told apart, never computed as another."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from pocgate_xl.core.helper_kinds import FORMS, helper_form
from pocgate_xl.core.submission import HelperInputs
from pocgate_xl.core.suggestions import suggest_rating
from pocgate_xl.core.template import Helper, HelperKind, Template
from pocgate_xl.workbook.layout.sheets.live.twins import _function
from pocgate_xl.workbook.layout.sheets.scorecard.rating_helpers import _outranked, _share

PACKAGE = Path(__file__).parents[2] / "pocgate_xl"
MATCHING = [
    "core/helper_kinds.py",
    "core/suggestions.py",
    "workbook/layout/sheets/live/twins.py",
    "workbook/layout/sheets/scorecard/rating_helpers.py",
]
"""Modules in which kinds differ."""
THIRD = "third"


@pytest.fixture
def helper(template: Template) -> Helper:
    return next(criterion.helper for criterion in template.criteria if criterion.helper)


def unmatched(folder: Path) -> set[str]:
    """Return the modules of a copy in which mypy finds a kind that is not matched."""
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--config-file=",
        "--follow-imports=skip",
        "--cache-dir",
        "cache",
    ]
    files = ["pocgate_xl/core/template.py", *(f"pocgate_xl/{name}" for name in MATCHING)]
    done = subprocess.run([*command, *files], capture_output=True, text=True, cwd=folder, check=False)
    found = re.findall(
        r"^pocgate_xl/(\S+?):\d+: error: Argument 1 to \"assert_never\".*", done.stdout, re.MULTILINE
    )
    assert "Found" in done.stdout or "Success" in done.stdout, done.stdout + done.stderr
    return set(found)


def test_a_third_kind_fails_type_checking_wherever_kinds_differ(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    shutil.copytree(PACKAGE, tmp_path / "pocgate_xl", ignore=shutil.ignore_patterns("__pycache__"))
    assert unmatched(tmp_path) == set()
    file = tmp_path / "pocgate_xl" / "core" / "template.py"
    declared = 'HelperKind = Literal["improvement", "deviation"'
    text = file.read_text(encoding="utf-8")
    assert declared in text
    file.write_text(text.replace(declared, f'{declared}, "{THIRD}"'), encoding="utf-8")
    assert unmatched(tmp_path) == set(MATCHING)


def test_a_kind_that_nobody_implemented_is_computed_nowhere(helper: Helper) -> None:
    other = replace(helper, kind=THIRD)  # type: ignore[arg-type]
    inputs = HelperInputs(base=Decimal(10), actual=Decimal(12), direction="higher")
    calls = (
        lambda: helper_form(other.kind),
        lambda: suggest_rating(other, inputs),
        lambda: _share(other.kind, "A1", "B1", "C1"),
        lambda: _outranked("id", other, "C1", "1"),
        lambda: _function(other.kind),
    )
    for call in calls:
        with pytest.raises(AssertionError, match=THIRD):
            call()


def test_no_module_compares_kinds_by_itself() -> None:
    words = "|".join(get_args(HelperKind))
    pattern = re.compile(rf"""[!=]= ["']({words})["']|["']({words})["'] [!=]=""")
    found = [file.name for file in PACKAGE.rglob("*.py") if pattern.search(file.read_text(encoding="utf-8"))]
    assert found == []


def test_every_kind_has_parts_of_its_own() -> None:
    assert set(FORMS) == set(get_args(HelperKind))
    parts = [part for form in FORMS.values() for part in (form.base, form.option)]
    assert len(parts) == len(set(parts))
