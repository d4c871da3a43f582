"""What counts as given: an invalid answer reads as blank, here as in the workbook's formulas."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from .fields import COMMITTEE_DECISIONS, NOT_APPLICABLE, STATUSES
from .submission import Committee, Engagement, Recorded
from .template import Scale, Template

Code = TypeVar("Code", bound=str)

LARGEST_EXPONENT, SMALLEST_EXPONENT = 308, -324
"""The decimal range of a spreadsheet's numbers; it also keeps exact arithmetic affordable."""

LONGEST_MONTHS = 120
"""A PoC or a roadmap phase of more months is a slip of the pen."""

NOT_STARTED = STATUSES[-1]


def given_rating(scale: Scale, value: object) -> int | None:
    """Return a rating of the scale; True is not 1."""
    return value if type(value) is int and scale.lowest <= value <= scale.highest else None


def given_status(value: object, may_be_not_applicable: bool = False) -> str:
    """Return a status; anything but a known one reads as not started."""
    known = value in STATUSES or (may_be_not_applicable and value == NOT_APPLICABLE)
    return str(value) if known else NOT_STARTED


def given_code(value: Code | None, codes: Container[str]) -> Code | None:
    """Return a code of a vocabulary."""
    return value if value in codes else None


def given_number(value: Decimal | int | None) -> Decimal | None:
    """Return a number that a spreadsheet can hold, exact."""
    if value is None or isinstance(value, bool):
        return None
    number = Decimal(value)
    if not number.is_finite() or number.adjusted() > LARGEST_EXPONENT:
        return None
    exponent = number.as_tuple().exponent
    return number if isinstance(exponent, int) and exponent >= SMALLEST_EXPONENT else None


def given_amount(value: Decimal | int | None) -> Decimal | None:
    """Return an amount of money, zero or more."""
    number = given_number(value)
    return number if number is not None and number >= 0 else None


def given_positive(value: Decimal | int | None) -> Decimal | None:
    """Return a number above zero, as rates and ratios must be."""
    return given_amount(value) or None


def given_months(value: Decimal | int | None) -> Decimal | None:
    """Return a length in months that may have a fraction."""
    months = given_positive(value)
    return months if months is not None and months <= LONGEST_MONTHS else None


def given_whole(value: object, least: int, most: int | None = None) -> int | None:
    """Return a whole number within bounds; True is not 1."""
    if type(value) is not int or value < least:
        return None
    return value if most is None or value <= most else None


def given_engagement(template: Template, engagement: Engagement) -> Engagement:
    """Return the engagement with its invalid answers blank."""
    return replace(
        engagement,
        employees=given_whole(engagement.employees, 1),
        poc_months=given_months(engagement.poc_months),
        revision=given_whole(engagement.revision, 1),
        currency=given_code(engagement.currency, template.costs.currencies),
        yen_per_unit=given_positive(engagement.yen_per_unit),
        annual_benefit_low=given_amount(engagement.annual_benefit_low),
        annual_benefit_high=given_amount(engagement.annual_benefit_high),
        language=given_code(engagement.language, template.languages),
    )


def given_committee(committee: Committee) -> Committee:
    """Return what the committee recorded with an invalid decision blank."""
    return replace(committee, decision=given_code(committee.decision, COMMITTEE_DECISIONS))


def given_recorded(recorded: Recorded) -> Recorded:
    """Return what is recorded beside the projection with invalid answers blank."""
    return replace(
        recorded,
        benefit_ramp_months=given_whole(recorded.benefit_ramp_months, 0),
        contingency=given_amount(recorded.contingency),
        volume_ratio=given_positive(recorded.volume_ratio),
    )
