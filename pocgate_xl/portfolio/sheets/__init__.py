"""One sheet a module; a new sheet is a module and a line in `sheets_of`."""

from __future__ import annotations

from collections.abc import Callable

from ...workbook.layout.plan import SheetPlan
from ..cuts import lists_of
from ..overview import Portfolio
from .apart import plan_apart
from .cash import plan_cash
from .cuts import plan_cuts
from .moves import plan_moves
from .page import PortfolioPage
from .phasing import plan_phasing
from .ranking import plan_ranking
from .summary import plan_summary

Planner = Callable[[PortfolioPage], SheetPlan]


def sheets_of(portfolio: Portfolio) -> tuple[Planner, ...]:
    """Return what plans the sheets: cuts where a gate adds lists, moves where an earlier run is given."""
    return tuple(
        plan
        for plan, wanted in (
            (plan_summary, True),
            (plan_ranking, True),
            (plan_cuts, bool(lists_of(portfolio.template))),
            (plan_phasing, True),
            (plan_cash, True),
            (plan_moves, portfolio.moves is not None),
            (plan_apart, True),
        )
        if wanted
    )
