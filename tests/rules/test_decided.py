"""Words that name another decision are told from all others."""

from __future__ import annotations

import pytest

from pocgate_xl.rules.decided import decided
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.submission.grammar.folding import folded


@pytest.mark.parametrize(
    "text",
    [
        "Go",
        "GO",
        "G\u200bo",
        "Gо",
        "Ｇｏ",
        "Decision: Go",
        "We say Go",
        "移行可",
        "Recommended for production",
    ],
)
def test_another_decision_is_noticed(bundle: Bundle, text: str) -> None:
    assert decided(bundle, "hold", "extend_or_rethink").contradicts(text)


@pytest.mark.parametrize(
    "text", ["Hold", "保留", "Extend or rethink", "going", "Gold", "category", "", "移行計画"]
)
def test_the_own_decision_and_other_words_are_not(bundle: Bundle, text: str) -> None:
    assert not decided(bundle, "hold", "extend_or_rethink").contradicts(text)


def test_a_longer_name_is_not_a_shorter_one(bundle: Bundle) -> None:
    """A verdict in Japanese ends with the name of a decision."""
    assert not decided(bundle, "conditional", "conditional").contradicts("条件付きで移行可")
    assert decided(bundle, "go", "production").contradicts("条件付きで移行可")


@pytest.mark.parametrize(
    "text", ["Go on with the pilot", "Go-live team", "please go there", "Clear the checklist today"]
)
def test_beside_the_decision_only_the_bare_name_counts(bundle: Bundle, text: str) -> None:
    assert not decided(bundle, "hold", "extend_or_rethink").states_another(text)


@pytest.mark.parametrize("text", ["Go", "Decision: Go", "Result – Go", "判定：移行可", "Go!"])
def test_the_bare_name_counts_everywhere(bundle: Bundle, text: str) -> None:
    assert decided(bundle, "hold", "extend_or_rethink").states_another(text)


@pytest.mark.parametrize(
    "text", ["Dashboard", "D\u200bashboard", "Dаshboard", "Ｄａｓｈｂｏａｒｄ", " dash board "]
)
def test_titles_that_look_alike_are_the_same(text: str) -> None:
    assert folded(text) == "dashboard"
