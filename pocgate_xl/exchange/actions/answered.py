"""What was answered in a list of actions: every cell that no longer says what the workbook said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ...core.catalog import Catalog
from ...core.fields import Field
from ...records import dataclass
from ...spreadsheetml.cells import RawCell
from ...workbook.creation.lists.tables import Table
from ...workbook.submission.interpret import interpret
from ...workbook.submission.reading_context import ReadingContext
from ..answered_tables import AnsweredRow, answered_rows
from .keys import KEY_ENGAGEMENT, KEY_FIELD, PARTS, THEN, Part
from .listed import stood

DAY = Field("pg_due", "date", "checklist", "due")
"""How a due date is read, whatever it is due for."""


@dataclass(frozen=True, slots=True)
class ListEdit:
    """A cell that was changed: what it says now, and what the workbook said when the list was made."""

    row: int
    engagement: str
    field: str
    part: Part
    cell: RawCell | None
    text: str
    then: str
    date1904: bool = False


def edits_in(
    tables: Iterable[Table], catalogs: Iterable[Catalog], reading: ReadingContext
) -> tuple[ListEdit, ...]:
    """Return what was changed; titles may be those of any language."""
    every = list(catalogs)
    titles = {part: tuple(each.text(f"actions.column.{part}") for each in every) for part in PARTS}
    rows = answered_rows(tables, KEY_ENGAGEMENT, KEY_FIELD, *THEN.values())
    return tuple(edit for row in rows for edit in _edits(row, titles, reading))


def _edits(
    row: AnsweredRow, titles: Mapping[Part, tuple[str, ...]], reading: ReadingContext
) -> Iterator[ListEdit]:
    engagement, field = row.text(KEY_ENGAGEMENT), row.text(KEY_FIELD)
    for part in PARTS:
        cell, then = row.cell(*titles[part]), row.text(THEN[part])
        said = _day(row, cell, reading) if part == "due" else ""
        said = _formula(cell) or said or row.text(*titles[part])
        if said != ("" if part == "answer" else then):
            yield ListEdit(row.number, engagement, field, part, cell, said, then, row.date1904)


def _formula(cell: RawCell | None) -> str:
    """Return a formula as it stands: whatever it shows, it is no answer, and empties nothing."""
    return "" if cell is None or cell.formula is None else f"={cell.formula.removeprefix('=')}"


def _day(row: AnsweredRow, cell: RawCell | None, reading: ReadingContext) -> str:
    """Return the day that a cell says; "" where it says none."""
    return stood(interpret(DAY, cell, replace(reading, date1904=row.date1904))[0])
