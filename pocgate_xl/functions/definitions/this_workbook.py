"""Functions of a whole workbook: what is wrong with its answers, and what other answers would change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...core.answers import submission_from_answers
from ...core.gate import assess
from ...core.submission import Answers
from ..arguments import as_text, blank, tried
from ..blocks import are_headings, name_in
from ..call_context import CallContext
from ..declaration import Argument, Function, Row, Table, Value
from ..tables import first_filled
from .budget import payback_months
from .costs import number
from .decision import next_step_words

if TYPE_CHECKING:
    from ...core.assessment import ReadableAssessment
    from ...workbook.submission.reader import Reading

FIELDS = Argument("fields", "cells")
CHANGES = Argument("changes", "cells", optional=True)
FINDING_COLUMNS = 6


def findings(gate: CallContext, fields: Table) -> list[Row]:
    """Return severity, code, sheet, cell, message and hint of what is wrong; one empty row for nothing."""
    from ..open_workbook.answers_block import findings_in_block  # every rule, which no other function needs

    rows: list[Row] = [
        [_severity(gate, each.severity), each.code, each.sheet, each.cell, each.message, each.hint]
        for each in findings_in_block(gate, fields)
    ]
    return rows or [[None] * FINDING_COLUMNS]


def _severity(gate: CallContext, severity: str) -> str:
    return gate.catalog.text(f"report.{severity}") if gate.language else severity


def what_if(gate: CallContext, fields: Table, changes: Table | None) -> list[Row]:
    """Return what, now and then: what follows from the answers as they are, and with the changes."""
    from ..open_workbook.answers_block import reading_of_block

    reading = reading_of_block(gate, fields)
    answers, changed = dict(reading.answers), dict(_changed(gate, changes))
    if not (answers or changed):
        return [[_what(gate, code), None, None] for code in RESULTS]
    now, then = (_assessed(gate, reading, each) for each in (answers, answers | changed))
    return [[_what(gate, code), find(gate, now), find(gate, then)] for code, find in RESULTS.items()]


def _assessed(gate: CallContext, reading: Reading, answers: Answers) -> ReadableAssessment:
    return assess(gate.template, submission_from_answers(gate.template, answers, reading.block_rows))


def _what(gate: CallContext, code: str) -> str:
    return gate.catalog.text(f"function.what_if.{code}") if gate.language else code


def _initial(found: ReadableAssessment, side: str) -> Value:
    initial = found.costs.budget.initial
    return None if initial is None else number(getattr(initial, side))


RESULTS: Mapping[str, Callable[[CallContext, ReadableAssessment], Value]] = {
    "total": lambda gate, found: found.scorecard.total,
    "verdict": lambda gate, found: gate.word("verdict", found.scorecard.verdict),
    "decision": lambda gate, found: gate.word("decision", found.decision),
    "initial_low": lambda gate, found: _initial(found, "low"),
    "initial_high": lambda gate, found: _initial(found, "high"),
    "payback_months": lambda gate, found: payback_months(gate, found.costs.payback),
    "next_step": lambda gate, found: next_step_words(gate, found.decision, found.next_step),
}
"""What is compared, by code."""


def _changed(gate: CallContext, changes: Table | None) -> Iterator[tuple[str, Any]]:
    """Yield name and answer of every change; a blank value changes nothing."""
    if changes is None:
        return
    if len(changes[0]) != 2:
        raise gate.problem("columns", label=CHANGES.name, wanted=2, found=len(changes[0]))
    seen: set[str] = set()
    first = first_filled(changes)
    for place, row in enumerate(changes):
        name, value = name_in(gate, CHANGES.name, row[0]), row[1]
        heading = place == first < len(changes) - 1 and are_headings(gate, row)
        if blank(value) or (name not in gate.fields and heading):
            continue
        if name not in gate.fields:
            raise gate.problem("no_field", label=CHANGES.name, found=name)
        if name in seen:
            raise gate.problem("twice", label=CHANGES.name, found=as_text(row[0]))  # type: ignore[arg-type]
        seen.add(name)
        yield name, tried(gate, name, value)


FUNCTIONS = (
    Function("FINDINGS", findings, (FIELDS,), "table"),
    Function("WHATIF", what_if, (FIELDS, CHANGES), "table"),
)
