"""Tables with one PoC a row: which columns hold what, which row is a heading, which rows are blank."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from .arguments import blank
from .blocks import readable
from .call_context import CallContext
from .declaration import Cell, FunctionProblem, Row, Table, Value


@dataclass(frozen=True, slots=True)
class FieldColumns:
    """Where the answers of a table stand: the column of each field, and whether the first row has titles."""

    places: Sequence[int | None]
    heading: bool

    def cells(self, row: list[Cell]) -> list[Cell]:
        if len(self.places) == len(row) and self.places == range(len(row)):
            return row
        return [None if place is None else row[place] for place in self.places]


def by_row(
    columns: FieldColumns, table: Table, titles: Row, computed: Callable[[list[Cell]], Row]
) -> Iterator[Row]:
    """Yield a row of results for each row: titles for a heading, nothing for a blank one.

    A row that cannot be read says so in its first cell and spoils no other.
    """
    for number, row in enumerate(table):
        cells = columns.cells(row)
        if columns.heading and not number:
            yield titles
        elif not any(cells) and all(map(blank, cells)):
            yield [None] * len(titles)
        else:
            yield _or_problem(computed, cells, len(titles))


def _or_problem(computed: Callable[[list[Cell]], Row], cells: list[Cell], width: int) -> Row:
    try:
        return computed(cells)
    except FunctionProblem as problem:
        return [str(problem), *[None] * (width - 1)]


def columns_of(
    gate: CallContext, argument: str, table: Table, fields: Sequence[str], optional: int = 0
) -> FieldColumns:
    """Return where a table has these fields: under their headings, else in order, behind a name of the PoC.

    The last fields are optional, as many as that. Headings are defined names, ids or labels; columns under
    other headings are passed over.
    """
    if has_headings(gate, table, fields):
        return FieldColumns(_headed(gate, table[0], fields), heading=True)
    width = len(table[0])
    for count in dict.fromkeys((len(fields), len(fields) - optional)):
        if width in (count, count + 1):
            first = width - count
            places: Sequence[int | None] = range(first, width)
            if count < len(fields):
                places = [*places, *[None] * (len(fields) - count)]
            return FieldColumns(places, heading=_is_heading(gate, table, fields, first))
    counts = sorted({len(fields), len(fields) - optional})
    raise gate.problem("columns", label=argument, wanted=" / ".join(map(str, counts)), found=width)


def has_headings(gate: CallContext, table: Table, fields: Sequence[str]) -> bool:
    """Say whether the first row of several names two fields or more."""
    return (
        len(table) > 1 and len([place for place in _headed(gate, table[0], fields) if place is not None]) > 1
    )


def _headed(gate: CallContext, row: Sequence[Cell], fields: Sequence[str]) -> list[int | None]:
    """Return the column under the heading of each field; the first of several that are called alike."""
    names = [cell.strip() if isinstance(cell, str) else "" for cell in row]
    found: dict[str, int] = {}
    for place, name in enumerate(names):
        field = _named(gate, name, fields)
        if field:
            found.setdefault(field, place)
    return [found.get(name) for name in fields]


SUBJECTS = {"rating": "criterion", "status": "item", "question": "question"}
"""The vocabulary whose ids and labels name a field, by its group; of an item the status is meant."""


def _named(gate: CallContext, heading: str, fields: Sequence[str]) -> str:
    if not heading or heading in fields:
        return heading
    for group, vocabulary in SUBJECTS.items():
        name = f"pg_{group}_{gate.known(vocabulary, heading)}"
        if name in fields:
            return name
    return ""


def _is_heading(gate: CallContext, table: Table, fields: Sequence[str], first: int) -> bool:
    """Say whether the first row of several holds texts alone of which none is an answer."""
    cells = [(name, cell) for name, cell in zip(fields, table[0][first:], strict=False) if not blank(cell)]
    if len(table) < 2 or not cells or not all(isinstance(cell, str) for _, cell in cells):
        return False
    answers = [(name, cell) for name, cell in cells if gate.fields[name].kind != "text"]
    return not any(readable(gate, name, cell) for name, cell in answers)


def titles(gate: CallContext, *codes: str) -> list[Value]:
    """Return the headings of results."""
    return [gate.catalog.text(f"function.column.{code}") if gate.language else code for code in codes]
