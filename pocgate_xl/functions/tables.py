"""Tables with one PoC a row: which columns hold what, which row is a heading, which rows are blank."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..records import dataclass
from .arguments import blank, subject
from .blocks import readable
from .call_context import CallContext
from .declaration import Cell, FunctionProblem, Row, Table, Value


@dataclass(frozen=True, slots=True)
class FieldColumns:
    """Where the answers of a table stand: the column of each field, and which row has titles, if any."""

    places: Sequence[int | None]
    heading: int | None

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
        if number == columns.heading:
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
    other headings are passed over, unless they may be what is missing.
    """
    first_row = first_filled(table)
    if has_headings(gate, table, fields):
        places = _headed(gate, argument, table[first_row], fields)
        _check_missing(gate, argument, table[first_row:], fields[: len(fields) - optional], places)
        return FieldColumns(places, first_row)
    width = len(table[0])
    for count in dict.fromkeys((len(fields), len(fields) - optional)):
        if width in (count, count + 1):
            first = width - count
            ordered = [*range(first, width), *[None] * (len(fields) - count)]
            headed = _is_heading(gate, table[first_row:], fields, first)
            return FieldColumns(
                ordered if None in ordered else range(first, width), first_row if headed else None
            )
    counts = sorted({len(fields), len(fields) - optional})
    raise gate.problem("columns", label=argument, wanted=" / ".join(map(str, counts)), found=width)


def first_filled(table: Table) -> int:
    """Return the first row that is not blank: headings may stand under blank ones."""
    return next((number for number, row in enumerate(table) if not all(map(blank, row))), 0)


def has_headings(gate: CallContext, table: Table, fields: Sequence[str]) -> bool:
    """Say whether the first filled row of several names two fields or more, or one beside texts alone."""
    first = first_filled(table)
    row = table[first]
    named = [cell for cell in row if _named(gate, _heading(cell), fields)]
    texts = all(isinstance(cell, str) for cell in row if not blank(cell))
    return len(table) > first + 1 and len(named) > (0 if texts else 1)


def _heading(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _headed(gate: CallContext, argument: str, row: Sequence[Cell], fields: Sequence[str]) -> list[int | None]:
    """Return the column under the heading of each field; FunctionProblem where two are called alike."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        field = _named(gate, _heading(cell), fields)
        if field in found:
            raise gate.problem("twice", label=argument, found=_heading(cell))
        if field:
            found[field] = place
    return [found.get(name) for name in fields]


def _check_missing(
    gate: CallContext, argument: str, table: Table, fields: Sequence[str], places: Sequence[int | None]
) -> None:
    """FunctionProblem where fields have no column, and a column that nobody knows may be theirs."""
    missing = [name for name, place in zip(fields, places, strict=False) if place is None]
    headings, used = table[0], {place for place in places if place is not None}
    others = [n for n in range(len(headings)) if n not in used and _heading(headings[n]) not in gate.fields]
    strange = [n for n in others if n and any(_may_answer(gate, missing, row[n]) for row in table[1:])]
    if missing and strange:
        separator = gate.catalog.text("text.separator")
        named = separator.join(_heading(headings[n]) or f"({n + 1})" for n in strange)
        labels = separator.join(subject(gate, gate.fields[name]) for name in missing)
        raise gate.problem("no_heading", label=argument, found=named, labels=labels)


def _may_answer(gate: CallContext, missing: Sequence[str], cell: Cell) -> bool:
    """Say whether a cell is an answer in one of the fields that are missing; they are of few kinds."""
    kinds = {(gate.fields[name].kind, gate.fields[name].vocabulary): name for name in missing}
    return not blank(cell) and any(readable(gate, name, cell) for name in kinds.values())


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
