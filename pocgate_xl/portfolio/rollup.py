"""What a portfolio amounts to: counts and sums over its engagements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, localcontext

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
    summed = [entry for entry in entries if any(getattr(entry, name) for name in MONEY)]
    decided = Counter[str](entry.assessment.decision for entry in entries)
    initial, run_rate, benefit = (_sum(getattr(entry, name) for entry in entries) for name in MONEY)
    return Rollup(
        len(entries), {code: decided[code] for code in DECISIONS}, initial, run_rate, benefit,
        tax=_mix(entry.assessment.recorded.tax_included for entry in summed),
        labour=_mix(entry.assessment.recorded.internal_labour for entry in summed),
    )  # fmt: skip


def _mix(answers: Iterable[bool | None]) -> Mix:
    counts = Counter(answers)
    return Mix(counts[True], counts[False], counts[None])


def _sum(spans: Iterable[Span | None]) -> Sum:
    known = [span for span in spans if span is not None]
    with localcontext(EXACT):
        low = sum((span.low for span in known), Decimal(0))
        high = sum((span.high for span in known), Decimal(0))
    return Sum(Span(low, high), len(known))
