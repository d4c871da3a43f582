"""Sheets row by row: rows that were seen before are not read again, those with known tags are not parsed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field, replace
from typing import NamedTuple

from ...opc.limits import Limits
from ...opc.memory import Memory
from ...opc.refusal import Refused
from ...opc.xml_parser import parse
from ...records import dataclass
from ..address import Corners
from ..cells import RawRow
from .parse_cache import ROWS, Pieces, cut
from .plain_text import without_header
from .rows import Row
from .skeletons import RowContext, rows_of
from .worksheet_parser import SheetHandler


@dataclass(frozen=True, slots=True)
class Around:
    """What a sheet says beside its rows; `root` and `rest` are its bytes where all rows could be cut."""

    merges: tuple[Corners, ...]
    ambiguous: tuple[str, ...]
    root: bytes = field(default=b"", compare=False, repr=False)
    rest: bytes = field(default=b"", compare=False, repr=False)


class KnownRows(NamedTuple):
    """The rows of a sheet, and what stands around them."""

    rows: tuple[Row, ...]
    around: Around


_ROWS: Memory[bytes, Row] = Memory()
_AROUND: Memory[bytes, Around] = Memory()


def known_rows(data: bytes, limits: Limits, part: str, date1904: bool) -> KnownRows | None:
    """Return the rows of a sheet and what stands around them; None where its bytes leave any doubt."""
    few = len(data) <= limits.tags or data.count(b"<") <= limits.tags  # else the parser refuses it
    found = cut(data, ROWS) if few else None
    try:
        return _from_pieces(found, limits, part, date1904) if found else None
    except Refused:
        return None


def parsed_rows(
    data: bytes, limits: Limits, part: str, date1904: bool, emit: Callable[[RawRow], None]
) -> Around:
    """Emit every row of a sheet in the order of the file; return what stands around them."""
    handler = SheetHandler(limits, part, date1904, emit)
    parse(data, handler, limits, part)
    return Around(tuple(handler.merges), tuple(handler.ambiguous))


def _from_pieces(found: Pieces, limits: Limits, part: str, date1904: bool) -> KnownRows | None:
    around = _around(without_header(found.rest), limits, part)
    rows = _rows(found.pieces, RowContext(found.root, limits, date1904), part) if around else None
    if around is None or rows is None:
        return None
    return KnownRows(tuple(rows), replace(around, root=found.root, rest=found.rest))


def _around(rest: bytes, limits: Limits, part: str) -> Around | None:
    known = _AROUND.get(limits, rest, len(rest))
    if known is not None:
        return known
    handler = SheetHandler(limits, part, False, lambda row: None)
    parse(rest, handler, limits, part)
    if handler.data_seen != 1 or handler.ambiguous:
        return None
    around = Around(tuple(handler.merges), ())
    _AROUND.add(limits, {rest: around}, len(rest))
    return around


def _rows(pieces: Sequence[bytes], context: RowContext, part: str) -> list[Row] | None:
    """Return the row of each piece."""
    seen = _ROWS.each(context, pieces, len)
    fresh = dict.fromkeys(piece for piece, row in zip(pieces, seen, strict=True) if row is None)
    new = rows_of(list(fresh), context, part) if fresh else {}
    if new is None:
        return None
    _ROWS.add(context, new, sum(map(len, new)))
    return [new[piece] if row is None else row for piece, row in zip(pieces, seen, strict=True)]
