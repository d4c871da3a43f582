"""One sheet a module; a new sheet is a module and a line in `SHEETS`."""

from __future__ import annotations

from collections.abc import Callable

from ..context import Context
from ..plan import SheetPlan
from .assumptions import plan_assumptions
from .causes import plan_causes
from .checklist import plan_checklist
from .costs import plan_costs
from .dashboard import plan_dashboard
from .design import plan_design
from .identity import plan_identity
from .lists import plan_lists
from .notes import plan_notes
from .operations import plan_operations
from .process import plan_process
from .roadmap import plan_roadmap
from .scorecard import plan_scorecard
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
