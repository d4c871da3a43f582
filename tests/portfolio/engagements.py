"""Engagements for tests: assessments of answers by defined name, as accepted files give them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from pocgate_xl.core.answers import responses_digest, submission_from_answers
from pocgate_xl.core.assessment import Assessment, Finding, ReadableAssessment
from pocgate_xl.core.completeness import Outcome
from pocgate_xl.core.fields import COMMITTEE_DECISIONS
from pocgate_xl.core.gate import assess
from pocgate_xl.core.submission import Answers
from tests.core import strategies

GATE = strategies.built_in()
CURRENCY = GATE.costs.currency


def assessment(answers: Answers, file: str = "a.xlsx", outcome: Outcome = "accepted") -> ReadableAssessment:
    """Assess answers as if a file had held them."""
    digest = responses_digest(answers, {})
    return replace(
        assess(GATE, submission_from_answers(GATE, answers)),
        file=file,
        sha256=hashlib.sha256(f"{file!r} {digest}".encode()).hexdigest(),
        responses_digest=digest,
        outcome=outcome,
        language="en",
    )


def rated(rating: int = 4, done: int = 15, **engagement: Any) -> dict[str, Any]:
    """Return answers with one rating for all criteria and the first items done, as evidence shows."""
    items = [item.id for item in GATE.items]
    return {
        **{f"pg_rating_{id_}": rating for id_ in GATE.criterion_ids},
        **{f"pg_status_{id_}": "done" for id_ in items[:done]},
        **{f"pg_evidence_{id_}": f"wiki/{id_}" for id_ in items[:done]},
        **{f"pg_question_{id_}": "yes" for id_ in GATE.knock_out},
        **{f"pg_engagement_{key}": value for key, value in engagement.items()},
    }


def costing(
    infrastructure: int = 10_000, development: int = 1_000_000, data: int = 100_000
) -> dict[str, Any]:
    """Return PoC costs; by default the initial investment is 3.8 to 7.6 million yen."""
    amounts = {"infrastructure": infrastructure, "development": development, "data_preparation": data}
    return {f"pg_poc_cost_{id_}": Decimal(amount) for id_, amount in amounts.items()}


def earning(low: int, high: int | None = None, ramp: int | None = None) -> dict[str, Any]:
    """Return the expected annual benefit, and the months until it is reached."""
    high = low if high is None else high
    benefit = {"low": Decimal(low), "high": Decimal(high)}
    answers: dict[str, Any] = {f"pg_engagement_annual_benefit_{end}": each for end, each in benefit.items()}
    return answers | ({} if ramp is None else {"pg_benefit_ramp_months": ramp})


def phases(*months: int) -> dict[str, Any]:
    """Return how long the first phases of the roadmap are."""
    return {f"pg_phase_months_{phase.id}": each for phase, each in zip(GATE.phases, months, strict=False)}


def committee(decision: str) -> dict[str, Any]:
    return {"pg_committee_decision": decision}


def refused(file: str, *codes: str) -> Assessment:
    """Return the assessment of a file that cannot be read."""
    return Assessment.unreadable(file, None, tuple(Finding(code, "error") for code in codes))


@st.composite
def portfolios(draw: st.DrawFn) -> list[ReadableAssessment]:
    """Draw engagements of all decisions with costs, due dates and roadmaps, blanks among them."""
    return [draw(_engagements(f"E-{number}")) for number in range(draw(st.integers(0, 12)))]


@st.composite
def _engagements(draw: st.DrawFn, id_: str) -> ReadableAssessment:
    answers = rated(draw(st.integers(2, 5)), draw(st.integers(11, 15)), id=id_)
    development = st.integers(0, 20).map(lambda quarters: quarters * 250_000)
    answers |= draw(st.just({}) | st.builds(costing, development=development))
    answers |= draw(st.just({}) | st.just({"pg_rating_integration": None}))
    due = st.dates(date(2025, 10, 1), date(2027, 12, 31))
    dues = {f"pg_due_{item.id}": due for item in GATE.items[10:]}
    answers |= draw(st.fixed_dictionaries({}, optional=dues))
    months = {f"pg_phase_months_{phase.id}": st.integers(1, 9) for phase in GATE.phases}
    answers |= draw(st.fixed_dictionaries({}, optional=months))
    answers |= draw(st.just({}) | st.builds(earning, st.integers(0, 20).map(lambda each: each * 1_000_000)))
    told = {"pg_start_date": due, "pg_benefit_ramp_months": st.integers(0, 12)}
    answers |= draw(st.fixed_dictionaries({}, optional=told))
    answers |= draw(st.just({}) | st.just({}) | st.builds(committee, st.sampled_from(COMMITTEE_DECISIONS)))
    return assessment({name: value for name, value in answers.items() if value is not None}, f"{id_}.xlsx")
