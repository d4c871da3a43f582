"""The JSON schema of an assessment: what scripts may rely on."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from .assessment import Severity
from .causes import EvidenceKind, Level
from .completeness import CompletenessState, Outcome
from .cost_schema import CostModel, CostsJson, Money
from .decision import Decision, ReasonCode, StepKind
from .must_meets import MustMeetKind

Day = date
ShareOfOne = Annotated[float, Field(ge=0, le=1)]
Status = Literal["done", "in_progress", "not_started"]
ItemStatus = Literal["done", "in_progress", "not_started", "not_applicable"]
Count = Annotated[int, Field(ge=0)]


class TemplateJson(CostModel):
    id: str
    version: str


class EngagementJson(CostModel):
    id: str | None
    organization: str | None
    poc_name: str | None
    sponsor: str | None
    assessor: str | None
    industry: str | None
    employees: int | None
    poc_start: Day | None
    poc_months: Money | None
    assessment_date: Day | None
    revision: int | None
    change_note: str | None
    currency: str | None
    yen_per_unit: Money | None
    annual_benefit_low: Money | None
    annual_benefit_high: Money | None
    language: str | None
    details: dict[str, str | int]
    """What the template asks beside, by its ids: codes, texts, numbers as money is written, ISO dates."""


class ImprovementJson(CostModel):
    criterion: str
    rating: int
    needed: int


class ScorecardJson(CostModel):
    ratings: dict[str, int | None]
    """Every criterion; null while missing or invalid."""
    total: Count
    complete: bool
    verdict: str
    """Id of a verdict band, or "incomplete"."""
    range: tuple[Count, Count]
    """Lowest and highest total that the missing ratings leave open."""
    reachable: list[str]
    """Verdicts within the range, highest band first."""
    concerns: list[str]
    """Criteria rated below the floor."""
    improvements: list[ImprovementJson]
    """What leads to the next band; empty while incomplete and in the highest."""


class ProgressJson(CostModel):
    done: Count
    items: Count


class ChecklistJson(ProgressJson):
    statuses: dict[str, ItemStatus]
    groups: dict[str, ProgressJson]
    open: list[str]
    granted_at_gate: list[str]
    """Open items that the gate meeting itself grants."""
    overdue: list[str]
    """Open items due before the assessment date."""
    latest_due: Day | None
    """When the last open item is due; null where no due date is known."""
    with_evidence: Count
    """How many of the items done have evidence."""
    lacking_evidence: list[str]
    """Items done without the evidence that the template requires: done, not cleared."""
    cleared: Count
    """How many of the items done count for the decision."""


class ReasonJson(CostModel):
    code: ReasonCode
    ids: list[str]


class RatingStepJson(CostModel):
    criterion: str
    rating: int | None
    needed: int | None


class QuestionStepJson(CostModel):
    question: str
    answer: bool | None


class StepJson(CostModel):
    do: StepKind
    id: str
    field: str
    label: str
    text: str
    """What to do, in words."""
    was: int | str | None
    needed: int | str | None
    reach: str
    """What the rating must come to mean; empty for all else."""
    owner: str | None
    due: str | None
    sheet: str
    cell: str


class NextStepJson(CostModel):
    target: Decision | None
    ratings: list[RatingStepJson]
    items: list[str]
    """Open items to clear."""
    evidence: list[str]
    """Items that are done and lack the evidence they need."""
    questions: list[QuestionStepJson]
    """Knock-out questions that must become a yes; the answer was no, or null while blank."""
    steps: list[StepJson]
    """The same one by one, in words, with whoever is asked and where it stands."""


class DriverJson(CostModel):
    kind: EvidenceKind
    id: str
    exposure: ShareOfOne


class CauseJson(CostModel):
    exposure: ShareOfOne | None
    level: Level
    drivers: list[DriverJson]
    strategy: str


class PhaseJson(CostModel):
    phase: str
    months: int | None
    scope: str | None
    start: Day | None
    end: Day | None
    within: bool | None


class GoalJson(CostModel):
    kpi: str | None
    baseline: str | None
    target: str | None
    measurement: str | None
    due: Day | None


class RoadmapJson(CostModel):
    start: Day | None
    phases: list[PhaseJson]
    goals: dict[str, GoalJson]


class ComponentJson(CostModel):
    owner: str | None
    procedure: str | None
    trigger: str | None
    status: Status


class CommitteeJson(CostModel):
    decision: Literal["approved", "conditions", "returned", "deferred", "rejected"] | None
    by: str | None
    date: Day | None
    conditions: str | None
    next_review: Day | None


class RecordedJson(CostModel):
    benefit_ramp_months: Count | None
    contingency: Money | None
    tax_included: bool | None
    internal_labour: bool | None
    volume_ratio: Money | None


class CompletenessJson(CostModel):
    needed: Count
    given: Count
    missing: list[str]
    """Defined names of the needed answers that are blank or invalid."""
    state: CompletenessState


class MustMeetJson(CostModel):
    kind: MustMeetKind
    id: str
    met: bool | None
    """Null while the rating or the answer is missing."""


class ContradictionJson(CostModel):
    id: str
    severity: Severity
    fields: list[str]
    """Defined names of the answers that contradict each other."""


class FindingJson(CostModel):
    code: str
    severity: Severity
    sheet: str
    cell: str
    field: str
    message: str
    found: str
    expected: str
    hint: str
    cells: list[str]


AnswerJson = str | int | list[dict[str, str | int]]
"""A code, a text, an ISO date or an amount; rows of a table by part."""


class AssessmentJson(CostModel):
    """The assessment of one file; every section of an unreadable one is null."""

    file: str
    sha256: str | None
    responses_digest: str | None
    outcome: Outcome
    completeness: CompletenessJson | None
    answers: dict[str, AnswerJson] | None
    template: TemplateJson | None
    language: str | None
    engagement: EngagementJson | None
    scorecard: ScorecardJson | None
    checklist: ChecklistJson | None
    must_meets: list[MustMeetJson] | None
    decision: Decision | None
    reasons: list[ReasonJson] | None
    next_step: NextStepJson | None
    costs: CostsJson | None
    causes: dict[str, CauseJson] | None
    roadmap: RoadmapJson | None
    operations: dict[str, ComponentJson] | None
    committee: CommitteeJson | None
    recorded: RecordedJson | None
    contradictions: list[ContradictionJson] | None
    findings: list[FindingJson]


def assessment_schema() -> dict[str, Any]:
    """Return the JSON schema of `assessment_to_json`."""
    schema = AssessmentJson.model_json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Assessment of a PoC gate workbook",
    }
