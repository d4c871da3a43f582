"""What was read of a workbook to its assessment: the same for a file and for one that a host has open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..core.answers import responses_digest, submission_from_answers
from ..core.assessment import ReadableAssessment
from ..core.catalog import Catalog
from ..core.completeness import outcome_of
from ..core.decision import NextStep, Step
from ..core.gate import assess
from ..core.steps import steps_of
from ..core.submission import Submission
from ..records import dataclass
from ..spreadsheetml.address import a1
from ..templates.loader import Bundle
from ..workbook.submission.altered.alteration import Altered
from ..workbook.submission.reader import Reading
from .base import EVERY_RULE, Case, Policy
from .findings import findings_of


@dataclass(frozen=True, slots=True)
class Review:
    """What a workbook says and what follows from it, with the texts that findings are in."""

    reading: Reading
    submission: Submission
    assessment: ReadableAssessment
    catalog: Catalog

    @property
    def bundle(self) -> Bundle:
        return self.reading.bundle


def review_of(
    reading: Reading,
    altered: tuple[Altered, ...] = (),
    language: str | None = None,
    policy: Policy = EVERY_RULE,
) -> Review:
    """Assess what was read; findings are in `language` if the template has it, else in the workbook's own."""
    answers, rows, own = reading.answers, reading.block_rows, reading.expected.language
    submission = submission_from_answers(reading.bundle.template, answers, rows)
    assessment = assess(reading.bundle.template, submission)
    catalog = reading.bundle.catalogs.get(language or "", reading.bundle.catalogs[own])
    findings = findings_of(Case(reading, submission, assessment, altered), catalog, policy)
    faulty = any(finding.severity == "error" for finding in findings)
    whole = replace(
        assessment,
        responses_digest=responses_digest(answers, rows),
        answers={**answers, **{name: tuple(found) for name, found in rows.items() if found}},
        outcome=outcome_of(faulty, assessment.completeness.state),
        language=own,
        next_step=replace(
            assessment.next_step, steps=tuple(placed_steps(reading, assessment.next_step, catalog))
        ),
        findings=findings,
    )
    return Review(reading, submission, whole, catalog)


def placed_steps(reading: Reading, next_step: NextStep, catalog: Catalog) -> Iterator[Step]:
    """Yield each of a next step's steps, and where it stands in this workbook."""
    steps = steps_of(reading.bundle.template, catalog, next_step, reading.answers)
    return (_placed(step, reading) for step in steps)


def _placed(step: Step, reading: Reading) -> Step:
    answer = reading.responses.get(step.field)
    return step if answer is None else replace(step, sheet=answer.sheet, cell=a1(answer.position))
