"""`pocgate check`: many workbooks, one report."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from pathlib import Path

from ..batch import check_paths, own_catalog, workbooks_in
from ..core.assessment import Assessment
from ..core.catalog import Catalog
from ..core.loading import find_bundle
from ..errors import OutputError
from ..output import write_file
from ..progress import Progress
from ..reports import FORMATS, Format
from .choices import EXIT_CODES, add_template_option, check_choices


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="workbooks, folders, globs")
    add_template_option(parser)
    parser.add_argument(
        "--format", default=FORMATS[0].name, choices=[form.name for form in FORMATS],
        help="form of the report (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report into a file")
    parser.add_argument("--jobs", type=_jobs, default=1, metavar="N", help="processes (0: one a core)")
    parser.add_argument("--lang", metavar="TAG", help="language of the report (default: each workbook's)")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes")
    return int(text) or os.cpu_count() or 1


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
    with _executor(arguments.jobs) as executor, progress:
        assessments = check_paths(files, arguments.template, language=arguments.lang, executor=executor)
        counted = _noting(assessments, seen, progress)
        _write(form, counted, catalog_chooser(arguments), own_catalog(arguments.lang), arguments.output)
    return max(seen)


def _executor(jobs: int) -> AbstractContextManager[Executor | None]:
    return nullcontext() if jobs == 1 else ProcessPoolExecutor(jobs)


def _noting(
    assessments: Iterable[Assessment], seen: set[int], progress: Progress
) -> Iterator[Assessment]:
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
        write_file(output, b"".join(_bytes(piece) for piece in pieces))
        return
    for piece in pieces:
        if isinstance(piece, bytes):
            sys.stdout.buffer.write(piece)
        else:
            sys.stdout.write(piece)


def _bytes(piece: str | bytes) -> bytes:
    return piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace")
