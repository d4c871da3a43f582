"""What a file is when it is not a readable workbook, told by its content and never by its name."""

from __future__ import annotations

from collections.abc import Iterable

from .refused import Kind, Refused

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_STREAMS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a", b"\xfd7zXZ")
IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
HTML_MARKS = (b"<!doctype html", b"<html", b"<table", b"<head", b"mime-version:")
SAMPLE = 4096

_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_APPLICATIONS = {
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "visio/document.xml": "a Visio drawing",
    "index/document.iwa": "an Apple iWork document",
    "index.zip": "an Apple iWork document",
}


def refusal_of(data: bytes) -> Refused:
    """Name what bytes are that do not begin like a workbook."""
    if data.startswith(COMPOUND):
        return _compound(data)
    if data.startswith(OLD_STREAMS):
        return Refused("old_xls", "a workbook of Excel 4 or before")
    if data.startswith(ARCHIVES):
        return Refused("archive", "a compressed archive")
    if data.startswith(IMAGES):
        return Refused("not_a_workbook", "an image")
    if data[-22:].startswith(b"PK\x05\x06"):
        kind: Kind = "not_a_workbook" if len(data) == 22 else "unsafe_container"
        return Refused(kind, "an empty archive" if len(data) == 22 else "bytes before the archive")
    return _text(data)


def _compound(data: bytes) -> Refused:
    def holds(stream: str) -> bool:
        return any(name.encode("utf-16-le") in data for name in (stream, stream.upper()))

    if holds("DRMEncrypted") or holds("DRMContent"):
        return Refused("rights_protected", "encrypted by a sensitivity label or rights management")
    if holds("EncryptedPackage"):
        return Refused("encrypted", "password-protected")
    if holds("Workbook") or holds("Book"):
        return Refused("old_xls", "a workbook of Excel 97-2003")
    return Refused("not_a_workbook", "an old Office file without a workbook")


def _text(data: bytes) -> Refused:
    head = data[:SAMPLE].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"%pdf-" in head[:1024]:
        return Refused("pdf", "a PDF document")
    if head.startswith(b"{\\rtf"):
        return Refused("rtf", "a rich text document")
    if head.startswith((b"<?xml", b"<office:document")):
        return _markup(head)
    if any(mark in head for mark in HTML_MARKS):
        return Refused("html", "a web page")
    text = _decoded(data[:SAMPLE])
    if text is None:
        return _unknown(data)
    if text.lstrip()[:1] in ("{", "["):
        return Refused("json_text", "JSON text")
    separated = any(mark in text for mark in ",;\t")
    return Refused("csv_text", "separated values") if separated else Refused("plain_text", "plain text")


def _markup(head: bytes) -> Refused:
    if b"opendocument" in head or b"<office:document" in head:
        return Refused("open_document", "a flat OpenDocument file")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return Refused("not_a_workbook", "an XML spreadsheet of Excel 2003")
    if b"<html" in head:
        return Refused("html", "a web page")
    return Refused("not_a_workbook", "an XML document")


def _decoded(sample: bytes) -> str | None:
    """Read a sample as text in the encodings that spreadsheets export, else return None."""
    wide = sample.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8", "cp932", "cp1252"):
        text = _tried(sample, encoding)
        if text is not None and not any(c < " " and c not in "\t\r\n\f\x1a" for c in text):
            return text
    return None


def _tried(sample: bytes, encoding: str) -> str | None:
    """Decode a sample whose last character may be cut off."""
    for cut in range(4 if len(sample) == SAMPLE else 1):
        try:
            return sample[: len(sample) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _unknown(data: bytes) -> Refused:
    if not data.strip(b"\x00"):
        return Refused("damaged", "nothing but zero bytes")
    return Refused("not_a_workbook", "an unknown kind of file")


def archive_refusal(names: Iterable[str], mimetype: bytes) -> Refused | None:
    """Name what a sound archive is when it is not a workbook; None when it may be one."""
    folded = {name.casefold() for name in names}
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        return Refused("open_document", "an OpenDocument file")
    if "xl/workbook.bin" in folded:
        return Refused("binary_workbook", "a binary workbook (.xlsb)")
    for name in sorted(folded & set(_APPLICATIONS)):
        return Refused("not_a_workbook", _APPLICATIONS[name])
    if "[content_types].xml" in folded:
        return None
    if "xl/workbook.xml" in folded:
        return Refused("damaged", "the list of content types is missing")
    if any(name.endswith(_WORKBOOKS) for name in folded):
        return Refused("archive", "an archive with workbooks inside")
    return Refused("not_a_workbook", "an archive without a workbook")
