"""Very many mutants of valid submissions: each gets an answer, in time, and no wrong one is accepted.

    python -m tests.hostile.fuzz --mutants 200000 --seed 1 --jobs 2

What is held against every mutant:

1. It ends within seconds as accepted, incomplete, findings or unreadable with a code, never PG099.
2. Where it is read and nothing in it is called ambiguous, every cell, name and sheet is what zipfile
   and ElementTree read in it too.
3. Where it is accepted, all that nobody may change is as it was: names, formulas, constants; and texts,
   unless the finding about texts says otherwise. Results that show something else are told.
4. Where the cells of all answers read as before, the responses and the assessment are as before.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from types import FrameType
from typing import Any, NamedTuple
from unittest.mock import patch

from pocgate_xl.batch import Options, check, own_catalog
from pocgate_xl.core.assessment import Assessment, assessment_to_json
from pocgate_xl.opc.limits import Limits
from pocgate_xl.opc.package import Package
from pocgate_xl.opc.refusal import Refused
from pocgate_xl.rules.base import FileProblem
from pocgate_xl.rules.findings import findings_of_file
from pocgate_xl.spreadsheetml.reader import RawWorkbook, read_workbook
from pocgate_xl.workbook.submission.expected import expected_of
from pocgate_xl.workbook.submission.origins.identity import Unidentified
from tests.hostile.fuzz_oracle import Base, differences, same_answers, unexplained
from tests.hostile.mutations import Mutant, mutant, original
from tests.hostile.other_editors import shared
from tests.hostile.shared_formulas import sharing
from tests.hostile.slow_reader import NotReadable, read_slowly
from tests.hostile.submission import bundle, part_of, submission

SECONDS = 10
SLOW = 5.0
AMBIGUOUS, INTERNAL = "PG114", "PG099"
OF_THE_FILE = ("file", "sha256", "findings", "outcome", "language")
FILLED = ("start", "scorecard", "checklist", "costs", "identity", "lists")


class TooSlow(BaseException):
    """Stop a mutant that hangs; nothing in the package may catch this."""


class Wrong(NamedTuple):
    """One mutant for which something does not hold."""

    number: int
    family: str
    what: str


@dataclass
class Tally:
    outcomes: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """By family, outcome and first code."""
    unchanged: int = 0
    explained: int = 0
    wrong: list[Wrong] = field(default_factory=list)
    slowest: float = 0.0

    def add(self, other: Tally) -> None:
        self.outcomes.update(other.outcomes)
        self.unchanged += other.unchanged
        self.explained += other.explained
        self.wrong.extend(other.wrong)
        self.slowest = max(self.slowest, other.slowest)


@cache
def bases() -> tuple[Base, ...]:
    """Return the submission as we write it, and as Excel would: shared strings and formulas."""
    own = submission()
    sheets = [part_of(sheet) for sheet in FILLED]
    ours = _base(own, sheets)
    return ours, ours, _base(sharing(shared(own)), [*sheets, "xl/sharedStrings.xml"])


def _base(content: bytes, sheets: list[str]) -> Base:
    assessment, _ = assessed(content)
    assert assessment.outcome == "accepted"
    plain = _computed(assessment)
    return Base(original(content, sheets), read_slowly(content), plain, expected_of(bundle(), "en"))


def assessed(content: bytes) -> tuple[Assessment, RawWorkbook | None]:
    """Assess bytes as a file's are; whatever is no refusal goes on as it is."""
    try:
        package = Package.from_bytes(content)
        with _noting_facts() as noted:
            return check._assessed(package, Options()), noted[-1]
    except (Refused, Unidentified) as refused:
        problem = FileProblem(refused.kind, refused.detail)
        return Assessment.unreadable("", None, findings_of_file(problem, own_catalog())), None


@contextmanager
def _noting_facts() -> Iterator[list[RawWorkbook]]:
    """Keep what is read on the way, rather than read it twice."""
    noted: list[RawWorkbook] = []

    def noting(package: Package, limits: Limits, whole: bool = False) -> RawWorkbook:
        noted.append(read_workbook(package, limits, whole))
        return noted[-1]

    with patch.object(check, "read_workbook", noting):
        yield noted


def _computed(assessment: Assessment) -> dict[str, Any]:
    plain = assessment_to_json(assessment)
    return {key: value for key, value in plain.items() if key not in OF_THE_FILE}


@contextmanager
def watched() -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def judge(number: int, base: Base, made: Mutant, tally: Tally) -> None:
    """Check one mutant and note what does not hold."""
    begun = time.process_time()
    try:
        with watched():
            assessment, facts = assessed(made.content)
    except TooSlow:
        tally.wrong.append(Wrong(number, made.family, f"no answer in {SECONDS} s"))
        return
    except Exception as fault:
        tally.wrong.append(Wrong(number, made.family, f"{type(fault).__name__}: {fault}"))
        return
    seconds = time.process_time() - begun
    tally.slowest = max(tally.slowest, seconds)
    codes = [finding.code for finding in assessment.findings]
    tally.outcomes[made.family, assessment.outcome, codes[0] if codes else ""] += 1
    for what in _faults(base, made.content, assessment, facts, tally):
        tally.wrong.append(Wrong(number, made.family, what))


def _faults(
    base: Base, content: bytes, assessment: Assessment, facts: RawWorkbook | None, tally: Tally
) -> Iterator[str]:
    codes = {finding.code for finding in assessment.findings}
    if assessment.outcome == "unreadable":
        if len(codes) != 1 or INTERNAL in codes:
            yield f"unreadable with {codes}"
        return
    assert facts is not None
    if content == base.original.content:
        tally.unchanged += 1
    if AMBIGUOUS in codes:
        return
    try:
        slow = read_slowly(content)
    except NotReadable as error:
        yield f"read here alone ({assessment.outcome}): {error}"
        return
    yield from differences(facts, slow)
    if assessment.outcome in ("accepted", "incomplete", "not_started"):
        yield from unexplained(base, slow, codes)
    if same_answers(base, slow, codes):
        tally.unchanged += 1
        plain = _computed(assessment)
        yield from (f"{key} differs" for key in plain if plain[key] != base.assessment[key])
    else:
        tally.explained += 1


def run(seed: int, first: int, last: int, families: frozenset[str] = frozenset()) -> Tally:
    """Judge the mutants of these numbers."""
    tally = Tally()
    for number in range(first, last):
        base = bases()[number % len(bases())]
        made = mutant(base.original, seed, number)
        if not families or made.family in families:
            judge(number, base, made, tally)
    return tally


def _run_share(seed: int, span: tuple[int, int]) -> Tally:
    return run(seed, *span)


def run_shared(seed: int, mutants: int, jobs: int, size: int = 1000, begin: int = 0) -> Iterator[Tally]:
    """Judge mutants in several processes, from the number `begin` on; yield what each share gave."""
    spans = [(first, min(first + size, mutants)) for first in range(begin, mutants, size)]
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(partial(_run_share, seed), spans)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.fuzz")
    parser.add_argument("--mutants", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0, help="go on from this mutant")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument(
        "--one", type=int, help="judge the mutant of this number alone, and write it to --out"
    )
    parser.add_argument("--out", help="file for --one")
    given = parser.parse_args()
    if given.one is not None:
        return _one(given.seed, given.one, given.out)
    total = Tally()
    for tally in run_shared(given.seed, given.mutants, given.jobs, begin=given.first):
        total.add(tally)
        print(f"\r{total.outcomes.total()} mutants, {len(total.wrong)} wrong", end="", file=sys.stderr)
    print(file=sys.stderr)
    print(summary(total))
    return 1 if total.wrong else 0


def _one(seed: int, number: int, out: str | None) -> int:
    base = bases()[number % len(bases())]
    made = mutant(base.original, seed, number)
    if out:
        with open(out, "wb") as file:
            file.write(made.content)
    tally = Tally()
    judge(number, base, made, tally)
    print(summary(tally))
    return 1 if tally.wrong else 0


def summary(tally: Tally) -> str:
    """Return counts by family and outcome, then everything that is wrong."""
    by_outcome: dict[str, Counter[str]] = {}
    for (family, outcome, _), count in tally.outcomes.items():
        by_outcome.setdefault(family, Counter())[outcome] += count
    lines = [json.dumps({"mutants": tally.outcomes.total(), "read as before": tally.unchanged,
                         "explained by changed answers": tally.explained, "wrong": len(tally.wrong),
                         "slowest seconds": round(tally.slowest, 3)})]  # fmt: skip
    lines += [f"{family}: {dict(sorted(found.items()))}" for family, found in sorted(by_outcome.items())]
    codes = Counter[str]()
    for (_, outcome, code), count in tally.outcomes.items():
        codes[f"{outcome} {code}".strip()] += count
    lines.append(", ".join(f"{code} {count}" for code, count in codes.most_common()))
    lines += [f"WRONG {each.number} ({each.family}): {each.what}" for each in tally.wrong[:200]]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
