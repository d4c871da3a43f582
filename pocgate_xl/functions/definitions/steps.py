"""The function of what leads on, step by step: what to do, from what to what, who, until when, where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...core.answers import submission_from_answers
from ...core.gate import assess
from ...spreadsheetml.address import a1
from ..arguments import input_problem
from ..call_context import CallContext
from ..declaration import Function, Row, Table, Value
from .this_workbook import FIELDS

if TYPE_CHECKING:
    from ...core.decision import Step
    from ...workbook.submission.reader import Reading

COLUMNS = 8
WORDS = {"rate": "", "raise": "", "clear": "item_status", "give_evidence": "item_status",
         "answer": "answer", "settle": "answer"}  # fmt: skip
"""Vocabulary of what a step is from and to, by what is to do; ratings are numbers."""


def steps(gate: CallContext, fields: Table) -> list[Row]:
    """Return what, from, to, what the rating to be reached means, owner, due, sheet and cell of each step.

    One empty row for nothing to do, and while nothing is answered.
    """
    from ...rules.review import placed_steps  # every rule, which few functions need
    from ..open_workbook.answers_block import reading_of_block

    reading = reading_of_block(gate, fields)
    unread = dict(_unread(gate, reading))
    if not (reading.answers or unread):
        return [[None] * COLUMNS]
    submission = submission_from_answers(gate.template, reading.answers, reading.block_rows)
    next_step = assess(gate.template, submission).next_step
    placed = placed_steps(reading, next_step, gate.catalog)
    rows = [_row(gate, each, unread.get((each.sheet, each.cell), "")) for each in placed]
    return rows or [[None] * COLUMNS]


def _unread(gate: CallContext, reading: Reading) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield sheet and cell of what cannot be read, and why: nobody is to take it for not given."""
    for each in reading.faulty:
        if each.value is None:
            yield (each.sheet, a1(each.position)), str(input_problem(gate, each.field, each.faults[0]))


def _row(gate: CallContext, step: Step, problem: str) -> Row:
    if problem:
        return [problem, None, None, None, step.owner, step.due, step.sheet, step.cell]
    was, needed = (_said(gate, step, value) for value in (step.was, step.needed))
    what = step.label if gate.language else step.id
    return [what, was, needed, step.reach, step.owner, step.due, step.sheet, step.cell]


def _said(gate: CallContext, step: Step, value: int | str | None) -> Value:
    return gate.word(WORDS[step.do], value) if isinstance(value, str) else value


FUNCTIONS = (Function("STEPS", steps, (FIELDS,), "table"),)
