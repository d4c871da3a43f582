"""What checking costs from one file to very many: `python -m tests.benchmarks.growth [--most N]`.

Each size is a run of its own of `pocgate check FOLDER`, from its start to its end, with its report written
to a file. Among the files are no two of the same name but, beyond a thousand, many of the same bytes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from .samples import written

UNLIKE = 1000
JOBS = 2
MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
unit = 1 << (20 if sys.platform == "darwin" else 10)
print(code, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)
"""
"""Run a command; tell its exit code, its processor time and the MiB of the largest of its processes."""


class Run(NamedTuple):
    """Seconds by the clock, seconds of the processors, MiB of the largest process."""

    files: int
    clock: float
    processor: float
    memory: float


def sizes(most: int) -> Iterator[int]:
    """Yield 1, 10, 100 … up to so many files."""
    size = 1
    while size <= most:
        yield size
        size *= 10


def run(folder: Path, files: int, jobs: int) -> Run:
    """Check the files of a folder in processes of their own; ValueError where not every one is told of."""
    report = folder.parent / "report.jsonl"
    command = [
        sys.executable, "-m", "pocgate_xl", "check", str(folder), "--quiet", "--format", "jsonl",
        "--output", str(report), "--jobs", str(jobs),
    ]  # fmt: skip
    before = time.perf_counter()
    printed = subprocess.run(
        [sys.executable, "-c", MEASURED, *command], capture_output=True, text=True, check=True
    ).stdout
    clock = time.perf_counter() - before
    with report.open(encoding="utf-8") as stream:
        told = sum('"file"' in line for line in stream)
    if told < files:
        raise ValueError(f"{told} of {files} files are told of")
    _, processor, memory = map(float, printed.split())
    return Run(files, clock, processor, memory)


def curve(most: int, jobs: int) -> Iterator[Run]:
    """Measure growing folders; the files of a smaller one stay in the larger."""
    with tempfile.TemporaryDirectory() as name:
        originals, folder = Path(name, "originals"), Path(name, "returned")
        originals.mkdir()
        folder.mkdir()
        unlike = written(originals, min(most, UNLIKE))
        there = 0
        for size in sizes(most):
            for number in range(there, size):
                os.link(unlike[number % len(unlike)], folder / f"{number:06}.xlsx")
            there = size
            yield run(folder, size, jobs)


def told(runs: Sequence[Run]) -> str:
    """Return the curve as a table in Markdown."""
    rows = ["| files | by the clock | processor time a file | largest process |", "|---|---|---|---|"]
    rows += [
        f"| {each.files:,} | {each.clock:.3g} s | {each.processor / each.files * 1000:.3g} ms |"
        f" {each.memory:.0f} MiB |"
        for each in runs
    ]
    return "\n".join(rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=main.__doc__)
    parser.add_argument("--most", type=int, default=10_000, metavar="N", help="files of the largest run")
    parser.add_argument("--jobs", type=int, default=JOBS, metavar="N", help="processes")
    arguments = parser.parse_args()
    print(told(list(curve(arguments.most, arguments.jobs))))


if __name__ == "__main__":
    main()
