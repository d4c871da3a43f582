"""What earlier copies had left over: it stands on a sheet of theirs and goes on into the next copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from ...core.catalog import Catalog
from ...records import dataclass
from ...spreadsheetml.address import Position, a1
from ...spreadsheetml.cells import RawCell
from ...spreadsheetml.reader import RawSheet
from ...workbook.creation.transfer.ledger import LedgerEntry
from ...workbook.layout.reports.table import LEFT, TOP
from ...workbook.submission.page_link import page_line
from ...workbook.submission.reader import Reading

FINDINGS, CARRIED = "findings", "carried"
"""The sheets that a copy has beside those of its plan."""
START, LINES_AT = "start", (1, 5)
"""The sheet on which a copy says what to do, and the cell."""
KIND, TITLE, CELL, LABEL, CONTENT, WHY = range(LEFT, LEFT + 6)
"""Columns of the sheet of what was carried over."""
COLUMNS = {FINDINGS: 7, CARRIED: 6}
"""How many columns each sheet has."""
RESULT_COLUMNS = 5
"""How many columns the sheet of results has, from the first on."""
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Kept:
    """What was left over before, the titles of the sheets of an earlier copy, and where else it speaks."""

    entries: tuple[LedgerEntry, ...] = ()
    titles: frozenset[str] = frozenset()
    cells: frozenset[tuple[str, Position]] = frozenset()


def kept_leftovers(reading: Reading) -> Kept:
    """Return what stands on the sheets of an earlier copy, in whatever language it is.

    A sheet is one of ours by its title and what stands above its table; what people wrote on it is theirs.
    """
    own = {sheet.part for sheet in reading.located.sheets.values()}
    sheets = {
        sheet.title: id_
        for sheet in reading.facts.sheets
        if sheet.part not in own and (id_ := _id_of(sheet, reading))
    }
    found = [(sheet, sheets[sheet.title]) for sheet in reading.facts.sheets if sheet.title in sheets]
    results = [
        sheet for sheet in reading.facts.sheets if sheet.part not in own and _has_results(sheet, reading)
    ]
    entries = [entry for sheet, id_ in found for entry in _entries(sheet, id_, reading)]
    entries += [entry for sheet in results for entry in _beside_results(sheet)]
    titles = frozenset({*sheets, *(sheet.title for sheet in results)})
    page = page_line(reading)
    lines = [*(_lines(reading) if sheets else ()), *([page] if page else ())]
    return Kept(tuple(entries), titles, frozenset(lines))


def is_marked(reading: Reading) -> bool:
    """Say whether a workbook is a marked copy: it has our sheet of findings, in any language."""
    return any(_id_of(sheet, reading) == FINDINGS for sheet in reading.facts.sheets)


def _catalogs(reading: Reading) -> Iterable[Catalog]:
    return reading.bundle.catalogs.values()


def _id_of(sheet: RawSheet, reading: Reading) -> str:
    """Return which sheet of a copy a sheet is; "" for one of the submitter's own, whatever its title."""
    title = _text(sheet.cells.get((1, LEFT)))
    ids = (
        id_
        for catalog in _catalogs(reading)
        for id_ in (FINDINGS, CARRIED)
        if sheet.title == catalog.text(f"copy.sheet.{id_}") and title == catalog.text(f"copy.title.{id_}")
    )
    return next(ids, "")


def _has_results(sheet: RawSheet, reading: Reading) -> bool:
    """Say whether a sheet is that of results which a button wrote, in any language."""
    title = _text(sheet.cells.get((1, 1)))
    return any(title == catalog.text("results.title") for catalog in _catalogs(reading))


def _beside_results(sheet: RawSheet) -> Iterator[LedgerEntry]:
    """Yield what somebody wrote beside the columns of results; these are computed anew."""
    for (row, column), found in islice(sheet.cells.items(), MOST_ROWS):
        if column > RESULT_COLUMNS and _text(found).strip():
            yield LedgerEntry("left_over", "own_sheet", "", sheet.title, a1((row, column)), _text(found))


def _lines(reading: Reading) -> Iterator[tuple[str, Position]]:
    """Yield the cell in which a copy says what to do, while it says that."""
    start = reading.located.sheets.get(START)
    if start is None:
        return
    last = _text(start.cells.get(LINES_AT)).rpartition("\n")[2]
    ours = {catalog.text(f"copy.{key}") for catalog in _catalogs(reading) for key in ("start_3", "done_3")}
    if last in ours:
        yield start.title, LINES_AT


def _entries(sheet: RawSheet, id_: str, reading: Reading) -> Iterator[LedgerEntry]:
    """Yield what was left over before, and what somebody wrote beside or below our table."""
    kinds = {text for catalog in _catalogs(reading) for text in _kinds(id_, catalog)}
    left = {catalog.text("copy.kind.left_over") for catalog in _catalogs(reading)}
    ours = {row for row, column in sheet.cells if column == KIND and _text(sheet.cells[row, KIND]) in kinds}
    for row in sorted(ours)[:MOST_ROWS] if id_ == CARRIED else ():
        kind, title, cell, label, content, why = (
            _text(sheet.cells.get((row, column))) for column in range(KIND, WHY + 1)
        )
        if kind in left and content:
            yield LedgerEntry("left_over", "earlier", "", title, cell, content, label=label, why=why)
    for (row, column), found in islice(sheet.cells.items(), MOST_ROWS):
        planned = row in ours or row <= TOP
        if not (planned and LEFT <= column < LEFT + COLUMNS[id_]) and _text(found).strip():
            yield LedgerEntry("left_over", "own_sheet", "", sheet.title, a1((row, column)), _text(found))


def _kinds(id_: str, catalog: Catalog) -> Iterator[str]:
    table = "copy.severity." if id_ == FINDINGS else "copy.kind."
    yield from (text for key, text in catalog.texts.items() if key.startswith(table))


def _text(cell: RawCell | None) -> str:
    return "" if cell is None or cell.value is None else str(cell.value)
