"""Rating helpers: figures that suggest a rating, which is never written."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal, assert_never

from ..records import dataclass
from .helper_kinds import helper_form
from .submission import HelperInputs
from .template import Helper, HelperBand, Template
from .validity import valid_number

FigureProblem = Literal["zero_target", "estimate_not_positive"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested rating, or why the figures allow none; neither when a figure is blank."""

    rating: int | None = None
    problem: FigureProblem | None = None


NOTHING = Suggestion()


def suggest_ratings(template: Template, helpers: Mapping[str, HelperInputs]) -> dict[str, Suggestion]:
    """Return a suggestion for every criterion that has a helper."""
    return {
        criterion.id: suggest_rating(criterion.helper, helpers.get(criterion.id, HelperInputs()))
        for criterion in template.criteria
        if criterion.helper
    }


def suggest_rating(helper: Helper, inputs: HelperInputs) -> Suggestion:
    """Suggest a rating from a helper's inputs."""
    match helper.kind:
        case "improvement":
            return suggest_improvement(helper, inputs.base, inputs.actual, inputs.direction)
        case "deviation":
            return suggest_deviation(helper, inputs.base, inputs.actual, inputs.cannot_estimate)
        case unknown:
            assert_never(unknown)


def suggest_improvement(
    helper: Helper, target: Decimal | None, actual: Decimal | None, direction: str | None
) -> Suggestion:
    """Suggest a rating from an actual against its target.

    A blank `direction` gives none: a target of unknown sense may be missed or beaten.
    """
    sign = {"higher": 1, "lower": -1}.get(direction or "")
    target, actual = valid_number(target), valid_number(actual)
    if sign is None or target is None or actual is None:
        return NOTHING
    if not target:
        return Suggestion(problem="zero_target")
    improvement = sign * (Fraction(actual) - Fraction(target)) / abs(Fraction(target))
    return Suggestion(_first(helper, improvement))


def suggest_deviation(
    helper: Helper, estimate: Decimal | None, actual: Decimal | None, cannot_estimate: bool | None
) -> Suggestion:
    """Suggest a rating from an actual against its estimate; "cannot estimate" outranks figures."""
    if cannot_estimate:
        return Suggestion(helper.unknown_rating)
    estimate, actual = valid_number(estimate), valid_number(actual)
    if estimate is None or actual is None:
        return NOTHING
    if estimate <= 0:
        return Suggestion(problem="estimate_not_positive")
    deviation = abs(Fraction(actual) - Fraction(estimate)) / Fraction(estimate)
    return Suggestion(_first(helper, deviation))


def _first(helper: Helper, value: Fraction) -> int:
    rising = helper_form(helper.kind).rising
    return next(band.rating for band in helper.bands if _reaches(band, value, rising))


def _reaches(band: HelperBand, value: Fraction, rising: bool) -> bool:
    if band.bound is None:
        return True
    bound = Fraction(band.bound)
    if value == bound:
        return band.inclusive
    return value > bound if rising else value < bound
