"""Where the answers of a damaged workbook stand now: by their names, else by the texts beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from ....spreadsheetml.address import Position
from ....spreadsheetml.reader import RawSheet
from ...layout.plan import Area
from ...submission.locate import unknown_sheets
from ...submission.origins.identity import CornersOfSheet, places_of
from ...submission.reader import Reading

MOST_CELLS = 20_000
"""Cells of a sheet among which texts are looked for."""
LEAST_SHARE = 0.5
"""A sheet that has fewer of the texts of another is not that one under a new name."""


class Place(NamedTuple):
    """Where an answer stands; `moved` says that it is not where it was planned."""

    sheet: RawSheet
    position: Position
    moved: bool = False


class Anchor(NamedTuple):
    """A text that stands once on a planned sheet, in the row of what it speaks of."""

    position: Position
    text: str


class AnswerPlaces:
    """Where the inputs of one workbook stand; what nothing tells is not guessed."""

    def __init__(self, reading: Reading) -> None:
        self.expected, self.located, self.facts = reading.expected, reading.located, reading.facts
        self.named = places_of(reading.facts)
        self._anchors: dict[str, dict[int, list[Anchor]]] = {}
        self._texts: dict[str, dict[str, list[Position]]] = {}

    @cached_property
    def sheets(self) -> Mapping[str, RawSheet]:
        """Return the sheets by id; one that nothing names is told by its texts."""
        found = dict(self.located.sheets)
        others = list(unknown_sheets(self.located, self.facts))
        for id_ in self.expected.titles.keys() - found.keys():
            shares = ((self._share(id_, sheet), sheet) for sheet in others)
            share, best = max(shares, key=lambda each: each[0], default=(0.0, None))
            if best is not None and share >= LEAST_SHARE:
                found[id_] = best
                others.remove(best)
        return found

    def _share(self, id_: str, sheet: RawSheet) -> float:
        planned = {_plain(text) for _, text in self.expected.literals.get(id_, ())}
        return len(planned & self._where(sheet).keys()) / len(planned) if planned else 0.0

    def of(self, name: str) -> Place | None:
        """Return where a named cell stands; None where it is gone."""
        area = self.expected.names[name]
        found, named = self.sheets.get(area.sheet), self._by_name(name)
        anchors = self._anchors_of(area)
        stands = found is not None and self._stands(found, anchors)
        if found is None or (
            name in self.located.displaced and named and not (stands and _holds(found, area))
        ):
            return named
        if stands:
            return Place(found, area.first)
        by_text = self._by_text(found, area, anchors)
        gone = anchors and (name in self.located.displaced or self._is_anothers(found, area))
        return by_text or (None if gone else Place(found, area.first))

    def table(self, name: str) -> tuple[RawSheet, Position, int] | None:
        """Return the sheet, the first cell and the number of rows of a table of free rows."""
        area, place = self.expected.names[name], self.of(name)
        if place is None:
            return None
        rows = area.last[0] - area.first[0] + 1
        said = self.named.get(name)
        if said and said[1] == place.position and said[0].casefold() == place.sheet.title.casefold():
            rows = max(rows, min(said[2][0] - said[1][0] + 1, 2 * rows))
        return place.sheet, place.position, rows

    def _by_name(self, name: str) -> Place | None:
        said: CornersOfSheet | None = self.named.get(name)
        sheet = said and next(
            (each for each in self.facts.sheets if each.title.casefold() == said[0].casefold()), None
        )
        return Place(sheet, said[1], moved=True) if said and sheet else None

    def _by_text(self, sheet: RawSheet, area: Area, anchors: list[Anchor]) -> Place | None:
        """Return where the texts of its row went, if they all went the same way."""
        ways = {(row - a.position[0], column - a.position[1])
                for a in anchors for row, column in self._where(sheet).get(_plain(a.text), ())}  # fmt: skip
        if len(ways) != 1:
            return None
        ((down, right),) = ways
        return Place(sheet, (area.first[0] + down, area.first[1] + right), moved=True)

    def _stands(self, sheet: RawSheet, anchors: list[Anchor]) -> bool:
        """Say whether a text of the row is where it was planned."""
        cells = ((sheet.cells.get(anchor.position), anchor.text) for anchor in anchors)
        return any(cell is not None and _plain(cell.value) == _plain(text) for cell, text in cells)

    def _is_anothers(self, sheet: RawSheet, area: Area) -> bool:
        """Say whether the text of another row stands in this one, so that its own is gone."""
        row, own = area.first[0], {_plain(anchor.text) for anchor in self._anchors_of(area)}
        texts = (anchor for each in self._anchors[area.sheet].values() for anchor in each)
        return any(
            at[0] == row
            for anchor in texts
            if _plain(anchor.text) not in own
            for at in self._where(sheet).get(_plain(anchor.text), ())
        )

    def _anchors_of(self, area: Area) -> list[Anchor]:
        if area.sheet not in self._anchors:
            rows: dict[int, list[Anchor]] = {}
            for anchor in self._single_texts(area.sheet):
                rows.setdefault(anchor.position[0], []).append(anchor)
            self._anchors[area.sheet] = rows
        return self._anchors[area.sheet].get(area.first[0], [])

    def _single_texts(self, id_: str) -> Iterator[Anchor]:
        texts = [(at, text) for at, text in self.expected.literals.get(id_, ()) if isinstance(text, str)]
        times = Counter(_plain(text) for _, text in texts)
        yield from (Anchor(at, text) for at, text in texts if times[_plain(text)] == 1 and len(text) > 1)

    def _where(self, sheet: RawSheet) -> Mapping[str, list[Position]]:
        """Return where each text of a sheet stands."""
        if sheet.part not in self._texts:
            found: dict[str, list[Position]] = {}
            for at, cell in islice(sheet.cells.items(), MOST_CELLS):
                if isinstance(cell.value, str) and cell.formula is None:
                    found.setdefault(_plain(cell.value), []).append(at)
            self._texts[sheet.part] = found
        return self._texts[sheet.part]


def _holds(sheet: RawSheet, area: Area) -> bool:
    """Say whether something stands where it was planned, beside the text that asks for it."""
    cell = sheet.cells.get(area.first)
    return cell is not None and cell.kind != "blank"


def _plain(value: object) -> str:
    return " ".join(str(value).split())
