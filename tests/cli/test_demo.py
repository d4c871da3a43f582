from __future__ import annotations

import contextlib
import io
import json
import shlex
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.cli import main
from pocgate_xl.core.fields import DECISIONS
from pocgate_xl.demo.engagements import Demo, load_demo
from pocgate_xl.opc.package import Package
from pocgate_xl.reports.layout import width_of
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle

FOUND = {
    "CC-08": {"PG201"}, "RT-23": {"PG705"}, "LG-10": {"PG704", "PG706"}, "LEG-6": {"PG105", "PG111"},
    "TR-67": {"PG102"}, "PM-42": {"PG104"}, "SR-2602": {"PG301"}, "FIN-115": {"PG603"},
    "HTL-13": {"PG007"}, "GV-32": {"PG001"},
}  # fmt: skip
"""What must be found in each mangled workbook, by the beginning of its name."""


def short(demo: Demo) -> Demo:
    """Return a demo of one engagement."""
    return replace(demo, asked=demo.asked[:1], first=demo.first[:1], second=demo.second[:1])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return the folder of a demo, and what it said."""
    folder = tmp_path_factory.mktemp("demo") / "made"
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert main(["demo", "--out", str(folder), "--quiet"]) == 0
    return folder, said.getvalue()


@pytest.fixture(scope="module")
def demo(made: tuple[Path, str]) -> Path:
    return made[0]


@pytest.fixture(scope="module")
def assessments(demo: Path) -> list[Mapping[str, Any]]:
    lines = (demo / "3-findings.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_every_stage_leaves_its_files(demo: Path, bundle: Bundle) -> None:
    made = load_demo(bundle.folder)
    assert sorted(file.name for file in demo.iterdir()) == [
        "1-blank", "1-list.csv", "2-returned", "3-findings.jsonl", "3-findings.txt", "3-send-back",
        "4-portfolio.xlsx",
        "5-a-month-later", "6-portfolio.xlsx",
    ]  # fmt: skip
    assert {file.name for file in (demo / "2-returned").iterdir()} == {each.file for each in made.first}
    assert {file.name for file in (demo / "5-a-month-later").iterdir()} == {each.file for each in made.second}
    assert {file.stem for file in (demo / "1-blank").iterdir()} == {each.id for each in made.asked}


def test_all_decisions_and_languages_occur_among_what_has_no_errors(
    assessments: list[Mapping[str, Any]],
) -> None:
    accepted = [each for each in assessments if each["outcome"] in ("accepted", "incomplete")]
    assert {each["decision"] for each in accepted} == set(DECISIONS)
    assert {each["language"] for each in accepted} == {"en", "ja"}
    assert len({each["engagement"]["id"] for each in accepted}) >= 14


def test_what_was_mangled_is_found(assessments: list[Mapping[str, Any]]) -> None:
    for beginning, codes in FOUND.items():
        (found,) = [each for each in assessments if Path(each["file"]).stem.split(" ")[0] == beginning]
        assert codes <= {finding["code"] for finding in found["findings"]}, beginning


def test_a_total_does_not_outweigh_the_front_line(assessments: list[Mapping[str, Any]]) -> None:
    (found,) = [each for each in assessments if Path(each["file"]).name.startswith("WH-19 ")]
    assert (found["outcome"], found["scorecard"]["verdict"]) == ("accepted", "production")
    assert found["decision"] == "conditional"
    assert {finding["code"] for finding in found["findings"]} == {"PG801"}


def test_what_was_not_mangled_has_no_errors(assessments: list[Mapping[str, Any]]) -> None:
    faulty = [each for each in assessments if each["outcome"] not in ("accepted", "incomplete")]
    spoiled = {Path(each["file"]).stem.split(" ")[0] for each in faulty}
    assert spoiled <= FOUND.keys()


def test_the_portfolio_names_what_it_leaves_out(demo: Path) -> None:
    facts = read_workbook(Package.from_bytes((demo / "4-portfolio.xlsx").read_bytes()))
    texts = {
        cell.value for sheet in facts.sheets if sheet.title == "Not included" for cell in sheet.cells.values()
    }
    assert {"HTL-13.xlsx", "INS-250 product comparison.xlsx"} <= texts


def test_blank_workbooks_go_out_with_identity_and_without_answers(demo: Path, bundle: Bundle) -> None:
    from pocgate_xl.batch import check_file

    assessment = check_file(demo / "1-blank" / "SR-2601.xlsx")
    assert (assessment.outcome, assessment.decision) == ("not_started", "incomplete")
    assert assessment.engagement
    assert assessment.engagement.id == "SR-2601"


def commands(said: str) -> list[list[str]]:
    """Return the commands of a story, as a shell reads them."""
    lines = said.partition("by hand")[2].partition("\n")[2]
    return [shlex.split(line)[1:] for line in lines.replace("\\\n", " ").splitlines()]


def test_its_commands_make_the_same_files(
    made: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of which one is told by hand: what they write is the demo's, byte by byte."""
    folder, said = made
    monkeypatch.chdir(folder)
    every = commands(said)
    assert [main([*command, "--quiet"]) for command in every] == [0, 3, 3, 3, 3]
    try:
        for output, own in (("portfolio.xlsx", "4-portfolio.xlsx"), ("later.xlsx", "6-portfolio.xlsx")):
            assert Path(output).read_bytes() == Path(own).read_bytes(), output
        issued = {file.name: file.read_bytes() for file in Path("blank").iterdir()}
        assert issued.pop("issued.xlsx")  # which says the day of issue
        assert issued == {file.name: file.read_bytes() for file in Path("1-blank").iterdir()}
        copies = {file.name: file.read_bytes() for file in Path("send-back").iterdir()}
        assert copies == {file.name: file.read_bytes() for file in Path("3-send-back").iterdir()}
    finally:
        for output in ("portfolio.xlsx", "later.xlsx"):
            Path(output).rename(tmp_path / output)
        for folder in ("blank", "send-back"):
            Path(folder).rename(tmp_path / folder)


def test_it_says_who_has_not_answered_and_who_was_not_asked(made: tuple[Path, str]) -> None:
    then, now = made[1].partition("A month later:")[::2]
    assert "3 of 29 asked have not answered: AG-7, EN-30, NC-11" in then
    assert "1 came back unasked: SR-2602" in then
    assert "2 of 29 asked have not answered: AG-7, EN-30\n" in now
    assert "unasked" not in now


def test_the_second_month_shows_moves_of_every_kind(demo: Path) -> None:
    facts = read_workbook(Package.from_bytes((demo / "6-portfolio.xlsx").read_bytes()))
    (cells,) = [sheet.cells for sheet in facts.sheets if sheet.title == "Moves"]
    told = [cell.value for cell in cells.values()]
    assert {"New", "No longer counted", "Changed"} <= set(told)
    assert {"CC-08", "NC-11", "SR-2602", "RT-22", "UK-FRD-3"} <= set(told)


def test_what_comes_back_in_the_second_month_has_no_other_errors_than_before(
    demo: Path, assessments: list[Mapping[str, Any]]
) -> None:
    from pocgate_xl.batch import check_paths

    told = check_paths(sorted((demo / "5-a-month-later").iterdir()))
    faulty = {Path(each.file).name for each in told if each.outcome not in ("accepted", "incomplete")}
    before = {
        Path(each["file"]).name for each in assessments if each["outcome"] not in ("accepted", "incomplete")
    }
    assert before - faulty == {"CC-08 rating out of range.xlsx"}
    assert faulty <= before


def test_it_says_what_to_open(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    made = short(load_demo(command_folder()))
    monkeypatch.setattr("pocgate_xl.demo.engagements.load_demo", lambda folder: made)
    assert main(["demo", "--out", str(tmp_path / "new"), "--quiet"]) == 0
    told = capsys.readouterr().out
    for file in (tmp_path / "new").iterdir():
        assert file.suffix == ".jsonl" or file.name in told
    assert made.first[0].file in told
    assert [line for line in told.splitlines() if width_of(line) >= 80 and str(tmp_path) not in line] == []


def command_folder() -> Path:
    from pocgate_xl.templates.loader import template_folders

    return template_folders()[0]


def test_a_folder_with_something_in_it_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert main(["demo", "--out", str(tmp_path), "--quiet"]) == 2
    assert "--force" in capsys.readouterr().err
    monkeypatch.setattr("pocgate_xl.demo.engagements.load_demo", lambda folder: short(load_demo(folder)))
    assert main(["demo", "--out", str(tmp_path), "--quiet", "--force"]) == 0
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["demo", "--out", str(tmp_path / "file")]) == 2
    assert "is not a folder" in capsys.readouterr().err
