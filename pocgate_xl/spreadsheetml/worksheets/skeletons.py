"""Rows read by what their tags say, which is parsed once for all rows with the same tags.

A piece is split at the values in it. What is left is its skeleton: tags, attributes, formulas, all of its
bytes. What a skeleton means and which cell each value belongs to is said once: by `tags.py` where it is
written as most are, else by the parser. Of a piece with a known skeleton only the values are read, so each
program that writes workbooks is learned from its first file.

Why that is exact: between `<v>` and the next `<` stands text and nothing else, as attribute values cannot
hold a `<` and comments, CDATA and instructions are left to the parser. So another text there changes this
one value, and what the text means is said by the same readers of values that the parser uses. A value
of which anything is to be said (padded, misspelled, too long) is left to the parser.

Source: ECMA-376 part 1, 18.3.1.73 row, 18.3.1.4 c, 18.3.1.96 v.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise

from ...opc.limits import Limits
from ...opc.memory import Memory
from ...opc.xml_parser import parse
from ...records import NamedTuple
from ..cells import LEFT_EMPTY, READERS, CellSlot, RawCell, RawRow, oddity
from .parse_cache import ROWS
from .plain_text import plain_text, unescaped
from .rows import NO_CELL, Form, Found, Row
from .tags import PlainTags
from .worksheet_parser import SheetHandler

REMEMBERED_VALUES, REMEMBERED_LENGTH = 16, 500
"""How many values of a slot are kept, and how long they may be."""
FEW_DIGITS, ZERO = 10, ord("0")
_VALUE = re.compile(b"(<v>)([^<]*)")
_CELL = re.compile(b"<c[ >]")
_VALUE_OR_TEXT = re.compile(b'(<(?:v|is><t(?: xml:space="preserve")?)>)([^<]*)')


class RowContext(NamedTuple):
    """What beside its bytes decides what a row means."""

    root: bytes
    limits: Limits
    date1904: bool


_FORMS: Memory[bytes, Form] = Memory()


def split(piece: bytes) -> tuple[bytes, list[bytes]]:
    """Return the skeleton of a piece, and its values."""
    parts = (_VALUE_OR_TEXT if b"<is>" in piece else _VALUE).split(piece)
    values = parts[2::3]
    del parts[2::3]
    return b"".join(parts), values


class _Apart(NamedTuple):
    """A piece, what its tags say and what stands between them."""

    piece: bytes
    skeleton: bytes
    values: list[bytes]


def rows_of(pieces: Sequence[bytes], context: RowContext, part: str) -> dict[bytes, Row] | None:
    """Return what each piece says; None where one leans on what stands before it, or is no row."""
    found, unknown = dict[bytes, Row](), list[_Apart]()
    for piece in pieces:
        apart = _Apart(piece, *split(piece))
        form = _FORMS.get(context, apart.skeleton, len(apart.skeleton))
        row = filled(form, apart.values, context) if form else None
        if row is None:
            unknown.append(apart)
        else:
            found[piece] = row
    learned = _learned(unknown, context, part) if unknown else {}
    return None if learned is None else found | learned


def filled(form: Form, values: Sequence[bytes], context: RowContext) -> Row | None:
    """Return a row of a form with other values; None where the parser has to say something about one."""
    found = [known.get(value) for known, value in zip(form.values, values, strict=True)]
    if None in found:
        for index, each in enumerate(found):
            if each is None:
                found[index] = _remembered(form, index, values[index], context)
        if None in found:
            return None
    return Row(form, found)  # type: ignore[arg-type]


def _remembered(form: Form, index: int, value: bytes, context: RowContext) -> Found | None:
    found = value_of(form.slots[index], value, context)
    if found is not None and len(value) <= REMEMBERED_LENGTH:
        known = form.values[index]
        if len(known) >= REMEMBERED_VALUES:
            known.clear()
        known[value] = found
    return found


def value_of(slot: CellSlot, value: bytes, context: RowContext) -> Found | None:
    """Return what a value is in its slot; None where only the parser can say it."""
    if value.isdigit() and len(value) < FEW_DIGITS and (value[0] != ZERO or value == b"0"):  # most values
        if slot.type == "s":
            return int(value)
        if slot.type == "n":
            return RawCell("number", float(value), slot.formula, value.decode())
    text = plain_text(value)
    if text is None or "]]>" in text or len(raw := unescaped(text)) > context.limits.cell_characters:
        return None
    if not raw and slot.type in LEFT_EMPTY:
        return NO_CELL if slot.formula is None else RawCell("blank", None, slot.formula, "")
    if slot.type == "s":
        return _place_of(raw)
    if slot.type not in READERS:
        return None
    kind, read = READERS[slot.type](raw, context.date1904)
    if kind == "invalid" or oddity(slot.type, raw):
        return None
    if kind == "error" and slot.rich and slot.formula is None:
        kind = "rich"
    return NO_CELL if kind == "blank" and slot.formula is None else RawCell(kind, read, slot.formula, raw)


def _place_of(raw: str) -> int | None:
    known = raw.isascii() and raw.isdigit() and len(raw) < 10 and not oddity("s", raw)
    return int(raw) if known else None


def _learned(unknown: Sequence[_Apart], context: RowContext, part: str) -> dict[bytes, Row] | None:
    """Return the rows of new pieces, and keep their forms."""
    forms, left = dict[bytes, Form](), list[_Apart]()
    found = _by_tags(unknown, context, forms, left)
    found |= (parsed := _by_parser(left, context, part, forms) if left else {}) or {}
    _FORMS.add(context, forms, sum(map(len, forms)))
    return None if parsed is None else found


def _by_tags(
    unknown: Sequence[_Apart], context: RowContext, forms: dict[bytes, Form], left: list[_Apart]
) -> dict[bytes, Row]:
    """Return the rows of pieces with plain tags, note their forms, and which pieces are left."""
    tags, found = PlainTags(context.root, context.limits), dict[bytes, Row]()
    for apart in unknown:
        form = forms.get(apart.skeleton) or tags.form_of(apart.skeleton)
        row = filled(form, apart.values, context) if form else None
        if form is None or row is None:
            left.append(apart)
        else:
            forms[apart.skeleton], found[apart.piece] = form, row
    return found


def _by_parser(
    left: Sequence[_Apart], context: RowContext, part: str, forms: dict[bytes, Form]
) -> dict[bytes, Row] | None:
    pieces = [apart.piece for apart in left]
    if not all(map(ROWS.plain, pieces)):
        return None
    rows = _parsed(pieces, context, part)
    counts = list(map(ROWS.entries, pieces))
    if rows is None or len(rows) != sum(counts):
        return None
    queue, found = iter(rows), dict[bytes, Row]()
    for apart, count in zip(left, counts, strict=True):
        found[apart.piece] = _row(apart, tuple(islice(queue, count)), forms)
    return found


def _row(apart: _Apart, rows: tuple[RawRow, ...], forms: dict[bytes, Form]) -> Row:
    """Return a row as the parser gave it, and note its form where that tells all but the values."""
    if not _is_plain(rows):
        return Row(Form(apart.piece, rows), (), rows)
    form = forms.get(apart.skeleton)
    if form is None and _values_in(apart.piece) == [0, *map(bool, rows[-1].slots)]:
        form = forms[apart.skeleton] = Form(apart.skeleton, rows)
    form = form or Form(apart.piece, rows)
    cells, strings = rows[-1].cells, dict(rows[-1].strings)
    places = (slot.position for slot in form.slots)
    return Row(form, [strings[at] if at in strings else cells.get(at, NO_CELL) for at in places])


def _values_in(piece: bytes) -> list[int]:
    """Return how many values stand before the first cell of a piece, in the first cell, and so on.

    Every cell is counted here whose tag has no prefix; an element of that name elsewhere is a doubt for
    the parser. So where numbers agree cell by cell, each value is the value of its cell.
    """
    return [len(_VALUE_OR_TEXT.findall(cell)) for cell in _CELL.split(piece)]


def _is_plain(rows: Sequence[RawRow]) -> bool:
    """Say whether rows are in order, the last alone has cells, and nothing is to be said about them."""
    if not rows or any(row.shared or row.arrays or row.ambiguous or row.unusual for row in rows):
        return False
    return len(rows) == 1 or (
        all(before.number < after.number for before, after in pairwise(rows))
        and not any(row.cells for row in rows[:-1])
    )


def _parsed(pieces: list[bytes], context: RowContext, part: str) -> list[RawRow] | None:
    """Return None when a row leans on what stands before it, or stands where rows do not."""
    rows: list[RawRow] = []
    handler = SheetHandler(context.limits, part, context.date1904, rows.append)
    document = b"%b<sheetData>%b</sheetData></worksheet>" % (context.root, b"".join(pieces))
    parse(document, handler, context.limits, part)
    return None if handler.implicit_rows or handler.ambiguous else rows
