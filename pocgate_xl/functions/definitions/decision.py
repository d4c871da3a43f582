"""Functions of the checklist, and of ratings and checklist together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...core.checklist import Checklist, checklist_of
from ...core.decision import GateDecision, NextStep, decide
from ...core.must_meets import VOCABULARIES
from ...core.must_meets import must_meets as core_must_meets
from ...core.submission import ItemResponse
from ..arguments import read_all, series
from ..call_context import CallContext
from ..declaration import Argument, Function, Row, Table
from .scorecard import RATINGS, scored

STATUSES = Argument("statuses", "cells")
ANSWERS = Argument("answers", "cells", optional=True)
EVIDENCE = Argument("evidence", "cells", optional=True)
GROUP = Argument("group", "code", "group", optional=True)


def tallied(gate: CallContext, statuses: Table, evidence: Table | None = None) -> Checklist:
    """Tally the checklist from one cell an item, in the order of the template."""
    said, shown = _of_items(gate, "status", "statuses", statuses), {}
    if evidence is not None:
        shown = _of_items(gate, "evidence", "evidence", evidence)
    responses = {id_: ItemResponse(status, evidence=shown.get(id_)) for id_, status in said.items()}
    return checklist_of(gate.template, responses, None)


def _of_items(gate: CallContext, part: str, argument: str, table: Table) -> dict[str, Any]:
    ids = [item.id for item in gate.template.items]
    cells = series(gate, argument, table, len(ids))
    return dict(zip(ids, read_all(gate, [f"pg_{part}_{id_}" for id_ in ids], cells), strict=True))


def answered(gate: CallContext, answers: Table | None) -> dict[str, bool]:
    """Return the answers to the questions that have one."""
    questions = gate.template.questions
    if answers is None:
        return {}
    cells = series(gate, "answers", answers, len(questions))
    read = read_all(gate, [f"pg_question_{id_}" for id_ in questions], cells)
    return {id_: answer == "yes" for id_, answer in zip(questions, read, strict=True) if answer is not None}


def completeness(gate: CallContext, statuses: Table, group: str | None) -> float:
    """Return the share of items done, of all or of one group."""
    checklist = tallied(gate, statuses)
    return float((checklist.groups[group] if group else checklist).completeness)


def progress(gate: CallContext, statuses: Table, group: str | None) -> list[Row]:
    """Return items done and items of a group; of all of them and of every group, with its name."""
    checklist = tallied(gate, statuses)
    if group:
        return [[checklist.groups[group].done, checklist.groups[group].items]]
    every = gate.catalog.text("text.all_items") if gate.language else "all"
    groups: list[Row] = [
        [gate.word("group", id_), each.done, each.items] for id_, each in checklist.groups.items()
    ]
    return [[every, checklist.done, checklist.items], *groups]


def open_items(gate: CallContext, statuses: Table, group: str | None) -> list[Row]:
    """Return number and item of what is open; one empty row for nothing."""
    still_open = tallied(gate, statuses).open
    rows: list[Row] = [
        [number, gate.word("item", item.id)]
        for number, of, item in gate.template.numbered_items()
        if item.id in still_open and group in (None, of.id)
    ]
    return rows or [[None, None]]


def _decided(
    gate: CallContext, ratings: Table, statuses: Table, answers: Table | None, evidence: Table | None
) -> GateDecision:
    checklist = tallied(gate, statuses, evidence)
    return decide(gate.template, scored(gate, ratings), checklist, answered(gate, answers))


def decision(
    gate: CallContext, ratings: Table, statuses: Table, answers: Table | None, evidence: Table | None
) -> str:
    """Return the gate decision."""
    return gate.word("decision", _decided(gate, ratings, statuses, answers, evidence).decision)


def next_step(
    gate: CallContext, ratings: Table, statuses: Table, answers: Table | None, evidence: Table | None
) -> str:
    """Return what leads on, in words."""
    decided = _decided(gate, ratings, statuses, answers, evidence)
    return next_step_words(gate, decided.decision, decided.next_step)


def must_meets(gate: CallContext, ratings: Table, answers: Table | None) -> list[Row]:
    """Return each must-meet and whether it is met, empty while that is not known."""
    found = core_must_meets(gate.template, scored(gate, ratings).ratings, answered(gate, answers))
    rows: list[Row] = [[gate.word(VOCABULARIES[each.kind], each.id), each.met] for each in found]
    return rows or [[None, None]]


def next_step_words(gate: CallContext, decision: str, step: NextStep) -> str:
    """Return a next step as one sentence; where nothing is to do, what to proceed to."""
    if decision in ("go", "ready_for_approval"):
        return gate.catalog.text(f"next_step.{decision}")
    steps = gate.catalog.text("function.step.separator").join(_steps(gate, step))
    return steps[:1].upper() + steps[1:]


def _steps(gate: CallContext, step: NextStep) -> Iterator[str]:
    """Name ratings to raise or give, the items to clear or to give evidence for, questions to settle."""
    text = gate.catalog.text
    for each in step.ratings:
        criterion = gate.catalog.label("criterion", each.criterion)
        if each.needed is None:
            yield text("function.step.rate", criterion=criterion)
        else:
            yield text("function.step.raise", criterion=criterion, rating=each.rating, needed=each.needed)
    for key, items in (("clear", step.items), ("give_evidence", step.evidence)):
        if items:
            numbered = gate.template.numbered_items()
            numbers = (str(number) for number, _, item in numbered if item.id in items)
            yield text(f"function.step.{key}", items=text("text.separator").join(numbers))
    for asked in step.questions:
        yield text("function.step.settle", question=gate.catalog.label("question", asked.question))


FUNCTIONS = (
    Function("COMPLETENESS", completeness, (STATUSES, GROUP)),
    Function("PROGRESS", progress, (STATUSES, GROUP), "table"),
    Function("OPEN_ITEMS", open_items, (STATUSES, GROUP), "table"),
    Function("DECISION", decision, (RATINGS, STATUSES), later=(ANSWERS, EVIDENCE)),
    Function("NEXT_STEP", next_step, (RATINGS, STATUSES), later=(ANSWERS, EVIDENCE)),
    Function("MUST_MEETS", must_meets, (RATINGS, ANSWERS), "table"),
)
