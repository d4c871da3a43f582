"""Functions of the rating helpers: what figures suggest, which nobody has to follow."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ...core.fields import DIRECTIONS
from ...core.submission import HelperInputs
from ...core.suggestions import suggest_rating
from ...core.template import Criterion, HelperKind
from ..arguments import read, without_currency
from ..call_context import CallContext
from ..declaration import Argument, Cell, Function

TARGET = Argument("target", "value", optional=True)
ACTUAL = Argument("actual", "value", optional=True)
DIRECTION = Argument("direction", "code", "direction", optional=True)
ESTIMATE = Argument("estimate", "value", optional=True)
CANNOT_ESTIMATE = Argument("cannot_estimate", "code", "answer", optional=True)
CRITERION = Argument("criterion", "code", "criterion", optional=True)


def kpi_rating(
    gate: CallContext, target: Cell, actual: Cell, direction: str | None, criterion: str | None
) -> int | None:
    """Return the rating that an actual against its target suggests; usually higher is better."""
    rated = _helped(gate, "improvement", criterion)
    base, reached = (_figure(gate, rated, *part) for part in (("target", target), ("actual", actual)))
    _check_both(gate, {"target": base, "actual": reached})
    usual = None if gate.exact else DIRECTIONS[0]
    return _suggested(gate, rated, HelperInputs(base, reached, direction or usual))


def cost_rating(
    gate: CallContext, estimate: Cell, actual: Cell, cannot_estimate: str | None, criterion: str | None
) -> int | None:
    """Return the rating that an actual against its estimate suggests."""
    rated = _helped(gate, "deviation", criterion)
    costs = {"estimate": estimate, "actual": actual}
    base, spent = (_figure(gate, rated, part, without_currency(gate, cell)) for part, cell in costs.items())
    impossible = cannot_estimate == "yes"
    if not impossible:
        _check_both(gate, {"estimate": base, "actual": spent})
    return _suggested(gate, rated, HelperInputs(base, spent, cannot_estimate=impossible))


def _check_both(gate: CallContext, figures: Mapping[str, Decimal | None]) -> None:
    """FunctionProblem where one figure is there without the other."""
    blank = [name for name, figure in figures.items() if figure is None]
    if len(blank) < len(figures):
        gate.check_needed(*blank)


def _helped(gate: CallContext, kind: HelperKind, criterion: str | None) -> Criterion:
    """Return the criterion that is meant, the first with such a helper when none is named."""
    for each in gate.template.criteria:
        if each.helper and each.helper.kind == kind and criterion in (None, each.id):
            return each
    raise gate.problem("no_helper", label=gate.catalog.label("criterion", criterion or ""))


def _figure(gate: CallContext, criterion: Criterion, part: str, cell: Cell) -> Decimal | None:
    figure: Any = read(gate, f"pg_helper_{criterion.id}_{part}", cell, label=part)
    return figure if isinstance(figure, Decimal) else None


def _suggested(gate: CallContext, criterion: Criterion, inputs: HelperInputs) -> int | None:
    assert criterion.helper is not None
    suggestion = suggest_rating(criterion.helper, inputs)
    if suggestion.problem:
        raise gate.problem(suggestion.problem)
    return suggestion.rating


FUNCTIONS = (
    Function("KPI_RATING", kpi_rating, (TARGET, ACTUAL, DIRECTION, CRITERION)),
    Function("COST_RATING", cost_rating, (ESTIMATE, ACTUAL, CANNOT_ESTIMATE, CRITERION)),
)
