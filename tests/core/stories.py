"""The three PoCs of the source as answers: two that must not pass, one that must.

All are rated well enough in total and ticked throughout; what differs is what the source tells of them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from pocgate_xl.core.answers import submission_from_answers
from pocgate_xl.core.submission import Submission, Value
from pocgate_xl.core.template import Template

STEPS = [{"step": "Read the request", "ai": "Drafts the answer", "staff": "Edits it", "judgement": "Clerk"}]
NAMES = ("manufacturer", "agency", "consulting")


def answers(template: Template, story: str) -> dict[str, Value]:
    """Return what a story's workbook says."""
    given: dict[str, Value] = {
        "pg_engagement_id": story.upper(), "pg_engagement_assessment_date": date(2026, 10, 1),
        "pg_engagement_poc_months": Decimal(2), "pg_poc_cost_infrastructure": Decimal(30_000),
        "pg_poc_cost_development": Decimal(1_000_000), "pg_poc_cost_data_preparation": Decimal(300_000),
        "pg_committee_by": "Board", "pg_committee_date": date(2026, 10, 8),
        "pg_note_business_kpi": "measured over eight weeks", "pg_goal_3m_kpi": "hours a case",
    }  # fmt: skip
    given |= {f"pg_status_{item.id}": "done" for item in template.items}
    given |= {f"pg_evidence_{item.id}": f"wiki/{item.id}" for item in template.items}
    return given | STORIES[story]


def submission(template: Template, story: str, **changes: Any) -> Submission:
    """Return a story as a submission; changes are by defined name, None blanks an answer."""
    every = answers(template, story) | changes
    given = {name: value for name, value in every.items() if value is not None}
    blocks = {"pg_process": STEPS} if story == "consulting" else {}
    return submission_from_answers(template, given, blocks)


def _rated(*ratings: int) -> dict[str, Value]:
    names = ("business_kpi", "user_acceptance", "data_quality", "integration", "cost_predictability",
             "executive_readiness")  # fmt: skip
    return {f"pg_rating_{name}": rating for name, rating in zip(names, ratings, strict=True)}


def _answered(threshold: str, redesign: str, budget: str) -> dict[str, Value]:
    return {
        "pg_question_acceptance_threshold": threshold, "pg_question_parallel_redesign": redesign,
        "pg_question_production_budget_line": budget,
    }  # fmt: skip


STORIES: dict[str, dict[str, Value]] = {
    # 98 % accurate; nobody had agreed a threshold, and the front line rejected it
    "manufacturer": {**_rated(5, 1, 5, 5, 4, 4), **_answered("no", "yes", "yes")},
    # it worked, but no process was redesigned: its output was used "for reference"
    "agency": {**_rated(5, 4, 4, 3, 4, 4), **_answered("yes", "no", "yes")},
    # the workflow was designed during the PoC
    "consulting": {**_rated(5, 4, 4, 4, 4, 4), **_answered("yes", "yes", "yes")},
}
