"""Functions of money: multipliers, projections and their sums, the rule of thumb."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ...core.costs import NOTHING_RECORDED, CostProjection, costs_of
from ...core.submission import CostResponse, Engagement, Recorded
from ...core.template import Span
from ..arguments import blank, read, read_all, series
from ..call_context import SUMS, CallContext
from ..declaration import Argument, Cell, Function, Row, Table, Value

CATEGORY = Argument("category", "code", "category")
ONE_CATEGORY = Argument("category", "code", "category", optional=True)
COSTS = Argument("costs", "cells")
MONTHS = Argument("months", "value", optional=True)
SUM = Argument("sum_of", "code", "sum", optional=True)
PLANNED = Argument("planned", "cells", optional=True)
CURRENCY = Argument("currency_code", "code", "currency", optional=True)
RATE = Argument("exchange_rate", "value", optional=True)
MONEY = (PLANNED, CURRENCY, RATE)


def number(amount: Decimal | Fraction | None) -> Value:
    """Return an exact amount as a cell holds it."""
    if amount is None:
        return None
    return int(amount) if amount == int(amount) else float(amount)


def span_row(span: Span | None) -> Row:
    return [None, None] if span is None else [number(span.low), number(span.high)]


def multiplier(gate: CallContext, category: str) -> list[Row]:
    """Return the low and the high factor of a category; empty cells where it has none."""
    return [span_row(next(c.factor for c in gate.template.costs.categories if c.id == category))]


def projected(
    gate: CallContext,
    costs: Table,
    planned: Table | None,
    currency_code: str | None,
    exchange_rate: Cell,
    months: Cell = None,
    recorded: Recorded = NOTHING_RECORDED,
    start: date | None = None,
    **benefit: Any,
) -> CostProjection:
    """Project from the PoC's costs, one cell a category in the order of the template."""
    engagement: dict[str, Any] = benefit | {
        "currency": currency_code,
        "yen_per_unit": read(gate, "pg_engagement_yen_per_unit", exchange_rate),
        "poc_months": read(gate, "pg_engagement_poc_months", months),
    }
    money = currency_code or gate.template.costs.currency
    poc, plans = _poc_costs(gate, costs, money), _plans(gate, planned, money)
    ids = [category.id for category in gate.template.costs.categories]
    responses = {id_: CostResponse(poc.get(id_), plans.get(id_)) for id_ in ids}
    return costs_of(gate.template, Engagement(**engagement), responses, recorded, start)


def _poc_costs(gate: CallContext, costs: Table, currency: str) -> dict[str, Decimal]:
    """Read the costs; a category that a PoC does not have may be left out, all of them at once."""
    every = gate.template.costs.categories
    spent = [category.id for category in every if category.kind != "share"]
    cells = series(gate, "costs", costs, *dict.fromkeys((len(spent), len(every))))
    if len(cells) == len(every):
        for category, cell in zip(every, cells, strict=True):
            if category.kind == "share" and not blank(cell):
                raise gate.problem("no_poc_cost", label=gate.catalog.label("cost", category.id))
        cells = [cell for c, cell in zip(every, cells, strict=True) if c.kind != "share"]
    amounts = read_all(gate, [f"pg_poc_cost_{id_}" for id_ in spent], cells, currency)
    return dict(zip(spent, amounts, strict=True))


def _plans(gate: CallContext, planned: Table | None, currency: str) -> dict[str, Decimal]:
    if planned is None:
        return {}
    ids = [category.id for category in gate.template.costs.categories]
    cells = series(gate, "planned", planned, len(ids))
    amounts = read_all(gate, [f"pg_planned_cost_{id_}" for id_ in ids], cells, currency)
    return dict(zip(ids, amounts, strict=True))


def cost(
    gate: CallContext,
    costs: Table,
    category: str | None,
    planned: Table | None,
    currency_code: str | None,
    exchange_rate: Cell,
) -> list[Row]:
    """Return low and high of a category, or category, low and high of all of them."""
    categories = projected(gate, costs, planned, currency_code, exchange_rate).categories
    if category:
        return [span_row(categories[category].projection)]
    return [[gate.word("cost", id_), *span_row(each.projection)] for id_, each in categories.items()]


def cost_total(
    gate: CallContext,
    costs: Table,
    sum_of: str | None,
    planned: Table | None,
    currency_code: str | None,
    exchange_rate: Cell,
) -> list[Row]:
    """Return low and high of a sum, or sum, low and high of all of them."""
    projection = projected(gate, costs, planned, currency_code, exchange_rate)
    if sum_of:
        return [span_row(getattr(projection, sum_of))]
    return [[sum_word(gate, code), *span_row(getattr(projection, code))] for code in SUMS]


def sum_word(gate: CallContext, code: str) -> str:
    return gate.catalog.text(f"text.sum_{code}") if gate.language else code


def poc_investment(gate: CallContext, costs: Table, months: Cell) -> Value:
    """Return what the PoC costs in all; empty while an amount or its length is not known."""
    return number(projected(gate, costs, None, None, None, months).poc_investment)


def rule_of_thumb(
    gate: CallContext,
    costs: Table,
    months: Cell,
    planned: Table | None,
    currency_code: str | None,
    exchange_rate: Cell,
) -> list[Row]:
    """Return low, middle and high multiple of the PoC investment, and where the middle stands."""
    rule = projected(gate, costs, planned, currency_code, exchange_rate, months).rule_of_thumb
    if rule is None:
        return [[None] * 4]
    return [[float(rule.low), float(rule.middle), float(rule.high), gate.word("standing", rule.standing)]]


FUNCTIONS = (
    Function("MULTIPLIER", multiplier, (CATEGORY,), "table"),
    Function("COST", cost, (COSTS, ONE_CATEGORY, *MONEY), "table"),
    Function("COST_TOTAL", cost_total, (COSTS, SUM, *MONEY), "table"),
    Function("POC_INVESTMENT", poc_investment, (COSTS, MONTHS)),
    Function("RULE_OF_THUMB", rule_of_thumb, (COSTS, MONTHS, *MONEY), "table"),
)
