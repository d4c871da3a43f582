"""Several runs into one folder lose nothing, and a run that is killed tears nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from pocgate_xl.output.side_lock import PREFIX
from tests.faults.test_killed_runs import KILLS, SEED

ROOT = Path(__file__).parents[2]
RUNS, EACH = 4, 3
TEMPORARY = ".issued.xlsx.*.tmp"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no POSIX signals on Windows")

SLOW = """if True:
    import sys, time
    from pathlib import Path
    import pocgate_xl.output.whole_file as whole
    replace, claim = whole.replace, whole.claim
    def slowly(pieces, place):
        for piece in pieces:
            for start in range(0, len(piece), 512):
                time.sleep(0.01 if place.name == "issued.xlsx" else 0)
                yield piece[start:start + 512]
    whole.replace = lambda place, there, pieces, goal: replace(place, there, slowly(pieces, place), goal)
    whole.claim = lambda place, pieces: claim(place, slowly(pieces, place))
    from pocgate_xl.cli import main
    sys.exit(main(sys.argv[1:]))
"""
"""Runs a command that writes a register so slowly that it can be killed in the midst of it."""


def new(out: Path, *ids: str, slow: bool = False) -> subprocess.Popen[bytes]:
    words = ["new", "--out", str(out), "--quiet", "--issued", "2026-05-01"]
    words += [word for id_ in ids for word in ("--engagement", f"id={id_}")]
    how = ["-c", SLOW] if slow else ["-m", "pocgate_xl"]
    command = [sys.executable, *how, *words]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)


def registered(out: Path) -> list[str]:
    sheet = openpyxl.load_workbook(out / "issued.xlsx").worksheets[0]
    return [str(row[1]) for row in sheet.iter_rows(min_row=5, values_only=True)]


def test_runs_at_the_same_time_lose_no_row(tmp_path: Path) -> None:
    ids = [[f"E-{run}-{number}" for number in range(EACH)] for run in range(RUNS)]
    runs = [new(tmp_path, *each) for each in ids]
    assert [run.wait(timeout=300) for run in runs] == [0] * RUNS
    assert sorted(registered(tmp_path)) == sorted(id_ for each in ids for id_ in each)
    assert [file.name for file in tmp_path.glob(".*")] == []


def test_a_run_that_is_killed_leaves_the_register_as_it_was_or_as_it_is_to_be(tmp_path: Path) -> None:
    assert new(tmp_path, "A").wait(timeout=300) == 0
    dice = random.Random(SEED)
    for number in range(KILLS):
        before, left = registered(tmp_path), set(tmp_path.glob(TEMPORARY))
        run = new(tmp_path, f"K-{number}", slow=True)
        deadline = time.monotonic() + 120
        while not set(tmp_path.glob(TEMPORARY)) - left and run.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.005)
        time.sleep(dice.random() * 0.2)
        run.send_signal(signal.SIGKILL)
        run.wait()
        assert registered(tmp_path) in (before, [*before, f"K-{number}"])
    ids = [f"K-{number}" for number in range(KILLS)]
    assert all((tmp_path / f"{id_}.xlsx").is_file() for id_ in ids)
    repair = new(tmp_path, *ids)
    assert repair.wait(timeout=300) == 0
    assert sorted(registered(tmp_path)) == sorted(["A", *ids])
    assert [file.name for file in tmp_path.glob(".*") if not file.name.startswith(PREFIX)] == []


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    hold = "import sys, time; from pathlib import Path; from pocgate_xl.output.side_lock import locked\n"
    hold += (
        f"with locked(Path({str(tmp_path / 'issued.xlsx')!r})): print('held', flush=True); time.sleep(600)"
    )
    holder = subprocess.Popen([sys.executable, "-c", hold], cwd=ROOT, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    waiting = new(tmp_path, "A")
    time.sleep(3)
    assert waiting.poll() is None
    assert not (tmp_path / "issued.xlsx").exists()
    holder.kill()
    holder.communicate()
    assert waiting.wait(timeout=300) == 0
    assert registered(tmp_path) == ["A"]
