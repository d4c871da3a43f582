from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.opc.safe_text import HIDDEN, LONGEST, hides, visible, without_hidden

ANY = st.text(st.characters(), max_size=300)


@given(ANY)
def test_what_is_shown_is_short_printable_and_on_one_line(text: str) -> None:
    shown = visible(text)
    assert len(shown) <= LONGEST
    assert len(shown.splitlines()) <= 1
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in shown)


@given(ANY)
def test_what_is_kept_hides_nothing_and_stays_as_it_is_the_second_time(text: str) -> None:
    kept = without_hidden(text)
    assert not HIDDEN.search(kept)
    assert without_hidden(kept) == kept
    assert not hides(kept)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain 日本語", "plain 日本語"), ("a\x1b[2Jb", "a\\x1b[2Jb"), ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\u202eabc", "\\u202eabc"), ("zero\u200bwidth", "zero\\u200bwidth"), ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"), ("\u2028", "\\u2028"), ("\x85", "\\x85"),
    ],
)  # fmt: skip
def test_hidden_characters_are_shown_escaped(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("text", ["👨‍👩‍👧", "葛\U000e0100城", "نام‌ه", "é", "が", "a\nb"])
def test_scripts_and_emoji_keep_what_they_need(text: str) -> None:
    assert without_hidden(text) == text
    assert not hides(text)


def test_line_ends_are_alike_and_no_fault() -> None:
    assert without_hidden("a\r\nb\rc\td\x0be") == "a\nb\nc d\ne"
    assert not hides("a\r\nb\rc\td")


def test_long_texts_end_in_an_ellipsis() -> None:
    assert visible("x" * 200) == "x" * 119 + "…"
    assert visible("x" * 120) == "x" * 120
