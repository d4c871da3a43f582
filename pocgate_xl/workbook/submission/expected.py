"""What a workbook of one template and language must look like, ready for comparison."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ...core.catalog import Catalog
from ...core.fields import Field, FieldTable
from ...records import dataclass
from ...spreadsheetml.address import Position
from ...spreadsheetml.worksheets.rows import WantedCells
from ...templates.loader import Bundle
from ..layout.plan import OUTPUT_PREFIX, PLAIN, Area, SheetPlan, WorkbookPlan
from ..layout.plans import lambdas_of, plan_of
from .reading_context import ReadingContext
from .shown.facts import Places, places_of, words_of

if TYPE_CHECKING:
    from ..layout.precedents import CellNode

TITLE_TEXTS = "sheet."
MOST_CONTEXTS = 32


@dataclass(frozen=True, eq=False)
class PlannedRow:
    """What nobody may change in one row: formulas by position, texts and numbers with theirs."""

    formulas: Mapping[Position, str]
    literals: tuple[tuple[Position, str | float], ...] = ()

    computes: bool = False
    """Whether there is any formula."""


@dataclass(frozen=True, eq=False)
class PlannedRows:
    """The rows of one sheet by number, and how many of them compute."""

    rows: Mapping[int, PlannedRow]
    computing: int

    @cached_property
    def literal_rows(self) -> tuple[tuple[int, PlannedRow], ...]:
        """Return the rows with texts or numbers."""
        return tuple((number, row) for number, row in self.rows.items() if row.literals)


NOTHING_PLANNED = PlannedRow({})


class ShownOn(NamedTuple):
    """The cells of one sheet that must show a truth, and the keys of what they show."""

    sheet: str
    wanted: WantedCells
    keys: tuple[str, ...]

    @staticmethod
    def of(sheet: SheetPlan) -> ShownOn:
        found = {
            position: cell.shows
            for position, cell in sorted(sheet.cells.items())
            if cell.formula and cell.shows
        }
        return ShownOn(sheet.id, WantedCells(found), tuple(found.values()))


@dataclass(frozen=True, eq=False)
class ExpectedWorkbook:
    """A plan with what is looked up in it for every submission."""

    bundle: Bundle
    plan: WorkbookPlan

    @property
    def language(self) -> str:
        return self.plan.language

    @cached_property
    def names(self) -> Mapping[str, Area]:
        return self.plan.names

    @cached_property
    def lambdas(self) -> Mapping[str, frozenset[str]]:
        """Return the formulas that each name of the library may have, by name in capitals."""
        found: dict[str, set[str]] = {}
        for language in self.bundle.template.languages:
            for name, formula in lambdas_of(self.bundle, language).items():
                found.setdefault(name.upper(), set()).add(f"={formula}")
        return {name: frozenset(formulas) for name, formulas in found.items()}

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        return {field.name: field for field in self.plan.fields}

    @cached_property
    def inputs(self) -> Mapping[str, tuple[tuple[Field, ...], WantedCells]]:
        """Return the fields of each sheet, by its id, and where their cells are, in the order of the plan."""
        found: dict[str, list[tuple[Position, Field]]] = {}
        for name, field in self.fields.items():
            found.setdefault(self.names[name].sheet, []).append((self.names[name].first, field))
        return {
            id_: (tuple(field for _, field in placed), WantedCells(position for position, _ in placed))
            for id_, placed in found.items()
        }

    def context(self, date1904: bool, currency: str = "") -> ReadingContext:
        """Return how workbooks are read that count days and are in a currency like this."""
        if len(self._contexts) >= MOST_CONTEXTS:
            self._contexts.clear()
        made = ReadingContext(self.bundle, self.language, date1904, currency)
        return self._contexts.setdefault((date1904, currency), made)

    @cached_property
    def _contexts(self) -> dict[tuple[bool, str], ReadingContext]:
        return {}

    @cached_property
    def places(self) -> Places:
        """Return how links name what they lead to."""
        return places_of(self.plan)

    @cached_property
    def blocks(self) -> tuple[FieldTable, ...]:
        return self.plan.blocks

    @cached_property
    def block_cells(self) -> Mapping[str, WantedCells]:
        """Return where the cells of each table of free rows are, row by row."""
        found = {}
        for block in self.blocks:
            top, left = self.names[block.name].first
            columns = range(left, left + len(block.columns))
            rows = range(top, top + block.rows)
            found[block.name] = WantedCells((row, column) for row in rows for column in columns)
        return found

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        return tuple(name for name in self.names if name.startswith(OUTPUT_PREFIX))

    @cached_property
    def inputs_of_outputs(self) -> Mapping[str, frozenset[CellNode]]:
        from ..layout.precedents import inputs_behind  # most workbooks compute with what they hold

        return inputs_behind(self.plan, OUTPUT_PREFIX)

    @cached_property
    def shown(self) -> tuple[ShownOn, ...]:
        """Return the cells whose truth has a key, sheet by sheet."""
        return tuple(ShownOn.of(sheet) for sheet in self.plan.sheets)

    @cached_property
    def shown_keys(self) -> tuple[str, ...]:
        return tuple({key: None for sheet in self.shown for key in sheet.keys})

    @cached_property
    def words(self) -> Catalog:
        """Return the texts that the workbook shows."""
        return words_of(self.plan, self.bundle.catalogs[self.language])

    @cached_property
    def users(self) -> Mapping[CellNode, list[CellNode]]:
        """Return the formula cells that refer to each cell."""
        from ..layout.precedents import users_of

        return users_of(self.plan)

    @cached_property
    def formulas(self) -> Mapping[str, tuple[tuple[Position, str], ...]]:
        """Return position and text of every formula, by sheet id."""
        return {
            sheet.id: tuple(
                (position, cell.formula) for position, cell in sheet.cells.items() if cell.formula
            )
            for sheet in self.plan.sheets
        }

    @cached_property
    def literals(self) -> Mapping[str, tuple[tuple[Position, str | float], ...]]:
        """Return position and value of every cell that nobody may change, by sheet id."""
        return {sheet.id: tuple(_literals(sheet)) for sheet in self.plan.sheets if not sheet.unlocked}

    @cached_property
    def rows(self) -> Mapping[str, PlannedRows]:
        """Return `formulas` and `literals` row by row, by sheet id and number, to be compared at once."""
        return {sheet.id: self._rows_of(sheet.id) for sheet in self.plan.sheets}

    def _rows_of(self, id_: str) -> PlannedRows:
        formulas: dict[int, dict[Position, str]] = {}
        literals: dict[int, list[tuple[Position, str | float]]] = {}
        for position, formula in self.formulas[id_]:
            formulas.setdefault(position[0], {})[position] = formula
        for position, literal in self.literals.get(id_, ()):
            literals.setdefault(position[0], []).append((position, literal))
        rows = {
            number: PlannedRow(formulas.get(number, {}), tuple(literals.get(number, ())), number in formulas)
            for number in sorted({*formulas, *literals})
        }
        return PlannedRows(rows, len(formulas))

    @cached_property
    def name_at(self) -> Mapping[CellNode, str]:
        """Return the name of every cell that has one of its own."""
        return {
            (area.sheet, area.first): name for name, area in self.names.items() if area.first == area.last
        }

    @cached_property
    def titles(self) -> Mapping[str, str]:
        return {sheet.id: sheet.title for sheet in self.plan.sheets}


def as_read(value: str | float) -> tuple[str, str | float, None]:
    """Return a literal as kind, value and formula of its cell."""
    return "text" if isinstance(value, str) else "number", value, None


def _literals(sheet: SheetPlan) -> list[tuple[Position, str | float]]:
    return [
        (position, cell.value if isinstance(cell.value, str) else float(cell.value))
        for position, cell in sheet.cells.items()
        if isinstance(cell.value, str | int | Decimal)
        and cell.value != ""
        and not (cell.formula or cell.field)
    ]


def expected_of(bundle: Bundle, language: str, edition: str = PLAIN) -> ExpectedWorkbook:
    """Return what a template's workbook must be in a language; an unknown edition is the plain one."""
    return _made(bundle, language, edition)


@lru_cache(maxsize=32)
def _made(bundle: Bundle, language: str, edition: str) -> ExpectedWorkbook:
    return ExpectedWorkbook(bundle, plan_of(bundle, language, edition))


def language_of(bundle: Bundle, said: str, titles: frozenset[str]) -> str:
    """Return the language that a workbook is in.

    What the identity says is believed unless none of its titles is in the file; then the language with most
    titles there, the template's first one when in doubt.
    """
    matches = {language: len(titles & _titles(bundle, language)) for language in bundle.template.languages}
    if matches.get(said):
        return said
    best = max(matches, key=lambda language: matches[language])
    return said if said in matches and not matches[best] else best


@lru_cache(maxsize=64)
def _titles(bundle: Bundle, language: str) -> frozenset[str]:
    """Return the titles that people see, which differ from language to language.

    They are texts, so that no workbook has to be planned in a language that a file does not speak.
    """
    texts = bundle.catalogs[language].texts
    return frozenset(text for key, text in texts.items() if key.startswith(TITLE_TEXTS))
