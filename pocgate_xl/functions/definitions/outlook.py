"""Functions of causes, roadmap and suggested ratings, and which version answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ... import __version__
from ...core.causes import Diagnosis, diagnose
from ...core.roadmap import schedule_roadmap
from ...core.submission import HelperInputs, PhaseResponse
from ...core.suggestions import suggest_rating
from ...core.template import Criterion, HelperKind
from ..arguments import read, read_all, series
from ..call_context import CallContext
from ..declaration import Argument, Cell, Function, Row, Table
from .decision import ANSWERS, EVIDENCE, STATUSES, answered, tallied
from .scorecard import RATINGS, read_ratings

CAUSE = Argument("cause", "code", "cause", optional=True)
START = Argument("start", "value")
PHASE_MONTHS = Argument("phase_months", "cells")
TARGET = Argument("target", "value", optional=True)
ACTUAL = Argument("actual", "value", optional=True)
DIRECTION = Argument("direction", "code", "direction", optional=True)
ESTIMATE = Argument("estimate", "value", optional=True)
CANNOT_ESTIMATE = Argument("cannot_estimate", "code", "answer", optional=True)
CRITERION = Argument("criterion", "code", "criterion", optional=True)


def cause(
    gate: CallContext,
    ratings: Table,
    statuses: Table,
    answers: Table | None,
    cause: str | None,
    evidence: Table | None,
) -> list[Row]:
    """Return level and exposure of a cause, or cause, level and exposure of all of them."""
    checklist = tallied(gate, statuses, evidence)
    diagnoses = diagnose(
        gate.template, read_ratings(gate, ratings), checklist.statuses, answered(gate, answers),
        checklist.lacking_evidence,
    )  # fmt: skip
    if cause:
        return [_diagnosis(gate, diagnoses[cause])]
    return [[gate.word("cause", id_), *_diagnosis(gate, each)] for id_, each in diagnoses.items()]


def _diagnosis(gate: CallContext, diagnosis: Diagnosis) -> Row:
    exposure = None if diagnosis.exposure is None else float(diagnosis.exposure)
    return [gate.word("level", diagnosis.level), exposure]


def roadmap(gate: CallContext, start: Cell, phase_months: Table) -> list[Row]:
    """Return phase, start, end and whether its months are usual, for every phase."""
    ids = [phase.id for phase in gate.template.phases]
    day = read(gate, "pg_start_date", start, label="start")
    cells = series(gate, "phase_months", phase_months, len(ids))
    months = read_all(gate, [f"pg_phase_months_{id_}" for id_ in ids], cells)
    phases = {id_: PhaseResponse(each) for id_, each in zip(ids, months, strict=True)}
    plan = schedule_roadmap(gate.template, day if isinstance(day, date) else None, phases, {})
    return [[gate.word("phase", each.phase), each.start, each.end, each.within] for each in plan.phases]


def kpi_rating(
    gate: CallContext, target: Cell, actual: Cell, direction: str | None, criterion: str | None
) -> int | None:
    """Return the rating that an actual against its target suggests."""
    rated = _helped(gate, "improvement", criterion)
    base = _figure(gate, rated, "target", target)
    inputs = HelperInputs(base, _figure(gate, rated, "actual", actual), direction)
    return _suggested(gate, rated, inputs)


def cost_rating(
    gate: CallContext, estimate: Cell, actual: Cell, cannot_estimate: str | None, criterion: str | None
) -> int | None:
    """Return the rating that an actual against its estimate suggests."""
    rated = _helped(gate, "deviation", criterion)
    base = _figure(gate, rated, "estimate", estimate)
    actual_figure = _figure(gate, rated, "actual", actual)
    return _suggested(
        gate, rated, HelperInputs(base, actual_figure, cannot_estimate=cannot_estimate == "yes")
    )


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


def version(gate: CallContext) -> str:
    """Return the versions of the package and of the template."""
    return f"pocgate {__version__} · {gate.template.id} {gate.template.version}"


FUNCTIONS = (
    Function("CAUSE", cause, (RATINGS, STATUSES, ANSWERS, CAUSE), "table", (EVIDENCE,)),
    Function("ROADMAP", roadmap, (START, PHASE_MONTHS), "table"),
    Function("KPI_RATING", kpi_rating, (TARGET, ACTUAL, DIRECTION, CRITERION)),
    Function("COST_RATING", cost_rating, (ESTIMATE, ACTUAL, CANNOT_ESTIMATE, CRITERION)),
    Function("VERSION", version, ()),
)
