"""`pocgate demo`: the main job end to end, on made-up engagements."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import OutputError
from ..records import dataclass
from .demo_story import BLANK, COPIES, FINDINGS, FIRST, LIST, MONTHS, REPORTS, SECOND, Month, outlined, story
from .speech import show

if TYPE_CHECKING:
    from ..core.assessment import Assessment
    from ..demo.engagements import Demo, DemoEngagement
    from ..templates.loader import Bundle

FOLDER = "pocgate-demo"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--out", type=Path, default=Path(FOLDER), metavar="DIR", help="where to write (default: %(default)s)"
    )
    parser.add_argument("--force", action="store_true", help="write into a folder that is not empty")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress on stderr")


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the demo takes place, with which template and which engagements; `blanks` are those made."""

    folder: Path
    bundle: Bundle
    demo: Demo
    quiet: bool
    blanks: dict[tuple[object, ...], bytes] = field(default_factory=dict)


def run(arguments: argparse.Namespace) -> int:
    """Issue, fill, spoil, check, report and plan; a month later do it again; tell what to open."""
    from ..demo.engagements import load_demo
    from ..templates.loader import load_bundle, template_folders

    bundle = load_bundle(template_folders()[0])
    stage = Stage(_folder(arguments.out, arguments.force), bundle, load_demo(bundle.folder), arguments.quiet)
    _issue(stage)
    _return(stage)
    first, second = (_checked(stage, month) for month in MONTHS)
    _report(stage, first)
    _send_back(stage, first)
    for month, assessments in zip(MONTHS, (first, second), strict=True):
        for line in outlined(month, _portfolio(stage, month, assessments)):
            show(line)
    for line in story(stage.folder, stage.demo):
        show(line)
    return 0


def _folder(folder: Path, force: bool) -> Path:
    """Prepare the folders; what is in them already stays unless it is written anew."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is not a folder.", "Name another one with --out.")
    if folder.is_dir() and any(folder.iterdir()) and not force:
        raise OutputError(f"{folder} is not empty.", "Name another folder with --out, or use --force.")
    try:
        for name in (BLANK, COPIES, *(month.returned for month in MONTHS)):
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror}.") from error
    return folder


def _issue(stage: Stage) -> None:
    """Write the list, and the blank workbook of each engagement in it."""
    from ..workbook.creation.file_names import safe_name

    lines = io.StringIO()
    csv.writer(lines).writerows(stage.demo.rows)
    _put(stage.folder / LIST, lines.getvalue().encode("utf-8-sig"))  # with the mark that Excel asks for
    for engagement in stage.demo.asked:
        _put(stage.folder / BLANK / f"{safe_name(engagement.id)}.xlsx", _blank(stage, engagement))


def _blank(stage: Stage, engagement: DemoEngagement) -> bytes:
    """Return the workbook as it goes out; several come back of most."""
    from ..workbook.creation.prerendered import workbook_for

    language, identity = engagement.language, engagement.identity
    key = (language, *identity.items())
    if key not in stage.blanks:
        stage.blanks[key] = workbook_for(stage.bundle, language, identity)
    return stage.blanks[key]


def _return(stage: Stage) -> None:
    """Write what comes back in each month; most of it says the same in both."""
    from ..progress import Progress

    before = {each.file: each for each in stage.demo.first}
    returned = [(FIRST, each) for each in stage.demo.first] + [(SECOND, each) for each in stage.demo.second]
    with Progress("workbooks written", len(returned), quiet=stage.quiet) as progress:
        for month, engagement in returned:
            file = stage.folder / month.returned / engagement.file
            same = month is SECOND and before.get(engagement.file) == engagement
            earlier = stage.folder / FIRST.returned / engagement.file
            _put(file, earlier.read_bytes() if same else _returned(stage, engagement))
            progress.advance()


def _returned(stage: Stage, engagement: DemoEngagement) -> bytes:
    from ..demo.faults import mangled
    from ..workbook.creation.fill import fill_workbook

    bundle, language = stage.bundle, engagement.language
    filled = fill_workbook(_blank(stage, engagement), bundle, language, engagement.answers)
    return filled if engagement.fault is None else mangled(filled, bundle, language, engagement.fault)


def _put(file: Path, content: bytes, known: Callable[[Path], bool] = lambda file: False) -> None:
    """Write a file, over an earlier demo's at most: who has worked on that keeps it."""
    from ..output import find_target

    if file.is_file() and file.read_bytes() != content and not known(file):
        raise OutputError(f"{file} was changed in the meantime.", "Name another folder with --out.")
    find_target(file, force=True).write((content,))


def _checked(stage: Stage, month: Month) -> list[Assessment]:
    from ..batch import check_paths
    from ..progress import Progress

    folder = stage.folder / month.returned
    files = sorted(folder / each.file for each in month.of(stage.demo))
    with Progress("workbooks checked", len(files), quiet=stage.quiet) as progress:
        assessments = []
        for assessment in check_paths(files):
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


def _send_back(stage: Stage, assessments: Sequence[Assessment]) -> None:
    """Write a marked copy of what is to be corrected or completed."""
    from ..batch import Options
    from ..exchange.copies.maker import CopyMaker
    from ..progress import Progress
    from .returns import RETURNED

    maker = CopyMaker("return", RETURNED, Options())
    wanted = [each for each in assessments if each.outcome in RETURNED]
    with Progress("copies written", len(wanted), quiet=stage.quiet) as progress:
        for assessment in wanted:
            copy = maker(assessment)
            if copy.content is not None:
                _put(stage.folder / COPIES / Path(copy.file).name, copy.content)
            progress.advance()


def _portfolio(stage: Stage, month: Month, assessments: Sequence[Assessment]) -> str:
    """Write the portfolio that the command of the story writes, too; return its outline."""
    from ..workbook.submission.origins.report_books import is_report_book
    from . import parser_of
    from .portfolio import outline, portfolio_of

    command = parser_of("portfolio").parse_args(month.command(stage.demo, stage.folder))
    command.origins, command.settings_files = {}, []  # nothing but what the command says
    portfolio, workbook = portfolio_of(assessments, command)
    _put(stage.folder / month.portfolio, workbook, partial(is_report_book, kind="portfolio"))
    return outline(portfolio)
