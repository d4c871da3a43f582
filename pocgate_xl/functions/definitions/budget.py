"""Functions of the budget: what is planned instead of projected, and when the benefit has paid for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from ...core.budget import LONGEST_PAYBACK, Payback
from ...core.submission import Recorded
from ..arguments import read, series, tried
from ..call_context import SUMS, CallContext
from ..declaration import Argument, Cell, Function, Row, Table, Value
from .costs import COSTS, MONEY, number, projected, span_row, sum_word
from .needed import anything, check_projected, check_rate, lacking_sums

CONTINGENCY = Argument("contingency", "value", optional=True)
BUDGET_SUM = Argument("sum_of", "code", "budget_sum", optional=True)
BENEFIT = Argument("benefit", "cells")
RAMP = Argument("ramp_months", "value", optional=True)
PAYBACK_START = Argument("payback_start", "value", optional=True)


def budget(
    gate: CallContext,
    costs: Table,
    sum_of: str | None,
    planned: Table | None,
    currency_code: str | None,
    exchange_rate: Cell,
    contingency: Cell,
) -> list[Row]:
    """Return low and high of a sum of the budget, or all of them and the contingency beside them."""
    recorded = Recorded(contingency=_contingency(gate, contingency, currency_code))
    projection = projected(gate, costs, planned, currency_code, exchange_rate, recorded=recorded)
    found = projection.budget
    if sum_of:
        check_projected(gate, projection, sum_of, costs, planned, budget=True)
        return [span_row(getattr(found, sum_of))]
    check_rate(gate, projection, costs, planned, budget=True)
    rows = [[sum_word(gate, code), *span_row(getattr(found, code))] for code in SUMS]
    kept = gate.catalog.text("text.contingency_on_top") if gate.language else "contingency"
    return [*rows, [kept, *span_row(found.contingency)]]


def payback(
    gate: CallContext,
    costs: Table,
    benefit: Table,
    ramp_months: Cell,
    payback_start: Cell,
    contingency: Cell,
    planned: Table | None,
    currency_code: str | None,
    exchange_rate: Cell,
) -> list[Row]:
    """Return a month's net benefit, the months until it has paid for the budget, and in which month."""
    low, high = _benefit(gate, benefit, currency_code)
    ramp: Any = read(gate, "pg_benefit_ramp_months", ramp_months, label=RAMP.name)
    start = read(gate, "pg_start_date", payback_start, label=PAYBACK_START.name)
    projection = projected(
        gate, costs, planned, currency_code, exchange_rate,
        recorded=Recorded(ramp, _contingency(gate, contingency, currency_code)),
        start=start if isinstance(start, date) else None,
        annual_benefit_low=low, annual_benefit_high=high,
    )  # fmt: skip
    if anything(costs, planned, benefit):
        waiting = () if projection.benefit else (BENEFIT.name,)
        gate.check_needed(*lacking_sums(gate, projection), *waiting)
    found = projection.payback
    return [[number(found.monthly_net), payback_months(gate, found), found.break_even]]


def payback_months(gate: CallContext, found: Payback) -> Value:
    """Return the months, in words where a benefit is known that never earns the budget back in time."""
    if found.months is None and found.monthly_net is not None and gate.language:
        return gate.catalog.text("function.never", months=LONGEST_PAYBACK)
    return number(found.months)


def _contingency(gate: CallContext, cell: Cell, currency: str | None) -> Any:
    money = currency or gate.template.costs.currency
    return tried(gate, "pg_contingency", cell, money, label=CONTINGENCY.name)


def _benefit(gate: CallContext, cells: Table, currency: str | None) -> tuple[Any, Any]:
    """Read what is expected in a year, low and high."""
    money = currency or gate.template.costs.currency
    low, high = series(gate, BENEFIT.name, cells, 2)
    return (
        read(gate, "pg_engagement_annual_benefit_low", low, money, label=BENEFIT.name),
        read(gate, "pg_engagement_annual_benefit_high", high, money, label=BENEFIT.name),
    )


FUNCTIONS = (
    Function("BUDGET", budget, (COSTS, BUDGET_SUM, *MONEY, CONTINGENCY), "table"),
    Function("PAYBACK", payback, (COSTS, BENEFIT, RAMP, PAYBACK_START, CONTINGENCY, *MONEY), "table"),
)
