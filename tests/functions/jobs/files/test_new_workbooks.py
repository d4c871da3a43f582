"""Workbooks that a button makes: one, and one for each row of the list in view."""

from __future__ import annotations

from pathlib import Path

import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.functions.jobs.files.new_workbooks import rows_in_view
from pocgate_xl.templates.loader import Bundle
from tests.functions.fake_excel import Book
from tests.functions.jobs.conftest import Do

LIST = {
    (1, 1): "Our AI pilots", (3, 1): "id", (3, 2): "Organization", (3, 3): "言語", (3, 4): "poc_months",
    (4, 1): "ENG-1", (4, 2): "Aoba Ltd", (4, 3): "ja", (4, 4): 3.0,
    (5, 1): "ENG-2", (5, 2): "Midori Inc", (5, 4): "soon",
    (6, 1): "ENG-3", (6, 2): "Sakura KK",
}  # fmt: skip


def list_in_view(content: bytes, folder: Path, **chosen: object) -> Book:
    book = Book(content, folder=str(folder), **chosen)  # type: ignore[arg-type]
    del book.sheets[1:]
    book.names.clear()
    book.sheets[0].name, book.sheets[0].cells = "Pilots", dict(LIST)
    return book


def test_new_makes_a_workbook_of_that_name_opens_it_and_says_what_next(
    do: Do, full: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "ENG-7.xlsx"
    said, book = do("new", full, save_as=str(file))
    assert said == "ENG-7.xlsx is ready. Fill in the scorecard first; Check says what is missing."
    assert book.opened == [str(file)]
    engagement = check_file(file).engagement
    assert engagement
    assert engagement.id == "ENG-7"


def test_new_never_replaces_answers(do: Do, full: bytes, tmp_path: Path) -> None:
    file = tmp_path / "ENG-1.xlsx"
    file.write_bytes(full)
    said, book = do("new", full, save_as=str(file))
    assert "is not replaced" in said
    assert file.read_bytes() == full
    assert book.opened == []


def test_each_row_of_the_list_in_view_becomes_a_workbook(do: Do, full: bytes, tmp_path: Path) -> None:
    book = list_in_view(full, tmp_path)
    said, _ = do("many", book)
    assert book.asked == [
        f"Workbooks to be made in {tmp_path}: 3. Excel waits until they are there. Go on?"
    ]  # fmt: skip
    made, failed, why, *_ = said.splitlines()
    assert made.startswith(f"Workbooks in {tmp_path}: 2, listed in issued.xlsx.")
    assert (failed, why[:13]) == ("Not made: 1", "row 5 (ENG-2)")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["ENG-1.xlsx", "ENG-3.xlsx", "issued.xlsx"]
    first = check_file(tmp_path / "ENG-1.xlsx")
    assert (first.language, first.engagement and first.engagement.organization) == ("ja", "Aoba Ltd")
    assert book.shown == ["PoC Gate: 1 of 3", "PoC Gate: 2 of 3", "PoC Gate: 3 of 3", False, False]


def test_nothing_is_made_unless_somebody_agrees(do: Do, full: bytes, tmp_path: Path) -> None:
    said, _ = do("many", list_in_view(full, tmp_path, agrees=False))
    assert said == "Nothing was changed."
    assert list(tmp_path.iterdir()) == []


def test_the_same_again_makes_nothing_anew_and_loses_nothing(do: Do, full: bytes, tmp_path: Path) -> None:
    do("many", list_in_view(full, tmp_path))
    (tmp_path / "ENG-3.xlsx").write_bytes(full)  # somebody has answered
    said, _ = do("many", list_in_view(full, tmp_path))
    assert "Not made: 2" in said
    assert (tmp_path / "ENG-3.xlsx").read_bytes() == full


def test_a_sheet_that_lists_nothing_is_told(do: Do, full: bytes, tmp_path: Path) -> None:
    book = list_in_view(full, tmp_path)
    book.sheets[0].cells = {(1, 1): "shopping", (2, 1): "milk"}
    said, _ = do("many", book)
    assert said.startswith("The sheet in view is not a list of engagements: ")
    assert do("many", full, folder=str(tmp_path))[0].startswith("This is an engagement workbook.")
    assert book.asked == []


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Pilots has headings, but no row"), ("ja", "見出しだけがあり")]
)
def test_headings_without_rows_are_told_as_such(
    do: Do, full: bytes, tmp_path: Path, language: str, words: str
) -> None:
    book = list_in_view(full, tmp_path)
    book.sheets[0].cells = {(1, 1): "id", (1, 2): "organization"}
    assert words in do("many", book, language)[0]


@pytest.mark.parametrize(
    ("language", "failed", "why"),
    [
        ("en", "Not made: 2", "Rows 2, 4: their IDs (A-1) give the same file name."),
        ("ja", "作れなかったもの：2件", "2, 4行目：ID（A-1）から同じファイル名ができます。"),
    ],
)
def test_every_row_of_an_id_that_is_there_twice_is_counted(
    do: Do, full: bytes, tmp_path: Path, language: str, failed: str, why: str
) -> None:
    book = list_in_view(full, tmp_path)
    book.sheets[0].cells = {(1, 1): "id", (2, 1): "A-1", (3, 1): "A-2", (4, 1): "A-1"}
    _, counted, told = do("many", book, language)[0].splitlines()[:3]
    assert counted == failed
    assert told.startswith(why)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["A-2.xlsx", "issued.xlsx"]


def test_dates_and_numbers_of_a_sheet_are_read_as_those_of_a_list(bundle: Bundle) -> None:
    values = [["id", "assessment_date", "poc_months"], ["A-1", "2026-05-01", 2.5], [None, None, None]]
    (row,) = rows_in_view("Sheet1", values, bundle, bundle.default_catalog)
    assert row.problems == ()
    assert str(row.values["pg_engagement_assessment_date"]) == "2026-05-01"
    assert str(row.values["pg_engagement_poc_months"]) == "2.5"
