"""Sheets row by row: rows that were seen before are not parsed again."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .cell_values import Area
from .fragments import ROWS, Cut, Memory, cut
from .limits import Limits
from .raw_cells import Row
from .refused import Refused
from .sheet_rows import SheetHandler
from .xml_parser import parse


class Around(NamedTuple):
    """Hold what a sheet says beside its rows."""

    merges: tuple[Area, ...]
    ambiguous: tuple[str, ...]


_ROWS: Memory[Row] = Memory()
_AROUND: Memory[Around] = Memory()


def read_rows(data: bytes, limits: Limits, part: str, date1904: bool, emit: Callable[[Row], None]) -> Around:
    """Emit every row of a sheet in the order of the file; return what stands around them."""
    pieces = cut(data, ROWS)
    known = _from_pieces(pieces, limits, part, date1904) if pieces else None
    if known is None:
        handler = SheetHandler(limits, part, date1904, emit)
        parse(data, handler, limits, part)
        return Around(tuple(handler.merges), tuple(handler.ambiguous))
    rows, around = known
    for row in rows:
        emit(row)
    return around


def _from_pieces(pieces: Cut, limits: Limits, part: str, date1904: bool) -> tuple[list[Row], Around] | None:
    """Return None for whatever a row alone does not tell for certain."""
    try:
        around = _around(pieces.rest, limits, part)
        rows = _rows(pieces, limits, part, date1904)
    except Refused:
        return None
    return None if around is None or rows is None else (rows, around)


def _around(rest: bytes, limits: Limits, part: str) -> Around | None:
    known = _AROUND.known(limits).get(rest)
    if known is not None:
        return known
    handler = SheetHandler(limits, part, False, lambda row: None)
    parse(rest, handler, limits, part)
    if handler.data_seen != 1 or handler.ambiguous:
        return None
    around = Around(tuple(handler.merges), ())
    _AROUND.add(limits, {rest: around})
    return around


def _rows(pieces: Cut, limits: Limits, part: str, date1904: bool) -> list[Row] | None:
    context = (pieces.root, limits, date1904)
    known = _ROWS.known(context)
    fresh = [item for item in dict.fromkeys(pieces.items) if item not in known]
    if not fresh:
        return [known[item] for item in pieces.items]
    rows: list[Row] = []
    handler = SheetHandler(limits, part, date1904, rows.append)
    document = b"%b<sheetData>%b</sheetData></worksheet>" % (pieces.root, b"".join(fresh))
    parse(document, handler, limits, part)
    if len(rows) != len(fresh) or handler.implicit_rows or handler.ambiguous:
        return None
    found = dict(zip(fresh, rows, strict=True))
    _ROWS.add(context, found)
    return [known.get(item) or found[item] for item in pieces.items]
