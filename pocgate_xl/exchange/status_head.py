"""The top of the status page: what is there, what is late, what is to be done, and a bar for each state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ..core.fields import DECISIONS
from ..spreadsheetml.address import a1
from ..workbook.layout.plan import Cell, Highlight, Tone
from ..workbook.layout.reports.cells import own
from ..workbook.layout.reports.tiles import Tile, columns_at, write_tiles
from ..workbook.layout.sheet_builder import SheetBuilder
from .status import STATES, State, Status, StatusRow
from .status_words import StatusWords

TILES, STATE_NAMES, STATE_BARS = 3, 7, 8
"""Rows in which the tiles begin, and in which states are named and have their bars."""
TILE_SHARES = (0.0, 0.25, 0.4, 0.54, 0.68, 0.84)
STATE_SHARES = TILE_SHARES
LONGEST_BAR = 14
"""Blocks of the bar of a state in which everybody is."""
INKS: Mapping[State, Tone] = {
    "outstanding": "ink_bad", "not_started": "ink_bad", "incomplete": "ink_attention",
    "findings": "ink_bad", "unreadable": "ink_bad", "accepted": "ink_good",
}  # fmt: skip
BAR_OF = "█"
MOST_NOTES = 3
"""Things that the small line of a tile has room for."""


def write_head(
    builder: SheetBuilder, words: StatusWords, status: Status, widths: Mapping[int, float]
) -> Iterator[tuple[str, Highlight | None]]:
    """Write tiles and bars; yield the box of each of their lines, and the tone of a figure or bar."""
    tiles = tuple(_tiles(words, status))
    yield from write_tiles(builder, tiles, TILE_SHARES, widths, TILES)
    places = columns_at(widths, STATE_SHARES)
    for state, start, stop in zip(STATES, places, (*places[1:], max(widths) + 1), strict=True):
        count = status.counts[state]
        label = words.text("tile.counted", what=words.text(f"state.{state}"), count=count)
        bar = BAR_OF * max(bool(count), round(LONGEST_BAR * count / max(len(status.rows), 1)))
        builder.put(STATE_NAMES, start, Cell(label, style="tile_note"))
        builder.put(STATE_BARS, start, Cell(bar, style="tile_note"))
        first = a1((STATE_BARS, start))
        yield f"{a1((STATE_NAMES, start))}:{a1((STATE_NAMES, stop - 1))}", None
        tone = Highlight(first, f'{first}<>""', INKS[state]) if count else None
        yield f"{first}:{a1((STATE_BARS, stop - 1))}", tone


def _tiles(words: StatusWords, status: Status) -> Iterator[Tile]:
    yield _accepted(words, status)
    yield _overdue(words, status.overdue)
    yield _open(words, status)
    yield _returned(words, [row for row in status.rows if row.state == "findings"])
    yield _counted(words, "again", [own(row.id) for row in status.rows if row.state == "unreadable"])
    reasons = dict.fromkeys(words.reason(each) for each in status.beside)
    beside = list(map(words.reason, status.beside))
    notes = [words.text("tile.counted", what=reason, count=beside.count(reason)) for reason in reasons]
    yield Tile(words.text("tile.beside"), len(beside), words.joined(notes[:MOST_NOTES]), format="whole")


def _accepted(words: StatusWords, status: Status) -> Tile:
    count = status.counts["accepted"]
    figure = words.text("tile.of", count=count, total=len(status.rows))
    said: Counter[str] = Counter(row.decided.decision for row in status.rows if not row.open and row.decided)
    notes = (
        words.text("tile.counted", what=words.catalog.label("decision", code), count=said[code])
        for code in DECISIONS
        if said[code]
    )
    return Tile(words.text("tile.answered"), figure, words.joined(notes), "ink_good" if count else None)


def _overdue(words: StatusWords, rows: Sequence[StatusRow]) -> Tile:
    note = words.text("tile.longest", id=own(rows[0].id), days=rows[0].days) if rows else ""
    return Tile(words.text("tile.overdue"), len(rows), note, "ink_bad" if rows else "ink_good", "whole")


def _open(words: StatusWords, status: Status) -> Tile:
    rows = [row for row in status.rows if row.open]
    later = [row.due for row in rows if row.due is not None and not row.overdue]
    note = words.text("tile.next_due", day=min(later).isoformat()) if later else ""
    return Tile(words.text("tile.open"), len(rows), note, "ink_attention" if rows else "ink_good", "whole")


def _returned(words: StatusWords, rows: Sequence[StatusRow]) -> Tile:
    errors = sum(row.errors for row in rows)
    note = words.counted("tile.errors", errors, "count") if rows else ""
    return Tile(words.text("tile.returned"), len(rows), note, "ink_bad" if rows else "ink_good", "whole")


def _counted(words: StatusWords, key: str, ids: Sequence[str]) -> Tile:
    note = words.joined([*ids[:MOST_NOTES], *(["…"] if len(ids) > MOST_NOTES else [])])
    return Tile(words.text(f"tile.{key}"), len(ids), note, "ink_bad" if ids else "ink_good", "whole")
