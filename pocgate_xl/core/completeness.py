"""Completeness: the answers without which nothing is decided, which of them are missing, what follows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, get_args

from ..records import dataclass
from .fields import Field, input_fields
from .submission import Submission
from .template import Template
from .validity import answer_of

CompletenessState = Literal["not_started", "in_progress", "complete"]
Outcome = Literal["accepted", "not_started", "incomplete", "findings", "unreadable"]

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
"""In the order in which a report counts them."""

WITHOUT_ERRORS: Mapping[CompletenessState, Outcome] = {
    "not_started": "not_started",
    "in_progress": "incomplete",
    "complete": "accepted",
}


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many answers are needed and given; `missing` are defined names in the order of the sheets."""

    needed: int
    given: int
    missing: tuple[str, ...]
    state: CompletenessState


def completeness(template: Template, submission: Submission) -> Completeness:
    """Say how far a submission has come; an invalid answer is not given, nor is a blank status."""
    needed = needed_fields(template)
    missing = tuple(f.name for f in needed if answer_of(template, submission, f) is None)
    given = len(needed) - len(missing)
    state: CompletenessState = "complete" if not missing else "in_progress" if given else "not_started"
    return Completeness(len(needed), given, missing, state)


@lru_cache(maxsize=32)
def needed_fields(template: Template) -> tuple[Field, ...]:
    """Return the fields of every rating, every status and every knock-out question."""
    return tuple(
        field
        for field in input_fields(template)
        if field.group in ("rating", "status")
        or (field.group == "question" and field.key in template.knock_out)
    )


IDENTIFYING = ("pg_engagement_id", "pg_engagement_assessment_date")
"""Without these a workbook is nobody's, or of no day: no decision waits for them, but a finding asks."""


@lru_cache(maxsize=32)
def asked_fields(template: Template) -> tuple[Field, ...]:
    """Return every field that is asked for: those that are needed, and those that say whose it is."""
    asked = {*needed_fields(template), *identifying_fields(template)}
    return tuple(field for field in input_fields(template) if field in asked)


@lru_cache(maxsize=32)
def identifying_fields(template: Template) -> tuple[Field, ...]:
    """Return the fields that say whose a workbook is, and those that a gate of its own wants filled in."""
    return tuple(f for f in input_fields(template) if f.required or f.name in IDENTIFYING)


def outcome_of(faulty: bool, state: CompletenessState) -> Outcome:
    """Return the outcome of a workbook that was read; `faulty` if there is an error in it."""
    return "findings" if faulty else WITHOUT_ERRORS[state]
