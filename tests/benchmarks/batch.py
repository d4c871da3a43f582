"""Many files on one and two processes, and what memory they take."""

from __future__ import annotations

import multiprocessing
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from pocgate_xl.batch import check_paths

from .runner import Line, at_least, at_most
from .samples import written

ROUNDS = 3
FEW = 100
ROOT = Path(__file__).parents[2]
PEAK = """
import os, resource, sys
from pocgate_xl.batch import check_paths
folder, count = sys.argv[1], int(sys.argv[2])
for _ in check_paths(os.path.join(folder, name) for name in sorted(os.listdir(folder))[:count]):
    pass
status = "/proc/self/status"  # elsewhere a process also counts what its parent was when it started it
if os.path.exists(status):
    print(next(line.split()[1] for line in open(status) if line.startswith("VmHWM")))
else:
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(size / 1024 if sys.platform == "darwin" else size)
"""


def _seconds(files: list[Path], processes: int) -> float:
    """Return how long a batch takes; the processes are at work before the clock starts."""
    if processes == 1:
        return _timed(files, None)
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        Counter(found.outcome for found in check_paths(files[:FEW], executor=pool, chunk=1))
        return _timed(files, pool)


def _timed(files: list[Path], pool: ProcessPoolExecutor | None) -> float:
    before = time.perf_counter()
    outcomes = Counter(found.outcome for found in check_paths(files, executor=pool))
    assert outcomes.total() == len(files)
    assert not outcomes["unreadable"]
    return time.perf_counter() - before


def _peak(files: list[Path]) -> float:
    """Return the largest size in MiB that a process had that checked nothing but these files."""
    folder = files[0].parent
    command = [sys.executable, "-c", PEAK, str(folder), str(len(files))]
    return float(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout) / 1024


def lines(count: int) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        files = written(Path(folder), count)
        _timed(files[:FEW], None)
        pairs = [(_seconds(files, 1), _seconds(files, 2)) for _ in range(ROUNDS)]
        few, many = _peak(files[:FEW]), _peak(files)
    one, two = (statistics.median(times) for times in zip(*pairs, strict=True))
    yield at_least("two processes against one", statistics.median(a / b for a, b in pairs), 1.8)
    yield at_most(f"memory after {count} files", many, 60, " MiB")
    yield at_most(f"growth of memory from {FEW} to {count} files", many - few, 5, " MiB")
    yield Line(f"{count} files, one process", f"{one:.3g} s, {count / one:.0f} files/s")
    yield Line(f"{count} files, two processes", f"{two:.3g} s, {count / two:.0f} files/s")


def sections(count: int) -> Iterator[tuple[str, list[Line]]]:
    """Yield a title and the lines under it."""
    yield "A batch", list(lines(count))
