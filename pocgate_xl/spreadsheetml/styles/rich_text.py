"""Texts whose runs have looks of their own (ECMA-376 part 1, 18.4.4 r, 18.4.7 rPr)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from ...opc.limits import Limits
from ...opc.xml_parser import SHEET_NAMESPACES, Element, elements_of
from ...patterns import pattern
from ..address import Position, position_of
from ..cell_types import decode_escapes
from ..worksheets.rows import MARK
from ..worksheets.worksheet_rows import KnownRows
from .cell_looks import Font, font_of
from .colours import PALETTE, colour_of

_SHARED = pattern(
    rb'<(?:\w{1,20}:)?c(?=\s[^<>]*?\br="([A-Z]{1,3}[0-9]{1,7})")(?=\s[^<>]*?\bt="s")[^<>]*>\s*'
    rb"<(?:\w{1,20}:)?v[^<>]*>\s*([0-9]{1,7})"
)


IN_CELL = -1
"""The place of a text that stands in its cell itself."""


Runs = Mapping[str, tuple[tuple[int, tuple[Font, ...]], ...]]
"""Each text with looks of its own: for each of its places in the table, the fonts of its runs."""


NO_RUNS: Runs = {}


def runs_of(data: bytes, theme: Sequence[str], limits: Limits, part: str) -> Runs:
    """Return the texts of a part of which runs have looks of their own: a table of texts, or a sheet."""
    if MARK not in data:
        return {}
    found: dict[str, tuple[tuple[int, tuple[Font, ...]], ...]] = {}
    for place, text in enumerate(_texts(elements_of(data, SHEET_NAMESPACES, limits, part))):
        words, fonts = _read(text, theme)
        if fonts:
            own = place if text[0].path.endswith("/si") else IN_CELL
            found[words] = (*found.get(words, ()), (own, fonts))
    return found


def places_in_table(data: bytes) -> dict[Position, int]:
    """Return which text of the table each cell of a sheet shows."""
    found = ((position_of(ref.decode()), int(place)) for ref, place in _SHARED.findall(data))
    return {position: place for position, place in found if position}


def marked_rows(known: KnownRows) -> bytes:
    """Return a sheet with the tags of those rows alone that hold such texts; nothing where none does."""
    marked = [row.form.skeleton for row in known.rows if row.form.marked]
    root = known.around.root
    return b"%b<sheetData>%b</sheetData></worksheet>" % (root, b"".join(marked)) if marked else b""


def _texts(elements: list[Element]) -> Iterator[list[Element]]:
    """Yield the elements of each text, itself first."""
    text: list[Element] = []
    for element in elements:
        if text and element.path.startswith(f"{text[0].path}/"):
            text.append(element)
            continue
        if text:
            yield text
        text = [element] if element.path.rpartition("/")[2] in ("si", "is") else []
    if text:
        yield text


def _read(text: list[Element], theme: Sequence[str]) -> tuple[str, tuple[Font, ...]]:
    """Return the words of a text, and the fonts of its runs that say something."""
    start, words, fonts = len(text[0].path), "", []
    run: list[Element] = []
    for element in text[1:]:
        within = element.path[start:]
        if within == "/r":
            run = []
        run.append(element)
        if within in ("/t", "/r/t"):
            words += element.text
            if element.text.strip() and any(each.path.endswith("/rPr") for each in run):
                fonts.append(font_of(run, "/rPr", partial(_colour, theme)))
    return decode_escapes(words), tuple(fonts)


def _colour(theme: Sequence[str], element: Element | None) -> str | None:
    return colour_of(element.attributes, theme, PALETTE) if element else None
