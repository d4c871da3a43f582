"""The figures at the top of the board's page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from pocgate_xl.core.assessment import ReadableAssessment
from pocgate_xl.portfolio.headline import Headline
from pocgate_xl.portfolio.overview import overview
from pocgate_xl.portfolio.quarters import Quarter
from pocgate_xl.portfolio.terms import Terms
from tests.portfolio.engagements import GATE, assessment, committee, costing, phases, rated, refused

ROADMAP = phases(1, 1, 1)


def launchable(id_: str) -> ReadableAssessment:
    return assessment(rated(5, id=id_) | costing() | ROADMAP, f"{id_}.xlsx")


def headline(*found: ReadableAssessment, **terms: object) -> Headline:
    return overview(found, GATE, Terms(first=Quarter(2026, 2), **terms)).headline  # type: ignore[arg-type]


def test_launches_are_those_of_the_first_quarter_with_their_costs() -> None:
    head = headline(launchable("A"), launchable("B"), slots=1)
    (placed,) = head.launches
    assert placed.entry.id == "A"
    assert head.once == placed.entry.cost == Fraction(7_600_000)
    assert head.decisions == {"go": 1}
    assert head.a_year == Fraction(placed.entry.run_rate.high if placed.entry.run_rate else 0)


def test_what_the_committee_started_before_the_plan_is_under_way() -> None:
    early = rated(5, id="A") | costing() | phases(2, 2, 2) | committee("approved")
    found = assessment(early | {"pg_start_date": date(2026, 1, 10)}, "a.xlsx")
    head = headline(found)
    assert (head.launches, head.under_way) == ((), 1)
    launched = overview([found], GATE, Terms(first=Quarter(2026, 4))).headline
    assert (launched.launches, launched.under_way) == ((), 0)


def test_the_budget_is_that_of_the_rest_of_the_fiscal_year() -> None:
    year = headline(launchable("A"), budget=Decimal(10_000_000)).year
    assert year is not None
    assert (len(year.months), year.available) == (9, Fraction(30_000_000))
    assert year.left == 30_000_000 - year.planned
    terms = Terms(Quarter(2026, 1), Decimal(10_000_000), "year", fiscal_start=4)
    fiscal = overview([launchable("A")], GATE, terms).headline.year
    assert fiscal is not None
    assert (len(fiscal.months), fiscal.available) == (12, Fraction(10_000_000))


def test_without_a_limit_nothing_is_left_over() -> None:
    year = headline(launchable("A")).year
    assert year is not None
    assert (year.available, year.left) == (None, None)


def test_files_that_somebody_must_put_right_are_counted_and_copies_are_not() -> None:
    found = [launchable("A"), assessment(rated(5, id="A") | costing() | ROADMAP, "copy.xlsx")]
    head = overview([*found, refused("x.xlsx", "PG007")], GATE, Terms(first=Quarter(2026, 2))).headline
    assert head.unanswered == {"unreadable": 1}


def test_concerns_are_those_of_ranked_engagements() -> None:
    low = {"pg_rating_integration": 1}
    concerned = assessment(rated(5, id="A") | low, "a.xlsx")
    held = assessment(rated(1, id="B"), "b.xlsx")
    assert [entry.id for entry in headline(concerned, held).concerned] == ["A"]


def test_a_plan_without_a_beginning_has_no_budget_year() -> None:
    assert overview([launchable("A")], GATE).headline.year is None
