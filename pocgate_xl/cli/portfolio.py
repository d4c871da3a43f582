"""`pocgate portfolio`: many workbooks, one roll-up with ranking and phased plan."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..batch import lists_in, own_catalog
from ..core.assessment import Assessment
from ..core.template import Template
from ..errors import PocgateError
from ..issuing.listed import issued_rows
from ..opc.safe_text import visible
from ..output import STDOUT, Target, find_target
from ..portfolio.kept import kept
from ..portfolio.prevailing import counting_bundle
from ..templates.files import files_of_templates
from ..workbook.submission.origins.report_books import is_report_book
from .assessed import assessed, prevailing_language
from .inputs import submissions_in
from .options import (
    EXIT_CODES,
    add_language_option,
    add_rule_options,
    add_template_option,
    check_choices,
)
from .portfolio_terms import add_terms, terms_of
from .speech import say, show

if TYPE_CHECKING:
    from ..portfolio.issued import Issued
    from ..portfolio.moves import RunResult
    from ..portfolio.overview import Portfolio
    from ..portfolio.terms import Terms
    from ..portfolio.what_if import TermChange

SUFFIX = ".xlsx"
SHOWN = 8
"""How many engagements the outline names in one line."""


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
    add_terms(parser)
    add_template_option(parser)
    add_language_option(parser, "the report", "that of most workbooks")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress on stderr")
    add_rule_options(parser)


def _workbook(text: str) -> Path:
    file = Path(text)
    if text != STDOUT and file.suffix.lower() != SUFFIX:
        raise argparse.ArgumentTypeError(f"a portfolio is a {SUFFIX} file, not {file.name!r}")
    return file


def run(arguments: argparse.Namespace) -> int:
    """Check everything, write the portfolio and tell its outline; return the gravest exit code."""
    check_choices(arguments.template, arguments.lang, arguments.only_template)
    files = _submissions(arguments)
    target = _target(files, arguments)
    assessments = list(assessed(files, arguments, kept, language=arguments.lang))
    portfolio, workbook = portfolio_of(assessments, arguments)
    target.write((workbook,))
    print(outline(portfolio), file=sys.stderr)
    if not target.stdout:
        show(arguments.output)
    return max((EXIT_CODES[assessment.outcome] for assessment in assessments), default=0)


def portfolio_of(assessments: Sequence[Assessment], arguments: argparse.Namespace) -> tuple[Portfolio, bytes]:
    """Return the portfolio on the operator's terms, and its workbook."""
    from ..portfolio.overview import overview  # pandas and openpyxl: only once the arguments are right
    from ..portfolio.workbook import portfolio_workbook

    bundle = counting_bundle(assessments, arguments.template)
    terms = terms_of(arguments, bundle.template.costs)
    earlier = _earlier(arguments.since, bundle.template, terms)
    language = prevailing_language((each.language for each in assessments), bundle, arguments.lang)
    issued = issued_rows(arguments.lists, bundle, language, say) if arguments.lists else None
    _check_changes(arguments.what_if or (), terms)
    portfolio = overview(assessments, bundle.template, terms, earlier, arguments.what_if, issued)
    _check_named(portfolio, terms)
    return portfolio, portfolio_workbook(portfolio, bundle, language)


def _earlier(file: Path | None, template: Template, terms: Terms) -> Mapping[str, RunResult] | None:
    """Return what each engagement came to in an earlier run, where one is given."""
    from ..portfolio.moves import run_results

    if file is None:
        return None
    try:
        with file.open(encoding="utf-8-sig") as lines:
            return run_results(lines, template.id, template.costs.currency, terms.rates)
    except (OSError, UnicodeDecodeError) as error:
        raise PocgateError(f"{file} cannot be read as an earlier run: {error}.") from error


def _check_changes(changes: Iterable[TermChange], terms: Terms) -> None:
    """Refuse what changes a limit that there is not, or leaves nothing: it would be left out unnoticed."""
    from ..portfolio.what_if import changed

    if odd := [change.text for change in changes if changed(terms, change) is None]:
        raise PocgateError(
            f"--what-if {', '.join(odd)}: there is no such limit to change, or nothing would be left of it.",
            "Give --quarter-budget, --year-budget or --parallel, and leave a slot.",
        )


def _check_named(portfolio: Portfolio, terms: Terms) -> None:
    """Refuse pins and exclusions of engagements that there are not: a slip would go unnoticed."""
    from ..portfolio.ranking import unknown_ids

    if unknown := unknown_ids(portfolio.ranking, terms):
        raise PocgateError(
            f"--pin and --exclude name engagements that are not counted: {', '.join(unknown)}.",
            "Write their ids as the ranking does.",
        )


def _submissions(arguments: argparse.Namespace) -> list[str]:
    """Return the files to check; the report of an earlier run among them is no submission."""
    output = arguments.output
    earlier = [output] if output.is_file() and is_report_book(output, "portfolio") else []
    return submissions_in(arguments.paths, [*arguments.settings_files, *arguments.lists, *earlier])


def _target(files: list[str], arguments: argparse.Namespace) -> Target:
    read: list[Path | str] = [*files, *lists_in(arguments.paths), *files_of_templates(arguments.template)]
    read += [*arguments.settings_files, *arguments.lists, *filter(None, [arguments.since])]
    return find_target(
        arguments.output, read, known=partial(is_report_book, kind="portfolio"), force=arguments.force
    )


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
    plan = portfolio.plan
    placed, later, unplaced = len(plan.placed), len(plan.later), len(plan.unplaced)
    return "\n".join(
        (
            _counted(len(portfolio.ranking.entries), "engagement") + (f": {decisions}" if decisions else ""),
            f"{placed} placed in quarters, {later} later, {unplaced} unplaced",
            f"{_counted(apart.total(), 'file')} not included" + (f": {reasons}" if reasons else ""),
            *_answered(portfolio.issued),
            *_cut(portfolio),
        )
    )


def _answered(issued: Sequence[Issued] | None) -> Iterator[str]:
    """Yield who has not answered, where a list says who was asked."""
    if issued is None:
        return
    silent = [each.id for each in issued if each.state == "not_answered"]
    asked = sum(each.asked for each in issued)
    yield f"{len(silent)} of {asked} asked have not answered" + _named(silent)
    if unasked := [each.id or each.files[0] for each in issued if not each.asked]:
        yield f"{len(unasked)} came back unasked" + _named(unasked)


def _cut(portfolio: Portfolio) -> Iterator[str]:
    """Yield of what there is more than a sheet of Excel has rows for, and where all of it is."""
    from ..workbook.layout.reports.table import TOP, fitting

    ranking = portfolio.ranking
    for what, count, command in (
        ("engagements", len(ranking.entries), "pocgate check --format answers"),
        ("actions", len(portfolio.actions), "pocgate actions --output FILE.csv"),
        ("files not included", len(ranking.apart), "pocgate check --format csv"),
    ):
        if (shown := fitting(count, TOP)) < count:
            left_out = f"only the first {shown:,} of {count:,} {what} are in the workbook"
            yield f"{left_out}, as a sheet of Excel has no more rows: `{command}` has all"


def _named(ids: Sequence[str]) -> str:
    shown = [visible(id_) for id_ in ids[:SHOWN]]
    more = [f"{len(ids) - SHOWN} more"] if len(ids) > SHOWN else []
    return ": " + ", ".join([*shown, *more]) if ids else ""


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
