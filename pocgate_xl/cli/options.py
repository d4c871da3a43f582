"""What the operator chooses for every check, and what its outcome is as an exit code."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..core.assessment import Severity
from ..core.completeness import Outcome
from ..errors import PocgateError
from ..templates.acceptance import check_only
from ..templates.files import own_folders
from ..templates.loader import Bundle, lent_in_words, load_bundle, template_folders
from ..templates.loader import operators_language as operators_language
from .speech import say

if TYPE_CHECKING:
    from ..rules.base import Policy

T = TypeVar("T")

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


def add_folders_option(parser: argparse.ArgumentParser) -> None:
    """Declare the templates beside the built-in ones."""
    parser.add_argument(
        "--template", action="append", default=[], type=Path, metavar="DIR",
        help="a template or a folder of templates; may be repeated",
    )  # fmt: skip


def add_one_template_option(parser: argparse.ArgumentParser) -> None:
    """Declare the one template that a command is about; settings say `among` which it may be."""
    parser.add_argument(
        "--template", metavar="T",
        help="id or folder of a template (default: the first of the settings, else the built-in one)",
    )  # fmt: skip
    parser.set_defaults(among=[])


def add_language_option(parser: argparse.ArgumentParser, what: str, default: str = "") -> None:
    """Declare the language of what a command writes."""
    otherwise = f" (default: {default})" if default else ""
    parser.add_argument("--lang", metavar="TAG", help=f"language of {what}{otherwise}")


def add_jobs_option(parser: argparse._ActionsContainer) -> None:
    """Declare how many processes check files that are not ours."""
    parser.add_argument(
        "--jobs", type=count_of, default=0, metavar="N",
        help="maximum number of processes (default 0: one per core)",
    )  # fmt: skip


def day_of(text: str) -> date:
    """Return a day of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2026-11-20") from None


def add_page_option(parser: argparse.ArgumentParser, where: str) -> None:
    """Declare the address of the page that checks in the browser; `where` says what names it."""
    parser.add_argument(
        "--page", type=page_of, metavar="URL",
        help=f"the page made by `pocgate page`, which {where}",
    )  # fmt: skip


def page_of(text: str) -> str:
    """Return the address of a page of the command line."""
    if not re.fullmatch(r"https?://[^\s/<>\"]+(/[^\s<>\"]*)?", text) or not text.isprintable():
        raise argparse.ArgumentTypeError(f"{text!r} is not a URL; write it as https://intranet/check/")
    return text


def there_of(text: str) -> Path:
    """Return a file of the command line that must be there."""
    file = Path(text)
    if not file.exists() or file.is_dir():
        raise argparse.ArgumentTypeError(f"there is no file {text!r}")
    return file


def count_of(text: str) -> int:
    """Return a number of processes of the command line."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes")
    return int(text)


def add_output_option(
    parser: argparse.ArgumentParser, metavar: str, what: str, *, needed: bool = True
) -> None:
    """Declare the one file that a command writes; `--out` is a folder, but was this once, too."""
    output = parser.add_mutually_exclusive_group(required=needed)
    output.add_argument("--output", type=Path, metavar=metavar, help=what)
    output.add_argument("--out", dest="output", type=Path, help=argparse.SUPPRESS)


def add_rule_options(parser: argparse.ArgumentParser) -> None:
    """Declare what an operator may say of the rules."""
    group = parser.add_argument_group("rules")
    group.add_argument(
        "--select", action="extend", default=[], type=_codes, metavar="CODE,...",
        help="report these rules only, by code or by what codes begin with, such as PG3; those that protect "
        "are always reported",
    )  # fmt: skip
    group.add_argument(
        "--ignore", action="extend", default=[], type=_ignored, metavar="CODE,...",
        help="do not report these rules; where --select names the same ones, the longer code counts",
    )  # fmt: skip
    group.add_argument(
        "--severity", action="extend", default=[], type=_severities, metavar="CODE=SEVERITY,...",
        help="severity of the findings of a rule: error, warning or note",
    )  # fmt: skip


def _codes(text: str) -> list[str]:
    from ..rules.policy import code_of

    return _read(text, code_of)


def _ignored(text: str) -> list[str]:
    from ..rules.policy import ignored_of

    return _read(text, ignored_of)


def _severities(text: str) -> list[tuple[str, Severity]]:
    from ..rules.policy import severity_of

    return _read(text, lambda word: severity_of(*word.partition("=")[::2]))


def _read(text: str, read: Callable[[str], T]) -> list[T]:
    try:
        return [read(word) for word in text.split(",")]
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def policy_of(arguments: argparse.Namespace) -> Policy:
    """Return what the operator says of the rules; of one rule the last severity counts."""
    from ..rules.base import Policy

    severity = dict(arguments.severity)
    return Policy(tuple(sorted(severity.items())), tuple(arguments.select), tuple(arguments.ignore))


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
