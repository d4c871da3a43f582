"""The text report on a terminal: nothing is wider than it, nothing is lost, colours where they are wished."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pocgate_xl.core.assessment import Finding
from pocgate_xl.core.gate import assess
from pocgate_xl.core.submission import Engagement, Submission
from pocgate_xl.reports.layout import aligned, shown, width_of
from pocgate_xl.reports.parts import Screen
from pocgate_xl.reports.text import INDENT, TONES, render_part
from pocgate_xl.templates.loader import Bundle

ESCAPE = re.compile(r"\x1b\[[\d;]*m")
FINDING = Finding(
    "PG201", "error", "Scorecard", "G9", "pg_rating_integration", "A message that goes on " * 8,
    "found " * 20, "expected " * 20, "What to do about it, in many words. " * 5,
)  # fmt: skip
JAPANESE = replace(FINDING, message="評点が空欄です。", hint="Excelで再計算（F9）して保存してください。" * 8)
FILE = "submissions/" + "a-folder-with-a-long-name/" * 5 + "表計算.xlsx"


def report(bundle: Bundle, screen: Screen) -> list[str]:
    submission = Submission(engagement=Engagement(id="ENG-1"))
    assessment = replace(assess(bundle.template, submission), file=FILE, findings=(FINDING, JAPANESE))
    return render_part(assessment, bundle.default_catalog, screen).splitlines()


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_lost(bundle: Bundle, width: int) -> None:
    lines = report(bundle, Screen(width))
    assert max(map(width_of, lines)) <= width
    paper = report(bundle, Screen())
    assert "".join("".join(lines).split()) == "".join("".join(paper).split())


def test_lines_hang_below_their_first(bundle: Bundle) -> None:
    lines = report(bundle, Screen(80))
    assert {len(line) - len(line.lstrip()) for line in lines} == {0, 2, INDENT}
    assert max(map(width_of, lines)) > 70


@pytest.mark.parametrize("width", [None, 60])
def test_colours_add_nothing_but_colours(bundle: Bundle, width: int | None) -> None:
    plain, coloured = report(bundle, Screen(width)), report(bundle, Screen(width, colour=True))
    assert plain != coloured
    assert [ESCAPE.sub("", line) for line in coloured] == [line.rstrip() for line in plain]
    assert all(line.count("\x1b[0m") * 2 == line.count("\x1b") for line in coloured)


def test_colours_can_be_read_on_light_and_on_dark() -> None:
    """Black, white, yellow, cyan and blue vanish on one or the other."""
    assert set("".join(TONES.values()).replace("1;", "")) <= set("3125")
    assert {tone.removeprefix("1;") for tone in TONES.values()} <= {"", "31", "32", "35"}


def test_japanese_breaks_between_letters_but_not_before_what_ends_a_phrase() -> None:
    text = "保護、ドロップダウン、自動計算があり、判定を左右しない（コメント）。"
    lines = list(shown([(text, "")], 0, Screen(40)))
    assert "".join(lines) == text
    assert len(lines) == 2
    for width in range(40, 60):
        for line in shown([(text * 4, "")], 0, Screen(width)):
            assert line[0] not in "、。）ー"
            assert line[-1] != "（"


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("表計算", 6), ("ｱｲｳ", 3), ("e\u0301", 1), ("Ａ", 2)]
)
def test_letters_are_as_wide_as_a_terminal_shows_them(text: str, width: int) -> None:
    assert width_of(text) == width


def test_columns_stand_below_each_other_whatever_is_in_them() -> None:
    lines = list(aligned([("a", "表計算", "x"), ("bbb", "c", "y")]))
    assert [width_of(line[: line.index(each)]) for line, each in zip(lines, "xy", strict=True)] == [13, 13]
