"""Rows in the form in which spreadsheet programs write them, read by patterns in a fifth of the time.

What the patterns take means what the XML parser would say: few tags, attributes in one order, five
entities, and no character that XML forbids or changes. Whatever else a row holds, or says twice, out of
order or beyond a limit, is left to the parser.

Source: ECMA-376 part 1, 18.3.1.73 row, 18.3.1.4 c.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ...opc.limits import Limits
from ..address import Position, position_of
from ..cell_types import decode_escapes
from ..cells import LEFT_EMPTY, READERS, RawCell, RawRow, oddity

DEEPEST, MOST_ATTRIBUTES = 6, 20
"""What the patterns can match at most; with tighter limits everything is left to the parser."""
REMEMBERED_CELLS, REMEMBERED_CHARACTERS = 4096, 500
"""How many cells are remembered, and how long they may be: most are the template's, in every file."""

_UNUSUAL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""Characters that XML forbids or changes."""
_OTHER_REFERENCE = re.compile("&(?!(?:amp|lt|gt|quot|apos);)")
_ROW = re.compile(
    r'<row r="([0-9]{1,7})"((?: (?!xmlns)(?:x14ac:)?[A-Za-z]{1,20}="[A-Za-z0-9.:-]{0,40}"){0,19}) ?(/?)>'
)
_ATTRIBUTE = re.compile(r" ([A-Za-z0-9:]+)=")
_CELL = re.compile(
    r'r="([A-Z]{1,3}[0-9]{1,7})"(?: s="[0-9]{1,9}")?(?: t="([A-Za-z]{1,9})")? ?'
    r'(?:/>|>(?:<f(?: aca="false")?>([^<>]*)</f>)?'
    r'(?:<v>([^<>]*)</v>|<is><t(?: xml:space="preserve")?>([^<>]*)</t></is>)?</c>)'
)
_BEGIN, _END = "<c ", "</row>"
_HEADER = re.compile(rb"<oddHeader>([^<>]*)</oddHeader>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
PREFIX = b"x14ac:"
_PREFIX = PREFIX.decode()
"""The one that Excel writes before an attribute of every row; the sheet's root must declare it."""
_ROOT = re.compile(rb'<worksheet((?: [A-Za-z0-9:]+="[^"]*")*)>')
_ROOT_ATTRIBUTE = re.compile(rb' ([A-Za-z0-9:]+)="[^"]*"')


class _NotPlain(Exception):
    """That a row must be parsed."""


class _Cell(NamedTuple):
    """One cell; one without value and formula is no cell of the row."""

    position: Position
    found: RawCell | None
    string: int | None


def without_header(rest: bytes) -> bytes:
    """Return what stands around the rows without the page header, which differs from file to file."""
    header = _HEADER.search(rest)
    if header is None or plain_text(header[1]) is None:
        return rest
    return rest[: header.start(1)] + rest[header.end(1) :]


def plain_text(data: bytes) -> str | None:
    """Return data as text; None where XML forbids it, or means something else than five entities."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    usual = text.isprintable() or not _UNUSUAL.search(text)
    return text if usual and not ("&" in text and _OTHER_REFERENCE.search(text)) else None


def plain_rows(
    root: bytes, pieces: Iterable[bytes], limits: Limits, date1904: bool
) -> Iterator[tuple[RawRow, ...] | None]:
    """Yield the rows in each piece of a sheet; None where the parser must say what it means."""
    bounded = limits.depth >= DEEPEST and limits.attributes >= MOST_ATTRIBUTES
    prefixed = _declares_prefix(root)
    for text in map(plain_text, pieces):
        if text is None or not bounded or (_PREFIX in text and not prefixed):
            yield None
        else:
            yield _rows(text, limits.cell_characters, date1904)


def _declares_prefix(root: bytes) -> bool:
    attributes = _ROOT.fullmatch(root)
    return attributes is not None and b"xmlns:x14ac" in _ROOT_ATTRIBUTE.findall(attributes[1])


def _rows(text: str, longest: int, date1904: bool) -> tuple[RawRow, ...] | None:
    try:
        return tuple(_each_row(text, longest, date1904))
    except _NotPlain:
        return None


def _each_row(text: str, longest: int, date1904: bool) -> Iterator[RawRow]:
    """Yield every row of a text that holds rows and nothing between them."""
    place = 0
    while place < len(text):
        begin = _ROW.match(text, place)
        position = position_of(f"A{begin[1]}") if begin else None
        if begin is None or position is None or _repeats(begin[2]):
            raise _NotPlain
        if begin[3]:
            yield RawRow(position[0], {}, (), (), (), ())
            place = begin.end()
            continue
        end = text.find(_END, place)  # only where there is one to be found: else it runs to the end each time
        if end < 0:
            raise _NotPlain
        yield _row(position[0], text[begin.end() : end], longest, date1904)
        place = end + len(_END)


def _repeats(attributes: str) -> bool:
    names = ["r", *_ATTRIBUTE.findall(attributes)]
    return len(set(names)) < len(names)


def _row(number: int, text: str, longest: int, date1904: bool) -> RawRow:
    """Return a row from the text of its cells, each right of the one before."""
    cells: dict[Position, RawCell] = {}
    strings: list[tuple[Position, int]] = []
    before, *parts = text.split(_BEGIN)
    last = 0
    for part in parts:
        remembered = _cell if len(part) <= REMEMBERED_CHARACTERS else _cell.__wrapped__
        position, cell, string = remembered(part, longest, date1904)
        if position[0] != number or position[1] <= last:
            raise _NotPlain
        last = position[1]
        if cell is not None:
            cells[position] = cell
        if string is not None:
            strings.append((position, string))
    if before:
        raise _NotPlain
    return RawRow(number, cells, tuple(strings), (), (), ())


@lru_cache(maxsize=REMEMBERED_CELLS)
def _cell(part: str, longest: int, date1904: bool) -> _Cell:
    """Read one cell from the text behind the begin of its tag."""
    found = _CELL.fullmatch(part)
    position = position_of(found[1]) if found else None
    if found is None or position is None:
        raise _NotPlain
    _, kind, formula, value, inline = found.groups("")
    typed = kind or "n"
    shown = None if found[3] is None else _formula(formula, longest)
    text, other = (5, 4) if typed == "inlineStr" else (4, 5)
    if found[other] is not None:
        raise _NotPlain
    if found[text] is None:
        return _Cell(position, None if shown is None else RawCell("blank", None, shown, ""), None)
    return _valued(position, typed, shown, _unescaped(inline or value), longest, date1904)


def _valued(
    position: Position, type_: str, formula: str | None, raw: str, longest: int, date1904: bool
) -> _Cell:
    """Return a cell that has a value; a shared string is told by its index alone."""
    if not raw and type_ in LEFT_EMPTY:
        return _Cell(position, None if formula is None else RawCell("blank", None, formula, ""), None)
    if type_ == "s":
        if not (raw.isascii() and raw.isdigit() and len(raw) < 10) or oddity("s", raw):
            raise _NotPlain
        return _Cell(position, RawCell("text", None, formula, raw), int(raw))
    if type_ not in READERS or len(raw) > longest:
        raise _NotPlain
    kind, value = READERS[type_](raw, date1904)
    if kind == "invalid" or oddity(type_, raw):
        raise _NotPlain
    blank = kind == "blank" and formula is None
    return _Cell(position, None if blank else RawCell(kind, value, formula, raw), None)


def _formula(text: str, longest: int) -> str:
    text = decode_escapes(_unescaped(text)).removeprefix("=")
    if len(text) > longest:
        raise _NotPlain
    return f"={text}"


def _unescaped(text: str) -> str:
    if "&" in text:
        for entity, character in _ENTITIES:
            text = text.replace(entity, character)
    return text
