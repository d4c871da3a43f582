"""What a portfolio amounts to: counts and sums over its engagements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, localcontext

import pandas as pd

from ..core.fields import DECISIONS
from ..core.money import EXACT
from ..core.template import Span
from ..records import dataclass
from .entries import Entry

MONEY = ("initial", "run_rate", "benefit")


@dataclass(frozen=True, slots=True)
class Sum:
    """Add up what is known; `known` says of how many engagements."""

    span: Span
    known: int


@dataclass(frozen=True, slots=True)
class Mix:
    """How many engagements in a sum include something in their amounts, do not, or do not say."""

    included: int
    excluded: int
    unsaid: int

    @property
    def mixed(self) -> bool:
        """Say whether amounts were added up that do not mean the same, as far as anybody says."""
        return sum(map(bool, (self.included, self.excluded, self.unsaid))) > 1


@dataclass(frozen=True, slots=True)
class Rollup:
    """The figures of a portfolio; decisions are in the order of the domain."""

    engagements: int
    decisions: Mapping[str, int]
    initial: Sum
    run_rate: Sum
    benefit: Sum
    tax: Mix
    labour: Mix


def roll_up(entries: Sequence[Entry]) -> Rollup:
    """Aggregate ranked engagements."""
    frame = engagement_frame(entries)
    summed = [entry for entry in entries if any(getattr(entry, name) for name in MONEY)]
    sums = {name: _sum(frame, name) for name in MONEY}
    return Rollup(
        engagements=len(frame),
        decisions={str(code): int(n) for code, n in frame["decision"].value_counts(sort=False).items()},
        tax=_mix(entry.assessment.recorded.tax_included for entry in summed),
        labour=_mix(entry.assessment.recorded.internal_labour for entry in summed),
        **sums,
    )


def _mix(answers: Iterable[bool | None]) -> Mix:
    counts = Counter(answers)
    return Mix(counts[True], counts[False], counts[None])


def engagement_frame(entries: Sequence[Entry]) -> pd.DataFrame:
    """Return one typed row an engagement, in rank order; money stays exact as Decimal objects."""
    decisions = pd.Categorical([e.assessment.decision for e in entries], DECISIONS, ordered=True)
    columns: dict[str, object] = {"decision": decisions, **_money_columns(entries)}
    return pd.DataFrame(columns, index=pd.RangeIndex(1, len(entries) + 1, name="rank"))


def _money_columns(entries: Sequence[Entry]) -> dict[str, pd.Series]:
    bounds = [(name, bound) for name in MONEY for bound in ("low", "high")]
    return {
        f"{name}_{bound}": pd.Series(
            [_bound(getattr(entry, name), bound) for entry in entries],
            index=pd.RangeIndex(1, len(entries) + 1),
            dtype=object,
        )
        for name, bound in bounds
    }


def _bound(span: Span | None, bound: str) -> Decimal | None:
    return None if span is None else getattr(span, bound)


def _sum(frame: pd.DataFrame, name: str) -> Sum:
    known = frame[[f"{name}_low", f"{name}_high"]].dropna()
    with localcontext(EXACT):
        low, high = (sum(known[f"{name}_{bound}"], Decimal(0)) for bound in ("low", "high"))
    return Sum(Span(low, high), len(known))
