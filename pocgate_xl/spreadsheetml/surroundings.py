"""What stands around the cells of a file, read when it is asked for: looks, shapes, charts, notes, settings.

Most files of a batch share these parts byte by byte, packed ones too; so they are unpacked and read again
only where their packed bytes were never seen.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import NamedTuple, Protocol, TypeVar

from ..opc.limits import DEFAULT, Limits
from ..opc.memory import read_once
from ..opc.package import Package
from ..opc.refusal import Refused
from ..opc.relationships import Relationship, parts_with_relationships, relationships_of
from .address import Position
from .drawings.charts import DrawnChart, drawn_chart
from .drawings.shapes import NOTES, Shape, legacy_shapes, notes_of, shapes_of
from .reader import RawSheet
from .styles.cell_looks import NO_LOOKS, Looks, looks_of
from .styles.rich_text import Runs, marked_rows, places_in_table, runs_of
from .styles.sheet_looks import SheetLook, known_look, sheet_look
from .workbook_part import Listed, listed_in
from .worksheets.rows import SheetCells

T = TypeVar("T")


class Over(NamedTuple):
    """What lies over a sheet; `unread` names parts that nobody can say anything about."""

    shapes: tuple[Shape, ...] = ()
    charts: Mapping[str, DrawnChart] = {}
    notes: tuple[tuple[Position, str], ...] = ()
    background: bool = False
    unread: tuple[str, ...] = ()


NOTHING = Over()
NO_SHAPES: tuple[Shape, ...] = ()


class Surroundings(Protocol):
    """What stands around the cells of each sheet."""

    @property
    def looks(self) -> Looks: ...
    @property
    def settings(self) -> Mapping[str, str]: ...
    @property
    def macro_names(self) -> tuple[str, ...]: ...
    @property
    def runs(self) -> Runs: ...
    def runs_on(self, sheet: RawSheet) -> Runs: ...
    def places(self, sheet: RawSheet, among: AbstractSet[int]) -> Mapping[Position, int]: ...
    def look(self, sheet: RawSheet, last: int) -> SheetLook: ...
    def over(self, sheet: RawSheet) -> Over: ...
    def link(self, sheet: RawSheet, id_: str) -> str: ...


class PackageSurroundings:
    """The surroundings as a package has them; Refused where the limits or XML forbid it."""

    def __init__(self, package: Package, limits: Limits = DEFAULT) -> None:
        self.package, self.limits = package, limits

    @cached_property
    def _workbook(self) -> str:
        links = relationships_of(self.package, "").values()
        targets = (link.target for link in links if link.kind == "officedocument")
        return next(targets, "xl/workbook.xml")

    @cached_property
    def _linked(self) -> frozenset[str]:
        """Return the parts that refer to others, in small letters."""
        return parts_with_relationships(self.package.names)

    @cached_property
    def looks(self) -> Looks:
        links = relationships_of(self.package, self._workbook).values()
        parts = {link.kind: link.target for link in links if not link.external}
        styles, theme = (self.package.find(parts.get(kind, "")) for kind in ("styles", "theme"))
        if styles is None:
            return NO_LOOKS

        def read(data: bytes) -> Looks:
            return looks_of(data, self.package.read(theme) if theme else None, self.limits)

        return self._remembered(styles, read, "looks", self.package.packed(theme) if theme else None)

    @cached_property
    def settings(self) -> Mapping[str, str]:
        """Return how the workbook computes and shows itself, as its attributes say."""
        return self._listed.settings if self._listed else {}

    @cached_property
    def macro_names(self) -> tuple[str, ...]:
        """Return the names that are marked as those of macros or functions, with their marks."""
        return self._listed.macro_names if self._listed else ()

    @cached_property
    def _listed(self) -> Listed | None:
        name = self.package.find(self._workbook)
        return listed_in(self.package, name, self.limits) if name else None

    @cached_property
    def runs(self) -> Runs:
        """Return the texts of the workbook's table of which parts have looks of their own."""
        parts = [link.target for link in relationships_of(self.package, self._workbook).values()
                 if link.kind == "sharedstrings"]  # fmt: skip
        name = self.package.find(parts[0]) if parts else None
        if name is None:
            return {}
        theme = self.looks.theme
        return self._remembered(name, lambda data: runs_of(data, theme, self.limits, "texts"), "runs", theme)

    def runs_on(self, sheet: RawSheet) -> Runs:
        """Return the same of the texts that stand in the cells of a sheet themselves."""
        data = marked_rows(sheet.known) if sheet.known else self.package.read(sheet.part)
        return runs_of(data, self.looks.theme, self.limits, sheet.part) if data else {}

    def places(self, sheet: RawSheet, among: AbstractSet[int]) -> Mapping[Position, int]:
        """Return the cells of a sheet that show certain texts of the workbook's table, and which."""
        if isinstance(sheet.cells, SheetCells):
            return sheet.cells.showing(among)
        found = places_in_table(self.package.read(sheet.part)) if among else {}
        return {position: place for position, place in found.items() if place in among}

    def look(self, sheet: RawSheet, last: int) -> SheetLook:
        """Return a sheet's looks down to the last row that was planned."""
        if sheet.known:
            return known_look(sheet.known, self.limits, sheet.part)
        return sheet_look(self.package.read(sheet.part), last, self.limits, sheet.part)

    def link(self, sheet: RawSheet, id_: str) -> str:
        """Return what a relationship of a sheet points to; nothing follows it."""
        found = relationships_of(self.package, sheet.part).get(id_)
        return found.target if found else ""

    def over(self, sheet: RawSheet) -> Over:
        if sheet.part.casefold() not in self._linked:
            return NOTHING
        links = relationships_of(self.package, sheet.part).values()
        drawn = [link for link in links if not link.external]
        if not drawn:
            return NOTHING
        unread: list[str] = []
        shapes = [shape for link in drawn for shape in self._shapes(link, unread)]
        return Over(
            tuple(shapes),
            {
                each.chart: chart
                for each in shapes
                if each.chart
                for chart in self._charts(each.chart, unread)
            },
            tuple(note for link in drawn if link.kind in NOTES for note in self._notes(link.target, unread)),
            any(link.kind == "image" for link in drawn),
            tuple(unread),
        )

    def _shapes(self, link: Relationship, unread: list[str]) -> Iterator[Shape]:
        """Yield the shapes of a drawing, each chart with its part in place of a relationship."""
        if link.kind == "vmldrawing":
            yield from self._read(link.target, legacy_shapes, NO_SHAPES, unread)
        elif link.kind == "drawing":
            links = relationships_of(self.package, self.package.find(link.target) or link.target)
            for shape in self._read(link.target, self._drawing, NO_SHAPES, unread):
                target = links.get(shape.chart)
                yield shape._replace(chart=target.target if target and not target.external else "")

    def _drawing(self, data: bytes) -> tuple[Shape, ...]:
        return shapes_of(data, self.limits, "drawing")

    def _charts(self, part: str, unread: list[str]) -> tuple[DrawnChart, ...]:
        return self._read(part, lambda data: (drawn_chart(data, self.limits, "chart"),), (), unread)

    def _notes(self, part: str, unread: list[str]) -> tuple[tuple[Position, str], ...]:
        return self._read(part, lambda data: notes_of(data, self.limits, "notes"), (), unread)

    def _read(self, part: str, read: Callable[[bytes], T], otherwise: T, unread: list[str]) -> T:
        name = self.package.find(part)
        if name is None:
            return otherwise
        try:
            return self._remembered(name, read, getattr(read, "__qualname__", ""))
        except Refused:
            unread.append(name)
            return otherwise

    def _remembered(self, name: str, read: Callable[[bytes], T], *context: Hashable) -> T:
        """Read a part unless its packed bytes are known; what is read depends on nothing else."""
        return read_once(read, self.package, name, self.limits, *context)
