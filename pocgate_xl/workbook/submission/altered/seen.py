"""Which cells of a plan a reader takes something from: results that are shown, answers, the decision."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import cached_property, lru_cache

from ....records import dataclass
from ....spreadsheetml.address import Position, area_of
from ....spreadsheetml.formulas.text import Postfix, canonical
from ....spreadsheetml.styles.number_formats import FormatSection, sections_of
from ...layout.plan import OUTPUT_PREFIX, Area, Cell, Highlight, SheetPlan
from ...layout.styles.cell_styles import look_of, number_format_of, tone
from ...rendering.data_validation import list_of
from ..expected import ExpectedWorkbook

WORKINGS = frozenset({"working", "code", "hint", "check", "gantt", "bar", "header", "header_on", "carried"})
"""Styles of what serves formulas, or the person who fills in."""
UNREAD = frozenset({"working", "code", "gantt", "bar"})
"""Styles of cells whose contents nobody is meant to read."""
DECISION, VERDICT = f"{OUTPUT_PREFIX}decision", f"{OUTPUT_PREFIX}verdict"


class Beside:
    """Picks positions that are listed, and those that are not `planned` where that is asked."""

    def __init__(self, listed: Container[Position], planned: Container[Position] | None) -> None:
        self.listed, self.planned = listed, planned

    def of(self, positions: Iterable[Position]) -> tuple[Position, ...]:
        return tuple(at for at in positions if at in self.listed or self._unplanned(at))

    def _unplanned(self, at: Position) -> bool:
        return self.planned is not None and at not in self.planned


@dataclass(frozen=True, eq=False)
class Seen:
    """What is looked up for every sheet of a file."""

    expected: ExpectedWorkbook
    plan: SheetPlan

    @cached_property
    def results(self) -> Mapping[Position, Cell]:
        """Return the formulas whose values people read."""
        cells = self.plan.cells.items()
        return {at: cell for at, cell in cells if cell.formula and cell.style not in WORKINGS}

    @cached_property
    def read(self) -> Mapping[Position, Cell]:
        """Return results and answers."""
        answers = {at: cell for at, cell in self.plan.cells.items() if cell.field}
        return {**answers, **self.results}

    @cached_property
    def texts(self) -> Mapping[Position, Cell]:
        """Return the fixed texts that people read; none on a sheet where everything may be edited."""
        cells = self.plan.cells.items() if not self.plan.unlocked else ()
        return {at: c for at, c in cells if isinstance(c.value, str) and c.value and c.style not in UNREAD}

    @cached_property
    def blanks(self) -> frozenset[Position]:
        """Return the cells that have a look and nothing else; none where everything may be edited."""
        cells = self.plan.cells.items() if not self.plan.unlocked else ()
        return frozenset(at for at, cell in cells if _is_blank(cell) and cell.style != "working")

    @cached_property
    def room(self) -> Mapping[Position, Position]:
        """Return the blank cells into which results run over from the left, each with that result."""
        beside = {(row, column + 1): (row, column) for row, column in self.results}
        planned = self.plan.cells
        return {at: left for at, left in beside.items() if at not in planned or _is_blank(planned[at])}

    @cached_property
    def beside(self) -> Beside:
        """Pick what stands where nothing was planned, or where a text beside it needs the room."""
        return Beside(self.blanks | self.room.keys(), self.plan.cells if self.decision else None)

    @cached_property
    def formatted(self) -> Mapping[Position, Cell]:
        """Return what must be shown as it is: what people read, and results that only formulas read."""
        outputs = (a.first for name, a in self.plan.names.items() if name.startswith(OUTPUT_PREFIX))
        own = {at: self.plan.cells[at] for at in outputs if at in self.plan.cells}
        return {**own, **self.texts, **self.read}

    @cached_property
    def merges(self) -> frozenset[tuple[Position, Position]]:
        """Return the areas that are one box."""
        return frozenset(filter(None, map(area_of, self.plan.merges)))

    @cached_property
    def last_row(self) -> int:
        """Return the last row that was planned."""
        return max((row for row, _ in self.plan.cells), default=1)

    @cached_property
    def printed(self) -> str:
        """Return how a reference to the planned print area ends."""
        area = area_of(self.plan.print.area) if self.plan.print.area else None
        return f"!{Area('', *area).ref}" if area else "!"

    @cached_property
    def codes(self) -> Mapping[Position, str]:
        """Return the planned number format of each of them."""
        language = self.expected.language
        return {at: number_format_of(cell, language) for at, cell in self.formatted.items()}

    @cached_property
    def sections(self) -> Mapping[Position, tuple[FormatSection, ...]]:
        return {at: sections_of(code) for at, code in self.codes.items()}

    def fill(self, at: Position) -> str:
        """Return the planned fill of a cell."""
        bundle = self.expected.bundle
        return look_of(self.plan.cells[at], bundle.theme, self.expected.language).fill.upper()

    @cached_property
    def decision(self) -> frozenset[Position]:
        """Return the cells that tell the decision or its verdict."""
        own = {self.plan.names[name].first for name in (DECISION, VERDICT) if name in self.plan.names}
        derived = {
            at
            for at, cell in self.results.items()
            if cell.style == "decision" or DECISION in cell.formula or VERDICT in cell.formula
        }
        return frozenset(own | derived)

    @cached_property
    def gauges(self) -> frozenset[Position]:
        """Return the cells whose fill shows what their value is, which is not written."""
        return frozenset(at for at, cell in self.plan.cells.items() if cell.formula and cell.style == "gantt")

    @cached_property
    def highlights(self) -> Mapping[Postfix, Highlight]:
        """Return the planned conditional formats by what their formulas compute."""
        return {canonical(f"={highlight.formula}"): highlight for highlight in self.plan.highlights}

    @cached_property
    def tones(self) -> Mapping[str, str]:
        """Return the fill of each tone that means something."""
        colours = self.expected.bundle.theme.colours
        return {name: tone(name, colours).fill.upper() for name in ("good", "attention", "bad")}

    def fill_of(self, highlight: Highlight) -> str:
        """Return with which colour a conditional format was planned to fill cells."""
        return tone(highlight.tone, self.expected.bundle.theme.colours).fill.upper()

    @cached_property
    def lists(self) -> Mapping[Position, str]:
        """Return the list of every cell with a drop-down."""
        return {at: name for at, cell in self.plan.cells.items() if (name := list_of(cell))}

    @cached_property
    def links(self) -> Mapping[Position, str]:
        """Return where each link leads: the id of a sheet, or an address of the web."""
        cells = self.plan.cells.items()
        return {at: cell.link.removeprefix("sheet:") for at, cell in cells if cell.link}

    @cached_property
    def locked(self) -> frozenset[Position]:
        """Return the cells that nobody fills in but people read."""
        if self.plan.unlocked:
            return frozenset()
        return frozenset(
            at for at, c in self.plan.cells.items()
            if not c.field and (c.formula or c.value not in (None, "")) and c.style not in ("working", "code")
        )  # fmt: skip


def _is_blank(cell: Cell) -> bool:
    return not (cell.field or cell.free or cell.formula or cell.value not in (None, ""))


@lru_cache(maxsize=512)
def seen_on(expected: ExpectedWorkbook, id_: str) -> Seen:
    """Return what is read on a sheet, by its id."""
    return Seen(expected, expected.plan.sheet(id_))


def within(position: Position, area: Area | tuple[Position, Position]) -> bool:
    """Say whether a cell lies in an area."""
    first, last = (area.first, area.last) if isinstance(area, Area) else area
    return first[0] <= position[0] <= last[0] and first[1] <= position[1] <= last[1]
