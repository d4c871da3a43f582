"""What every formula with a truth must show, by cell, and how strictly tests hold it against engines."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from pocgate_xl.workbook.submission.outputs import Output, agrees
from pocgate_xl.workbook.submission.shown import shown_values
from tests.engines.case import Case, Expected
from tests.engines.places import Node

NOISE = Decimal("1e-6")
"""What the difference of two amounts may lack in binary fractions."""


def expected(case: Case) -> Expected:
    """Return what each visible formula of a case's workbook must show."""
    truth = shown_values(case.facts, set(case.places.keys.values()))
    truth["output poc_investment"] = poc_investment(case)
    truth["output benefit_monthly_net"] = monthly_net(case)
    return {node: truth[key] for node, key in case.places.keys.items()}


def poc_investment(case: Case) -> Fraction | None:
    """Return the exact sum; the assessment rounds what a decimal cannot hold."""
    months = case.assessment.engagement.poc_months
    found = Fraction(0)
    for category in case.template.costs.categories:
        spent = case.assessment.costs.categories[category.id].poc
        if category.kind == "share":
            continue
        if spent is None or (months is None and category.unit != "once"):
            return None
        in_months = {"once": 1, "month": Fraction(months or 0), "year": Fraction(months or 0) / 12}
        found += Fraction(spent) * in_months[category.unit]
    return found


def monthly_net(case: Case) -> Fraction | None:
    """Return exactly what a month earns less what it costs; the assessment rounds it to hundredths."""
    costs = case.assessment.costs
    if costs.benefit is None or costs.budget.run_rate is None:
        return None
    ends = [
        (Fraction(span.low) + Fraction(span.high)) / 24 for span in (costs.benefit, costs.budget.run_rate)
    ]
    return ends[0] - ends[1]


def faults_of(truth: Expected, shown: dict[Node, object]) -> dict[Node, tuple[Output, object]]:
    """Return truth and shown value of every cell that does not agree; a text may be empty."""
    return {
        node: (value, shown.get(node))
        for node, value in truth.items()
        if not _agrees(value or None if isinstance(value, str) else value, shown.get(node))
    }


def _agrees(truth: Output, shown: object) -> bool:
    """Be stricter with amounts than a check of submissions, which must not stumble over noise."""
    if isinstance(truth, Decimal) and isinstance(shown, float):
        return abs(truth - Decimal(shown)) <= max(NOISE, abs(truth) * Decimal("1e-13"))
    return agrees(truth, shown)
