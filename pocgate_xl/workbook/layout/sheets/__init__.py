"""One sheet a module; a new sheet is a module and a line in `SHEETS`."""

from __future__ import annotations

from collections.abc import Callable

from ..context import Context
from ..plan import SheetPlan
from .causes import plan_causes
from .checklist import plan_checklist
from .costs.projection import plan_costs
from .dashboard.paper import plan_dashboard
from .identity import plan_identity
from .lists import plan_lists
from .records.assumptions import plan_assumptions
from .records.design import plan_design
from .records.notes import plan_notes
from .records.operations import plan_operations
from .records.process import plan_process
from .roadmap import plan_roadmap
from .scorecard.scorecard import plan_scorecard
from .start import plan_start

SHEETS: tuple[Callable[[Context], SheetPlan], ...] = (
    plan_start,
    plan_scorecard,
    plan_checklist,
    plan_costs,
    plan_dashboard,
    plan_causes,
    plan_design,
    plan_process,
    plan_roadmap,
    plan_operations,
    plan_assumptions,
    plan_notes,
    plan_lists,
    plan_identity,
)
