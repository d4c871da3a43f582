"""One workbook, or very many, to assessments: whatever a file holds, there is one answer for it."""

from __future__ import annotations

import glob
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from .core.assessment import Assessment, Finding, Outcome
from .core.catalog import Catalog
from .core.gate import assess
from .core.loading import Bundle, builtin_names, find_bundle
from .core.responses import responses_digest, submission_from_answers
from .errors import PocgateError
from .rules.base import Case, FileProblem
from .rules.findings import findings_of, findings_of_file
from .workbook.drawings import picture_areas
from .workbook.identify import Unidentified
from .workbook.limits import DEFAULT, Limits
from .workbook.package import Package, open_package
from .workbook.reader import read_submission
from .workbook.refused import Refused
from .workbook.sheet_xml import read_workbook

if TYPE_CHECKING:
    from concurrent.futures import Executor

SUFFIXES = (".xlsx", ".xlsm")
CHUNK = 64
"""Files that one task of an executor checks."""


@dataclass(frozen=True, slots=True)
class Options:
    """Say how files are checked; findings speak the `language`, the workbook's own if None."""

    extra_templates: tuple[Path, ...] = ()
    limits: Limits = DEFAULT
    language: str | None = None


def check_file(
    path: Path | str,
    extra_templates: Iterable[Path] = (),
    limits: Limits = DEFAULT,
    language: str | None = None,
) -> Assessment:
    """Assess one workbook; only a template of the operator's can raise, and then PocgateError."""
    return _checked(os.fspath(path), Options(tuple(extra_templates), limits, language))


def check_paths(
    paths: Iterable[Path | str],
    extra_templates: Iterable[Path] = (),
    limits: Limits = DEFAULT,
    language: str | None = None,
    executor: Executor | None = None,
    chunk: int = CHUNK,
) -> Iterator[Assessment]:
    """Assess files, folders and globs in their order; an executor takes them in chunks."""
    options = Options(tuple(extra_templates), limits, language)
    files = workbooks_in(paths)
    if executor is None:
        return (_checked(file, options) for file in files)
    chunks = executor.map(partial(_checked_all, options), _chunks(files, chunk))
    return (assessment for assessments in chunks for assessment in assessments)


def workbooks_in(paths: Iterable[Path | str]) -> Iterator[str]:
    """Yield the workbooks that paths stand for; a path that stands for none is yielded itself."""
    for path in (os.fspath(path) for path in paths):
        if os.path.isdir(path):
            yield from _or_itself(_walked(path), path)
        elif not os.path.lexists(path) and glob.has_magic(path):
            matches = sorted(glob.iglob(path, recursive=True))
            yield from _or_itself((file for match in matches for file in workbooks_in([match])), path)
        else:
            yield path


def _or_itself(files: Iterator[str], path: str) -> Iterator[str]:
    first = next(files, path)
    yield first
    yield from files


def _walked(folder: str) -> Iterator[str]:
    """Yield the workbooks under a folder, and the folders that cannot be looked into."""
    closed: list[str] = []
    walk = os.walk(folder, onerror=lambda error: closed.append(os.fspath(error.filename)))
    for place, folders, files in walk:
        folders.sort()
        yield from (os.path.join(place, file) for file in sorted(files) if file.lower().endswith(SUFFIXES))
    yield from closed


def _checked_all(options: Options, files: list[str]) -> list[Assessment]:
    return [_checked(file, options) for file in files]


def _chunks(files: Iterator[str], size: int) -> Iterator[list[str]]:
    while found := list(islice(files, size)):
        yield found


def _checked(file: str, options: Options) -> Assessment:
    try:
        package = open_package(file, options.limits)
    except Exception as fault:
        return _unreadable(file, _sha256(file, options.limits), fault, options)
    try:
        return replace(_assessed(package, options), file=file)
    except Exception as fault:
        return _unreadable(file, package.sha256, fault, options)


def _assessed(package: Package, options: Options) -> Assessment:
    find = partial(_find, options.extra_templates)
    pictures = partial(picture_areas, package, limits=options.limits)
    reading = read_submission(read_workbook(package, options.limits), find, pictures)
    bundle, answers, rows = reading.bundle, reading.answers, reading.block_rows
    submission = submission_from_answers(bundle.template, answers, rows)
    assessment = assess(bundle.template, submission)
    catalog = bundle.catalogs.get(options.language or "", bundle.catalogs[reading.blueprint.language])
    findings = findings_of(Case(reading, submission, assessment), catalog)
    return replace(
        assessment,
        sha256=package.sha256,
        responses_digest=responses_digest(answers, rows),
        outcome=_outcome(findings),
        language=reading.blueprint.language,
        findings=findings,
    )


def _outcome(findings: tuple[Finding, ...]) -> Outcome:
    return "findings" if any(finding.severity == "error" for finding in findings) else "accepted"


@lru_cache(maxsize=64)
def _find(extra: tuple[Path, ...], id_: str, version: str) -> Bundle | None:
    return find_bundle(id_, version, extra)


def _unreadable(file: str, sha256: str | None, fault: Exception, options: Options) -> Assessment:
    """Return why a file could not be examined; what this program did wrong is told by its type alone."""
    if isinstance(fault, PocgateError):
        raise fault
    problem = FileProblem("internal_fault", type(fault).__name__)
    if isinstance(fault, Refused | Unidentified):
        problem = FileProblem(fault.kind, fault.detail)
    return Assessment.unreadable(file, sha256, findings_of_file(problem, own_catalog(options.language)))


def own_catalog(language: str | None = None) -> Catalog:
    """Return the texts of the first built-in template, in a language if it has it."""
    bundle = find_bundle(builtin_names()[0])
    assert bundle is not None
    return bundle.catalogs.get(language or "", bundle.default_catalog)


def _sha256(file: str, limits: Limits) -> str | None:
    """Return the digest of a regular file that is not too large, whatever it holds."""
    try:
        status = os.stat(file)
        if not stat.S_ISREG(status.st_mode) or status.st_size > limits.file_bytes:
            return None
        with open(file, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError):
        return None
