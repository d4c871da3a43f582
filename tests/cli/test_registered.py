"""`pocgate new` and its register: what was issued is there, whatever happens to it between runs."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

import pocgate_xl.cli.registered as command
from pocgate_xl.cli import main
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.fill import fill_workbook

LIST = "id,organization,email,due\nA,Aoba,ito@aoba.example,2026-05-22\nB,Boji,,\n"
New = Callable[..., int]


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    return file


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def new(asked: Path, out: Path) -> New:
    def run(*more: object, source: Path = asked) -> int:
        return main(["new", "--out", str(out), "--from", str(source), "--quiet", *map(str, more)])

    return run


def rows(out: Path) -> list[dict[str, object]]:
    sheet = openpyxl.load_workbook(out / "issued.xlsx").worksheets[0]
    titles, *lines = (row[1:] for row in sheet.iter_rows(min_row=4, values_only=True))
    return [dict(zip(map(str, titles), line, strict=True)) for line in lines]


def test_what_was_made_is_registered(new: New, out: Path) -> None:
    assert new("--issued", "2026-05-01") == 0
    first, second = rows(out)
    assert first == {
        "Engagement ID": "A",
        "Organization": "Aoba",
        "PoC name": None,
        "E-mail": "ito@aoba.example",
        "Answer due": datetime(2026, 5, 22),
        "Language": "English",
        "File": "A.xlsx",
        "SHA-256 of the blank": hashlib.sha256((out / "A.xlsx").read_bytes()).hexdigest(),
        "Issued on": datetime(2026, 5, 1),
    }
    assert (second["Engagement ID"], second["Answer due"]) == ("B", None)
    assert sorted(file.name for file in out.iterdir()) == ["A.xlsx", "B.xlsx", "issued.xlsx"]


def test_the_day_of_issue_is_today_and_stands_in_no_workbook(
    new: New, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert new("--no-register") == 0
    blank = (out / "A.xlsx").read_bytes()
    assert not (out / "issued.xlsx").exists()

    class Clock(date):
        @classmethod
        def today(cls) -> Clock:
            return cls(2031, 2, 3)

    monkeypatch.setattr(command, "date", Clock)
    assert new("--force") == 0
    assert rows(out)[0]["Issued on"] == datetime(2031, 2, 3)
    assert (out / "A.xlsx").read_bytes() == blank


def test_titles_are_in_the_language_of_the_run(new: New, out: Path) -> None:
    assert new("--lang", "ja") == 0
    assert list(rows(out)[0]) == [
        "案件ID",
        "組織名",
        "PoC名称",
        "メールアドレス",
        "回答期限",
        "言語",
        "ファイル",
        "配布時のSHA-256",
        "配布日",
    ]
    assert rows(out)[0]["言語"] == "日本語"


def test_the_same_run_again_changes_nothing_and_is_no_mistake(
    new: New, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new("--issued", "2026-05-01") == 0
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    capsys.readouterr()
    assert new() == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "2 already there, blank and unchanged: A.xlsx, B.xlsx" in said.err
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before


def test_a_register_that_is_lost_is_made_again(new: New, out: Path) -> None:
    assert new("--issued", "2026-05-01") == 0
    before = (out / "issued.xlsx").read_bytes()
    (out / "issued.xlsx").unlink()
    assert new("--issued", "2026-05-01") == 0
    assert (out / "issued.xlsx").read_bytes() == before


def test_what_was_not_made_is_not_in_it(
    new: New, out: Path, tmp_path: Path, bundle: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    out.mkdir()
    assert new("--no-register") == 0
    filled = fill_workbook((out / "B.xlsx").read_bytes(), bundle, "en", {"pg_rating_integration": 4})
    (out / "B.xlsx").write_bytes(filled)
    bad = tmp_path / "bad.csv"
    bad.write_text("id,organization,poc_months\nA,Aoba,\nB,Boji,\nC,,two\nD,,\nD,,\n", encoding="utf-8")
    assert new("--force", source=bad) == 1
    assert [row["Engagement ID"] for row in rows(out)] == ["A"]
    assert (out / "B.xlsx").read_bytes() == filled


def test_later_lists_are_added(new: New, out: Path, tmp_path: Path) -> None:
    assert new("--issued", "2026-05-01") == 0
    later = tmp_path / "later.csv"
    later.write_text("id,sponsor,language\nC,佐藤,ja\n", encoding="utf-8")
    assert new("--issued", "2026-06-01", source=later) == 0
    found = rows(out)
    assert [(row["Engagement ID"], row["Issued on"]) for row in found] == [
        ("A", datetime(2026, 5, 1)),
        ("B", datetime(2026, 5, 1)),
        ("C", datetime(2026, 6, 1)),
    ]
    assert (found[2]["Sponsor"], found[2]["Language"], found[0]["Sponsor"]) == ("佐藤", "日本語", None)


def test_a_list_that_is_given_is_never_changed(new: New, asked: Path) -> None:
    before, status = asked.read_bytes(), asked.stat()
    assert new() == 0
    assert asked.read_bytes() == before
    assert asked.stat().st_mtime_ns == status.st_mtime_ns


def test_a_register_is_a_list_from_which_its_own_rows_are_made_again(
    new: New, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new("--issued", "2026-05-01") == 0
    book = openpyxl.load_workbook(out / "issued.xlsx")
    sheet = book.worksheets[0]
    sheet["C5"], sheet["L4"], sheet["L5"] = "Aoba Holdings", "Notes", "called on Monday"
    book.save(out / "issued.xlsx")
    capsys.readouterr()
    assert new("--force", "--issued", "2026-06-01", source=out / "issued.xlsx") == 0
    assert "ignored" in capsys.readouterr().err
    sheet = openpyxl.load_workbook(out / "issued.xlsx").worksheets[0]
    assert (sheet["C5"].value, sheet["L5"].value) == ("Aoba Holdings", "called on Monday")
    assert sheet["I5"].value == hashlib.sha256((out / "A.xlsx").read_bytes()).hexdigest()
    assert sheet["J5"].value == datetime(2026, 6, 1)
    assert sheet.max_row == 6


@pytest.mark.parametrize("content", [b"", b"precious", b"PK\x03\x04 half a file"])
def test_what_is_no_register_is_left_alone_and_the_workbooks_are_there(
    new: New, out: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    out.mkdir()
    (out / "issued.xlsx").write_bytes(content)
    assert new() == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == [str(out / "A.xlsx"), str(out / "B.xlsx")]
    (line,) = said.err.splitlines()
    assert "issued.xlsx is there and is not a register. Move it away." in line
    assert line.endswith("The workbooks are there; then run the same command again to add them.")
    assert (out / "issued.xlsx").read_bytes() == content
    (out / "issued.xlsx").unlink()
    assert new() == 0
    assert [row["Engagement ID"] for row in rows(out)] == ["A", "B"]


def test_somebody_elses_workbook_is_left_alone(new: New, out: Path, tmp_path: Path) -> None:
    out.mkdir()
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["id", "organization"])
    book.active.append(["A", "Aoba"])
    book.save(out / "issued.xlsx")
    before = (out / "issued.xlsx").read_bytes()
    assert new("--no-register", source=out / "issued.xlsx") == 0
    assert new(source=out / "issued.xlsx") == 1
    assert (out / "issued.xlsx").read_bytes() == before


@pytest.mark.parametrize("holder", ["~$issued.xlsx", ".~lock.issued.xlsx#"])
def test_a_register_that_somebody_has_open_is_left_alone(
    new: New, out: Path, holder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new("--issued", "2026-05-01") == 0
    before = (out / "issued.xlsx").read_bytes()
    (out / holder).write_bytes(b"me")
    assert new("--issued", "2026-06-01") == 1
    assert f"issued.xlsx is open in another program ({holder}). Close it." in capsys.readouterr().err
    assert (out / "issued.xlsx").read_bytes() == before


def test_a_register_that_cannot_be_replaced_is_told(
    new: New, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on Windows while Excel has it open: there nobody can move another file into its place."""
    assert new("--issued", "2026-05-01") == 0
    before, replace = (out / "issued.xlsx").read_bytes(), os.replace

    def refusing(source: str, target: str) -> None:
        if str(target).endswith("issued.xlsx"):
            raise PermissionError(13, "Permission denied", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refusing)
    assert new("--issued", "2026-06-01") == 1
    assert (
        "issued.xlsx cannot be written: Permission denied. The workbooks are there" in capsys.readouterr().err
    )
    assert (out / "issued.xlsx").read_bytes() == before
    assert [file.name for file in out.glob(".*")] == []


def test_an_engagement_of_the_registers_name_takes_its_place_and_that_is_told(
    tmp_path: Path, out: Path, new: New, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_text("id\nissued\n", encoding="utf-8")
    assert new(source=odd) == 1
    assert "is not a register" in capsys.readouterr().err
    assert new("--no-register", source=odd) == 0


def test_an_interrupted_run_registers_what_it_has_made(
    new: New, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pocgate_xl.issuing.many as module

    write = module.write_blank

    def interrupted(file: Path, *more: object) -> object:
        if file.name == "B.xlsx":
            raise KeyboardInterrupt
        return write(file, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "write_blank", interrupted)
    assert new() == 130
    assert [row["Engagement ID"] for row in rows(out)] == ["A"]


def test_a_folder_with_its_register_is_checked_without_it(
    new: New, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new() == 0
    capsys.readouterr()
    assert main(["check", str(out), "--format", "jsonl", "--quiet"]) == 0
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 2
    assert "1 file was passed over" in said.err
