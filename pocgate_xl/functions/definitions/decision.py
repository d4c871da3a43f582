"""Functions of the checklist, and of ratings and checklist together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ...core.checklist import Checklist, checklist_of
from ...core.decision import GateDecision, NextStep, decide
from ...core.must_meets import VOCABULARIES
from ...core.must_meets import must_meets as core_must_meets
from ...core.submission import ItemResponse
from ..arguments import read
from ..blocks import Wanted, answers_in, cells_in
from ..call_context import CallContext
from ..declaration import Argument, Cell, Function, FunctionProblem, Row, Table
from .scorecard import RATINGS, scored

STATUSES = Argument("statuses", "cells")
ANSWERS = Argument("answers", "cells", optional=True)
EVIDENCE = Argument("evidence", "cells", optional=True)
DUE, AS_OF = Argument("due_dates", "cells"), Argument("as_of", "value", may_be_blank=True)
GROUP = Argument("group", "code", "group", optional=True)


def tallied(
    gate: CallContext, statuses: Table, evidence: Table | None = None, group: str | None = None
) -> Checklist:
    """Tally the checklist from one cell an item, in the order of the template or beside their names.

    Of a group its items alone may be given.
    """
    said, shown = of_items(gate, "statuses", "status", statuses, group), {}
    if evidence is not None:
        shown = of_items(gate, "evidence", "evidence", evidence, group)
    responses = {id_: ItemResponse(status, evidence=shown.get(id_)) for id_, status in said.items()}
    return checklist_of(gate.template, responses, None)


def of_items(
    gate: CallContext, argument: str, part: str, table: Table, group: str | None = None
) -> dict[str, Any]:
    """Return what a block says of each item."""
    return answers_in(gate, _of_items(argument, part, gate, group), table)


def _of_items(argument: str, part: str, gate: CallContext, group: str | None) -> Wanted:
    ids = [item.id for item in gate.template.items]
    grouped = [[item.id for item in each.items] for each in gate.template.groups if each.id == group]
    return Wanted(argument, "item", part, ids, tuple(grouped))


def answered(gate: CallContext, answers: Table | None) -> dict[str, bool]:
    """Return the answers to the questions that have one."""
    if answers is None:
        return {}
    read = answers_in(gate, Wanted("answers", "question", "question", gate.template.questions), answers)
    return {id_: answer == "yes" for id_, answer in read.items() if answer is not None}


def completeness(gate: CallContext, statuses: Table, group: str | None) -> float:
    """Return the share of items done, of all or of one group."""
    checklist = tallied(gate, statuses, group=group)
    return float((checklist.groups[group] if group else checklist).completeness)


def progress(gate: CallContext, statuses: Table, group: str | None) -> list[Row]:
    """Return items done and items of a group; of all of them and of every group, with its name."""
    checklist = tallied(gate, statuses, group=group)
    if group:
        return [[checklist.groups[group].done, checklist.groups[group].items]]
    every = gate.catalog.text("text.all_items") if gate.language else "all"
    groups: list[Row] = [
        [gate.word("group", id_), each.done, each.items] for id_, each in checklist.groups.items()
    ]
    return [[every, checklist.done, checklist.items], *groups]


def open_items(gate: CallContext, statuses: Table, group: str | None) -> list[Row]:
    """Return number and item of what is open; one empty row for nothing."""
    still_open = tallied(gate, statuses, group=group).open
    rows: list[Row] = [
        [number, gate.word("item", item.id)]
        for number, of, item in gate.template.numbered_items()
        if item.id in still_open and group in (None, of.id)
    ]
    return rows or [[None, None]]


def overdue(
    gate: CallContext, statuses: Table, due_dates: Table, as_of: Cell, group: str | None
) -> list[Row]:
    """Return number, item and due date of what is open and was due before a day; else one empty row.

    What cannot be read of an item is told in the place of its date. No date is read of what is done.
    """
    cells = cells_in(gate, _of_items("statuses", "status", gate, group), statuses)
    said, wrong = _each_read(gate, "status", cells)
    left = checklist_of(gate.template, {id_: ItemResponse(status) for id_, status in said.items()}, None).open
    due = cells_in(gate, _of_items(DUE.name, "due", gate, group), due_dates)
    days, no_days = _each_read(gate, "due", {id_: due[id_] for id_ in left if id_ in said and id_ in due})
    wrong |= no_days
    day = read(gate, "pg_engagement_assessment_date", as_of, label=AS_OF.name)
    if day is None and any((*days.values(), *wrong)):
        gate.check_needed(AS_OF.name)
    responses = {id_: ItemResponse(status, due=days.get(id_)) for id_, status in said.items()}
    late = checklist_of(gate.template, responses, day if isinstance(day, date) else None).overdue
    rows: list[Row] = [
        [number, gate.word("item", item.id), wrong.get(item.id) or days[item.id]]
        for number, _, item in gate.template.numbered_items()
        if item.id in wrong or item.id in late
    ]
    return rows or [[None, None, None]]


def _each_read(
    gate: CallContext, part: str, cells: Mapping[str, Cell]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what is said of each item, and what is wrong where that cannot be read."""
    said: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for id_, cell in cells.items():
        try:
            said[id_] = read(gate, f"pg_{part}_{id_}", cell)
        except FunctionProblem as problem:
            wrong[id_] = str(problem)
    return said, wrong


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
    Function("OVERDUE", overdue, (STATUSES, DUE, AS_OF, GROUP), "table"),
    Function("DECISION", decision, (RATINGS, STATUSES), later=(ANSWERS, EVIDENCE)),
    Function("NEXT_STEP", next_step, (RATINGS, STATUSES), later=(ANSWERS, EVIDENCE)),
    Function("MUST_MEETS", must_meets, (RATINGS, ANSWERS), "table"),
)
