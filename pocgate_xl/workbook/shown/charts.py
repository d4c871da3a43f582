"""What the charts draw: 0 for what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from ...core.template import Span
from .facts import Facts, Truth


def drawn_rating(facts: Facts, criterion: str) -> int:
    return facts.assessment.scorecard.ratings[criterion] or 0


def average_needed(facts: Facts) -> Fraction:
    """Return the average rating with which the highest verdict is reached."""
    highest = max(band.at_least for band in facts.template.verdicts)
    return Fraction(highest, len(facts.template.criteria))


def drawn_group(facts: Facts, group: str) -> str:
    progress = facts.assessment.checklist.groups[group]
    return f"{facts.label('group', group)} {progress.done} / {progress.items}"


def drawn_open(facts: Facts, group: str) -> int:
    progress = facts.assessment.checklist.groups[group]
    return progress.items - progress.done


def drawn_cause(facts: Facts, cause: str) -> str:
    level = facts.label("level", facts.assessment.causes[cause].level)
    return facts.label("cause", cause) + facts.text("colon") + level


def drawn_exposure(facts: Facts, cause: str) -> Fraction:
    return facts.assessment.causes[cause].exposure or Fraction(0)


def drawn_low(facts: Facts, key: str) -> Decimal:
    span: Span | None = getattr(facts.assessment.costs, key)
    return span.low if span else Decimal(0)


def drawn_range(facts: Facts, key: str) -> Decimal:
    span: Span | None = getattr(facts.assessment.costs, key)
    return span.high - span.low if span else Decimal(0)


TRUTHS: Mapping[str, Truth] = {
    "drawn_rating": drawn_rating, "average_needed": average_needed, "drawn_group": drawn_group,
    "drawn_open": drawn_open, "drawn_cause": drawn_cause, "drawn_exposure": drawn_exposure,
    "drawn_low": drawn_low, "drawn_range": drawn_range,
}  # fmt: skip
