"""What the page's Python takes along: the check and its reports, templates with their plans, as one zip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..opc.zip_writer import write_container
from ..portable.sources import CHECKING, HOME, PACKAGE, sources
from ..portable.templates import plan_files, template_files
from ..templates.files import builtin_home, builtin_names, own_folders
from ..templates.loader import Bundle, load_bundle
from .checking import FORMS, OWN_TEMPLATES

ROOTS = (f"{PACKAGE}.page.checking", *(form.path for form in FORMS))
"""What is imported there; formats are imported by name, so that they must be named here."""
ALONG = (*CHECKING, f"{PACKAGE}.reports.")
"""Rooms of which more than what is imported at once comes along."""
BESIDE = ("reports/html/*.css", "reports/html/*.js")
"""What modules read from their own folders."""


def bundle_zip(templates: Iterable[Path] = ()) -> bytes:
    """Return the zip that the page unpacks: the same package and templates, the same bytes."""
    texts = {**sources(ROOTS, ALONG), **_beside(), **_templates(templates)}
    return write_container({name: text.encode() for name, text in texts.items()})


def site_bundles(templates: Iterable[Path] = ()) -> list[Bundle]:
    """Return the templates that the page accepts: an operator's own, or else the built-in ones."""
    return [load_bundle(folder) for folder in own_folders(templates)] or _built_in()


def _built_in() -> list[Bundle]:
    return [load_bundle(builtin_home() / name) for name in builtin_names()]


def _beside() -> dict[str, str]:
    files = sorted(file for pattern in BESIDE for file in HOME.glob(pattern))
    return {file.relative_to(HOME.parent).as_posix(): file.read_text("utf-8") for file in files}


def _templates(own: Iterable[Path]) -> dict[str, str]:
    """Return the built-in templates, whose texts name what cannot be read, and those of an operator."""
    return {
        name: text
        for bundle, folder in (*((each, "") for each in _built_in()), *_own(own))
        for name, text in {**template_files(bundle, folder), **plan_files(bundle, folder)}.items()
    }


def _own(own: Iterable[Path]) -> Iterator[tuple[Bundle, str]]:
    for number, folder in enumerate(own_folders(own), 1):
        yield load_bundle(folder), f"{OWN_TEMPLATES}/{number:02}"
