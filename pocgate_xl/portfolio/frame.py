"""Assessments as a table of pandas: one flat row a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import pandas as pd

from ..core.answers import flat_answers
from ..core.assessment import Assessment, ReadableAssessment
from ..core.template import Span

SUMS = ("initial", "run_rate", "first_year", "three_year")
FIRST = (
    "file", "sha256", "outcome", "errors", "warnings", "template", "version", "language", "organization",
    "total", "verdict", "decision", "needed", "given", "done", "cleared", "items", "currency",
    *(f"{kind}{name}_{end}" for kind in ("", "budget_") for name in SUMS for end in ("low", "high")),
    "payback_months", "break_even",
)  # fmt: skip
"""Columns that there are whatever the workbooks say, even of none."""
WHOLE = ("errors", "warnings", "total", "needed", "given", "done", "cleared", "items")
NUMBERS = {**dict.fromkeys(WHOLE, "Int64"), "payback_months": "Float64"}
"""Types of the columns that hold numbers; a missing one is NA."""


def to_frame(assessments: Iterable[Assessment]) -> pd.DataFrame:
    """Return one row an assessment, in their order; what a workbook does not tell is missing.

    Columns: `file`, `sha256`, `outcome`, `errors`, `warnings`, `template`, `version`, `language`,
    `organization`; `total`, `verdict`, `decision`; `needed` and `given` answers; checklist items `done`,
    `cleared`, `items`; `currency`, the sums `initial_low` … `three_year_high`, those of the budget as
    `budget_…`, `payback_months`, `break_even`; the level of each cause as `cause_<id>`; then every answer by
    its defined name, cells of tables as `pg_process.1.step`. Money is exact (`Decimal`), codes and dates are
    as they were answered.
    """
    rows = [dict(_row(assessment)) for assessment in assessments]
    columns = dict.fromkeys((*FIRST, *(name for row in rows for name in row)))
    frame = pd.DataFrame({name: pd.Series([row.get(name) for row in rows], dtype=object) for name in columns})
    return frame.astype(NUMBERS)


def _row(assessment: Assessment) -> Iterator[tuple[str, Any]]:
    yield "file", assessment.file
    yield "sha256", assessment.sha256
    yield "outcome", assessment.outcome
    severities = [finding.severity for finding in assessment.findings]
    yield "errors", severities.count("error")
    yield "warnings", severities.count("warning")
    if isinstance(assessment, ReadableAssessment):
        yield from _decided(assessment)
        yield from _costs(assessment)
        yield from ((f"cause_{id_}", cause.level) for id_, cause in assessment.causes.items())
        yield from flat_answers(assessment.answers or {})


def _decided(found: ReadableAssessment) -> Iterator[tuple[str, Any]]:
    yield "template", found.template.id
    yield "version", found.template.version
    yield "language", found.language
    yield "organization", found.engagement.organization
    yield "total", found.scorecard.total
    yield "verdict", found.scorecard.verdict
    yield "decision", found.decision
    yield "needed", found.completeness.needed
    yield "given", found.completeness.given
    yield from ((name, getattr(found.checklist, name)) for name in ("done", "cleared", "items"))


def _costs(found: ReadableAssessment) -> Iterator[tuple[str, Any]]:
    yield "currency", found.costs.currency
    for prefix, sums in (("", found.costs), ("budget_", found.costs.budget)):
        for name in SUMS:
            low, high = _ends(getattr(sums, name))
            yield f"{prefix}{name}_low", low
            yield f"{prefix}{name}_high", high
    months, day = found.costs.payback.months, found.costs.payback.break_even
    yield "payback_months", None if months is None else float(months)
    yield "break_even", day


def _ends(span: Span | None) -> tuple[Decimal | None, Decimal | None]:
    return (None, None) if span is None else (span.low, span.high)
