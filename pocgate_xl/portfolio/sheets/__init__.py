"""One sheet a module; a new sheet is a module and a line in `SHEETS`."""

from __future__ import annotations

from collections.abc import Callable

from ...workbook.plan import SheetPlan
from .apart import plan_apart
from .page import Page
from .phasing import plan_phasing
from .ranking import plan_ranking
from .summary import plan_summary

SHEETS: tuple[Callable[[Page], SheetPlan], ...] = (plan_summary, plan_ranking, plan_phasing, plan_apart)
