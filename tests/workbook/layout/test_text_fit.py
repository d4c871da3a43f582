"""Nothing is cut off: texts in their cells, labels of lists, numbers and dates, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from pocgate_xl.core.fields import vocabulary
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import Position, a1, area_of
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.plan import Cell, CellFormat, SheetPlan, WorkbookPlan
from pocgate_xl.workbook.layout.styles.cell_styles import ROW_HEIGHT, CellStyle, look_of
from pocgate_xl.workbook.layout.styles.text_metrics import INDENT
from pocgate_xl.workbook.layout.styles.text_metrics import column_pixels as pixels_of_column
from tests.workbook.generated import LANGUAGES, STATES, facts, shown
from tests.workbook.text_metrics import Type, column_pixels, digit_pixels

ENCODED = re.compile(r"INDEX\(pg_list_(\w+?)_label,MATCH\(")
WORD = re.compile(r"pg_text_\w+")
NUMBERS: dict[CellFormat, str] = {
    "money": "9,999,999,999", "date": "2026-12-28", "multiple": "99.9×", "percent": "100%",
    "fraction": "0.00", "month": "12",
}  # fmt: skip
"""The longest value of each format that is worth room."""
PUBLISHED = "999,999,999"
"""The longest of what is usual in a PoC, in currencies of small units."""
SHRUNK = 0.85
"""How small that may become which is made smaller instead of cut."""


@dataclass(frozen=True)
class Place:
    """One cell where a text may stand."""

    sheet: SheetPlan
    position: Position
    language: str
    look: CellStyle

    @property
    def type(self) -> Type:
        look = "bold" if self.look.bold else "italic" if self.look.italic else ""
        return Type(self.language, self.look.size, look)

    def width(self, column: int) -> float:
        indent = INDENT * self.look.indent if column == self.position[1] else 0
        return column_pixels(self.sheet.widths.get(column), self.language) - indent

    @property
    def height(self) -> float:
        return self.sheet.heights.get(self.position[0], ROW_HEIGHT)

    def room(self) -> float:
        """Return the pixels from the cell on to what stands next in its row, or to the page's edge.

        A text that stands right runs over to the left.
        """
        row, column = self.position
        pixels = self.width(column)
        if self.look.horizontal == "center" or (self.look.horizontal == "right" and self.look.wrap):
            return pixels
        step = -1 if self.look.horizontal == "right" else 1
        while self._free(row, column + step):
            column += step
            pixels += self.width(column) + 5
        return pixels

    def _free(self, row: int, column: int) -> bool:
        cell = self.sheet.cells.get((row, column))
        taken = cell is not None and (cell.value is not None or cell.formula or cell.field)
        return not taken and 1 < column <= self.edge()

    def edge(self) -> int:
        """Return the last column that a text in this cell may reach."""
        last = max(column for _, column in self.sheet.cells)
        area = area_of(self.sheet.print.area)
        if area is None or self.position[1] > area[1][1]:
            return last + 5
        return area[1][1]

    def fault(self, text: str) -> str:
        """Return how a text does not fit, or nothing."""
        if not self.look.wrap:
            needed, room = self.type.width(text), self.room()
            needed *= SHRUNK if self.look.shrink else 1
            lines = 1
        else:
            room = self.width(self.position[1])
            lines, needed = self.type.lines(text, room), self.type.widest_piece(text)
        if needed > room:
            return f"{text!r} is {needed:.0f} pixels wide, there are {room:.0f}"
        height = self.type.height(lines)
        if height > self.height:
            return f"{text!r} takes {lines} lines, {height:.0f} points high, the row is {self.height}"
        return ""


def place_of(bundle: Bundle, plan: WorkbookPlan, sheet: SheetPlan, position: Position) -> Place:
    look = look_of(sheet.cells[position], bundle.theme, plan.language)
    return Place(sheet, position, plan.language, look)


def cells(plan: WorkbookPlan) -> Iterator[tuple[SheetPlan, Position, Cell]]:
    """Yield what is meant to be read; workings may run into each other."""
    for sheet in plan.sheets:
        for position, cell in sheet.cells.items():
            if not sheet.hidden and cell.style not in ("working", "code"):
                yield sheet, position, cell


def words(bundle: Bundle, language: str, cell: Cell) -> Iterator[str]:
    """Yield what a cell may say: its text, the labels it looks up, the entries it offers."""
    catalog = bundle.catalogs[language]
    if isinstance(cell.value, str):
        yield cell.value
    for name in ENCODED.findall(cell.formula):
        yield from (text for key, text in catalog.texts.items() if key.startswith(f"{name}."))
    if "&" not in cell.formula and "SUBSTITUTE(" not in cell.formula:
        yield from (catalog.text(word.replace("pg_text_", "text.")) for word in WORD.findall(cell.formula))
    if cell.field and cell.field.kind == "label":
        codes = vocabulary(bundle.template, cell.field.vocabulary)
        yield from (catalog.label(cell.field.vocabulary, code) for code in codes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_a_cell_may_say_fits(bundle: Bundle, language: str) -> None:
    plan = plan_of(bundle, language)
    faults = [
        f"{sheet.id}!{a1(position)}: {fault}"
        for sheet, position, cell in cells(plan)
        for text in words(bundle, language, cell)
        if (fault := place_of(bundle, plan, sheet, position).fault(text))
    ]
    assert faults == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_formulas_show_fits_in_every_state(bundle: Bundle, language: str, state: str) -> None:
    plan = plan_of(bundle, language)
    values = shown(plan, facts(bundle, language, state))
    faults = [
        f"{sheet.id}!{a1(position)}: {fault}"
        for sheet, position, cell in cells(plan)
        if cell.formula
        and isinstance(value := values.get((sheet.id, position)), str)
        and (fault := place_of(bundle, plan, sheet, position).fault(value))
    ]
    assert faults == []


@pytest.mark.parametrize("given", range(7))
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_while_people_rate_stands_beside_the_thresholds(
    bundle: Bundle, language: str, given: int
) -> None:
    plan = plan_of(bundle, language)
    sheet = plan.sheet("scorecard")
    ids = bundle.template.criterion_ids[:given]
    book = workbook_for(bundle, language, {f"pg_rating_{id_}": 3 for id_ in ids})
    values = shown(plan, read_workbook(Package.from_bytes(book)))
    said = [at for at, cell in sheet.cells.items() if at[0] == 2 and values.get((sheet.id, at))]
    _, *told = (place_of(bundle, plan, sheet, at) for at in sorted(said))
    needed = sum(place.type.width(str(values[sheet.id, place.position])) for place in told)
    assert len(told) == 2
    assert needed < sum(
        told[0].width(column) for column in range(told[0].position[1], told[1].position[1] + 1)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_numbers_and_dates_are_shown_as_such(bundle: Bundle, language: str) -> None:
    """A column too narrow shows ### instead."""
    plan = plan_of(bundle, language)
    faults = []
    for sheet, position, cell in cells(plan):
        published = cell.shows.startswith("poc_band")
        number = PUBLISHED if published else NUMBERS.get(cell.format, "")
        place = place_of(bundle, plan, sheet, position)
        if number and place.type.width(number) > place.width(position[1]) and cell.style != "gantt":
            faults.append(f"{sheet.id}!{a1(position)}: {number}")
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_a_text_is_left_with_one_character(bundle: Bundle, language: str) -> None:
    """Whether widths are counted in whole pixels, as in Excel, or not."""
    plan = plan_of(bundle, language)
    faults = []
    for sheet, position, cell in cells(plan):
        place = place_of(bundle, plan, sheet, position)
        if not place.look.wrap:
            continue
        for digit in (digit_pixels(language), Type(language, 10).width("0")):
            room = pixels_of_column(sheet.widths.get(position[1]), digit) - INDENT * place.look.indent
            for text in words(bundle, language, cell):
                lines = place.type.broken(text, room)
                if len(lines) > 1 and len(lines[-1].strip()) < 2:
                    faults.append(f"{sheet.id}!{a1(position)}: {lines}")
    assert faults == []
