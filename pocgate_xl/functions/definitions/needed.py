"""What is needed besides what was given, for messages instead of empty cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...core.costs import CostProjection
from ...core.template import CostCategory
from ..arguments import blank
from ..call_context import CallContext
from ..declaration import Table

MONTHS, RATE, BENEFIT = "months", "exchange_rate", "benefit"
"""Names of arguments that money may wait for."""


def anything(*tables: Table | None) -> bool:
    """Say whether any cell of some blocks is filled."""
    return any(not blank(cell) for table in tables if table for row in table for cell in row)


def check_projected(
    gate: CallContext, projection: CostProjection, wanted: str, *given: Table | None, budget: bool = False
) -> None:
    """FunctionProblem that names what a category, or a sum of categories, is still waiting for.

    Where nothing was given nothing is asked for.
    """
    if anything(*given):
        categories = _categories(gate, wanted)
        gate.check_needed(*dict.fromkeys(_lacking(gate, projection, categories, budget=budget)))


def check_rate(
    gate: CallContext, projection: CostProjection, *given: Table | None, budget: bool = False
) -> None:
    """FunctionProblem where amounts in yen wait for the exchange rate, whatever else is not known yet."""
    every = gate.template.costs.categories
    if anything(*given) and RATE in _lacking(gate, projection, every, budget=budget):
        gate.check_needed(RATE)


def check_invested(
    gate: CallContext, projection: CostProjection, months: object, *given: Table | None
) -> None:
    """FunctionProblem that names what the PoC investment is still waiting for."""
    if not anything(*given):
        return
    spent = [each for each in gate.template.costs.categories if each.kind != "share"]
    lacking = [_label(gate, each) for each in spent if projection.categories[each.id].poc is None]
    if months is None and any(each.unit != "once" for each in spent):
        lacking.append(MONTHS)
    gate.check_needed(*lacking)


def lacking_sums(gate: CallContext, projection: CostProjection) -> Iterator[str]:
    """Yield what the budget is still waiting for."""
    yield from dict.fromkeys(_lacking(gate, projection, gate.template.costs.categories, budget=True))


def _categories(gate: CallContext, wanted: str) -> list[CostCategory]:
    """Return a category, or those that a sum is made of."""
    every = gate.template.costs.categories
    one = [each for each in every if each.id == wanted]
    sums = {"initial": (True,), "contingency": (True,), "run_rate": (False,)}
    return one or [each for each in every if each.one_off in sums.get(wanted, (True, False))]


def _lacking(
    gate: CallContext, projection: CostProjection, categories: Iterable[CostCategory], *, budget: bool
) -> Iterator[str]:
    for each in categories:
        cost = projection.categories[each.id]
        if (cost.budget if budget else cost.projection) is not None:
            continue
        if each.kind == "share":
            once = [other for other in gate.template.costs.categories if other.one_off]
            yield from _lacking(gate, projection, once, budget=False)
        else:
            yield RATE if each.kind == "reference" else _label(gate, each)


def _label(gate: CallContext, category: CostCategory) -> str:
    return gate.catalog.label("cost", category.id)
