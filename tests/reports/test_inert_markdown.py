"""Whatever a text says, Markdown shows it and does nothing with it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.reports.inert_markdown import PIPE, code, inert

TEXTS = st.text(st.sampled_from("ab1 `*_~|\\[]()<>!#@&:/.;-+='\"\n日　") | st.characters(), max_size=40)
SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Choose a rating (1.5), please: it's “new”.", "Choose a rating (1.5), please: it's “new”."),
        ("評点：「7」は無効です。", "評点：「7」は無効です。"),
        ("see B2, C9 and 2026-05-08", "see B2, C9 and 2026-05-08"),
        ("@team closes #12.", "`@team` closes `#12`."),
        ("https://x.test/a, www.x.test", "`https://x.test/a`, `www.x.test`"),
        ("commit deadbeef1 of ENG-1", "commit `deadbeef1` of `ENG-1`"),
        ("<b>![x](y)</b>", "`<b>![x](y)</b>`"),
        ("a|b", f"`a{PIPE}b`"),
        ("日本@語", "日本`@`語"),
    ],
)
def test_words_stay_and_signs_become_code(text: str, shown: str) -> None:
    assert inert(text) == shown


@given(TEXTS)
def test_nothing_outside_code_means_anything(text: str) -> None:
    bare = SPAN.sub("", inert(text))
    assert not re.search(r"[<>@#*_`~|\\\[\]&/!$^={}]|[0-9a-f]{7}|\w\.[A-Za-z]", bare, re.ASCII)
    assert "\n" not in inert(text)


@given(TEXTS)
def test_a_fence_holds_whatever_is_in_it(text: str) -> None:
    shown = code(text)
    assert "|" not in shown
    assert "\n" not in shown
    if shown:
        match = SPAN.fullmatch(shown)
        assert match is not None
        assert match[1] not in re.findall("`+", match[2])
