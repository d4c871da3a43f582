import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.template import Template
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.templates.text_checks import (
    code_tables,
    engine_problems,
    flatten,
    id_tables,
    placeholders,
    required_keys,
    template_ids,
    workbook_texts,
)

NAMES = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True)
PIECES = st.one_of(st.text(st.characters(exclude_characters="{}")), NAMES.map(lambda name: f"{{{name}}}"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", set()),
        ("raise {criterion} from {rating} to {needed}", {"criterion", "rating", "needed"}),
        ("{n}・{n}", {"n"}),
    ],
)
def test_placeholders_are_the_names_in_braces(text: str, names: set[str]) -> None:
    assert placeholders(text) == names


@pytest.mark.parametrize(
    "text",
    ["{", "}", "{}", "{0}", "{a.b}", "{a[0]}", "{a!r}", "{a:>5}", "{a b}", "{{a}}", "{a{b}}", "{a", "a}"],
)
def test_anything_but_plain_names_in_braces_is_malformed(text: str) -> None:
    with pytest.raises(ValueError, match=r"[a-z]"):
        placeholders(text)


@given(st.lists(PIECES).map("".join))
def test_what_is_well_formed_can_be_filled_in(text: str) -> None:
    names = placeholders(text)
    assert text.format_map(dict.fromkeys(names, "x")) == re.sub(r"\{[^{}]*\}", "x", text)


@given(st.text(st.sampled_from("{}ab!:.[] 0")))
def test_any_text_is_either_refused_or_can_be_filled_in(text: str) -> None:
    try:
        names = placeholders(text)
    except ValueError:
        return
    text.format_map(dict.fromkeys(names, "x"))


def test_every_id_and_code_asks_for_its_text(template: Template) -> None:
    keys = required_keys(template)
    tables = id_tables(template) | code_tables(template)
    anchors = sum(len(criterion.anchors) for criterion in template.criteria)
    assert len(keys) == len(set(keys)) == sum(map(len, tables.values())) + anchors
    assert {"item.security", "anchor.data_quality.3", "element_poc.data", "verdict.incomplete"} <= set(keys)


def test_not_applicable_asks_for_a_label_only_where_it_is_allowed(template: Template) -> None:
    group, *others = template.groups
    item, *items = group.items
    allowing = replace(group, items=(replace(item, not_applicable=True), *items))
    assert "status.not_applicable" not in required_keys(template)
    assert "status.not_applicable" in required_keys(replace(template, groups=(allowing, *others)))


def test_nested_tables_become_dotted_keys() -> None:
    assert dict(flatten({"a": {"b": {"c": "x"}, "d": 1}, "e": "y"})) == {"a.b.c": "x", "a.d": 1, "e": "y"}


def test_only_the_title_of_a_template_is_asked_of_every_other(template: Template) -> None:
    reference = {"template.title": "t", "text.total": "{n}", "prompt.rating.data_quality": "?"}
    ids = template_ids(template)
    assert list(engine_problems({}, reference, ids)) == [("template.title", "is missing")]
    assert list(engine_problems({"template.title": "x", "text.total": "sum"}, reference, ids)) == []
    ((key, problem),) = engine_problems({"template.title": "x", "text.total": "{m}"}, reference, ids)
    assert (key, "{m}" in problem) == ("text.total", True)


def test_what_the_engine_says_beside_a_workbook_is_no_text_of_one(bundle: Bundle) -> None:
    texts = bundle.default_catalog.texts
    beside = texts.keys() - workbook_texts(texts).keys()
    assert {"finding.PG001.hint", "report.summary"} <= beside
    assert {"text.total", "template.title", "status.done"} <= texts.keys() - beside
