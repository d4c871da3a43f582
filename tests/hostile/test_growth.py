"""Twice the input costs twice the work, whatever it is made of: counted in instructions, not in time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.growth import FAMILIES
from tests.hostile.worker import ROOT

TWICE = 2.4
"""A reader that begins anew for every match would come near 4."""
LEAST = 200_000
"""Instructions below which what is counted is the process and not the work."""


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Return the instructions of each piece of work."""
    logs = tmp_path_factory.mktemp("growth")
    command = [
        "valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
        f"--log-file={logs}/%p", sys.executable, "-m", "tests.hostile.growth",
    ]  # fmt: skip
    environment = os.environ | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=900)
    pids: dict[str, int] = json.loads(done.stdout)
    base = _instructions(logs, pids.pop("nothing"))
    return {name: _instructions(logs, pid) - base for name, pid in pids.items()}


def _instructions(logs: Path, pid: int) -> int:
    found = re.search(r"I +refs: +([0-9,]+)", (logs / str(pid)).read_text())
    assert found
    return int(found[1].replace(",", ""))


@pytest.mark.needs("valgrind")
@pytest.mark.parametrize("family", FAMILIES)
def test_twice_as_much_costs_twice_as_much(counted: dict[str, int], family: str) -> None:
    once, twice = counted[f"1 {family}"], counted[f"2 {family}"]
    assert twice <= TWICE * max(once, LEAST), f"{once} instructions, then {twice}"
