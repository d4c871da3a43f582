"""How long one command takes from nothing, against an interpreter that does nothing."""

from __future__ import annotations

import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pocgate_xl.build_hook import compile_all, prepare_blanks
from pocgate_xl.output.cache import VARIABLE as CACHE
from pocgate_xl.templates.files import EVERY_COMPILED, TEMPLATES, builtin_home, builtin_names
from pocgate_xl.templates.releases import RELEASED

from .runner import Contender, Line, at_most, medians, milliseconds, ratio
from .samples import own_written

ROOT = Path(__file__).parents[2]
BARE, FLOOR, HELP = "python -c pass", "the standard library that `check` needs, imported", "pocgate --help"
CHECK, SCORE, NEW = "pocgate check ONE", "pocgate score ONE", "pocgate new of one workbook"
OWN = "pocgate new of one workbook, a template of one's own, not the first time"
ENGAGEMENT = ("--engagement", "id=ENG-1", "organization=Aoba Ltd", "poc_name=Invoices", "--quiet")
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
    prepare_blanks(ROOT)
    package = folder / "pocgate_xl"
    unused = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "pocgate_xl", package, ignore=unused)
    shutil.copytree(ROOT / TEMPLATES, package / TEMPLATES, ignore=unused)
    compileall.compile_dir(package, quiet=1)


def _run(folder: Path, *arguments: str) -> Contender:
    command = [sys.executable, *arguments]
    environment = {**os.environ, CACHE: str(folder / "cache")}
    return lambda: subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=False
    )


def _making(folder: Path, *arguments: str) -> Contender:
    """Make a workbook and its register where there is none."""
    out = folder / "out"
    run = _run(folder, "-m", "pocgate_xl", "new", "--out", str(out), *ENGAGEMENT, *arguments)

    def make() -> None:
        shutil.rmtree(out, ignore_errors=True)
        run()

    return make


def own_template(folder: Path) -> Path:
    """Return a template that nothing is prepared for: only its sources lie there."""
    original = builtin_home() / builtin_names()[0]
    own = folder / "own"
    shutil.copytree(original, own, ignore=shutil.ignore_patterns(EVERY_COMPILED, RELEASED))
    return own


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
            NEW: _making(folder),
            OWN: _making(folder, "--template", str(own_template(folder))),
        }
        times = medians(contenders, rounds, time.perf_counter)
    for contender, most in ((HELP, 4), (CHECK, 9), (SCORE, 9)):
        yield at_most(f"{contender} against {BARE}", ratio(times, contender, BARE), most)
    yield at_most(NEW, statistics.median(times[NEW]), 300, " ms")
    for contender in (NEW, OWN):
        yield Line(f"{contender}, against {BARE}", f"{ratio(times, contender, BARE):.3g}×")
    yield Line(f"{FLOOR}, against {BARE}", f"{ratio(times, FLOOR, BARE):.3g}×")
    yield Line("modules of our own that `check` imports", names[1])
    yield from milliseconds(times)


def sections(rounds: int) -> Iterator[tuple[str, list[Line]]]:
    """Yield a title and the lines under it."""
    yield "Start-up", list(lines(rounds))
