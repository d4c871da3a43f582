"""The template and language that a call asks for, and how it speaks."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..core.catalog import Catalog
from ..core.fields import Field, input_fields, vocabulary
from ..core.template import Template
from ..opc.safe_text import visible
from ..templates.loader import Bundle, builtin_names, find_bundle
from ..workbook.submission.interpret import folded
from .declaration import FunctionProblem

TEMPLATES_VARIABLE = "POCGATE_TEMPLATES"
"""Folders of templates of one's own, separated as in PATH. Never a cell: a workbook names no paths."""

SUMS = ("initial", "run_rate", "first_year", "three_year")
LABELS = {"category": "cost"}
"""Vocabularies whose labels stand under another name."""

SHOWN = 100
"""How much of a text a message quotes."""


@dataclass(frozen=True, slots=True, eq=False)
class CallContext:
    """A template and the language asked for; without one results are codes."""

    bundle: Bundle
    language: str | None = None

    @property
    def template(self) -> Template:
        return self.bundle.template

    @property
    def catalog(self) -> Catalog:
        return self.bundle.catalogs[self.language] if self.language else self.bundle.default_catalog

    @property
    def fields(self) -> Mapping[str, Field]:
        return _fields(self.bundle)

    def word(self, table: str, code: str) -> str:
        """Return a code as it is shown: itself, or its label where a language was asked for."""
        return self.catalog.label(table, code) if self.language else code

    def words(self, table: str, codes: tuple[str, ...]) -> str:
        return self.catalog.text("text.separator").join(self.word(table, code) for code in codes)

    def problem(self, kind: str, **values: object) -> FunctionProblem:
        """Return what is wrong, quoting what was found harmlessly."""
        quoted = {key: _quoted(value) for key, value in values.items()}
        return FunctionProblem(self.catalog.text(f"function.problem.{kind}", **quoted))

    def code(self, name: str, text: str, label: str) -> str:
        """Return the code that a text stands for: a code itself or a label of any language."""
        codes = _codes(self.bundle, name)
        code = codes.get(text) or codes.get(folded(text))
        if code is None:
            choices = " / ".join(vocabulary_codes(self.bundle, name))
            raise self.problem("unknown_code", label=label, found=text, choices=choices)
        return code


def _quoted(value: object) -> object:
    return visible(value, SHOWN) if isinstance(value, str) else value


def vocabulary_codes(bundle: Bundle, name: str) -> tuple[str, ...]:
    """Return the codes that an argument of this vocabulary takes, as hosts with drop-downs offer them."""
    template = bundle.template
    own = {
        "template": builtin_names(),
        "sum": SUMS,
        "criterion": template.criterion_ids,
        "group": tuple(group.id for group in template.groups),
        "category": tuple(category.id for category in template.costs.categories),
        "cause": tuple(cause.id for cause in template.causes),
    }
    return own[name] if name in own else vocabulary(template, name)


def _label(catalog: Catalog, name: str, code: str) -> str:
    if name == "sum":
        return catalog.text(f"text.sum_{code}")
    return catalog.label(LABELS.get(name, name), code)


@lru_cache(maxsize=256)
def _codes(bundle: Bundle, name: str) -> Mapping[str, str]:
    """Return code by spelling; a label that means two codes is none."""
    return dict(_spellings(bundle, name))


def _spellings(bundle: Bundle, name: str) -> Iterator[tuple[str, str]]:
    codes = vocabulary_codes(bundle, name)
    labels: dict[str, set[str]] = {}
    for code in codes:
        for catalog in bundle.catalogs.values():
            labels.setdefault(folded(_label(catalog, name, code)), set()).add(code)
    yield from ((label, found.pop()) for label, found in labels.items() if len(found) == 1)
    for code in codes:
        yield code, code
        yield folded(code), code


@lru_cache(maxsize=32)
def _fields(bundle: Bundle) -> Mapping[str, Field]:
    return {field.name: field for field in input_fields(bundle.template)}


def own_folders() -> tuple[Path, ...]:
    """Return the folders of templates that the operator named."""
    named = os.environ.get(TEMPLATES_VARIABLE, "").split(os.pathsep)
    return tuple(Path(folder) for folder in named if folder)


@lru_cache(maxsize=64)
def find_gate(template: str, extra: tuple[Path, ...]) -> Bundle | None:
    """Return the template that is named by its id, or by id and version; None if it is not at hand."""
    id_, _, version = (template or builtin_names()[0]).partition(" ")
    return find_bundle(id_, version.strip() or None, extra)
