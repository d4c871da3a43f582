"""`pocgate portfolio`: many workbooks, one roll-up with ranking and phased plan."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from ..batch import Options, lists_in, own_catalog, told_files
from ..core.assessment import Assessment
from ..core.loading import Bundle, find_bundle, load_bundle, template_folders
from ..output import STDOUT, Target, find_target
from ..portfolio.known import is_portfolio
from ..portfolio.quarters import Quarter
from ..progress import Progress
from .choices import EXIT_CODES, add_template_option, check_choices, files_of_templates
from .inputs import submissions_in
from .speech import show

if TYPE_CHECKING:
    from ..portfolio.overview import Portfolio

SUFFIX = ".xlsx"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="workbooks, folders, globs, @LIST of paths, @- from stdin"
    )
    parser.add_argument(
        "--output",
        required=True,
        type=_workbook,
        metavar=f"FILE{SUFFIX}",
        help="the report, replacing an earlier one (- is stdout)",
    )
    parser.add_argument(
        "--force", action="store_true", help="replace a file that is not a portfolio, never an input"
    )
    parser.add_argument(
        "--quarter-budget", type=_amount, metavar="N",
        help="budget for what starts in a quarter, in the template's currency (default: no limit)",
    )  # fmt: skip
    parser.add_argument(
        "--parallel", type=_slots, metavar="N", help="how many may run at once (default: no limit)"
    )
    parser.add_argument(
        "--from-quarter", type=_quarter, metavar="YYYY-Qn",
        help="first quarter of the plan (default: that of the latest assessment)",
    )  # fmt: skip
    add_template_option(parser)
    parser.add_argument(
        "--lang", metavar="TAG", help="language of the report (default: that of most workbooks)"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress on stderr")


def _workbook(text: str) -> Path:
    file = Path(text)
    if text != STDOUT and file.suffix.lower() != SUFFIX:
        raise argparse.ArgumentTypeError(f"a portfolio is a {SUFFIX} file, not {file.name!r}")
    return file


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not an amount; write for example 30000000")
    return amount


def _slots(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of engagements; write 1 or more")
    return int(text)


def _quarter(text: str) -> Quarter:
    try:
        return Quarter.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def run(arguments: argparse.Namespace) -> int:
    """Check everything, write the portfolio and tell its outline; return the gravest exit code."""
    from ..portfolio.overview import overview  # pandas and openpyxl: only once the arguments are right
    from ..portfolio.workbook import portfolio_workbook

    check_choices(arguments.template, arguments.lang, arguments.only_template)
    files = _submissions(arguments)
    target = _target(files, arguments)
    assessments = list(_assessments(files, arguments))
    bundle = _bundle(assessments, arguments.template)
    portfolio = overview(
        assessments, bundle.template, first=arguments.from_quarter,
        budget=arguments.quarter_budget, slots=arguments.parallel,
    )  # fmt: skip
    language = arguments.lang if arguments.lang in bundle.catalogs else _language(assessments, bundle)
    target.write((portfolio_workbook(portfolio, bundle, language),))
    print(outline(portfolio), file=sys.stderr)
    if not target.stdout:
        show(arguments.output)
    return max((EXIT_CODES[assessment.outcome] for assessment in assessments), default=0)


def _submissions(arguments: argparse.Namespace) -> list[str]:
    """Return the files to check; the report of an earlier run among them is no submission."""
    output = arguments.output
    earlier = [output] if output.is_file() and is_portfolio(output) else []
    return submissions_in(arguments.paths, earlier)


def _target(files: list[str], arguments: argparse.Namespace) -> Target:
    read: list[Path | str] = [*files, *lists_in(arguments.paths), *files_of_templates(arguments.template)]
    return find_target(arguments.output, read, known=is_portfolio, force=arguments.force)


def _assessments(files: list[str], arguments: argparse.Namespace) -> Iterator[Assessment]:
    options = Options(tuple(arguments.template), language=arguments.lang, only=tuple(arguments.only_template))
    with Progress("files", len(files), quiet=arguments.quiet) as progress:
        jobs = os.cpu_count() or 1  # processes that can be killed: the files are not ours
        for assessment in told_files(files, options, jobs=jobs):
            yield assessment
            progress.advance()


def _bundle(assessments: Sequence[Assessment], extra: Sequence[Path]) -> Bundle:
    """Return the template that most accepted workbooks are made with, in its newest version."""
    from ..portfolio.ranking import prevailing_template

    id_ = prevailing_template(assessments)
    found = None if id_ is None else find_bundle(id_, None, extra)
    return found or load_bundle(template_folders(extra)[0])


def _language(assessments: Sequence[Assessment], bundle: Bundle) -> str:
    """Return the language of most workbooks; the template's first decides ties."""
    used = Counter(assessment.language for assessment in assessments)
    return max(bundle.template.languages, key=lambda language: used[language])


def outline(portfolio: Portfolio) -> str:
    """Return what a person wants to know before opening the report."""
    words, another = own_catalog("en"), "another file"
    decided = portfolio.rollup.decisions.items()
    decisions = ", ".join(f"{words.label('decision', code)} {count}" for code, count in decided if count)
    apart = Counter(each.reason for each in portfolio.ranking.apart)
    reasons = ", ".join(
        f"{words.text(f'portfolio.apart.{reason}', file=another)} {count}"
        for reason, count in sorted(apart.items())
    )
    placed, unplaced = len(portfolio.plan.placed), len(portfolio.plan.unplaced)
    return "\n".join(
        (
            f"{_counted(len(portfolio.ranking.entries), 'engagement')} ranked"
            + (f": {decisions}" if decisions else ""),
            f"{placed} placed in quarters, {unplaced} unplaced",
            f"{_counted(apart.total(), 'file')} not included" + (f": {reasons}" if reasons else ""),
        )
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
