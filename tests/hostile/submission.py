"""The valid, filled submission to which every fault is done: accepted before, without any finding."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from pocgate_xl.core.fields import blocks, input_fields
from pocgate_xl.core.submission import Answers, BlockRows
from pocgate_xl.templates.files import builtin_home, builtin_names
from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.creation.fill import fill_workbook
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.plan import Area
from tests.hostile.inline_texts import inline

ID = "ENG-2026-014"
ASSESSED = date(2026, 9, 30)
TYPED: dict[str, Any] = {
    "pg_engagement_id": ID,
    "pg_engagement_organization": "Aoba Logistics",
    "pg_engagement_employees": 420,
    "pg_engagement_poc_start": date(2026, 4, 1),
    "pg_engagement_poc_months": Decimal("2.5"),
    "pg_engagement_assessment_date": ASSESSED,
    "pg_engagement_revision": 2,
    "pg_engagement_currency": "JPY",
    "pg_engagement_language": "en",
    "pg_engagement_yen_per_unit": None,
    "pg_committee_decision": "approved",
    "pg_committee_date": date(2026, 10, 7),
    "pg_committee_next_review": date(2027, 1, 12),
    "pg_rating_business_kpi": 4,
    "pg_rating_user_acceptance": 3,
    "pg_rating_data_quality": 5,
    "pg_rating_integration": 4,
    "pg_rating_cost_predictability": 2,
    "pg_rating_executive_readiness": 4,
    "pg_status_security": "in_progress",
    "pg_poc_cost_infrastructure": 30_000,
    "pg_poc_cost_development": 1_200_000,
    "pg_poc_cost_data_preparation": 250_000,
    "pg_poc_cost_training": 80_000,
    "pg_engagement_annual_benefit_low": 9_000_000,
    "pg_engagement_annual_benefit_high": 18_000_000,
    "pg_helper_business_kpi_target": 200,
    "pg_helper_business_kpi_actual": 230,
    "pg_helper_cost_predictability_estimate": 100,
    "pg_helper_cost_predictability_actual": 115,
    "pg_helper_cost_predictability_cannot_estimate": "no",
    "pg_phase_months_mvp": 2,
    "pg_phase_months_improved": 3,
    "pg_phase_months_expanded": 6,
    "pg_start_date": date(2026, 12, 1),
}
ROWS: dict[str, Any] = {
    "pg_process": [
        {"step": "Sort mail", "ai": "Suggests a desk", "staff": "Checks", "judgement": "Desk lead",
         "status": "done"},
        {"step": "Answer", "staff": "Writes", "judgement": "Desk lead"},
    ],
    "pg_assumptions": [{"assumption": "Volume stays", "owner": "Sato", "review": date(2026, 12, 1)}],
    "pg_risks": [{"risk": "Drift", "mitigation": "Monthly check", "owner": "Mori"}],
}  # fmt: skip
DEFAULTS: dict[str, Any] = {"money": 500_000, "whole": 3, "number": 1, "date": date(2026, 10, 1)}


@cache
def bundle() -> Bundle:
    """Return the built-in template."""
    return load_bundle(builtin_home() / builtin_names()[0])


@cache
def typed() -> dict[str, Any]:
    """Return an answer to every question."""
    values: dict[str, Any] = {}
    for field in input_fields(bundle().template):
        if field.name in TYPED:
            values[field.name] = TYPED[field.name]
        elif field.kind == "label":
            values[field.name] = _label(field.vocabulary)
        else:
            values[field.name] = DEFAULTS.get(field.kind, f"{field.key} & “ä” 日本語")
    return {name: value for name, value in values.items() if value is not None}


def _label(vocabulary: str) -> str:
    return {"status": "done", "answer": "yes", "basis": "actual"}.get(vocabulary, "higher")


@cache
def submission(language: str = "en") -> bytes:
    """Return the workbook as it comes back, its texts in their cells."""
    return inline(written(language))


@cache
def written(language: str = "en") -> bytes:
    """Return the same as we write it: its texts in a table."""
    identity = {name: typed()[name] for name in ("pg_engagement_id", "pg_engagement_organization")}
    blank = workbook_for(bundle(), language, identity)
    return fill_workbook(blank, bundle(), language, {**typed(), **ROWS})


@cache
def area(name: str, language: str = "en") -> Area:
    """Return where a defined name stands."""
    return plan_of(bundle(), language).names[name]


@cache
def part_of(sheet: str, language: str = "en") -> str:
    """Return the part of a sheet by its id."""
    ids = [plan.id for plan in plan_of(bundle(), language).sheets]
    return f"xl/worksheets/sheet{ids.index(sheet) + 1}.xml"


def title_of(sheet: str, language: str = "en") -> str:
    return plan_of(bundle(), language).sheet(sheet).title


def answers() -> tuple[Answers, BlockRows]:
    """Return what the submission says, as a reader must understand it."""
    plain = {name: Decimal(value) if _is_decimal(name, value) else value for name, value in typed().items()}
    return plain, {block.name: ROWS[block.name] for block in blocks(bundle().template)}


@cache
def _decimals() -> frozenset[str]:
    fields = input_fields(bundle().template)
    return frozenset(field.name for field in fields if field.kind in ("money", "number"))


def _is_decimal(name: str, value: object) -> bool:
    return name in _decimals() and isinstance(value, int | Decimal)
