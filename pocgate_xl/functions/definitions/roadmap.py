"""Functions of the roadmap: when each phase begins and ends."""

from __future__ import annotations

from datetime import date

from ...core.roadmap import schedule_roadmap
from ...core.submission import PhaseResponse
from ..arguments import read
from ..blocks import Wanted, answers_in
from ..call_context import CallContext
from ..declaration import Argument, Cell, Function, Row, Table

START = Argument("start", "value", may_be_blank=True)
PHASE_MONTHS = Argument("phase_months", "cells")


def roadmap(gate: CallContext, start: Cell, phase_months: Table) -> list[Row]:
    """Return phase, start, end and whether its months are usual, for every phase."""
    ids = [phase.id for phase in gate.template.phases]
    day = read(gate, "pg_start_date", start, label="start")
    months = answers_in(gate, Wanted("phase_months", "phase", "phase_months", ids), phase_months)
    if day is None and any(months.values()):
        gate.check_needed(START.name)
    phases = {id_: PhaseResponse(each) for id_, each in months.items()}
    plan = schedule_roadmap(gate.template, day if isinstance(day, date) else None, phases, {})
    return [[gate.word("phase", each.phase), each.start, each.end, each.within] for each in plan.phases]


FUNCTIONS = (Function("ROADMAP", roadmap, (START, PHASE_MONTHS), "table"),)
