"""What a portfolio keeps of an assessment: what it reads, so that those of very many files fit in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ..core.assessment import Assessment, Finding, ReadableAssessment
from ..core.decision import NextStep
from .actions import DO_OF_SEVERITY
from .ranking import COUNTED

ASKED = ("pg_owner_", "pg_due_", "pg_who_")
"""What the names of answers begin with that say who is asked, and until when."""


def kept(found: Assessment) -> Assessment:
    """Return what a portfolio reads of an assessment; of a file that does not count that is little.

    It is made where a file was checked: the rest is not even sent on.
    """
    if not isinstance(found, ReadableAssessment) or found.outcome not in COUNTED:
        return Assessment(
            file=found.file, sha256=found.sha256, responses_digest=found.responses_digest,
            outcome=found.outcome, template=found.template, language=found.language,
            engagement=found.engagement, findings=_findings(found.findings),
        )  # fmt: skip
    return replace(
        found, completeness=replace(found.completeness, missing=()), answers=_asked(found.answers or {}),
        scorecard=replace(found.scorecard, improvements=()), reasons=(), next_step=_step(found.next_step),
        costs=replace(found.costs, categories={}, rule_of_thumb=None),
        causes={id_: replace(cause, drivers=()) for id_, cause in found.causes.items()},
        roadmap=replace(found.roadmap, goals={}), operations={}, contradictions=(),
        findings=_findings(found.findings),
    )  # fmt: skip


def _asked(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {name: answer for name, answer in answers.items() if name.startswith(ASKED)}


def _step(step: NextStep) -> NextStep:
    """Return a next step whose single steps say where they stand, and nothing in words."""
    return replace(step, steps=tuple(replace(each, label="", text="", reach="") for each in step.steps))


def _findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what somebody must correct or look at, and where."""
    return tuple(
        replace(each, found="", expected="", hint="", cells=())
        for each in findings
        if each.severity in DO_OF_SEVERITY
    )
