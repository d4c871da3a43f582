"""Functions of the ratings: total, range, verdict, what to improve, what a total hides."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..core import scorecard as core
from ..core.loading import Bundle
from .cells import NUMBERS, read_all, series
from .declaration import Argument, Cell, Function, FunctionProblem, Row, Table, Value
from .gate import Gate

RATINGS = Argument("ratings", "cells")
SCORES_COLUMNS = 5
REMEMBERED_ROWS = 20_000


def read_ratings(gate: Gate, ratings: Table) -> dict[str, int | None]:
    """Return ratings by criterion from one cell each, in the order of the template."""
    ids = gate.template.criterion_ids
    return _rated(gate, series(gate, "ratings", ratings, len(ids)))


def _rated(gate: Gate, cells: list[Cell]) -> dict[str, int | None]:
    ids = gate.template.criterion_ids
    return dict(zip(ids, read_all(gate, [f"pg_rating_{id_}" for id_ in ids], cells), strict=True))


def scored(gate: Gate, ratings: Table) -> core.Scorecard:
    return core.score(gate.template, read_ratings(gate, ratings))


def total(gate: Gate, ratings: Table) -> int:
    """Return the sum of the ratings given."""
    return scored(gate, ratings).total


def range_(gate: Gate, ratings: Table) -> list[Row]:
    """Return the lowest and the highest total that missing ratings leave open."""
    return [list(scored(gate, ratings).range)]


def verdict(gate: Gate, ratings: Table) -> str:
    """Return the verdict on the total."""
    return gate.word("verdict", scored(gate, ratings).verdict)


def improvements(gate: Gate, ratings: Table) -> list[Row]:
    """Return criterion, rating and needed rating of what to improve first; one empty row for nothing."""
    rows: list[Row] = [
        [gate.word("criterion", row.criterion), row.rating, row.needed]
        for row in scored(gate, ratings).improvements
    ]
    return rows or [[None, None, None]]


def concerns(gate: Gate, ratings: Table) -> str | None:
    """Return the criteria rated below the floor, joined."""
    return gate.words("criterion", scored(gate, ratings).concerns) or None


def scores(gate: Gate, ratings: Table) -> list[Row]:
    """Return total, lowest and highest total still possible, verdict and concerns of every row.

    A row that cannot be read says so in its first cell and spoils no other.
    """
    width = len(gate.template.criterion_ids)
    if len(ratings[0]) != width:
        ratings = [series(gate, "ratings", ratings, width)]
    exact = {rating: rating for rating in gate.template.scale.ratings}
    return [_score_row(gate, cells, exact) for cells in ratings]


def _score_row(gate: Gate, cells: list[Cell], exact: Mapping[Any, int]) -> Row:
    try:
        rated = tuple(_quickly(cells, exact) or _rated(gate, cells).values())
    except FunctionProblem as problem:
        return [str(problem), *[None] * (SCORES_COLUMNS - 1)]
    return list(_scored_row(gate.bundle, gate.language, rated))


def _quickly(cells: list[Cell], exact: Mapping[Any, int]) -> list[int | None] | None:
    """Return plain ratings as they stand; None as soon as one cell needs a closer look."""
    if not NUMBERS.issuperset(map(type, cells)):
        return None
    rated = [exact.get(cell) for cell in cells]
    return None if None in rated else rated


@lru_cache(maxsize=REMEMBERED_ROWS)
def _scored_row(bundle: Bundle, language: str | None, rated: tuple[int | None, ...]) -> tuple[Value, ...]:
    """Score one row; Excel asks for the whole table again whenever one of its cells changes."""
    gate = Gate(bundle, language)
    card = core.score(gate.template, dict(zip(gate.template.criterion_ids, rated, strict=True)))
    verdict, concerns = gate.word("verdict", card.verdict), gate.words("criterion", card.concerns)
    return card.total, *card.range, verdict, concerns or None


FUNCTIONS = (
    Function("TOTAL", total, (RATINGS,)),
    Function("RANGE", range_, (RATINGS,), "table"),
    Function("VERDICT", verdict, (RATINGS,)),
    Function("IMPROVEMENTS", improvements, (RATINGS,), "table"),
    Function("CONCERNS", concerns, (RATINGS,)),
    Function("SCORES", scores, (RATINGS,), "table"),
)
