"""What was done to a workbook as a whole: one act, however many cells it changed.

A program that drops every name, a sheet pasted as values, an inserted row: each changes dozens of cells and
is one thing to mend. Each act names its cells; nothing of it is read as if it had not happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from itertools import groupby
from operator import attrgetter
from typing import Literal

from ....records import dataclass
from ....spreadsheetml.address import Position, column_letters
from ...layout.plan import INTERNAL, Area
from ..expected import ExpectedWorkbook
from ..locate import Displaced
from ..origins.identity import places_of
from ..reader import Reading
from .shifted import Shift, ShiftKind, shifts_of
from .tampering import Change, ChangeKind

ActKind = ShiftKind | ChangeKind | Literal["names_lost", "cells_moved", "rows_sorted", "other_layout"]

FEW = 3
"""So many changes of a kind on one sheet may well be as many acts, so each is told by itself."""
MOST_FORMULAS = 0.9
"""A sheet of which so many formulas are gone was pasted as values."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act on one sheet, at its first cell; `cells` are all that it changed, where they are several.

    `whole` says that nothing of its kind is left on the sheet.
    """

    kind: ActKind
    title: str
    position: Position | None
    name: str = ""
    found: str = ""
    planned: str = ""
    cells: tuple[Position, ...] = ()
    whole: bool = False
    values: Mapping[str, object] = field(default_factory=dict)


def acts_of(reading: Reading) -> tuple[Act, ...]:
    """Return what was done to each sheet; where the layout is none that is known, only that."""
    if not reading.known_layout:
        return tuple(_by_layout(reading))
    return (*_displaced(reading), *_changed(reading))


def _by_layout(reading: Reading) -> Iterator[Act]:
    """Yield one act for each sheet that is not as in the layout at hand."""
    cells: dict[str, set[Position]] = {}
    for each in reading.located.displaced.values():
        cells.setdefault(each.title, set()).add(each.planned.first)
    for change in reading.changes:
        cells.setdefault(change.title, set()).add(change.position)
    for title, positions in cells.items():
        ordered = tuple(sorted(positions))
        yield Act("other_layout", title, ordered[0], cells=ordered)


def _displaced(reading: Reading) -> Iterator[Act]:
    by_sheet = groupby(sorted(_reported(reading), key=attrgetter("sheet")), key=attrgetter("sheet"))
    for id_, group in by_sheet:
        names = sorted(group, key=lambda each: (each.planned.first, each.name))
        yield from _shifted(reading, id_, names) or (*_lost(names), *_moved(names))


def _reported(reading: Reading) -> Iterator[Displaced]:
    """Yield displaced inputs and results; a formula's own names only on sheets without such."""
    displaced = reading.located.displaced.values()
    sheets = {each.sheet for each in displaced if not each.name.startswith(INTERNAL)}
    return (each for each in displaced if each.sheet not in sheets or not each.name.startswith(INTERNAL))


def _shifted(reading: Reading, id_: str, names: list[Displaced]) -> tuple[Act, ...]:
    """Return rows and columns that were inserted or deleted, if they explain where everything is."""
    sheet = reading.located.sheets[id_]
    shifts = shifts_of(reading.expected, id_, sheet, places_of(reading.facts))
    cells = tuple(dict.fromkeys(each.planned.first for each in names))
    acts = []
    for shift in shifts:
        axis = int(shift.kind.startswith("columns"))
        pushed = [each for each in names if each.found and each.planned.first[axis] >= shift.after]
        asked = (each for each in pushed if each.name in reading.expected.fields)
        known = next(asked, (pushed or names)[0])
        acts.append(
            Act(shift.kind, sheet.title, known.planned.first, known.name, known.found, _address(known),
                cells, values=_extent(shift, axis))
        )  # fmt: skip
    return tuple(acts)


def _extent(shift: Shift, axis: int) -> Mapping[str, object]:
    first, last = shift.first, shift.first + shift.count - 1
    ends = map(column_letters, (first, last)) if axis else (first, last)
    return dict(zip(("first", "last"), ends, strict=True)) | {"amount": shift.count}


def _lost(names: Iterable[Displaced]) -> Iterator[Act]:
    lost = [each for each in names if not each.found]
    for group in [lost] if len(lost) > FEW else [[each] for each in lost]:
        if group:
            yield _placed("names_lost", group)


def _moved(names: Iterable[Displaced]) -> Iterator[Act]:
    """Yield what was moved, together where it was moved the same way."""
    ways: dict[object, list[Displaced]] = {}
    for each in names:
        if each.found:
            ways.setdefault(each.way, []).append(each)
    for group in ways.values():
        yield _placed("cells_moved", group)


def _placed(kind: ActKind, group: list[Displaced]) -> Act:
    first = group[0]
    cells = tuple(each.planned.first for each in group) if len(group) > 1 else ()
    return Act(kind, first.title, first.planned.first, first.name, first.found, _address(first), cells)


def _address(displaced: Displaced) -> str:
    return f"{displaced.title}!{displaced.planned.ref.replace('$', '')}"


def _changed(reading: Reading) -> Iterator[Act]:
    by_sheet = groupby(sorted(reading.changes, key=attrgetter("sheet")), key=attrgetter("sheet"))
    for id_, group in by_sheet:
        found = sorted(group, key=attrgetter("kind", "position"))
        ordered = _sorted_rows(found)
        if ordered:
            yield ordered
            found = [each for each in found if each.position not in ordered.cells]
        for kind, of_kind in groupby(found, key=attrgetter("kind")):
            yield from _of_kind(reading.expected, id_, kind, list(of_kind))


def _of_kind(expected: ExpectedWorkbook, id_: str, kind: ChangeKind, found: list[Change]) -> Iterator[Act]:
    names = expected.name_at
    for group in [found] if len(found) > FEW else [[each] for each in found]:
        first = group[0]
        cells = tuple(each.position for each in group) if len(group) > 1 else ()
        whole = kind == "overwritten_formula" and len(group) >= MOST_FORMULAS * len(expected.formulas[id_])
        yield Act(
            kind, first.title, first.position, names.get((id_, first.position), ""), first.found,
            first.planned, cells, whole and bool(cells),
        )  # fmt: skip


def _sorted_rows(found: list[Change]) -> Act | None:
    """Return the act of sorting: a column that says what was planned, in another order."""
    by_column: dict[int, list[Change]] = {}
    for each in found:
        if each.kind in ("changed_text", "changed_constant"):
            by_column.setdefault(each.position[1], []).append(each)
    mixed = [group for group in by_column.values() if len(group) > 1 and _same_texts(group)]
    if not mixed:
        return None
    rows = {each.position[0] for group in mixed for each in group}
    first = min((each for group in mixed for each in group), key=attrgetter("position"))
    cells = tuple(sorted(each.position for each in found if min(rows) <= each.position[0] <= max(rows)))
    area = Area("", (min(rows), first.position[1]), (max(rows), first.position[1]))
    values = {"first": min(rows), "last": max(rows), "amount": len(rows)}
    return Act("rows_sorted", first.title, area.first, "", first.found, first.planned, cells, values=values)


def _same_texts(group: list[Change]) -> bool:
    return Counter(each.found for each in group) == Counter(each.planned for each in group)
