"""A comment that sums up: gravest files first, short enough to be taken, nothing in it acts."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pocgate_xl.core.assessment import Assessment
from pocgate_xl.reports import md
from pocgate_xl.templates.loader import Bundle
from tests.reports.samples import ERROR, NOTE, WARNING, found, hostile, report
from tests.reports.test_inert_markdown import SPAN


def comment(assessments: list[Assessment], language: str = "en") -> str:
    return report("md", assessments, language).decode()


def test_it_sums_up_lists_files_by_gravity_and_says_what_to_do(bundle: Bundle) -> None:
    clean = found(bundle, "in/b.xlsx", outcome="accepted")
    said = comment([clean, found(bundle, "in/a.xlsx", NOTE, ERROR, WARNING)])
    first, *others = said.splitlines()
    assert first.startswith("**pocgate check** · Files 2: Accepted 1,")
    assert "Findings: error 1, warning 1, note 1." in first
    assert "Folder: `in/`" in others
    table = [line for line in others if line.startswith("| `")]
    assert [line.split(" | ")[0] for line in table] == ["| `a.xlsx`", "| `b.xlsx`"]
    assert table[0].split(" | ")[4] == "6/24"
    assert "- **error** PG201 `Scorecard!G7` Rating: “7” is not a valid rating." in others
    assert "  <br>Choose a rating from the list." in others
    severities = [line.split()[1] for line in others if line.startswith("- ")]
    assert severities == ["**error**", "**warning**", "**note**"]
    assert "<details>" not in said


def test_many_findings_are_folded(bundle: Bundle) -> None:
    said = comment([found(bundle, f"in/{i}.xlsx", ERROR, WARNING) for i in range(8)])
    assert said.count("<details><summary><code>") == said.count("</details>") == 8
    assert "<code>0.xlsx</code> · error 1, warning 1</summary>\n\n- " in said


@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_is_never_longer_than_is_taken_and_counts_what_it_leaves_out(
    bundle: Bundle, language: str
) -> None:
    many = [found(bundle, f"in/{i:04}.xlsx", *([ERROR] * (2 + (i == 7)))) for i in range(2000)]
    said = comment(many, language)
    assert 50_000 < len(said) < md.LIMIT
    rows, blocks = said.count("\n| `"), said.count("<details>")
    assert said.count(str(2000 - rows)) >= 2
    assert str(2000 - blocks) in said.splitlines()[-1]
    assert said.index("0007.xlsx") < said.index("0000.xlsx")


def test_many_findings_of_one_file_are_counted(bundle: Bundle) -> None:
    errors = [replace(ERROR, cell=f"A{i}") for i in range(1, 101)]
    said = comment([found(bundle, "in/a.xlsx", *errors)])
    assert said.count("\n- **error**") == md.MOST_FINDINGS
    assert "- … and 60 more findings" in said


def test_nothing_found_is_said(bundle: Bundle) -> None:
    assert "No findings." in comment([found(bundle, outcome="accepted")])
    assert len(comment([]).splitlines()) == 1


def test_hostile_texts_make_no_rows_and_no_elements(bundle: Bundle) -> None:
    said = comment(hostile(bundle))
    assert all(line.count("|") == 9 for line in said.splitlines() if line.startswith("| "))
    elements = re.findall("<[^>]*>?", SPAN.sub("", re.sub("<code>.*?</code>", "", said)))
    assert set(elements) == {"<details>", "<summary>", "</summary>", "</details>", "<br>"}
    assert elements.count("<summary>") == len(hostile(bundle))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_is_known_again_in_every_language(bundle: Bundle, language: str) -> None:
    assert md.begins(comment([found(bundle)], language).encode())
    assert not md.begins("**pocgate check** · my notes\n".encode())


def test_the_same_files_give_the_same_comment(bundle: Bundle) -> None:
    every = [found(bundle, f"in/{i}.xlsx", ERROR) for i in range(20)]
    assert comment(every) == comment(every)
