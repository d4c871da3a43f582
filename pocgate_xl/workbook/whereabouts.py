"""Where the sheets and names of a plan are in a file: in place, renamed, moved or gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .blueprint import Blueprint
from .identify import Place
from .plan import Area
from .sheet_xml import SheetFacts, WorkbookFacts


@dataclass(frozen=True, slots=True)
class Displaced:
    """Name what is not where it was planned; `found` is an address, or empty where the name is gone.

    `title` is that of its sheet in the file, `planned` its address there.
    """

    name: str
    sheet: str
    title: str
    planned: Area
    found: str


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Hold the sheets of the file by sheet id, the missing ones left out, and what is displaced."""

    sheets: Mapping[str, SheetFacts]
    displaced: Mapping[str, Displaced]

    @property
    def displaced_sheets(self) -> frozenset[str]:
        """Return the sheets on which cells were moved, so that nothing stands where it was."""
        return frozenset(displaced.sheet for displaced in self.displaced.values())


def locate(blueprint: Blueprint, facts: WorkbookFacts, places: Mapping[str, Place | None]) -> Whereabouts:
    """Find every sheet and name; names say where a sheet is, its title only where no name does."""
    sheets = dict(_sheets(blueprint, facts, places))
    displaced = {
        name: _displaced(name, area, sheets[area.sheet], places.get(name))
        for name, area in blueprint.names.items()
        if area.sheet in sheets and not _in_place(places.get(name), sheets[area.sheet], area)
    }
    return Whereabouts(sheets, displaced)


def _sheets(
    blueprint: Blueprint, facts: WorkbookFacts, places: Mapping[str, Place | None]
) -> Iterator[tuple[str, SheetFacts]]:
    by_title: dict[str, SheetFacts] = {}
    for sheet in facts.sheets:
        by_title.setdefault(sheet.title.casefold(), sheet)
    votes = _votes(blueprint, places)
    for id_, title in blueprint.titles.items():
        told = (voted for voted, _ in votes[id_].most_common() if voted in by_title)
        found = by_title.get(next(told, title.casefold()))
        if found is not None:
            yield id_, found


def _votes(blueprint: Blueprint, places: Mapping[str, Place | None]) -> dict[str, Counter[str]]:
    """Count, for each sheet, the titles to which names at their planned addresses point."""
    votes: dict[str, Counter[str]] = {id_: Counter() for id_ in blueprint.titles}
    for name, area in blueprint.names.items():
        place = places.get(name)
        if place and place[1:] == (area.first, area.last):
            votes[area.sheet][place[0].casefold()] += 1
    return votes


def _in_place(place: Place | None, sheet: SheetFacts, area: Area) -> bool:
    return (
        place is not None
        and place[1:] == (area.first, area.last)
        and place[0].casefold() == sheet.title.casefold()
    )


def _displaced(name: str, area: Area, sheet: SheetFacts, place: Place | None) -> Displaced:
    found = f"{place[0]}!{Area('', place[1], place[2]).ref}".replace("$", "") if place else ""
    return Displaced(name, area.sheet, sheet.title, area, found)


def missing_sheets(blueprint: Blueprint, whereabouts: Whereabouts) -> Iterator[str]:
    """Yield the ids of the sheets that are gone, those that say nothing left out."""
    for sheet in blueprint.plan.sheets:
        if sheet.id not in whereabouts.sheets and sheet.names:
            yield sheet.id


def renamed_sheets(blueprint: Blueprint, whereabouts: Whereabouts) -> Iterator[tuple[str, str]]:
    """Yield planned and present title of every renamed sheet; case does not count."""
    for id_, sheet in whereabouts.sheets.items():
        planned = blueprint.titles[id_]
        if planned.casefold() != sheet.title.casefold():
            yield planned, sheet.title


def strangers(whereabouts: Whereabouts, facts: WorkbookFacts) -> Iterator[SheetFacts]:
    """Yield the sheets of the file that the plan does not have."""
    ours = {id(sheet) for sheet in whereabouts.sheets.values()}
    return (sheet for sheet in facts.sheets if id(sheet) not in ours)
