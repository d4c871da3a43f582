from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.cli import main
from pocgate_xl.core.fields import DECISIONS
from pocgate_xl.demo.engagements import load_demo
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle

FOUND = {
    "CC-08": {"PG201"}, "RT-23": {"PG705"}, "LG-10": {"PG704", "PG706"}, "LEG-6": {"PG105", "PG111"},
    "TR-67": {"PG102"}, "PM-42": {"PG104"}, "SR-2602": {"PG301"}, "FIN-115": {"PG603"},
    "HTL-13": {"PG007"}, "GV-32": {"PG001"},
}  # fmt: skip
"""What must be found in each mangled workbook, by the beginning of its name."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "made"
    assert main(["demo", "--out", str(folder), "--quiet"]) == 0
    return folder


@pytest.fixture(scope="module")
def assessments(demo: Path) -> list[Mapping[str, Any]]:
    lines = (demo / "3-findings.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_every_stage_leaves_its_files(demo: Path, bundle: Bundle) -> None:
    engagements = load_demo(bundle.folder)
    assert sorted(file.name for file in demo.iterdir()) == [
        "1-blank", "2-returned", "3-findings.jsonl", "3-findings.txt", "4-portfolio.xlsx",
    ]  # fmt: skip
    assert {file.name for file in (demo / "2-returned").iterdir()} == {each.file for each in engagements}
    assert {file.stem for file in (demo / "1-blank").iterdir()} == {each.id for each in engagements}


def test_all_decisions_and_languages_occur_among_what_has_no_errors(
    assessments: list[Mapping[str, Any]],
) -> None:
    accepted = [each for each in assessments if each["outcome"] in ("accepted", "incomplete")]
    assert {each["decision"] for each in accepted} == set(DECISIONS)
    assert {each["language"] for each in accepted} == {"en", "ja"}
    assert len({each["engagement"]["id"] for each in accepted}) >= 14


def test_what_was_mangled_is_found(assessments: list[Mapping[str, Any]]) -> None:
    for beginning, codes in FOUND.items():
        (found,) = [each for each in assessments if Path(each["file"]).name.startswith(f"{beginning} ")]
        assert codes <= {finding["code"] for finding in found["findings"]}, beginning


def test_a_total_does_not_outweigh_the_front_line(assessments: list[Mapping[str, Any]]) -> None:
    (found,) = [each for each in assessments if Path(each["file"]).name.startswith("WH-19 ")]
    assert (found["outcome"], found["scorecard"]["verdict"]) == ("accepted", "production")
    assert found["decision"] == "conditional"
    assert {finding["code"] for finding in found["findings"]} == {"PG801"}


def test_what_was_not_mangled_has_no_errors(assessments: list[Mapping[str, Any]]) -> None:
    faulty = [each for each in assessments if each["outcome"] not in ("accepted", "incomplete")]
    spoiled = {Path(each["file"]).name.split(" ")[0] for each in faulty}
    assert spoiled <= FOUND.keys()


def test_the_portfolio_names_what_it_leaves_out(demo: Path) -> None:
    facts = read_workbook(Package.from_bytes((demo / "4-portfolio.xlsx").read_bytes()))
    texts = {cell.value for cell in facts.sheets[-1].cells.values()}
    assert {"HTL-13 broken off.xlsx", "INS-250 product comparison.xlsx"} <= texts


def test_blank_workbooks_go_out_with_identity_and_without_answers(demo: Path, bundle: Bundle) -> None:
    from pocgate_xl.batch import check_file

    assessment = check_file(demo / "1-blank" / "SR-2601.xlsx")
    assert (assessment.outcome, assessment.decision) == ("not_started", "incomplete")
    assert assessment.engagement
    assert assessment.engagement.id == "SR-2601"


def test_it_says_what_to_open(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    from pocgate_xl.cli import demo as command

    first = load_demo(command_folder())[:1]
    monkeypatch.setattr("pocgate_xl.demo.engagements.load_demo", lambda folder: first)
    assert main(["demo", "--out", str(tmp_path / "new"), "--quiet"]) == 0
    printed = capsys.readouterr().out
    for name in (command.BLANK, command.RETURNED, first[0].file, command.FINDINGS, command.PORTFOLIO):
        assert str(name) in printed


def command_folder() -> Path:
    from pocgate_xl.templates.loader import template_folders

    return template_folders()[0]


def test_a_folder_with_something_in_it_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert main(["demo", "--out", str(tmp_path), "--quiet"]) == 2
    assert "--force" in capsys.readouterr().err
    monkeypatch.setattr("pocgate_xl.demo.engagements.load_demo", lambda folder: load_demo(folder)[:1])
    assert main(["demo", "--out", str(tmp_path), "--quiet", "--force"]) == 0
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["demo", "--out", str(tmp_path / "file")]) == 2
    assert "is not a folder" in capsys.readouterr().err
