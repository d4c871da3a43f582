"""Measure everything and write docs/benchmarks.md: `python -m tests.benchmarks [--files N] [--rounds N]`."""

from __future__ import annotations

import argparse
import platform
from pathlib import Path

from . import batch, functions, reading, stamping, startup
from .runner import table

REPORT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
ABOUT = """# Benchmarks

Made by `python -m tests.benchmarks`. All contenders of a section run in turn, round after round, in
one process (start-up: one process each). Ratios are medians of the ratios of single rounds; they hold on
other machines, milliseconds do not. Times are those of the processor, of start-up, server and batches
those of the clock.

"""


def main() -> None:
    """Measure, print and write the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=main.__doc__)
    parser.add_argument("--files", type=int, default=1000, metavar="N", help="files of the batch")
    parser.add_argument("--rounds", type=int, default=15, metavar="N", help="rounds of everything else")
    arguments = parser.parse_args()
    found = [
        *reading.sections(arguments.rounds),
        *stamping.sections(arguments.rounds),
        *startup.sections(arguments.rounds),
        *functions.sections(arguments.rounds),
        *batch.sections(arguments.files),
    ]
    where = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}.\n\n"
    report = ABOUT + where + "\n".join(table(title, lines) for title, lines in found)
    print(report)
    REPORT.write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
