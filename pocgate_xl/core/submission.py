"""What a filled workbook says, typed: blank is None, which is neither zero nor an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from ..records import dataclass

Day: TypeAlias = date
"""Says date where a field of that name hides it."""

Value: TypeAlias = str | int | Decimal | date
"""Codes and texts are str; ratings and whole numbers int; money and numbers Decimal."""

Answers: TypeAlias = Mapping[str, Value]
"""Value by defined name; what is blank or invalid is absent."""

BlockRows: TypeAlias = Mapping[str, Sequence[Mapping[str, Value]]]
"""Rows of each block by defined name, each row value by column; empty rows are left out."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """Whose PoC it is; amounts are in `currency`, yen are `yen_per_unit` of it.

    `details` is what the template asks beside: codes, texts, numbers and dates by its ids.
    """

    id: str | None = None
    organization: str | None = None
    poc_name: str | None = None
    sponsor: str | None = None
    assessor: str | None = None
    industry: str | None = None
    employees: int | None = None
    poc_start: date | None = None
    poc_months: Decimal | None = None
    assessment_date: date | None = None
    revision: int | None = None
    change_note: str | None = None
    currency: str | None = None
    yen_per_unit: Decimal | None = None
    annual_benefit_low: Decimal | None = None
    annual_benefit_high: Decimal | None = None
    language: str | None = None
    details: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemResponse:
    """The answers to one checklist item."""

    status: str | None = None
    evidence: str | None = None
    owner: str | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class CostResponse:
    """Amounts in the engagement's currency per unit of the category."""

    poc: Decimal | None = None
    planned: Decimal | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class HelperInputs:
    """`base` is the target or the estimate that `actual` is compared with."""

    base: Decimal | None = None
    actual: Decimal | None = None
    direction: str | None = None
    cannot_estimate: bool | None = None


@dataclass(frozen=True, slots=True)
class PhaseResponse:
    """The answers to one phase of the roadmap."""

    months: int | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """What is aimed at by one horizon."""

    kpi: str | None = None
    baseline: str | None = None
    target: str | None = None
    measurement: str | None = None


@dataclass(frozen=True, slots=True)
class ComponentResponse:
    """The answers to one component of operations."""

    owner: str | None = None
    procedure: str | None = None
    trigger: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Committee:
    """What the committee decided; nothing is computed from it."""

    decision: str | None = None
    by: str | None = None
    date: date | None = None
    conditions: str | None = None
    next_review: Day | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is recorded and shown, never part of the published projection."""

    benefit_ramp_months: int | None = None
    contingency: Decimal | None = None
    tax_included: bool | None = None
    internal_labour: bool | None = None
    volume_ratio: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """Every answer of one workbook by section; ids of the template are the keys."""

    engagement: Engagement = field(default_factory=Engagement)
    ratings: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    helpers: Mapping[str, HelperInputs] = field(default_factory=dict)
    items: Mapping[str, ItemResponse] = field(default_factory=dict)
    costs: Mapping[str, CostResponse] = field(default_factory=dict)
    recorded: Recorded = field(default_factory=Recorded)
    questions: Mapping[str, bool] = field(default_factory=dict)
    design: Mapping[str, str] = field(default_factory=dict)
    start_date: date | None = None
    phases: Mapping[str, PhaseResponse] = field(default_factory=dict)
    goals: Mapping[str, Goal] = field(default_factory=dict)
    operations: Mapping[str, ComponentResponse] = field(default_factory=dict)
    committee: Committee = field(default_factory=Committee)
    blocks: BlockRows = field(default_factory=dict)
