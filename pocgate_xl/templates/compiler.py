"""From the TOML files of a template to its compiled form, or to every mistake in them."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from ..core.serialization import from_plain
from ..core.template import Template
from ..errors import Problem, TemplateError
from . import text_checks
from .checks import template_problems
from .detail_checks import detail_label_problems, detail_text_problems
from .excel_limits import footer_problems, length_problems
from .files import (
    TEMPLATE,
    THEME,
    engine_texts_name,
    fingerprints,
    locale_name,
    read_engine_texts,
    read_sources,
)
from .mail_checks import mail_problems
from .model_types import FORMS, StrictModel
from .models import TemplateModel, dump
from .theme import Theme, theme_problems
from .theme_models import ThemeModel, logo_problems
from .toml_lines import line_of

M = TypeVar("M", bound=StrictModel)

KEYS = {"missing": "is missing", "extra_forbidden": "is unknown"}
"""What is said of a key, whatever its value."""
VALUES = {
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "is_instance_of": "must be a number",
    "finite_number": "must be a number",
    "string_type": "must be a text",
    "tuple_type": "must be a list",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "literal_error": "must be {expected}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "too_short": "needs {min_length} or more entries and has {actual_length}",
    "too_long": "has {actual_length} entries; the workbook has room for {max_length}",
}
"""What is said of a value, by pydantic's name of the mistake."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What every template is held against: an engine's texts, and ids that are not its own."""

    texts: Mapping[str, str]
    ids: frozenset[str]


@dataclass(slots=True)
class Inspection:
    """What stands in the files of one template, and the mistakes in them."""

    folder: Path
    files: Mapping[str, bytes]
    mistakes: list[TemplateError] = field(default_factory=list)
    template: Template | None = None
    """What its texts belong to, once that could be read."""

    def note(self, file: str, problems: Iterable[Problem]) -> None:
        for path, problem in problems:
            line = line_of(self.files.get(file, b"").decode("utf-8-sig", "replace"), path)
            self.mistakes.append(TemplateError(self.folder / file, path, problem, line=line))

    def note_new(self, file: str, problems: Iterable[Problem]) -> None:
        """Note what concerns a path without a mistake so far: others would follow from that."""
        for path, problem in problems:
            if (str(self.folder / file), path) not in {(m.file, m.path) for m in self.mistakes}:
                self.note(file, [(path, problem)])

    def tree(self, file: str) -> dict[str, Any] | None:
        """Return the tables of a file; its decimals are exact."""
        if file not in self.files:
            self.note(file, [("", "is missing")])
            return None
        try:
            return tomllib.loads(self.files[file].decode("utf-8-sig"), parse_float=Decimal)
        except UnicodeDecodeError as error:
            line = self.files[file].count(b"\n", 0, error.start) + 1
            self.note(file, [("", f"is not UTF-8 (at line {line})")])
        except tomllib.TOMLDecodeError as error:
            self.note(file, [("", f"is not valid TOML: {error}")])
        return None

    def model(self, file: str, kind: type[M]) -> M | None:
        """Return a file as a model."""
        tree = self.tree(file)
        if tree is None:
            return None
        try:
            return kind.model_validate(_with_tuples(tree))
        except ValidationError as error:
            self.note(file, _problems(error))
        return None

    def texts(self, file: str) -> dict[str, str] | None:
        """Return the texts of a locale, those that are usable; None when there is no file to read."""
        tree = self.tree(file)
        if tree is None:
            return None
        leaves = dict(text_checks.flatten(tree))
        found = {key: value for key, value in leaves.items() if isinstance(value, str)}
        self.note(file, text_checks.leaf_problems(leaves))
        self.note(file, text_checks.placeholder_problems(found))
        self.note(file, text_checks.sheet_problems(found))
        self.note(file, length_problems(found, self.template))
        return found


def _with_tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_tuples(item) for key, item in value.items()}
    return tuple(map(_with_tuples, value)) if isinstance(value, list) else value


def _problems(error: ValidationError) -> list[Problem]:
    found = error.errors(include_url=False)
    inside = {each["loc"][:-1] for each in found}
    # a list whose parts are wrong is called too short as well
    return [_problem(each) for each in found if each["type"] != "too_short" or each["loc"] not in inside]


def _problem(error: Any) -> Problem:
    path = ".".join(map(str, error["loc"]))
    if error["type"] in KEYS:
        return path, KEYS[error["type"]]
    return path, _said(error) + _shown(error["input"])


def _said(error: Any) -> str:
    """Return what is wrong with a value, as people say it."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return f"must be {FORMS[context['pattern']]}"
    message: str = error["msg"]
    return VALUES[kind].format_map(context) if kind in VALUES else message.removeprefix("Value error, ")


def _shown(found: object) -> str:
    """Return a single value as a template has it, in parentheses; "" of several."""
    if isinstance(found, bool | Decimal):
        return f" (found {str(found).lower()})"
    return f" (found {found!r})" if isinstance(found, str | int) else ""


def compile_bundle(folder: Path) -> dict[str, Any]:
    """Return the compiled form of a template as plain JSON values; TemplateError when it has mistakes."""
    compiled, mistakes = inspect(folder)
    if mistakes:
        raise combined(folder, mistakes)
    return compiled


def combined(folder: Path, mistakes: list[TemplateError]) -> TemplateError:
    """Return the first mistake, saying how to see the others."""
    first, others = mistakes[0], len(mistakes) - 1
    action = f"({others} more: pocgate template check {folder})" if others else ""
    return TemplateError(first.file, first.path, first.detail, action, first.line)


def inspect(folder: Path, reference: Reference | None = None) -> tuple[dict[str, Any], list[TemplateError]]:
    """Return the compiled form and all mistakes of a template; with mistakes the form is empty."""
    seen = Inspection(folder, read_sources(folder))
    model = seen.model(TEMPLATE, TemplateModel)
    theme = _theme(seen)
    plain = dump(model) if model else {}
    template = seen.template = from_plain(Template, plain) if model else None
    if template:
        seen.note(TEMPLATE, template_problems(template))
    if template and theme:
        seen.note(THEME, footer_problems(from_plain(Theme, theme), template))
    catalogs = _catalogs(seen, template, reference)
    if seen.mistakes:
        return {}, seen.mistakes
    engine = read_engine_texts()
    return _compiled({**seen.files, **engine}, plain, with_engine_texts(catalogs, engine), theme), []


def _compiled(
    files: Mapping[str, bytes],
    template: dict[str, Any],
    catalogs: dict[str, dict[str, str]],
    theme: dict[str, Any],
) -> dict[str, Any]:
    return {
        "template": template,
        "catalogs": catalogs,
        "theme": theme,
        "digest": digest(template, catalogs),
        "sources": fingerprints(files),
    }


def digest(template: Mapping[str, Any], catalogs: Mapping[str, Mapping[str, str]]) -> str:
    """Return what identifies the meaning of a template: its looks are not part of it."""
    meaning = {"template": template, "catalogs": catalogs}
    canonical = json.dumps(meaning, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def with_engine_texts(
    catalogs: Mapping[str, Mapping[str, str]], files: Mapping[str, bytes]
) -> dict[str, dict[str, str]]:
    """Return the texts of a template with those of the engine, which has its first language for others.

    What a template says itself stands.
    """
    engine = {name: _engine_texts(content) for name, content in files.items()}
    first = next(iter(engine.values()), {})
    return {
        language: {**engine.get(engine_texts_name(language), first), **own}
        for language, own in catalogs.items()
    }


@lru_cache(maxsize=16)
def _engine_texts(content: bytes) -> Mapping[str, str]:
    """Return the texts of a file of the engine's own, which is the same for every template."""
    return dict(text_checks.flatten(tomllib.loads(content.decode())))


def _theme(seen: Inspection) -> dict[str, Any]:
    model = seen.model(THEME, ThemeModel)
    if model is None:
        return {}
    plain = model.model_dump(mode="json")
    seen.note(THEME, theme_problems(from_plain(Theme, plain)))
    if model.logo:
        seen.note(THEME, logo_problems(seen.folder / model.logo))
    return plain


def _catalogs(
    seen: Inspection, template: Template | None, reference: Reference | None
) -> dict[str, dict[str, str]]:
    if template is None:
        for name in seen.files:
            if name not in (TEMPLATE, THEME):
                seen.texts(name)
        return {}
    found = {language: seen.texts(locale_name(language)) for language in template.languages}
    catalogs = {language: texts for language, texts in found.items() if texts is not None}
    _note_unknown_files(seen, template)
    _note_texts(seen, template, catalogs, reference)
    return catalogs


def _note_unknown_files(seen: Inspection, template: Template) -> None:
    expected = {TEMPLATE, THEME, *map(locale_name, template.languages)}
    for name in sorted(seen.files.keys() - expected):
        seen.note(name, [("", f"its language is not among `languages` in {TEMPLATE}")])


def _note_texts(
    seen: Inspection, template: Template, catalogs: dict[str, dict[str, str]], reference: Reference | None
) -> None:
    for language, texts in catalogs.items():
        for check in (text_checks.template_text_problems, detail_text_problems, mail_problems):
            seen.note_new(locale_name(language), check(template, texts))
    labels = (text_checks.label_problems, detail_label_problems)
    for language, path, problem in (each for check in labels for each in check(template, catalogs)):
        seen.note_new(locale_name(language), [(path, problem)])
    first = template.languages[0]
    if first not in catalogs:
        return
    if reference:
        problems = text_checks.engine_problems(catalogs[first], reference.texts, reference.ids)
        seen.note_new(locale_name(first), problems)
    lent = _lent(template, reference)
    for language, texts in catalogs.items():
        problems = text_checks.agreement_problems(texts, catalogs[first], first, lent)
        seen.note_new(locale_name(language), problems)


def _lent(template: Template, reference: Reference | None) -> frozenset[str]:
    """Return the keys that a locale may leave out, as the built-in texts stand in for them."""
    if reference is None:
        return frozenset()
    lent = text_checks.of_engine(reference.texts, reference.ids).keys()
    return frozenset(lent) - frozenset(text_checks.required_keys(template))
