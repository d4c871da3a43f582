"""What an author hears of a template: every mistake in it, and what may not be meant."""

from __future__ import annotations

from pathlib import Path

from ..errors import TemplateError
from .compiler import inspect
from .files import TEMPLATE, builtin_home, builtin_names
from .loader import lent_in_words, load_bundle, reference_of
from .toml_lines import line_of
from .warnings import template_warnings


def template_mistakes(folder: Path) -> list[TemplateError]:
    """Return every mistake of a template, by its TOML files."""
    resolved = Path(folder).resolve()
    return inspect(Path(folder), reference_of(resolved))[1]


def template_doubts(folder: Path) -> list[TemplateError]:
    """Return what may not be meant in a template without mistakes, against the built-in one."""
    built_in = load_bundle(builtin_home() / builtin_names()[0]).template
    bundle = load_bundle(folder)
    found = template_warnings(bundle.template, built_in)
    if bundle.lent:
        found.append(("", lent_in_words(bundle)))
    file = Path(folder) / TEMPLATE
    toml = file.read_text(encoding="utf-8-sig")
    return [TemplateError(file, path, f"warning: {doubt}", line=line_of(toml, path)) for path, doubt in found]
