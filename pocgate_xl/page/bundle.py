"""What the page's Python takes along: the check and its reports, templates with their plans, as one zip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..exchange.copies.carried_base import BaseKind, bases_name, carried_bases
from ..exchange.copies.workbook import copy_base
from ..opc.zip_writer import write_container
from ..portable.libraries import library_files
from ..portable.sources import CHECKING, HOME, PACKAGE, sources
from ..portable.templates import plan_files, template_files, template_folder
from ..templates.files import builtin_home, builtin_names, own_folders
from ..templates.loader import Bundle, load_bundle
from ..workbook.creation.blanks.preparing import carried_files
from ..workbook.creation.transfer.carry import EDITIONS
from .checking import FORMS, OWN_TEMPLATES

ROOTS = (
    *(f"{PACKAGE}.page.{name}" for name in ("checking", "copies", "blanks")),
    *(form.path for form in FORMS),
)
"""What is imported there; formats are imported by name, so that they must be named here."""
WRITERS = (f"{PACKAGE}.page.books", f"{PACKAGE}.workbook.rendering.openpyxl_writer")
"""What workbooks on many files are written by; the second is imported only where the library is there."""
LIBRARIES = ("openpyxl", "et_xmlfile")
ALONG = (*CHECKING, f"{PACKAGE}.reports.")
"""Rooms of which more than what is imported at once comes along."""
BESIDE = ("reports/html/*.css", "reports/html/*.js")
"""What modules read from their own folders."""


def bundle_zip(templates: Iterable[Path] = ()) -> bytes:
    """Return the zip that the page unpacks: the same package and templates, the same bytes."""
    texts = {**sources(ROOTS, ALONG), **_beside(), **_templates(templates)}
    return write_container({name: text.encode() for name, text in texts.items()})


def writing_zip() -> bytes:
    """Return the zip of what writes workbooks on many files, beside what is there already.

    EngineError where the library that does it is not installed here.
    """
    there = sources(ROOTS, ALONG)
    texts = {name: text for name, text in sources(WRITERS, ALONG).items() if name not in there}
    for library in LIBRARIES:
        texts |= library_files(library)
    return write_container({name: text.encode() for name, text in texts.items()})


def workbooks_zip(templates: Iterable[Path] = (), *, copies: bool = False) -> bytes:
    """Return the zip of blank workbooks, in which texts are put; with `copies` what those begin with, too."""
    own = tuple(own_folders(templates))
    placed = _own(own) if own else ((each, "") for each in _built_in())
    return write_container({
        f"{folder or template_folder(bundle)}/{name}": content
        for bundle, folder in placed
        for language in bundle.template.languages
        for name, content in {
            **carried_files(bundle, language),
            **({bases_name(language): _bases(bundle, language)} if copies else {}),
        }.items()
    })  # fmt: skip


def _bases(bundle: Bundle, language: str) -> bytes:
    """Return what the copies of a language are begun with."""
    kinds = [BaseKind(edition, findings) for edition in EDITIONS for findings in (True, False)]
    bases = {kind: copy_base(bundle, language, kind.edition, kind.with_findings) for kind in kinds}
    return carried_bases({kind: (base.workbook, base.looks) for kind, base in bases.items()})


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
