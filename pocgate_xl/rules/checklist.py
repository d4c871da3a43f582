"""Checklist items: statuses, and what must stand beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..core.checklist import DONE
from ..core.fields import NOT_APPLICABLE
from ..core.template import Item
from .base import Case, Occurrence, Rule, at, blank_in


def done_without_evidence(case: Case) -> Iterator[Occurrence]:
    """Find ticks that nothing stands beside; where evidence is optional nobody misses it."""
    template = case.reading.bundle.template
    return _without_evidence(case, DONE, [i for i in template.items if template.evidence_of(i) != "optional"])


def missing_status(case: Case) -> Iterator[Occurrence]:
    return blank_in(case, (f"pg_status_{item.id}" for item in case.reading.bundle.template.items))


def unjustified_not_applicable(case: Case) -> Iterator[Occurrence]:
    """Find items left out without a word why; the word stands where the evidence would."""
    return _without_evidence(case, NOT_APPLICABLE, case.reading.bundle.template.items)


def _without_evidence(case: Case, status: str, items: Iterable[Item]) -> Iterator[Occurrence]:
    responses = case.reading.responses
    for item in items:
        answer, evidence = responses.get(f"pg_status_{item.id}"), responses.get(f"pg_evidence_{item.id}")
        if answer and answer.value == status and evidence is not None and evidence.blank:
            yield at(evidence)


def overdue_item(case: Case) -> Iterator[Occurrence]:
    """Find open items that were due before the assessment."""
    assessed = case.assessment.engagement.assessment_date
    for id_ in case.assessment.checklist.overdue:
        response = case.reading.responses.get(f"pg_due_{id_}")
        if response is not None:
            yield at(response, str(response.value), assessed=assessed)


RULES: tuple[Rule[Case], ...] = (
    Rule("PG301", "warning", done_without_evidence),
    Rule("PG302", "note", missing_status, asks=True),
    Rule("PG303", "error", unjustified_not_applicable),
    Rule("PG304", "note", overdue_item),
)
