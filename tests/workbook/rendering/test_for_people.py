"""What people do with a workbook: look, type, walk by keyboard, filter, print, open it elsewhere."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pocgate_xl.core.fields import Field
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import Position, a1, area_of
from pocgate_xl.spreadsheetml.formulas.calculate import evaluate
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.creation.fill import Values, fill_workbook
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.context import context_of
from pocgate_xl.workbook.layout.plan import SheetPlan
from pocgate_xl.workbook.layout.sheets.framing.headers import HEADERS
from pocgate_xl.workbook.layout.styles.cell_styles import alignment
from pocgate_xl.workbook.rendering.data_validation import Validation, validations
from tests.workbook.generated import LANGUAGES, STATES, values_of, workbook
from tests.workbook.text_metrics import column_pixels, page_scale

SMALLEST_PRINT = 6
"""Points of normal text on paper."""
SEAL = 13 / 25.4 * 72
"""Points that a seal of 13 millimetres needs on paper."""


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@lru_cache(maxsize=4)
def opened(bundle: Bundle, language: str) -> Any:
    return load_workbook(io.BytesIO(workbook(bundle, language)))


def sheets(bundle: Bundle, language: str) -> Iterator[tuple[SheetPlan, Worksheet]]:
    for plan in plan_of(bundle, language).sheets:
        if not plan.hidden:
            yield plan, opened(bundle, language)[plan.title]


# --- Looking --------------------------------------------------------------------------------------


def test_headers_stand_as_the_values_below_them(bundle: Bundle, language: str) -> None:
    for plan, sheet in sheets(bundle, language):
        for (row, column), cell in plan.cells.items():
            below = plan.cells.get((row + 1, column))
            if cell.style in HEADERS and below and not cell.formula:
                shown = sheet.cell(row, column).alignment.horizontal
                assert shown == (alignment(below) or "right"), f"{plan.id}!{a1((row, column))}"


def test_texts_in_boxes_keep_clear_of_the_edge(bundle: Bundle, language: str) -> None:
    for plan, sheet in sheets(bundle, language):
        for position, cell in plan.cells.items():
            written = sheet.cell(*position)
            if written.border.left and written.border.left.style and written.alignment.horizontal == "left":
                assert written.alignment.indent == 1, f"{plan.id}!{a1(position)} {cell.style}"


def test_rows_of_a_table_have_no_holes(bundle: Bundle, language: str) -> None:
    """A row that begins under a header goes on to the last column of that header."""
    for plan, _ in sheets(bundle, language):
        headers = {p for p, cell in plan.cells.items() if cell.style in (*HEADERS, "carried")}
        for row, column in sorted(headers):
            if not any((row + 1, k) in plan.cells for k in _bar(headers, row, column)):
                continue
            below = row + 1, column
            missing = below not in plan.cells and column <= _last(plan)
            assert not missing, f"{plan.id}!{a1(below)}"


def _bar(headers: set[Position], row: int, column: int) -> Iterator[int]:
    """Yield the columns of an unbroken run of headers up to this one."""
    while (row, column) in headers:
        yield column
        column -= 1


def _last(plan: SheetPlan) -> int:
    area = area_of(plan.print.area)
    return area[1][1] if area else 0


# --- Typing ---------------------------------------------------------------------------------------

BOUNDED = ("number", "whole", "money")
TRIED = [Decimal(n) for n in ("-1", "0", "0.5", "1", "1.5", "2", "119.5", "120", "120.5", "121")]


def test_numbers_are_refused_while_typing_as_they_are_when_they_come_back(bundle: Bundle) -> None:
    plan = plan_of(bundle, "en")
    for sheet in plan.sheets:
        fields = {a1(p): cell.field for p, cell in sheet.cells.items() if cell.field}
        for rule in validations(sheet):
            for address in rule.cells:
                field = fields[address]
                if field and field.kind in BOUNDED:
                    differing = [n for n in TRIED if lets_in(rule, n, address) != may_be(field, n)]
                    assert differing == [], field.name


def may_be(field: Field, number: Decimal) -> bool:
    low, high = field.minimum, field.maximum
    whole = field.kind != "whole" or number == int(number)
    above = low is None or number > low or (number == low and not field.above_minimum)
    return whole and above and (high is None or number <= high)


def lets_in(rule: Validation, number: Decimal, address: str) -> bool:
    """Decide as a spreadsheet does; `ironcalc` decides on formulas."""
    if rule.type == "custom":
        return _true(rule.formula1, number, address)
    whole = rule.type != "whole" or number == int(number)
    low = Decimal(rule.formula1)
    inside = {
        "between": lambda: low <= number <= Decimal(rule.formula2),
        "greaterThan": lambda: number > low,
        "greaterThanOrEqual": lambda: number >= low,
    }
    return whole and inside[str(rule.operator)]()


@lru_cache
def _true(formula: str, number: Decimal, address: str) -> bool:
    book = Workbook()
    sheet: Any = book.active
    sheet[address], sheet["Z99"] = float(number), f"={formula}"
    stream = io.BytesIO()
    book.save(stream)
    facts = read_workbook(Package.from_bytes(stream.getvalue()))
    return evaluate(facts)[sheet.title][99, 26] is True


def test_a_bound_is_named_when_it_is_overstepped(bundle: Bundle, language: str) -> None:
    for plan in plan_of(bundle, language).sheets:
        for cell in plan.cells.values():
            if cell.field and cell.field.kind in ("number", "whole"):
                bounds = (cell.field.minimum, cell.field.maximum)
                named = [str(bound) in cell.error[1] for bound in bounds if bound is not None]
                assert all(named), cell.field.name


# --- Walking by keyboard, filtering, commenting ---------------------------------------------------


def test_every_cell_can_be_reached_by_keyboard(bundle: Bundle, language: str) -> None:
    """Nothing is hidden or grouped away, and locked cells can be selected, to be read and copied."""
    for plan, sheet in sheets(bundle, language):
        assert not sheet.protection.selectLockedCells, plan.id
        assert not sheet.protection.selectUnlockedCells, plan.id
        dimensions = [*sheet.row_dimensions.values(), *sheet.column_dimensions.values()]
        assert not any(d.hidden or d.outlineLevel for d in dimensions), plan.id
        assert sheet.sheet_view.topLeftCell in (None, "A1"), plan.id


def test_inputs_stand_where_people_read(bundle: Bundle, language: str) -> None:
    """The tab key walks over the page, not among the workings right of it, and not in frozen rows."""
    for plan, sheet in sheets(bundle, language):
        inputs = [position for position, cell in plan.cells.items() if cell.field]
        frozen = sheet[sheet.freeze_panes].row
        assert all(column <= _last(plan) for _, column in inputs), plan.id
        assert all(row >= frozen for row, _ in inputs) or plan.id == "roadmap", plan.id


def test_long_tables_can_be_filtered(bundle: Bundle, language: str) -> None:
    for sheet_id in ("checklist", "process"):
        plan = plan_of(bundle, language).sheet(sheet_id)
        filtered = area_of(opened(bundle, language)[plan.title].auto_filter.ref)
        assert filtered
        (top, left), (bottom, right) = filtered
        assert all(plan.cells[top, column].style == "header" for column in range(left, right + 1))
        inputs = [row for (row, _), cell in plan.cells.items() if cell.field]
        assert (min(inputs), max(inputs)) == (top + 1, bottom)


# --- Printing -------------------------------------------------------------------------------------


def test_nothing_is_printed_too_small(bundle: Bundle, language: str) -> None:
    for plan, sheet in sheets(bundle, language):
        if plan.print.area:
            assert 10 * page_scale(plan, sheet, language) >= SMALLEST_PRINT, plan.id


def test_headers_and_footers_are_as_large_on_a_fitted_page(bundle: Bundle, language: str) -> None:
    for plan, sheet in sheets(bundle, language):
        assert sheet.HeaderFooter.scaleWithDoc is False, plan.id


def test_a_seal_fits_on_the_printed_dashboard(bundle: Bundle, language: str) -> None:
    plan = plan_of(bundle, language).sheet("dashboard")
    scale = page_scale(plan, opened(bundle, language)[plan.title], language)
    row = plan.names["pg_signoff_prepared_by"].first[0] - 1
    boxes = [column for (at, column), cell in plan.cells.items() if at == row and cell.style == "blank"]
    assert plan.heights[row] * scale >= SEAL
    assert all(column_pixels(plan.widths[k], language) * 0.75 * scale >= SEAL for k in boxes)


# --- Opening it elsewhere -------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
def test_every_formula_carries_its_value_in_every_state(bundle: Bundle, language: str, state: str) -> None:
    assert without_value(workbook(bundle, language, state)) == []


def without_value(data: bytes) -> list[str]:
    return [
        f"{sheet.title}!{a1(position)}"
        for sheet in read_workbook(Package.from_bytes(data)).sheets
        for position, cell in sheet.cells.items()
        if cell.formula and cell.value is None
    ]


def test_pandas_shows_the_decision_that_was_computed(bundle: Bundle, language: str) -> None:
    """Neither a warning nor a gap: of a workbook that was made filled, and of one filled later."""
    values = values_of(bundle, "best")
    later = fill_workbook(workbook_for(bundle, language, own(values)), bundle, language, values)
    wanted = bundle.catalogs[language].label("decision", "go")
    for data in (workbook(bundle, language, "best"), later):
        assert without_value(data) == []
        assert wanted in texts_of(data, plan_of(bundle, language).sheet("dashboard").title)


def own(values: Values) -> Values:
    return {"pg_engagement_id": values["pg_engagement_id"]}


def texts_of(data: bytes, sheet: str) -> set[object]:
    pandas = pytest.importorskip("pandas")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frame = pandas.read_excel(io.BytesIO(data), sheet_name=sheet, header=None, engine="openpyxl")
    return set(frame.to_numpy().ravel())


# --- What a cell says of itself -------------------------------------------------------------------

CONTINGENCY = {
    ("en", "percent"): ("enter 10 for 10%", "from 0 to 100"),
    ("en", "amount"): ("An amount in full", "0 or more"),
    ("ja", "percent"): ("10％なら10", "0から100まで"),
    ("ja", "amount"): ("上乗せする金額", "0以上"),
}


@pytest.mark.parametrize(("asked", "said"), CONTINGENCY.items(), ids="-".join)
def test_the_contingency_says_whether_it_is_a_share_or_an_amount_and_that_zero_is_allowed(
    bundle: Bundle, asked: tuple[str, Any], said: tuple[str, str]
) -> None:
    language, kind = asked
    gate = replace(bundle.template, costs=replace(bundle.template.costs, contingency=kind))
    cell = context_of(gate, bundle.catalogs[language]).input("pg_contingency")
    assert cell.field is not None
    assert (cell.field.minimum, cell.field.above_minimum) == (0, False)
    assert (said[0] in cell.prompt[1], said[1] in cell.error[1]) == (True, True)
