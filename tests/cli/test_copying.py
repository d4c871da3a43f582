"""`return` and `migrate` from the command line: which copies are written, where, and what is told of them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.cli import main
from tests.hostile.edits import typing
from tests.hostile.submission import submission

RATING = "pg_rating_integration"
FAULTY = typing({RATING: 7})
OLD = Path(__file__).parents[1] / "released" / "1.0.0-0a7b1d764560adc8" / "ja.xlsx"


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    folder = tmp_path / "returned"
    folder.mkdir()
    (folder / "good.xlsx").write_bytes(submission())
    (folder / "faulty.xlsx").write_bytes(FAULTY(submission("ja")))
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 broken")
    return folder


def test_a_copy_is_written_for_what_is_to_be_corrected_alone(
    returned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {file.name: file.read_bytes() for file in returned.iterdir()}
    assert main(["return", str(returned), "--out", str(tmp_path / "back"), "-q"]) == 3
    told = capsys.readouterr()
    assert [file.name for file in (tmp_path / "back").iterdir()] == ["faulty.xlsx"]
    assert told.out.startswith(f"{tmp_path / 'back' / 'faulty.xlsx'}  188 answers kept, 1 to correct")
    assert "broken.xlsx: unreadable" in told.err
    assert "1 of 3 submissions copied" in told.err
    assert {file.name: file.read_bytes() for file in returned.iterdir()} == before
    copy = check_file(tmp_path / "back" / "faulty.xlsx")
    assert (copy.language, [finding.code for finding in copy.findings]) == ("ja", ["PG201"])


def test_a_copy_that_was_worked_on_is_not_replaced_unasked(
    returned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["return", str(returned / "faulty.xlsx"), "--out", str(tmp_path / "back"), "-q"]
    assert main(command) == 0
    assert main(command) == 1
    assert "exists" in capsys.readouterr().err
    assert main([*command, "--force"]) == 0


def test_copies_in_the_folder_itself_are_no_submissions(
    returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (returned / "broken.xlsx").unlink()
    command = ["return", str(returned), "--out", str(returned / "back"), "-q"]
    assert main(command) == 0
    assert main([*command, "--force"]) == 0
    assert "passed over as copies" in capsys.readouterr().err
    assert sorted(file.name for file in (returned / "back").iterdir()) == ["faulty.xlsx"]


def test_two_submissions_of_one_name_have_two_copies(tmp_path: Path) -> None:
    for name, rating in (("a", 7), ("b", 8)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "gate.xlsx").write_bytes(typing({RATING: rating})(submission()))
    folders = [str(tmp_path / name) for name in ("a", "b")]
    assert main(["return", *folders, "--out", str(tmp_path / "back"), "-q"]) == 0
    assert sorted(file.name for file in (tmp_path / "back").iterdir()) == ["gate (2).xlsx", "gate.xlsx"]


def test_migrate_carries_old_workbooks_and_tells_every_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    (folder / "old.xlsx").write_bytes(OLD.read_bytes())
    (folder / "new.xlsx").write_bytes(submission())
    ledger = tmp_path / "ledger.csv"
    command = ["migrate", str(folder), "--out", str(tmp_path / "today"), "--ledger", str(ledger), "-q"]
    assert main(command) == 0
    told = capsys.readouterr()
    assert [file.name for file in (tmp_path / "today").iterdir()] == ["old.xlsx"]
    assert "poc_gate 1.0.0 → poc_gate 1.1.0" in told.out
    assert "1 are current" in told.err
    rows = list(csv.DictReader(ledger.read_text(encoding="utf-8-sig").splitlines()))
    answered = {name for name, value in (check_file(OLD).answers or {}).items() if isinstance(value, str)}
    assert answered <= {row["field"] for row in rows}
    assert {row["kind"] for row in rows} == {"carried", "changed"}


def test_migrate_into_another_language(tmp_path: Path) -> None:
    file = tmp_path / "gate.xlsx"
    file.write_bytes(submission())
    assert main(["migrate", str(file), "--out", str(tmp_path / "ja"), "--lang", "ja", "-q"]) == 0
    assert check_file(tmp_path / "ja" / "gate.xlsx").language == "ja"


def test_merge_puts_the_sections_of_several_people_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, change in (("a", {RATING: None}), ("b", {"pg_note_integration": None})):
        (tmp_path / f"{name}.xlsx").write_bytes(typing(change)(submission()))
    files = [str(tmp_path / f"{name}.xlsx") for name in ("a", "b")]
    assert main(["migrate", *files, "--merge", "--out", str(tmp_path / "one"), "-q"]) == 0
    (made,) = (tmp_path / "one").iterdir()
    answers = check_file(made).answers or {}
    assert answers[RATING] == 4
    assert "pg_note_integration" in answers


def test_of_several_revisions_only_the_newest_goes_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "old.xlsx").write_bytes(FAULTY(submission()))
    (tmp_path / "new.xlsx").write_bytes(typing({RATING: 9, "pg_engagement_revision": 3})(submission()))
    files = [str(tmp_path / name) for name in ("old.xlsx", "new.xlsx")]
    assert main(["return", *files, "--out", str(tmp_path / "back"), "-q"]) == 0
    assert [file.name for file in (tmp_path / "back").iterdir()] == ["new.xlsx"]
    assert "older revisions or copies: 1" in capsys.readouterr().err


def test_a_corrected_revision_needs_no_copy_of_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "old.xlsx").write_bytes(FAULTY(submission()))
    (tmp_path / "new.xlsx").write_bytes(typing({"pg_engagement_revision": 3})(submission()))
    files = [str(tmp_path / name) for name in ("old.xlsx", "new.xlsx")]
    assert main(["return", *files, "--out", str(tmp_path / "back"), "-q"]) == 0
    assert not list((tmp_path / "back").iterdir())


def test_copies_into_the_folder_of_the_submissions_are_refused(
    returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["return", str(returned), "--out", str(returned), "-q"]) == 2
    assert "Name another folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [["status", "{list}", "nowhere"], ["mail", "{list}", "nowhere", "--kind", "remind", "--out", "x"]],
)
def test_a_folder_that_is_not_there_is_not_one_in_which_nobody_answered(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("id,email\nA,a@example.com\n", encoding="utf-8")
    assert main([word.format(list=listed) for word in command]) == 2
    assert "no file or folder nowhere" in capsys.readouterr().err
