"""`pocgate check`: many workbooks, one report."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from ..batch import check_paths, own_catalog, workbooks_in
from ..core.assessment import Assessment
from ..core.catalog import Catalog
from ..core.loading import find_bundle
from ..errors import OutputError
from ..output import write_pieces
from ..progress import Progress
from ..reports import FORMATS, Format
from ..workbook.limits import DEFAULT, MIB
from . import INTERRUPTED
from .choices import EXIT_CODES, add_template_option, check_choices
from .executors import executor_at
from .interrupts import first_interrupt_stops

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
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report into a file")
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
    check_choices(arguments.template, arguments.lang)
    if arguments.output is not None and not arguments.output.parent.is_dir():
        raise OutputError(f"{arguments.output} cannot be written: there is no such folder.")
    files = list(workbooks_in(arguments.paths))
    seen: set[int] = {0}
    on_screen = arguments.output is None and sys.stdout.isatty()  # the report itself shows how far it is
    progress = Progress("files", len(files), quiet=arguments.quiet or on_screen)
    form = next(form for form in FORMATS if form.name == arguments.format)
    with _work(files, arguments) as (assessments, stopped), progress:
        counted = _noting(assessments, seen, progress)
        _write(form, counted, catalog_chooser(arguments), own_catalog(arguments.lang), arguments.output)
    if stopped.is_set():
        print(f"pocgate: interrupted: {progress.done} of {len(files)} files are reported", file=sys.stderr)
        return INTERRUPTED
    return max(seen)


@contextmanager
def _work(
    files: list[str], arguments: argparse.Namespace
) -> Iterator[tuple[Iterable[Assessment], threading.Event]]:
    """Give the assessments of all files, and what Ctrl-C sets; one small file is checked right here."""
    limits = replace(DEFAULT, seconds=arguments.seconds, memory_bytes=int(arguments.memory * MIB))
    executor = executor_at(arguments.executor) if arguments.executor else nullcontext()
    here = not arguments.executor and _is_small(files)
    # Nothing is done yet when the only file is interrupted.
    interrupts = nullcontext(threading.Event()) if here else first_interrupt_stops(STOPPING)
    with executor as elsewhere, interrupts as stopped:
        jobs = 0 if here else arguments.jobs or os.cpu_count() or 1
        assessments = check_paths(
            files, arguments.template, limits, arguments.lang, elsewhere,
            jobs=jobs, journal=arguments.resume, stopped=stopped.is_set,
            in_order=arguments.order == "input",
        )  # fmt: skip
        with closing(assessments):
            yield assessments, stopped


def _is_small(files: list[str]) -> bool:
    return len(files) == 1 and not (os.path.isfile(files[0]) and os.path.getsize(files[0]) > SMALL_BYTES)


def _noting(assessments: Iterable[Assessment], seen: set[int], progress: Progress) -> Iterator[Assessment]:
    for assessment in assessments:
        seen.add(EXIT_CODES[assessment.outcome])
        progress.advance()
        yield assessment


def catalog_chooser(arguments: argparse.Namespace) -> Callable[[Assessment], Catalog]:
    """Return what gives the texts of an assessment: those of its template, in its language."""

    @lru_cache(maxsize=64)
    def found(id_: str, version: str, language: str) -> Catalog:
        bundle = find_bundle(id_, version, arguments.template)
        assert bundle is not None
        return bundle.catalogs.get(arguments.lang or language, bundle.catalogs[language])

    def choose(assessment: Assessment) -> Catalog:
        if assessment.template is None or assessment.language is None:
            return own_catalog(arguments.lang)
        return found(assessment.template.id, assessment.template.version, assessment.language)

    return choose


def _write(
    form: Format,
    assessments: Iterable[Assessment],
    catalog_of: Callable[[Assessment], Catalog],
    own: Catalog,
    output: Path | None,
) -> None:
    """Write a report piece by piece to stdout, or whole into a file."""
    pieces = form.renderer()(assessments, catalog_of, own)
    if output is not None:
        write_pieces(output, (_bytes(piece) for piece in pieces))
        return
    for piece in pieces:
        if isinstance(piece, bytes):
            sys.stdout.buffer.write(piece)
        else:
            sys.stdout.write(piece)


def _bytes(piece: str | bytes) -> bytes:
    return piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace")
