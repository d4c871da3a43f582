"""The file of an engagement's blank workbook: its name, whether it may be written, and whether it reads."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from ..errors import OutputError
from ..output import Target, find_target
from ..records import dataclass

if TYPE_CHECKING:
    from ..templates.loader import Bundle
    from ..workbook.creation.lists.engagements import ListedEngagement

Live: TypeAlias = Literal["none", "classic", "office"]
"""Which functions stand beside the results: none, those of Excel on Windows, or those of Lite and Server."""
CLASSIC = "classic"
SUFFIXES = {CLASSIC: ".xlsm", "office": ".xlsx"}
"""How files of each live edition end."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What the workbooks of one run have in common; `read` are its inputs, which no output replaces.

    With `kept` a workbook that is there and has the same bytes as it would be given is as good as written.
    `blanks` are digests of workbooks that were issued, by id: a file with its own holds nobody's answers.
    `lambdas` says whether they have the functions that formulas can express, as names; `page` is the address
    of the page that they name, "" for none.
    """

    bundle: Bundle
    language: str
    live: str = "none"
    force: bool = False
    read: Sequence[Path] = ()
    kept: bool = False
    blanks: Mapping[str, str] = field(default_factory=dict)
    lambdas: bool = False
    page: str = ""


def file_name(engagement: str, live: str) -> str:
    """Return the name of an engagement's file, with what no system can hold left out of its id."""
    from ..workbook.creation.file_names import safe_name

    return f"{safe_name(engagement)}{SUFFIXES.get(live, '.xlsx')}"


def language_of(row: ListedEngagement, issue: Issue) -> str:
    """Return the language of an engagement's workbook: its own, else that of the run."""
    return str(row.values.get("pg_engagement_language", issue.language))


@dataclass(frozen=True, slots=True)
class Blank:
    """The blank workbook of an engagement: its digest, and whether it was written or was there just so."""

    digest: str
    written: bool = True


def write_blank(file: Path, row: ListedEngagement, issue: Issue) -> Blank:
    """Write the workbook of an engagement and read it back; OutputError where nothing is left of it."""
    if issue.kept and file.is_file() and _has(file, content := _content(row, issue)):
        return Blank(sha256(content).hexdigest(), written=False)
    target = _target(file, row, issue)
    content = _content(row, issue)
    target.write((content,))
    _validate(file, row, issue.bundle)
    return Blank(sha256(content).hexdigest())


def _has(file: Path, content: bytes) -> bool:
    """Say whether a file has just these bytes."""
    try:
        return os.path.getsize(file) == len(content) and file.read_bytes() == content
    except OSError:
        return False


def _content(row: ListedEngagement, issue: Issue) -> bytes:
    from ..workbook.creation.prerendered import workbook_for
    from ..workbook.layout.plan import PLAIN

    language = language_of(row, issue)
    edition = issue.live if issue.live in SUFFIXES else PLAIN
    workbook = workbook_for(issue.bundle, language, row.values, edition)
    if issue.page:
        from ..workbook.creation.page_link import with_page_link

        workbook = with_page_link(workbook, issue.bundle, language, issue.page)
    if edition == CLASSIC:
        from ..functions.addin.build import live_workbook

        workbook = live_workbook(workbook)
    if issue.lambdas:
        from ..workbook.creation.lambdas import with_lambdas

        workbook = with_lambdas(workbook, issue.bundle, language)
    return workbook


def _target(file: Path, row: ListedEngagement, issue: Issue) -> Target:
    """Return where a workbook goes; one that somebody has filled in stays, whatever is forced."""
    from ..batch.reissue import reason_to_keep
    from ..templates.files import files_of_templates

    folders = (issue.bundle.folder,)
    target = find_target(
        file, [*issue.read, *files_of_templates(folders)], force=issue.force, claimed=True
    )  # fmt: skip
    if target.place is None:
        raise OutputError(f"{file} is not a regular file.", "Name another folder.")
    if target.there is None or _was_issued_so(target.place, issue.blanks.get(row.id, "")):
        return target
    if reason := reason_to_keep(target.place, row.values, folders):
        raise OutputError(f"{file} was not replaced: {reason}.", "Move it away first.")
    return target


def _was_issued_so(place: Path, digest: str) -> bool:
    """Say whether a file has the very bytes with which it was issued."""
    try:
        return bool(digest) and sha256(place.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def _validate(file: Path, row: ListedEngagement, bundle: Bundle) -> None:
    """Read the written file as a submission is read: it must say what was written and be accepted."""
    from ..batch import check_file

    assessment = check_file(file, (bundle.folder,))
    serious = [f"{found.code} {found.message}" for found in assessment.findings if found.severity == "error"]
    said = assessment.answers or {}
    differing = [name.split("_", 2)[2] for name, value in row.values.items() if said.get(name) != value]
    if serious or differing:
        Path(os.path.realpath(file)).unlink()
        reasons = "; ".join(serious) or f"{', '.join(differing)} would read differently"
        raise OutputError(f"{file} was written but cannot be read back: {reasons}.", "It was removed.")
