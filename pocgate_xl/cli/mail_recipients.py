"""Whom `mail` writes to: with the workbook that goes along, which is that of the engagement and no other."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.assessment import Assessment
from ..errors import PocgateError
from ..records import dataclass
from .assessed import assessed

if TYPE_CHECKING:
    from ..exchange.mail_drafts import Mailing, Recipient
    from ..templates.loader import Bundle
    from ..workbook.creation.lists.engagements import ListedEngagement


@dataclass(frozen=True, slots=True)
class Found:
    """The list and what came back, or what is sent back."""

    rows: Sequence[ListedEngagement]
    assessments: Sequence[Assessment]
    bundle: Bundle
    language: str


Recipients = tuple[list["Recipient"], list[str]]
"""Those to write to, and why others get nothing."""


def recipients_of(found: Found, mailing: Mailing, arguments: argparse.Namespace) -> Recipients:
    """Return whom to write to."""
    ways: Mapping[str, Callable[[Found, Mailing, argparse.Namespace], Recipients]] = {
        "issue": _to_issue, "remind": _to_remind, "return": _to_return,
    }  # fmt: skip
    return ways[mailing.kind](found, mailing, arguments)


def _to_issue(found: Found, _mailing: Mailing, arguments: argparse.Namespace) -> Recipients:
    from ..exchange.mail_drafts import Recipient, blank_name

    folder: Path = arguments.attach or arguments.list.parent
    if arguments.attach is None and not any(map(blank_name, found.rows)):
        raise PocgateError(
            f"{arguments.list} does not name the workbooks.", "Give their folder with --attach DIR."
        )
    return _with_blanks([Recipient(row) for row in found.rows], folder, arguments)


def _to_remind(found: Found, mailing: Mailing, arguments: argparse.Namespace) -> Recipients:
    from ..exchange.mail_drafts import Recipient, to_remind
    from ..exchange.status import status_of

    status = status_of(found.rows, found.assessments, found.bundle.template, mailing.as_of)
    recipients = [Recipient(row.listed, row.assessment) for row in to_remind(status)]
    if arguments.attach is None:
        return recipients, []
    begun = [each for each in recipients if each.assessment and each.assessment.outcome == "incomplete"]
    kept, problems = _with_blanks(
        [each for each in recipients if each not in begun], arguments.attach, arguments
    )
    return [*kept, *begun], problems  # who has begun goes on in the workbook that came back


def _with_blanks(recipients: Sequence[Recipient], folder: Path, arguments: argparse.Namespace) -> Recipients:
    """Attach to each its blank; a workbook of another engagement, or with answers, goes to nobody."""
    from ..exchange.mail_drafts import names_of

    paths = {each.listed.id: _first(folder, names_of(each.listed)) for each in recipients}
    files = [str(path) for path in paths.values() if path is not None]
    checked = dict(zip(files, assessed(files, arguments, language=arguments.lang), strict=True))
    kept: list[Recipient] = []
    problems: list[str] = []
    for each in recipients:
        path = paths[each.listed.id]
        why = _unfit(each, checked[str(path)]) if path else f"its workbook is not in {folder}"
        if why:
            problems.append(f"{each.listed.place} ({each.listed.id}): {why}; no draft was written")
        else:
            kept.append(replace(each, path=str(path)))
    return kept, problems


def _first(folder: Path, names: Sequence[str]) -> Path | None:
    return next((folder / name for name in names if (folder / name).is_file()), None)


def _unfit(recipient: Recipient, blank: Assessment) -> str:
    if blank.engagement is None:
        return f"{blank.file} cannot be read"
    if blank.engagement.id != recipient.listed.id:
        return f"{blank.file} is the workbook of {blank.engagement.id or 'no engagement'}"
    return "" if blank.outcome == "not_started" else f"{blank.file} is not blank"


def _to_return(found: Found, _mailing: Mailing, arguments: argparse.Namespace) -> Recipients:
    """Attach to each its marked copy: a draft speaks of findings in it, which what came back has not."""
    from ..exchange.mail_drafts import Recipient, copies_by_id

    copies, strange = copies_by_id(found.rows, found.assessments)
    problems = [f"{copy.file}: it is of no engagement of the list; no draft was written" for copy in strange]
    recipients = []
    for row in found.rows:
        same = copies.get(row.id, [])
        if len(same) == 1 and not _is_marked_copy(same[0].file, arguments):
            problems.append(f"{same[0].file}: it is not a marked copy; no draft was written")
        elif len(same) == 1:
            recipients.append(Recipient(row, same[0], same[0].file))
        elif same:
            named = ", ".join(copy.file for copy in same)
            problems.append(f"{row.id}: there are several copies ({named}); no draft was written")
    return recipients, problems


def _is_marked_copy(file: str, arguments: argparse.Namespace) -> bool:
    from ..batch.check import Options, read_again
    from ..exchange.copies.kept_leftovers import is_marked
    from ..opc.refusal import Refused
    from ..workbook.submission.origins.identity import Unidentified

    options = Options(tuple(arguments.template), only=tuple(arguments.only_template))
    try:
        return is_marked(read_again(file, options)[1])
    except (Refused, Unidentified):
        return False
