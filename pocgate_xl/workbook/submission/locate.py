"""Where the sheets and names of a plan are in a file: in place, renamed, moved or gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ...records import dataclass
from ...spreadsheetml.reader import RawSheet, RawWorkbook
from ..layout.plan import Area
from .expected import ExpectedWorkbook
from .origins.identity import CornersOfSheet, places_by_name


@dataclass(frozen=True, slots=True)
class Displaced:
    """What is not where it was planned; `found` is an address, or empty where the name is gone.

    `title` is that of its sheet in the file, `planned` its address there.
    """

    name: str
    sheet: str
    title: str
    planned: Area
    found: str
    place: CornersOfSheet | None = None

    @property
    def way(self) -> tuple[object, ...]:
        """Return where to, and how, a cell was moved: the same for all that were moved together."""
        if self.place is None:
            return ()
        title, first, last = self.place
        (top, left), (bottom, right) = self.planned.first, self.planned.last
        return title, first[0] - top, first[1] - left, last[0] - bottom, last[1] - right


@dataclass(frozen=True, slots=True)
class Located:
    """The sheets of the file by sheet id, the missing ones left out, and what is displaced.

    `by_place` says that no name is left, and that all is read where its fixed texts say that it stands.
    """

    sheets: Mapping[str, RawSheet]
    displaced: Mapping[str, Displaced]
    by_place: bool = False

    @property
    def displaced_sheets(self) -> frozenset[str]:
        """Return the sheets on which cells were moved, so that nothing stands where it was."""
        return frozenset(displaced.sheet for displaced in self.displaced.values())


def locate(expected: ExpectedWorkbook, facts: RawWorkbook) -> Located:
    """Find every sheet and name; names say where a sheet is, its title only where no name does."""
    titles, names = tuple(sheet.title for sheet in facts.sheets), tuple(facts.names.items())
    found, displaced = _located(expected, titles, names)
    sheets = {id_: facts.sheets[index] for id_, index in found.items()}
    if displaced and _is_nameless(expected, names) and _stands(expected, sheets):
        return Located(sheets, {}, by_place=True)
    return Located(sheets, displaced)


def _is_nameless(expected: ExpectedWorkbook, names: tuple[tuple[str, str], ...]) -> bool:
    """Say whether no planned name is in the file, not even one that points to nothing."""
    return expected.names.keys().isdisjoint(name.casefold() for name, _ in names)


def _stands(expected: ExpectedWorkbook, sheets: Mapping[str, RawSheet]) -> bool:
    """Say whether every sheet is there, and every fixed text where it was planned."""
    if expected.titles.keys() != sheets.keys():
        return False
    return all(
        (cell := sheets[id_].cells.get(position)) and str(cell.value).split() == str(text).split()
        for id_, texts in expected.literals.items()
        for position, text in texts
    )


@lru_cache(maxsize=16)
def _located(
    expected: ExpectedWorkbook, titles: tuple[str, ...], names: tuple[tuple[str, str], ...]
) -> tuple[Mapping[str, int], Mapping[str, Displaced]]:
    """Return the index of each sheet and what is displaced: the same in most files of a batch."""
    places = places_by_name(names)
    sheets = dict(_sheets(expected, titles, places))
    displaced = {
        name: _displaced(name, area, titles[sheets[area.sheet]], places.get(name))
        for name, area in expected.names.items()
        if area.sheet in sheets and not _in_place(places.get(name), titles[sheets[area.sheet]], area)
    }
    return sheets, displaced


def _sheets(
    expected: ExpectedWorkbook, titles: tuple[str, ...], places: Mapping[str, CornersOfSheet | None]
) -> Iterator[tuple[str, int]]:
    by_title: dict[str, int] = {}
    for index, title in enumerate(titles):
        by_title.setdefault(title.casefold(), index)
    votes = _votes(expected, places)
    for id_, title in expected.titles.items():
        ranked = (voted for voted, _ in votes[id_].most_common() if voted in by_title)
        found = by_title.get(next(ranked, title.casefold()))
        if found is not None:
            yield id_, found


def _votes(
    expected: ExpectedWorkbook, places: Mapping[str, CornersOfSheet | None]
) -> dict[str, Counter[str]]:
    """Count, for each sheet, the titles to which names at their planned addresses point."""
    votes: dict[str, Counter[str]] = {id_: Counter() for id_ in expected.titles}
    for name, area in expected.names.items():
        place = places.get(name)
        if place and place[1:] == (area.first, area.last):
            votes[area.sheet][place[0].casefold()] += 1
    return votes


def _in_place(place: CornersOfSheet | None, title: str, area: Area) -> bool:
    return (
        place is not None and place[1:] == (area.first, area.last) and place[0].casefold() == title.casefold()
    )


def _displaced(name: str, area: Area, title: str, place: CornersOfSheet | None) -> Displaced:
    found = f"{place[0]}!{Area('', place[1], place[2]).ref}".replace("$", "") if place else ""
    return Displaced(name, area.sheet, title, area, found, place)


def missing_sheets(expected: ExpectedWorkbook, located: Located) -> Iterator[str]:
    """Yield the ids of the sheets that are gone, those that say nothing left out."""
    for sheet in expected.plan.sheets:
        if sheet.id not in located.sheets and sheet.names:
            yield sheet.id


def renamed_sheets(expected: ExpectedWorkbook, located: Located) -> Iterator[tuple[str, str]]:
    """Yield planned and present title of every renamed sheet; case does not count."""
    for id_, sheet in located.sheets.items():
        planned = expected.titles[id_]
        if planned.casefold() != sheet.title.casefold():
            yield planned, sheet.title


def unknown_sheets(located: Located, facts: RawWorkbook) -> Iterator[RawSheet]:
    """Yield the sheets of the file that the plan does not have."""
    ours = {id(sheet) for sheet in located.sheets.values()}
    return (sheet for sheet in facts.sheets if id(sheet) not in ours)
