"""What the outputs of a workbook must show: the assessment by defined name.

The same values that native formulas compute: they are compared when a workbook is made, in every
submission, and in tests that run the formulas in real engines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from ...core.assessment import ReadableAssessment
from ...core.costs import CostProjection
from ...core.submission import Submission
from ...core.suggestions import suggest_ratings
from ...core.template import Template
from ...spreadsheetml.serial_dates import read_as_1900, serial_of

Output: TypeAlias = int | str | Decimal | Fraction | date | None
"""Codes are str; None is shown as an empty text."""

MONEY_TOLERANCE = Decimal("0.01")
RATIO_TOLERANCE = 1e-9


def outputs_of(
    template: Template, submission: Submission, assessment: ReadableAssessment
) -> dict[str, Output]:
    """Return the value of every `pg_out_*` name."""
    pairs: dict[str, Output] = dict(_scorecard(assessment))
    pairs.update(_checklist(assessment))
    pairs.update(_costs(assessment.costs))
    pairs.update(_causes(assessment))
    pairs.update(_roadmap(assessment))
    for id_, suggestion in suggest_ratings(template, submission.helpers).items():
        pairs[f"pg_out_suggested_{id_}"] = suggestion.rating
    return pairs


def _scorecard(assessment: ReadableAssessment) -> Iterator[tuple[str, Output]]:
    yield "pg_out_total", assessment.scorecard.total
    yield "pg_out_total_min", assessment.scorecard.range[0]
    yield "pg_out_total_max", assessment.scorecard.range[1]
    yield "pg_out_verdict", assessment.scorecard.verdict
    yield "pg_out_decision", assessment.decision


def _checklist(assessment: ReadableAssessment) -> Iterator[tuple[str, Output]]:
    yield "pg_out_checklist_done", assessment.checklist.done
    yield "pg_out_checklist_items", assessment.checklist.items
    for id_, group in assessment.checklist.groups.items():
        yield f"pg_out_checklist_{id_}_done", group.done
        yield f"pg_out_checklist_{id_}_items", group.items


def _costs(costs: CostProjection) -> Iterator[tuple[str, Output]]:
    sums = {
        "initial": costs.initial, "run_rate": costs.run_rate,
        "first_year": costs.first_year, "three_year": costs.three_year,
    }  # fmt: skip
    spans = {id_: category.projection for id_, category in costs.categories.items()} | sums
    spans = {f"cost_{id_}": span for id_, span in spans.items()}
    parts = (*sums, "contingency")
    spans |= {f"budget_{key}": getattr(costs.budget, key) for key in parts}
    for id_, span in spans.items():
        yield f"pg_out_{id_}_low", None if span is None else span.low
        yield f"pg_out_{id_}_high", None if span is None else span.high
    yield "pg_out_benefit_monthly_net", costs.payback.monthly_net
    yield "pg_out_payback_months", costs.payback.months
    yield "pg_out_break_even", costs.payback.break_even
    yield "pg_out_poc_investment", costs.poc_investment
    rule = costs.rule_of_thumb
    yield "pg_out_rule_of_thumb", None if rule is None else rule.standing
    yield "pg_out_rule_of_thumb_low", None if rule is None else rule.low
    yield "pg_out_rule_of_thumb_middle", None if rule is None else rule.middle
    yield "pg_out_rule_of_thumb_high", None if rule is None else rule.high


def _causes(assessment: ReadableAssessment) -> Iterator[tuple[str, Output]]:
    for id_, diagnosis in assessment.causes.items():
        yield f"pg_out_cause_{id_}", diagnosis.level
        yield f"pg_out_cause_{id_}_exposure", diagnosis.exposure


def _roadmap(assessment: ReadableAssessment) -> Iterator[tuple[str, Output]]:
    for phase in assessment.roadmap.phases:
        yield f"pg_out_phase_start_{phase.phase}", phase.start
        yield f"pg_out_phase_end_{phase.phase}", phase.end


def in_system_of_1904(truths: Mapping[str, Output]) -> dict[str, Output]:
    """Return truths as a workbook shows them that counts days from 1904, read as if from 1900."""
    return {key: read_as_1900(truth) if isinstance(truth, date) else truth for key, truth in truths.items()}


def agrees(truth: Output, shown: object) -> bool:
    """Say whether a cell shows the truth: codes and whole numbers exactly, money to 0.01."""
    if truth is None:
        return shown in (None, "")
    if isinstance(truth, str):
        return shown == truth
    if isinstance(shown, bool) or not isinstance(shown, int | float):
        return False
    return _near(truth, shown)


def _near(truth: int | Decimal | Fraction | date, shown: float) -> bool:
    if isinstance(truth, date):
        return shown == serial_of(truth)
    if isinstance(truth, Decimal):
        # A binary fraction holds 15 digits: beyond 10^13 they end before the hundredths.
        return abs(truth - Decimal(shown)) <= max(MONEY_TOLERANCE, abs(truth) * Decimal("1e-14"))
    if isinstance(truth, Fraction):
        return abs(float(truth) - shown) <= RATIO_TOLERANCE * max(1.0, abs(float(truth)))
    return shown == truth
