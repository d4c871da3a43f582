"""Contenders measured in alternation, so that whatever else a machine does strikes all of them alike."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

Contender = Callable[[], object]
TURN = 0.03
"""Seconds that a contender's turn should take at least."""
TELL_PEAK = """
import os, resource, sys
status = "/proc/self/status"  # elsewhere a process also counts what its parent was when it started it
if os.path.exists(status):
    print(next(line.split()[1] for line in open(status) if line.startswith("VmHWM")))
else:
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(size / 1024 if sys.platform == "darwin" else size)
"""
"""What a process ends with that tells its largest size, in KiB."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report: a figure, and whether it meets its goal (none: for comparison)."""

    subject: str
    figure: str
    goal: str = ""
    met: bool | None = None


def medians(
    contenders: Mapping[str, Contender], rounds: int, clock: Callable[[], float] = time.process_time
) -> dict[str, list[float]]:
    """Return milliseconds of each contender by round; quick ones run often enough for the clock.

    Nobody pays for the garbage of those before.
    """
    quick = {name: _timed(contender, 2, clock) for name, contender in contenders.items()}
    repeats = {name: max(1, round(TURN / seconds)) for name, seconds in quick.items()}
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            gc.collect()
            times[name].append(_timed(contender, repeats[name], clock) * 1000)
    return times


def _timed(contender: Contender, times: int, clock: Callable[[], float]) -> float:
    """Return the seconds that one run takes; the first of all is not measured."""
    contender()
    before = clock()
    for _ in range(times):
        contender()
    return max(clock() - before, 1e-6) / times


def ratio(times: Mapping[str, Sequence[float]], slow: str, fast: str) -> float:
    """Return the median of the ratios, round by round."""
    return statistics.median(s / f for s, f in zip(times[slow], times[fast], strict=True))


def at_least(subject: str, found: float, goal: float) -> Line:
    return Line(subject, f"{found:.3g}×", f"≥ {goal:g}×", found >= goal)


def at_most(subject: str, found: float, goal: float, unit: str = "×") -> Line:
    return Line(subject, f"{found:.3g}{unit}", f"≤ {goal:g}{unit}", found <= goal)


def milliseconds(times: Mapping[str, Sequence[float]]) -> Iterable[Line]:
    """Yield the median of every contender."""
    for name, found in times.items():
        yield Line(name, f"{statistics.median(found):.3g} ms")


def table(title: str, lines: Iterable[Line]) -> str:
    """Return a section of the report in Markdown."""
    rows = [f"## {title}", "", "| | measured | goal | |", "|---|---|---|---|"]
    for line in lines:
        mark = "" if line.met is None else "met" if line.met else "**missed**"
        rows.append(f"| {line.subject} | {line.figure} | {line.goal} | {mark} |")
    return "\n".join((*rows, ""))
