"""In which order engagements are launched, and why each stands where it stands."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal, get_args

from ..core.fields import DECISIONS
from .entries import Entry, Grade, UnknownMoney, unknown_money
from .terms import Order

Why = Literal["by_value", "by_decision", "unknown_benefit", "no_investment", UnknownMoney]
"""What settles the place within a class: what is known of its value, or the decision."""

GRADES: tuple[Grade, ...] = get_args(Grade)
TIERS: dict[Grade, int] = {"approved": 0, "pinned": 1}
"""Classes that no order mixes with others; those that are not ranked follow all that are."""
REST, OUT = 2, 3


def order_key(entry: Entry, order: Order) -> tuple[Any, ...]:
    """Return the key that sorts entries; what is unknown comes after what is known."""
    grade = GRADES.index(entry.grade)
    if not entry.ranked:
        return (OUT, grade, *_by_decision(entry))
    tier = TIERS.get(entry.grade, REST)
    if order == "decision":
        return (tier, 0, *_by_decision(entry))
    if order == "value_alone":
        return (min(tier, TIERS["pinned"]), 0, *_by_value(entry))
    return (tier, grade, *_by_value(entry))


def _by_value(entry: Entry) -> tuple[Any, ...]:
    known = entry.value is not None
    return (not known, -(entry.value or Fraction(0)), *_merit(entry), *_identity(entry))


def _by_decision(entry: Entry) -> tuple[Any, ...]:
    payback = entry.payback
    return (
        DECISIONS.index(entry.assessment.decision),
        *_merit(entry),
        (payback is None, payback or Fraction(0)),
        *_identity(entry),
    )


def _merit(entry: Entry) -> tuple[int, Fraction]:
    return (-entry.assessment.scorecard.total, -entry.assessment.checklist.completeness)


def _identity(entry: Entry) -> tuple[str, str]:
    return (entry.id or "", entry.assessment.sha256 or entry.assessment.file)


def why_there(entry: Entry, order: Order) -> Why:
    """Say what settles the place of an entry within its class."""
    if order == "decision":
        return "by_decision"
    if entry.value is not None:
        return "by_value"
    return unknown_money(entry) or ("unknown_benefit" if entry.benefit is None else "no_investment")
