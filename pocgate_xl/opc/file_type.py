"""What a file is when it is not a readable workbook, told by its content and never by its name.

Source: APPNOTE 6.3.10, 4.3.7 for archives; MS-CFB 2.2 for compound files; MS-OFFCRYPTO 2.3 for encrypted
ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..patterns import pattern
from .refusal import FileKind, Refused

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_STREAMS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"BZh")
IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
LINKS = (b"\x4c\x00\x00\x00\x01\x14\x02\x00", b"bplist00\xd1\x01\x02SURL")
"""Beginnings of shortcuts of Windows and of web locations of macOS."""

STREAMS: tuple[tuple[str, FileKind, str], ...] = (
    ("workbook", "old_xls", "a workbook of Excel 97-2003"),
    ("book", "old_xls", "a workbook of Excel 5 or 95"),
    ("worddocument", "text_document", "a Word document"),
    ("powerpoint document", "presentation", "a PowerPoint presentation"),
    ("__properties_version1.0", "outlook_message", "a message of Outlook"),
)
"""Streams that tell what an old Office file is."""
_LABELLED = pattern("DRMEncrypted|DRMContent".encode("utf-16-le").replace(b"|\0", b"|"))

_WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods")
_APPLICATIONS: dict[str, tuple[FileKind, str]] = {
    "word/document.xml": ("text_document", "a Word document"),
    "ppt/presentation.xml": ("presentation", "a PowerPoint presentation"),
    "visio/document.xml": ("not_a_workbook", "a Visio drawing"),
}
_IWORK = pattern(r"(?:^|/)(?:index/[^/]+\.iwa|index\.zip|index\.numbers)$")
_TABLES = pattern(r"(?:^|/)index/tables/|\.numbers/|(?:^|/)index\.numbers$")


def refusal_of(data: bytes) -> Refused:
    """Name what bytes are that do not begin like a workbook."""
    if data.startswith(COMPOUND):
        return _compound(data)
    if data.startswith(OLD_STREAMS):
        return Refused("old_xls", "a workbook of Excel 4 or before")
    if data.startswith(ARCHIVES):
        return Refused("archive", "a compressed archive")
    if data.startswith(IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return Refused("image", "an image")
    if data.startswith(LINKS):
        return Refused("shortcut", "a shortcut")
    if data[-22:].startswith(b"PK\x05\x06"):
        kind: FileKind = "not_a_workbook" if len(data) == 22 else "surplus_bytes"
        return Refused(kind, "an empty archive" if len(data) == 22 else "bytes before the archive")
    from .text_type import text_refusal  # workbooks never come here

    return text_refusal(data)


def _compound(data: bytes) -> Refused:
    names = _streams(data)
    encrypted = "encryptedpackage" in names
    if "\tdrmcontent" in names or (encrypted and _LABELLED.search(data)):
        return Refused("rights_protected", "encrypted by a sensitivity label or rights management")
    if encrypted:
        return Refused("encrypted", "password-protected")
    for stream, kind, detail in STREAMS:
        if stream in names:
            return Refused(kind, detail)
    return Refused("not_a_workbook", "an old Office file without a workbook")


def _streams(data: bytes) -> frozenset[str]:
    """Return what an old Office file holds, in small letters; programs differ in their case."""
    from .compound_file import Broken, top_names

    try:
        return frozenset(name.casefold() for name in top_names(data))
    except Broken:
        known = (*(stream for stream, _, _ in STREAMS), "encryptedpackage", "\tdrmcontent")
        return frozenset(name for name in known if _mentioned(name, data))


def _mentioned(name: str, data: bytes) -> bool:
    """Say whether a damaged file has an entry of this name somewhere."""
    entry = rb"(?<![!-~]\0)" + re.escape(name.encode("utf-16-le")) + rb"(?:\0\0|\Z)"
    return re.search(entry, data, re.IGNORECASE) is not None


def archive_refusal(names: Iterable[str], mimetype: bytes) -> Refused | None:
    """Name what a sound archive is when it is not a workbook; None when it may be one."""
    folded = {name.casefold() for name in names}
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        return _open_document(mimetype)
    if "xl/workbook.bin" in folded:
        return Refused("binary_workbook", "a binary workbook (.xlsb)")
    for name in sorted(folded & set(_APPLICATIONS)):
        return Refused(*_APPLICATIONS[name])
    if "[content_types].xml" in folded:
        return None
    if any(map(_IWORK.search, folded)):
        return _of_apple(folded)
    if "xl/workbook.xml" in folded:
        return Refused("damaged", "the list of content types is missing")
    if any(name.endswith(_WORKBOOKS) for name in folded):
        return Refused("archive", "an archive with workbooks inside")
    return Refused("not_a_workbook", "an archive without a workbook")


def _open_document(mimetype: bytes) -> Refused:
    kind = mimetype.removeprefix(b"application/vnd.oasis.opendocument.")
    if kind.startswith(b"presentation"):
        return Refused("presentation", "an OpenDocument presentation")
    if kind.startswith(b"text"):
        return Refused("text_document", "an OpenDocument text")
    return Refused("open_document", "an OpenDocument file")


def _of_apple(folded: set[str]) -> Refused:
    """Name a document of Apple's; tables are what a spreadsheet of theirs always has."""
    if any("index/slide" in name for name in folded):
        return Refused("presentation", "an Apple Keynote presentation")
    if any(map(_TABLES.search, folded)):
        return Refused("numbers", "an Apple Numbers document")
    return Refused("iwork", "an Apple iWork document")
