"""Functions of the causes that a proof of concept fails from."""

from __future__ import annotations

from collections.abc import Mapping

from ...core.causes import STRONGEST, Diagnosis, diagnose
from ..call_context import CallContext
from ..declaration import Argument, Function, Row, Table
from .decision import ANSWERS, EVIDENCE, STATUSES, answered, tallied
from .needed import anything
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
    diagnoses = _diagnosed(gate, ratings, statuses, answers, evidence)
    if cause:
        return [_diagnosis(gate, diagnoses[cause])]
    return [[gate.word("cause", id_), *_diagnosis(gate, each)] for id_, each in diagnoses.items()]


def drivers(
    gate: CallContext,
    ratings: Table,
    statuses: Table,
    answers: Table | None,
    cause: str | None,
    evidence: Table | None,
) -> list[Row]:
    """Return the strongest drivers of a cause and the strategy that answers it, or those of all causes.

    While nothing is rated or answered there are none.
    """
    diagnoses = _diagnosed(gate, ratings, statuses, answers, evidence)
    known = anything(ratings, statuses, answers)
    if cause:
        return [_driven(gate, diagnoses[cause], known)]
    return [[gate.word("cause", id_), *_driven(gate, each, known)] for id_, each in diagnoses.items()]


def _diagnosed(
    gate: CallContext, ratings: Table, statuses: Table, answers: Table | None, evidence: Table | None
) -> Mapping[str, Diagnosis]:
    checklist = tallied(gate, statuses, evidence)
    return diagnose(
        gate.template, read_ratings(gate, ratings), checklist.statuses, answered(gate, answers),
        checklist.lacking_evidence,
    )  # fmt: skip


def _diagnosis(gate: CallContext, diagnosis: Diagnosis) -> Row:
    exposure = None if diagnosis.exposure is None else float(diagnosis.exposure)
    return [gate.word("level", diagnosis.level), exposure]


def _driven(gate: CallContext, diagnosis: Diagnosis, known: bool) -> Row:
    named = [gate.word(each.kind, each.id) for each in diagnosis.drivers] if known else []
    return [*named, *[None] * (STRONGEST - len(named)), gate.word("strategy", diagnosis.strategy)]


LINKED = (RATINGS, STATUSES, ANSWERS, CAUSE)
FUNCTIONS = (
    Function("CAUSE", cause, LINKED, "table", (EVIDENCE,)),
    Function("DRIVERS", drivers, LINKED, "table", (EVIDENCE,)),
)
