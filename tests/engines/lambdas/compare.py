"""Hold what engines show against what calls must show.

`python -m tests.engines.lambdas.compare [--calls N] [--engine ENGINE ...] [--only NOUN ...] [--vectors]` says
how many calls of each function were compared and which differ; `--vectors` rates in every way there is.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from itertools import product

from pocgate_xl.templates.loader import Bundle, find_template
from pocgate_xl.workbook.layout.lambdas import NamedFormula, formulas_of
from tests.engines.lambdas.draw import ARGUMENTS
from tests.engines.lambdas.edges import calls_of
from tests.engines.lambdas.oracle import Oracle
from tests.engines.lambdas.sheet import ENGINES, Argument, Call, Error, Shown, shown
from tests.engines.lambdas.truth import differs, truth_of

Difference = tuple[Call, Shown, Shown | Error]
AT_ONCE = 100
"""Calls on one sheet: engines become slow on sheets of many rows."""
OF_RATINGS = ("TOTAL", "RANGE", "VERDICT", "REACHABLE", "CONCERNS", "IMPROVEMENTS")


def differences(
    engine: str, bundle: Bundle, language: str, names: Sequence[NamedFormula], calls: Sequence[Call]
) -> list[Difference]:
    """Return the calls that show anything else than they must, with both."""
    oracle, found = Oracle(bundle, language), []
    for first in range(0, len(calls), AT_ONCE):
        some = calls[first : first + AT_ONCE]
        for call, rows in zip(some, shown(ENGINES[engine](names), some), strict=True):
            truth = truth_of(oracle, call)
            if differs(rows, truth):
                found.append((call, rows, truth))
    return found


def every_rating(bundle: Bundle, noun: str) -> Iterator[Call]:
    """Yield a call for each way in which all criteria can be rated."""
    scale = bundle.template.scale
    for ratings in product(map(float, scale.ratings), repeat=len(bundle.template.criteria)):
        yield Call(noun, (Argument([list(ratings)]),))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=400, help="drawn calls of each function")
    parser.add_argument("--engine", nargs="+", choices=tuple(ENGINES), default=tuple(ENGINES))
    parser.add_argument("--only", nargs="+", default=tuple(ARGUMENTS), help="only these functions")
    parser.add_argument("--lang", default="en", help="language of the workbook")
    parser.add_argument("--vectors", action="store_true", help="rate in every way there is, instead")
    asked = parser.parse_args()
    bundle, wrong, compared = find_template(""), 0, 0
    names, started = formulas_of(bundle, asked.lang), time.perf_counter()
    for engine in asked.engine:
        for noun in asked.only:
            if asked.vectors and noun not in OF_RATINGS:
                continue
            calls = calls_of(bundle, noun, asked.calls)
            calls = list(every_rating(bundle, noun)) if asked.vectors else calls
            found = differences(engine, bundle, asked.lang, names, calls)
            compared, wrong = compared + len(calls), wrong + len(found)
            print(f"{engine:<9} {noun:<15} {len(calls):>6} calls {len(found):>4} differ", flush=True)
            for call, rows, truth in found[:3]:
                print("   ", call, "shows", rows, "and must show", truth)
    print(f"{compared} calls, {wrong} differ, {time.perf_counter() - started:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
