"""Functions of money: multipliers, projections and their sums, the rule of thumb."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ...core.costs import NOTHING_RECORDED, CostProjection, costs_of
from ...core.money import currency_of, standing
from ...core.submission import CostResponse, Engagement, Recorded
from ...core.template import Span
from ..arguments import blank, read, read_all, series, without_currency
from ..blocks import Wanted, answers_in, cells_in
from ..call_context import SUMS, CallContext
from ..declaration import Argument, Cell, Function, Row, Table, Value
from .needed import check_invested, check_projected, check_rate

AMOUNT = Argument("amount", "cells")
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
    category: str | None = None,
    **benefit: Any,
) -> CostProjection:
    """Project from the PoC's costs, one cell a category in the order of the template or beside their names.

    Of a `category` that is asked for alone its cost may be given alone.
    """
    engagement: dict[str, Any] = benefit | {
        "currency": currency_code,
        "yen_per_unit": read(
            gate, "pg_engagement_yen_per_unit", without_currency(gate, exchange_rate), label=RATE.name
        ),
        "poc_months": read(gate, "pg_engagement_poc_months", months),
    }
    money = currency_code or gate.template.costs.currency
    poc, plans = _poc_costs(gate, costs, money, category), _plans(gate, planned, money, category)
    ids = [category.id for category in gate.template.costs.categories]
    responses = {id_: CostResponse(poc.get(id_), plans.get(id_)) for id_ in ids}
    return costs_of(gate.template, Engagement(**engagement), responses, recorded, start)


def _poc_costs(
    gate: CallContext, costs: Table, currency: str, category: str | None
) -> dict[str, Decimal | None]:
    """Read the costs; a category that a PoC does not have may be left out, and all but the one asked for."""
    every = gate.template.costs.categories
    spent = [each.id for each in every if each.kind != "share"]
    alone = ([category],) if category in spent else ()
    wanted = Wanted(COSTS.name, "cost", "poc_cost", [each.id for each in every], (*alone, spent))
    found = cells_in(gate, wanted, costs)
    for each in every:
        if each.kind == "share" and not blank(found[each.id]):
            raise gate.problem("no_poc_cost", label=gate.catalog.label("cost", each.id))
    amounts = read_all(gate, [f"pg_poc_cost_{id_}" for id_ in spent], [found[id_] for id_ in spent], currency)
    return dict(zip(spent, amounts, strict=True))


def _plans(
    gate: CallContext, planned: Table | None, currency: str, category: str | None
) -> dict[str, Decimal | None]:
    if planned is None:
        return {}
    ids = [each.id for each in gate.template.costs.categories]
    alone = ([category],) if category else ()
    return answers_in(gate, Wanted(PLANNED.name, "cost", "planned_cost", ids, alone), planned, currency)


def cost(
    gate: CallContext,
    costs: Table,
    category: str | None,
    planned: Table | None,
    currency_code: str | None,
    exchange_rate: Cell,
) -> list[Row]:
    """Return low and high of a category, or category, low and high of all of them."""
    projection = projected(gate, costs, planned, currency_code, exchange_rate, category=category)
    if category:
        check_projected(gate, projection, category, costs, planned)
        return [span_row(projection.categories[category].projection)]
    check_rate(gate, projection, costs, planned)
    every = projection.categories.items()
    return [[gate.word("cost", id_), *span_row(each.projection)] for id_, each in every]


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
        check_projected(gate, projection, sum_of, costs, planned)
        return [span_row(getattr(projection, sum_of))]
    check_rate(gate, projection, costs, planned)
    return [[sum_word(gate, code), *span_row(getattr(projection, code))] for code in SUMS]


def sum_word(gate: CallContext, code: str) -> str:
    return gate.catalog.text(f"text.sum_{code}") if gate.language else code


def poc_investment(gate: CallContext, costs: Table, months: Cell) -> Value:
    """Return what the PoC costs in all; empty while an amount or its length is not known."""
    projection = projected(gate, costs, None, None, None, months)
    check_invested(gate, projection, months, costs)
    return number(projection.poc_investment)


def rule_of_thumb(
    gate: CallContext,
    costs: Table,
    months: Cell,
    planned: Table | None,
    currency_code: str | None,
    exchange_rate: Cell,
) -> list[Row]:
    """Return low, middle and high multiple of the PoC investment, and where the middle stands."""
    projection = projected(gate, costs, planned, currency_code, exchange_rate, months)
    check_invested(gate, projection, months, costs, planned)
    check_projected(gate, projection, "initial", costs, planned)
    rule = projection.rule_of_thumb
    if rule is None and projection.poc_investment == 0 and not gate.exact:
        raise gate.problem("no_investment")
    if rule is None:
        return [[None] * 4]
    return [[float(rule.low), float(rule.middle), float(rule.high), gate.word("standing", rule.standing)]]


def against_published(
    gate: CallContext, amount: Table, category: str, currency_code: str | None, exchange_rate: Cell
) -> str | None:
    """Return where an amount, or a range in two cells, stands against the published range of a category."""
    cells = series(gate, AMOUNT.name, amount, 1, 2)
    label, money = gate.catalog.label("cost", category), currency_code or gate.template.costs.currency
    read_ = [read(gate, f"pg_planned_cost_{category}", cell, money, label=AMOUNT.name) for cell in cells]
    amounts = [each for each in read_ if isinstance(each, Decimal)]
    if not amounts:
        return None
    rate: Any = read(
        gate, "pg_engagement_yen_per_unit", without_currency(gate, exchange_rate), label=RATE.name
    )
    published = next(c.reference for c in gate.template.costs.categories if c.id == category)
    if published is None:
        raise gate.problem("no_band", label=label)
    engagement = Engagement(currency=currency_code, yen_per_unit=rate)
    band = currency_of(gate.template.costs, engagement).convert(published)
    if band is None:
        raise gate.problem("needed", labels=RATE.name)
    where = standing(Span(min(amounts), max(amounts)), band)
    return where and gate.word("standing", where)


FUNCTIONS = (
    Function("MULTIPLIER", multiplier, (CATEGORY,), "table"),
    Function("COST", cost, (COSTS, ONE_CATEGORY, *MONEY), "table"),
    Function("COST_TOTAL", cost_total, (COSTS, SUM, *MONEY), "table"),
    Function("STANDING", against_published, (AMOUNT, CATEGORY, CURRENCY, RATE)),
    Function("POC_INVESTMENT", poc_investment, (COSTS, MONTHS)),
    Function("RULE_OF_THUMB", rule_of_thumb, (COSTS, MONTHS, *MONEY), "table"),
)
