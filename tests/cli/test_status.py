from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from pocgate_xl.cli import main
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for
from tests.portfolio.engagements import rated

LIST = "id,organization,email,due\nA,Aoba,ito@aoba.example,2026-05-01\nB,Boji,,2026-06-01\nC,Chiji,,\n"
Status = Callable[..., int]


def with_a_wrong_rating(content: bytes) -> bytes:
    """Return a workbook in which somebody rated 9 of 5."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    ((title, place),) = book.defined_names["pg_rating_integration"].destinations
    book[title][place.replace("$", "")] = 9
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    return file


@pytest.fixture
def back(tmp_path: Path, bundle: Bundle) -> Path:
    folder = tmp_path / "back"
    folder.mkdir()
    for id_, values in (("B", rated(id="B")), ("C", {"pg_engagement_id": "C"}), ("Z", rated(id="Z"))):
        (folder / f"{id_}.xlsx").write_bytes(workbook_for(bundle, "en", values))
    return folder


@pytest.fixture
def status(asked: Path, back: Path) -> Status:
    def run(*more: object) -> int:
        return main(
            [
                "status",
                str(asked),
                str(back),
                "--quiet",
                "--as-of",
                "2026-05-20",
                "--lang",
                "en",
                *map(str, more),
            ]
        )

    return run


def test_it_is_told_on_stdout(status: Status, capsys: pytest.CaptureFixture[str]) -> None:
    assert status() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Status on 2026-05-20: 1 of 3 accepted, 2 open, 1 overdue."
    assert "  A  No answer  19 days overdue  → remind" in lines
    assert "  Z  Nobody asked for it" in lines


def test_days_are_counted_from_today_unless_a_day_is_given(
    asked: Path, back: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import pocgate_xl.cli.status as command

    class Clock(command.date):
        @classmethod
        def today(cls) -> Clock:
            return cls(2026, 5, 3)

    monkeypatch.setattr(command, "date", Clock)
    assert main(["status", str(asked), str(back), "--quiet", "--lang", "en"]) == 0
    assert "Status on 2026-05-03: " in capsys.readouterr().out


def test_a_file_that_cannot_be_read_gives_3(
    status: Status, back: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (back / "A.xlsx").write_bytes(b"PK\x03\x04 nothing")
    assert status() == 3
    assert "  A  Unreadable" in capsys.readouterr().out


def test_nothing_back_yet_leaves_everybody_asked(asked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", str(asked), "--lang", "en", "--as-of", "2026-05-20"]) == 0
    assert "0 of 3 accepted" in capsys.readouterr().out


def test_errors_are_the_submitters_and_no_exit_code(
    status: Status, back: Path, bundle: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    (back / "A.xlsx").write_bytes(with_a_wrong_rating(workbook_for(bundle, "en", rated(id="A"))))
    assert status() == 0
    assert "  A  To be returned 1 error" in capsys.readouterr().out


def test_a_table_and_a_page_are_written_and_written_anew(
    status: Status, tmp_path: Path, back: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for form in ("csv", "xlsx"):
        file = back / f"status.{form}"
        assert status("--format", form, "--output", file) == 0
        first = file.read_bytes()
        assert status("--format", form, "--output", file) == 0
        assert file.read_bytes() == first
    rows = list(csv.DictReader(io.StringIO((back / "status.csv").read_text(encoding="utf-8-sig"))))
    assert [(row["id"], row["state"]) for row in rows] == [
        ("A", "outstanding"),
        ("C", "not_started"),
        ("B", "accepted"),
        ("Z", "stranger"),
    ]
    book = openpyxl.load_workbook(back / "status.xlsx")
    assert book.sheetnames == ["Status", "Also came back"]
    assert "passed over" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "csv", "xlsx"])
def test_nothing_else_is_replaced(
    status: Status, tmp_path: Path, asked: Path, back: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    precious = tmp_path / "precious.xlsx"
    precious.write_bytes((back / "B.xlsx").read_bytes())
    for file in (precious, asked, back / "B.xlsx"):
        before = file.read_bytes()
        assert status("--format", form, "--output", file, *(["--force"] if file != precious else [])) == 2
        assert file.read_bytes() == before
    assert "Name another file" in capsys.readouterr().err


def test_a_list_that_cannot_be_read_stops_it(
    back: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("id,due\nA,soon\n", encoding="utf-8")
    assert main(["status", str(file), str(back), "--quiet"]) == 2
    assert "“soon” is not a date" in capsys.readouterr().err


def test_help_says_what_the_exit_code_means(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["status", "--help"])
    assert "with 3 if a file could not be read" in " ".join(capsys.readouterr().out.split())
