from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pocgate_xl.cli import main
from pocgate_xl.reports import answers
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for

Edit = Callable[[str, str, str], None]


@pytest.fixture(scope="session")
def made(bundle: Bundle) -> tuple[bytes, bytes]:
    """A workbook without errors, and one with an error."""
    good = {"pg_engagement_id": "ENG-1", "pg_rating_integration": 4}
    bad = good | {"pg_engagement_annual_benefit_low": 2, "pg_engagement_annual_benefit_high": 1}
    return workbook_for(bundle, "en", good), workbook_for(bundle, "ja", bad)


@pytest.fixture
def folder(made: tuple[bytes, bytes], tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.xlsx").write_bytes(made[0])
    (folder / "bad.xlsx").write_bytes(made[1])
    (folder / "page.xlsx").write_bytes(b"<html></html>")
    return folder


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (["good.xlsx"], 0), (["bad.xlsx"], 1), (["page.xlsx"], 3), (["good.xlsx", "bad.xlsx"], 1),
        (["bad.xlsx", "page.xlsx", "good.xlsx"], 3), (["nothing.xlsx"], 3),
    ],
)  # fmt: skip
def test_the_gravest_outcome_is_the_exit_code(folder: Path, files: list[str], code: int) -> None:
    assert main(["check", *(str(folder / file) for file in files)]) == code


def test_text_is_the_default_and_ends_with_a_count(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder)]) == 3
    captured = capsys.readouterr()
    assert captured.out.splitlines()[-1].startswith(
        "Files 3: Accepted 0, Not filled in 0, Incomplete 1, To be corrected 1, Unreadable 1."
    )
    assert "low annual benefit" in captured.out  # the workbook is Japanese, the report is one
    assert captured.err == ""


def test_a_report_can_be_asked_for_in_one_language(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(folder / "bad.xlsx"), "--lang", "en"])
    assert "low annual benefit" in capsys.readouterr().out
    main(["check", str(folder / "page.xlsx"), "--lang", "ja"])
    assert capsys.readouterr().out.startswith("読み取り不可")


def test_jsonl_is_one_object_a_line_in_the_order_of_the_files(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", str(folder), "--format", "jsonl"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [Path(line["file"]).name for line in lines] == ["bad.xlsx", "good.xlsx", "page.xlsx"]
    assert [line["outcome"] for line in lines] == ["findings", "incomplete", "unreadable"]


def test_a_report_goes_into_a_file_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = folder.parent / "report.txt"
    output.write_text("old")
    assert main(["check", str(folder), "--output", str(output)]) == 3
    assert capsys.readouterr().out == ""
    assert "Files 3" in output.read_text(encoding="utf-8")
    assert sorted(file.name for file in folder.parent.iterdir()) == ["in", "report.txt"]


def test_an_output_that_cannot_be_written_is_said_before_the_work(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(folder), "--output", str(folder / "no" / "report.txt")]) == 2
    assert "no such folder" in capsys.readouterr().err


def test_several_processes_report_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder)]) == 3
    alone = capsys.readouterr().out
    assert main(["check", str(folder), "--jobs", "2"]) == 3
    assert capsys.readouterr().out == alone


def test_a_broken_template_is_a_matter_of_usage(
    folder: Path, template_copy: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    edit("template.toml", "highest = 5", "highest = 0")
    assert main(["check", str(folder), "--template", str(template_copy)]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("pocgate: ")
    assert captured.out == ""


@pytest.mark.parametrize("arguments", [["--lang", "tlh"], ["--template", "/nowhere"]])
def test_choices_that_lead_nowhere_are_usage(folder: Path, arguments: list[str]) -> None:
    assert main(["check", str(folder), *arguments]) == 2


@pytest.mark.parametrize("arguments", [[], ["x", "--jobs", "-1"], ["x", "--format", "odt"]])
def test_wrong_arguments_are_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["check", *arguments])
    assert caught.value.code == 2


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "要修正"), ({"LANG": "en_US.UTF-8"}, "To be corrected"),
        ({"LANG": "C"}, "To be corrected"), ({"LANG": "fr_FR.UTF-8"}, "To be corrected"),
        ({}, "To be corrected"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ja_JP"}, "要修正"),
        ({"LC_MESSAGES": "ja", "LANG": "C"}, "要修正"),
        ({"LANG": "Japanese_Japan"}, "要修正"),
    ],
)  # fmt: skip
def test_a_text_speaks_one_language_the_operators(
    folder: Path, said: dict[str, str], first: str,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    main(["check", str(folder / "bad.xlsx")])
    assert capsys.readouterr().out.startswith(first)


def test_what_is_required_decides_the_exit_code(folder: Path, bundle: Bundle) -> None:
    blank, good = folder / "blank.xlsx", folder / "good.xlsx"
    blank.write_bytes(workbook_for(bundle, "en", {"pg_engagement_id": "ENG-2"}))
    for file in (blank, good):
        assert main(["check", str(file)]) == 0
        assert main(["check", str(file), "--require", "complete"]) == 1
    assert main(["check", str(folder), "--require", "complete"]) == 3


@pytest.mark.parametrize(("only", "listed"), [("findings", 1), ("incomplete,unreadable", 2), ("accepted", 0)])
def test_only_lists_what_is_asked_for_and_counts_all(
    folder: Path, only: str, listed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(folder), "--only", only]) == 3
    *lines, last = capsys.readouterr().out.splitlines()
    assert sum(not line.startswith(" ") for line in lines) == listed
    assert last.startswith("Files 3: ")
    assert main(["check", str(folder), "--only", only, "--format", "jsonl"]) == 3
    found = [json.loads(line)["outcome"] for line in capsys.readouterr().out.splitlines()]
    assert len(found) == listed
    assert set(found) <= set(only.split(","))


def test_answers_of_no_file_are_a_header(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder), "--only", "accepted", "--format", "answers"]) == 3
    assert capsys.readouterr().out.splitlines() == ["\ufeff" + ",".join(answers.FIRST)]
    assert main(["check", str(folder), "--only", "unreadable", "--format", "answers"]) == 3
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_only_takes_outcomes_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", "x", "--only", "incomplete,good"])
    assert "'good' is not an outcome; choose from accepted, not_started" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_beside_a_report_in_a_file_its_count_and_place_are_said(
    folder: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    report = folder.parent / "report.txt"
    for quiet in ([], ["--quiet"]):
        main(["check", str(folder), "--format", form, "--output", str(report), "--force", *quiet])
        last = [line for line in capsys.readouterr().err.splitlines() if line.startswith("pocgate: Files 3:")]
        assert [line.endswith(str(report)) for line in last] == ([] if quiet else [True])


@pytest.mark.parametrize(("wishes", "coloured"), [
    ({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ({"FORCE_COLOR": "0"}, False),
])  # fmt: skip
def test_piped_a_report_is_plain_unless_colours_are_forced(
    folder: Path, wishes: dict[str, str], coloured: bool,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in wishes.items():
        monkeypatch.setenv(name, value)
    main(["check", str(folder)])
    assert ("\x1b[" in capsys.readouterr().out) == coloured
