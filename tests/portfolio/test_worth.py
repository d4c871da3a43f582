"""What a plan brings: by hand, and against every other plan that there is on small portfolios."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.assessment import ReadableAssessment
from pocgate_xl.core.roadmap import month_number
from pocgate_xl.portfolio.cash import NOTHING, flow_of
from pocgate_xl.portfolio.entries import Entry
from pocgate_xl.portfolio.ledger import Ledger
from pocgate_xl.portfolio.overview import overview
from pocgate_xl.portfolio.phasing import Placement, plan_phases
from pocgate_xl.portfolio.quarters import Quarter
from pocgate_xl.portfolio.ranking import rank
from pocgate_xl.portfolio.terms import Terms
from pocgate_xl.portfolio.worth import Worth, net_within, price_of_order, worth_of
from tests.portfolio.engagements import (
    CURRENCY,
    GATE,
    assessment,
    committee,
    costing,
    earning,
    phases,
    portfolios,
    rated,
)
from tests.portfolio.seeded import seeded

FIRST = Quarter(2026, 1)
TIGHT = Terms(FIRST, Decimal(15_000_000), slots=2, horizon=8)
SMALL, SEEDS, LEAST = 5, range(10), 0.9


def worths(*answers: dict[str, Any], **terms: Any) -> dict[str, Worth]:
    found = [assessment(each, f"{number}.xlsx") for number, each in enumerate(answers)]
    return {each.order: each for each in overview(found, GATE, Terms(FIRST, **terms)).worths}


def test_a_plan_brings_the_benefit_after_launch_less_running_costs() -> None:
    answers = rated(5, id="A") | costing() | earning(10_000_000, 14_000_000) | phases(3)
    worth = worths(answers, horizon=4)["value"]
    assert worth.net == (12_000_000 - 2_060_000) * Fraction(9, 12)
    assert (worth.invested, worth.launches, worth.known) == (5_700_000, 1, 1)


def test_a_benefit_grows_over_its_ramp() -> None:
    answers = rated(5, id="A") | costing() | earning(12_000_000, ramp=6) | phases(3)
    assert worths(answers, horizon=4)["value"].net == 12_000_000 * Fraction(6, 12) - 2_060_000 * Fraction(
        9, 12
    )
    assert worths(answers, horizon=2)["value"].net == (
        12_000_000 * Fraction(3 * 3, 2 * 6) / 12 - 2_060_000 * Fraction(3, 12)
    )  # fmt: skip


def test_an_engagement_without_a_known_benefit_brings_nothing_and_is_not_counted_as_known() -> None:
    worth = worths(rated(5, id="A") | costing())["value"]
    assert (worth.net, worth.launches, worth.known) == (0, 1, 0)


def test_what_was_launched_before_the_plan_brings_only_what_falls_into_it() -> None:
    answers = rated(5, id="A") | costing() | earning(12_000_000, ramp=6) | phases(3) | committee("approved")
    worth = worths(answers | {"pg_start_date": date(2025, 7, 1)}, horizon=1)["value"]
    growing = sum((Fraction(2 * month + 1, 12) for month in (3, 4, 5)), NOTHING)  # of October to December
    assert worth.net == 1_000_000 * growing - 2_060_000 * Fraction(3, 12)
    assert worth.invested == 0


def test_the_price_of_an_order_stands_beside_it() -> None:
    best = rated(4, 13, id="best") | costing() | earning(90_000_000) | phases(3)
    ready = rated(5, 15, id="ready") | costing() | earning(9_000_000) | phases(3)
    found = worths(best, ready, slots=1, horizon=4, order="decision")
    assert list(found) == ["decision", "value", "value_alone"]
    assert found["value"].net == found["value_alone"].net > found["decision"].net
    alone = worths(ready, rated(3, id="best") | best | rated(3, id="best"), slots=1, horizon=4)
    assert alone["value_alone"].net > alone["value"].net == alone["decision"].net


def test_the_price_of_a_pin_is_told_by_value_alone() -> None:
    best = rated(5, id="best") | costing() | earning(90_000_000) | phases(3)
    held_back = worths(best, horizon=4, pins={"best": Quarter(2026, 3)})
    assert held_back["value_alone"].net == 3 * held_back["value"].net == 3 * held_back["decision"].net


@given(portfolios(), st.integers(1, 12))
def test_months_add_up_to_the_worth_of_the_whole(found: list[ReadableAssessment], quarters: int) -> None:
    plan = overview(found, GATE, Terms(FIRST, horizon=quarters)).plan
    by_month = sum(
        (net_within(placed, range(month, month + 1)) for placed in plan.placed for month in plan.months),
        NOTHING,
    )
    assert worth_of(plan, "value").net == by_month


def best_of_all(entries: Sequence[Entry], terms: Terms, chosen: Sequence[Placement] = ()) -> Fraction:
    """Return what the best of all plans brings in which each starts in any month, or never.

    Plans are followed no further where even the earliest start of all that is left could not make up.
    """
    months = terms.months_of(FIRST)
    best, stack = NOTHING, [(tuple(entries), tuple(chosen), NOTHING)]
    while stack:
        left, placed, net = stack.pop()
        best = max(best, net)
        if left and net + sum((_most(entry, months) for entry in left), NOTHING) > best:
            stack.append((left[1:], placed, net))
            options = [(left[1:], (*placed, each), net + net_within(each, months))
                       for each in _ways(left[0], placed, terms)]  # fmt: skip
            stack += reversed(options)
    return best


def _most(entry: Entry, months: range) -> Fraction:
    """Return the most that an engagement can bring, beside nothing else."""
    return max(
        (net_within(_started(entry, month), months) for month in _open(entry, months)), default=NOTHING
    )


def _open(entry: Entry, months: range) -> range:
    due = entry.assessment.checklist.latest_due
    return months if due is None else range(max(months.start, month_number(due)), months.stop)


def _started(entry: Entry, month: int) -> Placement:
    flow = flow_of(entry, month)
    assert flow
    return Placement(entry, flow, month, "plan", None)


def _ways(entry: Entry, placed: Sequence[Placement], terms: Terms) -> Iterator[Placement]:
    """Yield an engagement as it can start beside others."""
    ledger = Ledger(terms, terms.month_of(FIRST))
    for other in placed:
        ledger.book(other.flow)
    for each in (_started(entry, month) for month in _open(entry, terms.months_of(FIRST))):
        if ledger.has_slot(each.flow) and ledger.has_money(each.flow):
            yield each


@pytest.fixture(scope="module")
def shares() -> list[dict[str, float]]:
    """What the plan of each order brings of what the best of all plans does, by seed."""
    found = []
    for seed in SEEDS:
        entries = rank(seeded(seed, SMALL), GATE.id, CURRENCY, TIGHT).ranked
        best, plan = best_of_all(entries, TIGHT), plan_phases(entries, TIGHT)
        found.append({worth.order: float(worth.net / best) for worth in price_of_order(entries, plan)})
    return found


def test_no_plan_brings_more_than_the_best_of_all(shares: list[dict[str, float]]) -> None:
    for seed, each in zip(SEEDS, shares, strict=True):
        print(f"seed {seed}: " + ", ".join(f"{order} {share:.1%}" for order, share in each.items()))
    assert max(share for each in shares for share in each.values()) <= 1


def test_value_alone_brings_nearly_as_much_and_value_more_than_decision(
    shares: list[dict[str, float]],
) -> None:
    means = {order: sum(each[order] for each in shares) / len(shares) for order in shares[0]}
    print("mean: " + ", ".join(f"{order} {share:.1%}" for order, share in means.items()))
    assert means["value_alone"] > LEAST
    assert means["value_alone"] >= means["value"] > means["decision"]
