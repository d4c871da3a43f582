"""`pocgate actions`: everything to be done as one list; `pocgate actions apply`: its answers into copies."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.assessment import Assessment
from ..core.catalog import Catalog
from ..core.template import Template
from ..errors import PocgateError
from ..output import STDOUT, Target, find_target
from ..portfolio.prevailing import prevailing_bundle
from ..templates.files import files_of_templates
from ..templates.loader import Bundle, find_bundle
from .assessed import assessed, catalog_finder, prevailing_language
from .inputs import submissions_in
from .options import (
    EXIT_CODES,
    add_jobs_option,
    add_language_option,
    add_rule_options,
    add_template_option,
    check_choices,
)
from .speech import show

if TYPE_CHECKING:
    from ..exchange.actions.columns import ActionsPage

APPLY = "apply"
"""The first word with which a list is read instead of written; a folder of that name is ./apply."""
XLSX, CSV = ".xlsx", ".csv"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of both."""
    parser.usage = (
        "pocgate actions PATH... --output FILE.xlsx|FILE.csv [options]\n"
        "       pocgate actions apply FILE DIR --out DIR [options]"
    )
    parser.add_argument(
        "paths", nargs="+", metavar="PATH",
        help="workbooks, folders, globs, @LIST of paths; or: apply, the list, the folder of the workbooks",
    )  # fmt: skip
    parser.add_argument(
        "--output", type=_list, metavar="FILE",
        help="the list, .xlsx or .csv, replacing an earlier one (- is stdout, as csv)",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="DIR", help="apply: the folder for the copies")
    parser.add_argument(
        "--force", action="store_true", help="replace a file that is not such a list, never an input"
    )
    add_jobs_option(parser)
    add_template_option(parser)
    add_language_option(parser, "the list", "that of most workbooks; of what apply says the system's")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress on stderr")
    add_rule_options(parser)


def _list(text: str) -> Path:
    file = Path(text)
    if text != STDOUT and file.suffix.lower() not in (XLSX, CSV):
        raise argparse.ArgumentTypeError(f"a list of actions is a {XLSX} or {CSV} file, not {file.name!r}")
    return file


def run(arguments: argparse.Namespace) -> int:
    """Write the list, or apply one; what is asked for is told by the first word."""
    check_choices(arguments.template, arguments.lang, arguments.only_template)
    if arguments.paths[0] == APPLY:
        return _apply(arguments)
    if arguments.output is None or arguments.out is not None:
        raise PocgateError("A list needs --output.", "Give --output FILE.xlsx; --out is for actions apply.")
    return _write(arguments)


def _apply(arguments: argparse.Namespace) -> int:
    from .actions_apply import apply

    if len(arguments.paths) != 3 or arguments.out is None or arguments.output is not None:
        raise PocgateError(
            "actions apply takes a list, a folder and --out.",
            "Give: pocgate actions apply FILE DIR --out DIR (a folder named apply is ./apply).",
        )
    return apply(Path(arguments.paths[1]), arguments.paths[2], arguments)


def _write(arguments: argparse.Namespace) -> int:
    files = submissions_in(arguments.paths, [*arguments.settings_files, *_earlier(arguments.output)])
    target = _target(files, arguments)
    found = list(assessed(files, arguments, language=arguments.lang))
    page, bundle = page_of(found, arguments)
    target.write(_pieces(page, bundle, arguments.output))
    if not target.stdout:
        show(arguments.output)
    return EXIT_CODES["unreadable"] if any(each.outcome == "unreadable" for each in found) else 0


def _earlier(output: Path) -> Iterator[Path]:
    """Yield the list of an earlier run where this one goes: it is no submission."""
    if output.is_file() and _is_list(output):
        yield output


def _is_list(file: Path) -> bool:
    from ..exchange.earlier_files import head_of
    from ..exchange.own_texts import begins_list
    from ..workbook.submission.origins.report_books import is_report_book

    return begins_list(head_of(file)) or is_report_book(file, "actions")


def _target(files: list[str], arguments: argparse.Namespace) -> Target:
    read = [*files, *files_of_templates(arguments.template), *arguments.settings_files]
    return find_target(arguments.output, read, known=_is_list, force=arguments.force)


def page_of(found: list[Assessment], arguments: argparse.Namespace) -> tuple[ActionsPage, Bundle]:
    """Return what the list is made from, and the template whose looks it has."""
    from ..exchange.actions.columns import ActionsPage
    from ..exchange.actions.listed import listed_actions
    from ..portfolio.places import FieldPlaces

    counted = [each for each in found if each.template is not None]
    ids = (each.template.id for each in counted if each.template)
    bundle = prevailing_bundle(ids, arguments.template)
    language = prevailing_language((each.language for each in counted), bundle, arguments.lang)
    rows = listed_actions(found, partial(_template_of, arguments.template), bundle.template)
    find = partial(_catalog_of, catalog_finder(arguments.template, language))
    places = FieldPlaces(bundle).of
    return ActionsPage(rows, bundle.template, bundle.catalogs[language], find, places), bundle


def _template_of(folders: list[Path], id_: str, version: str) -> Template | None:
    bundle = find_bundle(id_, version or None, folders)
    return None if bundle is None else bundle.template


def _catalog_of(find: object, found: Assessment) -> Catalog:
    assert callable(find)
    template = found.template
    catalog: Catalog = find(template and template.id, template and template.version, found.language)
    return catalog


def _pieces(page: ActionsPage, bundle: Bundle, output: Path) -> Iterator[bytes]:
    from ..exchange.actions.book import actions_book, actions_csv

    if output.suffix.lower() == XLSX:
        yield actions_book(page, bundle)
    else:
        yield from (line.encode("utf-8", "backslashreplace") for line in actions_csv(page))
