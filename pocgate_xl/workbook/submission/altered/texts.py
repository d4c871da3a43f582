"""Texts of several looks, of which a reader sees a part only: runs in the colour of the paper, tiny ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ....spreadsheetml.address import Position
from ....spreadsheetml.reader import RawSheet
from ....spreadsheetml.styles.cell_looks import CellLook
from ....spreadsheetml.styles.colours import unreadable
from ....spreadsheetml.styles.rich_text import IN_CELL, Runs
from ....spreadsheetml.styles.sheet_looks import LOWEST
from .alteration import Alteration, gathered
from .seen import Seen


class SheetTexts(NamedTuple):
    """What is needed to judge the texts of a sheet's cells."""

    runs: Runs
    styles: Mapping[Position, CellLook]
    places: Mapping[Position, int]


def altered_texts(seen: Seen, sheet: RawSheet, texts: SheetTexts) -> Iterator[Alteration]:
    """Yield cells of whose texts a part is not seen."""
    yield from gathered("veiled", (at for at in seen.formatted if _veiled(sheet, at, texts)))


def _veiled(sheet: RawSheet, at: Position, texts: SheetTexts) -> bool:
    cell = sheet.cells.get(at)
    runs = texts.runs.get(cell.value, ()) if cell and isinstance(cell.value, str) else ()
    fill = texts.styles[at].fill if at in texts.styles else None
    own = texts.places.get(at, IN_CELL)
    fonts = (font for place, fonts in runs if place == own for font in fonts)
    return any(font.size < LOWEST or font.symbols or unreadable(font.colour, fill) for font in fonts)
