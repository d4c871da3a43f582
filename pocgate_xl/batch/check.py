"""One file to its assessment, in this process."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from ..core.assessment import Assessment
from ..core.catalog import Catalog
from ..errors import PocgateError
from ..opc.limits import DEFAULT, Limits
from ..opc.package import Package, open_package
from ..opc.refusal import Refused
from ..records import dataclass
from ..rules.base import EVERY_RULE, FileProblem, Policy
from ..rules.findings import findings_of_file
from ..rules.review import Review, review_of
from ..spreadsheetml.drawings.pictures import picture_areas
from ..spreadsheetml.reader import read_workbook
from ..templates.acceptance import accepted_bundle, accepted_bundles, is_known
from ..templates.loader import Bundle, builtin_names, find_bundle
from ..workbook.submission.altered.alteration import Altered
from ..workbook.submission.origins.identity import Unidentified
from ..workbook.submission.reader import Reading, read_submission
from .archives import archived_bytes, is_archived, of_archive
from .paths import is_url
from .watched import in_time

OUT_OF_MEMORY = FileProblem("memory_limit", "out of memory")


@dataclass(frozen=True, slots=True)
class Options:
    """How files are checked; findings speak the `language`, the workbook's own if None.

    `only` names the templates that are accepted, by id or ID@VERSION; without, those of
    `extra_templates`, and the built-in ones where there are none.

    `policy` says which rules are reported, and how grave their findings are.

    `transform` makes what is wanted of an assessment where it was made; it must go to other processes.
    """

    extra_templates: tuple[Path, ...] = ()
    limits: Limits = DEFAULT
    language: str | None = None
    transform: Callable[[Assessment], Any] | None = None
    only: tuple[str, ...] = ()
    policy: Policy = EVERY_RULE

    def transformed(self, assessment: Assessment) -> Any:
        """Return what is wanted of an assessment, itself if nothing else."""
        return assessment if self.transform is None else self.transform(assessment)


def check_file(
    path: Path | str,
    extra_templates: Iterable[Path] = (),
    limits: Limits = DEFAULT,
    language: str | None = None,
    only: Iterable[str] = (),
    *,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    severity: Mapping[str, str] | None = None,
) -> Assessment:
    """Assess one workbook; what it holds never raises.

    `language` is that of the findings, the workbook's own if left out; `extra_templates` are folders of
    templates beside the built-in ones, `only` the ids that are accepted. `select` and `ignore` name rules
    by code or by what codes begin with, such as "PG3"; `severity` gives findings of a rule another one, by
    code. Rules that protect against files that cannot be trusted are always reported. AnswerError names an
    argument that cannot be taken, TemplateError a template of the operator's with a mistake.

    It is read in this process and thread, within the limit of seconds. That of bytes of memory is kept by
    `check_paths` with jobs or an executor, in processes of their own.
    """
    policy = _policy(select, ignore, severity)
    folders = tuple(map(Path, extra_templates))
    file, options = os.fspath(path), Options(folders, limits, language, None, tuple(only), policy)
    late = partial(unreadable, file, too_late(limits.seconds), options)
    return in_time(partial(examine, file, options), limits.seconds, late)


def _policy(
    select: str | Iterable[str], ignore: str | Iterable[str], severity: Mapping[str, str] | None
) -> Policy:
    if not (select or ignore or severity):
        return EVERY_RULE
    from ..rules.policy import policy_of  # most calls ask for everything

    return policy_of(select, ignore, severity)


def too_late(seconds: float) -> FileProblem:
    return FileProblem("time_limit", f"more than {seconds:g} s")


def examine(file: str, options: Options) -> Assessment:
    """Assess one workbook, whatever it is."""
    try:
        return assessed(file, options)
    except MemoryError:
        problem = OUT_OF_MEMORY
    return unreadable(file, problem, options)


def assessed(file: str, options: Options) -> Assessment:
    """Assess one workbook; MemoryError is left to the caller, who knows what is to be done."""
    try:
        return _assessed(_opened(file, options.limits), options, file)
    except (PocgateError, MemoryError):
        raise
    except Exception as fault:
        problem = _problem(fault)
    # Here, as the fault is gone with all that its frames held.
    return unreadable(file, problem, options)


def _opened(file: str, limits: Limits) -> Package:
    if is_archived(file):
        return Package.from_bytes(archived_bytes(file, limits), limits)
    if not is_url(file):
        return _opened_file(file, limits)
    from .remote import content_of

    try:
        return Package.from_bytes(content_of(file, limits.file_bytes), limits)
    except OSError as problem:
        raise Refused("unreadable_file", problem.strerror or type(problem).__name__) from None


def _opened_file(file: str, limits: Limits) -> Package:
    try:
        return open_package(file, limits)
    except Refused as refused:
        raise of_archive(file, refused) from None


def read_again(file: str, options: Options) -> tuple[Package, Reading]:
    """Return what a file holds and what it says; Refused or Unidentified where that is nothing."""
    package = _opened(file, options.limits)
    return package, _read(package, options, whole=True)


def assess_content(content: bytes, options: Options) -> Assessment:
    """Assess a workbook that was made here, as a file with this content is assessed."""
    return _assessed(Package.from_bytes(content, options.limits), options)


def _read(package: Package, options: Options, *, whole: bool = False) -> Reading:
    find = partial(_find, options.extra_templates, options.only)
    pictures = partial(picture_areas, package, limits=options.limits)
    known = partial(accepted_bundles, options.extra_templates, options.only)
    return read_submission(read_workbook(package, options.limits, whole), find, pictures, known)


def review_file(file: str, options: Options) -> Review:
    """Return what a file says and what follows; Refused or Unidentified where that is nothing."""
    return _reviewed(_opened(file, options.limits), options)


def _assessed(package: Package, options: Options, file: str = "") -> Assessment:
    return replace(_reviewed(package, options).assessment, file=file, sha256=package.sha256)


def _reviewed(package: Package, options: Options) -> Review:
    reading = _read(package, options)
    altered = _altered(reading, package, options.limits)
    return review_of(reading, altered, options.language, options.policy)


def _altered(reading: Reading, package: Package, limits: Limits) -> tuple[Altered, ...]:
    from ..spreadsheetml.surroundings import PackageSurroundings
    from ..workbook.submission.altered.sheets import alterations  # a room of modules that nobody else enters

    return alterations(reading, PackageSurroundings(package, limits))


@lru_cache(maxsize=64)
def _find(
    extra: tuple[Path, ...], only: tuple[str, ...], id_: str, version: str, digest: str
) -> Bundle | None:
    found = accepted_bundle(extra, only, id_, version, digest)
    if found is None and is_known(extra, id_, version):
        raise Unidentified("other_template", f"{id_} {version}")
    return found


def _problem(fault: Exception) -> FileProblem:
    """Return why a file could not be examined; what this program did wrong is told by its type alone."""
    if isinstance(fault, Refused | Unidentified):
        return FileProblem(fault.kind, fault.detail)
    return FileProblem("internal_fault", type(fault).__name__)


def unreadable(file: str, problem: FileProblem, options: Options) -> Assessment:
    """Return the assessment of a file that could not be examined."""
    findings = findings_of_file(problem, own_catalog(options.language))
    return Assessment.unreadable(file, sha256_of(file, options.limits), findings)


def own_catalog(language: str | None = None) -> Catalog:
    """Return the texts of the first built-in template, in a language if it has it."""
    bundle = own_bundle()
    return bundle.catalogs.get(language or "", bundle.default_catalog)


def own_catalogs() -> Iterable[Catalog]:
    """Return the texts of the first built-in template in each of its languages."""
    return own_bundle().catalogs.values()


def own_bundle() -> Bundle:
    """Return the first built-in template."""
    bundle = find_bundle(builtin_names()[0])
    assert bundle is not None
    return bundle


def sha256_of(file: str, limits: Limits) -> str | None:
    """Return the digest of a regular file that is not too large, whatever it holds."""
    try:
        if is_url(file):
            from .remote import content_of

            content = content_of(file, limits.file_bytes)
            return None if len(content) > limits.file_bytes else hashlib.sha256(content).hexdigest()
        if is_archived(file):
            return hashlib.sha256(archived_bytes(file, limits)).hexdigest()
        status = os.stat(file)
        if not stat.S_ISREG(status.st_mode) or status.st_size > limits.file_bytes:
            return None
        with open(file, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError, Refused):
        return None
