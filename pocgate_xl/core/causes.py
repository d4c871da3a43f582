"""The causes of the valley of death: how exposed an engagement is to each, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from .checklist import CLEARED
from .template import Cause, Levels, Scale, Template

EvidenceKind = Literal["criterion", "item", "question"]
Level = Literal["high", "medium", "low", "unknown"]

NONE, FULL = Fraction(0), Fraction(1)
"""The exposure that a cleared item or a yes leaves, and that anything else does."""

STRONGEST = 3
"""How many drivers of a cause are shown."""


@dataclass(frozen=True, slots=True)
class Driver:
    """Hold one piece of evidence and how much it exposes, from 0 to 1."""

    kind: EvidenceKind
    id: str
    exposure: Fraction


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Hold the exposure to one cause and the strongest drivers among what is known.

    While a linked rating is missing the exposure is None and the level unknown.
    """

    exposure: Fraction | None
    level: Level
    drivers: tuple[Driver, ...]
    strategy: str


def diagnose(
    template: Template,
    ratings: Mapping[str, int | None],
    statuses: Mapping[str, str],
    questions: Mapping[str, bool],
) -> dict[str, Diagnosis]:
    """Diagnose every cause from valid ratings, statuses and answers."""
    return {cause.id: _diagnosis(template, cause, ratings, statuses, questions) for cause in template.causes}


def _diagnosis(
    template: Template,
    cause: Cause,
    ratings: Mapping[str, int | None],
    statuses: Mapping[str, str],
    questions: Mapping[str, bool],
) -> Diagnosis:
    items = [item.id for item in template.items if item.id in cause.items]
    asked = [id_ for id_ in template.questions if id_ in cause.questions]
    evidence = [
        *_rated(template, cause, ratings),
        *(Driver("item", id_, NONE if statuses.get(id_) in CLEARED else FULL) for id_ in items),
        *(Driver("question", id_, NONE if questions.get(id_) else FULL) for id_ in asked),
    ]
    linked = len(cause.criteria) + len(cause.items) + len(cause.questions)
    exposure = _mean(evidence) if len(evidence) == linked else None
    return Diagnosis(exposure, _level(template.levels, exposure), _strongest(evidence), cause.strategy)


def _rated(template: Template, cause: Cause, ratings: Mapping[str, int | None]) -> Iterator[Driver]:
    for id_ in template.criterion_ids:
        rating = ratings.get(id_)
        if rating is not None and id_ in cause.criteria:
            yield Driver("criterion", id_, _exposure(template.scale, rating))


@lru_cache(maxsize=256)
def _exposure(scale: Scale, rating: int) -> Fraction:
    return Fraction(scale.highest - rating, scale.highest - scale.lowest)


def _mean(evidence: list[Driver]) -> Fraction:
    return sum((driver.exposure for driver in evidence if driver.exposure), NONE) / len(evidence)


def _strongest(evidence: list[Driver]) -> tuple[Driver, ...]:
    """Return what exposes most; ties stay in the template's order of criteria, items, questions."""
    exposed = [driver for driver in evidence if driver.exposure]
    return tuple(sorted(exposed, key=lambda driver: driver.exposure, reverse=True)[:STRONGEST])


def _level(levels: Levels, exposure: Fraction | None) -> Level:
    if exposure is None:
        return "unknown"
    if exposure >= _exact(levels.high):
        return "high"
    return "medium" if exposure >= _exact(levels.medium) else "low"


@lru_cache(maxsize=256)
def _exact(share: Decimal) -> Fraction:
    return Fraction(share)
