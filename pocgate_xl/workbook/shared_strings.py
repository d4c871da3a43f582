"""The texts that a workbook keeps once for all of its cells."""

from __future__ import annotations

from typing import ClassVar

from .fragments import STRINGS, Cut, Memory, cut
from .limits import Limits
from .raw_cells import RawCell, text_cell
from .refused import Refused, printable
from .xml_parser import Attributes, parse
from .xml_path import PathHandler, Spec, steps

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
    STEPS = steps(SPEC)

    def __init__(self, limits: Limits, part: str) -> None:
        super().__init__(limits, part)
        self.cells: list[RawCell] = []
        self.texts: list[str] = []

    def stray(self, _name: str) -> None:
        if self.depth == 1:
            raise Refused("damaged", f"{printable(self.part)} is not a table of shared strings")

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
    pieces = cut(data, STRINGS)
    cells = _from_pieces(pieces, limits, part) if pieces else None
    return _parsed(data, limits, part) if cells is None else cells


def _parsed(data: bytes, limits: Limits, part: str) -> list[RawCell]:
    handler = StringsHandler(limits, part)
    parse(data, handler, limits, part)
    return handler.cells


def _from_pieces(pieces: Cut, limits: Limits, part: str) -> list[RawCell] | None:
    context = (pieces.root, limits)
    known = _REMEMBERED.known(context)
    fresh = [item for item in dict.fromkeys(pieces.items) if item not in known]
    try:
        if _parsed(pieces.rest, limits, part):
            return None
        cells = _parsed(pieces.root + b"".join(fresh) + b"</sst>", limits, part) if fresh else []
    except Refused:
        return None
    if len(cells) != len(fresh) or len(pieces.items) > limits.cells:
        return None
    found = dict(zip(fresh, cells, strict=True))
    if found:
        _REMEMBERED.add(context, found)
    return [known.get(item) or found[item] for item in pieces.items]
