"""Mail drafts as files that mail programs open: the same draft gives the same bytes.

Sources: RFC 5322 messages, RFC 2047 and 2231 letters beyond ASCII; by `X-Unsent` Outlook knows drafts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from ..opc.safe_text import without_hidden
from ..records import dataclass

FORM = SMTP.clone(max_line_length=76)
"""Lines end as in mail; an encoded word takes 75 letters of its line at most (RFC 2047, 2)."""
BEGINNING = b"X-Unsent: 1\r\n"
"""How drafts begin that nobody has changed: a mail program that saves one begins with headers of its own."""
SHEET = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUBTYPES: Mapping[str, str] = {".xlsx": SHEET, ".xlsm": "vnd.ms-excel.sheet.macroEnabled.12"}
_SEPARATOR = re.compile("[;,；，、\n]")
_NAMED = re.compile(r"(?P<name>[^<>@]*)<(?P<address>[^<>]*)>")
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)
_LONGEST_ADDRESS = 254


@dataclass(frozen=True, slots=True)
class Attachment:
    """A workbook that goes with a mail, under its name there."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail that is to be looked at and sent by a person."""

    to: tuple[Address, ...]
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()


def addresses_in(text: str) -> tuple[Address, ...]:
    """Return the addresses of a cell, with commas or semicolons between them; ValueError has a wrong one."""
    found = tuple(_addresses(text))
    if not found:
        raise ValueError("no address")
    return found


def _addresses(text: str) -> Iterator[Address]:
    for piece in filter(None, map(str.strip, _SEPARATOR.split(text))):
        named = _NAMED.fullmatch(piece)
        address = named["address"].strip() if named else piece
        if not _ADDRESS.fullmatch(address) or len(address) > _LONGEST_ADDRESS:
            raise ValueError(piece)
        yield Address(one_line(named["name"].strip(' "')) if named else "", addr_spec=address)


def one_line(text: str) -> str:
    """Return a text as a header holds it: on one line, with nothing hidden in it."""
    return " ".join(without_hidden(text).split())


def draft_bytes(draft: Draft) -> bytes:
    """Return the file of a draft."""
    message = EmailMessage(policy=FORM)
    message["X-Unsent"] = "1"
    message["To"] = draft.to
    message["Subject"] = one_line(draft.subject)
    message.set_content(draft.body, cte="7bit" if _is_plain(draft.body) else "base64")
    for each in draft.attachments:
        suffix = each.name[each.name.rfind(".") :].lower()
        subtype = SUBTYPES.get(suffix, "octet-stream")
        message.add_attachment(each.content, "application", subtype, filename=each.name)
    if draft.attachments:
        message.set_boundary(_boundary(draft))
    return message.as_bytes()


def _is_plain(body: str) -> bool:
    return body.isascii() and all(len(line) <= 78 for line in body.splitlines())


def _boundary(draft: Draft) -> str:
    """Return what stands between the parts: of nobody's choosing, yet the same for the same draft."""
    digest = hashlib.sha256(repr((draft.subject, draft.body)).encode())
    for each in draft.attachments:
        digest.update(repr(each.name).encode() + each.content)
    return f"=_{digest.hexdigest()[:40]}"
