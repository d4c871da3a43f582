"""What reports for people say of one file, in their words: made where it was checked, sent as a line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from ..core.assessment import Assessment, Finding, ReadableAssessment
from ..core.catalog import Catalog
from ..core.decision import Reason
from ..records import dataclass
from .text import SEVERITIES, beside, step_words, total_of

VOCABULARIES = {
    "verdict": "verdict", "missing_ratings": "criterion", "concerns": "criterion",
    "enforced_floor": "criterion", "question_no": "question", "open_items": "item",
    "missing_evidence": "item", "granted_at_gate": "item", "question_blank": "question",
}  # fmt: skip
"""Which labels name what a reason speaks of."""


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """A finding in words.

    `beside` is what its message does not say and no earlier finding of the file said.
    """

    code: str
    severity: str
    sheet: str
    cell: str
    field: str
    message: str
    found: str
    expected: str
    hint: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file in words: texts are blank and numbers None where nothing is known."""

    file: str
    outcome: str
    template: str = ""
    language: str = ""
    id: str = ""
    organization: str = ""
    poc_name: str = ""
    revision: int | None = None
    decision: str = ""
    decision_label: str = ""
    total: str = ""
    given: int | None = None
    needed: int | None = None
    reasons: tuple[str, ...] = ()
    target: str = ""
    steps: tuple[tuple[str, ...], ...] = ()
    findings: tuple[FindingFacts, ...] = ()

    @property
    def severities(self) -> Counter[str]:
        return Counter(each.severity for each in self.findings)

    @property
    def gravity(self) -> tuple[int, ...]:
        """Return what is sorted by to have the file with most errors first."""
        counts = self.severities
        return tuple(-counts[each] for each in SEVERITIES)


def facts_of(assessment: Assessment, catalog: Catalog) -> FileFacts:
    """Return what reports say of an assessment."""
    template, findings = assessment.template, tuple(_findings(assessment, catalog))
    return FileFacts(
        assessment.file, assessment.outcome, f"{template.id} {template.version}" if template else "",
        assessment.language or "", **_whose(assessment), **_decided(assessment, catalog), findings=findings,
    )  # fmt: skip


def _whose(assessment: Assessment) -> dict[str, Any]:
    engagement = assessment.engagement
    if engagement is None:
        return {}
    names = ("id", "organization", "poc_name")
    return {name: getattr(engagement, name) or "" for name in names} | {"revision": engagement.revision}


def _decided(assessment: Assessment, catalog: Catalog) -> dict[str, Any]:
    """Return how far it has come; what nobody has begun is not decided either."""
    if not isinstance(assessment, ReadableAssessment):
        return {}
    filled, ahead = assessment.completeness, assessment.next_step
    far: dict[str, Any] = {"given": filled.given, "needed": filled.needed}
    if assessment.outcome == "not_started":
        return far
    label = catalog.label("decision", assessment.decision)
    return far | {
        "decision": assessment.decision, "decision_label": label, "total": total_of(assessment),
        "reasons": tuple(_reason(each, catalog) for each in assessment.reasons),
        "target": "" if ahead.target is None else catalog.label("decision", ahead.target),
        "steps": tuple(tuple(step_words(each, catalog)) for each in ahead.steps),
    }  # fmt: skip


def _reason(reason: Reason, catalog: Catalog) -> str:
    labels = (catalog.label(VOCABULARIES.get(reason.code, ""), id_) for id_ in reason.ids)
    return catalog.text(f"report.why.{reason.code}", names=catalog.text("text.separator").join(labels))


def _findings(assessment: Assessment, catalog: Catalog) -> Iterator[FindingFacts]:
    """Yield the findings, the gravest first."""
    reported: set[tuple[str, str]] = set()
    for each in sorted(assessment.findings, key=lambda each: SEVERITIES.index(each.severity)):
        yield _finding(each, tuple(beside(each, catalog, reported)))


def _finding(each: Finding, more: tuple[str, ...]) -> FindingFacts:
    return FindingFacts(
        each.code, each.severity, each.sheet, each.cell, each.field, each.message, each.found, each.expected,
        each.hint, more,
    )  # fmt: skip


def to_line(facts: FileFacts) -> str:
    """Return facts as a line, by which processes send them."""
    return json.dumps(asdict(facts)) + "\n"


def from_line(line: str) -> FileFacts:
    """Return facts as they were before they became a line."""
    plain = json.loads(line)
    findings = tuple(FindingFacts(**{**each, "beside": tuple(each["beside"])}) for each in plain["findings"])
    steps = tuple(tuple(each) for each in plain["steps"])
    return FileFacts(**{**plain, "findings": findings, "steps": steps, "reasons": tuple(plain["reasons"])})
