"""What the buttons of the add-in do, on a stand-in for a workbook that is open in Excel."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings

from pocgate_xl.batch import check_file
from pocgate_xl.functions import scripts
from pocgate_xl.functions.open_workbook.fill_file import fill_block
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.creation.prerendered import workbook_for
from tests.functions.fake_excel import Book
from tests.functions.open_book import added, shown

BAD = {"pg_engagement_id": "ENG-1", "pg_rating_integration": 4, "pg_status_security": "done"}


@pytest.fixture(scope="module")
def made(bundle: Bundle) -> bytes:
    return workbook_for(bundle, "en", BAD)


@pytest.fixture
def book(made: bytes) -> Book:
    return Book(made)


def test_check_says_decision_next_step_and_how_much_is_wrong(book: Book) -> None:
    message = scripts.check(book)
    assert message.splitlines()[0] == "Not decidable yet (9 – 29)"
    assert "rate Data quality stability" in message
    assert "Errors: 0" in message


def test_findings_are_notes_beside_their_cells_and_are_replaced(book: Book, bundle: Bundle) -> None:
    plan = plan_of(bundle, "en")
    place = plan.names["pg_evidence_security"].first
    sheet = book.sheets[plan.sheet("checklist").title]
    sheet.range((1, 1)).AddComment("mine")
    for _ in range(2):
        scripts.findings(book)
        notes = {position: note.text for position, note in sheet.notes.items()}
        assert notes[1, 1] == "mine"
        marked = [text for position, text in notes.items() if position[0] == place[0]]
        assert any(text.startswith("pocgate: PG") for text in marked)
        assert all(text.count("PG303") <= 1 for text in notes.values())


def test_somebody_elses_note_keeps_its_own_lines(book: Book) -> None:
    before = scripts.findings(book)
    sheet = next(sheet for sheet in book.sheets if sheet.notes)
    note = next(iter(sheet.notes.values()))
    ours = note.text
    note.text = f"ask the vendor\n{ours}"
    assert scripts.findings(book) == before
    assert note.text == f"ask the vendor\n{ours}"


def test_fill_writes_every_result_below_what_stands_on_the_free_sheet(book: Book, bundle: Bundle) -> None:
    title = plan_of(bundle, "en").sheet("notes").title
    before = dict(book.sheets[title].cells)
    message = scripts.fill(book)
    after = book.sheets[title].cells
    assert {place: after[place] for place in before} == before
    names = [cell for place, cell in after.items() if place not in before and str(cell).startswith("pg_out_")]
    assert set(names) == {name for name in plan_of(bundle, "en").names if name.startswith("pg_out_")}
    assert title in message


def test_fill_writes_the_same_cells_here_as_in_a_file(book: Book, made: bytes) -> None:
    before = {(sheet.name, place) for sheet in book.sheets for place in sheet.cells}
    scripts.fill(book)
    written = {
        (sheet.name, place): shown(value)
        for sheet in book.sheets
        for place, value in sheet.cells.items()
        if (sheet.name, place) not in before and value not in (None, "")
    }
    assert written == added(made, fill_block(made, "fill_results"))


def test_new_makes_a_workbook_of_that_name_and_opens_it(tmp_path: Path, made: bytes) -> None:
    file = tmp_path / "ENG-7.xlsx"
    book = Book(made, save_as=str(file))
    assert scripts.new(book) == ""
    assert book.opened == [str(file)]
    engagement = check_file(file).engagement
    assert engagement
    assert engagement.id == "ENG-7"


def test_new_does_nothing_when_the_user_cancels(book: Book) -> None:
    assert scripts.new(book) == ""
    assert book.opened == []


@pytest.mark.parametrize("script", ["check", "fill", "findings"])
def test_a_workbook_of_somebody_else_is_told_in_one_line(
    book: Book, script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    del book.sheets[1:]
    book.names.clear()
    monkeypatch.setattr(xlwings.Book, "caller", lambda: book)
    scripts.run(script)
    assert len(book.alerts) == 1
    assert "not made by pocgate" in book.alerts[0]


def test_a_fault_is_told_without_a_traceback(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlwings.Book, "caller", lambda: book)
    book.sheets.clear()
    monkeypatch.setitem(scripts.SCRIPTS, "check", lambda book: 1 / 0)  # type: ignore[arg-type]
    scripts.run("check")
    assert book.alerts
    assert "ZeroDivisionError" in book.alerts[0]
    assert "Traceback" not in book.alerts[0]
