"""What must hold for the texts of a template: which there are, and that they can be used."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import chain
from string import Formatter
from typing import Any, get_args

from ..core import fields
from ..core.catalog import CAUSE_TEXTS, LABEL_TABLES, RATING_WORDS, SHORT_NAMES
from ..core.template import Template
from ..errors import Problem
from .excel_limits import units

Texts = Mapping[str, str]

ENGINE_TABLES = frozenset((
    "finding", "appearance", "file_kind", "file_detail", "placeholder", "calendar", "report", "portfolio",
    "list_column", "pane", "function", "step", "copy", "compare", "assessors", "actions", "register",
    "follow_up", "lambda", "job", "results", "page", "page_link",
))  # fmt: skip
"""What the engine says beside a workbook: none stands in its cells, none is a template's."""

TEMPLATE_TABLES = frozenset((
    "template", "criterion", "anchor", "group", "item", "cost", "cause", "strategy", "question", "element",
    "element_poc", "element_production", "phase", "phase_hint", "horizon", "component", "component_hint",
    "contradiction", "verdict", "prompt",
))  # fmt: skip
"""Where texts stand that speak of a template's own ids."""

MAIL = "mail"
"""The table of mail drafts: a template's own words, which stand beside its workbooks."""
KEY = re.compile(r"[A-Za-z0-9_-]+")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
"""What no cell can hold; a line feed it can."""
SHEET_NAME = re.compile(r"(?!')[^\[\]:*?/\\]+(?<!')")
SHEET_UNITS = 31
OWN_SHEETS = "pg_"
SHEETS = (*get_args(fields.SheetId), "notes")
LIVE_SHEETS = ("review",)
"""Sheets that live editions have as well."""


def id_tables(template: Template) -> dict[str, tuple[str, ...]]:
    """Return the ids that have a text, by the table in which it stands."""
    elements, components = template.elements, template.components
    phases = tuple(phase.id for phase in template.phases)
    return {
        "criterion": template.criterion_ids,
        "group": tuple(group.id for group in template.groups),
        "item": tuple(item.id for item in template.items),
        "cost": tuple(category.id for category in template.costs.categories),
        "cause": tuple(cause.id for cause in template.causes),
        "strategy": tuple(strategy.id for strategy in template.strategies),
        "question": template.questions,
        "element": elements,
        "element_poc": elements,
        "element_production": elements,
        "phase": phases,
        "phase_hint": phases,
        "horizon": tuple(horizon.id for horizon in template.horizons),
        "component": components,
        "component_hint": components,
        "contradiction": tuple(each.id for each in template.contradictions),
        "verdict": (*(band.id for band in template.verdicts), fields.INCOMPLETE),
    }


def code_tables(template: Template) -> dict[str, tuple[str, ...]]:
    """Return the engine's codes that have a label, by the table in which it stands."""
    return {
        "status": fields.vocabulary(template, "item_status"),
        "answer": fields.ANSWERS,
        "decision": fields.DECISIONS,
        "committee": fields.COMMITTEE_DECISIONS,
        "basis": fields.BASES,
        "direction": fields.DIRECTIONS,
        "standing": fields.STANDINGS,
        "level": fields.LEVELS,
        "unit": fields.UNITS,
        "language": template.languages,
        "sheet": (*SHEETS, *LIVE_SHEETS),
    }


def anchor_keys(template: Template) -> Iterator[str]:
    """Yield the key of every anchor text."""
    for criterion in template.criteria:
        for rating in criterion.anchors:
            yield f"anchor.{criterion.id}.{rating}"


def optional_tables(template: Template) -> dict[str, tuple[str, ...]]:
    """Return the ids that may have a text of their own, by the table in which it stands."""
    rated = sorted({anchor for criterion in template.criteria for anchor in criterion.anchors})
    return {
        RATING_WORDS: tuple(map(str, rated)),
        CAUSE_TEXTS: tuple(cause.id for cause in template.causes),
        SHORT_NAMES: template.criterion_ids,
    }


def detail_keys(template: Template) -> Iterator[str]:
    """Yield the keys of the labels of a gate's own fields and of what their lists offer."""
    for detail in template.details:
        yield f"field.{detail.id}"
        yield from (f"{fields.choices_of(detail)}.{code}" for code in detail.choices)


def required_keys(template: Template) -> tuple[str, ...]:
    """Return every key that follows from the template, in the order of its tables."""
    tables = id_tables(template) | code_tables(template)
    listed = (f"{table}.{code}" for table, codes in tables.items() for code in codes)
    return (*listed, *anchor_keys(template), *detail_keys(template))


def template_ids(template: Template) -> frozenset[str]:
    """Return every id that a template gives to its parts."""
    own = {detail.id for detail in template.details}
    return frozenset(chain(own, *id_tables(template).values())) - {fields.INCOMPLETE}


def flatten(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield dotted key and value of every leaf of nested tables."""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def leaf_problems(leaves: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what keeps single leaves from being texts."""
    for path, value in leaves.items():
        if not all(KEY.fullmatch(part) for part in path.split(".")):
            yield path, "keys are made of letters, digits, _ and -"
        if not isinstance(value, str):
            yield path, f"must be a text, not {type(value).__name__}"
        elif not value.strip():
            yield path, "is empty"
        elif CONTROL.search(value):
            yield path, "contains a control character"


def placeholders(text: str) -> frozenset[str]:
    """Return the names in braces; ValueError says what is malformed."""
    names = set()
    for literal, name, spec, conversion in Formatter().parse(text):
        if "{" in literal or "}" in literal:
            raise ValueError("braces may stand around placeholders only")
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            shown = name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
            raise ValueError(f"the placeholder {{{shown}}} is not a plain name")
        names.add(name)
    return frozenset(names)


def placeholder_problems(texts: Texts) -> Iterator[Problem]:
    """Yield every malformed placeholder."""
    for path, text in texts.items():
        try:
            placeholders(text)
        except ValueError as error:
            yield path, f"{error} in {text!r}"


def sheet_problems(texts: Texts) -> Iterator[Problem]:
    """Yield the sheet titles that Excel refuses, in the workbook and in the portfolio."""
    yield from _sheet_problems({k: text for k, text in texts.items() if k.startswith("portfolio.sheet.")})
    own = {k: text for k, text in texts.items() if k.startswith("sheet.")}
    yield from _sheet_problems(own)
    for path, text in own.items():
        if text.casefold().startswith(OWN_SHEETS):
            yield path, f"sheets whose names begin with {OWN_SHEETS} are the workbook's own"


def _sheet_problems(titles: Texts) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, text in titles.items():
        if not SHEET_NAME.fullmatch(text) or units(text) > SHEET_UNITS or text.casefold() == "history":
            yield path, f"Excel allows no sheet named {text!r} ({SHEET_UNITS} characters, none of []:*?/\\)"
        if text.casefold() in seen:
            yield path, f"two sheets are named {text!r}"
        seen.add(text.casefold())


def template_text_problems(template: Template, texts: Texts) -> Iterator[Problem]:
    """Yield the keys that the template asks for and does not find, or does not know."""
    for key in required_keys(template):
        if key not in texts:
            yield key, "is missing"
    tables = id_tables(template) | optional_tables(template)
    listed = (f"{table}.{id_}" for table, ids in tables.items() for id_ in ids)
    known = {*required_keys(template), *listed}
    for key in texts:
        table = key.split(".")[0]
        if key not in known and (table in tables or table == "anchor"):
            yield key, "belongs to nothing in template.toml"
        elif key in known and _names(texts[key]):
            yield key, "is shown as it stands: it takes no placeholder"


def label_problems(template: Template, catalogs: Mapping[str, Texts]) -> Iterator[tuple[str, str, str]]:
    """Yield language, key and problem of drop-down labels that mean two codes.

    A workbook may hold labels of any language, so they must differ across all of them.
    """
    for name in (*fields.INPUT_VOCABULARIES, *fields.own_vocabularies(template)):
        table, meaning = LABEL_TABLES.get(name, name), dict[str, str]()
        for language, texts in catalogs.items():
            for code in fields.vocabulary(template, name):
                key = f"{table}.{code}"
                if meaning.setdefault(texts.get(key, key), code) != code:
                    yield language, key, f"{texts[key]!r} is the label of two codes"


def agreement_problems(
    texts: Texts, first: Texts, language: str, lent: Container[str] = ()
) -> Iterator[Problem]:
    """Yield where a locale says other things than the first one, whose language is named.

    The keys of `lent` may be missing from either: there the built-in text stands in.
    """
    for key in sorted(first.keys() - texts.keys()):
        if key in lent:
            continue
        yield key, f"is missing; locale/{language}.toml has it"
    for key in sorted(texts.keys() - first.keys()):
        if key in lent:
            continue
        yield key, f"is unknown; locale/{language}.toml does not have it"
    for key in sorted(first.keys() & texts.keys()):
        expected, found = _names(first[key]), _names(texts[key])
        if expected != found and not is_mail(key):
            yield key, f"has the placeholders {_shown(found)}, locale/{language}.toml {_shown(expected)}"


def workbook_texts(texts: Texts) -> dict[str, str]:
    """Return the texts that may stand in a workbook."""
    beside = ENGINE_TABLES | {MAIL}
    return {key: text for key, text in texts.items() if key.split(".")[0] not in beside}


def of_engine(texts: Texts, ids: Iterable[str]) -> dict[str, str]:
    """Return the texts that speak of no id of a template, nor of itself: every template needs them."""
    own = frozenset(ids)
    return {key: text for key, text in texts.items() if not _speaks_of(key, own | {"template"})}


def _speaks_of(key: str, ids: frozenset[str]) -> bool:
    """Say whether a text is about a part of a template: `text.hint.operations` is about a sheet."""
    table = key.split(".")[0]
    if table in (RATING_WORDS, CAUSE_TEXTS, SHORT_NAMES):
        return True
    return table in TEMPLATE_TABLES and not ids.isdisjoint(key.split("."))


def engine_problems(texts: Texts, reference: Texts, ids: Iterable[str]) -> Iterator[Problem]:
    """Yield where texts of the engine ask for what it does not fill; it would stop there.

    The reference is a template with these ids. A text may be left out, as may a placeholder: then the
    reference's own stands in.
    """
    own = frozenset(ids)
    for key, text in reference.items():
        if _speaks_of(key, own):
            continue
        if key not in texts and key.startswith("template."):
            yield key, "is missing"
        elif key in texts and not is_mail(key) and _names(texts[key]) - _names(text):
            yield key, f"has unknown placeholders: {_shown(_names(texts[key]) - _names(text))}"


def is_mail(key: str) -> bool:
    """Say whether a text stands in mails: it may leave out what it has in another language."""
    return key.startswith(f"{MAIL}.")


def _names(text: str) -> frozenset[str]:
    try:
        return placeholders(text)
    except ValueError:
        return frozenset()


def _shown(names: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "none"
