"""Run mutants of the library against what calls must show: what survives is not proven.

`python -m tests.engines.lambdas.mutation [--sample N] [--only NOUN ...] [--calls N] [--gate GATE]` says how
many mutants were noticed, which are excused and why, and which nobody noticed; it ends with 1 where there are
such.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import ironcalc

from pocgate_xl.templates.loader import Bundle, find_template
from pocgate_xl.workbook.layout.lambdas import NamedFormula, formulas_of
from tests.engines.gates import shifted
from tests.engines.lambdas.edges import calls_of
from tests.engines.lambdas.equivalents import reason_of
from tests.engines.lambdas.mutants import Mutant, mutants_of, users
from tests.engines.lambdas.oracle import Oracle
from tests.engines.lambdas.sheet import Error, Ironcalc, Shown, looked_at, written
from tests.engines.lambdas.truth import differs, truth_of

CALLS = 60
PANIC = "PanicException"
"""What ironcalc raises where it gives up, under no name that can be imported."""


@dataclass
class Trial:
    """Calls of one function in an open workbook, and what they must show."""

    engine: Ironcalc
    places: list[tuple[int, int]]
    truths: list[Shown | Error]
    broken: bool = False
    """Whether the engine panicked, as it does for days beyond its calendar."""
    changed: tuple[str, str] | None = None
    """The name that has another formula, and its own: it gets that back when another one is tried."""

    def notices(self, name: str, formula: str, original: str) -> bool:
        """Say whether any call shows something else with another formula under a name."""
        if self.changed and self.changed[0] != name:
            self._define(*self.changed)
        self.changed = name, original
        try:
            self._define(name, formula)
            self.engine.calculate()
        except ironcalc.WorkbookError:
            return True  # no formula at all
        except BaseException as fault:
            if type(fault).__name__ != PANIC:
                raise
            self.broken = True
            return True
        return self.wrong()

    def _define(self, name: str, formula: str) -> None:
        self.engine.model.update_defined_name(name, None, name, None, formula)

    def wrong(self) -> bool:
        pairs = zip(self.places, self.truths, strict=True)
        return any(differs(looked_at(self.engine, *place), truth) for place, truth in pairs)


@dataclass
class Run:
    """A library and trials of each of its functions."""

    bundle: Bundle
    language: str = "en"
    calls: int = CALLS
    trials: dict[str, Trial] = field(default_factory=dict)

    @property
    def library(self) -> tuple[NamedFormula, ...]:
        return formulas_of(self.bundle, self.language)

    def mutants(self) -> Iterator[Mutant]:
        for each in self.library:
            yield from mutants_of(self.library, each)

    def trial(self, noun: str) -> Trial:
        if noun not in self.trials or self.trials[noun].broken:
            self.trials[noun] = self._trial(noun)
        return self.trials[noun]

    def _trial(self, noun: str) -> Trial:
        engine, calls = Ironcalc(self.library), calls_of(self.bundle, noun, self.calls)
        places = written(engine, calls)
        engine.calculate()
        oracle = Oracle(self.bundle, self.language)
        trial = Trial(engine, places, [truth_of(oracle, call) for call in calls])
        assert not trial.wrong(), f"{noun} is wrong before any change"
        return trial

    def notices(self, mutant: Mutant) -> bool:
        original = next(each for each in self.library if each.name == mutant.name)
        nouns = users(self.library, mutant.name)
        return any(
            self.trial(noun).notices(mutant.name, mutant.formula.stored, original.stored) for noun in nouns
        )


def notices_all(run: Run, mutants: Sequence[Mutant]) -> int:
    """Try mutants and print what came of them; return how many were told wrongly or not at all."""
    kinds, killed, excused, left = Counter[str](), Counter[str](), Counter[str](), 0
    for mutant in mutants:
        kinds[mutant.kind] += 1
        noticed, reason = run.notices(mutant), reason_of(mutant)
        killed[mutant.kind] += noticed
        if noticed and reason:
            print("noticed though listed:", mutant.name, mutant.marked, "--", reason)
        elif not noticed and not reason:
            print("survived:", mutant.name, mutant.marked, flush=True)
        left += noticed == bool(reason)
        excused[reason] += bool(reason) and not noticed
    for kind, count in sorted(kinds.items()):
        print(f"{kind:<12} {count:>6} mutants {killed[kind]:>6} noticed")
    for reason, count in excused.most_common():
        if count:
            print(f"{count:>6} excused: {reason}")
    print(f"{kinds.total()} mutants, {killed.total()} noticed, {excused.total()} excused, {left} left")
    return left


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="only so many mutants, drawn from all")
    parser.add_argument("--only", nargs="+", help="only formulas of these names, without the prefix")
    parser.add_argument("--calls", type=int, default=CALLS, help="drawn calls of each function")
    parser.add_argument("--gate", choices=("built-in", "shifted"), default="built-in")
    asked = parser.parse_args()
    built_in, started = find_template(""), time.perf_counter()
    run = Run(shifted(built_in) if asked.gate == "shifted" else built_in, calls=asked.calls)
    mutants = [each for each in run.mutants() if not asked.only or each.formula.noun in asked.only]
    if asked.sample:
        mutants = random.Random(0).sample(mutants, min(asked.sample, len(mutants)))
    left = notices_all(run, mutants)
    print(f"{time.perf_counter() - started:.0f} s")
    return 1 if left else 0


if __name__ == "__main__":
    raise SystemExit(main())
