"""Which rows and columns of a sheet were inserted or deleted, told by where its names and texts went."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Literal, NamedTuple

from ....records import dataclass
from ....spreadsheetml.address import Position
from ....spreadsheetml.reader import RawSheet
from ...layout.plan import Area
from ..expected import ExpectedWorkbook
from ..origins.identity import CornersOfSheet

ShiftKind = Literal["rows_inserted", "rows_deleted", "columns_inserted", "columns_deleted"]
KINDS: tuple[tuple[ShiftKind, ShiftKind], ...] = (
    ("rows_inserted", "rows_deleted"), ("columns_inserted", "columns_deleted"),
)  # fmt: skip
"""By axis: what moves cells on, and what draws them in."""

LEAST_SHARE = 0.9
"""A sheet of which fewer texts and names went along was changed in another way."""
MOST_STEPS = 6
"""What was changed in more places than this is no longer told place by place."""

Pair = tuple[Area, CornersOfSheet]
"""Where a name was planned, and where it points."""
PlacedTexts = Iterable[tuple[Position, str | float]]
Displacement = tuple[int, int]
"""From which planned row or column on, and by how many cells stand further on."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One place of a sheet at which rows or columns were inserted or deleted.

    `first` is the first of them, in the file where they were inserted and in the plan where they were
    deleted; `after` is the planned row or column that is now pushed on or drawn in, `now` where it stands.
    """

    kind: ShiftKind
    first: int
    count: int
    after: int
    now: int


class _Axis(NamedTuple):
    """The steps along rows (0) or columns (1)."""

    axis: int
    steps: tuple[Displacement, ...]

    def found(self, planned: int) -> int:
        at = bisect_right(self.steps, planned, key=itemgetter(0))
        return planned + (self.steps[at - 1][1] if at else 0)


def shifts_of(
    expected: ExpectedWorkbook, id_: str, sheet: RawSheet, places: Mapping[str, CornersOfSheet | None]
) -> tuple[Shift, ...]:
    """Return what explains where all of a sheet stands now; nothing where nothing explains it."""
    planned = [(area, places.get(name)) for name, area in expected.names.items() if area.sheet == id_]
    pairs = [(area, place) for area, place in planned if place]
    gone = [area.first for area, place in planned if not place]
    texts = [(at, text) for at, text in expected.literals.get(id_, ()) if _remains(at, gone)]
    rows, columns = (_Axis(axis, tuple(_steps(_moves(axis, pairs, texts, sheet)))) for axis in (0, 1))
    steps = len(rows.steps) + len(columns.steps)
    if not 0 < steps <= MOST_STEPS or not _explains(pairs, texts, sheet, rows, columns):
        return ()
    found = [shift for axis in (rows, columns) for shift in _shifts(axis, {at[axis.axis] for at in gone})]
    return tuple(found) if all(shift.first > 0 and shift.now > 0 for shift in found) else ()


def _remains(position: Position, gone: Iterable[Position]) -> bool:
    """Say whether a text is in no row or column of a name that is gone, with which it may have gone."""
    return all(position[0] != row and position[1] != column for row, column in gone)


def _moves(
    axis: int, pairs: Iterable[Pair], texts: PlacedTexts, sheet: RawSheet
) -> Iterator[tuple[int, int]]:
    """Yield planned row or column, and by how many cells most of what stands there stands further on."""
    votes: dict[int, Counter[int]] = {}
    for area, place in pairs:
        for planned, found in ((area.first, place[1]), (area.last, place[2])):
            votes.setdefault(planned[axis], Counter())[found[axis] - planned[axis]] += 1
    possible = sorted({by for counted in votes.values() for by in counted}, key=abs)
    for position, text in texts:
        by = next((by for by in possible if _stands(sheet, _further(position, axis, by), text)), None)
        if by is not None:
            votes.setdefault(position[axis], Counter())[by] += 1
    for planned_at in sorted(votes):
        yield planned_at, votes[planned_at].most_common(1)[0][0]


def _further(position: Position, axis: int, by: int) -> Position:
    return (position[0], position[1] + by) if axis else (position[0] + by, position[1])


def _stands(sheet: RawSheet, position: Position, text: object) -> bool:
    cell = sheet.cells.get(position)
    return cell is not None and str(cell.value).split() == str(text).split()


def _steps(moves: Iterable[tuple[int, int]]) -> Iterator[Displacement]:
    before = 0
    for planned, by in moves:
        if by != before:
            yield planned, by
            before = by


def _explains(
    pairs: Iterable[Pair], texts: PlacedTexts, sheet: RawSheet, rows: _Axis, columns: _Axis
) -> bool:
    """Say whether names and fixed texts stand where the steps would put them."""

    def moved(position: Position) -> Position:
        return rows.found(position[0]), columns.found(position[1])

    agreeing = [(moved(area.first), moved(area.last)) == place[1:] for area, place in pairs]
    agreeing += [_stands(sheet, moved(position), text) for position, text in texts]
    return sum(agreeing) >= LEAST_SHARE * len(agreeing)


def _shifts(axis: _Axis, gone: Iterable[int]) -> Iterator[Shift]:
    """Yield each step; what was deleted began where names are gone, else just before what was drawn in."""
    inserted, deleted = KINDS[axis.axis]
    before = since = 0
    for planned, by in axis.steps:
        count = abs(by - before)
        if by > before:
            yield Shift(inserted, planned + before, count, planned, planned + by)
        else:
            first = min((at for at in gone if since <= at <= planned - count), default=planned - count)
            yield Shift(deleted, first, count, planned, planned + by)
        before, since = by, planned
