"""Run mutants of every formula against the oracle: what survives is not proven.

`python -m tests.engines.mutation [--sample N] [--sheet ID ...] [--again REPORT] [--jobs N] [--thorough]
[--witnesses FILE]`
says how many mutants of each kind were noticed, which cannot be, and which nobody noticed.
`--again REPORT` tries all mutants of the formulas of which an earlier report lists one.
`--witnesses FILE` begins with the submission that noticed a mutant the last time, and goes on with a run
that was ended.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path

from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.templates.files import builtin_home, builtin_names
from pocgate_xl.templates.loader import load_bundle
from tests.engines.equivalents import reason_of
from tests.engines.mutants import Mutant
from tests.engines.mutation_run import MutationRun
from tests.engines.places import Places
from tests.engines.witnesses import Witnesses, keys_of


@dataclass
class Report:
    total: Counter[str] = field(default_factory=Counter)
    killed: Counter[str] = field(default_factory=Counter)
    equivalent: list[tuple[Mutant, str]] = field(default_factory=list)
    survivors: list[Mutant] = field(default_factory=list)
    mistaken: list[tuple[Mutant, str]] = field(default_factory=list)
    """Mutants that are listed as equivalent and were noticed all the same."""


def report_of(places: Places, mutants: Sequence[Mutant], left: set[int]) -> Report:
    report = Report()
    for mutant in mutants:
        reason = reason_of(mutant, places)
        report.total[mutant.kind] += 1
        if id(mutant) not in left:
            report.killed[mutant.kind] += 1
            if reason:
                report.mistaken.append((mutant, reason))
        elif reason:
            report.equivalent.append((mutant, reason))
        else:
            report.survivors.append(mutant)
    return report


def described(mutant: Mutant) -> str:
    return f"{cell_of(mutant)}  {mutant.marked}"


def cell_of(mutant: Mutant) -> str:
    return f"{mutant.node[0]}!{a1(mutant.node[1])}"


def listed(mutants: Sequence[Mutant], report: str) -> list[Mutant]:
    """Return all mutants of the formulas of which a report lists one, as the formulas are now."""
    cells = set(re.findall(r"^(?:survived|noticed though listed): (\S+)  ", report, re.MULTILINE))
    return [mutant for mutant in mutants if cell_of(mutant) in cells]


def print_report(report: Report) -> None:
    equivalent = Counter(mutant.kind for mutant, _ in report.equivalent)
    survivors = Counter(mutant.kind for mutant in report.survivors)
    print(f"{'kind':<12} {'mutants':>8} {'killed':>8} {'equivalent':>11} {'survivors':>10}")
    for kind, count in sorted(report.total.items()):
        print(f"{kind:<12} {count:>8} {report.killed[kind]:>8} {equivalent[kind]:>11} {survivors[kind]:>10}")
    print(
        f"{'all':<12} {report.total.total():>8} {report.killed.total():>8} {equivalent.total():>11} "
        f"{survivors.total():>10}"
    )
    for reason, count in Counter(reason for _, reason in report.equivalent).most_common():
        print(f"  {count:>5}  {reason}")
    for mutant in report.survivors:
        print("survived:", described(mutant))
    for mutant, reason in report.mistaken:
        print("noticed though listed:", described(mutant), "--", reason)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="only so many mutants, drawn from all")
    parser.add_argument("--sheet", nargs="+", help="only formulas of these sheets")
    parser.add_argument("--again", type=Path, help="only formulas of which a report lists some mutant")
    parser.add_argument("--jobs", type=int, default=1, help="processes among which the mutants are divided")
    parser.add_argument(
        "--thorough", action="store_true", help="try what cannot be noticed on every submission, not on few"
    )
    parser.add_argument(
        "--witnesses", type=Path, help="begin with what is known from earlier runs, and note what is found"
    )
    asked = parser.parse_args()
    built_in = load_bundle(builtin_home() / builtin_names()[0])
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        run = MutationRun(built_in, Path(folder))
        mutants = _asked(run, asked)
        parts = range(asked.jobs)
        with ProcessPoolExecutor(asked.jobs) as pool:
            left = [number for part in pool.map(_survivors, repeat(asked), parts) for number in part]
        report = report_of(run.places, mutants, {id(mutants[number]) for number in left})
    if asked.witnesses:
        _gather(run, asked.witnesses, parts)
    print_report(report)
    print(f"{len(run.trials)} submissions, {time.perf_counter() - started:.0f} s")
    return 1 if report.survivors or report.mistaken else 0


def _part(file: Path, part: int) -> Path:
    return file.with_name(f"{file.name}.{part}")


def _witnesses(run: MutationRun, file: Path) -> Witnesses:
    """Return what a file says, and what processes have written beside it that were ended."""
    witnesses = Witnesses(keys_of(run.mutants()), (trial.drawn for trial in run.trials))
    for each in (file, *sorted(file.parent.glob(f"{file.name}.[0-9]*"))):
        witnesses.read(each)
    return witnesses


def _gather(run: MutationRun, file: Path, parts: Iterable[int]) -> None:
    _witnesses(run, file).write(file)
    for part in parts:
        _part(file, part).unlink(missing_ok=True)


def _asked(run: MutationRun, asked: argparse.Namespace) -> list[Mutant]:
    """Return the mutants that are to be tried; every process finds the same."""
    mutants = [m for m in run.mutants() if not asked.sheet or m.node[0] in asked.sheet]
    if asked.again:
        mutants = listed(mutants, asked.again.read_text(encoding="utf-8"))
    if asked.sample:
        mutants = random.Random(0).sample(mutants, min(asked.sample, len(mutants)))
    return mutants


def _survivors(asked: argparse.Namespace, part: int) -> list[int]:
    """Try every so many mutants in this process; return the numbers of those that nothing tells."""
    with tempfile.TemporaryDirectory() as folder:
        run = MutationRun(load_bundle(builtin_home() / builtin_names()[0]), Path(folder))
        mutants = _asked(run, asked)
        mine = dict(list(enumerate(mutants))[part :: asked.jobs])
        rarely = set() if asked.thorough else {id(m) for m in mine.values() if reason_of(m, run.places)}
        witnesses = _witnesses(run, asked.witnesses) if asked.witnesses else None

        def keep(told: str) -> None:
            if witnesses:
                witnesses.write(_part(asked.witnesses, part), map(id, mine.values()))
            print(f"\r{part}: {told} ", end="", file=sys.stderr)

        left = run.survivors(list(mine.values()), rarely, witnesses, keep)
    return [number for number, mutant in mine.items() if id(mutant) in left]


if __name__ == "__main__":
    raise SystemExit(main())
