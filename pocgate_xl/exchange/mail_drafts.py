"""Who gets a mail, with what: one draft an engagement, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from email.headerregistry import Address
from pathlib import PurePath, PureWindowsPath

from ..core.answers import submission_from_answers
from ..core.assessment import Assessment
from ..core.catalog import Catalog
from ..opc.safe_text import visible
from ..portfolio.issued import named_by_file
from ..records import dataclass
from ..templates.loader import Bundle
from ..workbook.creation.file_names import safe_name
from ..workbook.creation.lists.engagements import ListedEngagement
from .mail import Attachment, Draft, addresses_in
from .mail_texts import MailKind, MailSubject, MailTexts
from .status import Status, StatusRow

SUFFIXES = (".xlsx", ".xlsm")
LANGUAGE = "pg_engagement_language"
Content = Callable[[str], bytes]
"""Reads a file that goes along."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """What the drafts of one run have in common; `page` is where workbooks are checked in a browser."""

    kind: MailKind
    bundle: Bundle
    catalogs: Mapping[str, Catalog]
    language: str
    as_of: date
    content: Content
    page: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """An engagement to write to: what came back or is sent back, and the path of what goes along."""

    listed: ListedEngagement
    assessment: Assessment | None = None
    path: str = ""


def draft_for(recipient: Recipient, mailing: Mailing) -> Draft:
    """Return the draft for an engagement; ValueError says why there can be none."""
    listed, name = recipient.listed, PureWindowsPath(recipient.path).name
    to = _addresses(listed)
    engagement = submission_from_answers(mailing.bundle.template, listed.values).engagement
    due, day = listed.aside.get("due"), None if mailing.kind == "issue" else mailing.as_of
    about = MailSubject(
        listed.id, engagement, due if isinstance(due, date) else None, day, name, recipient.assessment
    )  # fmt: skip
    texts = MailTexts(mailing.catalogs[_language(recipient, mailing)], mailing.bundle.template, mailing.page)
    subject, body = texts.written(mailing.kind, about)
    attachments = (Attachment(name, mailing.content(recipient.path)),) if recipient.path else ()
    return Draft(to, subject, body, attachments)


def _addresses(listed: ListedEngagement) -> tuple[Address, ...]:
    email = listed.aside.get("email")
    if email is None:
        raise ValueError("the list has no e-mail address")
    try:
        return addresses_in(str(email))
    except ValueError as error:
        raise ValueError(f"“{visible(str(error))}” is not an e-mail address") from None


def _language(recipient: Recipient, mailing: Mailing) -> str:
    """Return the language of an engagement: the list's word, else its workbook's, else that of the run."""
    back = recipient.assessment.language if recipient.assessment else None
    said = (recipient.listed.values.get(LANGUAGE), back, mailing.language)
    return next(str(each) for each in said if each in mailing.catalogs)


def to_remind(status: Status) -> list[StatusRow]:
    """Return whose answer is missing or not whole, in the order of their days."""
    return [row for row in status.rows if row.state in ("outstanding", "not_started", "incomplete")]


def blank_name(listed: ListedEngagement) -> str:
    """Return the name of the file that was made for an engagement, as the list has it; "" where it does not.

    It is a name alone: a list leads into no other folder.
    """
    said = str(listed.aside.get("file") or "")
    alone = said == PurePath(said).name == PureWindowsPath(said).name
    return said if alone and said.strip(".") else ""


def names_of(listed: ListedEngagement) -> list[str]:
    """Return the names that the workbook of an engagement may have in a folder, the likeliest first."""
    usual = [f"{safe_name(listed.id)}{suffix}" for suffix in SUFFIXES]
    return list(dict.fromkeys(filter(None, [blank_name(listed), *usual])))


def copies_by_id(
    listed: Sequence[ListedEngagement], copies: Iterable[Assessment]
) -> tuple[dict[str, list[Assessment]], list[Assessment]]:
    """Return the copies for each engagement of a list, and those for none.

    The id in a workbook says whose it is; one that says none is told by the name that it was issued with.
    """
    ids = {row.id for row in listed}
    names = {safe_name(row.id).casefold(): row.id for row in listed}
    found: dict[str, list[Assessment]] = {}
    strange = []
    for copy in copies:
        said = (
            copy.engagement.id if copy.engagement and copy.engagement.id else named_by_file(copy.file, names)
        )
        if said in ids:
            found.setdefault(said, []).append(copy)
        else:
            strange.append(copy)
    return found, strange
