"""What a workbook of one template and language must look like, ready for comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from ...core.catalog import Catalog
from ...core.fields import Field, FieldTable
from ...records import dataclass
from ...spreadsheetml.address import Position
from ...templates.loader import Bundle
from ..layout.plan import OUTPUT_PREFIX, PLAIN, Area, SheetPlan, WorkbookPlan
from ..layout.plans import lambdas_of, plan_of
from ..layout.precedents import CellNode, inputs_behind, users_of
from .shown.facts import Places, places_of, words_of

TITLE_TEXTS = "sheet."


class ExpectedCells(NamedTuple):
    """What must stand in many cells."""

    positions: tuple[Position, ...]
    contents: list[object]

    @staticmethod
    def of(pairs: Iterable[tuple[Position, object]]) -> ExpectedCells:
        listed = tuple(pairs)
        return ExpectedCells(tuple(position for position, _ in listed), [content for _, content in listed])


class ShownOn(NamedTuple):
    """The cells of one sheet that must show a truth, and the keys of what they show."""

    sheet: str
    positions: tuple[Position, ...]
    keys: tuple[str, ...]

    @staticmethod
    def of(sheet: SheetPlan) -> ShownOn:
        found = {
            position: cell.shows
            for position, cell in sorted(sheet.cells.items())
            if cell.formula and cell.shows
        }
        return ShownOn(sheet.id, tuple(found), tuple(found.values()))


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
    def inputs(self) -> tuple[tuple[Field, str, Position], ...]:
        """Return every field with the sheet's id and the position of its cell."""
        places = ((field, self.names[name]) for name, field in self.fields.items())
        return tuple((field, area.sheet, area.first) for field, area in places)

    @cached_property
    def places(self) -> Places:
        """Return how links name what they lead to."""
        return places_of(self.plan)

    @cached_property
    def blocks(self) -> tuple[FieldTable, ...]:
        return self.plan.blocks

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        return tuple(name for name in self.names if name.startswith(OUTPUT_PREFIX))

    @cached_property
    def inputs_of_outputs(self) -> Mapping[str, frozenset[CellNode]]:
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
    def formula_contents(self) -> Mapping[str, ExpectedCells]:
        """Return what `formulas` has, to be compared all at once."""
        return {id_: ExpectedCells.of(pairs) for id_, pairs in self.formulas.items()}

    @cached_property
    def literal_contents(self) -> Mapping[str, ExpectedCells]:
        """Return what `literals` has as kind, value and formula, to be compared all at once."""
        return {
            sheet.id: ExpectedCells.of((at, _as_read(value)) for at, value in self.literals.get(sheet.id, ()))
            for sheet in self.plan.sheets
        }

    @cached_property
    def name_at(self) -> Mapping[CellNode, str]:
        """Return the name of every cell that has one of its own."""
        return {
            (area.sheet, area.first): name for name, area in self.names.items() if area.first == area.last
        }

    @cached_property
    def titles(self) -> Mapping[str, str]:
        return {sheet.id: sheet.title for sheet in self.plan.sheets}


def _as_read(value: str | float) -> tuple[str, str | float, None]:
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
