"""What a portfolio amounts to: counts, sums and averages over its engagements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

import pandas as pd

from ..core.fields import DECISIONS, LEVELS
from ..core.money import EXACT
from ..core.rule_of_thumb import LARGEST_RATIO
from ..core.template import Span, Template
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
    """The figures of a portfolio; counts are in descending order, ties in template order."""

    engagements: int
    decisions: Mapping[str, int]
    initial: Sum
    run_rate: Sum
    benefit: Sum
    ratings: Mapping[str, float | None]
    """Average rating of each criterion among those given."""
    causes: Mapping[str, int]
    """How many engagements are highly exposed to each cause."""
    open_items: Mapping[str, int]
    """How many engagements have each item open."""
    tax: Mix
    labour: Mix


def roll_up(entries: Sequence[Entry], template: Template) -> Rollup:
    """Aggregate ranked engagements of one template."""
    frame = engagement_frame(entries, template)
    summed = [entry for entry in entries if any(getattr(entry, name) for name in MONEY)]
    sums = {name: _sum(frame, name) for name in MONEY}
    return Rollup(
        engagements=len(frame),
        decisions={str(code): int(n) for code, n in frame["decision"].value_counts(sort=False).items()},
        ratings={id_: _mean(frame[f"rating_{id_}"]) for id_ in template.criterion_ids},
        causes=_descending({c.id: int((frame[f"cause_{c.id}"] == "high").sum()) for c in template.causes}),
        open_items=_descending({i.id: int(frame[f"open_{i.id}"].sum()) for i in template.items}),
        tax=_mix(entry.assessment.recorded.tax_included for entry in summed),
        labour=_mix(entry.assessment.recorded.internal_labour for entry in summed),
        **sums,
    )


def _mix(answers: Iterable[bool | None]) -> Mix:
    counts = Counter(answers)
    return Mix(counts[True], counts[False], counts[None])


def engagement_frame(entries: Sequence[Entry], template: Template) -> pd.DataFrame:
    """Return one typed row an engagement, in rank order; money stays exact as Decimal objects."""
    columns: dict[str, object] = {
        "engagement": pd.array([e.assessment.engagement.id for e in entries], dtype="string"),
        "organization": pd.array([e.assessment.engagement.organization for e in entries], dtype="string"),
        "decision": pd.Categorical([e.assessment.decision for e in entries], DECISIONS, ordered=True),
        "total": pd.array([e.assessment.scorecard.total for e in entries], dtype="Int64"),
        "completeness": pd.array(
            [float(e.assessment.checklist.completeness) for e in entries], dtype="Float64"
        ),
        "payback_months": pd.array([_as_float(e.payback) for e in entries], dtype="Float64"),
    }
    columns |= _money_columns(entries) | _evidence_columns(entries, template)
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


def _as_float(number: Fraction | None) -> float | None:
    """Return a number for statistics; one that no float can hold is missing."""
    return None if number is None or abs(number) > LARGEST_RATIO else float(number)


def _bound(span: Span | None, bound: str) -> Decimal | None:
    return None if span is None else getattr(span, bound)


def _evidence_columns(entries: Sequence[Entry], template: Template) -> dict[str, object]:
    """Return ratings, levels of causes and open items; what a template version lacks is missing."""
    found = [entry.assessment for entry in entries]
    columns: dict[str, object] = {}
    for id_ in template.criterion_ids:
        columns[f"rating_{id_}"] = pd.array([a.scorecard.ratings.get(id_) for a in found], dtype="Int64")
    for cause in template.causes:
        levels = [a.causes[cause.id].level if cause.id in a.causes else None for a in found]
        columns[f"cause_{cause.id}"] = pd.Categorical(levels, LEVELS)
    for item in template.items:
        columns[f"open_{item.id}"] = pd.array([item.id in a.checklist.open for a in found], dtype="boolean")
    return columns


def _sum(frame: pd.DataFrame, name: str) -> Sum:
    known = frame[[f"{name}_low", f"{name}_high"]].dropna()
    with localcontext(EXACT):
        low, high = (sum(known[f"{name}_{bound}"], Decimal(0)) for bound in ("low", "high"))
    return Sum(Span(low, high), len(known))


def _mean(ratings: pd.Series) -> float | None:
    mean = ratings.mean()
    return None if pd.isna(mean) else float(mean)


def _descending(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: -pair[1]))
