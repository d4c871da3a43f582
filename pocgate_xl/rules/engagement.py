"""Whose workbook it is, and whether its dates can follow each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from ..core.assessment import Severity
from ..workbook.submission.reader import Response
from .base import Case, Occurrence, Rule, at, blank_in

ID = "pg_engagement_id"
ORDERS = (
    (
        "pg_engagement_poc_start",
        "pg_engagement_assessment_date",
        "pg_committee_date",
        "pg_committee_next_review",
    ),
    ("pg_engagement_poc_start", "pg_start_date"),
)
"""Dates of which none may lie before one named earlier; blanks are passed over."""


def missing_engagement_id(case: Case) -> Iterator[Occurrence]:
    """Find workbooks of nobody; in a portfolio each of them stands by itself."""
    return blank_in(case, [ID])


def other_engagement(case: Case) -> Iterator[Occurrence]:
    """Find an id that is not the one for which the workbook was made."""
    response, owner = case.reading.responses.get(ID), case.reading.identity.engagement
    if response is not None and response.value is not None and owner and response.value != owner:
        yield at(response, str(response.value), planned=owner)


def dates_out_of_order(case: Case) -> Iterator[Occurrence]:
    for names in ORDERS:
        dated = [pair for name in names for pair in _dated(case, name)]
        for (earlier, first), (later, second) in pairwise(dated):
            if second < first:
                yield at(later, second.isoformat(), earlier=earlier.field, day=first)


def _dated(case: Case, name: str) -> Iterator[tuple[Response, date]]:
    response = case.reading.responses.get(name)
    if response is not None and isinstance(response.value, date):
        yield response, response.value


def missing_assessment_date(case: Case) -> Iterator[Occurrence]:
    return blank_in(case, ["pg_engagement_assessment_date"])


def missing_detail(case: Case) -> Iterator[Occurrence]:
    """Find blank fields that the gate requires; while answers of the decision are missing, a warning does."""
    required = [field.name for field in case.reading.expected.fields.values() if field.required]
    severity: Severity = "error" if case.assessment.completeness.state == "complete" else "warning"
    for occurrence in blank_in(case, required):
        yield replace(occurrence, severity=severity)


RULES: tuple[Rule[Case], ...] = (
    Rule("PG601", "warning", missing_engagement_id),
    Rule("PG602", "error", other_engagement, guards=True),
    Rule("PG603", "error", dates_out_of_order),
    Rule("PG604", "warning", missing_assessment_date, asks=True),
    Rule("PG606", "error", missing_detail, asks=True),
)
