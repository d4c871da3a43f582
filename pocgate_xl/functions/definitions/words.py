"""Functions of words: labels and codes, items by number, what a rating means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...core.steps import anchor_words
from ..arguments import as_text, blank, read
from ..blocks import number_in
from ..call_context import CallContext
from ..declaration import Argument, Cell, CellProblem, Function, FunctionProblem, Row, Table, Value

VOCABULARY = Argument("vocabulary", "code", "vocabulary")
CODE, ITEM = Argument("code", "cells"), Argument("item", "cells")
RATED, RATING = Argument("criterion", "code", "criterion"), Argument("rating", "cells")


def label(gate: CallContext, vocabulary: str, code: Table) -> list[Row]:
    """Return the label of each code, or the code of each label where codes are asked for."""
    return _each(
        code, lambda cell: gate.word(vocabulary, gate.code(vocabulary, _text(gate, cell), CODE.name))
    )


def item(gate: CallContext, item: Table) -> list[Row]:
    """Return the label of each item, by number, id or label; its id where codes are asked for."""
    return _each(item, lambda cell: gate.word("item", _item(gate, cell)))


def _item(gate: CallContext, cell: Cell) -> str:
    numbers = {number: each.id for number, _, each in gate.template.numbered_items()}
    number = number_in(cell)
    if number is None:
        return gate.code("item", _text(gate, cell), ITEM.name)
    if number not in numbers:
        raise gate.problem("no_item", label=ITEM.name, found=_text(gate, cell), low=1, high=len(numbers))
    return numbers[number]


def anchor(gate: CallContext, criterion: str, rating: Table) -> list[Row]:
    """Return what each rating of a criterion means, of one between two anchors both."""

    def meant(cell: Cell) -> str:
        given: Any = read(gate, f"pg_rating_{criterion}", cell)
        return anchor_words(gate.template, gate.catalog, criterion, given)

    return _each(rating, meant)


def _each(table: Table, found: Callable[[Cell], Value]) -> list[Row]:
    """Return a block of the same shape; blank cells stay blank, and one that is wrong says so itself."""
    if len(table) == len(table[0]) == 1:
        return [[None if blank(table[0][0]) else found(table[0][0])]]
    return [[None if blank(cell) else _or_problem(found, cell) for cell in row] for row in table]


def _or_problem(found: Callable[[Cell], Value], cell: Cell) -> Value:
    try:
        return found(cell)
    except FunctionProblem as problem:
        return str(problem)


def _text(gate: CallContext, cell: Cell) -> str:
    if isinstance(cell, CellProblem):
        raise gate.problem("error_cell", label=CODE.name, found=cell.text)
    return "" if cell is None else as_text(cell).strip()


FUNCTIONS = (
    Function("LABEL", label, (VOCABULARY, CODE), "table"),
    Function("ITEM", item, (ITEM,), "table"),
    Function("ANCHOR", anchor, (RATED, RATING), "table"),
)
