from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pocgate_xl.core.serialization import to_plain
from pocgate_xl.errors import FillError
from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import replace_parts
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import blank_workbook, plan_of
from pocgate_xl.workbook.creation.fill import fill_workbook

Fill = Callable[..., bytes]


@pytest.fixture
def fill(bundle: Bundle) -> Fill:
    def filled(values: dict[str, Any], workbook: bytes | None = None, language: str = "en") -> bytes:
        return fill_workbook(workbook or blank_workbook(bundle, language), bundle, language, values)

    return filled


def cell_of(
    bundle: Bundle, workbook: bytes, name: str, language: str = "en", row: int = 0, column: int = 0
) -> Any:
    """Return the cell under a name, or one of its block."""
    plan = plan_of(bundle, language)
    area = plan.names[name]
    sheet = read_workbook(Package.from_bytes(workbook)).sheet(plan.sheet(area.sheet).title)
    assert sheet is not None
    return sheet.cells.get((area.first[0] + row, area.first[1] + column))


def value_of(
    bundle: Bundle, workbook: bytes, name: str, language: str = "en", row: int = 0, column: int = 0
) -> Any:
    cell = cell_of(bundle, workbook, name, language, row, column)
    return None if cell is None else cell.value


def test_codes_become_the_labels_of_the_language(bundle: Bundle, fill: Fill) -> None:
    values = {"pg_status_security": "in_progress", "pg_engagement_currency": "USD"}
    for language, label in (("en", "In progress"), ("ja", "対応中")):
        made = fill(values, language=language)
        assert value_of(bundle, made, "pg_status_security", language) == label
        assert value_of(bundle, made, "pg_engagement_currency", language) == "USD"


def test_what_rests_on_the_values_is_computed_anew(bundle: Bundle, fill: Fill) -> None:
    ratings = {f"pg_rating_{id_}": 5 for id_ in bundle.template.criterion_ids}
    made = fill(ratings)
    assert value_of(bundle, made, "pg_out_total") == 30
    assert value_of(bundle, made, "pg_out_verdict") == "production"


@pytest.mark.parametrize("day", ["2026-04-30", date(2026, 4, 30), datetime(2026, 4, 30, 12, 30)])
def test_dates_become_serial_numbers(bundle: Bundle, fill: Fill, day: object) -> None:
    assert value_of(bundle, fill({"pg_start_date": day}), "pg_start_date") == 46142


@pytest.mark.parametrize("amount", ["0.1", "1234567.89", "3", "1E+3", "0"])
def test_numbers_are_written_as_they_are_given(bundle: Bundle, fill: Fill, amount: str) -> None:
    cell = cell_of(bundle, fill({"pg_poc_cost_development": Decimal(amount)}), "pg_poc_cost_development")
    assert cell == RawCell("number", float(amount), None, amount)


def test_decimals_go_from_one_workbook_into_another_as_their_json_has_them(
    bundle: Bundle, fill: Fill
) -> None:
    exact = to_plain({"pg_engagement_poc_months": Decimal("2.5")})
    assert exact == {"pg_engagement_poc_months": "2.5"}
    assert value_of(bundle, fill(exact), "pg_engagement_poc_months") == 2.5
    for odd in ("2,5", "２.５", "1e3", "2.5 ", ".5", "2."):
        with pytest.raises(FillError, match="expected a number"):
            fill({"pg_engagement_poc_months": odd})


def test_texts_stay_texts_whatever_they_look_like(bundle: Bundle, fill: Fill) -> None:
    texts = [
        "=1+1",
        "+81 3 1234",
        "007",
        "1.5",
        "<b>&",
        " spaced ",
        "two\nlines",
        "_x0041_",
        "日本語",
        "a\x01b",
    ]
    for text in texts:
        cell = cell_of(bundle, fill({"pg_engagement_organization": text}), "pg_engagement_organization")
        assert (cell.kind, cell.value, cell.formula) == ("text", text, None)


def test_numbers_may_be_given_where_a_text_is_asked_for(bundle: Bundle, fill: Fill) -> None:
    made = fill({"pg_engagement_id": 14, "pg_goal_3m_target": Decimal("0.50")})
    assert value_of(bundle, made, "pg_engagement_id") == "14"
    assert value_of(bundle, made, "pg_goal_3m_target") == "0.50"


def test_nothing_empties_a_cell(bundle: Bundle, fill: Fill) -> None:
    made = fill({"pg_rating_integration": 4, "pg_note_integration": "seen", "pg_start_date": "2026-04-30"})
    emptied = fill(dict.fromkeys(("pg_rating_integration", "pg_note_integration", "pg_start_date")), made)
    assert cell_of(bundle, emptied, "pg_rating_integration") is None
    assert cell_of(bundle, emptied, "pg_note_integration") is None
    assert cell_of(bundle, emptied, "pg_start_date") is None
    assert value_of(bundle, emptied, "pg_out_total_max") == 30


def test_a_table_takes_rows_by_column(bundle: Bundle, fill: Fill) -> None:
    rows = [{"step": "Sort", "status": "done"}, {"ai": "Sorts"}, {"judgement": "Lead", "step": None}]
    made = fill({"pg_process": rows})
    shown = [[value_of(bundle, made, "pg_process", row=r, column=k) for k in range(5)] for r in range(4)]
    assert shown == [
        ["Sort", None, None, None, "Done"],
        [None, "Sorts", None, None, None],
        [None, None, None, "Lead", None],
        [None] * 5,
    ]


@pytest.mark.parametrize("rows", [[{"step": "New"}], [], None])
def test_a_table_that_is_given_replaces_the_old_one(bundle: Bundle, fill: Fill, rows: object) -> None:
    made = fill({"pg_process": [{"step": "Old", "ai": "Old"}, {"step": "Older"}]})
    renewed = fill({"pg_process": rows}, made)
    shown = [value_of(bundle, renewed, "pg_process", row=r, column=k) for r in range(2) for k in range(2)]
    assert shown == ["New" if rows else None, None, None, None]


FAULTS: dict[str, tuple[object, str]] = {
    "pg_rating_integration": (6, "must be at most 5, got 6"),
    "pg_rating_user_acceptance": (Decimal("2.5"), "expected a whole number, got 2.5"),
    "pg_rating_data_quality": (True, "expected a number, got True"),
    "pg_status_security": ("Done", "expected one of done, in_progress, not_started, got 'Done'"),
    "pg_due_security": ("30.4.2026", "expected a date as YYYY-MM-DD, got '30.4.2026'"),
    "pg_due_fallback": ("1899-12-31", "dates before 1901 cannot be entered in a workbook"),
    "pg_due_retraining": (46142, "expected a date as YYYY-MM-DD, got 46142"),
    "pg_contingency": (-1, "must be at least 0, got -1"),
    "pg_planned_cost_training": (float("nan"), "expected a number, got Decimal('NaN')"),
    "pg_planned_cost_operations": (10**400, "a cell holds numbers up to 1E+307"),
    "pg_volume_ratio": (0, "must be above 0, got 0"),
    "pg_engagement_poc_months": (121, "must be at most 120, got 121"),
    "pg_engagement_sponsor": (["a"], "expected a text, got ['a']"),
    "pg_engagement_assessor": ("x" * 32_768, "32768 characters, a cell holds at most 32767"),
    "pg_process": ("rows", "expected a list of rows"),
    "pg_risks": ([{}] * 6, "6 rows, the sheet has 5"),
    "pg_out_total": (30, "not an input of this workbook"),
    "nonsense": (1, "not an input of this workbook"),
}


def test_every_problem_is_named_at_once_and_nothing_is_written(bundle: Bundle, fill: Fill) -> None:
    values = {name: value for name, (value, _) in FAULTS.items()}
    with pytest.raises(FillError) as raised:
        fill({**values, "pg_note_integration": "fine"})
    assert raised.value.problem.split("; ") == [f"{name}: {said}" for name, (_, said) in FAULTS.items()]
    assert raised.value.action == "Nothing was written."


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"status": "finished"}], "pg_process.0.status: expected one of done"),
        ([{}, {"steps": "x"}], "pg_process.1.steps: not a column of this table"),
        (["x"], "pg_process.0.: not a column of this table"),
    ],
)
def test_problems_of_a_table_name_row_and_column(fill: Fill, rows: object, said: str) -> None:
    with pytest.raises(FillError) as raised:
        fill({"pg_process": rows})
    assert raised.value.problem.startswith(said)


def test_nothing_else_in_the_file_changes(bundle: Bundle, fill: Fill) -> None:
    blank = Package.from_bytes(blank_workbook(bundle, "en"))
    made = Package.from_bytes(fill({"pg_phase_scope_mvp": "seen"}))
    assert made.names == blank.names
    changed = [part for part in blank.names if made.read(part) != blank.read(part)]
    facts = [read_workbook(package) for package in (blank, made)]
    assert changed == [sheet.part for sheet in facts[0].sheets if sheet.title == "Roadmap"]
    before, after = (sheets.sheet("Roadmap") for sheets in facts)
    assert before
    assert after
    place = plan_of(bundle, "en").names["pg_phase_scope_mvp"].first
    assert dict(after.cells) == {**before.cells, place: RawCell("text", "seen", None, "seen")}


def test_filling_nothing_changes_nothing(bundle: Bundle, fill: Fill) -> None:
    blank = blank_workbook(bundle, "en")
    assert fill({}) == blank


def test_the_same_values_give_the_same_bytes_in_one_step_or_two(fill: Fill) -> None:
    first, second = {"pg_rating_integration": 4}, {"pg_engagement_organization": "Aoba"}
    assert fill(second, fill(first)) == fill({**second, **first})


def edited(workbook: bytes, part: str, old: bytes, new: bytes) -> bytes:
    package = Package.from_bytes(workbook)
    content = package.read(part)
    assert old in content
    return replace_parts(package, {part: content.replace(old, new, 1)})


def test_a_renamed_sheet_is_found_by_the_names(bundle: Bundle, fill: Fill) -> None:
    package = Package.from_bytes(blank_workbook(bundle, "en"))
    xml = package.read("xl/workbook.xml")
    renamed = xml.replace(b"'Scorecard'!", b"'Scores'!").replace(b'name="Scorecard"', b'name="Scores"')
    made = fill({"pg_rating_integration": 4}, replace_parts(package, {"xl/workbook.xml": renamed}))
    sheet = read_workbook(Package.from_bytes(made)).sheet("Scores")
    assert sheet
    assert sheet.cells[plan_of(bundle, "en").names["pg_rating_integration"].first].value == 4


@pytest.mark.parametrize("moved", ["$B$40", "#REF!"])
def test_a_cell_that_was_moved_is_not_written(bundle: Bundle, fill: Fill, moved: str) -> None:
    area = plan_of(bundle, "en").names["pg_rating_integration"]
    old = f"'Scorecard'!{area.ref}</definedName>".encode()
    new = f"'Scorecard'!{moved}</definedName>".encode() if moved != "#REF!" else b"#REF!</definedName>"
    spoiled = edited(blank_workbook(bundle, "en"), "xl/workbook.xml", old, new)
    with pytest.raises(FillError, match="pg_rating_integration: its cell was moved or deleted"):
        fill({"pg_rating_integration": 4, "pg_note_integration": "seen"}, spoiled)
    made = fill({"pg_note_integration": "seen"}, spoiled)
    assert value_of(bundle, made, "pg_note_integration") == "seen"


def test_a_sheet_that_cannot_be_written_without_other_changes_is_refused(bundle: Bundle, fill: Fill) -> None:
    row, column = plan_of(bundle, "en").names["pg_rating_integration"].first
    assert column == 7
    old = f'<c r="G{row}"'.encode()
    spoiled = edited(blank_workbook(bundle, "en"), "xl/worksheets/sheet2.xml", old, old + b' xmlns:x="urn:x"')
    with pytest.raises(FillError, match="sheet 'Scorecard' cannot be written"):
        fill({"pg_rating_integration": 4}, spoiled)


def test_a_workbook_that_counts_from_1904_is_refused(bundle: Bundle, fill: Fill) -> None:
    old = b"<workbookPr"
    spoiled = edited(blank_workbook(bundle, "en"), "xl/workbook.xml", old, old + b' date1904="1"')
    with pytest.raises(FillError, match="1904"):
        fill({"pg_start_date": "2026-04-30"}, spoiled)


@settings(max_examples=10)
@example("line\r\nbreak\ttab")
@given(st.text(max_size=200))
def test_any_text_comes_back_as_it_was(bundle: Bundle, text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    made = fill_workbook(blank_workbook(bundle, "en"), bundle, "en", {"pg_note_integration": text})
    assert (value_of(bundle, made, "pg_note_integration") or "") == text
