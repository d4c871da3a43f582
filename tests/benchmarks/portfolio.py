"""A portfolio of many files against a check of them, and how it grows with the number of engagements."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from .batch import ROOT
from .runner import TELL_PEAK, Line, at_most
from .samples import differing

FEW, MANY = 1_000, 3_000
"""Engagements of which a portfolio is made without checking their files."""
GROWING = """
import os, pickle, sys, time
from dataclasses import replace
from pocgate_xl.batch import check_paths
from pocgate_xl.batch.stream import CHUNK
from pocgate_xl.portfolio.kept import kept
from pocgate_xl.portfolio.overview import overview
from pocgate_xl.portfolio.prevailing import counting_bundle
from pocgate_xl.portfolio.workbook import portfolio_workbook
folder, count = sys.argv[1], int(sys.argv[2])
names = sorted(os.listdir(folder))[:CHUNK]
found = list(map(kept, check_paths(os.path.join(folder, name) for name in names)))
def engaged(number):
    each, own = found[number % len(found)], f"{number:064x}"
    engagement = replace(each.engagement, id=f"ENG-{number:06}", organization=f"Organization {number}")
    return replace(each, file=f"{number}.xlsx", sha256=own, responses_digest=own, engagement=engagement)
many = []
for first in range(0, count, CHUNK):  # as they come from a process that checks
    numbers = range(first, min(first + CHUNK, count))
    many += pickle.loads(pickle.dumps([engaged(number) for number in numbers]))
bundle, before = counting_bundle(many), time.process_time()
portfolio_workbook(overview(many, bundle.template), bundle, "en")
print(time.process_time() - before)
"""


def _seconds(*command: str) -> float:
    """Return the processor time of a command and of all its processes; by the clock where none is told."""
    before = _children()
    subprocess.run(
        [sys.executable, "-m", "pocgate_xl", *command, "--quiet"],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    return _children() - before


def _children() -> float:
    try:
        import resource
    except ImportError:
        return time.perf_counter()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def _grown(folder: Path, count: int) -> tuple[float, float]:
    """Return the seconds for a portfolio of so many engagements, and the MiB that its process had at most."""
    command = [sys.executable, "-c", GROWING + TELL_PEAK, str(folder), str(count)]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    seconds, size = map(float, printed.split())
    return seconds, size / 1024


def lines(count: int) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name, "returned"), Path(name, "out")
        folder.mkdir()
        differing(folder, count)
        report = ("--format", "jsonl", "--output", f"{out}.jsonl")
        check = _seconds("check", str(folder), "--jobs", str(os.cpu_count() or 1), *report)
        portfolio = _seconds("portfolio", str(folder), "--output", f"{out}.xlsx")
        few, many = _grown(folder, FEW), _grown(folder, MANY)
    yield at_most(f"portfolio of {count} files against check --format jsonl", portfolio / check, 1.5)
    yield Line(f"check of {count} files", f"{check / count * 1000:.3g} ms a file")
    yield Line(f"portfolio of {count} files", f"{portfolio / count * 1000:.3g} ms a file")
    yield from _growth(few, many)


def _growth(few: tuple[float, float], many: tuple[float, float]) -> Iterator[Line]:
    """Tell what an engagement costs without the check of its file, of few and of many."""
    cost = few[0] / FEW, many[0] / MANY
    yield at_most(f"cost of an engagement of {MANY:,} against one of {FEW:,}", cost[1] / cost[0], 1.2)
    for size, each, (_, peak) in ((FEW, cost[0], few), (MANY, cost[1], many)):
        told = f"{each * 1000:.3g} ms each, {peak:.0f} MiB at most"
        yield Line(f"overview and workbook of {size:,} engagements", told)
    each = (many[1] - few[1]) * 1024 / (MANY - FEW)
    yield at_most("growth of memory by an engagement", each, 32, " KiB")


def sections(count: int) -> Iterator[tuple[str, list[Line]]]:
    """Yield a title and the lines under it."""
    yield "A portfolio of many", list(lines(count))
