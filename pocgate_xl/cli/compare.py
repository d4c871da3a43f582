"""`pocgate compare`: what moved between two workbooks or folders, and where assessors of one differ."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..batch import own_catalog
from ..core.assessment import assessment_to_json
from ..core.catalog import Catalog
from ..errors import PocgateError
from ..output import STDOUT, Target, find_target
from ..portfolio.prevailing import prevailing_bundle
from ..templates.files import files_of_templates
from .assessed import assessed, catalog_finder, prevailing_language
from .inputs import submissions_in
from .options import (
    EXIT_CODES,
    add_jobs_option,
    add_language_option,
    add_rule_options,
    add_template_option,
    check_choices,
    languages_of,
    operators_language,
)
from .speech import say, show
from .streams import screen_of_stdout

if TYPE_CHECKING:
    from ..exchange.comparison.changes import Plain
    from ..exchange.comparison.matching import Comparison

TEXT, JSON, XLSX = "text", "json", "xlsx"
ADVICE = "Give two workbooks, two folders, or the jsonl report of an earlier `pocgate check` as OLD."


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="OLD and NEW; with --assessors, everybody's workbook"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--assessors", action="store_true", help="workbooks of several assessors of one engagement"
    )
    what.add_argument(
        "--agreed", type=Path, metavar="CONSENSUS.xlsx",
        help="write what was agreed on there into a copy of the workbook PATH",
    )  # fmt: skip
    parser.add_argument(
        "--format", choices=(TEXT, JSON, XLSX),
        help="format of the report (default: xlsx for an --output that ends so, else text)",
    )  # fmt: skip
    parser.add_argument(
        "--output", type=Path, default=Path(STDOUT), metavar="FILE",
        help="write the report to a file, replacing an earlier one (default: -, which is stdout)",
    )  # fmt: skip
    parser.add_argument("--force", action="store_true", help="replace a file that is not such a report")
    add_jobs_option(parser)
    add_template_option(parser)
    add_language_option(parser, "the report", "the system's for text, else that of most workbooks")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress on stderr")
    add_rule_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Compare and report; 3 where some file could not be examined."""
    check_choices(arguments.template, arguments.lang, arguments.only_template)
    if arguments.agreed:
        from .consensus import write_agreed

        return write_agreed(arguments)
    if arguments.assessors:
        from .consensus import run_assessors

        return run_assessors(arguments)
    if len(arguments.paths) != 2:
        raise PocgateError(f"compare takes OLD and NEW, not {len(arguments.paths)} paths.", ADVICE)
    return _compare(arguments)


def _compare(arguments: argparse.Namespace) -> int:
    old, new = arguments.paths
    _check_kinds(old, new)
    form = form_of(arguments)
    if form != JSON:
        arguments.lang = arguments.lang or (
            operators_language(languages_of(arguments.template)) if form == TEXT else None
        )
    sides = [_files(old, arguments), _files(new, arguments)]
    target = target_of(arguments, [file for side in sides for file in side])
    comparison = _comparison(old, new, sides, arguments)
    target.write(_pieces(comparison, (old, new), form, arguments, target))
    if not target.stdout:
        show(arguments.output)
    return EXIT_CODES["unreadable"] if comparison.unexamined else 0


def _check_kinds(old: str, new: str) -> None:
    """Refuse a file beside a folder: nobody knows what is to be compared."""
    from ..exchange.comparison.earlier_run import is_earlier_run

    if is_earlier_run(new):
        raise PocgateError("NEW is an earlier run.", ADVICE)
    if not is_earlier_run(old) and os.path.isdir(old) != os.path.isdir(new):
        names = ("folder", "file") if os.path.isdir(old) else ("file", "folder")
        raise PocgateError(f"OLD is a {names[0]} and NEW is a {names[1]}.", ADVICE)


def form_of(arguments: argparse.Namespace) -> str:
    """Return the format that is asked for, if only by the name of the output."""
    named = XLSX if arguments.output.suffix.lower() == f".{XLSX}" else TEXT
    form: str = arguments.format or named
    if form != XLSX and named == XLSX:
        raise PocgateError(
            f"{arguments.output} would not be a workbook.", "Name another file or --format xlsx."
        )
    return form


def target_of(arguments: argparse.Namespace, files: Iterable[str]) -> Target:
    """Return where the report goes: never over what is read, or over what is no such report."""
    read = [*files, *arguments.paths, *files_of_templates(arguments.template), *arguments.settings_files]
    return find_target(arguments.output, read, known=_is_comparison, force=arguments.force)


def _is_comparison(file: Path) -> bool:
    from ..exchange.earlier_files import head_of
    from ..exchange.own_texts import begins_comparison
    from ..reports import is_report
    from ..workbook.submission.origins.report_books import is_report_book

    text = file.suffix == ".txt" and is_report(file)
    return text or begins_comparison(head_of(file)) or is_report_book(file, "comparison")


def _files(path: str, arguments: argparse.Namespace) -> list[str]:
    from ..exchange.comparison.earlier_run import is_earlier_run

    if is_earlier_run(path):
        return [path]
    return submissions_in([path], arguments.settings_files)


def _plains(path: str, files: Sequence[str], arguments: argparse.Namespace) -> list[Plain]:
    from ..exchange.comparison.earlier_run import earlier_run, is_earlier_run

    if is_earlier_run(path):
        return earlier_run(Path(path))
    return list(assessed(files, arguments, assessment_to_json, arguments.lang))


def _comparison(
    old: str, new: str, sides: Sequence[Sequence[str]], arguments: argparse.Namespace
) -> Comparison:
    from ..exchange.comparison.earlier_run import is_earlier_run
    from ..exchange.comparison.matching import compared_files, compared_folders

    then, now = (_plains(path, files, arguments) for path, files in zip((old, new), sides, strict=True))
    many = is_earlier_run(old) or os.path.isdir(old) or max(map(len, sides)) > 1
    if many:
        return compared_folders(then, now, only=not os.path.isdir(new) and len(sides[1]) == 1)
    return compared_files(then[0], now[0])


def _pieces(
    comparison: Comparison, paths: tuple[str, str], form: str, arguments: argparse.Namespace, target: Target
) -> Iterator[bytes]:
    if form == JSON:
        from ..exchange.comparison.as_json import comparison_json

        yield comparison_json(comparison).encode()
        return
    if form == XLSX:
        yield _workbook(comparison, paths, arguments)
        return
    from ..exchange.comparison.as_text import PAPER, comparison_text

    screen = screen_of_stdout() if target.stdout else None
    find = partial(catalog_of, catalog_finder(arguments.template, arguments.lang))
    for line in comparison_text(comparison, find, own_catalog(arguments.lang), screen or PAPER):
        yield encoded_line(line)


def encoded_line(line: str) -> bytes:
    return f"{line}\n".encode("utf-8", "backslashreplace")


def catalog_of(find: Any, plain: Plain) -> Catalog:
    """Return the texts of an assessment in its JSON form."""
    template = plain["template"] or {}
    found: Catalog = find(template.get("id"), template.get("version"), plain["language"])
    return found


def _workbook(comparison: Comparison, paths: tuple[str, str], arguments: argparse.Namespace) -> bytes:
    from ..exchange.comparison.book import comparison_book
    from ..exchange.comparison.page import ComparisonPage

    latest = [each.latest for each in comparison.engagements]
    bundle = prevailing_bundle((each["template"]["id"] for each in latest), arguments.template)
    language = prevailing_language((each["language"] for each in latest), bundle, arguments.lang)
    find = partial(catalog_of, catalog_finder(arguments.template, language))
    return comparison_book(ComparisonPage(comparison, bundle.catalogs[language], find, paths), bundle)


def examined(plains: Iterable[Plain]) -> Iterator[Plain]:
    """Yield the assessments that could be made; what is wrong with the others is said."""
    from ..exchange.comparison.changes import is_readable

    for plain in plains:
        if is_readable(plain):
            yield plain
            continue
        first = next(iter(plain["findings"]), {"code": "", "message": ""})
        say(f"{plain['file']}: {first['code']} {first['message']}")
