"""Amounts, and what a projection needs beside them."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.money import currency_of
from ..workbook.submission.reader import Response
from .base import Case, Occurrence, Rule, at, blank_in, with_fault


def negative_amount(case: Case) -> Iterator[Occurrence]:
    return with_fault(case, "negative_amount")


def zero_amount(case: Case) -> Iterator[Occurrence]:
    """Find zeros that are multiplied, which stay zero in production."""
    return (at(response, "0") for response in _multiplied(case) if response.value == 0)


def missing_poc_cost(case: Case) -> Iterator[Occurrence]:
    return blank_in(case, (response.field.name for response in _multiplied(case)))


def _multiplied(case: Case) -> Iterator[Response]:
    for category in case.reading.bundle.template.costs.categories:
        response = case.reading.responses.get(f"pg_poc_cost_{category.id}")
        if category.kind == "multiplied" and response is not None:
            yield response


def crossed_benefit(case: Case) -> Iterator[Occurrence]:
    """Find a low benefit above the high one."""
    low, high = case.submission.engagement.annual_benefit_low, case.submission.engagement.annual_benefit_high
    response = case.reading.responses.get("pg_engagement_annual_benefit_low")
    if response is not None and low is not None and high is not None and low > high:
        yield at(response, f"{low:f}", high=f"{high:f}")


def missing_exchange_rate(case: Case) -> Iterator[Occurrence]:
    """Find a foreign currency without its rate: published references cannot be applied then."""
    costs = case.reading.bundle.template.costs
    currency = currency_of(costs, case.assessment.engagement)
    if currency.rate is None:
        for occurrence in blank_in(case, ["pg_engagement_yen_per_unit"]):
            values = {"currency": currency.code, "home": costs.currency}
            yield Occurrence(occurrence.sheet, occurrence.position, occurrence.field, values=values)


def missing_poc_months(case: Case) -> Iterator[Occurrence]:
    """Find a PoC of unknown length whose cost is otherwise known."""
    if any(response.value is not None for response in _multiplied(case)):
        yield from blank_in(case, ["pg_engagement_poc_months"])


RULES: tuple[Rule[Case], ...] = (
    Rule("PG401", "error", negative_amount),
    Rule("PG402", "warning", zero_amount),
    Rule("PG403", "warning", missing_poc_cost, asks=True),
    Rule("PG404", "error", crossed_benefit),
    Rule("PG405", "warning", missing_exchange_rate, asks=True),
    Rule("PG406", "warning", missing_poc_months),
)
