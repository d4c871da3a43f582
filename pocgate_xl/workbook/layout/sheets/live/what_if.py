"""What the decision would be: a rating, a quote or an answer tried beside the one that stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .....spreadsheetml.address import Position, a1
from ...context import Context
from ...plan import Cell, CellFormat, Style
from ...sheet_builder import SheetBuilder
from ..frame import header, heading
from .review_columns import THREE_LINES

WHAT_IF = "pg_live_what_if"
"""The table that a function gives: what, now, then; a row for each result, the next step last."""
TRIAL = "pg_live_trial_"
"""Begins the names of cells in which something is tried; nobody reads them as answers."""
RESULTS: tuple[tuple[str, CellFormat], ...] = (
    ("total", "general"), ("verdict", "general"), ("decision", "general"),
    ("budget_low", "money"), ("budget_high", "money"), ("payback", "months"),
)  # fmt: skip
"""What it says before the next step, in its order, and how that is shown."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One answer that can be tried: its name, what it is called and how it is shown."""

    name: str
    label: str
    format: CellFormat = "general"

    @property
    def trial(self) -> str:
        return TRIAL + self.name.removeprefix("pg_")


def tried_of(context: Context) -> Iterator[Tried]:
    """Yield what decides: ratings, the questions that knock out, and what was quoted for production."""
    template = context.template
    for id_ in template.criterion_ids:
        yield Tried(f"pg_rating_{id_}", context.label("criterion", id_), "whole")
    for id_ in template.questions:
        if id_ in template.knock_out:
            yield Tried(f"pg_question_{id_}", context.label("question", id_))
    for category in template.costs.categories:
        label = context.catalog.text("review.quote", cost=context.label("cost", category.id))
        yield Tried(f"pg_planned_cost_{category.id}", label, "money")


def plan_what_if(builder: SheetBuilder, context: Context, place: Position, merges: list[str]) -> int:
    """Write what can be tried and what would follow; return the next row."""
    text, (row, column) = context.catalog.text, place
    heading(builder, row, text("review.what_if"), column)
    header(builder, row + 1, column, [text("review.try"), text("review.now"), text("review.instead")])
    row += 2
    for tried in tried_of(context):
        builder.put(row, column, Cell(tried.label, style="cell"))
        now = f'=IF({tried.name}="","",{tried.name})'
        builder.put(row, column + 1, Cell(formula=now, style="cell", align="center", format=tried.format))
        trial = Cell(style="trial", align="center", format=tried.format)
        builder.put(row, column + 2, trial, tried.trial)
        row += 1
    return _results(builder, context, (row, column), merges)


def _results(builder: SheetBuilder, context: Context, place: Position, merges: list[str]) -> int:
    """Write what holds now and what would, in the end what would lead on."""
    text, (row, column) = context.catalog.text, place
    header(builder, row, column, [text("review.result"), text("review.now"), text("review.then")])
    for number, (result, format_) in enumerate(RESULTS, 1):
        row += 1
        builder.put(row, column, Cell(text(f"review.{result}"), style="cell_strong"))
        for at, side in enumerate(("now", "then"), 2):
            shown = f"={picked(WHAT_IF, number, at)}"
            cell = Cell(formula=shown, style="cell_wrap", align="center", format=format_)
            builder.put(row, column + at - 1, cell, f"pg_live_{side}_{result}")
    boxed(
        builder,
        merges,
        row + 1,
        (column, column + 2),
        f"={picked(WHAT_IF, len(RESULTS) + 1, 3)}",
        "cell_wrap",
    )
    builder.heights[row + 1] = THREE_LINES
    return row + 2


def picked(table: str, row: int, column: int) -> str:
    """Return a cell of a table that a function gave, "" where it gave none."""
    cell = f"INDEX({table},{row},{column})"
    return f'IFERROR(IF({cell}="","",{cell}),"")'


def boxed(
    builder: SheetBuilder, merges: list[str], row: int, columns: tuple[int, int], formula: str, style: Style
) -> None:
    """Write a text of several lines into one box over several columns."""
    first, last = columns
    builder.put(row, first, Cell(formula=formula, style=style))
    for column in range(first + 1, last + 1):
        builder.put(row, column, Cell(style=style))
    merges.append(f"{a1((row, first))}:{a1((row, last))}")
