"""`pocgate new`: blank workbooks for one engagement or for a list of them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import EngagementError, PocgateError
from ..issuing.listed import listed_rows
from ..issuing.many import Written, write_all
from ..issuing.workbook_file import SUFFIXES, Issue
from ..output import make_folder
from ..templates.loader import chosen_language
from .options import add_language_option, add_one_template_option, add_page_option, say_lent
from .registered import add_register_options, issued_blanks, register_made
from .speech import problem_in_words, say, show

if TYPE_CHECKING:
    from ..templates.loader import Bundle
    from ..workbook.creation.lists.engagements import ListedEngagement


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--out", type=Path, metavar="DIR", help="where to write")
    parser.add_argument(
        "--engagement", nargs="+", action="append", default=[], metavar="KEY=VALUE",
        help='one engagement, such as id=ENG-1 organization="Aoba Ltd"; may be repeated',
    )  # fmt: skip
    parser.add_argument(
        "--from", dest="lists", type=Path, action="append", default=[], metavar="FILE",
        help="a list: .csv, .xlsx or .json; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--columns", action="store_true",
        help="show the columns that a list and --engagement may have, in every language, and write nothing",
    )  # fmt: skip
    add_one_template_option(parser)
    add_language_option(parser, "the workbooks", "the template's first")
    parser.add_argument(
        "--live", choices=("none", *SUFFIXES), default="none",
        help="functions beside the results: classic (.xlsm, Excel on Windows) or office (Lite, Server)",
    )  # fmt: skip
    parser.add_argument(
        "--lambda", dest="lambdas", action="store_true",
        help="functions such as PG.VERDICT as named LAMBDAs; no Python, no macros (Excel 365, 2024)",
    )  # fmt: skip
    add_page_option(parser, "the sheet Start names")
    parser.add_argument("--force", action="store_true", help="replace existing blank workbooks")
    add_register_options(parser)
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress on stderr")


SHOWN = 5
"""How many workbooks are named of those that were there."""


def run(arguments: argparse.Namespace) -> int:
    """Write every workbook that can be written, and the register; name the others; 1 when there are any."""
    from .template import chosen_bundle

    bundle = chosen_bundle(arguments.template, arguments.among)
    say_lent(bundle)
    if arguments.columns:
        return _show_columns(bundle)
    if arguments.out is None:
        raise PocgateError("The output folder is missing.", "Give a folder with --out DIR.")
    language = chosen_language(bundle, arguments.lang)
    rows = list(_rows(arguments, bundle, language))
    if not rows:
        raise EngagementError(
            "No engagement is given.",
            "Give one with --engagement id=ENG-1, or a list with --from FILE.",
        )
    make_folder(arguments.out)
    blanks = issued_blanks(arguments, bundle, language)
    issue = Issue(
        bundle, language, arguments.live, arguments.force, arguments.lists, kept=True, blanks=blanks,
        lambdas=arguments.lambdas, page=arguments.page or "",
    )  # fmt: skip
    written = Written()
    try:
        _write_all(rows, issue, arguments, written)
    finally:  # also of a run that is interrupted it is told what it has made
        registered = register_made(written.made, issue, arguments)
    for each in written.made:
        if each.blank.written:
            show(each.file)
    _say_there([each.file for each in written.made if not each.blank.written])
    _say_beside([each.file for each in written.made])
    for failure in written.failures:
        say(failure)
    return 1 if written.failures or not registered else 0


def _say_there(files: Sequence[Path]) -> None:
    """Tell in one line which workbooks were there already, just as they would have been written."""
    if files:
        more = f" and {len(files) - SHOWN} more" if len(files) > SHOWN else ""
        names = ", ".join(file.name for file in files[:SHOWN])
        say(f"{len(files)} already there, blank and unchanged: {names}{more}")


def _say_beside(files: Sequence[Path]) -> None:
    """Tell of workbooks that lie beside those of this run as another edition of the same engagement."""
    others = (file.with_suffix(suffix) for file in files for suffix in set(SUFFIXES.values()) - {file.suffix})
    there = [file for file in others if file.exists()]
    if there:
        more = f" and {len(there) - SHOWN} more" if len(there) > SHOWN else ""
        names = ", ".join(file.name for file in there[:SHOWN])
        say(f"another edition of the same engagements lies beside: {names}{more}; send one of each")


def _show_columns(bundle: Bundle) -> int:
    from ..reports.layout import aligned
    from ..workbook.creation.lists.columns import described

    languages = [f"label ({language})" for language in bundle.catalogs]
    for line in aligned([("column", *languages, "holds"), *described(bundle)]):
        show(line)
    return 0


def _rows(arguments: argparse.Namespace, bundle: Bundle, language: str) -> Iterator[ListedEngagement]:
    from ..workbook.creation.lists.engagements import engagement_of

    for number, words in enumerate(arguments.engagement, 1):
        yield engagement_of([_pair(text) for text in words], bundle, language, number)
    yield from listed_rows(arguments.lists, bundle, language, say)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise EngagementError(
            f"{text!r} is not KEY=VALUE.", 'Write for example id=ENG-1 organization="Aoba Ltd".'
        )
    return key.strip(), value.strip()


def _write_all(
    rows: Sequence[ListedEngagement], issue: Issue, arguments: argparse.Namespace, written: Written
) -> None:
    from ..progress import Progress

    with Progress("workbooks", len(rows), quiet=arguments.quiet) as progress:
        write_all(rows, arguments.out, issue, written, progress.advance, problem_in_words)
