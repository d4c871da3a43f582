"""What the scorecard, the checklist and the causes must show beside their results."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ...core.checklist import CLEARED
from ...core.decision import RatingStep
from ..outputs import Output
from .facts import Facts, Truth


def concern(facts: Facts, criterion: str) -> str | None:
    return facts.text("concern") if criterion in facts.assessment.scorecard.concerns else None


def _step(facts: Facts, line: str) -> RatingStep | None:
    """Return the n-th line of the table of what to raise."""
    place = int(line) - 1
    return facts.raises[place] if place < len(facts.raises) else None


def raise_criterion(facts: Facts, line: str) -> str | None:
    step = _step(facts, line)
    return None if step is None else facts.label("criterion", step.criterion)


def raise_rating(facts: Facts, line: str) -> int | None:
    step = _step(facts, line)
    return None if step is None else step.rating


def raise_needed(facts: Facts, line: str) -> int | None:
    step = _step(facts, line)
    return None if step is None else step.needed


def flag(facts: Facts, item: str) -> str | None:
    """Return what an item still wants: it is overdue, or cleared without evidence."""
    checklist = facts.assessment.checklist
    if item in checklist.overdue:
        return facts.text("overdue")
    bare = checklist.statuses[item] in CLEARED and facts.blank(f"pg_evidence_{item}")
    return facts.text("no_evidence") if bare else None


def level(facts: Facts, cause: str) -> str:
    return facts.label("level", facts.assessment.causes[cause].level)


def driver(facts: Facts, cause: str, place: str) -> str | None:
    drivers, index = facts.assessment.causes[cause].drivers, int(place) - 1
    return facts.label(drivers[index].kind, drivers[index].id) if index < len(drivers) else None


def exposure(facts: Facts, kind: str, id_: str) -> Output:
    """Return how much a criterion, an item or a question exposes, from 0 to 1."""
    if kind == "item":
        return int(id_ in facts.assessment.checklist.uncleared)
    if kind == "question":
        return int(facts.submission.questions.get(id_) is not True)
    scale, rating = facts.template.scale, facts.assessment.scorecard.ratings[id_]
    return None if rating is None else Fraction(scale.highest - rating, scale.highest - scale.lowest)


TRUTHS: Mapping[str, Truth] = {
    "concern": concern, "raise_criterion": raise_criterion, "raise_rating": raise_rating,
    "raise_needed": raise_needed, "flag": flag, "level": level, "driver": driver, "exposure": exposure,
}  # fmt: skip
