"""All that was computed and found for one workbook, and its JSON form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from ..records import dataclass
from .budget import Budget
from .causes import Diagnosis
from .checklist import Checklist
from .completeness import Completeness, Outcome
from .contradictions import FoundContradiction
from .costs import CategoryCost, CostProjection
from .decision import Decision, NextStep, Reason
from .must_meets import MustMeet
from .roadmap import Roadmap
from .rule_of_thumb import RuleOfThumb
from .scorecard import Scorecard
from .serialization import money_to_plain, to_plain
from .submission import Committee, ComponentResponse, Engagement, Recorded
from .template import Span

Severity = Literal["error", "warning", "note"]
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where it is, and what to do; unknown parts are empty.

    `cells` are the single cells of what was done to several at once.
    """

    code: str
    severity: Severity
    sheet: str = ""
    cell: str = ""
    field: str = ""
    message: str = ""
    found: str = ""
    expected: str = ""
    hint: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TemplateRef:
    """The template that an assessment was made with."""

    id: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The assessment of one file; the sections of an unreadable one are all None.

    `answers` is everything that was answered, by defined name, as `fill` takes it: codes, numbers, dates,
    texts; a table of free rows is a list of its rows. The batch adds it; one without a workbook has none.

    Ask `isinstance(assessment, ReadableAssessment)`: the type checker understands the answer too.
    """

    file: str = ""
    sha256: str | None = None
    responses_digest: str | None = None
    outcome: Outcome = "accepted"
    completeness: Completeness | None = None
    answers: Mapping[str, Any] | None = None
    template: TemplateRef | None = None
    language: str | None = None
    engagement: Engagement | None = None
    scorecard: Scorecard | None = None
    checklist: Checklist | None = None
    must_meets: tuple[MustMeet, ...] | None = None
    decision: Decision | None = None
    reasons: tuple[Reason, ...] | None = None
    next_step: NextStep | None = None
    costs: CostProjection | None = None
    causes: Mapping[str, Diagnosis] | None = None
    roadmap: Roadmap | None = None
    operations: Mapping[str, ComponentResponse] | None = None
    committee: Committee | None = None
    recorded: Recorded | None = None
    contradictions: tuple[FoundContradiction, ...] | None = None
    findings: tuple[Finding, ...] = ()

    @staticmethod
    def unreadable(file: str, sha256: str | None, findings: tuple[Finding, ...]) -> Assessment:
        """Return the assessment of a file that could not be read."""
        return Assessment(file=file, sha256=sha256, outcome="unreadable", findings=findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadableAssessment(Assessment):
    """An assessment whose sections are all there."""

    completeness: Completeness
    template: TemplateRef
    engagement: Engagement
    scorecard: Scorecard
    checklist: Checklist
    must_meets: tuple[MustMeet, ...]
    decision: Decision
    reasons: tuple[Reason, ...]
    next_step: NextStep
    costs: CostProjection
    causes: Mapping[str, Diagnosis]
    roadmap: Roadmap
    operations: Mapping[str, ComponentResponse]
    committee: Committee
    recorded: Recorded
    contradictions: tuple[FoundContradiction, ...]


def assessment_to_json(assessment: Assessment) -> Plain:
    """Return the published JSON form: null where nothing can be computed, exact money."""
    values = {name: getattr(assessment, name) for name in JSON_SHAPES}
    return {name: None if value is None else JSON_SHAPES[name](value) for name, value in values.items()}


def _costs(costs: CostProjection) -> Plain:
    return {
        "currency": costs.currency,
        "categories": {id_: _category(category) for id_, category in costs.categories.items()},
        "initial": _span(costs.initial),
        "run_rate": _span(costs.run_rate),
        "first_year": _span(costs.first_year),
        "three_year": _span(costs.three_year),
        "poc_investment": to_plain(costs.poc_investment),
        "rule_of_thumb": _rule_of_thumb(costs.rule_of_thumb),
        "budget": _budget(costs.budget),
        "benefit": _benefit(costs),
    }


def _budget(budget: Budget) -> Plain:
    names = ("initial", "run_rate", "first_year", "three_year", "contingency")
    return {name: _span(getattr(budget, name)) for name in names}


def _benefit(costs: CostProjection) -> Plain:
    """Show a day's month alone: the day of a start says nothing about when money comes in."""
    months, day = costs.payback.months, costs.payback.break_even
    return {
        "annual": _span(costs.benefit),
        "monthly_net": to_plain(costs.payback.monthly_net),
        "payback_months": None if months is None else float(months),
        "break_even": None if day is None else day.isoformat()[: len("YYYY-MM")],
    }


def _category(category: CategoryCost) -> Plain:
    low, high = _span(category.projection) or (None, None)
    return {
        "poc": to_plain(category.poc),
        "low": low,
        "high": high,
        "unit": category.unit,
        "reference": _span(category.reference),
        "standing": category.standing,
        "planned": to_plain(category.planned),
        "planned_standing": category.planned_standing,
    }


def _span(span: Span | None) -> list[int | str] | None:
    return None if span is None else [money_to_plain(span.low), money_to_plain(span.high)]


def _rule_of_thumb(rule: RuleOfThumb | None) -> Plain | None:
    if rule is None:
        return None
    low, middle, high = float(rule.low), float(rule.middle), float(rule.high)
    return {"low": low, "middle": middle, "high": high, "standing": rule.standing, "basis": rule.basis}


def _causes(causes: Mapping[str, Diagnosis]) -> Plain:
    return {id_: _diagnosis(diagnosis) for id_, diagnosis in causes.items()}


def _diagnosis(diagnosis: Diagnosis) -> Plain:
    return {
        "exposure": None if diagnosis.exposure is None else float(diagnosis.exposure),
        "level": diagnosis.level,
        "drivers": [
            {"kind": driver.kind, "id": driver.id, "exposure": float(driver.exposure)}
            for driver in diagnosis.drivers
        ],
        "strategy": diagnosis.strategy,
    }


JSON_SHAPES: Mapping[str, Callable[[Any], Any]] = {
    "file": str,
    "sha256": str,
    "responses_digest": str,
    "outcome": str,
    "completeness": to_plain,
    "answers": to_plain,
    "template": to_plain,
    "language": str,
    "engagement": to_plain,
    "scorecard": to_plain,
    "checklist": to_plain,
    "must_meets": to_plain,
    "decision": str,
    "reasons": to_plain,
    "next_step": to_plain,
    "costs": _costs,
    "causes": _causes,
    "roadmap": to_plain,
    "operations": to_plain,
    "committee": to_plain,
    "recorded": to_plain,
    "contradictions": to_plain,
    "findings": to_plain,
}
"""How each field of an assessment is shown, in the order of the JSON form."""
