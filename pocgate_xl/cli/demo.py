"""`pocgate demo`: the main job end to end, on made-up engagements."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import OutputError
from .speech import show

if TYPE_CHECKING:
    from ..core.assessment import Assessment
    from ..demo.engagements import DemoEngagement
    from ..templates.loader import Bundle

FOLDER = "pocgate-demo"
BLANK, RETURNED, FINDINGS, PORTFOLIO = "1-blank", "2-returned", "3-findings", "4-portfolio.xlsx"
REPORTS = {"text": ".txt", "jsonl": ".jsonl"}
"""Suffix of the report in each format."""
QUARTER_BUDGET, PARALLEL = Decimal(15_000_000), 5


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--out", type=Path, default=Path(FOLDER), metavar="DIR", help="where to write (default: %(default)s)"
    )
    parser.add_argument("--force", action="store_true", help="write into a folder that is not empty")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress on stderr")


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the demo takes place and with which template."""

    folder: Path
    bundle: Bundle


def run(arguments: argparse.Namespace) -> int:
    """Make, fill, spoil, check, report and plan; tell what to open."""
    from ..templates.loader import load_bundle, template_folders

    stage = Stage(_folder(arguments.out, arguments.force), load_bundle(template_folders()[0]))
    returned = _workbooks(stage, arguments.quiet)
    assessments = _checked(returned, arguments.quiet)
    _report(stage, assessments)
    summary = _portfolio(stage, assessments)
    for line in (*summary.splitlines(), *_story(stage.folder, returned)):
        show(line)
    return 0


def _folder(folder: Path, force: bool) -> Path:
    """Prepare the folders; what is in them already stays unless it is written anew."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is not a folder.", "Name another one with --out.")
    if folder.is_dir() and any(folder.iterdir()) and not force:
        raise OutputError(f"{folder} is not empty.", "Name another folder with --out, or use --force.")
    try:
        for name in (BLANK, RETURNED):
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror}.") from error
    return folder


def _workbooks(stage: Stage, quiet: bool) -> list[Path]:
    """Write each workbook as it goes out and as it comes back; return those that came back."""
    from ..demo.engagements import load_demo
    from ..progress import Progress

    engagements = load_demo(stage.bundle.folder)
    with Progress("workbooks written", len(engagements), quiet=quiet) as progress:
        files = []
        for engagement in engagements:
            files.append(_workbook(stage, engagement))
            progress.advance()
    return files


def _workbook(stage: Stage, engagement: DemoEngagement) -> Path:
    from ..demo.faults import mangled
    from ..workbook.creation.file_names import safe_name
    from ..workbook.creation.fill import fill_workbook
    from ..workbook.creation.prerendered import workbook_for

    bundle, language = stage.bundle, engagement.language
    blank = workbook_for(bundle, language, engagement.identity)
    _put(stage.folder / BLANK / f"{safe_name(engagement.id)}.xlsx", blank)
    filled = fill_workbook(blank, bundle, language, engagement.answers)
    if engagement.fault is not None:
        filled = mangled(filled, bundle, language, engagement.fault)
    returned = stage.folder / RETURNED / engagement.file
    _put(returned, filled)
    return returned


def _put(file: Path, content: bytes, known: Callable[[Path], bool] = lambda file: False) -> None:
    """Write a file, over an earlier demo's at most: who has worked on that keeps it."""
    from ..output import find_target

    if file.is_file() and file.read_bytes() != content and not known(file):
        raise OutputError(f"{file} was changed in the meantime.", "Name another folder with --out.")
    find_target(file, force=True).write((content,))


def _checked(files: Sequence[Path], quiet: bool) -> list[Assessment]:
    from ..batch import check_paths
    from ..progress import Progress

    with Progress("workbooks checked", len(files), quiet=quiet) as progress:
        assessments = []
        for assessment in check_paths(sorted(files)):
            assessments.append(assessment)
            progress.advance()
    return assessments


def _report(stage: Stage, assessments: Sequence[Assessment]) -> None:
    """Write the findings in each format, every workbook's in its own language."""
    from ..reports import FORMATS, encoded, is_report

    own, catalogs = stage.bundle.default_catalog, stage.bundle.catalogs
    for form in FORMATS:
        if form.name in REPORTS:
            pieces = form.render(assessments, lambda each: catalogs.get(each.language or "", own), own)
            content = b"".join(map(encoded, pieces))
            file = stage.folder / f"{FINDINGS}{REPORTS[form.name]}"
            _put(file, content, is_report)


def _portfolio(stage: Stage, assessments: Sequence[Assessment]) -> str:
    from ..portfolio.known import is_portfolio
    from ..portfolio.overview import overview
    from ..portfolio.terms import Terms
    from ..portfolio.workbook import portfolio_workbook
    from .portfolio import outline

    template = stage.bundle.template
    portfolio = overview(assessments, template, Terms(budget=QUARTER_BUDGET, slots=PARALLEL))
    workbook = portfolio_workbook(portfolio, stage.bundle, template.languages[0])
    _put(stage.folder / PORTFOLIO, workbook, is_portfolio)
    return outline(portfolio)


def _story(folder: Path, returned: Sequence[Path]) -> Iterator[str]:
    yield ""
    yield "Open in this order:"
    yield f"  {folder / BLANK}    what goes out: one workbook per engagement, in its language"
    yield f"  {returned[0]}    a returned workbook; its fifth sheet is the decision paper"
    yield f"  {folder / RETURNED}    all returned workbooks, some of them damaged or altered"
    yield f"  {folder / FINDINGS}.txt    the report of pocgate check (.jsonl: the same for scripts)"
    yield f"  {folder / PORTFOLIO}    summary, ranking, phased plan, and files not included"
    yield ""
    yield "The same on your own workbooks:"
    yield f"  pocgate check {folder / RETURNED}"
    yield (
        f"  pocgate portfolio {folder / RETURNED} --output portfolio.xlsx"
        f" --quarter-budget {QUARTER_BUDGET} --parallel {PARALLEL}"
    )
