"""What would move if the budget, the slots or the order were others: the same engagements, planned anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Literal, get_args

from ..core.money import EXACT
from ..records import dataclass
from .entries import Entry
from .order import order_key
from .phasing import PhasedPlan, plan_phases
from .terms import Order, Terms
from .worth import Worth, worth_of

Lever = Literal["budget", "slots", "order"]
SHARE, STEP = Decimal(20), 1
"""Per cent of the budget, and slots, by which a plan is usually tried out in both directions."""
_BUDGET = re.compile(r"budget=(?:([+-])([0-9]{1,4}(?:\.[0-9]{1,2})?)%|([+-]?)([0-9]{1,15}))")
_SLOTS = re.compile(r"slots=([+-]?)([0-9]{1,3})")
_ORDER = re.compile("order=(value|decision|value_alone)")
WRITTEN = "write budget=+20%, budget=40000000, slots=-1 or order=decision"


@dataclass(frozen=True, slots=True)
class TermChange:
    """One term otherwise, as `text` has it: by an amount, by so many per cent, or with another value."""

    text: str
    lever: Lever
    sign: Literal["", "+", "-"] = ""
    amount: Decimal = Decimal(0)
    percent: bool = False
    order: Order = "value"


@dataclass(frozen=True, slots=True)
class Variant:
    """A plan under changed terms."""

    change: TermChange
    plan: PhasedPlan
    worth: Worth

    def starts(self) -> dict[int, int]:
        """Return the month in which each engagement starts, by the identity of its entry."""
        return {id(placed.entry): placed.flow.start for placed in self.plan.placed}


def parse_change(text: str) -> TermChange:
    """Return what is written as `budget=+20%`, `slots=-1` or `order=decision`; ValueError for all else."""
    if match := _BUDGET.fullmatch(text):
        percent = match[2] is not None
        sign, amount = (match[1], match[2]) if percent else (match[3], match[4])
        return TermChange(text, "budget", _sign(sign), Decimal(amount), percent)
    if match := _SLOTS.fullmatch(text):
        return TermChange(text, "slots", _sign(match[1]), Decimal(match[2]))
    if match := _ORDER.fullmatch(text):
        return TermChange(text, "order", order=_order(match[1]))
    raise ValueError(f"{text!r} is not a change; {WRITTEN}")


def _sign(text: str) -> Literal["", "+", "-"]:
    return "+" if text == "+" else "-" if text else ""


def _order(text: str) -> Order:
    return next(order for order in get_args(Order) if order == text)


def usual_changes(terms: Terms) -> tuple[TermChange, ...]:
    """Return what is tried unless somebody asks for something else: a fifth of the budget, and a slot."""
    budget = (f"budget={sign}{SHARE}%" for sign in "-+")
    slots = (f"slots={sign}{STEP}" for sign in "-+")
    limits = ((terms.budget, budget), (terms.slots, slots))
    return tuple(parse_change(text) for limit, texts in limits if limit is not None for text in texts)


def variants_of(
    entries: Iterable[Entry], plan: PhasedPlan, changes: Sequence[TermChange]
) -> tuple[Variant, ...]:
    """Plan anew under each change; one of a limit that there is not, or that leaves no slot, is left out."""
    ranked = [entry for entry in entries if entry.ranked]
    tried = ((change, changed(plan.terms, change)) for change in changes)
    return tuple(_variant(ranked, change, terms) for change, terms in tried if terms is not None)


def changed(terms: Terms, change: TermChange) -> Terms | None:
    """Return the terms under a change; None where there is nothing to change, or nothing is left."""
    if change.lever == "order":
        return replace(terms, order=change.order)
    if change.lever == "budget":
        budget = _amount(change, terms.budget)
        return None if budget is None or budget < 0 else replace(terms, budget=budget)
    slots = _amount(change, None if terms.slots is None else Decimal(terms.slots))
    return None if slots is None or slots < 1 else replace(terms, slots=int(slots))


def _amount(change: TermChange, usual: Decimal | None) -> Decimal | None:
    if not change.sign:
        return change.amount
    if usual is None:
        return None
    with localcontext(EXACT):
        by = usual * change.amount / 100 if change.percent else change.amount
        return usual + by if change.sign == "+" else usual - by


def _variant(ranked: Sequence[Entry], change: TermChange, terms: Terms) -> Variant:
    ordered = sorted(ranked, key=lambda entry: order_key(entry, terms.order))
    plan = plan_phases(ordered, terms)
    return Variant(change, plan, worth_of(plan, terms.order))
