"""Measure everything and write docs/benchmarks.md: `python -m tests.benchmarks [--files N] [--rounds N]`."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from . import batch, functions, in_browser, portfolio, reading, stamping, startup
from .runner import Line, table

REPORT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
OTHERS = ("openpyxl", "python-calamine", "XlsxWriter", "xlwings", "xlwings-server")
ABOUT = """# Benchmarks

Made by `python -m tests.benchmarks`. All contenders of a section run in turn, round after round, in
one process (start-up: one process each). Ratios are medians of the ratios of single rounds; they hold on
other machines, milliseconds do not. Times are those of the processor, of start-up, server and batches
those of the clock, which a busy machine lengthens.

"""
PARTS = ("reading", "stamping", "startup", "functions", "in_browser", "batch", "portfolio")


def main() -> None:
    """Measure, print and write the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=main.__doc__)
    parser.add_argument("--files", type=int, default=1000, metavar="N", help="files of the batch")
    parser.add_argument("--growth", type=int, default=0, metavar="N", help="files for the growth of memory")
    parser.add_argument("--engagements", type=int, default=300, metavar="N", help="files of the portfolio")
    parser.add_argument("--rounds", type=int, default=15, metavar="N", help="rounds of everything else")
    parser.add_argument("--only", choices=PARTS, help="measure one part and write no report")
    arguments = parser.parse_args()
    before, started = _load(), time.monotonic()
    tables = [_told(title, lines) for title, lines in _sections(arguments)]
    took = f"It took {time.monotonic() - started:.0f} s; load average {before} before, {_load()} after."
    if arguments.only is None:
        REPORT.write_text(f"{ABOUT}{_machine()}\n{took}\n\n" + "\n".join(tables), encoding="utf-8")
    print(took)


def _sections(arguments: argparse.Namespace) -> Iterator[tuple[str, list[Line]]]:
    made = {
        "reading": lambda: reading.sections(arguments.rounds),
        "stamping": lambda: stamping.sections(arguments.rounds),
        "startup": lambda: startup.sections(arguments.rounds),
        "functions": lambda: functions.sections(arguments.rounds),
        "in_browser": in_browser.sections,
        "batch": lambda: batch.sections(arguments.files, arguments.growth),
        "portfolio": lambda: portfolio.sections(arguments.engagements),
    }
    for name in PARTS:
        if arguments.only in (None, name):
            yield from made[name]()


def _told(title: str, lines: list[Line]) -> str:
    """Print a section as soon as it is there, and return it."""
    text = table(title, lines)
    print(text, flush=True)
    return text


def _machine() -> str:
    """Return what the figures depend on, without names of the machine."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    versions = ", ".join(f"{name} {version(name)}" for name in OTHERS)
    where = f"{platform.system()} {platform.machine()}, {processors} processors"
    return (
        f"{platform.python_implementation()} {platform.python_version()} on {where}. {versions}{_office()}."
    )


def _office() -> str:
    office = shutil.which("soffice")
    if office is None:
        return "; without LibreOffice"
    version = subprocess.run([office, "--version"], capture_output=True, text=True, check=False).stdout
    return ", " + " ".join(version.split()[:2])


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if sys.platform != "win32" else "unknown"


if __name__ == "__main__":
    main()
