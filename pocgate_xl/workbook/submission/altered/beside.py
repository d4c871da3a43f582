"""What stands in cells that the plan leaves empty: words beside the decision, values in the banner itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from ....patterns import pattern
from ....spreadsheetml.address import Position
from ....spreadsheetml.cells import RawCell
from ....spreadsheetml.formulas.values import constant_of, constant_text
from ....spreadsheetml.reader import RawSheet
from ....spreadsheetml.styles.cell_looks import CellLook
from ....spreadsheetml.styles.number_formats import words_of
from ....spreadsheetml.worksheets.rows import picked
from ..interpret import shown
from .alteration import Alteration, gathered
from .seen import Seen

MOST_FREE = 1000
LONGEST_FREE = 2000
"""Characters, blanks that nobody sees not counted."""
USUAL_WIDTH = 9
"""Characters of a column of which nothing is told."""
Styles = Mapping[Position, CellLook]

_BLANKS = pattern(r"[^\S\n]+")
_LINES = pattern(r" ?\n[ \n]*")


def written_beside(seen: Seen, sheet: RawSheet, styles: Callable[[], Styles]) -> Iterator[Alteration]:
    """Yield what somebody wrote where nothing was planned: beside the decision, and into blank cells."""
    cells, found = sheet.cells, sorted(picked(sheet.cells, seen.beside))
    filled = [at for at in found if at in seen.blanks and _holds(cells[at])]
    rows = {row for row, _ in seen.decision}
    for at in filled:
        words = _words(cells[at], at, styles)
        value = shown(cells[at]) or cells[at].formula or ""
        yield Alteration("filled_blank", (at,), value, "", words, at[0] in rows)
    if seen.decision:
        yield from _free(sheet, (at for at in found if at not in seen.plan.cells), styles)
    yield from gathered("cut_off", _cut_off(seen, sheet, (at for at in found if at in seen.room), styles))


def _free(sheet: RawSheet, places: Iterable[Position], styles: Callable[[], Styles]) -> Iterator[Alteration]:
    """Yield texts beside the decision; who only writes a note says nothing wrong."""
    for at in islice(places, MOST_FREE):
        words = _words(sheet.cells[at], at, styles)
        if words:
            yield Alteration("free_text", (at,), words, "", words)


def _holds(cell: RawCell) -> bool:
    return cell.kind != "blank" or cell.formula is not None


def _words(cell: RawCell, at: Position, styles: Callable[[], Styles]) -> str:
    """Return the words that a cell shows, or will when it is computed."""
    words = [cell.value] if isinstance(cell.value, str) else []
    if cell.kind == "number":
        look = styles().get(at)
        words += [words_of(look.code)] if look else []
    constant = constant_of(cell.formula) if cell.formula else None
    words += [constant_text(constant)] if constant is not None else []
    return "; ".join(filter(None, map(_plain, dict.fromkeys(words))))


def _plain(words: str) -> str:
    """Return words without the blanks that nobody sees."""
    return _LINES.sub("\n", _BLANKS.sub(" ", words)).strip()[:LONGEST_FREE]


def _cut_off(
    seen: Seen, sheet: RawSheet, beside: Iterable[Position], styles: Callable[[], Styles]
) -> Iterator[Position]:
    """Yield texts longer than their column, with something of somebody else's in the next cell.

    Where the plan itself puts something there, it leaves room for the text.
    """
    merged = {area[0] for area in sheet.merges}
    for right in beside:
        at = seen.room[right]
        cell = sheet.cells.get(at)
        if at in merged or cell is None or not isinstance(cell.value, str) or not _holds(sheet.cells[right]):
            continue
        look = styles().get(at)
        if len(cell.value) > seen.plan.widths.get(at[1], USUAL_WIDTH) and not (look and look.wraps):
            yield at
