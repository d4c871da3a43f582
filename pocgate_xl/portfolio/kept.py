"""What a portfolio keeps of an assessment: what it reads, so that those of very many files fit in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from ..core.assessment import Assessment, Finding, ReadableAssessment
from ..core.decision import NextStep, Step, StepKind
from .actions import DO_OF_SEVERITY
from .ranking import COUNTED

FILLERS = "pg_who_"
"""What the names of answers begin with that say who fills a section in."""
KEPT = 1 << 12


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
        found, completeness=replace(found.completeness, missing=()), answers=_asked(found),
        scorecard=replace(found.scorecard, improvements=()),
        checklist=replace(found.checklist, groups={}), reasons=(), next_step=_step(found.next_step),
        costs=replace(found.costs, categories={}, rule_of_thumb=None),
        causes={id_: replace(cause, drivers=()) for id_, cause in found.causes.items()},
        roadmap=replace(found.roadmap, goals={}), operations={}, contradictions=(),
        findings=_findings(found.findings),
    )  # fmt: skip


def _asked(found: ReadableAssessment) -> dict[str, Any]:
    """Return who is asked, and until when, of what is still open."""
    step, checklist = found.next_step, found.checklist
    items = {*step.items, *step.evidence, *checklist.open, *checklist.lacking_evidence}
    names = {f"pg_{part}_{id_}" for id_ in items for part in ("owner", "due")}
    answers = found.answers or {}
    return {name: each for name, each in answers.items() if name in names or name.startswith(FILLERS)}


def _step(step: NextStep) -> NextStep:
    """Return a next step whose single steps say nothing but where they stand."""
    placed = (_placed(each.do, each.id, each.field, each.sheet, each.cell) for each in step.steps)
    return replace(step, steps=tuple(placed))


@lru_cache(KEPT)
def _placed(do: StepKind, id_: str, field: str, sheet: str, cell: str) -> Step:
    """Return a step and its place, the same one for all workbooks in which it stands there."""
    return Step(do, id_, field, "", "", sheet=sheet, cell=cell)


def _findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what somebody must correct or look at, and where."""
    return tuple(
        replace(each, found="", expected="", hint="", cells=())
        for each in findings
        if each.severity in DO_OF_SEVERITY
    )
