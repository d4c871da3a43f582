"""What the tags of a row mean where they are written as most programs write them, without a parser.

Every byte of the skeleton of a row must fit a pattern: one row with an address, cells in order with
addresses, in each at most a plain formula and a value. Attributes are of a few characters only, so such a
row is well-formed and means one thing. Whatever does not fit is left to the parser; what both can read
they read alike, which tests hold row by row.

Source: ECMA-376 part 1, 18.3.1.73 row, 18.3.1.4 c, 18.3.1.40 f.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ...opc.limits import Limits
from ...opc.xml_parser import SHEET_NAMESPACES
from ...records import NamedTuple
from ..address import LAST_COLUMN, LAST_ROW, Position, column_number
from ..cell_types import decode_escapes
from ..cells import CellSlot, RawCell, RawRow
from .plain_text import plain_text, unescaped
from .rows import Form

LATER = b"x14ac"
"""The prefix under which Excel writes how high a text stands in a row; its namespace is the root's."""
DEEPEST, MOST_ATTRIBUTES = 6, 12
"""How many elements of such a row lie within each other, with all around them, and what one of them has."""
_ROW = re.compile(
    rb"""<row\ r="([1-9][0-9]{0,6})"((?:\ (?!r=|xmlns)(?:x14ac:)?[A-Za-z]{1,20}="[A-Za-z0-9.:\ -]*"){0,11})>
    ((?:
        <c\ r="[A-Z]{1,3}[1-9][0-9]{0,6}"(?:\ s="[0-9]{1,6}")?(?:\ t="(?:[nsbe]|str|inlineStr)")?
        (?:\ ?/>|>
            (?:<f(?:\ aca="(?:false|true|0|1)")?>[^<]+</f>)?
            (?:<v></v>|<is><t(?:\ xml:space="preserve")?></t></is>)?
        </c>)
    )*)</row>""",
    re.VERBOSE,
)
_CELL = re.compile(
    rb"""<c\ r="([A-Z]+)([0-9]+)"(?:\ s="([0-9]+)")?(?:\ t="([A-Za-z]+)")?
    (?:\ ?/>|>(?:<f[^>]*>([^<]+)</f>)?(<v>|<is>)?)""",
    re.VERBOSE,
)
_NAME = re.compile(rb" ([A-Za-z0-9:]+)=")
_MAIN = re.compile(rb'[ ]xmlns="([^"]*)"')


Styles = list[tuple[int, int]]


class RowTag(NamedTuple):
    """What the tag of a row says beside its number, and the column and style of each cell in it."""

    traits: bytes
    styles: tuple[tuple[int, int], ...]


class PlainTags:
    """What tags mean under the root of a sheet."""

    def __init__(self, root: bytes, limits: Limits) -> None:
        spaces = [each.decode("latin-1") for each in _MAIN.findall(root)]
        bounds = limits.depth >= DEEPEST and limits.attributes >= MOST_ATTRIBUTES
        self.known = bounds and len(spaces) == 1 and spaces[0] in SHEET_NAMESPACES
        self.later = b" xmlns:%b=" % LATER in root
        self.longest = limits.cell_characters

    def form_of(self, skeleton: bytes) -> Form | None:
        """Return what a skeleton means; None where only the parser can say it."""
        row = _ROW.fullmatch(skeleton) if self.known else None
        if row is None or not self._are_fine(row[2]) or int(row[1]) > LAST_ROW:
            return None
        styles: Styles = []
        try:
            cells, slots = self._cells(row[1], row[3], styles)
        except ValueError:
            return None
        form = Form(skeleton, (RawRow(int(row[1]), cells, (), (), (), (), (), tuple(slots)),))
        form.look = RowTag(row[2], tuple(styles))
        return form

    def _are_fine(self, attributes: bytes) -> bool:
        names = _NAME.findall(attributes)
        return len(names) == len(set(names)) and (self.later or LATER not in attributes)

    def _cells(
        self, number: bytes, cells: bytes, styles: Styles
    ) -> tuple[dict[Position, RawCell], list[CellSlot]]:
        """Return the cells without a value, and those with one; ValueError leaves them to the parser."""
        fixed, slots = dict[Position, RawCell](), list[CellSlot]()
        row, before = int(number), 0
        for letters, digits, style, type_, formula, value in _CELL.findall(cells):
            column = _column(letters)
            if digits != number or not before < column <= LAST_COLUMN:
                raise ValueError
            before = column
            styles.append((column, int(style) if style else 0))
            if value:
                text = self._formula(formula) if formula else None
                slots.append(CellSlot((row, column), _type(type_, value), text, False))
            elif formula:
                fixed[row, column] = RawCell("blank", None, self._formula(formula), "")
        return fixed, slots

    def _formula(self, formula: bytes) -> str:
        text = plain_text(formula)
        if text is None or "]]>" in text:
            raise ValueError
        text = decode_escapes(unescaped(text)).removeprefix("=")
        if len(text) > self.longest:
            raise ValueError
        return f"={text}"


@lru_cache(maxsize=1024)
def _column(letters: bytes) -> int:
    return column_number(letters.decode())


@lru_cache(maxsize=64)
def _type(said: bytes, value: bytes) -> str:
    """Return the type of a cell; ValueError where its value stands in an element of another one."""
    if (said == b"inlineStr") != (value == b"<is>"):
        raise ValueError
    return said.decode() or "n"
