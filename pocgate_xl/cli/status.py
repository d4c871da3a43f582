"""`pocgate status`: who was asked, who has answered, what is late and what to do next."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..batch import lists_in
from ..issuing.listed import check_list, issued_rows
from ..output import STDOUT, Target, find_target
from ..portfolio.prevailing import counting_bundle
from ..reports import SAMPLE, SUFFIXES, encoded
from ..templates.files import files_of_templates
from .assessed import assessed
from .inputs import check_there, submissions_in
from .options import (
    EXIT_CODES,
    add_jobs_option,
    add_language_option,
    add_rule_options,
    add_template_option,
    check_choices,
    day_of,
    languages_of,
    operators_language,
)
from .speech import say
from .streams import screen_of_stdout

if TYPE_CHECKING:
    from ..core.catalog import Catalog
    from ..exchange.status import Status
    from ..templates.loader import Bundle

TEXT, CSV, XLSX = "text", "csv", "xlsx"
UNREAD = EXIT_CODES["unreadable"]


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "list", type=Path, metavar="LIST",
        help="who was asked: issued.xlsx as `pocgate new` writes it, or any list that it reads",
    )  # fmt: skip
    parser.add_argument(
        "paths", nargs="*", metavar="PATH",
        help="what came back: workbooks, folders, globs, @LIST of paths, @- from stdin",
    )  # fmt: skip
    parser.add_argument(
        "--format", default=TEXT, choices=(TEXT, CSV, XLSX),
        help="text to read, a table of codes, or a page for a meeting (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--output", type=Path, default=Path(STDOUT), metavar="FILE",
        help="write it to a file, replacing an earlier one (default: -, which is stdout)",
    )  # fmt: skip
    parser.add_argument(
        "--as-of",
        type=day_of,
        metavar="DATE",
        help="what was due before this day is overdue (default: today)",
    )
    parser.add_argument(
        "--force", action="store_true", help="replace a file that is not a status, never an input"
    )
    add_jobs_option(parser)
    add_template_option(parser)
    add_language_option(parser, "the status", "the system's")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress on stderr")
    add_rule_options(parser)
    parser.description = (
        "Who was asked, who has answered, what is late and what to do next. Exits with 0 once that is told, "
        "whatever is late or wrong, and with 3 if a file could not be read."
    )


def run(arguments: argparse.Namespace) -> int:
    """Check what came back and hold it against the list; 3 where a file could not be read."""
    from ..exchange.status import status_of

    check_choices(arguments.template, arguments.lang, arguments.only_template)
    check_list(arguments.list)
    check_there(arguments.paths)
    files = submissions_in(arguments.paths, [*arguments.settings_files, arguments.list, *_earlier(arguments)])
    target = _target(files, arguments)
    found = list(assessed(files, arguments, language=arguments.lang))
    bundle = counting_bundle(found, arguments.template)
    language = _language(bundle, arguments)
    listed = issued_rows([arguments.list], bundle, language, say)
    status = status_of(listed, found, bundle.template, arguments.as_of or date.today())
    target.write(map(encoded, WRITERS[arguments.format](status, bundle, language, target.stdout)))
    if not target.stdout and not arguments.quiet:
        print(headline(status, bundle.catalogs[language]), file=sys.stderr)
    return UNREAD if any(each.outcome == "unreadable" for each in found) else 0


def _language(bundle: Bundle, arguments: argparse.Namespace) -> str:
    said = arguments.lang or operators_language(languages_of(arguments.template))
    return said if said is not None and said in bundle.catalogs else bundle.template.languages[0]


def headline(status: Status, catalog: Catalog) -> str:
    """Return what it comes to, in one line."""
    from ..exchange.status_text import status_lines

    return next(status_lines(status, catalog, None))


def _text(status: Status, bundle: Bundle, language: str, shown: bool) -> Iterable[str]:
    from ..exchange.status_text import status_lines

    screen = screen_of_stdout() if shown else None
    return (f"{line}\n" for line in status_lines(status, bundle.catalogs[language], screen))


def _csv(status: Status, _bundle: Bundle, _language: str, _shown: bool) -> Iterable[str]:
    from ..exchange.status_csv import status_csv

    return status_csv(status)


def _xlsx(status: Status, bundle: Bundle, language: str, _shown: bool) -> Iterable[bytes]:
    from ..exchange.status_page import status_workbook

    return (status_workbook(status, bundle, language),)


WRITERS: Mapping[str, Callable[[Status, Bundle, str, bool], Iterable[str | bytes]]] = {
    TEXT: _text, CSV: _csv, XLSX: _xlsx,
}  # fmt: skip


def _target(files: Sequence[str], arguments: argparse.Namespace) -> Target:
    read: list[Path | str] = [*files, *lists_in(arguments.paths), *files_of_templates(arguments.template)]
    known = partial(is_status, form=arguments.format)
    inputs = [*read, *arguments.settings_files, arguments.list]
    return find_target(arguments.output, inputs, known=known, force=arguments.force)


def _earlier(arguments: argparse.Namespace) -> list[Path]:
    output = arguments.output
    return [output] if output.is_file() and is_status(output, arguments.format) else []


def is_status(file: Path, form: str) -> bool:
    """Say whether a file may be replaced by a status: it is one, or a text under a report's name."""
    from ..exchange.status_csv import begins
    from ..reports.known import is_text
    from ..workbook.submission.origins.report_books import is_report_book

    if form == XLSX:
        return is_report_book(file, "status")
    with file.open("rb") as stream:
        head = stream.read(SAMPLE)
    if form == CSV:
        return not head or begins(head)
    return not head or (file.suffix.lower() in SUFFIXES and is_text(head))
