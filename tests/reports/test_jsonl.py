from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.assessment import Assessment, Finding, assessment_to_json
from pocgate_xl.core.gate import assess
from pocgate_xl.core.submission import Submission
from pocgate_xl.reports import FORMATS
from pocgate_xl.reports.jsonl import json_text
from pocgate_xl.templates.loader import Bundle

FORM = next(form for form in FORMATS if form.name == "jsonl")
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
        map(str, FORM.render([good, bad], lambda _: bundle.default_catalog, bundle.default_catalog))
    ).splitlines()
    plain = [assessment_to_json(each) for each in (good, bad)]
    assert [json.loads(line) for line in lines] == shown_halves(json.loads(json.dumps(plain)))


def shown_halves(plain: Any) -> Any:
    """Return JSON values with halves of characters written out, as no reader of JSON need take them."""
    if isinstance(plain, str):
        return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in plain)
    if isinstance(plain, list):
        return [shown_halves(each) for each in plain]
    if isinstance(plain, dict):
        return {shown_halves(key): shown_halves(value) for key, value in plain.items()}
    return plain


def test_names_that_are_no_text_are_valid_json(bundle: Bundle) -> None:
    """A byte that is not UTF-8 is kept by Python as half a character."""
    line = "".join(
        map(
            str,
            FORM.render(
                [Assessment.unreadable("a\udcff.xlsx", None, ())],
                lambda _: bundle.default_catalog,
                bundle.default_catalog,
            ),
        )
    )
    assert json.loads(line)["file"] == r"a\udcff.xlsx"
    assert "\\\\udcff" in line


@given(PLAIN, st.sampled_from([None, 2]))
def test_json_reads_back_and_can_be_written_anywhere(plain: Any, indent: int | None) -> None:
    text = json_text(plain, indent)
    assert json.loads(text) == shown_halves(plain)
    text.encode("utf-8")
    assert indent or len(text.splitlines()) == 1
    assert all(c.isprintable() or c == "\n" or c.isspace() or ord(c) > 0xAC for c in text)


def test_the_first_formats_are_those_that_others_rely_on() -> None:
    assert [form.name for form in FORMATS][:2] == ["text", "jsonl"]
