"""Jobs on the open workbook, on a stand-in for Excel that keeps its notes, sheets, locks and questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pocgate_xl.functions.jobs import open_workbook_jobs
from pocgate_xl.functions.open_workbook.excel_desk import ExcelDesk
from pocgate_xl.opc.refusal import Refused
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from tests.functions.fake_excel import Book, Note
from tests.functions.jobs.conftest import Do
from tests.functions.open_book import workbook


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Read files in this process, which is quicker; one test reads its own apart, as Excel does."""
    if "apart" not in request.node.name:
        monkeypatch.setattr(open_workbook_jobs, "done_apart", lambda work, *given, **_: work(*given))


def notes_of(book: Book) -> dict[tuple[str, tuple[int, int]], str]:
    return {(sheet.name, at): note.text for sheet in book.sheets for at, note in sheet.notes.items()}


# -- Check, and off again ------------------------------------------------------------------------------


def test_check_says_what_is_decided_next_and_wrong_and_what_to_do(do: Do, full: bytes) -> None:
    said, book = do("check", full)
    decided, step, counted, marked, unseen = said.splitlines()
    assert decided == "Improve, then proceed (19)"
    assert step.startswith("Raise Executive investment readiness from 1 to 3")
    assert counted == "Errors: 0 · warnings: 1"
    assert marked.startswith("Notes put at cells: 7.")
    assert unseen == "Formulas and hidden parts are checked only in the saved file: pocgate check"
    assert len(notes_of(book)) == 7


def test_a_second_check_replaces_the_notes_of_the_first(do: Do, full: bytes) -> None:
    _, book = do("check", full)
    before = notes_of(book)
    do("check", book)
    assert notes_of(book) == before
    (security,) = (text for text in before.values() if "PG304" in text)
    assert security.startswith("pocgate: PG304 10. Annual operating cost estimate completed – Due:")


def test_what_is_corrected_loses_its_note_and_a_persons_note_stays(
    do: Do, full: bytes, bundle: Bundle
) -> None:
    _, book = do("check", full)
    title, at = next(place for place, text in notes_of(book).items() if "PG301" in text)
    sheet = book.sheets[title]
    sheet.cells[at] = "DOC-9"
    sheet.notes[1, 1] = Note(sheet, (1, 1), "pocgate? ask them")
    do("check", book)
    assert at not in sheet.notes
    assert sheet.notes[1, 1].text == "pocgate? ask them"


@pytest.mark.parametrize("own", ["ask the vendor", "two\nlines\n", "――", "pocgate: mine"])
def test_taking_marks_off_restores_every_note_to_the_letter(do: Do, full: bytes, own: str) -> None:
    _, book = do("check", full)
    title, at = next(iter(notes_of(book)))
    do("unmark", book)
    assert notes_of(book) == {}
    sheet = book.sheets[title]
    sheet.notes[at] = Note(sheet, at, own)
    do("check", book)
    assert sheet.notes[at].text.startswith(f"{own}\npocgate: PG")
    said, _ = do("unmark", book)
    assert said.startswith("Our notes are gone from 7 cells.")
    assert notes_of(book) == {(title, at): own}


def test_what_somebody_replied_below_our_lines_stays(do: Do, full: bytes) -> None:
    _, book = do("check", full)
    (title, at), text = next(iter(notes_of(book).items()))
    book.sheets[title].notes[at].text = f"{text}\nwill do"
    do("unmark", book)
    assert notes_of(book) == {(title, at): "will do"}


def test_notes_of_an_earlier_release_are_taken_off_too(do: Do, blank: bytes) -> None:
    book = Book(blank)
    sheet = book.sheets[0]
    sheet.notes[1, 1] = Note(sheet, (1, 1), "mine\npocgate: PG303 old message hint\npocgate: PG304 another")
    do("unmark", book)
    assert sheet.notes[1, 1].text == "mine"


def test_where_excel_lets_no_note_in_the_faults_are_told(do: Do, full: bytes) -> None:
    book = Book(full)
    for sheet in book.sheets:
        sheet.objects_locked = True
    said, _ = do("check", book)
    assert "Cells at which Excel let no note be put: 7 (Checklist!F12, Checklist!H13" in said
    assert "PG301 9. User support structure" in said
    assert notes_of(book) == {}


def test_nothing_to_take_off_is_said(do: Do, full: bytes) -> None:
    assert do("unmark", full)[0] == "There are no notes of ours in this workbook."


# -- Results -------------------------------------------------------------------------------------------


def test_results_are_a_sheet_of_their_own_and_the_lock_is_as_before(do: Do, full: bytes) -> None:
    said, book = do("results", full)
    assert said.startswith("The results are on the sheet “Results”.")
    assert book.ProtectStructure
    sheet = book.sheets["Results"]
    assert book.sheets[-1] is sheet
    assert [sheet.cells[3, column] for column in range(1, 6)] == ["Area", "Result", "Value", "Unit", "Name"]
    rows = {
        sheet.cells[row, 5]: sheet.cells[row, 3] for row, column in sheet.cells if column == 5 and row > 3
    }
    assert rows["pg_out_total"] == 19
    assert rows["pg_out_verdict"] == "Conditional"
    assert rows["pg_out_cost_operations_high"] == 699000.0


def test_results_are_replaced_in_whatever_language_they_were(do: Do, full: bytes) -> None:
    _, book = do("results", full)
    sheet, count = book.sheets[-1], len(book.sheets)
    sheet.name, sheet.cells[1, 1], sheet.cells[200, 1] = "計算結果", "POCGATEによる結果", "left behind"
    do("results", book)
    assert len(book.sheets) == count
    assert sheet.cells[1, 1] == "Results by POCGATE"
    assert (200, 1) not in sheet.cells


def test_a_sheet_of_that_name_that_is_somebodys_stays(do: Do, full: bytes) -> None:
    _, book = do("results", full)
    book.sheets[-1].cells = {(1, 1): "my own results"}
    said, _ = do("results", book)
    assert "“Results (2)”" in said
    assert book.sheets["Results"].cells == {(1, 1): "my own results"}


def test_under_a_password_results_go_below_the_notes_in_place_of_earlier_ones(
    do: Do, full: bytes, bundle: Bundle
) -> None:
    book = Book(full, password="secret")
    notes = book.sheets[plan_of(bundle, "en").sheet("notes").title]
    notes.cells[30, 2] = "= my own words"
    first, _ = do("results", book)
    here = dict(notes.cells)
    second, _ = do("results", book)
    assert first == second == (
        "No sheet could be added, so the results are on the sheet “Notes”, from row 32 on. "
        "Run this again after a change: they are replaced."
    )  # fmt: skip
    assert notes.cells == here
    assert notes.cells[30, 2] == "= my own words"
    assert book.ProtectStructure


def test_where_results_have_no_place_it_is_told_without_names_of_faults(
    do: Do, full: bytes, bundle: Bundle
) -> None:
    book = Book(full, password="secret")
    notes = book.sheets[plan_of(bundle, "en").sheet("notes").title]
    notes.cells_locked = True
    before = dict(notes.cells)
    said, _ = do("results", book)
    assert said.startswith("The results were not written: no sheet can be added, and Excel does not let")
    assert "“Notes”" in said
    assert "Refused" not in said
    assert notes.cells == before


@pytest.mark.parametrize("job", ["check", "results", "answers"])
@pytest.mark.parametrize(
    ("language", "words"), [("en", "not an engagement workbook"), ("ja", "案件のブックではありません")]
)
def test_whoever_sits_before_a_workbook_of_others_is_told_what_to_do_in_their_language(
    do: Do, full: bytes, job: str, language: str, words: str
) -> None:
    book = Book(full)
    del book.sheets[1:]
    book.names.clear()
    said, _ = do(job, book, language)
    assert words in said


# -- Answers of a file ---------------------------------------------------------------------------------


def ratings_in(book: Book, bundle: Bundle) -> list[object]:
    plan = plan_of(bundle, "en")
    names = [f"pg_rating_{id_}" for id_ in bundle.template.criterion_ids]
    return [
        book.sheets[plan.sheet("scorecard").title].cells.get(plan.names[name].first) for name in names
    ]  # fmt: skip


def test_answers_of_another_workbook_read_apart_are_filled_in_once_agreed_to(
    do: Do, blank: bytes, folder: Path, bundle: Bundle
) -> None:
    said, book = do("answers", blank, file=str(folder / "full.xlsx"))
    assert book.asked == [
        "Answers in full.xlsx that are not here yet: 30, all for blank cells. Fill them in?"
    ]
    assert said == "Filled in from full.xlsx: 30. Check now says what is still missing."
    assert ratings_in(book, bundle) == [5, 2, 4, 3, 4, 1]


def test_whoever_does_not_agree_keeps_everything(do: Do, blank: bytes, folder: Path) -> None:
    before = {sheet.name: dict(sheet.cells) for sheet in Book(blank).sheets}
    said, book = do("answers", blank, file=str(folder / "full.xlsx"), agrees=False)
    assert said == "Nothing was changed."
    assert {sheet.name: sheet.cells for sheet in book.sheets} == before


def test_values_that_replace_others_are_named_and_bad_ones_are_not_taken(
    do: Do, full: bytes, tmp_path: Path, bundle: Bundle
) -> None:
    values = {"pg_rating_integration": 5, "pg_rating_data_quality": 9, "pg_engagement_id": "ENG-2"}
    (tmp_path / "values.json").write_text(json.dumps(values), encoding="utf-8")
    _, book = do("answers", full, file=str(tmp_path / "values.json"))
    first, other, left = book.asked[0].splitlines()
    assert first == (
        "Answers in values.json that are not here yet: 1. In place of another answer: 1 (Scorecard!G7). "
        "Fill them in?"
    )
    assert other == "Note: values.json is of the engagement ENG-2, this workbook is ENG-1."
    assert left == "Not taken: 1. pg_rating_data_quality: must be at most 5, got 9"
    assert ratings_in(book, bundle) == [5, 2, 4, 5, 4, 1]


def test_of_a_list_the_row_of_this_engagement_is_taken(do: Do, blank: bytes, tmp_path: Path) -> None:
    lines = "id,organization,poc_months\nENG-0,Other,1\nENG-1,=Aoba,3\n"
    (tmp_path / "list.csv").write_text(lines, encoding="utf-8")
    said, book = do("answers", blank, file=str(tmp_path / "list.csv"))
    assert said.startswith("Filled in from list.csv: 2.")
    assert "'=Aoba" in book.sheets["Start"].cells.values()  # a text, never a formula


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("list.csv", "id\nENG-9\n", "list.csv has no row for the engagement ENG-1."),
        (
            "list.csv",
            "id\nENG-1\nENG-2\nENG-1\n",
            "list.csv has 2 rows for the engagement ENG-1. Keep the one that counts.",
        ),
        ("list.csv", "id,organization\n", "list.csv has headings, but no row below them."),
        (
            "list.csv",
            "shopping\nmilk\n",
            "list.csv is neither a workbook of ours nor a list of engagements: no row names the columns",
        ),
        (
            "list.csv",
            "id,pg_rating_integration\nENG-1,4\n",
            "Nothing was filled in from list.csv.\nNot taken: 1. the column “pg_rating_integration” is not",
        ),
        ("values.json", '{"a": 1}', "values.json contains no values by name"),
        ("values.json", "{", "values.json cannot be read as JSON"),
        ("bad.xlsx", "PK", "bad.xlsx: "),
    ],
)
def test_a_file_without_answers_is_told_in_words(
    do: Do, blank: bytes, tmp_path: Path, name: str, content: str, said: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    told, book = do("answers", blank, file=str(tmp_path / name))
    assert said in told
    assert book.asked == []


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("list.csv", "買い物\n牛乳\n", "案件の一覧でもありません：列の見出し"),
        ("list.csv", "id\nENG-1\nENG-1\n", "案件ENG-1の行が2行あります"),
        ("list.csv", "id\n", "見出しだけがあり"),
        ("values.json", "{", "JSONとして読み込めません"),
        ("bad.xlsx", "PK", "このファイルはテキストファイルであり"),
    ],
)
def test_files_without_answers_are_told_in_the_language_of_the_workbook(
    do: Do, bundle: Bundle, tmp_path: Path, name: str, content: str, words: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    said, _ = do("answers", workbook(bundle, "ja"), "ja", file=str(tmp_path / name))
    assert words in said


def test_a_file_that_is_broken_and_read_apart_is_told_in_the_language_of_the_workbook(
    do: Do, bundle: Bundle, tmp_path: Path
) -> None:
    said, _ = do("answers", workbook(bundle, "ja"), "ja", file=str(tmp_path / "gone.xlsx"))
    assert said.startswith("gone.xlsx: 読み取れるファイルがありません")


def test_the_same_answers_again_change_nothing(do: Do, full: bytes, folder: Path) -> None:
    said, book = do("answers", full, file=str(folder / "full.xlsx"))
    assert said == "full.xlsx contains no answers that this workbook does not have already."
    assert book.asked == []


def test_cells_that_excel_locks_are_told(do: Do, blank: bytes, folder: Path) -> None:
    book = Book(blank, file=str(folder / "full.xlsx"))
    for sheet in book.sheets:
        sheet.cells_locked = True
    said, _ = do("answers", book)
    assert said.startswith("Excel does not let values into the sheet “Checklist”, so")
    assert "Refused" not in said


class ComError(Exception):
    """Stand for pywintypes.com_error, which tells what Excel said beside its number."""

    excepinfo = (0, "Microsoft Excel", "The sheet is protected.", None, 0, -2146827284)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (ComError(-2147352567), "pocgate could not do this: The sheet is protected."),
        (PermissionError(13, "Permission denied", "/a"), "pocgate could not do this: /a: Permission denied"),
        (Refused("empty"), "pocgate could not do this: The file is empty (0 bytes)."),
    ],
)
def test_what_goes_wrong_is_told_as_whoever_refused_it_says_it(
    do: Do, full: bytes, fault: Exception, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Book) -> None:
        raise fault

    monkeypatch.setattr(ExcelDesk, "facts", refused)
    assert do("check", full)[0] == said


@pytest.mark.parametrize("job", ["answers", "new", "folder", "portfolio"])
def test_whoever_chooses_nothing_is_told_nothing(do: Do, full: bytes, job: str) -> None:
    said, book = do(job, full)
    assert said == (
        "This is an engagement workbook. Bring the list of engagements into view first."
        if job == "many"
        else ""
    )
    assert book.opened == []
