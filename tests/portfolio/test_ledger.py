from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from pocgate_xl.portfolio.cash import Flow
from pocgate_xl.portfolio.ledger import Ledger
from pocgate_xl.portfolio.quarters import Quarter
from pocgate_xl.portfolio.terms import Terms
from tests.portfolio.plainly import has_slots, payable

terms = st.builds(
    Terms,
    budget=st.none() | st.integers(0, 60).map(Decimal),
    period=st.sampled_from(["quarter", "year"]),
    carry_over=st.booleans(),
    slots=st.none() | st.integers(1, 2),
    fiscal_start=st.sampled_from([1, 4, 11]),
)
flows = st.builds(
    Flow, st.integers(-15, 60), st.integers(1, 14), st.integers(0, 12).map(lambda n: Fraction(n, 2)),
    st.integers(0, 6).map(lambda n: Fraction(n, 4)),
)  # fmt: skip


@given(terms, st.integers(1, 4), st.lists(flows, max_size=6))
@settings(max_examples=400)
def test_a_ledger_takes_exactly_what_can_be_paid_month_by_month(
    bounds: Terms, number: int, offered: list[Flow]
) -> None:
    first = Quarter(2026, number)
    begin = bounds.month_of(first)
    ledger, booked = Ledger(bounds, begin), list[Flow]()
    for each in offered:
        flow = Flow(begin + each.start, each.length, each.share, each.rent)
        assert ledger.has_money(flow) == payable([*booked, flow], bounds, first)
        assert ledger.has_slot(flow) == has_slots([*booked, flow], bounds, first)
        if ledger.has_money(flow) and ledger.has_slot(flow):
            ledger.book(flow)
            booked.append(flow)


def test_what_is_carried_over_is_what_running_costs_leave() -> None:
    first = Quarter(2026, 1)
    bounds = Terms(budget=Decimal(6), carry_over=True)
    begin = bounds.month_of(first)
    ledger, running = Ledger(bounds, begin), Flow(begin, 3, Fraction(2), Fraction(1))
    ledger.book(running)  # leaves nothing of the first quarter and 3 of every other
    for share in (29, 31):
        late = Flow(begin + 30, 1, Fraction(share + 1), Fraction(0))  # in the eleventh, which has 30
        assert ledger.has_money(late) == payable([running, late], bounds, first) == (share < 30)
