"""What earlier copies had left over: it stands on a sheet of theirs and goes on into the next copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...spreadsheetml.address import Position
from ...spreadsheetml.cells import RawCell
from ...spreadsheetml.reader import RawSheet
from ...workbook.creation.transfer.ledger import LedgerEntry
from ...workbook.layout.report_table import LEFT, TOP
from ...workbook.submission.reader import Reading

FINDINGS, CARRIED = "findings", "carried"
"""The sheets that a copy has beside those of its plan."""
START, LINES_AT = "start", (1, 5)
"""The sheet on which a copy says what to do, and the cell."""
KIND, TITLE, CELL, CONTENT = LEFT, LEFT + 1, LEFT + 2, LEFT + 4
"""Columns of the sheet of what was carried over."""
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Kept:
    """What was left over before, the titles of the sheets of an earlier copy, and where else it speaks."""

    entries: tuple[LedgerEntry, ...]
    titles: frozenset[str]
    cells: frozenset[tuple[str, Position]]


def kept_leftovers(reading: Reading) -> Kept:
    """Return what stands on the sheets of an earlier copy, in whatever language it is."""
    titles = {
        catalog.text(f"copy.sheet.{id_}"): id_
        for catalog in reading.bundle.catalogs.values()
        for id_ in (FINDINGS, CARRIED)
    }
    own = {sheet.part for sheet in reading.located.sheets.values()}
    sheets = [sheet for sheet in reading.facts.sheets if sheet.title in titles and sheet.part not in own]
    carried = (sheet for sheet in sheets if titles[sheet.title] == CARRIED)
    entries = tuple(entry for sheet in carried for entry in _entries(sheet, reading))
    start = reading.located.sheets.get(START)
    cells = frozenset({(start.title, LINES_AT)} if sheets and start else ())
    return Kept(entries, frozenset(sheet.title for sheet in sheets), cells)


def _entries(sheet: RawSheet, reading: Reading) -> Iterator[LedgerEntry]:
    words = {catalog.text("copy.kind.left_over") for catalog in reading.bundle.catalogs.values()}
    rows = sorted({row for row, _ in sheet.cells if row > TOP})[:MOST_ROWS]
    for row in rows:
        kind, title, cell, content = (
            _text(sheet.cells.get((row, column))) for column in (KIND, TITLE, CELL, CONTENT)
        )
        if kind in words and content:
            yield LedgerEntry("left_over", "earlier", "", title, cell, content)


def _text(cell: RawCell | None) -> str:
    return "" if cell is None or cell.value is None else str(cell.value)
