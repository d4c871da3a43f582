"""The scorecard: total and verdict, what is still reachable, what to improve first.

Source: docs/rubric.md, rows "ratings" and "verdict": scale and thresholds are published, the range that
missing ratings leave open is decided here; "improvement" (order decided here), "must-meets" (floors, here).
"""

from __future__ import annotations

from collections.abc import Mapping

from ..records import dataclass
from .fields import INCOMPLETE
from .template import Scale, Template, VerdictBand
from .validity import check_ids, check_rating, valid_rating


@dataclass(frozen=True, slots=True)
class Improvement:
    """The rating that a criterion has and the one that it needs."""

    criterion: str
    rating: int
    needed: int


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What follows from the ratings alone; a missing or invalid rating is None.

    `range` holds the lowest and highest total that missing ratings leave open, `reachable` the
    verdicts within it, in template order (highest band first). `improvements` lead to the
    threshold of the next band.
    """

    ratings: Mapping[str, int | None]
    total: int
    complete: bool
    verdict: str
    range: tuple[int, int]
    reachable: tuple[str, ...]
    concerns: tuple[str, ...]
    improvements: tuple[Improvement, ...]

    @property
    def given(self) -> dict[str, int]:
        return {id_: rating for id_, rating in self.ratings.items() if rating is not None}

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(id_ for id_, rating in self.ratings.items() if rating is None)


def score(template: Template, ratings: Mapping[str, int | None]) -> Scorecard:
    """Compute the scorecard of ratings that somebody gives; AnswerError where one would be dropped."""
    check_ids("criteria", ratings, template.criterion_ids)
    return scorecard_of(
        template, {id_: check_rating(template.scale, id_, value) for id_, value in ratings.items()}
    )


def scorecard_of(template: Template, ratings: Mapping[str, int | None]) -> Scorecard:
    """Compute the scorecard of a submission; ratings out of the scale count as not given."""
    read = {id_: valid_rating(template.scale, ratings.get(id_)) for id_ in template.criterion_ids}
    rated = {id_: rating for id_, rating in read.items() if rating is not None}
    total, missing = sum(rated.values()), len(read) - len(rated)
    bounds, verdict = bounds_and_verdict(template, total, missing)
    return Scorecard(
        ratings=read,
        total=total,
        complete=not missing,
        verdict=verdict,
        range=bounds,
        reachable=_reachable(template, *bounds),
        concerns=concerns(template, rated),
        improvements=() if missing else _improvements(template, rated, total),
    )


def bounds_and_verdict(template: Template, total: int, missing: int) -> tuple[tuple[int, int], str]:
    """Return the range that a total with missing ratings leaves open, and its verdict."""
    verdict = INCOMPLETE if missing else band_at(template, total).id
    return _bounds(template.scale, total, missing), verdict


def concerns(template: Template, ratings: Mapping[str, int]) -> tuple[str, ...]:
    """Return the criteria whose valid ratings are below their floor (docs/rubric.md, "must-meets")."""
    floors = template.floor_of
    return tuple(id_ for id_, rating in ratings.items() if rating < floors[id_])


def band_at(template: Template, total: int) -> VerdictBand:
    """Return the highest verdict band that a total reaches; published (docs/rubric.md, "verdict")."""
    return next(band for band in template.verdicts if total >= band.at_least)


def _bounds(scale: Scale, total: int, missing: int) -> tuple[int, int]:
    return total + missing * scale.lowest, total + missing * scale.highest


def _reachable(template: Template, low: int, high: int) -> tuple[str, ...]:
    lowest = band_at(template, low).at_least
    return tuple(band.id for band in template.verdicts if lowest <= band.at_least <= high)


def _improvements(template: Template, ratings: Mapping[str, int], total: int) -> tuple[Improvement, ...]:
    above = [band.at_least for band in template.verdicts if band.at_least > total]
    return raises(template, ratings, min(above)) if above else ()


def raises(
    template: Template, ratings: Mapping[str, int], goal_total: int, floors: Mapping[str, int] | None = None
) -> tuple[Improvement, ...]:
    """Return the raises that bring valid ratings to a total, the lowest always first.

    Water-filling, which is decided here (docs/rubric.md, "improvement"): while the sum is below the goal, the
    lowest rating goes up by one, ties in template order. With `floors` all ratings reach theirs first, which
    may suffice. Rows ascend by rating, ties in template order.
    """
    ids = [id_ for id_ in template.criterion_ids if id_ in ratings]
    raised = [max(ratings[id_], floors[id_]) if floors else ratings[id_] for id_ in ids]
    filled = _filled(template.scale, raised, goal_total)
    rows = (Improvement(id_, ratings[id_], needed) for id_, needed in zip(ids, filled, strict=True))
    return tuple(sorted((row for row in rows if row.needed > row.rating), key=lambda row: row.rating))


def _filled(scale: Scale, ratings: list[int], goal_total: int) -> list[int]:
    """Return the ratings after water-filling; at most all of them at the highest."""
    levels = [level for level in scale.ratings if sum(_at_least(ratings, level)) <= goal_total]
    if not levels:
        return ratings
    filled = _at_least(ratings, levels[-1])
    at_level = [i for i, rating in enumerate(filled) if rating == levels[-1] < scale.highest]
    for index in at_level[: goal_total - sum(filled)]:
        filled[index] += 1
    return filled


def _at_least(ratings: list[int], level: int) -> list[int]:
    return [max(rating, level) for rating in ratings]
