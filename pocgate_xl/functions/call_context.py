"""The template and language that a call asks for, and how it speaks."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..core.catalog import Catalog
from ..core.fields import DECISIONS, INCOMPLETE, LEVELS, STANDINGS, Field, input_fields, vocabulary
from ..core.template import Template
from ..opc.safe_text import visible
from ..records import dataclass
from ..templates.loader import Bundle, builtin_names, find_bundle
from ..workbook.submission.grammar.folding import folded_label
from .declaration import FunctionProblem

TEMPLATES_VARIABLE = "POCGATE_TEMPLATES"
"""Folders of templates of one's own, separated as in PATH. Never a cell: a workbook names no paths."""

LANGUAGE_VARIABLE = "POCGATE_LANG"
"""The language of words where neither a call nor its host asks for one."""
CODES = "code"
"""What is asked for in the place of a language by whoever wants codes instead of words."""

VOCABULARIES = (
    "verdict", "decision", "committee", "status", "answer", "criterion", "item", "group", "question", "cost",
    "cause", "strategy", "level", "standing", "phase", "horizon", "component", "element", "basis",
    "direction", "language",
)  # fmt: skip
"""Vocabularies of which codes and labels can be looked up."""
SUMS = ("initial", "run_rate", "first_year", "three_year")
BUDGET_SUMS = (*SUMS, "contingency")
LABELS = {"category": "cost", "item_status": "status"}
"""Vocabularies whose labels stand under another name."""
TYPED = "function.typed"
"""What people type for a code besides its label: a table of texts for each vocabulary that has such."""

OUR_WORDS = ("choices", "labels")
EMOJI = "\ufe0f"
"""Makes a coloured picture of the sign before it, as telephones write ticks."""
SHOWN = 100
"""How much of a text a message quotes."""


@dataclass(frozen=True, slots=True, eq=False)
class CallContext:
    """A template and the language of results; None asks for codes.

    `spoken` is the language of the host, in which messages are told to whoever asks for codes. `exact` says
    that a workbook asks whose own formulas stand beside: what is blank means what it means to them.
    """

    bundle: Bundle
    language: str | None = None
    spoken: str = ""
    exact: bool = False

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
        """Return what is wrong, quoting what was found harmlessly; our own words stand there whole."""
        quoted = {key: value if key in OUR_WORDS else _quoted(value) for key, value in values.items()}
        return FunctionProblem(self.catalog.text(f"function.problem.{kind}", **quoted))

    def check_needed(self, *labels: str) -> None:
        """FunctionProblem that names what is needed besides what was given, if anything is."""
        if labels and not self.exact:
            raise self.problem("needed", labels=self.catalog.text("text.separator").join(labels))

    def code(self, name: str, text: str, label: str) -> str:
        """Return the code that a text stands for: itself, a label of any language, or what is typed."""
        code = self.known(name, text) or self.typed(name, text, label)
        if code is None:
            raise self.problem("unknown_code", label=label, found=text, choices=self.choices(name))
        return code

    def known(self, name: str, text: str) -> str | None:
        """Return the code that a text is, or is the label of in any language; None where it is neither."""
        codes, spelled = _codes(self.bundle, name), folded_label(text)
        code = codes.get(text) or codes.get(spelled)
        if code is None and name == "language":
            return codes.get(re.split("[-_.@]", spelled)[0])  # as systems name it: ja-JP
        return code

    def typed(self, name: str, text: str, label: str) -> str | None:
        """Return the code that people mean by a tick, TRUE or the like; FunctionProblem for a cross.

        What means one thing here and its opposite elsewhere is asked back, not guessed.
        """
        means, unclear = _typed(self.bundle, LABELS.get(name, name))
        spelled = folded_label(text).replace(EMOJI, "")
        if means and spelled in unclear:
            raise self.problem("unclear", label=label, found=text, choices=self.choices(name))
        code = means.get(spelled)
        return code if code in vocabulary_codes(self.bundle, name) else None

    def is_none(self, text: str) -> bool:
        """Say whether a text in the place of evidence says that there is none."""
        return folded_label(text) in _typed(self.bundle, "evidence")[0]

    def choices(self, name: str) -> str:
        """Return what may be said instead, as people read it."""
        codes = vocabulary_codes(self.bundle, name)
        return " / ".join(self.word(LABELS.get(name, name), code) for code in codes)


def _quoted(value: object) -> object:
    return visible(value, SHOWN) if isinstance(value, str) else value


def _members(template: Template) -> Mapping[str, Sequence[Any]]:
    """Return what has an id, by the name of its vocabulary."""
    costs = template.costs.categories
    return {
        "group": template.groups, "item": template.items, "category": costs, "cost": costs,
        "cause": template.causes, "strategy": template.strategies, "phase": template.phases,
        "horizon": template.horizons,
    }  # fmt: skip


def vocabulary_codes(bundle: Bundle, name: str) -> tuple[str, ...]:
    """Return the codes that an argument of this vocabulary takes, as hosts with drop-downs offer them."""
    template = bundle.template
    own: dict[str, tuple[str, ...]] = {
        "template": builtin_names(),
        "vocabulary": VOCABULARIES,
        "sum": SUMS,
        "budget_sum": BUDGET_SUMS,
        "language": (*template.languages, CODES),
        "verdict": (*(band.id for band in template.verdicts), INCOMPLETE),
        "decision": DECISIONS,
        "level": LEVELS,
        "standing": STANDINGS,
        "criterion": template.criterion_ids,
        "question": template.questions,
        "element": template.elements,
        "component": template.components,
        **{name: tuple(each.id for each in members) for name, members in _members(template).items()},
    }
    return own[name] if name in own else vocabulary(template, name)


def _label(catalog: Catalog, name: str, code: str) -> str:
    if name == "budget_sum" and code == "contingency":
        return catalog.text("text.contingency_on_top")
    if name in ("sum", "budget_sum"):
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
            labels.setdefault(folded_label(_label(catalog, name, code)), set()).add(code)
    yield from ((label, found.pop()) for label, found in labels.items() if len(found) == 1)
    for code in codes:
        yield code, code
        yield folded_label(code), code


@lru_cache(maxsize=64)
def _typed(bundle: Bundle, name: str) -> tuple[Mapping[str, str], frozenset[str]]:
    """Return code by what is typed for it in any language, and what may mean several."""
    found: dict[str, str] = {}
    unclear: set[str] = set()
    for catalog in bundle.catalogs.values():
        unclear.update(map(folded_label, catalog.text(f"{TYPED}.unclear").split()))
        for key, words in catalog.texts.items():
            if key.startswith(f"{TYPED}.{name}."):
                found |= dict.fromkeys(map(folded_label, words.split("; ")), key.rpartition(".")[2])
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
