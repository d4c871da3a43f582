"""Cells that show something else than they hold: number formats, colours, hidden rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from ....opc.xml_parser import Attributes, Element
from ....spreadsheetml.address import LAST_COLUMN, Corners, Position
from ....spreadsheetml.reader import RawSheet
from ....spreadsheetml.styles.cell_looks import CellLook, Looks
from ....spreadsheetml.styles.colours import PAPER, unreadable
from ....spreadsheetml.styles.number_formats import AS_IT_IS, FormattedValue, sections_of, shown_by, words_of
from ....spreadsheetml.styles.scaled_formats import SIGNS
from ....spreadsheetml.styles.sheet_looks import LOWEST, TRUE, RowLook, height_of, number_in, of_path
from .alteration import Alteration, gathered
from .seen import Seen, within

NARROWEST = 1.5
"""Characters; the narrowest column of a plan that shows a value holds three times as many."""
DEEPEST_INDENT = 20
FEWEST_LETTERS = 4
"""In a line, of a text that can be read."""
LOWEST_SHARE = 0.5
"""Of the size of its letters: a row that is lower shows slices of them."""
NARROWED, USUAL_SIZE = 0.75, 11.0
"""A column that has kept so much of its planned width shows what it showed."""
NUMBERS = frozenset({"whole", "number", "money", "percent", "multiple", "fraction", "mark", "months"})
"""Planned formats of values that are neither dates nor whatever somebody typed."""
RATIOS = frozenset({"percent", "multiple", "fraction"})

UNSEEN = ("invisible", "tiny", "pushed_out", "struck", "symbols", "turned", "repeats")


class Suspects(NamedTuple):
    """The cells of a sheet that may show something else, whatever stands in them.

    `narrow` are cells with the width that is left for them, in letters of their size.
    """

    formats: tuple[tuple[Position, str], ...] = ()
    unseen: tuple[tuple[str, Position], ...] = ()
    hidden: tuple[tuple[str, Position], ...] = ()
    painted: tuple[Position, ...] = ()
    narrow: tuple[tuple[Position, float], ...] = ()


NONE = Suspects()


def altered_cells(seen: Seen, sheet: RawSheet, suspects: Suspects) -> Iterator[Alteration]:
    """Yield what the values of a sheet do not show; blank cells hide nothing."""
    merges = tuple(area for area in sheet.merges if area not in seen.merges)
    if suspects == NONE and not merges:
        return
    yield from _formats(seen, sheet, suspects.formats)
    for kind in UNSEEN:
        yield from gathered(kind, (at for k, at in suspects.unseen if k == kind and says(sheet, at)))
    for kind in ("hidden_rows", "hidden_columns"):
        yield from gathered(kind, (at for k, at in suspects.hidden if k == kind and says(sheet, at)))
    if merges:
        yield from gathered("merged", _under_merges(seen, sheet, merges))
    yield from gathered("painted", suspects.painted)
    starts = {area[0] for area in sheet.merges}
    narrow = (at for at, width in suspects.narrow if at not in starts and _overflows(sheet, at, width))
    yield from gathered("narrow", narrow)


def says(sheet: RawSheet, position: Position) -> bool:
    """Say whether a cell shows anything."""
    cell = sheet.cells.get(position)
    return cell is not None and cell.kind != "blank" and cell.value != ""


def _overflows(sheet: RawSheet, position: Position, width: float) -> bool:
    """Say whether a column shows a fence in the place of a number, or a letter a line of a text."""
    cell = sheet.cells.get(position)
    if cell is not None and isinstance(cell.value, str):
        return width < FEWEST_LETTERS and len(cell.value) > width
    return cell is not None and isinstance(cell.value, float) and len(f"{round(cell.value):,}") > width


def _under_merges(seen: Seen, sheet: RawSheet, merges: tuple[Corners, ...]) -> Iterator[Position]:
    for position in (*seen.results, *seen.texts):
        if any(position != area[0] and within(position, area) for area in merges) and says(sheet, position):
            yield position


def _formats(seen: Seen, sheet: RawSheet, formats: Iterable[tuple[Position, str]]) -> Iterator[Alteration]:
    found = [(shown, at, code) for at, code in formats if (shown := _shown(seen, sheet, at, code)).effect]
    found.sort(key=lambda each: (each[0].effect, each[2], each[1]))
    for (effect, code), group in groupby(found, lambda each: (each[0].effect, each[2])):
        cells = tuple(sorted(at for _, at, _ in group))
        decides = bool(seen.decision.intersection(cells))
        yield Alteration(f"format_{effect}", cells, code, seen.codes[cells[0]], words_of(code), decides)


def _shown(seen: Seen, sheet: RawSheet, at: Position, code: str) -> FormattedValue:
    """Judge one format by the value in its cell; what the planned format does is right."""
    cell = sheet.cells.get(at)
    if cell is None:
        return AS_IT_IS
    shown = shown_by(code, cell)
    planned = seen.formatted[at]
    if shown.effect in ("dates", "percent", "scales"):
        typed = planned.field is not None
        usual = {"dates": planned.format not in NUMBERS, "percent": typed or planned.format in RATIOS}
        return AS_IT_IS if usual.get(shown.effect, False) else shown
    return AS_IT_IS if shown == shown_by(seen.codes[at], cell) else shown


def altered_currencies(
    seen: Seen, formats: Iterable[tuple[Position, str]], currency: str
) -> Iterator[Alteration]:
    """Yield amounts with the sign of another currency than the workbook's."""
    found: dict[str, list[Position]] = {}
    for at, code in formats:
        if seen.formatted[at].format == "money" and _is_foreign(words_of(code), currency):
            found.setdefault(code, []).append(at)
    for code, cells in found.items():
        yield Alteration("format_currency", tuple(sorted(cells)), code, currency, words_of(code))


def _is_foreign(words: str, currency: str) -> bool:
    meant = [usual for sign, usual in SIGNS.items() if sign in words]
    return bool(meant) and not any(currency in usual for usual in meant)


def suspects_on(
    seen: Seen, rows: tuple[tuple[RowLook, ...], ...], around: tuple[Element, ...], looks: Looks
) -> Suspects:
    """Return what is suspicious about the looks of a sheet: the same for all files that look alike."""
    styles = styles_on(rows, looks)
    heights: dict[int, float | None] = {}
    for row in (each for piece in rows for each in piece):
        heights.setdefault(row.number, row.height)
    found = {at: styles[at] for at in seen.formatted if at in styles}
    read = {at: look for at, look in found.items() if at in seen.read or at in seen.texts}
    columns = [element.attributes for element in of_path(around, "worksheet/cols/col")]
    return Suspects(
        tuple((at, look.code) for at, look in found.items() if _differs(seen, at, look.code)),
        tuple((kind, at) for at, look in read.items() if (kind := _unseen(look, at in seen.read))),
        tuple(_hidden(seen, heights, around, found)),
        (
            *(at for at in seen.decision if at in found and _painted(seen, at, found[at])),
            *(at for at in sorted(seen.gauges & styles.keys()) if _filled(seen, at, styles[at])),
        ),
        tuple(_narrowed(seen, columns, found)),
    )


def styles_on(rows: Iterable[tuple[RowLook, ...]], looks: Looks) -> dict[Position, CellLook]:
    """Return the look of every cell that a sheet has."""
    styles: dict[Position, CellLook] = {}
    for row in (each for piece in rows for each in piece):
        for column, style in row.styles:
            styles.setdefault((row.number, column), looks.of(style))
    return styles


def unstyled_on(rows: Iterable[tuple[RowLook, ...]], looks: Looks) -> Iterator[Position]:
    """Yield the cells with a style that the workbook's table lacks; without a table there are none."""
    known = len(looks.cells)
    for row in (each for piece in rows for each in piece):
        if known and max((style for _, style in row.styles), default=0) >= known:
            yield from ((row.number, column) for column, style in row.styles if style >= known)


def _differs(seen: Seen, at: Position, code: str) -> bool:
    return code not in ("General", "@", seen.codes[at]) and sections_of(code) != seen.sections[at]


def _unseen(look: CellLook, counts: bool) -> str:
    """Return how a look hides what it shows; fixed texts that are crossed out or turned are still read."""
    if look.size < LOWEST:
        return "tiny"
    if look.indent > DEEPEST_INDENT:
        return "pushed_out"
    if unreadable(look.colour, look.fill):
        return "invisible"
    if look.symbols or not counts:
        return "symbols" if look.symbols else ""
    return "struck" if look.struck else "turned" if look.turned else "repeats" if look.repeats else ""


def _painted(seen: Seen, at: Position, look: CellLook) -> bool:
    """Say whether a cell that tells the decision has the fill of a tone for good."""
    return at in seen.results and look.fill in seen.tones.values() and look.fill != seen.fill(at)


def _filled(seen: Seen, at: Position, look: CellLook) -> bool:
    """Say whether a cell that draws with its fill has another one for good, whatever it is to show."""
    return (look.fill or PAPER) not in (PAPER, seen.fill(at))


def _narrowed(
    seen: Seen, columns: Iterable[Attributes], found: Mapping[Position, CellLook]
) -> Iterator[tuple[Position, float]]:
    """Yield values whose columns are narrower by far than planned, with the width that is left."""
    for attributes in columns:
        first, last = number_in(attributes, "min") or 0, number_in(attributes, "max") or 0
        width = number_in(attributes, "width")
        if width is None:
            continue
        for at in seen.read:
            planned = seen.plan.widths.get(at[1], 0)
            if first <= at[1] <= last and width < NARROWED * planned and at in found:
                yield at, width * USUAL_SIZE / max(found[at].size, LOWEST)


def _hidden(
    seen: Seen,
    heights: Mapping[int, float | None],
    around: tuple[Element, ...],
    found: Mapping[Position, CellLook],
) -> Iterator[tuple[str, Position]]:
    usual = next((e.attributes for e in of_path(around, "worksheet/sheetFormatPr")), {})
    lowest = 0.0 if usual.get("zeroHeight") in TRUE else number_in(usual, "defaultRowHeight")
    thin = number_in(usual, "defaultColWidth")
    narrow = _narrow_columns(
        [element.attributes for element in of_path(around, "worksheet/cols/col")],
        {column for _, column in seen.read},
        thin is not None and thin < NARROWEST,
    )
    for at in seen.read:
        height = heights.get(at[0])
        height = lowest if height is None else height
        size = found[at].size if at in found else LOWEST
        if height is not None and height < max(LOWEST, LOWEST_SHARE * size):
            yield "hidden_rows", at
        if at[1] in narrow:
            yield "hidden_columns", at


def _narrow_columns(declared: list[Attributes], columns: set[int], thin: bool) -> set[int]:
    """Return which columns nobody sees; `thin` says so of those of which nothing is told."""
    narrow, known = set[int](), set[int]()
    for attributes in declared[:LAST_COLUMN]:
        first, last = number_in(attributes, "min") or 0, number_in(attributes, "max") or 0
        spanned = {column for column in columns if first <= column <= last}
        known |= spanned
        width = number_in(attributes, "width")
        if height_of(attributes) == 0 or (width is not None and width < NARROWEST):
            narrow |= spanned
    return narrow | (columns - known if thin else set())
