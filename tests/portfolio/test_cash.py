from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.portfolio.cash import Flow, cash_of, flow_of, roadmap_months
from pocgate_xl.portfolio.ranking import rank
from tests.portfolio.engagements import CURRENCY, GATE, assessment, costing, phases, rated

months = st.integers(-40, 60)
flows = st.builds(Flow, months, st.integers(1, 30), st.fractions(0, 9), st.fractions(0, 9))


@given(flows, months, st.integers(0, 40), st.integers(0, 40))
def test_what_is_spent_adds_up_over_time(flow: Flow, first: int, some: int, more: int) -> None:
    between, stop = first + some, first + some + more
    assert flow.spent(first, between) + flow.spent(between, stop) == flow.spent(first, stop)


@given(flows)
def test_a_roadmap_takes_its_budget_and_not_more(flow: Flow) -> None:
    assert flow.invested(flow.start - 5, flow.launch + 5) == flow.share * flow.length
    assert (flow.run(flow.start, flow.launch), flow.run(flow.launch, flow.launch + 12)) == (0, 12 * flow.rent)


@given(st.lists(flows, max_size=4), st.integers(1, 30))
def test_months_hold_what_falls_into_them(drawn: list[Flow], length: int) -> None:
    for each in cash_of(drawn, range(10, 10 + length)):
        assert each.invested == sum(flow.invested(each.month, each.month + 1) for flow in drawn)
        assert each.run == sum(flow.run(each.month, each.month + 1) for flow in drawn)
        assert each.total == sum(flow.spent(10, each.month + 1) for flow in drawn)


@pytest.mark.parametrize(("given_months", "length"), [((), 3), ((2,), 2), ((2, 3, 6), 11)])
def test_the_budget_is_spread_evenly_over_the_roadmap(given_months: tuple[int, ...], length: int) -> None:
    answers = rated(4) | costing() | phases(*given_months)
    (entry,) = rank([assessment(answers)], GATE.id, CURRENCY).entries
    assert roadmap_months(entry) == length
    assert flow_of(entry, 5) == Flow(5, length, Fraction(7_600_000, length), Fraction(3_000_000, 12))
