"""Many files on one and two processes, each file's line of the report included, and the memory it takes."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pocgate_xl.batch import Options, map_files
from pocgate_xl.reports import FORMATS
from pocgate_xl.reports.parts import PartRenderer

from .runner import TELL_PEAK, Line, at_least, at_most
from .samples import written

ROUNDS = 2
FEW = 100
FORM = next(form for form in FORMATS if form.name == "jsonl")
ROOT = Path(__file__).parents[2]
PEAK = """
import itertools, os, sys
from pocgate_xl.batch import check_paths
folder, count = sys.argv[1], int(sys.argv[2])
files = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
for _ in check_paths(itertools.islice(itertools.cycle(files), count)):
    pass
"""


class Run(NamedTuple):
    """The seconds of one run: by the clock, of this process, of its workers."""

    clock: float
    owner: float
    workers: float


def _run(files: list[Path], jobs: int | None) -> Run:
    """Check files and write their report to nowhere."""
    before = _now()
    pieces = map_files(map(str, files), Options(transform=PartRenderer(FORM.path)), jobs=jobs)
    assert sum(piece.outcome != "unreadable" for piece in pieces) == len(files)
    return Run(*(now - then for now, then in zip(_now(), before, strict=True)))


def _now() -> Run:
    try:
        import resource
    except ImportError:
        return Run(time.perf_counter(), time.process_time(), 0.0)
    workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(time.perf_counter(), time.process_time(), workers.ru_utime + workers.ru_stime)


def _peak(files: list[Path], count: int) -> float:
    """Return the largest size in MiB that a process had that checked nothing but so many files."""
    command = [sys.executable, "-c", PEAK + TELL_PEAK, str(files[0].parent), str(count)]
    return float(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout) / 1024


def lines(count: int, growth: int) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        files = written(Path(folder), count)
        _run(files[:FEW], None)
        pairs = [(_run(files, None), _run(files, 2)) for _ in range(ROUNDS)]
        few, many = _peak(files, FEW), _peak(files, max(count, growth))
    yield from _speed(pairs, count)
    yield at_most(f"memory after {max(count, growth)} files", many, 60, " MiB")
    yield at_most(f"growth of memory from {FEW} to {max(count, growth)} files", many - few, 5, " MiB")


def _speed(pairs: list[tuple[Run, Run]], count: int) -> Iterator[Line]:
    """Tell the speed-up by the clock, and what it is where nobody else needs the processors."""
    yield at_least("two processes against one", statistics.median(a.clock / b.clock for a, b in pairs), 1.8)
    undisturbed = [a.owner / max((b.owner + b.workers) / 2, b.owner) for a, b in pairs]
    if pairs[0][1].workers:
        yield at_least("the same, by processor time", statistics.median(undisturbed), 1.8)
        shares = [b.owner / (b.owner + b.workers) for _, b in pairs]
        yield Line("share of the process that hands out the work", f"{statistics.median(shares):.1%}")
    for name, runs in zip(("one process", "two processes"), zip(*pairs, strict=True), strict=True):
        seconds = statistics.median(run.clock for run in runs)
        yield Line(f"{count} files, {name}", f"{seconds:.3g} s, {count / seconds:.0f} files/s")


def sections(count: int, growth: int) -> Iterator[tuple[str, list[Line]]]:
    """Yield a title and the lines under it."""
    yield "A batch, with its report", list(lines(count, growth))
