"""Functions of the ratings: total, range, verdict, what to improve, what a total hides."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

from ...core import scorecard as core
from ...core.steps import anchor_words
from ...templates.loader import Bundle
from ..arguments import PLAIN, read_all
from ..blocks import Wanted, answers_in
from ..call_context import CallContext
from ..declaration import Argument, Cell, Function, Row, Table, Value
from ..tables import by_row, columns_of, has_headings, titles

RATINGS = Argument("ratings", "cells")
ANCHORS = Argument("anchors", "code", "answer", optional=True)
SCORES = ("total", "lowest", "highest", "verdict", "concerns")
"""What a row of a table gives."""
REMEMBERED_ROWS = 50_000
"""Every row of six ratings from 1 to 5, with blanks, and some."""


def read_ratings(gate: CallContext, ratings: Table) -> dict[str, int | None]:
    """Return ratings by criterion from one cell each, in the order of the template or beside their names."""
    return answers_in(gate, Wanted("ratings", "criterion", "rating", gate.template.criterion_ids), ratings)


def _rated(gate: CallContext, cells: list[Cell]) -> dict[str, int | None]:
    ids = gate.template.criterion_ids
    return dict(zip(ids, read_all(gate, [f"pg_rating_{id_}" for id_ in ids], cells), strict=True))


def scored(gate: CallContext, ratings: Table) -> core.Scorecard:
    return core.scorecard_of(gate.template, read_ratings(gate, ratings))


def total(gate: CallContext, ratings: Table) -> int:
    """Return the sum of the ratings given."""
    return scored(gate, ratings).total


def range_(gate: CallContext, ratings: Table) -> list[Row]:
    """Return the lowest and the highest total that missing ratings leave open."""
    return [list(scored(gate, ratings).range)]


def verdict(gate: CallContext, ratings: Table) -> str:
    """Return the verdict on the total."""
    return gate.word("verdict", scored(gate, ratings).verdict)


def improvements(gate: CallContext, ratings: Table, anchors: str | None) -> list[Row]:
    """Return criterion, rating and needed rating of what to improve first; one empty row for nothing.

    Whoever asks for anchors gets what the needed rating means as well.
    """
    asked = anchors == "yes"
    card = scored(gate, ratings)
    if card.given:
        gate.check_needed(*(gate.catalog.label("criterion", id_) for id_ in card.missing))
    rows: list[Row] = [
        [gate.word("criterion", row.criterion), row.rating, row.needed, *_anchor(gate, row, asked)]
        for row in card.improvements
    ]
    return rows or [[None] * (4 if asked else 3)]


def _anchor(gate: CallContext, row: core.Improvement, asked: bool) -> Row:
    return [anchor_words(gate.template, gate.catalog, row.criterion, row.needed)] if asked else []


def reachable(gate: CallContext, ratings: Table) -> list[Row]:
    """Return the verdicts that missing ratings leave open, the highest first; nothing while none is given."""
    card = scored(gate, ratings)
    return [[gate.word("verdict", id_)] for id_ in card.reachable] if card.given else [[None]]


def concerns(gate: CallContext, ratings: Table) -> str | None:
    """Return the criteria rated below the floor, joined."""
    return gate.words("criterion", scored(gate, ratings).concerns) or None


def scores(gate: CallContext, ratings: Table) -> list[Row]:
    """Return total, lowest and highest total still possible, verdict and concerns of every row.

    A row that cannot be read says so in its first cell and spoils no other; a blank one stays blank.
    """
    fields = [f"pg_rating_{id_}" for id_ in gate.template.criterion_ids]
    single = 1 in (len(ratings), len(ratings[0])) or len(ratings) * len(ratings[0]) == len(fields)
    if single and not has_headings(gate, ratings, fields):
        rated: list[Cell] = list(read_ratings(gate, ratings).values())
        known = gate.exact or any(each is not None for each in rated)
        return [_score_row(gate, rated) if known else [None] * len(SCORES)]
    columns = columns_of(gate, RATINGS.name, ratings, fields)
    return list(by_row(columns, ratings, titles(gate, *SCORES), partial(_score_row, gate)))


def _score_row(gate: CallContext, cells: list[Cell]) -> Row:
    plain = PLAIN.issuperset(map(type, cells))
    known = _plain_row(gate.bundle, gate.language, tuple(cells)) if plain else None
    return list(known or _rated_row(gate.bundle, gate.language, list(_rated(gate, cells).values())))


@lru_cache(maxsize=REMEMBERED_ROWS)
def _plain_row(bundle: Bundle, language: str | None, cells: tuple[Cell, ...]) -> tuple[Value, ...] | None:
    """Score one row; Excel asks for the whole table again whenever one of its cells changes.

    None where a number is no rating.
    """
    exact, _ = _at_hand(bundle)
    try:
        return tuple(_rated_row(bundle, language, [exact[cell] for cell in cells]))
    except KeyError:
        return None


@lru_cache(maxsize=32)
def _at_hand(bundle: Bundle) -> tuple[Mapping[Any, int | None], frozenset[int]]:
    """Return ratings by the cells that give them at once, and those that may be concerns."""
    template = bundle.template
    ratings, floor = template.scale.ratings, max(template.floor_of.values())
    low = frozenset(rating for rating in ratings if rating < floor)
    return {None: None, **{rating: rating for rating in ratings}}, low


def _rated_row(bundle: Bundle, language: str | None, rated: list[int | None]) -> Row:
    """Put together what total and concerns give; there are few of either, and many rows."""
    known = [rating for rating in rated if rating is not None]
    _, low = _at_hand(bundle)
    row = [*_bounds_and_verdict(bundle, language, sum(known), len(rated) - len(known)), None]
    if not low.isdisjoint(known):
        row[-1] = _concerns(bundle, language, tuple([each if each in low else None for each in rated]))
    return row


@lru_cache(maxsize=1000)
def _bounds_and_verdict(bundle: Bundle, language: str | None, total: int, missing: int) -> tuple[Value, ...]:
    bounds, verdict = core.bounds_and_verdict(bundle.template, total, missing)
    return total, *bounds, CallContext(bundle, language).word("verdict", verdict)


@lru_cache(maxsize=1000)
def _concerns(bundle: Bundle, language: str | None, rated: tuple[int | None, ...]) -> str:
    pairs = zip(bundle.template.criterion_ids, rated, strict=True)
    found = core.concerns(bundle.template, {id_: rating for id_, rating in pairs if rating is not None})
    return CallContext(bundle, language).words("criterion", found)


FUNCTIONS = (
    Function("TOTAL", total, (RATINGS,)),
    Function("RANGE", range_, (RATINGS,), "table"),
    Function("VERDICT", verdict, (RATINGS,)),
    Function("REACHABLE", reachable, (RATINGS,), "table"),
    Function("IMPROVEMENTS", improvements, (RATINGS,), "table", (ANCHORS,)),
    Function("CONCERNS", concerns, (RATINGS,)),
    Function("SCORES", scores, (RATINGS,), "table"),
)
