"""The causes of the valley of death: how exposed an engagement is to each, and why.

Source: docs/rubric.md, row "causes": the five causes are published; evidence, exposure and its levels, and
what a knock-out question does, are decided here.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Container, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from ..records import dataclass
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
    """One piece of evidence and how much it exposes, from 0 to 1."""

    kind: EvidenceKind
    id: str
    exposure: Fraction


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The exposure to one cause and the strongest drivers among what is known.

    While a linked rating is missing the exposure is None and the level unknown, unless a knock-out
    question answered no settles it.
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
    lacking_evidence: Collection[str] = (),
) -> dict[str, Diagnosis]:
    """Diagnose every cause from valid ratings, statuses and answers.

    Items of `lacking_evidence` are done but not cleared.
    """
    cleared = {id_ for id_, status in statuses.items() if status in CLEARED} - set(lacking_evidence)
    return {cause.id: _diagnosis(template, cause, ratings, cleared, questions) for cause in template.causes}


def _diagnosis(
    template: Template,
    cause: Cause,
    ratings: Mapping[str, int | None],
    cleared: Container[str],
    questions: Mapping[str, bool],
) -> Diagnosis:
    """Diagnose one cause; a knock-out question answered no makes it high and leads its drivers."""
    asked = [id_ for id_ in template.questions if id_ in cause.questions]
    rated = list(_rated(template, cause, ratings))
    evidence = [
        *rated,
        *(Driver("item", id_, NONE if id_ in cleared else FULL) for id_ in counted_items(template, cause)),
        *(Driver("question", id_, NONE if questions.get(id_) else FULL) for id_ in asked),
    ]
    knocked_out = [id_ for id_ in asked if id_ in template.knock_out and questions.get(id_) is False]
    exposure = _mean(evidence) if len(rated) == len(cause.criteria) else None
    level: Level = "high" if knocked_out else _level(template.levels, exposure)
    return Diagnosis(exposure, level, _strongest(evidence, knocked_out), cause.strategy)


def counted_items(template: Template, cause: Cause) -> tuple[str, ...]:
    """Return the linked items that expose to a cause, in checklist order."""
    granted = template.levels.granted_at_gate
    linked = (item for item in template.items if item.id in cause.items)
    return tuple(item.id for item in linked if granted or not item.granted_at_gate)


def _rated(template: Template, cause: Cause, ratings: Mapping[str, int | None]) -> Iterator[Driver]:
    for id_ in template.criterion_ids:
        rating = ratings.get(id_)
        if rating is not None and id_ in cause.criteria:
            yield Driver("criterion", id_, _exposure(template.scale, rating))


@lru_cache(maxsize=256)
def _exposure(scale: Scale, rating: int) -> Fraction:
    return Fraction(scale.highest - rating, scale.highest - scale.lowest)


def _mean(evidence: list[Driver]) -> Fraction:
    """Return the mean in whole parts, as sums of fractions take their time."""
    shares = [driver.exposure.as_integer_ratio() for driver in evidence]
    parts = math.lcm(*(whole for _, whole in shares))
    return Fraction(sum(share * (parts // whole) for share, whole in shares), parts * len(evidence))


def _strongest(evidence: list[Driver], first: Container[str]) -> tuple[Driver, ...]:
    """Return what exposes most; ties stay in the template's order of criteria, items, questions.

    The questions of `first` stand before everything else.
    """
    exposed = [driver for driver in evidence if driver.exposure]
    exposed.sort(key=lambda driver: driver.exposure, reverse=True)
    exposed.sort(key=lambda driver: driver.kind != "question" or driver.id not in first)
    return tuple(exposed[:STRONGEST])


def _level(levels: Levels, exposure: Fraction | None) -> Level:
    if exposure is None:
        return "unknown"
    if exposure >= _exact(levels.high):
        return "high"
    return "medium" if exposure >= _exact(levels.medium) else "low"


@lru_cache(maxsize=256)
def _exact(share: Decimal) -> Fraction:
    return Fraction(share)
