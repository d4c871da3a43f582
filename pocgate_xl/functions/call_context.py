"""The template and language that a call asks for, and how it speaks."""

from __future__ import annotations

import os
import re
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

LANGUAGE_VARIABLE = "POCGATE_LANG"
"""The language of words where neither a call nor its host asks for one."""
CODES = "code"
"""What is asked for in the place of a language by whoever wants codes instead of words."""

SUMS = ("initial", "run_rate", "first_year", "three_year")
LABELS = {"category": "cost", "item_status": "status"}
"""Vocabularies whose labels stand under another name."""
TYPED = "function.typed"
"""What people type for a code besides its label: a table of texts for each vocabulary that has such."""

SHOWN = 100
"""How much of a text a message quotes."""


@dataclass(frozen=True, slots=True, eq=False)
class CallContext:
    """A template and the language of results; None asks for codes.

    `spoken` is the language of the host, in which messages are told to whoever asks for codes.
    """

    bundle: Bundle
    language: str | None = None
    spoken: str = ""

    @property
    def template(self) -> Template:
        return self.bundle.template

    @property
    def catalog(self) -> Catalog:
        return self.bundle.catalogs.get(self.language or self.spoken, self.bundle.default_catalog)

    @property
    def fields(self) -> Mapping[str, Field]:
        return _fields(self.bundle)

    def word(self, table: str, code: str) -> str:
        """Return a code as it is shown: its label, or itself where codes were asked for."""
        return self.catalog.label(table, code) if self.language else code

    def words(self, table: str, codes: tuple[str, ...]) -> str:
        return self.catalog.text("text.separator").join(self.word(table, code) for code in codes)

    def problem(self, kind: str, **values: object) -> FunctionProblem:
        """Return what is wrong, quoting what was found harmlessly."""
        quoted = {key: _quoted(value) for key, value in values.items()}
        return FunctionProblem(self.catalog.text(f"function.problem.{kind}", **quoted))

    def code(self, name: str, text: str, label: str) -> str:
        """Return the code that a text stands for: itself, a label of any language, or what is typed."""
        code = self.known(name, text) or self.typed(name, text, label)
        if code is None:
            raise self.problem("unknown_code", label=label, found=text, choices=self.choices(name))
        return code

    def known(self, name: str, text: str) -> str | None:
        """Return the code that a text is, or is the label of in any language; None where it is neither."""
        codes, spelled = _codes(self.bundle, name), folded(text)
        code = codes.get(text) or codes.get(spelled)
        if code is None and name == "language":
            return codes.get(re.split("[-_.@]", spelled)[0])  # as systems name it: ja-JP
        return code

    def typed(self, name: str, text: str, label: str) -> str | None:
        """Return the code that people mean by a tick, TRUE or the like; FunctionProblem for a cross.

        What means one thing here and its opposite elsewhere is asked back, not guessed.
        """
        means, unclear = _typed(self.bundle, LABELS.get(name, name))
        spelled = folded(text)
        if means and spelled in unclear:
            raise self.problem("unclear", label=label, found=text, choices=self.choices(name))
        return means.get(spelled)

    def choices(self, name: str) -> str:
        """Return what may be said instead, as people read it."""
        codes = vocabulary_codes(self.bundle, name)
        return " / ".join(self.word(LABELS.get(name, name), code) for code in codes)


def _quoted(value: object) -> object:
    return visible(value, SHOWN) if isinstance(value, str) else value


def vocabulary_codes(bundle: Bundle, name: str) -> tuple[str, ...]:
    """Return the codes that an argument of this vocabulary takes, as hosts with drop-downs offer them."""
    template = bundle.template
    own = {
        "template": builtin_names(),
        "sum": SUMS,
        "language": (*template.languages, CODES),
        "criterion": template.criterion_ids,
        "item": tuple(item.id for item in template.items),
        "question": template.questions,
        "phase": tuple(phase.id for phase in template.phases),
        "group": tuple(group.id for group in template.groups),
        "category": tuple(category.id for category in template.costs.categories),
        "cost": tuple(category.id for category in template.costs.categories),
        "cause": tuple(cause.id for cause in template.causes),
    }
    return own[name] if name in own else vocabulary(template, name)


def _label(catalog: Catalog, name: str, code: str) -> str:
    if name == "sum":
        return catalog.text(f"text.sum_{code}")
    if code == CODES:
        return catalog.text("function.codes")
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


@lru_cache(maxsize=64)
def _typed(bundle: Bundle, name: str) -> tuple[Mapping[str, str], frozenset[str]]:
    """Return code by what is typed for it in any language, and what may mean several."""
    found: dict[str, str] = {}
    unclear: set[str] = set()
    for catalog in bundle.catalogs.values():
        unclear.update(map(folded, catalog.text(f"{TYPED}.unclear").split()))
        for key, words in catalog.texts.items():
            if key.startswith(f"{TYPED}.{name}."):
                found |= dict.fromkeys(map(folded, words.split("; ")), key.rpartition(".")[2])
    return found, frozenset(unclear)


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
