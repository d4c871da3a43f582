"""The outcome of a check: one word for each file, from what was found and how far it is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from .completeness import State

Outcome = Literal["accepted", "not_started", "incomplete", "findings", "unreadable"]

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
"""In the order in which a report counts them."""

WITHOUT_ERRORS: Mapping[State, Outcome] = {
    "not_started": "not_started",
    "in_progress": "incomplete",
    "complete": "accepted",
}


def outcome_of(faulty: bool, state: State) -> Outcome:
    """Return the outcome of a workbook that was read; `faulty` if there is an error in it."""
    return "findings" if faulty else WITHOUT_ERRORS[state]
