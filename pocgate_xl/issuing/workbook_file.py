"""The file of an engagement's blank workbook: its name, whether it may be written, and whether it reads."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from ..errors import OutputError
from ..output import Target, find_target

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
    """What the workbooks of one run have in common; `read` are its inputs, which no output replaces."""

    bundle: Bundle
    language: str
    live: str = "none"
    force: bool = False
    read: Sequence[Path] = ()


def file_name(engagement: str, live: str) -> str:
    """Return the name of an engagement's file, with what no system can hold left out of its id."""
    from ..workbook.creation.file_names import safe_name

    return f"{safe_name(engagement)}{SUFFIXES.get(live, '.xlsx')}"


def write_blank(file: Path, row: ListedEngagement, issue: Issue) -> None:
    """Write the workbook of an engagement and read it back; OutputError where nothing is left of it."""
    from ..workbook.creation.prerendered import workbook_for
    from ..workbook.layout.plan import PLAIN

    target = _target(file, row, issue)
    language = str(row.values.get("pg_engagement_language", issue.language))
    edition = issue.live if issue.live in SUFFIXES else PLAIN
    workbook = workbook_for(issue.bundle, language, row.values, edition)
    if edition == CLASSIC:
        from ..functions.addin.build import live_workbook

        workbook = live_workbook(workbook)
    target.write((workbook,))
    _validate(file, row, issue.bundle)


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
    if target.there is not None and (reason := reason_to_keep(target.place, row.values, folders)):
        raise OutputError(f"{file} was not replaced: {reason}.", "Move it away first.")
    return target


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
