"""What moved since an earlier run, read from its report of one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from ..core.template import Span
from ..errors import PocgateError
from ..records import dataclass
from .cash import NOTHING
from .entries import Entry
from .exchange import applied, converted
from .ranking import COUNTED, precedence
from .terms import Rate

MoveKind = Literal["new", "gone", "moved", "same"]

SPENT = ("initial", "contingency")
"""The sums of a budget that its roadmap takes."""
REMEDY = "Give the report of an earlier `pocgate check --format jsonl`."


@dataclass(frozen=True, slots=True)
class RunResult:
    """What an engagement came to in one run; its cost is in the portfolio's currency."""

    decision: str
    total: int
    cleared: int
    cost: Fraction | None
    committee: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """An engagement in both runs; None in that in which it does not count."""

    id: str
    then: RunResult | None
    now: RunResult | None

    @property
    def kind(self) -> MoveKind:
        if self.then is None:
            return "new"
        if self.now is None:
            return "gone"
        return "same" if self.then == self.now else "moved"


def moves_since(entries: Iterable[Entry], then: Mapping[str, RunResult]) -> tuple[Move, ...]:
    """Return one move an engagement with an id: those of now in their order, then those that are gone."""
    now = {entry.id: _now(entry) for entry in entries if entry.id}
    gone = sorted(then.keys() - now.keys())
    return tuple(Move(id_, then.get(id_), now.get(id_)) for id_ in (*now, *gone))


def _now(entry: Entry) -> RunResult:
    found = entry.assessment
    return RunResult(
        found.decision, found.scorecard.total, found.checklist.cleared, entry.cost, found.committee.decision
    )


def run_results(
    lines: Iterable[str], template: str, home: str, rates: Mapping[str, Rate]
) -> dict[str, RunResult]:
    """Return what each engagement of a template came to in an earlier run, at the rates of now.

    PocgateError where a line is no assessment; an engagement without an id cannot be found again.
    """
    lines = list(lines)
    if not any(map(str.strip, lines)):
        raise PocgateError("The earlier run is empty.", REMEDY)
    best: dict[str, tuple[tuple[Any, ...], RunResult]] = {}
    for number, line in enumerate(lines, 1):
        try:
            found = _earlier(json.loads(line), template, home, rates)
        except (ValueError, KeyError, TypeError, ArithmeticError) as error:
            raise PocgateError(f"Line {number} of the earlier run is not an assessment.", REMEDY) from error
        if found is not None:
            id_, place, result = found
            best[id_] = min(best.get(id_, (place, result)), (place, result), key=lambda each: each[0])
    return {id_: result for id_, (_, result) in best.items()}


def _earlier(
    said: Mapping[str, Any], template: str, home: str, rates: Mapping[str, Rate]
) -> tuple[str, tuple[Any, ...], RunResult] | None:
    """Return the engagement of a line, what ranks it among its files, and what it came to."""
    if said["outcome"] not in COUNTED or said["template"]["id"] != template:
        return None
    engagement = said["engagement"]
    if not engagement["id"]:
        return None
    day = engagement["assessment_date"]
    place = precedence(engagement["revision"], day and date.fromisoformat(day))
    return engagement["id"], (*place, said["sha256"] or "", said["file"]), _then(said, home, rates)


def _then(said: Mapping[str, Any], home: str, rates: Mapping[str, Rate]) -> RunResult:
    own = said["engagement"]["yen_per_unit"]
    rate = applied(said["costs"]["currency"], own and Decimal(own), home, rates)
    budget = said["costs"]["budget"]
    highest = [budget[name] and converted(Span(*map(Decimal, budget[name])), rate) for name in SPENT]
    known = [Fraction(span.high) for span in highest if span]
    cost = sum(known, NOTHING) if len(known) == len(SPENT) else None
    return RunResult(
        str(said["decision"]),
        int(said["scorecard"]["total"]),
        int(said["checklist"]["cleared"]),
        cost,
        said["committee"]["decision"],
    )
