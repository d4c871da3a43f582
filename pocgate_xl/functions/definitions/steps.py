"""The function of what leads on, step by step: what to do, from what to what, who, until when, where."""

from __future__ import annotations

from ...core.answers import submission_from_answers
from ...core.decision import Step
from ...core.gate import assess
from ...rules.review import placed_steps
from ..call_context import CallContext
from ..declaration import Function, Row, Table, Value
from ..open_workbook.answers_block import reading_of_block
from .this_workbook import FIELDS

COLUMNS = 8
WORDS = {"rate": "", "raise": "", "clear": "item_status", "give_evidence": "item_status",
         "answer": "answer", "settle": "answer"}  # fmt: skip
"""Vocabulary of what a step is from and to, by what is to do; ratings are numbers."""


def steps(gate: CallContext, fields: Table) -> list[Row]:
    """Return what, from, to, what the rating to be reached means, owner, due, sheet and cell of each step.

    One empty row for nothing to do, and while nothing is answered.
    """
    reading = reading_of_block(gate, fields)
    if not reading.answers:
        return [[None] * COLUMNS]
    submission = submission_from_answers(gate.template, reading.answers, reading.block_rows)
    next_step = assess(gate.template, submission).next_step
    rows = [_row(gate, each) for each in placed_steps(reading, next_step, gate.catalog)]
    return rows or [[None] * COLUMNS]


def _row(gate: CallContext, step: Step) -> Row:
    was, needed = (_said(gate, step, value) for value in (step.was, step.needed))
    what = step.label if gate.language else step.id
    return [what, was, needed, step.reach, step.owner, step.due, step.sheet, step.cell]


def _said(gate: CallContext, step: Step, value: int | str | None) -> Value:
    return gate.word(WORDS[step.do], value) if isinstance(value, str) else value


FUNCTIONS = (Function("STEPS", steps, (FIELDS,), "table"),)
