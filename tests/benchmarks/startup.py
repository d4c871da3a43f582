"""How long one command takes from nothing, against an interpreter that does nothing."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pocgate_xl.build_hook import compile_all

from .runner import Contender, Line, at_most, medians, milliseconds, ratio
from .samples import own_written

ROOT = Path(__file__).parents[2]
BARE, HELP = "python -c pass", "pocgate --help"
CHECK, SCORE = "pocgate check ONE", "pocgate score ONE"


def _run(*arguments: str) -> Contender:
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)


def lines(rounds: int) -> Iterator[Line]:
    compile_all(ROOT)  # as an installation does
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "workbook.xlsx")
        file.write_bytes(own_written())
        contenders = {
            BARE: _run("-c", "pass"),
            HELP: _run("-m", "pocgate_xl", "--help"),
            CHECK: _run("-m", "pocgate_xl", "check", str(file)),
            SCORE: _run("-m", "pocgate_xl", "score", str(file)),
        }
        times = medians(contenders, rounds, time.perf_counter)
    for name in (HELP, CHECK, SCORE):
        yield at_most(f"{name} against {BARE}", ratio(times, name, BARE), 4)
    yield from milliseconds(times)


def sections(rounds: int) -> Iterator[tuple[str, list[Line]]]:
    """Yield a title and the lines under it."""
    yield "Start-up", list(lines(rounds))
