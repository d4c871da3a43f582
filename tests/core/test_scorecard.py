from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.scorecard import Improvement, Scorecard, raises
from pocgate_xl.core.scorecard import scorecard_of as score
from pocgate_xl.core.template import Template
from tests.core import strategies

GATE = strategies.built_in()
KPI, ACCEPTANCE, DATA, INTEGRATION, COST, EXECUTIVE = GATE.criterion_ids


def scored(*ratings: int | None) -> Scorecard:
    return score(GATE, dict(zip(GATE.criterion_ids, ratings, strict=True)))


def improvements(*ratings: int) -> list[tuple[str, int, int]]:
    return [(row.criterion, row.rating, row.needed) for row in scored(*ratings).improvements]


@pytest.mark.parametrize(
    ("ratings", "total", "verdict"),
    [
        ((5, 5, 5, 5, 5, 5), 30, "production"),
        ((4, 4, 4, 4, 4, 4), 24, "production"),
        ((3, 4, 4, 4, 4, 4), 23, "conditional"),
        ((3, 3, 3, 3, 3, 3), 18, "conditional"),
        ((2, 3, 3, 3, 3, 3), 17, "extend_or_rethink"),
        ((1, 1, 1, 1, 1, 1), 6, "extend_or_rethink"),
    ],
)
def test_the_total_gives_the_published_verdict(ratings: tuple[int, ...], total: int, verdict: str) -> None:
    card = scored(*ratings)
    assert (card.total, card.complete, card.verdict) == (total, True, verdict)
    assert (card.range, card.reachable) == ((total, total), (verdict,))


def test_a_recommended_total_keeps_its_verdict_and_shows_the_concern_that_it_hides() -> None:
    card = scored(5, 1, 5, 5, 3, 5)
    assert (card.total, card.verdict, card.concerns) == (24, "production", (ACCEPTANCE,))
    assert card.improvements == ()


def test_missing_ratings_leave_a_range_and_the_verdicts_within_it() -> None:
    card = scored(3, 3, 3, 3, None, None)
    assert (card.total, card.complete, card.verdict) == (12, False, "incomplete")
    assert (card.range, card.missing) == ((14, 22), (COST, EXECUTIVE))
    assert card.reachable == ("conditional", "extend_or_rethink")
    assert card.improvements == ()


def test_a_blank_scorecard_reaches_every_verdict_and_totals_nothing() -> None:
    card = score(GATE, {})
    assert (card.total, card.range, card.verdict) == (0, (6, 30), "incomplete")
    assert card.reachable == ("production", "conditional", "extend_or_rethink")


@pytest.mark.parametrize("invalid", [0, 6, -1, 3.0, "3", True, 10**30])
def test_an_invalid_rating_counts_as_not_given(invalid: object) -> None:
    ratings: dict[str, object] = dict.fromkeys(GATE.criterion_ids, 4) | {DATA: invalid}
    card = score(GATE, ratings)  # type: ignore[arg-type]
    assert (card.ratings[DATA], card.total, card.verdict) == (None, 20, "incomplete")


def test_ratings_of_criteria_that_the_template_lacks_are_ignored() -> None:
    assert score(GATE, {"charisma": 5}) == score(GATE, {})


@pytest.mark.parametrize(
    ("ratings", "rows"),
    [
        ((4, 4, 4, 2, 4, 4), [(INTEGRATION, 2, 4)]),
        ((3, 3, 3, 5, 5, 4), [(KPI, 3, 4)]),
        ((2, 3, 3, 5, 5, 4), [(KPI, 2, 4)]),
        ((5, 3, 1, 5, 5, 1), [(DATA, 1, 3), (EXECUTIVE, 1, 3)]),
        ((5, 3, 1, 5, 2, 2), [(DATA, 1, 4), (COST, 2, 3), (EXECUTIVE, 2, 3), (ACCEPTANCE, 3, 4)]),
        ((2, 3, 3, 3, 3, 3), [(KPI, 2, 3)]),
        ((1, 1, 1, 1, 1, 1), [(id_, 1, 3) for id_ in GATE.criterion_ids]),
        ((5, 5, 5, 5, 3, 1), []),
    ],
)
def test_the_lowest_ratings_are_raised_first_up_to_the_next_threshold(
    ratings: tuple[int, ...], rows: list[tuple[str, int, int]]
) -> None:
    assert improvements(*ratings) == rows


def test_a_goal_out_of_reach_raises_everything_to_the_highest() -> None:
    ratings = dict.fromkeys(GATE.criterion_ids, 4)
    assert raises(GATE, ratings, 999) == tuple(Improvement(id_, 4, 5) for id_ in GATE.criterion_ids)


def test_the_template_beside_aims_at_the_next_band_even_when_it_shares_the_decision() -> None:
    card = score(strategies.OTHER, {"uptake": 2, "safety": 2, "effort": 2})
    assert (card.verdict, card.improvements) == (
        "fine",
        (Improvement("uptake", 2, 3), Improvement("safety", 2, 3)),
    )


def naive_raises(
    template: Template, ratings: Mapping[str, int], goal: int, floors: Mapping[str, int]
) -> dict[str, int]:
    needed = {id_: ratings[id_] for id_ in template.criterion_ids}
    for id_ in needed:
        while needed[id_] < floors[id_]:
            needed[id_] += 1
    while sum(needed.values()) < goal and min(needed.values()) < template.scale.highest:
        lowest = next(id_ for id_ in needed if needed[id_] == min(needed.values()))
        needed[lowest] += 1
    return {id_: rating for id_, rating in needed.items() if rating > ratings[id_]}


@given(st.data(), strategies.templates())
def test_raises_are_those_of_raising_the_lowest_one_at_a_time(
    data: st.DataObject, template: Template
) -> None:
    ratings = data.draw(strategies.ratings(template, complete=True))
    given_ratings = {id_: rating for id_, rating in ratings.items() if rating is not None}
    goal = data.draw(st.integers(0, 40))
    each = st.integers(0, template.scale.highest)
    floors = data.draw(st.fixed_dictionaries(dict.fromkeys(template.criterion_ids, each)))
    rows = raises(template, given_ratings, goal, floors)
    assert {row.criterion: row.needed for row in rows} == naive_raises(template, given_ratings, goal, floors)
    assert raises(template, given_ratings, goal, dict.fromkeys(floors, 0)) == raises(
        template, given_ratings, goal
    )
    order = [(row.rating, template.criterion_ids.index(row.criterion)) for row in rows]
    assert order == sorted(order)


@given(st.data(), strategies.templates())
def test_range_and_reachable_verdicts_are_those_of_every_completion(
    data: st.DataObject, template: Template
) -> None:
    card = score(template, data.draw(strategies.ratings(template)))
    totals = {0}
    for rating in card.ratings.values():
        choices = template.scale.ratings if rating is None else [rating]
        totals = {total + choice for total in totals for choice in choices}
    verdicts = {next(band.id for band in template.verdicts if band.at_least <= total) for total in totals}
    assert card.range == (min(totals), max(totals))
    assert card.reachable == tuple(band.id for band in template.verdicts if band.id in verdicts)
    assert card.verdict in (card.reachable if card.complete else ("incomplete",))


@given(st.data(), strategies.templates())
def test_concerns_are_the_ratings_below_the_floor(data: st.DataObject, template: Template) -> None:
    ratings = data.draw(strategies.ratings(template))
    own = {criterion.id: criterion.floor for criterion in template.criteria}
    common = template.floors.rating
    low = {
        id_
        for id_, rating in ratings.items()
        if rating is not None and rating < (common if own[id_] is None else own[id_])
    }
    assert score(template, ratings).concerns == tuple(id_ for id_ in template.criterion_ids if id_ in low)
