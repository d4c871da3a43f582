"""Answers gathered in blocks, as functions take them, and calls with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .....core.fields import FieldTable
from .....core.template import Template
from .....records import dataclass
from .....spreadsheetml.address import Position
from ...context import Context
from ...plan import Area, Cell
from ...sheet_builder import SheetBuilder
from .what_if import tried_of

SHEET = "live"
TEMPLATE = 'pg_identity_template&" "&pg_identity_version'
WORDS = "pg_identity_language"
"""The language in which people read what a function says."""
SIDES = ("low", "high")
WIDTH = 12
"""Columns that the blocks take: eight of one column, two of two."""


@dataclass(frozen=True, slots=True)
class Twin:
    """What a function gives: a call, and the place in its table unless it gives one value."""

    call: str
    place: Position | None = None


@dataclass(frozen=True, slots=True)
class Blocks:
    """Where the gathered answers stand, and what begins a function's name."""

    prefix: str
    areas: Mapping[str, str]

    def call(self, noun: str, *arguments: str, later: tuple[str, ...] = (), language: str = "") -> str:
        """Return a call; an empty argument is left out, language and template stand before later ones."""
        given, behind = ([self.areas.get(each, each) for each in part] for part in (arguments, later))
        return f"{self.prefix}{noun}({','.join((*given, language, TEMPLATE, *behind))})"

    def value(self, noun: str, *arguments: str, later: tuple[str, ...] = ()) -> Twin:
        """Return the one value that a function gives."""
        return Twin(self.call(noun, *arguments, later=later))

    def pick(self, noun: str, row: int, column: int, *arguments: str, later: tuple[str, ...] = ()) -> Twin:
        """Return one cell of a table that a function gives."""
        return Twin(self.call(noun, *arguments, later=later), (row, column))


def gather(builder: SheetBuilder, context: Context, first: Position) -> dict[str, str]:
    """Place every block from a cell on, a column each and pairs last; return area by argument."""
    row, column = first
    areas = {}
    for argument, cells in _columns(context.template).items():
        areas[argument] = _column(builder, (row, column), cells)
        column += 1
    changes = {tried.name: tried.trial for tried in tried_of(context)}
    for argument, pairs in (("fields", dict(_answers(context))), ("changes", changes)):
        areas[argument] = _pairs(builder, (row, column), pairs)
        column += 2
    return areas


def _columns(template: Template) -> dict[str, list[str]]:
    """Return the names of the answers of each argument."""
    return {
        "ratings": [f"pg_rating_{id_}" for id_ in template.criterion_ids],
        "statuses": [f"pg_status_{item.id}" for item in template.items],
        "costs": [f"pg_poc_cost_{c.id}" for c in template.costs.categories if c.kind != "share"],
        "planned": [f"pg_planned_cost_{c.id}" for c in template.costs.categories],
        "answers": [f"pg_question_{id_}" for id_ in template.questions],
        "evidence": [f"pg_evidence_{item.id}" for item in template.items],
        "benefit": [f"pg_engagement_annual_benefit_{side}" for side in SIDES],
        "phase_months": [f"pg_phase_months_{phase.id}" for phase in template.phases],
    }


def _column(builder: SheetBuilder, first: Position, cells: list[str]) -> str:
    for row, cell in enumerate(cells, first[0]):
        builder.put(row, first[1], _copy(cell))
    return Area(SHEET, first, (first[0] + len(cells) - 1, first[1])).ref if cells else ""


def _pairs(builder: SheetBuilder, first: Position, pairs: Mapping[str, str]) -> str:
    """Place the name of each answer and, beside it, what it is."""
    row, column = first
    for at, (name, cell) in enumerate(pairs.items(), row):
        builder.put(at, column, Cell(name, style="working"))
        builder.put(at, column + 1, _copy(cell))
    return Area(SHEET, first, (row + len(pairs) - 1, column + 1)).ref


def _copy(cell: str) -> Cell:
    """Return what an answer is; a reference alone would make a zero of a blank cell."""
    return Cell(formula=f'=IF({cell}="","",{cell})', style="working")


def _answers(context: Context) -> Iterator[tuple[str, str]]:
    """Yield every answer by its name; in tables of free rows by name, row from 1 and column."""
    yield from ((name, name) for name in context.fields)
    for block in context.blocks.values():
        yield from _in_table(block)


def _in_table(block: FieldTable) -> Iterator[tuple[str, str]]:
    for row in range(1, block.rows + 1):
        for column, field in enumerate(block.columns, 1):
            yield f"{block.name}.{row}.{field.part}", f"INDEX({block.name},{row},{column})"
