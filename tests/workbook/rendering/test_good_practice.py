"""What a good spreadsheet does, held against the generated files themselves."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pocgate_xl.core.fields import Field, input_fields
from pocgate_xl.core.template import Template
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import Position, a1, area_of
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.plan import Cell, SheetPlan, link_to
from pocgate_xl.workbook.layout.sheets.framing.headers import HEADERS
from tests.workbook.generated import LANGUAGES, workbook
from tests.workbook.text_metrics import A4_POINTS, page_scale, page_size

WORKINGS = ("working", "code")
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


@lru_cache(maxsize=4)
def opened(bundle: Bundle, language: str) -> Any:
    return load_workbook(io.BytesIO(workbook(bundle, language)))


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def sheets(bundle: Bundle, language: str, *, hidden: bool = True) -> Iterator[tuple[SheetPlan, Worksheet]]:
    book = opened(bundle, language)
    for plan in plan_of(bundle, language).sheets:
        if hidden or not plan.hidden:
            yield plan, book[plan.title]


def cells(bundle: Bundle, language: str) -> Iterator[tuple[SheetPlan, Position, Cell, Any]]:
    """Yield what is planned and what is in the file, cell by cell."""
    for plan, sheet in sheets(bundle, language):
        for position, cell in plan.cells.items():
            yield plan, position, cell, sheet.cell(*position)


def place(plan: SheetPlan, position: Position) -> str:
    return f"{plan.id}!{a1(position)}"


# --- Cells ----------------------------------------------------------------------------------------


def test_cells_are_merged_for_nothing_but_the_conditions_of_the_committee(
    bundle: Bundle, language: str
) -> None:
    """A text breaks its lines within one cell, and no column is as wide as the page."""
    place = a1(plan_of(bundle, language).names["pg_committee_conditions"].first)
    merged = [
        (plan.id, area.coord.split(":")[0])
        for plan, sheet in sheets(bundle, language)
        for area in sheet.merged_cells.ranges
    ]
    assert merged == [("dashboard", place)]


def test_inputs_are_open_and_everything_else_is_locked(bundle: Bundle, language: str) -> None:
    wrong = [
        place(plan, position)
        for plan, position, cell, written in cells(bundle, language)
        if written.protection.locked == bool(cell.field)
    ]
    assert wrong == []


def test_inputs_look_like_inputs_and_nothing_else_does(bundle: Bundle, language: str) -> None:
    looks = ("pg input", "pg prefilled")
    legend = {"input", "prefilled"}
    wrong = [
        place(plan, position)
        for plan, position, cell, written in cells(bundle, language)
        if written.style.startswith(looks) != bool(cell.field) and cell.style not in legend
    ]
    assert wrong == []


def test_the_legend_shows_every_kind_of_cell(bundle: Bundle, language: str) -> None:
    start = plan_of(bundle, language).sheet("start")
    shown = {cell.style for cell in start.cells.values() if cell.value and cell.field is None}
    assert {"input", "prefilled", "output", "working"} <= shown


def test_text_pasted_from_elsewhere_does_not_lock_its_cell(bundle: Bundle, language: str) -> None:
    assert opened(bundle, language)._named_styles["Normal"].protection.locked is False


def test_every_cell_that_says_something_has_a_style_with_a_name(bundle: Bundle, language: str) -> None:
    for plan, sheet in sheets(bundle, language):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.value is None or cell.style.startswith("pg "), f"{plan.id}!{cell.coordinate}"


def test_costs_name_their_unit_in_a_column_of_its_own(bundle: Bundle, language: str) -> None:
    plan = plan_of(bundle, language).sheet("costs")
    catalog = bundle.catalogs[language]
    for category in bundle.template.costs.categories:
        row, _ = plan.names[f"pg_planned_cost_{category.id}"].first
        texts = [cell.value for (at, _), cell in plan.cells.items() if at == row]
        assert catalog.label("unit", category.unit) in texts
    row, column = plan.names["pg_contingency"].first
    assert plan.cells[row, column - 1].value == catalog.text("text.unit_percent")


def test_workings_stand_right_of_what_is_printed(bundle: Bundle, language: str) -> None:
    for plan in plan_of(bundle, language).sheets:
        area = area_of(plan.print.area)
        if area is None:
            continue
        outside = {
            position: cell for position, cell in plan.cells.items() if position[1] > area[1][1]
        }  # fmt: skip
        inside = {p: cell for p, cell in plan.cells.items() if p not in outside}
        legend = {cell.value for cell in inside.values() if plan.id == "start" and cell.style == "working"}
        misplaced = [a1(p) for p, cell in inside.items() if cell.style in WORKINGS]
        assert len(misplaced) == len(legend), f"{plan.id}: {misplaced}"
        assert {cell.style for cell in outside.values()} <= {*WORKINGS, *HEADERS}, plan.id
        assert max(row for row, column in inside) <= area[1][0], plan.id


# --- Validation -----------------------------------------------------------------------------------

TYPES = {
    "rating": "list", "label": "list", "money": "decimal", "number": "decimal", "whole": "whole",
    "date": "date",
}  # fmt: skip


def validation_type(field: Field) -> str | None:
    """Return the type of validation; no built-in one leaves out only the lower of two bounds."""
    two_bounds = field.maximum is not None and field.above_minimum
    return "custom" if two_bounds else TYPES.get(field.kind)


def rules(sheet: Worksheet) -> Mapping[Position, DataValidation]:
    found: dict[Position, DataValidation] = {}
    for rule in sheet.data_validations.dataValidation:
        for cells_ in rule.sqref.ranges:
            for position in cells_.cells:
                assert position not in found, f"{sheet.title}!{a1(position)} has two validations"
                found[position] = rule
    return found


def test_every_input_but_free_text_is_validated(bundle: Bundle, language: str) -> None:
    for plan, sheet in sheets(bundle, language):
        validated = rules(sheet)
        for position, cell in plan.cells.items():
            expected = validation_type(cell.field) if cell.field else None
            found = validated.get(position)
            assert (found.type if found else None) == expected, place(plan, position)


def test_a_refused_value_is_answered_with_a_title_and_a_sentence(bundle: Bundle, language: str) -> None:
    for plan, sheet in sheets(bundle, language):
        for position, rule in rules(sheet).items():
            if rule.type is not None:
                assert rule.showErrorMessage, place(plan, position)
                assert rule.errorTitle, place(plan, position)
                assert rule.error, place(plan, position)
                assert len(rule.errorTitle) <= 32, place(plan, position)
                assert len(rule.error) <= 255, place(plan, position)
            assert len(rule.promptTitle or "") <= 32, place(plan, position)
            assert len(rule.prompt or "") <= 255, place(plan, position)


def test_lists_are_spoken_of_by_name(bundle: Bundle, language: str) -> None:
    names = opened(bundle, language).defined_names
    for _, sheet in sheets(bundle, language):
        lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
        assert all(rule.formula1 in names and not rule.showDropDown for rule in lists)


def test_no_wide_digits_where_numbers_and_dates_are_typed(bundle: Bundle, language: str) -> None:
    for _, sheet in sheets(bundle, language):
        for rule in sheet.data_validations.dataValidation:
            typed = rule.type in ("whole", "decimal", "date", "custom")
            assert (rule.imeMode == "disabled") == typed


# --- Names ----------------------------------------------------------------------------------------


def promised_names(template: Template) -> Iterator[str]:
    """Yield the names that scripts and other programs rely on."""
    engagement = (
        "id organization poc_name sponsor assessor industry employees poc_start poc_months assessment_date "
        "revision change_note currency yen_per_unit annual_benefit_low annual_benefit_high language"
    )
    yield from (f"pg_engagement_{field}" for field in engagement.split())
    for criterion in template.criterion_ids:
        yield from (f"pg_{part}_{criterion}" for part in ("rating", "note"))
    for item in template.items:
        yield from (f"pg_{part}_{item.id}" for part in ("status", "owner", "due", "evidence"))
    for category in template.costs.categories:
        yield from (f"pg_out_cost_{category.id}_{end}" for end in ("low", "high"))
        yield f"pg_planned_cost_{category.id}"
        if category.kind != "share":
            yield f"pg_poc_cost_{category.id}"
    yield from (f"pg_design_{element}" for element in template.elements)
    yield from (f"pg_question_{question}" for question in template.questions)
    yield from ("pg_process", "pg_start_date")
    for phase in template.phases:
        yield from (f"pg_phase_{part}_{phase.id}" for part in ("months", "scope"))
    for horizon in template.horizons:
        yield from (f"pg_goal_{horizon.id}_{part}" for part in ("kpi", "baseline", "target", "measurement"))
    for component in template.components:
        yield from (
            f"pg_operations_{component}_{part}" for part in ("owner", "procedure", "trigger", "status")
        )
    committee = ("decision", "by", "date", "conditions", "next_review")
    yield from (f"pg_committee_{part}" for part in committee)
    yield from (f"pg_out_{name}" for name in ("total", "total_min", "total_max", "verdict", "decision"))
    yield "pg_out_checklist_done"
    yield from (f"pg_out_checklist_{group.id}_done" for group in template.groups)
    for total in ("initial", "run_rate", "first_year", "three_year"):
        yield from (f"pg_out_cost_{total}_{end}" for end in ("low", "high"))
    yield "pg_out_rule_of_thumb"
    yield from (f"pg_out_rule_of_thumb_{end}" for end in ("low", "middle", "high"))
    for cause in template.causes:
        yield from (f"pg_out_cause_{cause.id}", f"pg_out_cause_{cause.id}_exposure")


def test_every_promised_name_is_defined(bundle: Bundle, language: str) -> None:
    assert set(promised_names(bundle.template)) - set(opened(bundle, language).defined_names) == set()


TABLES = {"pg_process", "pg_assumptions", "pg_risks"}


def test_every_input_stands_once_under_its_name(bundle: Bundle, language: str) -> None:
    plan = plan_of(bundle, language)
    placed = [
        (cell.field.name, sheet.id, position)
        for sheet in plan.sheets
        for position, cell in sheet.cells.items()
        if cell.field and cell.field.name not in TABLES
    ]
    fields = [field.name for field in input_fields(bundle.template)]
    assert sorted(name for name, *_ in placed) == sorted(fields)
    for name, sheet, position in placed:
        area = plan.names[name]
        assert (area.sheet, area.first, area.last) == (sheet, position, position)


def test_names_point_at_absolute_cells_of_the_workbook(bundle: Bundle, language: str) -> None:
    book = opened(bundle, language)
    for name, defined in book.defined_names.items():
        (title, area), *more = defined.destinations
        assert not more, name
        assert title in book.sheetnames, name
        assert re.fullmatch(r"\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", area), name


# --- Protection -----------------------------------------------------------------------------------


def test_sheets_are_protected_without_a_password_and_leave_room(bundle: Bundle, language: str) -> None:
    for plan, sheet in sheets(bundle, language):
        protection = sheet.protection
        assert protection.sheet is (plan.id != "notes"), plan.id
        assert protection.password is None, plan.id
        if plan.id != "notes":  # in the file "false" means: this is not forbidden
            assert not any((protection.autoFilter, protection.formatColumns, protection.formatRows)), plan.id
            assert not any((protection.objects, protection.scenarios)), plan.id


def test_the_structure_is_locked_without_a_password(bundle: Bundle, language: str) -> None:
    security = opened(bundle, language).security
    assert security.lockStructure
    assert security.workbookPassword is None


def test_two_sheets_are_hidden_and_none_is_very_hidden(bundle: Bundle, language: str) -> None:
    book = opened(bundle, language)
    assert {sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"} == {
        "pg_lists",
        "pg_identity",
    }
    assert {sheet.sheet_state for sheet in book.worksheets} == {"visible", "hidden"}


def test_links_lead_to_sheets_of_the_workbook_and_to_the_source_only(bundle: Bundle, language: str) -> None:
    package = Package.from_bytes(workbook(bundle, language))
    outside = [
        element.attrib["Target"]
        for part in package.names
        if part.endswith(".rels") and part != "_rels/.rels"
        for element in ElementTree.fromstring(package.read(part))
        if element.get("TargetMode") == "External"
    ]
    assert bundle.template.source
    assert outside == [bundle.template.source.url]
    places = {
        link_to(sheet.title, sheet.active or (1, 1)).removeprefix("#")
        for sheet in plan_of(bundle, language).sheets
    }
    links = [written.hyperlink for *_, written in cells(bundle, language) if written.hyperlink]
    links = [link for link in links if link.target not in outside]
    assert len(links) > len(bundle.template.strategies)
    assert all(link.target is None and link.location in places for link in links)


# --- Checks and colours ---------------------------------------------------------------------------


def test_what_must_be_corrected_stays_in_view_on_every_sheet(bundle: Bundle, language: str) -> None:
    for plan, sheet in sheets(bundle, language, hidden=False):
        if plan.unlocked:
            continue
        lines = [position for position, cell in plan.cells.items() if cell.style == "progress"]
        assert len(lines) == 1, plan.id
        assert "pg_check_all" in plan.cells[lines[0]].formula, plan.id
        assert sheet.freeze_panes, plan.id
        frozen_rows, _ = coordinate_to_tuple(sheet.freeze_panes)
        assert lines[0][0] < frozen_rows, plan.id


def test_every_sheet_with_inputs_has_its_check_and_all_are_summed(bundle: Bundle, language: str) -> None:
    plan = plan_of(bundle, language)
    with_inputs = {sheet.id for sheet in plan.sheets if any(cell.field for cell in sheet.cells.values())}
    checks = {name for name in plan.names if name.startswith("pg_check_")} - {"pg_check_all"}
    assert checks == {f"pg_check_{sheet}" for sheet in with_inputs}
    area = plan.names["pg_check_all"]
    total = plan.sheet(area.sheet).cells[area.first].formula
    assert set(re.findall(r"pg_check_\w+", total)) == checks


def test_no_colour_says_what_no_text_says(bundle: Bundle, language: str) -> None:
    """Every highlighted row shows a text in its area; bars stand beside their dates or ratings."""
    for plan, _ in sheets(bundle, language):
        for highlight in plan.highlights:
            for row, columns in rows_of(highlight.area).items():
                marked = [plan.cells[row, column] for column in columns if (row, column) in plan.cells]
                if all(cell.style == "gantt" for cell in marked):
                    beside = [c for (r, k), c in plan.cells.items() if r == row and k not in columns]
                    marked = [c for c in beside if c.format == "date" or c.shows.startswith("rating ")]
                assert any(cell.formula or cell.field or cell.value for cell in marked), (
                    f"{plan.id}!{highlight.area}"
                )


def rows_of(areas: str) -> dict[int, range]:
    found = {}
    for area in areas.split():
        corners = area_of(area)
        assert corners is not None
        (top, left), (bottom, right) = corners
        found |= {row: range(left, right + 1) for row in range(top, bottom + 1)}
    return found


# --- Pages ----------------------------------------------------------------------------------------


BEGIN_OTHERWISE = {"start", "dashboard", "assumptions"}
"""Sheets that show something else above their first table, or several tables."""


def test_tables_keep_their_headers_in_view(bundle: Bundle, language: str) -> None:
    for plan, sheet in sheets(bundle, language, hidden=False):
        headers = [position for position, cell in plan.cells.items() if cell.style in HEADERS]
        if headers and plan.id not in (
            "start",
            "dashboard",
            "assumptions",
        ):  # those begin with something else
            frozen, _ = coordinate_to_tuple(sheet.freeze_panes)
            assert min(row for row, _ in headers) < frozen, plan.id


def test_every_sheet_prints_on_a4_one_page_wide(bundle: Bundle, language: str) -> None:
    for plan, sheet in sheets(bundle, language, hidden=False):
        setup = sheet.page_setup
        assert (setup.paperSize, setup.fitToWidth) == (9, 1), plan.id
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, plan.id
        assert setup.fitToHeight == (1 if plan.print.one_page else 0), plan.id
        assert setup.orientation in A4_POINTS, plan.id
        assert bool(sheet.print_area) == (plan.id != "notes"), plan.id


def test_headers_of_tables_are_repeated_on_every_page(bundle: Bundle, language: str) -> None:
    for plan, sheet in sheets(bundle, language, hidden=False):
        if pages_of(plan, sheet, language) > 1:
            assert sheet.print_title_rows, plan.id


def pages_of(plan: SheetPlan, sheet: Worksheet, language: str) -> float:
    """Return how many pages a sheet takes when it is scaled to the width of one."""
    if plan.print.one_page or not plan.print.area:
        return 1
    margins = sheet.page_margins
    _, high = A4_POINTS[plan.print.orientation]
    height = page_size(plan, language)[1] * page_scale(plan, sheet, language)
    return height / (high - 72 * (margins.top + margins.bottom))


SAY_IT_THEMSELVES = ("start", "dashboard")
"""Sheets on which the engagement's own cells stand, on one page."""


def test_printed_pages_say_whose_they_are(bundle: Bundle, language: str) -> None:
    """A header that was typed would go on saying what an engagement was called before."""
    version = f"{bundle.template.id} {bundle.template.version}"
    for plan, sheet in sheets(bundle, language, hidden=False):
        assert not any(
            part.text for part in (sheet.oddHeader.left, sheet.oddHeader.center, sheet.oddHeader.right)
        )
        whose = [row for (row, _), cell in plan.cells.items() if cell.formula == "=pg_calc_whose"]
        if plan.id in SAY_IT_THEMSELVES:
            whose = [1]
        first, last = (sheet.print_title_rows or "$1:$9").replace("$", "").split(":")
        assert int(first) <= min(whose) <= int(last), plan.id
        assert sheet.print_title_rows or plan.print.one_page, plan.id
        assert version in sheet.oddFooter.left.text, plan.id
        assert sheet.oddFooter.center.text == "&A", plan.id
        assert sheet.oddFooter.right.text == "&P / &N", plan.id


def test_every_sheet_has_one_header(bundle: Bundle, language: str) -> None:
    """openpyxl reads over a second one; Excel offers to repair the file."""
    package = Package.from_bytes(workbook(bundle, language))
    for part in package.names:
        if part.startswith("xl/worksheets/sheet"):
            tags = re.findall(rb"<(oddHeader|oddFooter|evenHeader|evenFooter)\b", package.read(part))
            assert len(tags) == len(set(tags)), part


# --- Drawings -------------------------------------------------------------------------------------


def test_every_drawing_is_described_in_words(bundle: Bundle, language: str) -> None:
    plan = plan_of(bundle, language)
    charts = [chart for sheet in plan.sheets for chart in sheet.charts]
    assert sorted(descriptions(workbook(bundle, language))) == sorted(chart.alt for chart in charts)
    assert all(len(chart.alt) > len(chart.title) for chart in charts)


def descriptions(data: bytes) -> list[str]:
    package = Package.from_bytes(data)
    parts = [part for part in package.names if re.fullmatch(r"xl/drawings/drawing\d+\.xml", part)]
    roots = [ElementTree.fromstring(package.read(part)) for part in parts]
    return [str(found.get("descr")) for root in roots for found in root.iter(f"{DRAWING}cNvPr")]


# --- What differs from engagement to engagement ---------------------------------------------------


def test_workbooks_of_two_engagements_differ_where_they_must(bundle: Bundle) -> None:
    first, second = (
        Package.from_bytes(workbook_for(bundle, "en", {"pg_engagement_id": id_}))
        for id_ in ("ENG-1", "ENG-2")
    )
    plan = plan_of(bundle, "en")
    number = {f"xl/worksheets/sheet{n}.xml": sheet.id for n, sheet in enumerate(plan.sheets, 1)}
    changed = {number[part] for part in first.names if first.read(part) != second.read(part)}
    assert changed == set(number.values())
    for part, sheet in number.items():
        assert differing_cells(first.read(part), second.read(part)) == 1, sheet


def differing_cells(first: bytes, second: bytes) -> int:
    pattern = re.compile(rb"<c\b[^>]*/>|<c\b.*?</c>")
    pairs = zip(pattern.findall(first), pattern.findall(second), strict=True)
    return sum(one != other for one, other in pairs)


def test_columns_have_widths_of_their_own(bundle: Bundle, language: str) -> None:
    """Up to the edge of the page nothing is left to the default width."""
    for plan, sheet in sheets(bundle, language, hidden=False):
        area = area_of(plan.print.area)
        for column in range(1, area[1][1] + 1) if area else ():
            assert sheet.column_dimensions[get_column_letter(column)].customWidth, plan.id
