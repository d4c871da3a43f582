"""What tests of the loop share: assessments in their JSON form, and workbooks of two states."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pocgate_xl.core.assessment import Finding, ReadableAssessment, assessment_to_json
from pocgate_xl.core.completeness import Outcome
from tests.portfolio.engagements import assessment, rated

HOSTILE = '=cmd|"/c calc"!A1 \x1b[31m<b>\u202e'
"""A name that begins as a formula, steers a terminal, is markup and turns what follows."""


def answered(
    answers: dict[str, Any], file: str = "a.xlsx", outcome: Outcome = "accepted"
) -> ReadableAssessment:
    """Assess answers and keep them, as the batch does."""
    return replace(assessment(answers, file, outcome), answers=answers)


def plain(answers: dict[str, Any] | None = None, file: str = "a.xlsx", *findings: Finding) -> dict[str, Any]:
    """Return the JSON form of an assessment, by default of a good one with the id A."""
    found = answered(rated(id="A") if answers is None else answers, file)
    return assessment_to_json(replace(found, findings=findings))


def unreadable(file: str) -> dict[str, Any]:
    from pocgate_xl.core.assessment import Assessment

    return assessment_to_json(
        Assessment.unreadable(file, None, (Finding("PG007", "error", message="cut off"),))
    )
