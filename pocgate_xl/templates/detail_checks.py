"""What must hold of the fields that a gate adds to an engagement, and of their texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from unicodedata import normalize

from ..core.fields import CHOICE, Field, choices_of, input_fields
from ..core.template import Detail, Template
from ..errors import Problem

Texts = Mapping[str, str]

PREFIX = {"engagement": "", "recorded": "", "committee": "committee_"}
"""What stands before the key of a field, by group, in the id of its label under `field`."""
PROMPT = "prompt.detail."


def detail_problems(template: Template) -> Iterator[Problem]:
    """Yield every detail that cannot be told from another field, or cannot be answered."""
    taken = frozenset(_engine_ids(template))
    seen: set[str] = set()
    for row, detail in enumerate(template.details):
        path = f"details.{row}"
        if detail.id in taken:
            yield f"{path}.id", f"{detail.id!r} is the id of a field that every workbook has"
        elif detail.id in seen:
            yield f"{path}.id", f"{detail.id!r} occurs twice"
        seen.add(detail.id)
        yield from ((f"{path}{place}", problem) for place, problem in _choices(detail))


def _engine_ids(template: Template) -> Iterator[str]:
    for field in input_fields(replace(template, details=())):
        if field.group in PREFIX:
            yield PREFIX[field.group] + field.key


def _choices(detail: Detail) -> Iterator[Problem]:
    if detail.kind != "list" and detail.choices:
        yield ".choices", f"has no meaning for the kind {detail.kind!r}; only a list has choices"
    if detail.kind == "list" and not detail.choices:
        yield "", "is a list without choices"
    for column, code in enumerate(detail.choices):
        if code in detail.choices[:column]:
            yield f".choices.{column}", f"{code!r} occurs twice"


def detail_text_problems(template: Template, texts: Texts) -> Iterator[Problem]:
    """Yield texts of details and choices that the template does not have, and halves of prompts."""
    lists = {choices_of(detail): detail for detail in template.details}
    prompts = {f"{PROMPT}{detail.id}.{part}" for detail in template.details for part in ("title", "text")}
    for key in texts:
        table, _, code = key.partition(".")
        unknown_choice = table.startswith(CHOICE) and (table not in lists or code not in lists[table].choices)
        unknown_prompt = key.startswith(PROMPT) and key.count(".") > PROMPT.count(".") and key not in prompts
        if unknown_choice or unknown_prompt:
            yield key, "belongs to nothing in template.toml"
    for detail in template.details:
        yield from _half_a_prompt(detail, texts)


def _half_a_prompt(detail: Detail, texts: Texts) -> Iterator[Problem]:
    title, text = (f"{PROMPT}{detail.id}.{part}" for part in ("title", "text"))
    for present, missing in ((title, text), (text, title)):
        if present in texts and missing not in texts:
            yield missing, f"is missing; {present} is there"


def detail_label_problems(
    template: Template, catalogs: Mapping[str, Texts]
) -> Iterator[tuple[str, str, str]]:
    """Yield language, key and problem of labels that could mean something else in a list.

    A column of a list is named by an id or a label of any language; what stands in it may be a code.
    """
    named = _names(template, catalogs)
    for detail in template.details:
        for language, texts in catalogs.items():
            key = f"field.{detail.id}"
            others = named[_folded(texts.get(key, detail.id))] - {detail.id}
            if others:
                yield language, key, f"{texts[key]!r} is also what {', '.join(sorted(others))} is called"
            yield from ((language, *problem) for problem in _code_problems(detail, texts))


def _names(template: Template, catalogs: Mapping[str, Texts]) -> Mapping[str, set[str]]:
    """Return the ids of the fields of engagements that bear a name: as an id, or as a label."""
    named: dict[str, set[str]] = defaultdict(set)
    for field in input_fields(template):
        if field.group in ("engagement", "detail"):
            for name in _called(field, catalogs):
                named[_folded(name)].add(field.key)
    return named


def _called(field: Field, catalogs: Mapping[str, Texts]) -> Iterator[str]:
    yield field.key
    yield from (texts.get(f"field.{field.key}", field.key) for texts in catalogs.values())


def _code_problems(detail: Detail, texts: Texts) -> Iterator[Problem]:
    for code in detail.choices:
        key = f"{choices_of(detail)}.{code}"
        meant = _folded(texts.get(key, code))
        if meant != code and meant in detail.choices:
            yield key, f"{texts[key]!r} is the code of another choice"


def _folded(text: str) -> str:
    """Return a text without what people do not see as a difference: width, capitals, spaces."""
    return " ".join(normalize("NFKC", text).casefold().split())
