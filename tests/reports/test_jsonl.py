from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.assessment import Assessment, Finding, assessment_to_json
from pocgate_xl.core.gate import assess
from pocgate_xl.core.loading import Bundle
from pocgate_xl.core.submission import Submission
from pocgate_xl.reports import FORMATS
from pocgate_xl.reports.jsonl import json_text, render

TEXTS = st.text(st.characters(), max_size=40)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=10,
)


def test_one_line_holds_one_assessment(bundle: Bundle) -> None:
    hostile = "a\n\u2028\x85\ud800"
    good = replace(assess(bundle.template, Submission()), file=hostile)
    bad = Assessment.unreadable(hostile, None, (Finding("PG001", "error", found=hostile),))
    lines = "".join(
        map(str, render([good, bad], lambda _: bundle.default_catalog, bundle.default_catalog))
    ).splitlines()
    assert [json.loads(line) for line in lines] == [assessment_to_json(each) for each in (good, bad)]


@given(PLAIN, st.sampled_from([None, 2]))
def test_json_reads_back_and_can_be_written_anywhere(plain: Any, indent: int | None) -> None:
    text = json_text(plain, indent)
    assert json.loads(text) == plain
    text.encode("utf-8")
    assert indent or len(text.splitlines()) == 1
    assert all(c.isprintable() or c == "\n" or c.isspace() or ord(c) > 0xAC for c in text)


def test_every_format_has_a_renderer() -> None:
    assert [form.name for form in FORMATS][:2] == ["text", "jsonl"]
    assert all(callable(form.renderer()) for form in FORMATS)
