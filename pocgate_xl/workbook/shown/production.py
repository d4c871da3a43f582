"""What the sheets that plan for production must show beside results: costs, design, process, roadmap."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ...core.money import currency_of
from ...core.roadmap import MONTHS_A_YEAR, PhasePlan, add_months
from ...core.template import Phase
from .facts import Facts, Truth


def band_low(facts: Facts, category: str) -> Decimal | None:
    band = facts.assessment.costs.categories[category].reference
    return None if band is None else band.low


def band_high(facts: Facts, category: str) -> Decimal | None:
    band = facts.assessment.costs.categories[category].reference
    return None if band is None else band.high


def poc_band(facts: Facts, category: str, end: str) -> Decimal | None:
    """Return what is usual in a PoC, in the engagement's currency."""
    costs = facts.template.costs
    usual = next(each.poc_reference for each in costs.categories if each.id == category)
    converted = currency_of(costs, facts.assessment.engagement).convert(usual)
    if converted is None:
        return None
    return converted.low if end == "low" else converted.high


def amounts_in(facts: Facts) -> str:
    return facts.text("amounts_in").replace("{currency}", currency(facts))


def in_currency(facts: Facts) -> str:
    return facts.text("in_currency").replace("{currency}", currency(facts))


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


def designed(facts: Facts, element: str) -> str | None:
    return facts.text("filled") if element in facts.submission.design else None


def unjudged(facts: Facts, row: str) -> str | None:
    """Return a warning where the AI acts and nobody judges, not even wrongly; rows count from 0."""
    alone = f"pg_process.{row}.ai" in facts.answered and facts.blank(f"pg_process.{row}.judgement")
    return facts.text("nobody_judges") if alone else None


def month(facts: Facts, number: str) -> date | None:
    """Return the first day of a month counted from that of the start, which is 0."""
    start = facts.assessment.roadmap.start
    return add_months(start and start.replace(day=1), int(number))


def gantt(facts: Facts, phase: str, number: str) -> int:
    """Return 1 where a phase touches the month, else 0."""
    planned, start = _planned(facts, phase), facts.assessment.roadmap.start
    if start is None or planned.start is None or planned.end is None:
        return 0
    return int(_months(planned.start) <= _months(start) + int(number) <= _months(planned.end))


def _months(day: date) -> int:
    return day.year * MONTHS_A_YEAR + day.month


def phase_standing(facts: Facts, phase: str) -> str | None:
    """Return where the months of a phase lie against the usual ones."""
    usual, months = _phase(facts, phase), _planned(facts, phase).months
    if months is None:
        return None
    if months < usual.min_months:
        return facts.text("phase_shorter")
    return facts.text("phase_longer" if months > usual.max_months else "phase_within")


def due(facts: Facts, horizon: str) -> date | None:
    return facts.assessment.roadmap.goals[horizon].due


def _phase(facts: Facts, id_: str) -> Phase:
    return next(phase for phase in facts.template.phases if phase.id == id_)


def _planned(facts: Facts, id_: str) -> PhasePlan:
    return next(phase for phase in facts.assessment.roadmap.phases if phase.phase == id_)


TRUTHS: Mapping[str, Truth] = {
    "band_low": band_low, "band_high": band_high, "standing": standing,
    "planned_standing": planned_standing, "rule_of_thumb": rule_of_thumb, "currency": currency,
    "poc_band": poc_band, "amounts_in": amounts_in, "in_currency": in_currency, "rate": rate,
    "months": months,
    "designed": designed, "unjudged": unjudged, "month": month, "gantt": gantt,
    "phase_standing": phase_standing, "due": due,
}  # fmt: skip
