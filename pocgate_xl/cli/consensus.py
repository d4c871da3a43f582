"""`pocgate compare --assessors` and `--agreed`: before and after the meeting in which assessors agree."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from ..core.assessment import ReadableAssessment, assessment_to_json
from ..errors import PocgateError
from ..exchange.comparison.assessors import FEWEST
from ..output import STDOUT
from ..portfolio.prevailing import prevailing_bundle
from ..templates.files import files_of_templates
from .answered_copies import answered_tables, bundle_of, known_catalogs, write_copies
from .assessed import assessed, prevailing_language
from .compare import JSON, XLSX, encoded_line, examined, form_of, target_of
from .inputs import submissions_in
from .options import EXIT_CODES, languages_of, operators_language
from .speech import show
from .streams import screen_of_stdout

if TYPE_CHECKING:
    from ..exchange.comparison.changes import Plain


def run_assessors(arguments: argparse.Namespace) -> int:
    """Put the workbooks of several assessors side by side; 3 where some could not be examined."""
    form = form_of(arguments)
    if form == JSON:
        raise PocgateError("Assessors are compared as text or xlsx.", "Give --format text or xlsx.")
    files = submissions_in(arguments.paths, arguments.settings_files)
    target = target_of(arguments, files)
    if form != XLSX:
        arguments.lang = arguments.lang or operators_language(languages_of(arguments.template))
    plains = list(examined(assessed(files, arguments, assessment_to_json, arguments.lang)))
    if len(plains) < len(files) and len(plains) < FEWEST:
        return EXIT_CODES["unreadable"]
    if len(plains) < FEWEST:
        raise PocgateError("--assessors compares two workbooks or more.", "Give everybody's workbook.")
    target.write(tuple(_pieces(plains, form, arguments)))
    if not target.stdout:
        show(arguments.output)
    return EXIT_CODES["unreadable"] if len(plains) < len(files) else 0


def _pieces(plains: Sequence[Plain], form: str, arguments: argparse.Namespace) -> list[bytes]:
    from ..exchange.comparison.agreed import agreed_titles
    from ..exchange.comparison.assessors import assessors_of
    from ..exchange.comparison.assessors_text import PAPER, assessors_text
    from ..exchange.comparison.consensus_book import ConsensusPage, consensus_book

    bundle = prevailing_bundle((each["template"]["id"] for each in plains), arguments.template)
    language = prevailing_language((each["language"] for each in plains), bundle, arguments.lang)
    found = assessors_of(plains, bundle.template)
    if form == XLSX:
        reserved = agreed_titles(known_catalogs(arguments.template))
        page = ConsensusPage(found, bundle.template, bundle.catalogs[language], reserved)
        return [consensus_book(page, bundle)]
    screen = screen_of_stdout() if os.fspath(arguments.output) == STDOUT else None
    lines = assessors_text(found, bundle.catalogs[language], screen or PAPER)
    return [encoded_line(line) for line in lines]


def write_agreed(arguments: argparse.Namespace) -> int:
    """Write what a meeting agreed on into a copy of one workbook; 1 where something could not be."""
    from ..exchange.comparison.agreed import agreed_merge

    if len(arguments.paths) != 1 or os.fspath(arguments.output) == STDOUT:
        raise PocgateError(
            "--agreed takes one workbook and --output.",
            "Give: pocgate compare --agreed CONSENSUS.xlsx WORKBOOK --output FILE",
        )
    arguments.lang = arguments.lang or operators_language(languages_of(arguments.template))
    (found,) = assessed(arguments.paths, arguments, language=arguments.lang)
    if not isinstance(found, ReadableAssessment):
        list(examined([assessment_to_json(found)]))
        return EXIT_CODES["unreadable"]
    tables, catalogs = answered_tables(arguments.agreed), known_catalogs(arguments.template)
    merge = agreed_merge(tables, catalogs, found, partial(bundle_of, arguments.template))
    read = [arguments.agreed, *arguments.paths, *files_of_templates(arguments.template)]
    conflicts = write_copies(merge, lambda _plan: arguments.output, read, arguments)
    return EXIT_CODES["findings"] if conflicts else 0
