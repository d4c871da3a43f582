"""The portfolio by a gate's own lists: how many engagements each choice has, where they stand, the cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from ..core.fields import DECISIONS
from ..core.money import EXACT
from ..core.template import Detail, Span, Template
from .entries import Entry
from .rollup import Sum


@dataclass(frozen=True, slots=True)
class Slice:
    """What the engagements with one choice come to; None is the choice of those that have none."""

    choice: str | None
    engagements: int
    decisions: Mapping[str, int]
    initial: Sum
    run_rate: Sum


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The slices of one detail: every choice in its order, then what only some workbooks say."""

    detail: str
    slices: tuple[Slice, ...]


def cuts_of(entries: Sequence[Entry], template: Template) -> tuple[Breakdown, ...]:
    """Return a cut for every list that the template adds; each engagement stands in one slice of it."""
    return tuple(_cut(entries, detail) for detail in lists_of(template))


def lists_of(template: Template) -> tuple[Detail, ...]:
    return tuple(detail for detail in template.details if detail.kind == "list")


def _cut(entries: Sequence[Entry], detail: Detail) -> Breakdown:
    chosen = [entry.assessment.engagement.details.get(detail.id) for entry in entries]
    others = sorted({str(code) for code in chosen if code is not None} - set(detail.choices))
    keys: list[str | None] = [*detail.choices, *others]  # a choice of an older version is not dropped
    if None in chosen:
        keys.append(None)
    return Breakdown(
        detail.id,
        tuple(
            _slice(key, [entry for entry, code in zip(entries, chosen, strict=True) if code == key])
            for key in keys
        ),
    )


def _slice(choice: str | None, entries: Sequence[Entry]) -> Slice:
    decided: Counter[str] = Counter(entry.assessment.decision for entry in entries)
    return Slice(
        choice,
        len(entries),
        {code: decided[code] for code in DECISIONS},
        _sum(entry.initial for entry in entries),
        _sum(entry.run_rate for entry in entries),
    )


def _sum(spans: Iterable[Span | None]) -> Sum:
    known = [span for span in spans if span is not None]
    with localcontext(EXACT):
        low, high = (sum((getattr(span, end) for span in known), Decimal(0)) for end in ("low", "high"))
    return Sum(Span(low, high), len(known))
