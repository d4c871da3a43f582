"""Very many mutants of valid submissions: each gets an answer, in time, and no wrong one is accepted.

    python -m tests.hostile.fuzz --mutants 200000 --seed 1 --jobs 2

What is held against every mutant:

1. It ends within a second or so as accepted, findings or unreadable with a code, never PG099.
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

from pocgate_xl.batch import Options, examine, own_catalog
from pocgate_xl.core.assessment import Assessment, assessment_to_json
from pocgate_xl.rules.base import FileProblem
from pocgate_xl.rules.findings import findings_of_file
from pocgate_xl.workbook.blueprint import Blueprint, blueprint_of
from pocgate_xl.workbook.formula_text import same_formula
from pocgate_xl.workbook.identify import Unidentified
from pocgate_xl.workbook.limits import Limits
from pocgate_xl.workbook.package import Package
from pocgate_xl.workbook.refused import Refused
from pocgate_xl.workbook.sheet_xml import SheetFacts, WorkbookFacts, read_workbook
from tests.hostile.mutations import Mutant, Original, mutant, original
from tests.hostile.other_editors import shared
from tests.hostile.shared_formulas import sharing
from tests.hostile.slow_reader import NotReadable, Place, SlowBook, SlowCell, SlowSheet, read_slowly
from tests.hostile.submission import bundle, part_of, submission

SECONDS = 10
SLOW = 2.0
AMBIGUOUS, CHANGED_TEXT, INTERNAL = "PG114", "PG108", "PG099"
RESULTS = frozenset({"PG111", "PG112", "PG113"})
OF_THE_FILE = ("file", "sha256", "findings", "outcome", "language")
FILLED = ("start", "scorecard", "checklist", "costs", "identity", "lists")
EMPTY = SlowCell(("blank", None), None)


class TooSlow(BaseException):
    """Stop a mutant that hangs; nothing in the package may catch this."""


class Wrong(NamedTuple):
    """Name one mutant for which something does not hold."""

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


class Base(NamedTuple):
    """Hold a valid submission, what it says, and what is compared with it."""

    original: Original
    slow: SlowBook
    assessment: dict[str, Any]
    blueprint: Blueprint


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
    return Base(original(content, sheets), read_slowly(content), plain, blueprint_of(bundle(), "en"))


def assessed(content: bytes) -> tuple[Assessment, WorkbookFacts | None]:
    """Assess bytes as a file's are; whatever is no refusal goes on as it is."""
    try:
        package = Package.from_bytes(content)
        with _noting_facts() as noted:
            return examine._assessed(package, Options()), noted[-1]
    except (Refused, Unidentified) as refused:
        problem = FileProblem(refused.kind, refused.detail)
        return Assessment.unreadable("", None, findings_of_file(problem, own_catalog())), None


@contextmanager
def _noting_facts() -> Iterator[list[WorkbookFacts]]:
    """Keep what is read on the way, rather than read it twice."""
    noted: list[WorkbookFacts] = []

    def noting(package: Package, limits: Limits) -> WorkbookFacts:
        noted.append(read_workbook(package, limits))
        return noted[-1]

    examine.read_workbook, before = noting, examine.read_workbook  # type: ignore[assignment]
    try:
        yield noted
    finally:
        examine.read_workbook = before


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
    begun = time.perf_counter()
    try:
        with watched():
            assessment, facts = assessed(made.content)
    except TooSlow:
        tally.wrong.append(Wrong(number, made.family, f"no answer in {SECONDS} s"))
        return
    except Exception as fault:
        tally.wrong.append(Wrong(number, made.family, f"{type(fault).__name__}: {fault}"))
        return
    seconds = time.perf_counter() - begun
    tally.slowest = max(tally.slowest, seconds)
    codes = [finding.code for finding in assessment.findings]
    tally.outcomes[made.family, assessment.outcome, codes[0] if codes else ""] += 1
    for what in _faults(base, made.content, assessment, facts, tally):
        tally.wrong.append(Wrong(number, made.family, what))


def _faults(
    base: Base, content: bytes, assessment: Assessment, facts: WorkbookFacts | None, tally: Tally
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
    yield from _differences(facts, slow)
    if assessment.outcome == "accepted":
        yield from _unexplained(base, slow, codes)
    if _same_answers(base, slow, codes):
        tally.unchanged += 1
        plain = _computed(assessment)
        yield from (f"{key} differs" for key in plain if plain[key] != base.assessment[key])
    else:
        tally.explained += 1


def _differences(facts: WorkbookFacts, slow: SlowBook) -> Iterator[str]:
    """Compare what was read fast with what was read slowly."""
    if [sheet.title for sheet in facts.sheets] != [sheet.title for sheet in slow.sheets]:
        yield "other sheets"
        return
    if {name.casefold(): ref for name, ref in facts.names.items()} != slow.names:
        yield "other names"
    if facts.date1904 != slow.date1904:
        yield "another date system"
    for fast, slowly in zip(facts.sheets, slow.sheets, strict=True):
        if not fast.ambiguous:
            yield from _sheet_differences(fast, slowly)


def _sheet_differences(fast: SheetFacts, slow: SlowSheet) -> Iterator[str]:
    if fast.cells.keys() != slow.cells.keys():
        yield f"other cells of {fast.title}: {sorted(fast.cells.keys() ^ slow.cells.keys())[:5]}"
    for place in fast.cells.keys() & slow.cells.keys():
        cell, other = fast.cells[place], slow.cells[place]
        if (cell.kind, cell.value) != other.value:
            yield f"{fast.title} {place}: {cell.kind} {cell.value!r}, not {other.value!r}"
        if other.formula != "special" and cell.formula != other.formula:
            yield f"{fast.title} {place}: {cell.formula!r}, not {other.formula!r}"
    if len(fast.merges) > len(slow.merges):
        yield f"more merges in {fast.title}"


def _unexplained(base: Base, slow: SlowBook, codes: set[str]) -> Iterator[str]:
    """Yield what was changed in an accepted workbook although nobody may."""
    blueprint = base.blueprint
    for name in blueprint.names:
        if slow.names.get(name) != base.slow.names.get(name):
            yield f"name {name}: {slow.names.get(name)}"
    for id_, title in blueprint.titles.items():
        was, is_ = base.slow.sheet(title), slow.sheet(title)
        if was is None or is_ is None:
            yield f"sheet {title} is gone"
            continue
        yield from _changed_formulas(blueprint, id_, was, is_)
        if CHANGED_TEXT not in codes:
            yield from _changed_texts(blueprint, id_, was, is_)
    if not codes & RESULTS:
        yield from _changed_results(base, slow)


def _changed_formulas(blueprint: Blueprint, id_: str, was: SlowSheet, is_: SlowSheet) -> Iterator[str]:
    for place, _ in blueprint.formulas[id_]:
        before, after = was.cells[place].formula, is_.cells.get(place, EMPTY).formula
        special = "special" in (before, after)
        if after is None or before is None or not (special or same_formula(after, before)):
            yield f"formula {was.title} {place}: {after}"


def _changed_texts(blueprint: Blueprint, id_: str, was: SlowSheet, is_: SlowSheet) -> Iterator[str]:
    for place, _ in blueprint.literals.get(id_, ()):
        before, after = was.cells[place].value, is_.cells.get(place, EMPTY).value
        if before != after and str(before[1]).split() != str(after[1]).split():
            yield f"text {was.title} {place}: {after}"


def _changed_results(base: Base, slow: SlowBook) -> Iterator[str]:
    """Yield results that show something else although the answers are the same."""
    if not _same_answers(base, slow, set()):
        return
    for name in base.blueprint.outputs:
        area = base.blueprint.names[name]
        title = base.blueprint.titles[area.sheet]
        before, after = _cell(base.slow, title, area.first), _cell(slow, title, area.first)
        if not _shows_alike(before.value[1], after.value[1]):
            yield f"result {name}: {after.value}"


def _shows_alike(before: object, after: object) -> bool:
    if isinstance(before, float) and isinstance(after, float):
        return abs(before - after) <= 0.02 or abs(before - after) <= 1e-9 * abs(before)
    return (before or "") == (after or "")


def _cell(book: SlowBook, title: str, place: Place) -> SlowCell:
    sheet = book.sheet(title)
    return EMPTY if sheet is None else sheet.cells.get(place, EMPTY)


def _same_answers(base: Base, slow: SlowBook, codes: set[str]) -> bool:
    """Say whether every cell that is read reads as before, and is where it was."""
    if slow.date1904 != base.slow.date1904 or _merges(slow) != _merges(base.slow):
        return False
    blueprint = base.blueprint
    return all(
        slow.names.get(name) == base.slow.names.get(name)
        and all(
            _alike(
                _cell(base.slow, blueprint.titles[area.sheet], p),
                _cell(slow, blueprint.titles[area.sheet], p),
            )
            for p in _places(area.first, area.last)
        )
        for name, area in blueprint.names.items()
        if name in blueprint.fields or name in {block.name for block in blueprint.blocks}
    )


def _merges(book: SlowBook) -> list[frozenset[str]]:
    return [sheet.merges for sheet in book.sheets]


def _places(first: Place, last: Place) -> Iterator[Place]:
    return ((row, column) for row in range(first[0], last[0] + 1) for column in range(first[1], last[1] + 1))


def _alike(before: SlowCell, after: SlowCell) -> bool:
    return before.value == after.value and before.formula == after.formula


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


def run_shared(seed: int, mutants: int, jobs: int, size: int = 1000) -> Iterator[Tally]:
    """Judge mutants in several processes; yield what each share gave."""
    spans = [(first, min(first + size, mutants)) for first in range(0, mutants, size)]
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(partial(_run_share, seed), spans)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.fuzz")
    parser.add_argument("--mutants", type=int, default=20_000)
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
    for tally in run_shared(given.seed, given.mutants, given.jobs):
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
