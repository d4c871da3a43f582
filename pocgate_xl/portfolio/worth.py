"""What a plan brings until it ends, and what its order costs: the same engagements in other orders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from ..core.budget import middle
from ..core.roadmap import MONTHS_A_YEAR
from ..records import dataclass
from .cash import NOTHING
from .entries import Entry
from .order import order_key
from .phasing import PhasedPlan, Placement, plan_phases
from .terms import Order, Terms

ORDERS: tuple[Order, ...] = ("value", "decision", "value_alone")


@dataclass(frozen=True, slots=True)
class Worth:
    """What is left of the benefits of a plan after running costs, in its months; middles with middles.

    `invested` is the middle of what its roadmaps take in the same months. Of `launches` engagements
    `known` have a known benefit; the others bring nothing here.
    """

    order: Order
    net: Fraction
    invested: Fraction
    launches: int
    known: int


def worth_of(plan: PhasedPlan, order: Order) -> Worth:
    """Add up what every engagement of a plan brings within its months."""
    known = [placed for placed in plan.placed if placed.entry.net is not None]
    return Worth(
        order,
        sum((net_within(placed, plan.months) for placed in known), NOTHING),
        sum((_invested(placed, plan.months) for placed in plan.placed), NOTHING),
        len(plan.placed),
        len(known),
    )


def price_of_order(entries: Iterable[Entry], plan: PhasedPlan) -> tuple[Worth, ...]:
    """Return what the plan is worth in each order, that of the plan itself first."""
    chosen, ranked = plan.terms.order, [entry for entry in entries if entry.ranked]
    others = (order for order in ORDERS if order != chosen)
    return (worth_of(plan, chosen), *(worth_of(_planned(ranked, plan.terms, each), each) for each in others))


def _planned(ranked: Sequence[Entry], terms: Terms, order: Order) -> PhasedPlan:
    terms = replace(terms, order=order, pins={} if order == "value_alone" else terms.pins)
    return plan_phases(sorted(ranked, key=lambda entry: order_key(entry, order)), terms)


def net_within(placed: Placement, months: range) -> Fraction:
    """Return benefit less running cost of the months after launch; the benefit grows over its ramp."""
    entry, launch = placed.entry, placed.flow.launch
    if entry.benefit is None or entry.run_rate is None:
        return NOTHING
    ramp = entry.assessment.recorded.benefit_ramp_months or 0
    begun, ended = max(0, months.start - launch), max(0, months.stop - launch)
    gains = middle(entry.benefit) * (_full_months(ended, ramp) - _full_months(begun, ramp))
    return (gains - middle(entry.run_rate) * (ended - begun)) / MONTHS_A_YEAR


def _full_months(months: int, ramp: int) -> Fraction:
    """Return how many months of full benefit so many months are worth, which begins at nothing."""
    if months >= ramp:
        return months - Fraction(ramp, 2)
    return Fraction(months * months, 2 * ramp)


def _invested(placed: Placement, months: range) -> Fraction:
    entry, flow = placed.entry, placed.flow
    if entry.initial is None or entry.contingency is None:
        return NOTHING
    within = max(0, min(months.stop, flow.launch) - max(months.start, flow.start))
    return (middle(entry.initial) + middle(entry.contingency)) * within / flow.length
