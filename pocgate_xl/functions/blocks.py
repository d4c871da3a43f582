"""Blocks of cells as people have them: in order, under a heading, beside ids or labels, or one part alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..core.fields import Field
from ..workbook.submission.interpret import folded
from .arguments import as_text, blank, read
from .call_context import CallContext
from .declaration import Cell, CellProblem, FunctionProblem, Table

NUMBERED = "item"
"""The vocabulary whose members people also know by number."""


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
    bare = _bare(gate, wanted, cells) if 1 in (len(table), len(table[0])) else cells
    if len(bare) in lengths:
        return dict(zip(lengths[len(bare)], bare, strict=True))
    needed = " / ".join(map(str, sorted(lengths)))
    raise gate.problem("cells", label=wanted.argument, wanted=needed, found=len(cells))


def _bare(gate: CallContext, wanted: Wanted, cells: list[Cell]) -> list[Cell]:
    """Return a column or a row without its heading and, behind it, blank cells that are too many."""
    rest = cells[1:] if _is_heading(gate, wanted, cells[0]) else cells
    end = len(wanted.ids)
    return rest[:end] if all(map(blank, rest[end:])) else rest


def _named(gate: CallContext, wanted: Wanted, table: Table) -> Mapping[str, Cell] | None:
    """Return cells by the ids or labels beside them, or above; None where there are none."""
    best = max(
        ((_hits(gate, wanted, lines, column), lines, column) for lines, column in _keyed(table)),
        key=lambda each: each[0],
        default=(0, table, 0),
    )
    hits, lines, column = best
    return dict(_by_name(gate, wanted, lines, column)) if hits else None


def _keyed(table: Table) -> Iterator[tuple[Table, int]]:
    """Yield every column beside which answers can stand in the last one; of two rows the first, too."""
    across = [[list(row) for row in zip(*table, strict=True)]] if len(table) == 2 else []
    for lines in (table, *across):
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
    for number, row in enumerate(lines):
        name, cell = row[column], row[-1]
        id_ = _id_of(gate, wanted, name)
        if id_ is None:
            if not _passes(gate, wanted, name, cell, first=not number):
                raise gate.problem("no_id", label=wanted.argument, found=_shown(name))
            continue
        if id_ in seen:
            raise gate.problem("twice", label=wanted.argument, found=_shown(name))
        seen.add(id_)
        yield id_, cell


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
    titles = (each.aspect(field.group, field.key, field.part) for each in gate.bundle.catalogs.values())
    return folded(cell).startswith((*map(folded, filter(None, titles)), wanted.argument))


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
    ids = {number: item.id for number, _, item in gate.template.numbered_items()}
    start = 0 if _is_number(table[0][0]) or blank(table[0][0]) else 1
    rows = [row for row in table[start:] if not (blank(row[0]) and blank(row[-1]))]
    for row in rows:
        if not _is_number(row[0]):
            return None
        if ids.get(int(row[0]), "") not in wanted.ids:  # type: ignore[arg-type]
            raise gate.problem("no_id", label=wanted.argument, found=_shown(row[0]))
    return {ids[int(row[0])]: row[-1] for row in rows} or None  # type: ignore[arg-type]


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool) and cell == int(cell)


def _shown(cell: Cell) -> str:
    if isinstance(cell, CellProblem):
        return cell.text
    return "" if cell is None else as_text(cell)
