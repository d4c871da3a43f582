"""Lists of engagements, as `new` reads them to issue workbooks and others to see what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import EngagementError
from .workbook_file import file_name

if TYPE_CHECKING:
    from ..templates.loader import Bundle
    from ..workbook.creation.lists.engagements import ListedEngagement

Said = Callable[[str], object]
"""Hears what of a list is passed over."""

SHOWN = 5
"""How many faults of lists are told at once where nothing is done with any of them."""


def listed_rows(
    lists: Sequence[Path], bundle: Bundle, language: str, said: Said
) -> Iterator[ListedEngagement]:
    """Yield the rows of all lists, those that cannot be used too; what is passed over is said."""
    from ..batch.apart import done_apart
    from ..workbook.creation.lists.engagements import read_engagements
    from ..workbook.creation.lists.tables import tables_of

    for file in lists:
        engagements = read_engagements(file, bundle, language, partial(done_apart, tables_of))
        for remark in engagements.remarks:
            said(f"{file}: {remark}")
        yield from (replace(row, source=str(file) if len(lists) > 1 else "") for row in engagements.rows)


def check_list(file: Path) -> None:
    """Refuse a list that is not there before anything else is done with much work."""
    if not file.is_file():
        raise EngagementError(f"There is no list {file}.", "Give issued.xlsx as `pocgate new` wrote it.")


def issued_rows(
    lists: Sequence[Path], bundle: Bundle, language: str, said: Said
) -> tuple[ListedEngagement, ...]:
    """Return the rows of lists that were issued; EngagementError where some would not have been.

    Who has answered can be told of none while it is not certain who was asked.
    """
    rows = tuple(listed_rows(lists, bundle, language, said))
    faults = [f"{row.place}{_whose(row)}: {'; '.join(row.problems)}" for row in rows if row.problems]
    faults += [clash(same, name) for name, same in same_file(rows, "").items() if len(same) > 1]
    if faults:
        more = f" (and {len(faults) - SHOWN} more)" if len(faults) > SHOWN else ""
        named = " and ".join(map(str, lists))
        raise EngagementError(f"{named}: {' '.join(faults[:SHOWN])}{more}", "Correct the list.")
    return rows


def _whose(row: ListedEngagement) -> str:
    return f" ({row.id})" if row.id else ""


def same_file(rows: Iterable[ListedEngagement], live: str) -> dict[str, list[ListedEngagement]]:
    """Return the rows whose workbooks would have one file name, by that name."""
    same: dict[str, list[ListedEngagement]] = {}
    for row in rows:
        if row.id:
            same.setdefault(file_name(row.id, live).casefold(), []).append(row)
    return same


def clash(rows: Sequence[ListedEngagement], name: str) -> str:
    """Say which rows would have the same file."""
    places = ", ".join(row.place for row in rows[:-1]) + f" and {rows[-1].place}"
    ids = list(dict.fromkeys(row.id for row in rows))
    if len(ids) == 1:
        return f"{places} have the same id {ids[0]}: no workbook was made. Give each engagement its own id."
    listed = ", ".join(ids)
    return f"{places} have ids with the same file name {name} ({listed}): no workbooks were made."
