"""A folder of submissions by click: where each stands, what is wrong, and the portfolio."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.functions.fake_excel import Book
from tests.functions.jobs.conftest import Do
from tests.functions.jobs.files.test_new_workbooks import list_in_view


def texts_of(file: str | Path, sheet: str) -> set[str]:
    return {
        str(cell) for row in load_workbook(file)[sheet].iter_rows(values_only=True) for cell in row if cell
    }


def test_a_folder_becomes_a_workbook_of_what_is_wrong(do: Do, full: bytes, folder: Path) -> None:
    said, book = do("folder", full, folder=str(folder))
    (file,) = book.opened
    assert book.asked[0].startswith(f"Files to be read in {folder}: 3. Excel waits")
    assert said.splitlines() == [
        f"Files checked: 3. {Path(file).name} lists where each stands and what is wrong.",
        "With errors: 0 · not readable: 1",
    ]
    assert load_workbook(file).sheetnames == ["Summary", "Files", "Findings"]
    assert {"full.xlsx", "blank.xlsx", "broken.xlsx"} <= texts_of(file, "Files")
    assert "PG304" in texts_of(file, "Findings")
    assert book.shown[:3] == [f"PoC Gate: {done} of 3" for done in (1, 2, 3)]
    assert book.shown[-1] is False


def test_what_an_earlier_run_wrote_is_no_submission(do: Do, full: bytes, folder: Path) -> None:
    _, first = do("folder", full, folder=str(folder))
    _, second = do("folder", full, folder=str(folder))
    assert second.asked[0].startswith(f"Files to be read in {folder}: 3.")
    assert first.opened != second.opened  # Excel may still have the first one open


def test_with_a_register_it_begins_with_who_has_answered(do: Do, full: bytes, tmp_path: Path) -> None:
    do("many", list_in_view(full, tmp_path))
    (tmp_path / "ENG-1.xlsx").write_bytes(full)
    (tmp_path / "ENG-3.xlsx").unlink()
    _, book = do("folder", full, folder=str(tmp_path))
    (file,) = book.opened
    names = load_workbook(file).sheetnames
    assert names[-3:] == ["Summary", "Files", "Findings"]
    assert {"ENG-1", "ENG-3", "No answer", "Incomplete"} <= texts_of(file, names[0])


def test_a_register_that_cannot_be_used_is_told_and_stops_nothing(
    do: Do, full: bytes, tmp_path: Path
) -> None:
    (tmp_path / "full.xlsx").write_bytes(full)
    (tmp_path / "issued.xlsx").write_bytes(b"no register")
    said, book = do("folder", full, folder=str(tmp_path))
    assert "The register issued.xlsx could not be used" in said
    assert len(book.opened) == 1


def test_the_portfolio_of_a_folder_is_made_and_opened(do: Do, full: bytes, folder: Path) -> None:
    said, book = do("portfolio", full, folder=str(folder))
    (file,) = book.opened
    assert said.startswith("Engagements in the portfolio: 1. Files left out: 2; ")
    assert load_workbook(file).sheetnames[0] == "For decision"


def test_a_folder_in_which_nothing_can_be_ranked_is_told(do: Do, full: bytes, tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK")
    said, book = do("portfolio", full, folder=str(tmp_path))
    assert said.startswith(f"No workbook in {tmp_path} can be ranked. Files left out: 1.")
    assert book.opened == []


@pytest.mark.parametrize("job", ["folder", "portfolio"])
def test_an_empty_folder_and_a_no_are_told(
    do: Do, full: bytes, folder: Path, tmp_path: Path, job: str
) -> None:
    assert do(job, full, folder=str(tmp_path))[0] == f"There is no workbook to check in {tmp_path}."
    said, book = do(job, Book(full, folder=str(folder), agrees=False))
    assert said == "Nothing was changed."
    assert book.opened == []
