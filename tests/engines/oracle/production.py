"""What the sheets that plan for production must show: design, process, roadmap."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from pocgate_xl.core.roadmap import PhasePlan, add_months
from pocgate_xl.core.template import Phase
from pocgate_xl.workbook.outputs import Output
from tests.engines.oracle.case import Case
from tests.engines.oracle.places import Node

Pairs = Iterator[tuple[Node, Output]]


def design(case: Case) -> Pairs:
    for element in case.template.elements:
        row = case.places.named(f"pg_design_{element}")[1][0]
        told = case.text("filled") if element in case.submission.design else None
        yield case.places.under("design", case.text("complete"), row), told


def process(case: Case) -> Pairs:
    """Warn where the AI acts and nobody judges, not even wrongly."""
    top = case.places.named("pg_process")[1][0]
    for index, row in enumerate(case.rows["pg_process"]):
        alone = "ai" in row and case.blank(f"pg_process.{index}.judgement")
        warning = case.text("nobody_judges") if alone else None
        yield case.places.under("process", case.text("warning"), top + index), warning


def roadmap(case: Case) -> Pairs:
    plan, places = case.assessment.roadmap, case.places
    heads = _heads(case)
    top = places.label("roadmap", case.text("phase"), "header")[0]
    yield from zip(places.cells_of("roadmap", "header", top), heads, strict=True)
    for index, (phase, planned) in enumerate(zip(case.template.phases, plan.phases, strict=True)):
        row = places.named(f"pg_phase_months_{phase.id}")[1][0]
        yield places.under("roadmap", case.text("standing"), row), _standing(case, phase, planned)
        band = places.cells_of("roadmap", "gantt", row)
        touched = [_touches(planned, head) for head in heads]
        if any(touched[:index]):
            raise ValueError(f"{phase.id} touches a month for which there is no cell")
        yield from zip(band, touched[index:], strict=True)
    for horizon in case.template.horizons:
        row = places.named(f"pg_goal_{horizon.id}_kpi")[1][0]
        yield places.under("roadmap", case.text("by_when"), row), plan.goals[horizon.id].due


def _heads(case: Case) -> list[date | None]:
    """Return the first day of each month from the start on, as many as all phases may last."""
    start = case.assessment.roadmap.start
    first = start and start.replace(day=1)
    return [add_months(first, month) for month in range(sum(p.max_months for p in case.template.phases))]


def _touches(planned: PhasePlan, head: date | None) -> int:
    if planned.start is None or planned.end is None or head is None:
        return 0
    last = head + timedelta(days=calendar.monthrange(head.year, head.month)[1] - 1)
    return int(planned.start <= last and planned.end >= head)


def _standing(case: Case, phase: Phase, planned: PhasePlan) -> str | None:
    if planned.months is None:
        return None
    if planned.months < phase.min_months:
        return case.text("phase_shorter")
    return case.text("phase_longer" if planned.months > phase.max_months else "phase_within")
