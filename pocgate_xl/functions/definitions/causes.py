"""Functions of the causes that a proof of concept fails from."""

from __future__ import annotations

from ...core.causes import Diagnosis, diagnose
from ..call_context import CallContext
from ..declaration import Argument, Function, Row, Table
from .decision import ANSWERS, EVIDENCE, STATUSES, answered, tallied
from .scorecard import RATINGS, read_ratings

CAUSE = Argument("cause", "code", "cause", optional=True)


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


FUNCTIONS = (Function("CAUSE", cause, (RATINGS, STATUSES, ANSWERS, CAUSE), "table", (EVIDENCE,)),)
