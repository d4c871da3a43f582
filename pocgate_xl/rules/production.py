"""What is planned for production: process steps and roadmap."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.template import Phase
from .base import Case, Occurrence, Rule, at, blank_in


def nobody_judges(case: Case) -> Iterator[Occurrence]:
    """Find process steps in which the AI acts and nobody has the final word."""
    for row in case.reading.rows:
        acts, judges = row.responses.get("ai"), row.responses.get("judgement")
        if acts and judges and acts.value is not None and judges.blank:
            yield at(judges)


def unusual_phase_length(case: Case) -> Iterator[Occurrence]:
    usual = {phase.id: phase for phase in case.reading.bundle.template.phases}
    for plan in case.assessment.roadmap.phases:
        response = case.reading.responses.get(f"pg_phase_months_{plan.phase}")
        if plan.within is False and response is not None:
            phase: Phase = usual[plan.phase]
            yield at(response, str(plan.months), low=phase.min_months, high=phase.max_months)


def missing_start_date(case: Case) -> Iterator[Occurrence]:
    """Find phases with a length that begin nowhere."""
    if any(plan.months is not None for plan in case.assessment.roadmap.phases):
        yield from blank_in(case, ["pg_start_date"])


RULES: tuple[Rule[Case], ...] = (
    Rule("PG501", "warning", nobody_judges),
    Rule("PG502", "note", unusual_phase_length),
    Rule("PG503", "warning", missing_start_date),
)
