"""Files that are something else than their name says, or no files at all."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

from tests.hostile.case import Case, Make, refused

ROW = "not what it says"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
XLSB = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def bytes_of(content: bytes) -> Make:
    return lambda _: content


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def compound(*streams: str) -> bytes:
    """Return the beginning and the directory entries of an OLE compound file."""
    names = b"".join(stream.encode("utf-16-le").ljust(128, b"\0") for stream in streams)
    return COMPOUND + bytes(504) + names + bytes(1024)


def _ods(_: bytes) -> bytes:
    mime = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mime, "content.xml": b"<office/>"}, zipfile.ZIP_STORED)


def _directory(folder: Path, _: bytes) -> Path:
    path = folder / "submission.xlsx"
    path.mkdir()
    return path


def _fifo(folder: Path, _: bytes) -> Path:
    path = folder / "submission.xlsx"
    os.mkfifo(path)
    return path


def _device(folder: Path, _: bytes) -> Path:
    path = folder / "submission.xlsx"
    path.symlink_to("/dev/zero")
    return path


def _loop(folder: Path, _: bytes) -> Path:
    path = folder / "submission.xlsx"
    path.symlink_to(path)
    return path


def _unreadable(folder: Path, _: bytes) -> Path:
    """Point at a regular file that nobody can read, not even root."""
    path = folder / "submission.xlsx"
    path.symlink_to("/proc/self/mem")
    return path


def _nothing(folder: Path, _: bytes) -> Path:
    return folder / "submission.xlsx"


def _nul(folder: Path, _: bytes) -> Path:
    return folder / "sub\0mission.xlsx"


def _lock(folder: Path, _: bytes) -> Path:
    path = folder / "~$submission.xlsx"
    path.write_bytes(b"\x04Sato" + b" " * 50 + "Sato".encode("utf-16-le") + bytes(100))
    return path


def _odd(folder: Path, submission: bytes) -> Path:
    """A sound file whose name begins like a lock file's."""
    path = folder / "~$submission.xlsx"
    path.write_bytes(submission)
    return path


CASES: tuple[Case, ...] = (
    refused("csv", ROW, "csv", "PG001", bytes_of(b"id,rating\nENG-1,4\n"), message="CSV"),
    refused("csv in UTF-16", ROW, "csv", "PG001", bytes_of("id\trating\n例\t4\n".encode("utf-16"))),
    refused("csv in Shift-JIS", ROW, "csv", "PG001", bytes_of("評価,4\n".encode("cp932"))),
    refused("html", ROW, "html", "PG001", bytes_of(b"<html><table><tr><td>4</td></tr></table>"), message="web"),
    refused("pdf", ROW, "pdf", "PG001", bytes_of(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"), message="PDF"),
    refused("json", ROW, "json", "PG001", bytes_of(b'{"rating": 4}'), message="JSON"),
    refused("zip of xlsx", ROW, "zip of xlsx", "PG001", lambda s: zipped({"a.xlsx": s}), found="inside"),
    refused("zip of nothing", ROW, "zip of xlsx", "PG001", bytes_of(zipped({})), found="empty"),
    refused("ods", ROW, "ods", "PG006", _ods, message="OpenDocument"),
    refused("xlsb", ROW, "xlsb", "PG006",
            lambda _: zipped({"[Content_Types].xml": XLSB, "xl/workbook.bin": b"\x83\x01"}), found=".xlsb"),
    refused("docx", ROW, "zip of xlsx", "PG001",
            lambda _: zipped({"[Content_Types].xml": XLSB, "word/document.xml": b"<w/>"}), found="Word"),
    refused("xls renamed", ROW, "xls renamed", "PG006",
            bytes_of(compound("Root Entry", "Workbook")), found="97–2003"),
    refused("xls of Excel 4", ROW, "xls renamed", "PG006", bytes_of(b"\x09\x04\x06\x00" + bytes(60))),
    refused("empty", ROW, "empty", "PG015", bytes_of(b""), message="empty"),
    refused("zero bytes", ROW, "empty", "PG007", bytes_of(bytes(4096))),
    *(
        refused(f"truncated at {share}", ROW, "truncated", "PG007",
                lambda s, share=share: s[: len(s) * share // 100])  # type: ignore[misc]
        for share in (1, 30, 60, 99)
    ),
    refused("without its last byte", ROW, "truncated", "PG007", lambda s: s[:-1]),
    refused("directory", ROW, "directory", "PG011", place=_directory, message="folder"),
    refused("FIFO", ROW, "FIFO", "PG011", place=_fifo, dangerous=True),
    refused("device", ROW, "device", "PG011", place=_device, dangerous=True),
    refused("link loop", ROW, "link loop", "PG011", place=_loop),
    refused("not there", ROW, "unreadable", "PG011", place=_nothing),
    refused("unreadable", ROW, "unreadable", "PG011", place=_unreadable, dangerous=True),
    refused("name with NUL", ROW, "unreadable", "PG011", place=_nul),
    refused("lock file", ROW, "~$ lock file", "PG010", place=_lock, message="lock"),
    Case("named like a lock file", ROW, ("~$ lock file",), "accepted", put=_odd),
    refused("password", ROW, "password-protected", "PG004",
            bytes_of(compound("EncryptionInfo", "EncryptedPackage")), message="password"),
    refused("sensitivity label", "saved as .xls, encrypted by password or sensitivity label",
            "sensitivity label", "PG005", bytes_of(compound("DRMEncryptedTransform", "EncryptedPackage"))),
    refused("password (mangled)", "saved as .xls, encrypted by password or sensitivity label", "password",
            "PG004", bytes_of(compound("EncryptionInfo", "EncryptedPackage")), message="password"),
    refused("saved as .xls", "saved as .xls, encrypted by password or sensitivity label", "saved as .xls",
            "PG006", bytes_of(compound("Root Entry", "Book")), message="Excel"),
)  # fmt: skip
