"""What the operator chooses for every check, and what its outcome is as an exit code."""

from __future__ import annotations

import argparse
import locale
import os
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from ..core.completeness import Outcome
from ..errors import PocgateError
from ..templates.acceptance import check_only
from ..templates.files import own_folders
from ..templates.loader import Bundle, lent_in_words, load_bundle, template_folders
from .speech import say

EXIT_CODES: Mapping[Outcome, int] = {
    "accepted": 0, "incomplete": 0, "not_started": 0, "findings": 1, "unreadable": 3,
}  # fmt: skip
"""A greater code outranks a smaller one."""

COMPLETE = "complete"
"""What may be required of every workbook beside having no errors."""


def exit_code(outcome: Outcome, required: str | None = None) -> int:
    """Return the exit code of one outcome, where `required` says what every workbook must be."""
    wanting = required == COMPLETE and outcome in ("incomplete", "not_started")
    return EXIT_CODES["findings"] if wanting else EXIT_CODES[outcome]


def add_template_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--template", action="append", default=[], type=Path, metavar="DIR",
        help="a template or a folder of templates in place of the built-in ones; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--only-template", action="append", default=[], metavar="ID[@VERSION]",
        help="accept only workbooks of this template; may be repeated (default: those of --template, "
        "without it the built-in ones)",
    )  # fmt: skip


def check_choices(folders: Sequence[Path], language: str | None, only: Sequence[str] = ()) -> None:
    """Load every template first: a mistake in one is the operator's, not a file's."""
    check_only(folders, only)
    languages = languages_of(folders)
    if language is not None and language not in languages:
        raise PocgateError(
            f"No template has the language {language!r}.", f"Choose from {', '.join(languages)}."
        )
    for folder in own_folders(folders):
        say_lent(load_bundle(folder))


def say_lent(bundle: Bundle) -> None:
    """Tell the operator, in one line, that built-in texts stand in for a template's own."""
    lent = lent_in_words(bundle)
    if lent:
        say(f"warning: {bundle.folder}: {lent}")


def languages_of(folders: Sequence[Path]) -> list[str]:
    """Return every language that a template speaks."""
    templates = [load_bundle(folder).template for folder in template_folders(folders)]
    return sorted({language for template in templates for language in template.languages})


def operators_language(languages: Collection[str]) -> str | None:
    """Return the language in which the operator's system speaks, else English, if they are among these."""
    said = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if not said and os.name == "nt":
        said = locale.getlocale()[0] or ""
    tag = re.split("[_.@-]", said)[0].lower()
    spelled = (tag, locale.normalize(tag)[:2], "en")  # Windows says Japanese_Japan
    return next((tag for tag in spelled if tag in languages), None)


def chosen_language(bundle: Bundle, language: str | None) -> str:
    """Return a language of the template, its first one when none is named."""
    if language is None:
        return bundle.template.languages[0]
    if language not in bundle.catalogs:
        known = ", ".join(bundle.template.languages)
        raise PocgateError(f"The template does not have the language {language!r}.", f"It has {known}.")
    return language
