"""How long one command takes from nothing, against an interpreter that does nothing."""

from __future__ import annotations

import compileall
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pocgate_xl.build_hook import compile_all
from pocgate_xl.templates.files import TEMPLATES

from .runner import Contender, Line, at_most, medians, milliseconds, ratio
from .samples import own_written

ROOT = Path(__file__).parents[2]
BARE, FLOOR, HELP = "python -c pass", "the standard library that `check` needs, imported", "pocgate --help"
CHECK, SCORE = "pocgate check ONE", "pocgate score ONE"
NEEDED = """
import sys
bare = set(sys.modules)
from pocgate_xl.cli import check
from pocgate_xl.reports import text
found = sorted(set(sys.modules) - bare)
print(",".join(name for name in found if name.partition(".")[0] in sys.stdlib_module_names))
print(sum(name.startswith("pocgate_xl") for name in found))
"""


def installed(folder: Path) -> None:
    """Lay the package out as an installation does: templates inside and compiled, modules compiled."""
    compile_all(ROOT)
    package = folder / "pocgate_xl"
    unused = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "pocgate_xl", package, ignore=unused)
    shutil.copytree(ROOT / TEMPLATES, package / TEMPLATES, ignore=unused)
    compileall.compile_dir(package, quiet=1)


def _run(folder: Path, *arguments: str) -> Contender:
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False)


def lines(rounds: int) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        installed(folder)
        file = folder / "workbook.xlsx"
        file.write_bytes(own_written())
        needed = [sys.executable, "-c", NEEDED]
        names = subprocess.run(needed, cwd=folder, capture_output=True, text=True, check=True).stdout.split()
        contenders = {
            BARE: _run(folder, "-c", "pass"),
            FLOOR: _run(folder, "-c", f"import {names[0]}"),
            HELP: _run(folder, "-m", "pocgate_xl", "--help"),
            CHECK: _run(folder, "-m", "pocgate_xl", "check", str(file)),
            SCORE: _run(folder, "-m", "pocgate_xl", "score", str(file)),
        }
        times = medians(contenders, rounds, time.perf_counter)
    for contender in (HELP, CHECK, SCORE):
        yield at_most(f"{contender} against {BARE}", ratio(times, contender, BARE), 4)
    yield Line(f"{FLOOR}, against {BARE}", f"{ratio(times, FLOOR, BARE):.3g}×")
    yield Line("modules of our own that `check` imports", names[1])
    yield from milliseconds(times)


def sections(rounds: int) -> Iterator[tuple[str, list[Line]]]:
    """Yield a title and the lines under it."""
    yield "Start-up", list(lines(rounds))
