"""What a folder of submissions gives to a command: all of it, but for litter and reports of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pocgate_xl.cli import main
from pocgate_xl.core.loading import Bundle
from pocgate_xl.workbook.stamp import workbook_for

OTHERS = ("a.ods", "b.xls", "c.xlsb", "d.pdf", "e.docx", "f.csv", "g.eml", "h.url", "i.numbers", "j")
LITTER = ("~$x.xlsx", "._x.xlsx", ".DS_Store", "Thumbs.db")


@pytest.fixture
def returned(bundle: Bundle, tmp_path: Path) -> Path:
    folder = tmp_path / "returned"
    folder.mkdir()
    content = workbook_for(bundle, "en", {"pg_engagement_id": "ENG-1"})
    for name in ("one.xlsx", "two.xltx"):
        (folder / name).write_bytes(content)
    for name in OTHERS:
        (folder / name).write_bytes(b"something else")
    for name in LITTER:
        (folder / name).write_bytes(b"\0")
    return folder


def test_every_file_has_a_line_and_litter_a_note(returned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(returned), "--format", "jsonl", "--quiet"]) == 3
    told = capsys.readouterr()
    outcomes = {Path(line["file"]).name: line["outcome"] for line in map(json.loads, told.out.splitlines())}
    assert outcomes.pop("one.xlsx") == "not_started"
    assert outcomes.keys() == {"two.xltx", *OTHERS}
    assert {outcomes[name] for name in OTHERS} == {"unreadable"}
    (note,) = told.err.splitlines()
    assert f"{len(LITTER)} files were passed over" in note


def test_the_report_of_an_earlier_run_among_them_is_no_submission(
    returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for form in ("text", "jsonl"):
        report = returned / f"report.{'txt' if form == 'text' else form}"
        for _ in range(2):
            main(["check", str(returned), "--format", form, "--output", str(report), "--quiet"])
            assert "report." not in report.read_text(encoding="utf-8")
    assert "6 files were passed over" in capsys.readouterr().err


def test_a_submission_is_no_report_even_where_the_report_is_to_go(
    returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (returned / "one.xlsx").read_bytes()
    for force in ([], ["--force"]):
        output = str(returned / "one.xlsx")
        assert main(["check", str(returned), "--output", output, "--quiet", *force]) == 2
        assert (returned / "one.xlsx").read_bytes() == before
    assert "is read by this command" in capsys.readouterr().err


def test_a_file_that_is_named_is_checked_whatever_it_is(
    returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(returned / "~$x.xlsx"), "--quiet"]) == 3
    assert "PG010" in capsys.readouterr().out
