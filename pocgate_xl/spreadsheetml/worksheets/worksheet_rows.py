"""Sheets row by row: rows that were seen before are not parsed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field, replace
from itertools import chain, islice

from ...opc.limits import Limits
from ...opc.refusal import Refused
from ...opc.xml_parser import parse
from ...records import dataclass
from ..address import Corners
from ..cells import RawRow
from .parse_cache import ROWS, Memory, Pieces, cut
from .row_patterns import plain_rows, without_header
from .worksheet_parser import SheetHandler


@dataclass(frozen=True, slots=True)
class Around:
    """What a sheet says beside its rows."""

    merges: tuple[Corners, ...]
    ambiguous: tuple[str, ...]
    cut: Pieces | None = field(default=None, compare=False, repr=False)
    """The sheet in pieces, when they are all that it holds."""


_ROWS: Memory[tuple[RawRow, ...]] = Memory()
_AROUND: Memory[Around] = Memory()


def read_rows(
    data: bytes,
    limits: Limits,
    part: str,
    date1904: bool,
    emit: Callable[[RawRow], None],
    emit_all: Callable[[Iterable[RawRow]], None],
) -> Around:
    """Emit every row of a sheet in the order of the file; return what stands around them.

    Rows come one by one while they are parsed, or all at once where all are known.
    """
    found = cut(data, ROWS) if data.count(b"<") <= limits.tags else None  # else the parser refuses it
    known = _from_pieces(found, limits, part, date1904) if found else None
    if known is None:
        handler = SheetHandler(limits, part, date1904, emit)
        parse(data, handler, limits, part)
        return Around(tuple(handler.merges), tuple(handler.ambiguous))
    rows, around = known
    emit_all(rows)
    return replace(around, cut=found)


def _from_pieces(
    found: Pieces, limits: Limits, part: str, date1904: bool
) -> tuple[Iterable[RawRow], Around] | None:
    """Return None for whatever a row alone does not tell for certain."""
    try:
        around = _around(without_header(found.rest), limits, part)
        rows = _rows(found, limits, part, date1904)
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


def _rows(found: Pieces, limits: Limits, part: str, date1904: bool) -> Iterable[RawRow] | None:
    context = (found.root, limits, date1904)
    known = _ROWS.known(context)
    seen = list(map(known.get, found.pieces))
    if None not in seen:
        return chain.from_iterable(seen)  # type: ignore[arg-type]
    fresh = [piece for piece in dict.fromkeys(found.pieces) if piece not in known]
    if not all(map(ROWS.plain, fresh)):
        return None
    read = zip(fresh, plain_rows(found.root, fresh, limits, date1904), strict=True)
    new = {piece: rows for piece, rows in read if rows is not None}
    others = [piece for piece in fresh if piece not in new]
    if others:
        rows = _parsed(found.root, others, limits, part, date1904)
        if rows is None or len(rows) != sum(map(ROWS.entries, others)):
            return None
        queue = iter(rows)
        new |= {piece: tuple(islice(queue, ROWS.entries(piece))) for piece in others}
    _ROWS.add(context, new)
    return chain.from_iterable(new[piece] if piece in new else known[piece] for piece in found.pieces)


def _parsed(
    root: bytes, pieces: list[bytes], limits: Limits, part: str, date1904: bool
) -> list[RawRow] | None:
    """Return None when a row leans on what stands before it, or stands where rows do not."""
    rows: list[RawRow] = []
    handler = SheetHandler(limits, part, date1904, rows.append)
    document = b"%b<sheetData>%b</sheetData></worksheet>" % (root, b"".join(pieces))
    parse(document, handler, limits, part)
    return None if handler.implicit_rows or handler.ambiguous else rows
