"""`pocgate compare` on real workbooks: files, folders, earlier runs, assessors and what they agree on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.cli import main
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.submission.origins.report_books import is_report_book
from tests.portfolio.engagements import rated

HOSTILE = "=1+1\x1b]0;x\x07<script>"


def write(
    file: Path, bundle: Bundle, language: str = "en", rating: int = 4, done: int = 15, **engagement: Any
) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    values = {"assessment_date": "2026-04-01", **engagement}
    file.write_bytes(workbook_for(bundle, language, rated(rating, done, **values)))
    return file


@pytest.fixture(scope="module")
def months(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two folders of three engagements: A went forward, B stayed, C came, and a file that is no workbook."""
    home = tmp_path_factory.mktemp("months")
    write(home / "may" / "a.xlsx", bundle, rating=3, id="A", organization="Aoba")
    write(home / "may" / "b.xlsx", bundle, "ja", id="B")
    write(home / "june" / "a v2.xlsx", bundle, id="A", organization="Aoba", revision=2)
    shutil.copyfile(home / "may" / "a.xlsx", home / "june" / "a v1.xlsx")
    shutil.copyfile(home / "may" / "b.xlsx", home / "june" / "b.xlsx")
    write(home / "june" / "c.xlsx", bundle, id="C")
    return home


def compare(*arguments: object, lang: str = "en") -> int:
    return main(["compare", *map(str, arguments), "--lang", lang, "--quiet"])


def test_two_folders_are_told_in_text(months: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare(months / "may", months / "june") == 0
    found = capsys.readouterr().out.splitlines()
    assert found[0] == "Engagements 3: 1 forward, 1 unchanged, 1 new, files not compared 1."
    assert found[2] == "A  Aoba  Forward"
    assert "          Total: 18 → 24" in found
    assert found[-3:-1] == ["Unchanged  B", "New  C"]
    assert found[-1].endswith(f"older revision than {months / 'june' / 'a v2.xlsx'}")


def test_two_files_may_be_of_other_names(months: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare(months / "may" / "a.xlsx", months / "june" / "a v2.xlsx", lang="ja") == 0
    assert capsys.readouterr().out.splitlines()[0] == "案件 1件：前進 1件。"


def test_json_says_the_same_whoever_reads_it(months: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = []
    for lang in ("en", "ja"):
        assert compare(months / "may", months / "june", "--format", "json", lang=lang) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]
    found = json.loads(texts[0])
    assert found["summary"] == {
        "forward": 1, "back": 0, "changed": 0, "same": 1, "new": 1, "gone": 0, "unreadable": 0,
        "set_aside": 1,
    }  # fmt: skip
    assert [(each["id"], each["movement"]) for each in found["engagements"]] == [
        ("A", "forward"), ("B", "same"), ("C", "new"),
    ]  # fmt: skip


def test_an_earlier_run_stands_for_a_folder_and_for_a_file(
    months: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "may.jsonl"
    main(["check", str(months / "may"), "--format", "jsonl", "--output", str(run), "--quiet"])
    capsys.readouterr()
    assert compare(run, months / "june") == 0
    told = capsys.readouterr().out
    assert compare(months / "may", months / "june") == 0
    assert capsys.readouterr().out == told
    assert compare(run, months / "june" / "a v2.xlsx") == 0
    assert capsys.readouterr().out.splitlines()[0] == "Engagements 1: 1 forward."


def test_a_workbook_is_written_by_its_name_and_replaced(months: Path, tmp_path: Path) -> None:
    output = tmp_path / "moved.xlsx"
    arguments = (months / "may", months / "june", "--output", output)
    assert compare(*arguments) == 0
    first = output.read_bytes()
    assert is_report_book(output, "comparison")
    assert compare(*arguments) == 0
    assert output.read_bytes() == first
    assert openpyxl.load_workbook(output).sheetnames == ["Summary", "Changes", "Not compared"]
    assert compare(*arguments, lang="ja") == 0
    assert openpyxl.load_workbook(output).sheetnames == ["概要", "変更一覧", "比較対象外"]


def test_what_cannot_be_examined_is_named_and_weighs_most(
    months: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    assert compare(months / "may" / "a.xlsx", broken) == 3
    assert "Unreadable  now" in capsys.readouterr().out
    assert compare(tmp_path / "nothing.xlsx", months / "may" / "a.xlsx") == 3


def test_hostile_names_steer_no_terminal(
    bundle: Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = write(tmp_path / "old\x1b[2J.xlsx", bundle, id=HOSTILE, organization=HOSTILE, rating=3)
    new = write(tmp_path / "new.xlsx", bundle, id=HOSTILE, organization=HOSTILE)
    assert compare(old, new) == 0
    said = "".join(capsys.readouterr())
    assert "\x1b" not in said
    assert "\x07" not in said


@pytest.mark.parametrize(
    ("paths", "said"),
    [(["may"], "takes OLD and NEW"), (["may", "june", "may"], "takes OLD and NEW"),
     (["may", "june/c.xlsx"], "OLD is a folder and NEW is a file"),
     (["may/a.xlsx", "june"], "OLD is a file and NEW is a folder"),
     (["may", "x.jsonl"], "NEW is an earlier run")],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_what_can(
    months: Path, paths: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compare(*(months / path for path in paths)) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "Give two workbooks, two folders" in err


def test_nothing_that_is_read_or_not_ours_is_replaced(months: Path, tmp_path: Path) -> None:
    pair = (months / "may" / "a.xlsx", months / "june" / "a v2.xlsx")
    assert compare(*pair, "--output", pair[0]) == 2
    assert compare(*pair, "--output", pair[0], "--force") == 2
    other = tmp_path / "other.xlsx"
    shutil.copyfile(months / "june" / "c.xlsx", other)
    assert compare(*pair, "--output", other) == 2
    notes = tmp_path / "notes.md"
    notes.write_text("mine", encoding="utf-8")
    assert compare(*pair, "--output", notes) == 2
    assert notes.read_text(encoding="utf-8") == "mine"
    assert compare(*pair, "--output", tmp_path / "moved.json", "--format", "json") == 0
    assert compare(*pair, "--output", tmp_path / "moved.json", "--format", "json") == 0
    assert compare(*pair, "--output", tmp_path / "moved.xlsx", "--format", "json") == 2


@pytest.fixture(scope="module")
def assessors(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two assessors of one engagement, three points apart in everything."""
    home = tmp_path_factory.mktemp("assessors")
    write(home / "sato.xlsx", bundle, rating=2, id="A", assessor="Sato")
    write(home / "tan.xlsx", bundle, "ja", rating=5, done=14, id="A", assessor="Tan")
    write(home / "other.xlsx", bundle, id="B")
    return home


def test_assessors_are_put_side_by_side(assessors: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare("--assessors", assessors / "sato.xlsx", assessors / "tan.xlsx") == 0
    found = capsys.readouterr().out.splitlines()
    assert found[1].startswith("2 assessors · total 12 – 30")
    assert "Ratings that differ by two or more: 6" in found
    assert "Checklist items with different statuses: 1" in found


def test_assessors_of_two_engagements_or_alone_are_refused(assessors: Path) -> None:
    assert compare("--assessors", assessors / "sato.xlsx", assessors / "other.xlsx") == 2
    assert compare("--assessors", assessors / "sato.xlsx") == 2
    both = (assessors / "sato.xlsx", assessors / "tan.xlsx")
    assert compare("--assessors", *both, "--format", "json") == 2
    assert compare("--assessors", *both, assessors / "missing.xlsx") == 3


def test_what_is_agreed_on_goes_into_a_copy(
    assessors: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The meeting agrees on a 3, a status in its own language, and a word that is no rating."""
    consensus, copy = tmp_path / "consensus.xlsx", tmp_path / "agreed.xlsx"
    both = (assessors / "sato.xlsx", assessors / "tan.xlsx")
    assert compare("--assessors", *both, "--output", consensus, lang="ja") == 0
    book = openpyxl.load_workbook(consensus)
    fields = {}
    for sheet in book.worksheets[:2]:
        titles = {cell.value: cell.column for cell in sheet[4]}
        for line in range(5, sheet.max_row + 1):
            fields[sheet.cell(line, titles["pg_field"]).value] = sheet.cell(line, titles["合意"])
    fields["pg_rating_integration"].value = 3
    fields["pg_status_security"].value = "対応中"
    fields["pg_rating_data_quality"].value = "high"
    book.save(consensus)
    original = both[0].read_bytes()
    capsys.readouterr()
    assert compare("--agreed", consensus, both[0], "--output", copy) == 1
    said = capsys.readouterr().out
    assert "Integration feasibility – Rating: 2 → 3" in said
    assert "“high” is not an answer that its cell can take" in said
    assert "Applied 2 in 1 workbooks" in said
    found = check_file(copy)
    assert found.answers
    assert (found.answers["pg_rating_integration"], found.answers["pg_status_security"]) == (3, "in_progress")
    assert found.answers["pg_engagement_change_note"] == "Answers that the assessors agreed on: 2"
    assert both[0].read_bytes() == original
    assert compare("--agreed", consensus, assessors / "other.xlsx", "--output", tmp_path / "x.xlsx") == 2
    assert compare("--agreed", consensus, both[0], "--output", copy) == 1  # there already: not replaced
