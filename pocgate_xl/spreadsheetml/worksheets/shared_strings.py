"""The texts that a workbook keeps once for all of its cells.

Source: ECMA-376 part 1, 18.4.9 sst, 18.4.8 si.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

from ...opc.limits import Limits
from ...opc.memory import Memory
from ...opc.refusal import Refused, printable
from ...opc.xml_parser import Attributes, parse
from ...opc.xml_paths import PathHandler, Spec
from ...records import NamedTuple
from ..cell_types import odd_escape
from ..cells import RawCell, text_cell
from .parse_cache import STRINGS, Pieces, cut
from .plain_text import plain_text, unescaped

_REMEMBERED: Memory[bytes, RawCell] = Memory()
_NOTHING: Mapping[int, str] = MappingProxyType({})
_PLAIN = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
_ENTRIES = frozenset({"si", "t", "r"})


class Strings(NamedTuple):
    """The shared strings as the cells that show them, by index, and words about some.

    `ambiguous` and `unusual` are as in `RawRow`; `doubt` is a word about all of them. `clean` says that
    each is a text of which there is nothing to say.
    """

    cells: Sequence[RawCell] = ()
    ambiguous: Mapping[int, str] = _NOTHING
    unusual: Mapping[int, str] = _NOTHING
    doubt: str = ""
    clean: bool = True

    @property
    def plain(self) -> bool:
        return self.clean and not self.doubt


class StringsHandler(PathHandler):
    """Join the runs of each text; phonetic hints are not part of it."""

    SPEC: ClassVar[Spec] = {
        "table": ("", "sst"),
        "item": ("table", "si"),
        "item_text": ("item", "t"),
        "run": ("item", "r"),
        "run_text": ("run", "t"),
        "phonetic": ("item", "rPh"),
        "phonetic_text": ("phonetic", "t"),
    }

    def __init__(self, limits: Limits, part: str) -> None:
        super().__init__(limits, part)
        self.cells: list[RawCell] = []
        self.ambiguous: dict[int, str] = {}
        self.unusual: dict[int, str] = {}
        self.texts: list[str] = []
        self.misplaced = 0
        self.begin_item()

    def begin_item(self) -> None:
        self.texts, self.count, self.runs = [], 0, False

    def stray(self, name: str) -> None:
        if len(self.outer) == 1:
            raise Refused("damaged", f"{printable(self.part)} is not a table of shared strings")
        if self.sink is not None:
            raise Refused("damaged", f"{printable(self.part)} has markup within a text")
        self.misplaced += name.rpartition(" ")[2] in _ENTRIES

    def say(self, word: str) -> None:
        self.ambiguous.setdefault(len(self.cells), word)

    def open_item(self, _attributes: Attributes) -> None:
        self.begin_item()

    def open_item_text(self, attributes: Attributes) -> None:
        if self.runs:
            self.say("several_texts")
        self.open_run_text(attributes)

    def open_run(self, _attributes: Attributes) -> None:
        if self.count and not self.runs:
            self.say("several_texts")
        self.count, self.runs = 0, True

    def open_run_text(self, _attributes: Attributes) -> None:
        self.count += 1
        if self.count > 1:
            self.say("several_texts")
        self.sink = self.texts

    def close_item_text(self) -> None:
        self.sink = None

    close_run_text = close_item_text

    def close_item(self) -> None:
        if len(self.cells) >= self.limits.cells:
            raise Refused("limit", f"more than {self.limits.cells} shared strings")
        text = "".join(self.texts)
        if word := odd_escape(text):
            self.unusual[len(self.cells)] = word
        self.cells.append(text_cell(text, self.limits.cell_characters))

    def strings(self) -> Strings:
        """Return the table; where entries stand in other places too, readers count differently."""
        doubt = "misplaced_string" if self.misplaced else ""
        clean = not (self.ambiguous or self.unusual) and all(cell.kind == "text" for cell in self.cells)
        return Strings(self.cells, self.ambiguous, self.unusual, doubt, clean)


def read_strings(data: bytes, limits: Limits, part: str) -> Strings:
    """Return the shared strings of a part."""
    found = cut(data, STRINGS)
    cells = _from_pieces(found, limits, part) if found else None
    return _parsed(data, limits, part).strings() if cells is None else Strings(cells)


def _parsed(data: bytes, limits: Limits, part: str) -> StringsHandler:
    handler = StringsHandler(limits, part)
    parse(data, handler, limits, part)
    return handler


def _plain_text(piece: bytes, limits: Limits) -> RawCell | None:
    """Return a text that is written as most are, of which there is nothing to say; None for another."""
    match = _PLAIN.fullmatch(piece)
    text = plain_text(match[1]) if match else None
    if text is None or "]]>" in text or odd_escape(text := unescaped(text)):
        return None
    cell = text_cell(text, limits.cell_characters)
    return cell if cell.kind == "text" else None


def _from_pieces(found: Pieces, limits: Limits, part: str) -> list[RawCell] | None:
    """Return None unless every piece is one text of which there is nothing to say."""
    if len(found.pieces) > limits.cells:
        return None
    context = (found.root, limits)
    known = _REMEMBERED.each(context, found.pieces, len)
    fresh = list(
        dict.fromkeys(piece for piece, cell in zip(found.pieces, known, strict=True) if cell is None)
    )
    if not all(STRINGS.entries(piece) and STRINGS.plain(piece) for piece in fresh):
        return None
    plain = [_plain_text(piece, limits) for piece in fresh]
    left = [piece for piece, cell in zip(fresh, plain, strict=True) if cell is None]
    try:
        around = _parsed(found.rest, limits, part)
        inside = _parsed(found.root + b"".join(left) + STRINGS.end, limits, part)
    except Refused:
        return None
    if around.cells or around.misplaced or not inside.strings().plain or len(inside.cells) != len(left):
        return None
    parsed = iter(inside.cells)
    new = {piece: cell or next(parsed) for piece, cell in zip(fresh, plain, strict=True)}
    _REMEMBERED.add(context, new, sum(map(len, new)))
    return [new[piece] if cell is None else cell for piece, cell in zip(found.pieces, known, strict=True)]
