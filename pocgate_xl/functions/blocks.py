"""Blocks of cells as people have them: in order, under a heading, beside ids or labels, or one part alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..core.fields import Field
from ..records import dataclass
from ..workbook.submission.grammar.folding import folded_label
from .arguments import as_text, blank, read
from .call_context import CallContext
from .declaration import Cell, CellProblem, FunctionProblem, Table

NUMBERED = "item"
"""The vocabulary whose members people also know by number."""
DEFINED = "pg_"
"""With this, names that a workbook defines begin."""
LONGEST_NUMBER = 9
"""Digits beyond which nothing is the number of anything."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a block is to hold: for each of `ids`, of a vocabulary, a part of the answers.

    `alone` are ids that may stand there without the others, in this order.
    """

    argument: str
    vocabulary: str
    part: str
    ids: Sequence[str]
    alone: tuple[Sequence[str], ...] = ()

    def field(self, id_: str) -> str:
        return f"pg_{self.part}_{id_}"


def answers_in(gate: CallContext, wanted: Wanted, table: Table, currency: str = "") -> dict[str, Any]:
    """Return what a block says, by id, None for blanks; FunctionProblem for what cannot be read."""
    cells = cells_in(gate, wanted, table)
    return {
        id_: None if cell is None else read(gate, wanted.field(id_), cell, currency)
        for id_, cell in cells.items()
    }


def cells_in(gate: CallContext, wanted: Wanted, table: Table) -> dict[str, Cell]:
    """Return the cell of each id; where ids or labels stand beside, their order does not matter."""
    found = _named(gate, wanted, table)
    if found is None:
        found = _listed(gate, wanted, table)
    return {id_: found.get(id_) for id_ in wanted.ids}


def _listed(gate: CallContext, wanted: Wanted, table: Table) -> Mapping[str, Cell]:
    """Return cells in the order of the template."""
    cells = [cell for row in table for cell in row]
    lengths = {len(ids): ids for ids in (*reversed(wanted.alone), wanted.ids)}
    if len(cells) in lengths:
        return dict(zip(lengths[len(cells)], cells, strict=True))
    numbered = _numbered(gate, wanted, table)
    if numbered is not None:
        return numbered
    alone = _only_column(table)
    bare = _bare(gate, wanted, alone or cells) if alone or len(table) == 1 else cells
    if len(bare) in lengths:
        return dict(zip(lengths[len(bare)], bare, strict=True))
    needed = " / ".join(map(str, sorted(lengths)))
    raise gate.problem("cells", label=wanted.argument, wanted=needed, found=len(cells))


def _only_column(table: Table) -> list[Cell]:
    """Return the column that stands alone, or beside blank ones; nothing where there are several."""
    filled = [column for column in zip(*table, strict=True) if not all(map(blank, column))]
    if len(table[0]) == 1:
        return [row[0] for row in table]
    return list(filled[0]) if len(filled) == 1 < len(table) else []


def _bare(gate: CallContext, wanted: Wanted, cells: list[Cell]) -> list[Cell]:
    """Return a column or a row without its heading and, behind it, blank cells that are too many."""
    first = next((place for place, cell in enumerate(cells) if not blank(cell)), 0)
    rest = cells[first + 1 :] if _is_heading(gate, wanted, cells[first]) else cells
    end = len(wanted.ids)
    return rest[:end] if all(map(blank, rest[end:])) else rest


def _named(gate: CallContext, wanted: Wanted, table: Table) -> Mapping[str, Cell] | None:
    """Return cells by the ids or labels beside them, or above; None where there are none."""
    filled = [row for row in table if not all(map(blank, row))]
    best = max(
        ((_hits(gate, wanted, lines, column), lines, column) for lines, column in _keyed(filled)),
        key=lambda each: each[0],
        default=(0, table, 0),
    )
    hits, lines, column = best
    return dict(_by_name(gate, wanted, lines, column)) if hits else None


def _keyed(table: Table) -> Iterator[tuple[Table, int]]:
    """Yield every column behind which answers can stand; of two rows the first, too."""
    across = [[list(row) for row in zip(*table, strict=True)]] if len(table) == 2 else []
    for lines in filter(None, (table, *across)):
        yield from ((lines, column) for column in range(len(lines[0]) - 1))


def _hits(gate: CallContext, wanted: Wanted, lines: Table, column: int) -> int:
    return sum(_id_of(gate, wanted, row[column]) is not None for row in lines)


def _id_of(gate: CallContext, wanted: Wanted, cell: Cell) -> str | None:
    """Return the id that a text is, is the label of, or is the defined name of."""
    if not isinstance(cell, str) or blank(cell):
        return None
    id_ = gate.known(wanted.vocabulary, cell.strip().removeprefix(wanted.field("")))
    return id_ if id_ in wanted.ids else None


def _by_name(gate: CallContext, wanted: Wanted, lines: Table, column: int) -> Iterator[tuple[str, Cell]]:
    seen: set[str] = set()
    known = [row for row in lines if _id_of(gate, wanted, row[column])]
    place = value_column(gate, wanted, known, column, lines[0] if lines[0] not in known else ())
    for number, row in enumerate(lines):
        name, cell = row[column], None if place is None else row[place]
        id_ = _id_of(gate, wanted, name)
        if id_ is None:
            if not _passes(gate, wanted, name, cell, first=not number):
                raise gate.problem("no_id", label=wanted.argument, found=_shown(name))
            continue
        if id_ in seen:
            raise gate.problem("twice", label=wanted.argument, found=_shown(name))
        seen.add(id_)
        yield id_, cell


def value_column(
    gate: CallContext, wanted: Wanted, rows: Table, key: int, headings: Sequence[Cell]
) -> int | None:
    """Return the column that holds the answers behind a column of names, None where all are blank.

    One under a known heading; else the only one that holds anything else than names, numbers of rows, and
    texts that are no answers. FunctionProblem where several are left.
    """
    behind = range(key + 1, len(rows[0]) if rows else 0)
    for titled in (_is_title, _begins_like_title):
        found = [n for n in behind if n < len(headings) and titled(gate, wanted, headings[n])]
        if len(found) == 1:
            return found[0]
    filled = [n for n in behind if not all(blank(row[n]) for row in rows)]
    if len(filled) < 2:
        return filled[0] if filled else None
    left = [n for n in filled if _holds_answers(gate, wanted, [row[n] for row in rows])]
    if len(left) != 1:
        raise gate.problem("value_columns", label=wanted.argument, found=len(left or filled))
    return left[0]


SHORTEST_COUNT = 3
"""Rows from which on 1, 2, 3 are their numbers rather than answers, where others stand beside."""


def _holds_answers(gate: CallContext, wanted: Wanted, cells: list[Cell]) -> bool:
    """Say whether a column that is not blank is one of answers, or may be one that somebody got wrong."""
    if len(cells) >= SHORTEST_COUNT and cells == list(range(1, len(cells) + 1)):
        return False
    said = [cell for cell in cells if not blank(cell)]
    if all(_id_of(gate, wanted, cell) for cell in said):
        return False
    field = _field(gate, wanted)
    numbers = field.kind not in ("text", "label", "date")
    return any(
        isinstance(cell, CellProblem) or (numbers and _is_figure(cell)) or readable(gate, field.name, cell)
        for cell in said
    )


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _passes(gate: CallContext, wanted: Wanted, name: Cell, cell: Cell, *, first: bool) -> bool:
    """Say whether a row without an id may be passed over: a blank one, or headings."""
    if blank(name) and blank(cell):
        return True
    return first and not blank(name) and (blank(cell) or _is_heading(gate, wanted, cell))


def _field(gate: CallContext, wanted: Wanted) -> Field:
    """Return one of the fields, which are all of a kind; not everything has one."""
    return next(gate.fields[name] for name in map(wanted.field, wanted.ids) if name in gate.fields)


def _is_heading(gate: CallContext, wanted: Wanted, cell: Cell) -> bool:
    """Say whether a cell is a text that is no answer; where any can be one, a known title."""
    field = _field(gate, wanted)
    if not isinstance(cell, str) or blank(cell):
        return False
    if field.kind != "text":
        return not readable(gate, field.name, cell)
    return _begins_like_title(gate, wanted, cell)


def _is_title(gate: CallContext, wanted: Wanted, cell: Cell) -> bool:
    return isinstance(cell, str) and folded_label(cell) in _titles(gate, wanted)


def _begins_like_title(gate: CallContext, wanted: Wanted, cell: Cell) -> bool:
    return isinstance(cell, str) and folded_label(cell).startswith(_titles(gate, wanted))


def _titles(gate: CallContext, wanted: Wanted) -> tuple[str, ...]:
    """Return what stands over such answers in workbooks, in all languages, and the argument's name."""
    field = _field(gate, wanted)
    titles = (each.aspect(field.group, field.key, field.part) for each in gate.bundle.catalogs.values())
    return (*map(folded_label, filter(None, titles)), wanted.argument)


def readable(gate: CallContext, name: str, cell: Cell) -> bool:
    """Say whether a cell can be an answer in a field."""
    try:
        read(gate, name, cell)
    except FunctionProblem:
        return False
    return True


def _numbered(gate: CallContext, wanted: Wanted, table: Table) -> Mapping[str, Cell] | None:
    """Return answers by the numbers beside them, of what people know by number."""
    if wanted.vocabulary != NUMBERED or len(table[0]) < 2:
        return None
    filled = [row for row in table if not all(map(blank, row))]
    headed = bool(filled) and number_in(filled[0][0]) is None and not blank(filled[0][0])
    rows = filled[1:] if headed else filled
    if not rows or any(number_in(row[0]) is None for row in rows):
        return None
    place = value_column(gate, wanted, rows, 0, filled[0] if headed else ())
    return dict(_by_number(gate, wanted, rows, place))


def _by_number(
    gate: CallContext, wanted: Wanted, rows: Table, place: int | None
) -> Iterator[tuple[str, Cell]]:
    ids = {number: item.id for number, _, item in gate.template.numbered_items()}
    seen: set[str] = set()
    for row in rows:
        id_ = ids.get(number_in(row[0]) or 0, "")
        if id_ not in wanted.ids or id_ in seen:
            kind = "twice" if id_ in seen else "no_id"
            raise gate.problem(kind, label=wanted.argument, found=_shown(row[0]))
        seen.add(id_)
        yield id_, None if place is None else row[place]


def number_in(cell: Cell) -> int | None:
    """Return the whole number that a cell holds, or writes in digits of any width."""
    if isinstance(cell, str):
        text = folded_label(cell)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER else None
    return int(cell) if isinstance(cell, int | float) and _is_figure(cell) and cell == int(cell) else None


def _shown(cell: Cell) -> str:
    if isinstance(cell, CellProblem):
        return cell.text
    return "" if cell is None else as_text(cell)


ASKED_OF = {"criterion": "rating", "item": "status", "question": "question", "cost": "planned_cost"}
"""The answer that is meant where what it is about is named alone, by vocabulary."""


def name_in(gate: CallContext, argument: str, cell: Cell) -> str:
    """Return the defined name that a cell says, in any case; else that of what it names, else its text."""
    if isinstance(cell, CellProblem):
        raise gate.problem("error_cell", label=argument, found=cell.text)
    text = "" if blank(cell) else _shown(cell).strip()
    named = (f"pg_{part}_{code}" for table, part in ASKED_OF.items() if (code := gate.known(table, text)))
    lowered = folded_label(text)
    if lowered.startswith(DEFINED):
        return lowered
    return next((name for name in named if name in gate.fields), text)


def are_headings(gate: CallContext, row: Sequence[Cell]) -> bool:
    """Say whether a row of name and value, whose name is unknown, is one of headings: texts, no answer."""
    name, value = row[0], row[-1]
    if not isinstance(name, str) or not isinstance(value, str) or blank(name) or blank(value):
        return False
    kinds = {(each.kind, each.vocabulary): each.name for each in gate.fields.values() if each.kind != "text"}
    answer = any(readable(gate, field, value) for field in kinds.values())
    return not (answer or folded_label(name).startswith(DEFINED))
