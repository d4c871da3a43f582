"""The texts that a workbook keeps once for all of its cells."""

from __future__ import annotations

from typing import ClassVar

from .fragments import STRINGS, Cut, Memory, cut
from .limits import Limits
from .raw_cells import RawCell, text_cell
from .refused import Refused, printable
from .xml_parser import Attributes, parse
from .xml_path import PathHandler, Spec

_REMEMBERED: Memory[RawCell] = Memory()


class StringsHandler(PathHandler):
    """Join the runs of each text; phonetic hints are not part of it."""

    SPEC: ClassVar[Spec] = {
        "table": ("", "sst"),
        "item": ("table", "si"),
        "item_text": ("item", "t"),
        "run": ("item", "r"),
        "run_text": ("run", "t"),
    }

    def __init__(self, limits: Limits, part: str) -> None:
        super().__init__(limits, part)
        self.cells: list[RawCell] = []
        self.texts: list[str] = []
        self.misplaced = 0

    def stray(self, name: str) -> None:
        if len(self.outer) == 1:
            raise Refused("damaged", f"{printable(self.part)} is not a table of shared strings")
        if self.sink is not None:
            raise Refused("damaged", f"{printable(self.part)} has markup within a text")
        self.misplaced += name.endswith(" si")

    def open_item(self, _attributes: Attributes) -> None:
        self.texts = []

    def open_item_text(self, _attributes: Attributes) -> None:
        self.sink = self.texts

    open_run_text = open_item_text

    def close_item_text(self) -> None:
        self.sink = None

    close_run_text = close_item_text

    def close_item(self) -> None:
        if len(self.cells) >= self.limits.cells:
            raise Refused("limit", f"more than {self.limits.cells} shared strings")
        self.cells.append(text_cell("".join(self.texts), self.limits.cell_characters))


def read_strings(data: bytes, limits: Limits, part: str) -> list[RawCell]:
    """Return the shared strings as the cells that show them, by index."""
    found = cut(data, STRINGS)
    cells = _from_pieces(found, limits, part) if found else None
    return _parsed(data, limits, part).cells if cells is None else cells


def _parsed(data: bytes, limits: Limits, part: str) -> StringsHandler:
    handler = StringsHandler(limits, part)
    parse(data, handler, limits, part)
    return handler


def _from_pieces(found: Cut, limits: Limits, part: str) -> list[RawCell] | None:
    """Return None unless every piece is one text."""
    if len(found.pieces) > limits.cells:
        return None
    context = (found.root, limits)
    known = _REMEMBERED.known(context)
    fresh = [piece for piece in dict.fromkeys(found.pieces) if piece not in known]
    if not all(STRINGS.entries(piece) and STRINGS.plain(piece) for piece in fresh):
        return None
    try:
        around = _parsed(found.rest, limits, part)
        inside = _parsed(found.root + b"".join(fresh) + STRINGS.end, limits, part)
    except Refused:
        return None
    if around.cells or around.misplaced or inside.misplaced or len(inside.cells) != len(fresh):
        return None
    new = dict(zip(fresh, inside.cells, strict=True))
    if new:
        _REMEMBERED.add(context, new)
    return [new[piece] if piece in new else known[piece] for piece in found.pieces]
