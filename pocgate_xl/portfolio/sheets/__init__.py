"""One sheet a module; a new sheet is a module and a line in `SHEETS`."""

from __future__ import annotations

from collections.abc import Callable

from ...core.template import Template
from ...workbook.plan import SheetPlan
from ..cuts import lists_of
from .apart import plan_apart
from .cuts import plan_cuts
from .page import Page
from .phasing import plan_phasing
from .ranking import plan_ranking
from .summary import plan_summary

Planner = Callable[[Page], SheetPlan]

SHEETS: tuple[Planner, ...] = (plan_summary, plan_ranking, plan_phasing, plan_apart)


def sheets_of(template: Template) -> tuple[Planner, ...]:
    """Return what plans the sheets of a portfolio; there are cuts where a gate adds lists."""
    return (*SHEETS[:2], plan_cuts, *SHEETS[2:]) if lists_of(template) else SHEETS
