"""Cells without content, however they are written, lose their type: some readers take them for 0."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from ...opc.limits import DEFAULT, Limits
from ...opc.xml_parser import Attributes, feed
from ...opc.xml_paths import PlacingHandler, Spec
from .cell_writer import EditError
from .sheet_editor import TAG

PART = "the sheet"
_TYPE = re.compile(rb"\st\s*=\s*(?:\"[^\"]*\"|'[^']*')")


class _EmptyCells(PlacingHandler):
    """The opening tags of cells that have a type, but neither formula nor value."""

    SPEC: ClassVar[Spec] = {
        "worksheet": ("", "worksheet"),
        "data": ("worksheet", "sheetData"),
        "row": ("data", "row"),
        "cell": ("row", "c"),
        "formula": ("cell", "f"),
        "value": ("cell", "v"),
        "inline": ("cell", "is"),
    }

    def __init__(self, xml: bytes, limits: Limits) -> None:
        super().__init__(xml, limits, PART)
        self.begins: list[int] = []
        self.begin, self.empty = 0, False

    def open_cell(self, attributes: Attributes) -> None:
        self.begin, self.empty = self.parser.CurrentByteIndex, "t" in attributes

    def close_cell(self) -> None:
        if self.empty:
            self.begins.append(self.begin)

    def open_formula(self, _attributes: Attributes) -> None:
        self.empty = False

    open_value = open_inline = open_formula


def without_empty_types(xml: bytes, limits: Limits = DEFAULT) -> bytes:
    """Return a sheet's XML in which a cell without content is of no type; all else stays."""
    found = _EmptyCells(xml, limits)
    feed(found.parser, xml, limits, PART)
    return b"".join(_pieces(xml, found.begins)) if found.begins else xml


def _pieces(xml: bytes, begins: list[int]) -> Iterator[bytes]:
    done = 0
    for begin in begins:
        tag = TAG.match(xml, begin)
        if tag is None:
            raise EditError("the sheet's tags cannot be located")
        yield xml[done:begin]
        yield _TYPE.sub(b"", tag[0], count=1)
        done = tag.end()
    yield xml[done:]
