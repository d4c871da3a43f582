"""Templates as the engine uses them: compiled at build time, else read from their TOML files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import TemplateError
from .catalog import Catalog
from .plain import from_plain
from .sources import (
    COMPILED,
    builtin_home,
    builtin_names,
    fingerprints,
    read_sources,
    template_folders,
)
from .template import Template
from .theme import Theme

if TYPE_CHECKING:
    from .compiling import Reference

__all__ = [
    "Bundle",
    "builtin_names",
    "every_bundle",
    "find_bundle",
    "load_bundle",
    "template_folders",
    "template_mistakes",
]


@dataclass(frozen=True, slots=True, eq=False)
class Bundle:
    """Hold a template with its texts in every language and its looks.

    `digest` stands for template and texts. A bundle is loaded once, so identity is equality.
    """

    template: Template
    catalogs: Mapping[str, Catalog]
    theme: Theme
    digest: str
    folder: Path

    @property
    def default_catalog(self) -> Catalog:
        return self.catalogs[self.template.languages[0]]


def load_bundle(folder: Path) -> Bundle:
    """Return the template in a folder; TemplateError names the first of its mistakes."""
    return _load(Path(folder).resolve())


@lru_cache(maxsize=64)
def _load(folder: Path) -> Bundle:
    return _from_compiled(folder) or _from_sources(folder)


def _from_compiled(folder: Path) -> Bundle | None:
    """Return the compiled template; None when its sources, or what the engine asks for, changed."""
    try:
        plain = json.loads((folder / COMPILED).read_bytes())
        if plain["sources"] != fingerprints(read_sources(folder)):
            return None
        return _bundle(folder, plain)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        return None


def _from_sources(folder: Path) -> Bundle:
    from .compiling import combined, inspect  # TOML and pydantic: only when nothing is compiled

    plain, mistakes = inspect(folder, _reference(folder))
    if mistakes:
        raise combined(folder, mistakes)
    return _bundle(folder, plain)


def _bundle(folder: Path, plain: Mapping[str, Any]) -> Bundle:
    catalogs = {language: Catalog(language, told) for language, told in plain["catalogs"].items()}
    template = from_plain(Template, plain["template"])
    return Bundle(template, catalogs, from_plain(Theme, plain["theme"]), plain["digest"], folder)


def template_mistakes(folder: Path) -> list[TemplateError]:
    """Return every mistake of a template, by its TOML files."""
    from .compiling import inspect

    resolved = Path(folder).resolve()
    return inspect(Path(folder), _reference(resolved))[1]


def _reference(folder: Path) -> Reference | None:
    """Return the engine's texts as the first built-in template has them; it has none itself."""
    from .compiling import Reference
    from .texts import template_ids

    home = builtin_home()
    if folder.parent == home:
        return None
    bundle = load_bundle(home / builtin_names()[0])
    return Reference(bundle.default_catalog.texts, template_ids(bundle.template))


def find_bundle(id_: str, version: str | None = None, extra: Iterable[Path] = ()) -> Bundle | None:
    """Return the template with this id and version, the newest when none is given.

    Templates under `extra` come before built-in ones.
    """
    bundles = [load_bundle(folder) for folder in template_folders(extra)]
    found = [b for b in bundles if b.template.id == id_ and version in (None, b.template.version)]
    return max(found, key=_version, default=None)


def every_bundle(extra: Iterable[Path] = ()) -> list[Bundle]:
    """Return every template at hand, those under `extra` first, of each id the newest first."""
    bundles = [load_bundle(folder) for folder in template_folders(extra)]
    return sorted(bundles, key=_version, reverse=True)


def _version(bundle: Bundle) -> tuple[int, ...]:
    return tuple(map(int, bundle.template.version.split(".")))
