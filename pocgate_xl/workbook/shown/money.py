"""What the costs must show beside their results."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from .facts import Facts, Truth


def band_low(facts: Facts, category: str) -> Decimal | None:
    band = facts.assessment.costs.categories[category].reference
    return None if band is None else band.low


def band_high(facts: Facts, category: str) -> Decimal | None:
    band = facts.assessment.costs.categories[category].reference
    return None if band is None else band.high


def standing(facts: Facts, category: str) -> str | None:
    return facts.known("standing", facts.assessment.costs.categories[category].standing)


def planned_standing(facts: Facts, category: str) -> str | None:
    return facts.known("standing", facts.assessment.costs.categories[category].planned_standing)


def rule_of_thumb(facts: Facts) -> str | None:
    rule = facts.assessment.costs.rule_of_thumb
    return None if rule is None else facts.label("standing", rule.standing)


def currency(facts: Facts) -> str:
    return facts.assessment.costs.currency


def rate(facts: Facts) -> Decimal | None:
    """Return how much of the template's currency one unit of the engagement's is."""
    home = facts.assessment.costs.currency == facts.template.costs.currency
    return Decimal(1) if home else facts.assessment.engagement.yen_per_unit


def months(facts: Facts) -> Decimal | None:
    return facts.assessment.engagement.poc_months


TRUTHS: Mapping[str, Truth] = {
    "band_low": band_low, "band_high": band_high, "standing": standing,
    "planned_standing": planned_standing, "rule_of_thumb": rule_of_thumb, "currency": currency,
    "rate": rate, "months": months,
}  # fmt: skip
