"""What the page shows of a file, and what it says of one that was stopped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.page import checking
from pocgate_xl.templates.loader import Bundle
from tests.functions.open_book import answered, workbook


@pytest.fixture
def half(bundle: Bundle, tmp_path: Path) -> Path:
    file = tmp_path / "on disk.xlsx"
    file.write_bytes(workbook(bundle, **answered(bundle)))
    return file


def shown(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)["shown"]
    return found


def test_a_file_has_its_decision_and_what_is_missing_by_name_and_cell(half: Path) -> None:
    said = shown(checking.checked(str(half), "mine.xlsx", "en"))
    assert (said["file"], said["outcome"]) == ("mine.xlsx", "incomplete")
    assert (said["decision_label"], said["total"]) == ("Improve, then proceed", "19")
    assert (said["given"], said["needed"], len(said["missing"])) == (16, 24, 8)
    assert said["missing"][3] == {
        "label": "11. Front-line user training plan developed – Status", "sheet": "Checklist", "cell": "E14",
    }  # fmt: skip


def test_a_blank_workbook_lacks_all_24_answers_each_with_a_cell(bundle: Bundle, tmp_path: Path) -> None:
    file = tmp_path / "blank.xlsx"
    file.write_bytes(workbook(bundle, "ja"))
    missing = shown(checking.checked(str(file), "blank.xlsx", "en"))["missing"]
    assert len(missing) == 24
    assert len({(each["sheet"], each["cell"]) for each in missing}) == 24
    assert {each["sheet"] for each in missing} == {"スコアカード", "チェックリスト"}


def test_the_workbooks_language_is_spoken_and_that_of_the_page_where_there_is_none(
    half: Path, tmp_path: Path
) -> None:
    (tmp_path / "text.xlsx").write_bytes(b"no workbook")
    of_page = shown(checking.checked(str(tmp_path / "text.xlsx"), "t.xlsx", "ja"))["findings"][0]
    assert "ありません" in of_page["message"] or "です" in of_page["message"]
    assert shown(checking.checked(str(half), "a.xlsx", "ja"))["decision_label"] == "Improve, then proceed"


def test_hidden_characters_of_a_name_are_seen(half: Path) -> None:
    assert shown(checking.checked(str(half), "a\u202egnp.xlsx", "en"))["file"] == "a\\u202egnp.xlsx"


def test_a_stopped_file_is_told_of_like_one_on_the_command_line(half: Path) -> None:
    whole = json.loads(checking.stopped(str(half), "slow.xlsx", "en", 7))
    assert whole["shown"]["outcome"] == "unreadable"
    assert [each["code"] for each in whole["shown"]["findings"]] == ["PG012"]
    assert "7" in whole["shown"]["findings"][0]["found"] + whole["shown"]["findings"][0]["message"]
    line = json.loads(whole["parts"]["jsonl"][0])
    assert (line["file"], len(line["sha256"])) == ("slow.xlsx", 64)


def test_a_fault_of_python_itself_is_no_time_limit(half: Path) -> None:
    stopped = shown(checking.stopped(str(half), "a.xlsx", "en", 7, "RangeError"))
    assert [each["code"] for each in stopped["findings"]] == ["PG099"]


@pytest.mark.parametrize("name", [form.name for form in checking.FORMS])
def test_reports_are_made_of_kept_parts(half: Path, name: str) -> None:
    kept = [
        json.loads(checking.checked(str(half), file, "en"))["parts"][name] for file in ("a.xlsx", "b.xlsx")
    ]
    report = checking.report(name, json.dumps(kept), "en")
    assert "a.xlsx" in report
    assert "b.xlsx" in report
