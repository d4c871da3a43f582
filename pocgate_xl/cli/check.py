"""`pocgate check`: many workbooks, one report."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

from ..batch import Options, lists_in, own_catalog, told_files
from ..output import STDOUT, Target, find_target
from ..progress import Progress
from ..reports import FORMATS, Format, is_own_report, is_report
from ..reports.pieces import Piece, Teller
from ..workbook.limits import DEFAULT, MIB, Limits
from . import INTERRUPTED
from .choices import EXIT_CODES, add_template_option, check_choices, files_of_templates
from .executors import executor_at
from .inputs import submissions_in
from .interrupts import first_interrupt_stops
from .speech import say

STOPPING = "stopping; what is done is reported (Ctrl-C again ends at once)"
SMALL_BYTES = MIB
"""What a single file may have to be checked in this process: beyond, a process of its own is no delay."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="workbooks, folders, globs, @LIST of paths")
    add_template_option(parser)
    parser.add_argument(
        "--format", default=FORMATS[0].name, choices=[form.name for form in FORMATS],
        help="form of the report (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--output", type=Path, default=Path(STDOUT), metavar="FILE",
        help="write the report into a file; an earlier report is replaced (default: -, which is stdout)",
    )  # fmt: skip
    parser.add_argument(
        "--force", action="store_true", help="replace a file that is no report, never an input"
    )
    parser.add_argument("--lang", metavar="TAG", help="language of the report (default: each workbook's)")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    _configure_work(parser.add_argument_group("very many files"))


def _configure_work(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--jobs", type=_count, default=0, metavar="N", help="processes at most (default 0: one a core)"
    )
    group.add_argument(
        "--order", default="input", choices=("input", "completed"),
        help="order of the report (default: %(default)s; completed waits for no slower file)",
    )  # fmt: skip
    group.add_argument("--executor", metavar="URL", help="who does the work instead: dask://HOST:PORT")
    group.add_argument(
        "--resume", type=Path, metavar="JOURNAL", help="keep finished work there, and take up what it holds"
    )
    group.add_argument(
        "--seconds", type=_positive, default=DEFAULT.seconds, help="time for one file (default: %(default)g)"
    )
    group.add_argument(
        "--memory", type=_positive, default=DEFAULT.memory_bytes / MIB, metavar="MIB",
        help="memory for one process (default: %(default)g)",
    )  # fmt: skip


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes")
    return int(text)


def _positive(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0 and below 1000000")
    return number


def run(arguments: argparse.Namespace) -> int:
    """Check everything and write one report; return the gravest exit code."""
    check_choices(arguments.template, arguments.lang, arguments.only_template)
    files = submissions_in(arguments.paths, _earlier(arguments))
    target = _target(files, arguments)
    seen: set[int] = {0}
    on_screen = target.stdout and sys.stdout.isatty()  # the report itself shows how far it is
    progress = Progress("files", len(files), quiet=arguments.quiet or on_screen)
    form = next(form for form in FORMATS if form.name == arguments.format)
    with _work(files, form, arguments) as (found, stopped), progress:
        report = form.joiner()(_noting(found, seen, progress), own_catalog(arguments.lang))
        written = _write(report, target, stopped)
    if stopped.is_set():
        say(f"interrupted: {progress.done} of {len(files)} files are reported{_apart(written, target)}")
        return INTERRUPTED
    return max(seen)


def _earlier(arguments: argparse.Namespace) -> list[Path]:
    """Return what this run writes where an earlier one did: no submissions, even if they lie among them."""
    reports = [arguments.output] if is_own_report(arguments.output) else []
    return [*reports, arguments.resume] if arguments.resume else reports


def _target(files: list[str], arguments: argparse.Namespace) -> Target:
    read: list[Path | str] = [*files, *lists_in(arguments.paths), *files_of_templates(arguments.template)]
    kept = [arguments.resume] if arguments.resume else []
    return find_target(arguments.output, [*read, *kept], known=is_report, force=arguments.force)


def _apart(written: Path, target: Target) -> str:
    """Return where half a report went, if not where a whole one would have gone."""
    return "" if target.place in (None, written) else f" in {written}; {target.named} is as it was"


@contextmanager
def _work(
    files: list[str], form: Format, arguments: argparse.Namespace
) -> Iterator[tuple[Iterable[Piece], threading.Event]]:
    """Give the piece of the report for each file, and what Ctrl-C sets; one small file is checked here."""
    limits = replace(DEFAULT, seconds=arguments.seconds, memory_bytes=int(arguments.memory * MIB))
    executor = executor_at(arguments.executor) if arguments.executor else nullcontext()
    here = not arguments.executor and _is_small(files)
    # Nothing is done yet when the only file is interrupted.
    interrupts = nullcontext(threading.Event()) if here else first_interrupt_stops(STOPPING)
    with executor as elsewhere, interrupts as stopped:
        jobs = 0 if here else arguments.jobs or os.cpu_count() or 1
        found = told_files(
            files, _options(limits, form, arguments), elsewhere, jobs=jobs, journal=arguments.resume,
            stopped=stopped.is_set, in_order=arguments.order == "input", said=say,
        )  # fmt: skip
        with closing(found):
            yield found, stopped


def _options(limits: Limits, form: Format, arguments: argparse.Namespace) -> Options:
    templates = tuple(arguments.template)
    tell = Teller(form.path, templates, arguments.lang)
    return Options(templates, limits, arguments.lang, tell, tuple(arguments.only_template))


def _is_small(files: list[str]) -> bool:
    return len(files) == 1 and not (os.path.isfile(files[0]) and os.path.getsize(files[0]) > SMALL_BYTES)


def _noting(pieces: Iterable[Piece], seen: set[int], progress: Progress) -> Iterator[Piece]:
    for piece in pieces:
        seen.add(EXIT_CODES[piece.outcome])
        progress.advance()
        yield piece


def _write(texts: Iterable[str], target: Target, stopped: threading.Event) -> Path:
    """Write a report text by text to stdout, or whole into a file; return where it is."""
    if target.stdout:
        for text in texts:
            sys.stdout.write(text)
        return target.named
    pieces = (text.encode("utf-8", "backslashreplace") for text in texts)
    return target.write(pieces, whole=lambda: not stopped.is_set())
