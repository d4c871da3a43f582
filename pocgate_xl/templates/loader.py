"""Templates as the engine uses them: compiled at build time, else read from their TOML files."""

from __future__ import annotations

import json
import locale
import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.catalog import Catalog
from ..core.serialization import from_plain, to_plain
from ..core.template import Template
from ..errors import AnswerError, TemplateError
from ..records import dataclass
from .files import (
    COMPILED,
    TEMPLATE,
    all_sources,
    builtin_home,
    builtin_names,
    fingerprints,
    template_folders,
)
from .releases import FROZEN, Release, release_of, releases_in
from .theme import Theme

if TYPE_CHECKING:
    from .compiler import Reference

__all__ = [
    "Bundle",
    "builtin_names",
    "chosen_language",
    "every_among",
    "find_bundle",
    "find_template",
    "finder_among",
    "found_among",
    "frozen_bundle",
    "lent_in_words",
    "load_bundle",
    "most_spoken",
    "template_folders",
    "template_named",
]

SHOWN = 3
"""Keys of missing texts that are named; whoever adds them compares the files anyway."""


@dataclass(frozen=True, slots=True, eq=False)
class Bundle:
    """A template with its texts in every language and its looks.

    `digest` stands for template and texts. `released` is the folder of the plans of a layout that was
    sent out before, None for today's; `lent` are the keys of texts that it lacks and the built-in ones stand
    in for. A bundle is loaded once, so identity is equality.
    """

    template: Template
    catalogs: Mapping[str, Catalog]
    theme: Theme
    digest: str
    folder: Path
    released: Path | None = None
    lent: tuple[str, ...] = ()

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
        if plain["sources"] != fingerprints(all_sources(folder)):
            return None
        return _bundle(folder, plain)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        return None


def _from_sources(folder: Path) -> Bundle:
    if folder.parent == builtin_home():
        return _bundle(folder, _compiled(folder))
    from .kept import (
        kept_form,  # of a gate of one's own; built-in ones are compiled when the package is built
    )

    built_in = load_bundle(builtin_home() / builtin_names()[0])
    return _bundle(folder, kept_form(folder, lambda: _compiled(folder), built_in.digest))


def _compiled(folder: Path) -> Mapping[str, Any]:
    from .compiler import combined, inspect  # TOML and pydantic: only when nothing is compiled

    plain, mistakes = inspect(folder, reference_of(folder))
    if mistakes:
        raise combined(folder, mistakes)
    return plain


def _bundle(folder: Path, plain: Mapping[str, Any], released: Path | None = None) -> Bundle:
    template = from_plain(Template, plain["template"])
    texts = plain["catalogs"]
    catalogs = {
        language: Catalog(language, {**_lent(folder, language, released is not None), **own})
        for language, own in texts.items()
    }
    every = ((key, own) for language, own in texts.items() for key in catalogs[language].texts)
    lent = dict.fromkeys(key for key, own in every if key not in own)
    theme = from_plain(Theme, plain["theme"])
    return Bundle(template, catalogs, theme, plain["digest"], folder, released, tuple(lent))


def lent_in_words(bundle: Bundle) -> str:
    """Return in one line for which texts of a template the built-in ones stand in; "" if for none."""
    lent = [key for key in bundle.lent if not bundle.released]
    if not lent:
        return ""
    shown = ", ".join(lent[:SHOWN]) + (", …" if len(lent) > SHOWN else "")
    return f"{len(lent)} texts are missing; the built-in ones are used instead: {shown}"


def _lent(folder: Path, language: str, released: bool) -> Mapping[str, str]:
    """Return the built-in texts that stand in for those which a template does not have.

    So a text or a rule that the engine gains leaves no template unusable. The built-in template has all
    of them itself.
    """
    if folder.parent == builtin_home() and not released:
        return {}
    from .text_checks import of_engine, template_ids

    built_in = load_bundle(builtin_home() / builtin_names()[0])
    catalog = built_in.catalogs.get(language, built_in.default_catalog)
    return of_engine(catalog.texts, template_ids(built_in.template))


def frozen_bundle(bundle: Bundle) -> dict[str, Any]:
    """Return what a released plan keeps of its template: the texts of its workbooks, not the engine's."""
    from .text_checks import workbook_texts

    catalogs = {language: workbook_texts(each.texts) for language, each in bundle.catalogs.items()}
    template, theme = to_plain(bundle.template), to_plain(bundle.theme)
    return {"template": template, "catalogs": catalogs, "theme": theme, "digest": bundle.digest}


@lru_cache(maxsize=64)
def released_bundle(folder: Path, release: Path) -> Bundle:
    """Return the template of a released plan, which lies in the folder of a template."""
    try:
        return _bundle(folder, json.loads((release / FROZEN).read_bytes()), release)
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise TemplateError(release / FROZEN, "", "cannot be read") from error


def reference_of(folder: Path) -> Reference | None:
    """Return the engine's texts as the first built-in template has them; it has none itself."""
    from .compiler import Reference
    from .text_checks import template_ids

    home = builtin_home()
    if folder.parent == home:
        return None
    bundle = load_bundle(home / builtin_names()[0])
    return Reference(bundle.default_catalog.texts, template_ids(bundle.template))


def load_template(id_or_dir: str | Path = "") -> Template:
    """Return a built-in template by its id (the first without one), or that in a folder.

    TemplateError where there is none.
    """
    return find_template(id_or_dir).template


def template_named(id_or_dir: str | Path = "", extra: Iterable[Path] = ()) -> Bundle | None:
    """Return the template with an id or in a folder, the first that is found without a name."""
    if not id_or_dir:
        return load_bundle(template_folders(extra)[0])
    if (Path(id_or_dir) / TEMPLATE).is_file():
        return load_bundle(Path(id_or_dir))
    return find_bundle(str(id_or_dir), None, extra)


def find_template(id_or_dir: str | Path = "") -> Bundle:
    """Return what `load_template` does, with texts and looks."""
    bundle = template_named(id_or_dir)
    if bundle is None:
        ids = ", ".join(builtin_names())
        raise TemplateError(id_or_dir, "", "there is no such template", f"Built in: {ids}.")
    return bundle


def find_bundle(
    id_: str, version: str | None = None, extra: Iterable[Path] = (), digest: str = ""
) -> Bundle | None:
    """Return the template with this id and version, the newest when none is given.

    Templates under `extra` come before built-in ones. A digest finds the released plan that it was
    stamped by; without one, a version that is no longer current is found by its last released plan.
    """
    return found_among(template_folders(extra), id_, version, digest)


def finder_among(extra: Iterable[Path]) -> Callable[[str, str, str], Bundle | None]:
    """Return what finds the template of a workbook by the id, version and digest that it is stamped with."""
    folders = tuple(extra)
    return lambda id_, version, digest: find_bundle(id_, version, folders, digest)


def chosen_language(bundle: Bundle, language: str | None) -> str:
    """Return a language of the template, its first one when none is named; AnswerError for others."""
    if language is None:
        return bundle.template.languages[0]
    if language not in bundle.catalogs:
        known = ", ".join(bundle.template.languages)
        raise AnswerError(f"The template does not have the language {language!r}.", f"It has {known}.")
    return language


def most_spoken(languages: Iterable[str | None], bundle: Bundle) -> str:
    """Return the language of most workbooks; the template's first decides ties."""
    used = Counter(languages)
    return max(bundle.template.languages, key=lambda language: used[language])


def found_among(folders: Sequence[Path], id_: str, version: str | None, digest: str = "") -> Bundle | None:
    """Return the template in one of these folders, or None, as `find_bundle` does.

    Released plans count only beside today's template of the same id.
    """
    same = [bundle for bundle in map(load_bundle, folders) if bundle.template.id == id_]
    homes = [bundle.folder for bundle in same]
    if version and digest and (release := release_of(homes, id_, version, digest)):
        return _of(release)
    found = [bundle for bundle in same if version in (None, bundle.template.version)]
    if found or version is None:
        return max(found, key=_version, default=None)
    released = list(releases_in(homes, id_, version))
    return _of(released[-1]) if released else None


def _of(release: Release) -> Bundle:
    return released_bundle(release.folder.parents[1], release.folder)


def every_among(folders: Iterable[Path]) -> list[Bundle]:
    """Return the templates in some folders, the newest first, each before its released plans."""
    today = sorted(map(load_bundle, folders), key=_version, reverse=True)
    released = [
        _of(release)
        for bundle in today
        for release in reversed(list(releases_in([bundle.folder], bundle.template.id, None)))
    ]
    return [*today, *released]


def _version(bundle: Bundle) -> tuple[int, ...]:
    return tuple(map(int, bundle.template.version.split(".")))


def operators_language(languages: Collection[str]) -> str | None:
    """Return the language in which the operator's system speaks, else English, if they are among these."""
    said = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if not said and os.name == "nt":
        said = locale.getlocale()[0] or ""
    tag = re.split("[_.@-]", said)[0].lower()
    spelled = (tag, locale.normalize(tag)[:2], "en")  # Windows says Japanese_Japan
    return next((tag for tag in spelled if tag in languages), None)
