"""The sheet of results: every result with words and a unit, and what a check says of such a workbook."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from pocgate_xl.batch import Options, check_file
from pocgate_xl.exchange.copies.maker import CopyMaker
from pocgate_xl.functions.jobs.marks import marks_of
from pocgate_xl.functions.jobs.results import ResultsSheet, results_sheet
from pocgate_xl.functions.open_workbook.workbook import review
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import a1, position_of
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.layout.plans import plan_of
from pocgate_xl.workbook.rendering.cell_notes import Marks, with_mark, with_marks
from tests.functions.open_book import answered, workbook
from tests.hostile.edits import sheet_added, small_sheet


def sheet_of(content: bytes) -> ResultsSheet:
    return results_sheet(review(read_workbook(Package.from_bytes(content))))


def test_every_result_has_a_label_of_its_own_a_value_and_a_unit(full: bytes, bundle: Bundle) -> None:
    sheet, plan = sheet_of(full), plan_of(bundle, "en")
    assert {row.name for row in sheet.rows} == {name for name in plan.names if name.startswith("pg_out_")}
    assert len({row.label for row in sheet.rows}) == len(sheet.rows)
    by_name = {row.name: row for row in sheet.rows}
    total, monthly = by_name["pg_out_total"], by_name["pg_out_cost_infrastructure_high"]
    assert total[:4] == ("Decision", "Total", 19, "points")
    assert monthly[:4] == ("Costs", "Infrastructure: high", 180000, "JPY, per month")
    assert by_name["pg_out_cause_weak_commitment"].value == "High"
    assert by_name["pg_out_budget_run_rate_low"].unit == "JPY a year"


def test_days_are_numbers_with_a_form(bundle: Bundle) -> None:
    phases = {f"pg_phase_months_{phase.id}": 2 for phase in bundle.template.phases}
    sheet = sheet_of(workbook(bundle, pg_start_date="2026-05-01", **phases))
    row = next(row for row in sheet.rows if row.name == "pg_out_phase_start_mvp")
    assert (row.value, row.unit) == (46143, "date")  # 1 May 2026 as Excel counts
    cell = next(cell for cell, form in sheet.formats if form == "yyyy-mm-dd")
    position = position_of(cell)
    assert position
    assert sheet.lines[position[0] - 1][2] == sheet.rows[position[0] - 4].value


def written_by_excel(content: bytes) -> bytes:
    """Return a workbook with results and notes in it, as Excel saves it once the buttons have put them."""
    found = review(read_workbook(Package.from_bytes(content)))
    results = results_sheet(found)
    rows = "".join(
        f'<row r="{number}">{"".join(_cell(number, at, value) for at, value in enumerate(line, 1))}</row>'
        for number, line in enumerate(results.lines, 1)
    )
    facts = read_workbook(Package.from_bytes(content))
    notes: dict[str, dict[tuple[int, int], str]] = {}
    for cell, lines in marks_of(found).items():
        sheet, at = facts.sheet(cell.sheet), position_of(cell.cell)
        assert sheet
        assert at
        notes.setdefault(sheet.part, {})[at] = with_mark("", lines)
    marked = with_marks(content, {part: Marks(texts) for part, texts in notes.items()})
    return sheet_added(results.title, small_sheet(rows))(marked)


def _cell(row: int, column: int, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{a1((row, column))}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{a1((row, column))}"><v>{value}</v></c>'


def test_a_check_finds_nothing_else_in_a_workbook_with_results_and_marks(full: bytes, tmp_path: Path) -> None:
    (tmp_path / "plain.xlsx").write_bytes(full)
    (tmp_path / "marked.xlsx").write_bytes(written_by_excel(full))
    plain, marked = (check_file(tmp_path / name) for name in ("plain.xlsx", "marked.xlsx"))
    assert plain.findings
    assert marked.findings == plain.findings
    assert marked.outcome == plain.outcome == "incomplete"


def test_a_copy_leaves_results_and_marks_behind_as_they_are_made_anew(bundle: Bundle, tmp_path: Path) -> None:
    content = workbook(bundle, "ja", **answered(bundle))
    (tmp_path / "marked.xlsx").write_bytes(written_by_excel(content))
    maker = CopyMaker("return", frozenset({"incomplete"}), Options())
    copy = maker(check_file(tmp_path / "marked.xlsx"))
    assert copy.content
    assert copy.problem == ""
    assert [entry for entry in copy.ledger if entry.kind == "left_over"] == []
