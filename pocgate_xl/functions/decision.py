"""Functions of the checklist, and of ratings and checklist together."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.checklist import Checklist, checklist_of
from ..core.decision import GateDecision, NextStep, decide
from ..core.submission import ItemResponse
from .cells import read_all, series
from .declaration import Argument, Function, Row, Table
from .gate import Gate
from .scorecard import RATINGS, scored

STATUSES = Argument("statuses", "cells")
GROUP = Argument("group", "code", "group", optional=True)


def tallied(gate: Gate, statuses: Table) -> Checklist:
    """Tally the checklist from one cell an item, in the order of the template."""
    ids = [item.id for item in gate.template.items]
    cells = series(gate, "statuses", statuses, len(ids))
    read = read_all(gate, [f"pg_status_{id_}" for id_ in ids], cells)
    return checklist_of(
        gate.template, {id_: ItemResponse(each) for id_, each in zip(ids, read, strict=True)}, None
    )


def completeness(gate: Gate, statuses: Table, group: str | None) -> float:
    """Return the share of items done, of all or of one group."""
    checklist = tallied(gate, statuses)
    return float((checklist.groups[group] if group else checklist).completeness)


def progress(gate: Gate, statuses: Table, group: str | None) -> list[Row]:
    """Return items done and items of a group; of all of them and of every group, with its name."""
    checklist = tallied(gate, statuses)
    if group:
        return [[checklist.groups[group].done, checklist.groups[group].items]]
    every = gate.catalog.text("text.all_items") if gate.language else "all"
    groups: list[Row] = [
        [gate.word("group", id_), each.done, each.items] for id_, each in checklist.groups.items()
    ]
    return [[every, checklist.done, checklist.items], *groups]


def open_items(gate: Gate, statuses: Table, group: str | None) -> list[Row]:
    """Return number and item of what is open; one empty row for nothing."""
    still_open = tallied(gate, statuses).open
    rows: list[Row] = [
        [number, gate.word("item", item.id)]
        for number, of, item in gate.template.numbered_items()
        if item.id in still_open and group in (None, of.id)
    ]
    return rows or [[None, None]]


def _decided(gate: Gate, ratings: Table, statuses: Table) -> GateDecision:
    return decide(gate.template, scored(gate, ratings), tallied(gate, statuses))


def decision(gate: Gate, ratings: Table, statuses: Table) -> str:
    """Return the gate decision."""
    return gate.word("decision", _decided(gate, ratings, statuses).decision)


def next_step(gate: Gate, ratings: Table, statuses: Table) -> str:
    """Return what leads on, in words."""
    decided = _decided(gate, ratings, statuses)
    return next_step_words(gate, decided.decision, decided.next_step)


def next_step_words(gate: Gate, decision: str, step: NextStep) -> str:
    """Return a next step as one sentence; where nothing is to do, what to proceed to."""
    if decision in ("go", "ready_for_approval"):
        return gate.catalog.text(f"next_step.{decision}")
    steps = gate.catalog.text("function.step.separator").join(_steps(gate, step))
    return steps[:1].upper() + steps[1:]


def _steps(gate: Gate, step: NextStep) -> Iterator[str]:
    """Name ratings to raise or give, then the numbers of the items to clear."""
    text = gate.catalog.text
    for each in step.ratings:
        criterion = gate.catalog.label("criterion", each.criterion)
        if each.needed is None:
            yield text("function.step.rate", criterion=criterion)
        else:
            yield text("function.step.raise", criterion=criterion, rating=each.rating, needed=each.needed)
    if step.items:
        numbers = (str(number) for number, _, item in gate.template.numbered_items() if item.id in step.items)
        yield text("function.step.clear", items=text("text.separator").join(numbers))


FUNCTIONS = (
    Function("COMPLETENESS", completeness, (STATUSES, GROUP)),
    Function("PROGRESS", progress, (STATUSES, GROUP), "table"),
    Function("OPEN_ITEMS", open_items, (STATUSES, GROUP), "table"),
    Function("DECISION", decision, (RATINGS, STATUSES)),
    Function("NEXT_STEP", next_step, (RATINGS, STATUSES)),
)
