"""The page and the command line on the same files: their JSON lines, compared byte for byte.

    python -m tests.page.alike FOLDER [FOLDER ...]    workbooks that are there
    python -m tests.page.alike --hostile --drawn 300  every threat of the tests, and workbooks drawn at random

Every file gets one line; paths apart, a difference is told with its codes on either side. The exit code is
how many there are. Node, Chromium and the packages of the tests are needed.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pocgate_xl.cli import main as command
from pocgate_xl.core.fields import input_fields
from pocgate_xl.page import site
from pocgate_xl.templates.files import builtin_home, builtin_names
from pocgate_xl.templates.loader import Bundle, load_bundle
from tests.functions.node_packages import node_modules
from tests.hostile.cases import CASES
from tests.hostile.submission import submission
from tests.page.visiting import laid_out, visited
from tests.workbook import generated

GATE_KINDS = ("rating", "label", "money", "number", "whole", "date", "text")


def hostile_into(folder: Path) -> None:
    """Write every threat that is a file of its own into a folder."""
    for number, case in enumerate(case for case in CASES if not case.dangerous):
        with contextlib.suppress(OSError):
            content = case.make(submission())
            (folder / f"{number:03}-{case.name.replace('/', '-')[:60]}.xlsx").write_bytes(content)


def drawn_into(folder: Path, count: int) -> None:
    """Write so many workbooks with answers drawn at random, in two languages in turn."""
    bundle, chance = load_bundle(builtin_home() / builtin_names()[0]), random.Random(0)
    for number in range(count):
        with patch.object(generated, "values_of", lambda *_: _drawn(bundle, chance, number)):  # noqa: B023
            content = generated.workbook.__wrapped__(bundle, ("en", "ja")[number % 2], "drawn")
        (folder / f"drawn-{number:03}.xlsx").write_bytes(content)


def _drawn(bundle: Bundle, chance: random.Random, number: int) -> Any:
    fields = [field for field in input_fields(bundle.template) if field.kind in GATE_KINDS]
    states = [generated._answer(bundle, field, chance.choice(generated.STATES[1:]), chance.randrange(50))
              for field in fields]  # fmt: skip
    kept = {field.name: value for field, value in zip(fields, states, strict=True) if value is not None}
    given = {name: value for name, value in kept.items() if chance.random() < 0.8}
    return {**given, "pg_engagement_id": f"ENG-{number:03}"}


def lines_of_command(files: Sequence[Path]) -> list[str]:
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        command(["check", *map(str, files), "--format", "jsonl", "--quiet", "--jobs", "2"])
    return told.getvalue().splitlines()


def lines_of_page(files: Sequence[Path], folder: Path) -> list[str]:
    with patch.object(site, "workbooks_zip", lambda *_, **__: b""):
        made = site.site_files(site.SiteOptions(node_modules() / "pyodide"))
    acts = [["choose", list(map(str, files)), "all"], ["save", "jsonl"]]
    asked = {"name": "all", "site": laid_out(made, folder / "site"), "acts": acts}
    found = visited([asked], folder, patience=3_600_000)["all"]
    return str(found["seen"][0]).splitlines()


def differences(files: Sequence[Path], folder: Path) -> Iterator[str]:
    """Yield what differs, file by file; a line names its file, the page without its folder."""
    theirs = {_name(line): line for line in lines_of_page(files, folder)}
    for line in lines_of_command(files):
        ours, other = _pathless(line), _pathless(theirs.get(_name(line), "{}"))
        if ours != other:
            yield f"{_name(line)}: {_codes(ours)} here, {_codes(other)} there"


def _name(line: str) -> str:
    return os.path.basename(json.loads(line)["file"])


def _pathless(line: str) -> dict[str, Any]:
    return {**json.loads(line), "file": ""}


def _codes(assessment: dict[str, Any]) -> str:
    return " ".join(each["code"] for each in assessment.get("findings", ())) or assessment.get(
        "outcome", "none"
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--hostile", action="store_true", help="every threat of the tests that is a file")
    parser.add_argument("--drawn", type=int, default=0, metavar="N", help="so many workbooks made at random")
    asked = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made, "made")
        folder.mkdir()
        if asked.hostile:
            hostile_into(folder)
        drawn_into(folder, asked.drawn)
        files = sorted(file for each in (*asked.folders, folder) for file in each.iterdir() if file.is_file())
        found = list(differences(files, Path(made)))
    print(*found, f"{len(files)} files, {len(found)} differ, {time.perf_counter() - started:.0f} s", sep="\n")
    return len(found)


if __name__ == "__main__":
    raise SystemExit(min(main(), 100))
