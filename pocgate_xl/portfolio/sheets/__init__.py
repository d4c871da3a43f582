"""One sheet a module; a new sheet is a module and a line in `sheets_of`."""

from __future__ import annotations

from collections.abc import Callable

from ...workbook.layout.plan import SheetPlan
from ..overview import Portfolio
from .actions import plan_actions
from .apart import plan_apart
from .decide import plan_decide
from .funding import plan_funding
from .heat import plan_heat
from .insight import plan_insight
from .issued import plan_issued
from .method import plan_method
from .moves import plan_moves
from .page import PortfolioPage
from .plan import plan_plan
from .ranking import plan_ranking
from .what_if import plan_what_if

Planner = Callable[[PortfolioPage], SheetPlan]


def sheets_of(portfolio: Portfolio) -> tuple[Planner, ...]:
    """Return what plans the sheets; moves need an earlier run, the issued list a list."""
    return tuple(
        plan
        for plan, wanted in (
            (plan_decide, True),
            (plan_plan, True),
            (plan_funding, True),
            (plan_ranking, True),
            (plan_actions, True),
            (plan_heat, True),
            (plan_insight, True),
            (plan_what_if, bool(portfolio.variants)),
            (plan_moves, portfolio.moves is not None),
            (plan_apart, True),
            (plan_issued, portfolio.issued is not None),
            (plan_method, True),
        )
        if wanted
    )
