from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given

from pocgate_xl.core.assessment import ReadableAssessment
from pocgate_xl.core.fields import DECISIONS
from pocgate_xl.core.template import Span
from pocgate_xl.portfolio.entries import Entry
from pocgate_xl.portfolio.ranking import rank
from pocgate_xl.portfolio.rollup import Mix, roll_up
from tests.portfolio.engagements import CURRENCY, GATE, assessment, costing, portfolios, rated


def entries(*answers: dict[str, Any]) -> tuple[Entry, ...]:
    found = [assessment(each, f"{number}.xlsx") for number, each in enumerate(answers)]
    return rank(found, GATE.id, CURRENCY).entries


@given(portfolios())
def test_figures_agree_with_counting_by_hand(found: list[ReadableAssessment]) -> None:
    ranked = rank(found, GATE.id, CURRENCY).entries
    rollup = roll_up(ranked)
    decisions = Counter(each.decision for each in found)
    assert rollup.decisions == {code: decisions[code] for code in DECISIONS}
    known = [entry.initial for entry in ranked if entry.initial]
    assert rollup.initial.known == len(known)
    assert rollup.initial.span == Span(sum(span.low for span in known), sum(span.high for span in known))


def test_sums_leave_out_what_is_unknown_and_stay_exact() -> None:
    huge = 10**40 + 1
    rollup = roll_up(entries(rated() | costing(), rated() | costing(development=huge), rated()))
    assert (rollup.engagements, rollup.initial.known) == (3, 2)
    assert rollup.initial.span.high == 5 * huge + 5_000_000 + 2 * 2_600_000


def test_what_amounts_include_is_counted_among_those_in_the_sums() -> None:
    said = [{"pg_tax_included": "yes"}, {"pg_tax_included": "no"}, {"pg_tax_included": "yes"}, {}]
    rollup = roll_up(entries(*(rated() | costing() | each for each in said), {"pg_tax_included": "no"}))
    assert (rollup.tax, rollup.labour) == (Mix(2, 1, 1), Mix(0, 0, 4))
    assert (rollup.tax.mixed, rollup.labour.mixed) == (True, False)


def test_an_empty_portfolio_has_figures_too() -> None:
    rollup = roll_up(())
    assert (rollup.engagements, rollup.initial.known, rollup.initial.span.high) == (0, 0, 0)
