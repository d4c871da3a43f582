"""`pocgate check`: many workbooks, one report."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..batch import Options, lists_in, map_files, own_catalog
from ..core.completeness import OUTCOMES, Outcome
from ..errors import PocgateError
from ..opc.limits import DEFAULT, MIB, Limits
from ..output import STDOUT, Target, find_target
from ..progress import Progress
from ..reports import FORMATS, Report, ReportFormat, encoded, is_own_report, is_report
from ..reports.parts import PartRenderer, ReportPart, Screen
from ..templates.files import files_of_templates
from . import INTERRUPTED
from .inputs import submissions_in
from .interrupts import first_interrupt_stops
from .options import (
    COMPLETE,
    add_jobs_option,
    add_language_option,
    add_rule_options,
    add_template_option,
    check_choices,
    exit_code,
    languages_of,
    operators_language,
    policy_of,
)
from .speech import say
from .streams import screen_of_stdout

if TYPE_CHECKING:
    from concurrent.futures import Executor

STOPPING = "stopping; finished files are reported (press Ctrl-C again to quit at once)"
SMALL_BYTES = MIB
"""What a single file may have to be checked in this process: beyond, a process of its own is no delay."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="workbooks, folders, globs, @LIST of paths, @- from stdin"
    )
    add_template_option(parser)
    parser.add_argument(
        "--format", default=FORMATS[0].name, choices=[form.name for form in FORMATS],
        help="text and jsonl, for reading and for scripts; csv, a row a finding; answers, a row a workbook "
        "(csv); md, a review comment; html, one page; xlsx, a workbook (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--output", type=Path, default=Path(STDOUT), metavar="FILE",
        help="write the report to a file, replacing an earlier report (default: -, which is stdout)",
    )  # fmt: skip
    parser.add_argument(
        "--force", action="store_true", help="replace a file that is not a report, never an input"
    )
    add_language_option(parser, "the report", "each workbook's own for jsonl and csv, else the system's")
    parser.add_argument(
        "--require", choices=(COMPLETE,), help="exit with 1 also if needed answers are missing"
    )
    parser.add_argument(
        "--only", type=outcomes_of, default=frozenset(OUTCOMES), metavar="OUTCOME,...",
        help=f"list only these files, but count all: {', '.join(OUTCOMES)}",
    )  # fmt: skip
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress on stderr")
    add_rule_options(parser)
    _configure_work(parser.add_argument_group("very many files"))


def _configure_work(group: argparse._ArgumentGroup) -> None:
    add_jobs_option(group)
    group.add_argument(
        "--order", default="input", choices=("input", "completed"),
        help="order of the report (default: %(default)s; completed does not wait for slower files)",
    )  # fmt: skip
    group.add_argument("--executor", metavar="URL", help="run the work elsewhere: dask://HOST:PORT")
    group.add_argument(
        "--resume", type=Path, metavar="JOURNAL", help="record finished work there and continue from it"
    )
    group.add_argument(
        "--seconds", type=_positive, default=DEFAULT.seconds, help="time for one file (default: %(default)g)"
    )
    group.add_argument(
        "--memory", type=_positive, default=DEFAULT.memory_bytes / MIB, metavar="MIB",
        help="memory for one process (default: %(default)g)",
    )  # fmt: skip


def outcomes_of(text: str) -> frozenset[str]:
    named = [word.strip() for word in text.split(",")]
    unknown = next((word for word in named if word not in OUTCOMES), None)
    if unknown is not None:
        raise argparse.ArgumentTypeError(f"{unknown!r} is not an outcome; choose from {', '.join(OUTCOMES)}")
    return frozenset(named)


def _positive(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0 and below 1000000")
    return number


def run(arguments: argparse.Namespace) -> int:
    """Check everything and write one report; return the gravest exit code."""
    check_choices(arguments.template, arguments.lang, arguments.only_template)
    files = submissions_in(arguments.paths, _earlier(arguments))
    form, target = _format(arguments), _target(files, arguments)
    _check_shown(form, target)
    seen = Counted()
    on_screen = target.stdout and sys.stdout.isatty()  # the report itself shows how far it is
    progress = Progress("files", len(files), quiet=arguments.quiet or on_screen)
    if form.for_people:  # one report, one language: else nobody could search it
        arguments.lang = arguments.lang or operators_language(languages_of(arguments.template))
    screen = screen_of_stdout() if form.takes == "screen" and target.stdout else None
    with _work(files, form, screen, arguments) as (found, stopped), progress:
        listed = _listed(_noting(found, seen, progress), arguments.only)
        assemble = form.assembler(screen, target.place.parent if target.place else None)
        report = assemble(listed, own_catalog(arguments.lang))
        written = _write(report, target, stopped)
    if stopped.is_set():
        say(f"interrupted: {progress.done} of {len(files)} files reported{_apart(written, target)}")
        return INTERRUPTED
    if not target.stdout and not arguments.quiet:
        language = arguments.lang or operators_language(languages_of(arguments.template))
        say(f"{seen.summary(language)} {written}")
    return max((exit_code(outcome, arguments.require) for outcome in seen.outcomes), default=0)


def _earlier(arguments: argparse.Namespace) -> list[Path]:
    """Return what this run writes where an earlier one did: no submissions, even if they lie among them."""
    reports = [*arguments.settings_files, *([arguments.output] if is_own_report(arguments.output) else [])]
    return [*reports, arguments.resume] if arguments.resume else reports


def _target(files: list[str], arguments: argparse.Namespace) -> Target:
    read: list[Path | str] = [*files, *lists_in(arguments.paths), *files_of_templates(arguments.template)]
    kept = [*arguments.settings_files, *([arguments.resume] if arguments.resume else [])]
    known = partial(is_report, form=_format(arguments))
    return find_target(arguments.output, [*read, *kept], known=known, force=arguments.force)


def _format(arguments: argparse.Namespace) -> ReportFormat:
    return next(form for form in FORMATS if form.name == arguments.format)


def _check_shown(form: ReportFormat, target: Target) -> None:
    """Refuse to show on a terminal what is no text."""
    if form.binary and target.stdout and sys.stdout.isatty():
        raise PocgateError(f"A terminal cannot show {form.name}.", "Name a file with --output.")


def _apart(written: Path, target: Target) -> str:
    """Return where half a report went, if not where a whole one would have gone."""
    return "" if target.place in (None, written) else f" in {written}; {target.named} is unchanged"


@contextmanager
def _work(
    files: list[str], form: ReportFormat, screen: Screen | None, arguments: argparse.Namespace
) -> Iterator[tuple[Iterable[ReportPart], threading.Event]]:
    """Give the part of the report for each file, and what Ctrl-C sets; one small file is checked here."""
    limits = replace(DEFAULT, seconds=arguments.seconds, memory_bytes=int(arguments.memory * MIB))
    executor = _executor(arguments.executor) if arguments.executor else nullcontext()
    here = not arguments.executor and is_small(files)
    # Nothing is done yet when the only file is interrupted.
    interrupts = nullcontext(threading.Event()) if here else first_interrupt_stops(STOPPING)
    with executor as elsewhere, interrupts as stopped:
        jobs = 0 if here else arguments.jobs or os.cpu_count() or 1
        found = map_files(
            files, _options(limits, form, screen, arguments), elsewhere, jobs=jobs, journal=arguments.resume,
            stopped=stopped.is_set, in_order=arguments.order == "input", said=say,
        )  # fmt: skip
        with closing(found):
            yield found, stopped


def _executor(url: str) -> AbstractContextManager[Executor]:
    from .executors import executor_at  # most work is done here

    return executor_at(url)


def _options(
    limits: Limits, form: ReportFormat, screen: Screen | None, arguments: argparse.Namespace
) -> Options:
    templates = tuple(arguments.template)
    transform = PartRenderer(form.path, templates, arguments.lang, screen)
    only, policy = tuple(arguments.only_template), policy_of(arguments)
    return Options(templates, limits, arguments.lang, transform, only, policy)


def is_small(files: Sequence[str]) -> bool:
    return len(files) == 1 and not (os.path.isfile(files[0]) and os.path.getsize(files[0]) > SMALL_BYTES)


class Counted:
    """How many files came out how."""

    def __init__(self) -> None:
        self.outcomes: Counter[Outcome] = Counter()
        self.severities: Counter[str] = Counter()

    def summary(self, language: str | None) -> str:
        from ..reports.text import summary

        return summary(own_catalog(language), self.outcomes, self.severities)


def _noting(parts: Iterable[ReportPart], seen: Counted, progress: Progress) -> Iterator[ReportPart]:
    for part in parts:
        seen.outcomes[part.outcome] += 1
        seen.severities.update(part.severities)
        progress.advance()
        yield part


def _listed(parts: Iterable[ReportPart], only: Collection[str]) -> Iterator[ReportPart]:
    """Take the text of files that are not asked for; they are counted all the same."""
    return (part if part.outcome in only else part._replace(text="") for part in parts)


def _write(report: Report, target: Target, stopped: threading.Event) -> Path:
    """Write a report piece by piece to stdout, or whole into a file; return where it is."""
    if not target.stdout:
        return target.write(map(encoded, report), whole=lambda: not stopped.is_set())
    for piece in report:
        if isinstance(piece, str):
            sys.stdout.write(piece)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(piece)
    return target.named
