"""What a plan may spend and hold, month by month: the slow way, against which the quick one is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from pocgate_xl.portfolio.cash import Flow
from pocgate_xl.portfolio.quarters import Quarter
from pocgate_xl.portfolio.terms import Terms

EVER_AFTER = 60
"""Months after the last launch for which it is looked whether everything can still be paid."""


def spent_in(flow: Flow, month: int) -> Fraction:
    """Say what a month takes."""
    if month < flow.start:
        return Fraction(0)
    return flow.share if month < flow.start + flow.length else flow.rent


def payable(flows: Sequence[Flow], terms: Terms, first: Quarter) -> bool:
    """Say whether no period exceeds its budget, in the plan or ever after."""
    if terms.budget is None:
        return True
    begin = terms.month_of(first)
    last = max((flow.launch for flow in flows), default=begin)
    left = Fraction(0)
    for month in range(begin, max(last, begin) + EVER_AFTER):
        turns = terms.quarter_at(month) != terms.quarter_at(month - 1)
        if terms.period == "year":
            turns = terms.quarter_at(month).year != terms.quarter_at(month - 1).year
        if turns or month == begin:
            left = Fraction(terms.budget) + (left if terms.carry_over else 0)
        left -= sum(spent_in(flow, month) for flow in flows)
        if left < 0:
            return False
    months = 3 if terms.period == "quarter" else 12
    return sum(flow.rent for flow in flows) * months <= terms.budget


def has_slots(flows: Sequence[Flow], terms: Terms, first: Quarter) -> bool:
    begin = terms.month_of(first)
    held = Counter(month for flow in flows for month in range(flow.start, flow.launch) if month >= begin)
    return terms.slots is None or max(held.values(), default=0) <= terms.slots
