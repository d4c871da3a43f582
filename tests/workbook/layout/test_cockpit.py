"""What people are told while they fill in: what is needed, what comes next, where they stand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from pocgate_xl.core.completeness import asked_fields, needed_fields
from pocgate_xl.spreadsheetml.address import Position, a1, area_of
from pocgate_xl.spreadsheetml.styles.colours import contrast
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.layout.plan import SheetPlan
from pocgate_xl.workbook.layout.sheets.framing.frame import DEFAULT_WIDTH, LARGE_SCREEN, page_end
from pocgate_xl.workbook.layout.sheets.framing.headers import HEADERS
from pocgate_xl.workbook.layout.styles.cell_styles import _styles, tone
from pocgate_xl.workbook.submission.altered.seen import within
from tests.workbook.generated import LANGUAGES, facts, shown

UNSEEN = {"gantt", "bar", "progress_bar"}
"""Styles of cells in which nothing is read: bars, whose numbers stand beside them."""


def sheets(bundle: Bundle) -> list[SheetPlan]:
    return [sheet for sheet in plan_of(bundle, "en").sheets if not sheet.hidden]


def lit(sheet: SheetPlan, *tones: str) -> set[Position]:
    """Return the cells of a sheet that highlights of these tones may reach."""
    areas = [
        area_of(area) for light in sheet.highlights if light.tone in tones for area in light.area.split()
    ]
    return {at for at in sheet.cells for area in areas if area and within(at, area)}


def test_what_is_asked_for_is_pointed_out_and_nothing_else_is(bundle: Bundle) -> None:
    asked = {field.name for field in asked_fields(bundle.template)}
    found = set()
    for sheet in sheets(bundle):
        found |= {
            cell.field.name for at, cell in sheet.cells.items() if cell.field and at in lit(sheet, "needed")
        }
    assert found == asked


def test_every_input_looks_otherwise_once_something_stands_in_it(bundle: Bundle) -> None:
    for sheet in sheets(bundle):
        inputs = {at for at, cell in sheet.cells.items() if cell.style == "input" and cell.field}
        assert lit(sheet, "given") & inputs == inputs, sheet.id


def test_faults_come_before_every_other_look(bundle: Bundle) -> None:
    """The first condition that holds decides what it colours."""
    for sheet in sheets(bundle):
        tones = [light.tone for light in sheet.highlights]
        faults = [
            n
            for n, light in enumerate(sheet.highlights)
            if light.formula.endswith("=1") and light.tone == "bad"
        ]
        later = [n for n, each in enumerate(tones) if each in ("needed", "given", "good", "attention")]
        assert not faults or not later or max(faults) < min(later), sheet.id


def test_the_number_of_a_row_points_at_what_is_needed_in_it(bundle: Bundle) -> None:
    for sheet in sheets(bundle):
        rows = {row for row, column in lit(sheet, "needed") if _is_number(sheet, row)}
        assert {row for row, _ in lit(sheet, "pointed")} == rows, sheet.id


def _is_number(sheet: SheetPlan, row: int) -> bool:
    cell = sheet.cells.get((row, 2))
    return cell is not None and isinstance(cell.value, int) and cell.style == "muted"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_of_a_blank_says_what_comes_next_and_leads_there(bundle: Bundle, language: str) -> None:
    plan = plan_of(bundle, language)
    values = shown(plan, facts(bundle, language))
    needed = len(needed_fields(bundle.template))
    day = plan.names["pg_engagement_assessment_date"].first
    for sheet in plan.sheets:
        if sheet.check:
            said = str(values[sheet.id, sheet.check])
            assert said.startswith("0")
            assert str(needed) in said
            assert bundle.catalogs[language].text("field.assessment_date") in said
            (target,) = [at for at, cell in sheet.cells.items() if cell.shows.startswith("check_target")]
            assert values[sheet.id, target] == f"#'{plan.sheets[0].title}'!{a1(day)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_is_green_only_when_all_is_in_and_right(bundle: Bundle, language: str) -> None:
    plan, fine = plan_of(bundle, language), bundle.catalogs[language].text("text.check_fine")
    best, blank = (shown(plan, facts(bundle, language, state)) for state in ("best", "blank"))
    lined = [(sheet.id, sheet.check) for sheet in plan.sheets if sheet.check]
    assert {best[place] for place in lined} == {fine}
    assert fine not in {blank[place] for place in lined}


def test_every_sheet_but_the_free_one_has_a_line(bundle: Bundle) -> None:
    assert [sheet.id for sheet in sheets(bundle) if not sheet.check] == ["notes"]


def test_at_most_three_rows_stay_in_view(bundle: Bundle) -> None:
    for sheet in sheets(bundle):
        assert coordinate_to_tuple(sheet.freeze)[0] <= 4, sheet.id


def test_sheets_open_on_their_first_input(bundle: Bundle) -> None:
    """Where something is asked for that no workbook is made with, on the first of that."""
    for sheet in sheets(bundle):
        inputs = sorted(at for at, cell in sheet.cells.items() if cell.field)
        needed = sorted(at for at in lit(sheet, "needed") if sheet.cells[at].style == "input")
        if not sheet.unlocked:
            assert sheet.active == next(iter((*needed, *inputs)), None), sheet.id


def test_tabs_tell_what_is_done_on_a_sheet(bundle: Bundle) -> None:
    roles = {sheet.id: sheet.role for sheet in sheets(bundle)}
    asked = {field.section for field in needed_fields(bundle.template)}
    assert {id_ for id_, role in roles.items() if role == "needed"} == asked
    assert {id_ for id_, role in roles.items() if role == "read"} == {"dashboard", "causes"}
    assert (roles["start"], roles["notes"]) == ("start", "free")


def test_a_walk_by_keyboard_reads_the_first_sheet_in_order(bundle: Bundle) -> None:
    """Programs walk through open cells row by row, from the left."""
    plan = plan_of(bundle, "en")
    walked = [cell.field.name for _, cell in sorted(plan.sheets[0].cells.items()) if cell.field]
    assert walked == [field.name for field in plan.fields if field.section == "start"]


def test_a_walk_by_keyboard_never_alternates_between_tables(bundle: Bundle) -> None:
    """Inputs of a row lie in one unbroken table, or a label stands before each; above it on the paper."""
    for sheet in sheets(bundle):
        rows: dict[int, list[int]] = {}
        for row, column in sorted(at for at, cell in sheet.cells.items() if cell.field):
            rows.setdefault(row, []).append(column)
        for row, columns in rows.items():
            for left, right in pairwise(columns):
                between = {
                    sheet.cells[row, k].style for k in range(left + 1, right) if (row, k) in sheet.cells
                }
                gap = [k for k in range(left + 1, right) if (row, k) not in sheet.cells]
                labelled = {"label", *HEADERS} & between or sheet.fixed
                assert not gap or labelled, f"{sheet.id}!{row}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_input_has_a_message_with_a_title(bundle: Bundle, language: str) -> None:
    without = [
        f"{sheet.id}!{a1(at)}"
        for sheet in plan_of(bundle, language).sheets
        for at, cell in sheet.cells.items()
        if cell.field and not all(cell.prompt)
    ]
    assert without == []


def test_every_text_can_be_read_on_its_ground(bundle: Bundle) -> None:
    colours = bundle.theme.colours
    for name, look in _styles(colours).items():
        if name not in UNSEEN:
            assert contrast(look.color, look.fill or colours.paper) >= 4.5, name
    for name in ("good", "attention", "bad", "neutral", "required", "needed", "given", "pointed", "fine"):
        shade = tone(name, colours)  # type: ignore[arg-type]
        assert contrast(shade.color, shade.fill or colours.paper) >= 4.5, name


def test_borders_of_inputs_can_be_seen(bundle: Bundle) -> None:
    colours = bundle.theme.colours
    styles = _styles(colours)
    assert all(contrast(styles[name].border, colours.paper) >= 3 for name in ("input", "prefilled", "given"))  # type: ignore[index]
    assert contrast(tone("needed", colours).border, colours.paper) >= 3


def test_areas_of_looks_begin_where_their_formula_speaks_of(bundle: Bundle) -> None:
    """Programs count relative references from the first area or from the corner of all: here both are one."""
    for sheet in sheets(bundle):
        for light in sheet.highlights:
            if light.tone in ("needed", "given", "pointed"):
                corners = [area for area in map(area_of, light.area.split()) if area]
                assert min(c[0][0] for c in corners) == corners[0][0][0]
                assert {c[0][1] for c in corners} == {corners[0][0][1]}


SMALL_SCREEN = 350
"""Points between what stays in view and the tabs, in a window of 768 pixels."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_items_of_the_checklist_are_seen_at_once_on_a_small_screen(bundle: Bundle, language: str) -> None:
    sheet = plan_of(bundle, language).sheet("checklist")
    rows = {row for (row, _), cell in sheet.cells.items() if cell.field}
    assert len(rows) == len(bundle.template.items)
    assert sum(sheet.heights[row] for row in rows) <= SMALL_SCREEN


@pytest.mark.parametrize("language", LANGUAGES)
def test_workings_begin_where_a_large_screen_ends(bundle: Bundle, language: str) -> None:
    apart = 0
    for sheet in plan_of(bundle, language).sheets:
        end = page_end(sheet)
        beside = {column for _, column in sheet.cells if column > end}
        if sheet.hidden or not sheet.print.area or not beside:
            continue
        apart += 1
        assert min(beside) > end + 1, sheet.id
        seen = sum(sheet.widths.get(column, DEFAULT_WIDTH) for column in range(1, min(beside)))
        assert seen >= LARGE_SCREEN, sheet.id
    assert apart > 4


def test_headers_that_carry_on_have_no_line_within(bundle: Bundle) -> None:
    """Over a text that runs across columns, the bar above them is one."""
    found = 0
    for sheet in sheets(bundle):
        for (row, column), cell in sheet.cells.items():
            right = sheet.cells.get((row, column + 1))
            if cell.style in HEADERS and right is not None:
                found += right.style == "carried"
                assert (cell.style == "header_on") == (right.style == "carried"), f"{sheet.id}!{row}"
    assert found > 3
