from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pocgate_xl.cli import main
from pocgate_xl.core.loading import Bundle
from pocgate_xl.workbook.stamp import workbook_for

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
    assert captured.out.splitlines()[-1].startswith("Files 3: accepted 1, findings 1, unreadable 1.")
    assert "年間期待効果" in captured.out  # the Japanese workbook is spoken of in Japanese
    assert captured.err == ""


def test_a_report_can_be_asked_for_in_one_language(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(folder / "bad.xlsx"), "--lang", "en"])
    assert "low annual benefit" in capsys.readouterr().out
    main(["check", str(folder / "page.xlsx"), "--lang", "ja"])
    assert capsys.readouterr().out.startswith("読取不可")


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
