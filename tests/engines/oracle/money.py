"""What the costs must show."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from pocgate_xl.core.costs import CategoryCost
from pocgate_xl.workbook.outputs import Output
from tests.engines.oracle.case import Case
from tests.engines.oracle.places import Node

Pairs = Iterator[tuple[Node, Output]]


def standing_label(case: Case, code: str | None) -> str | None:
    return None if code is None else case.catalog.label("standing", code)


def costs(case: Case) -> Pairs:
    projected = case.assessment.costs
    for category in case.template.costs.categories:
        row = case.places.named(f"pg_planned_cost_{category.id}")[1][0]
        yield from _category(case, projected.categories[category.id], row)
    rule = projected.rule_of_thumb
    standing = case.places.beside("costs", case.text("ratio_standing"))
    yield standing, standing_label(case, rule and rule.standing)
    yield case.places.beside("costs", case.text("currency_used")), projected.currency
    yield case.places.beside("costs", case.text("rate_used")), rate(case)
    yield case.places.beside("costs", case.text("months_used")), case.assessment.engagement.poc_months


def _category(case: Case, cost: CategoryCost, row: int) -> Pairs:
    """Yield band and standings; what a category does not have is no formula there."""
    under, band, text = case.places.under, cost.reference, case.text
    shown: list[tuple[Node, Output]] = [
        (under("costs", text("band_low"), row), band and band.low),
        (under("costs", text("band_high"), row), band and band.high),
        (under("costs", text("standing"), row), standing_label(case, cost.standing)),
        (under("costs", text("standing"), row, nth=1), standing_label(case, cost.planned_standing)),
    ]
    for node, value in shown:
        if value is not None or case.places.formula(node):
            yield node, value


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


def rate(case: Case) -> Decimal | None:
    """Return how much of the template's currency one unit of the engagement's is."""
    home = case.assessment.costs.currency == case.template.costs.currency
    return Decimal(1) if home else case.assessment.engagement.yen_per_unit
