"""A hostile file as named parts: refused before anything is inflated, unless it is one sound archive.

Source: ECMA-376 part 2 (2012), 9.1 parts, 10.2 mapping to zip archives.
"""

from __future__ import annotations

import hashlib
import os
import stat
import zlib
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import NamedTuple

from ..records import dataclass
from .file_type import archive_refusal, refusal_of
from .limits import DEFAULT, Limits
from .refusal import KINDS, FileKind, Refused, printable
from .zip_reader import LOCAL_MARK, STORED, Member, read_directory

__all__ = ["KINDS", "FileKind", "Package", "Refused", "open_package"]

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


class PackedPart(NamedTuple):
    """A part as it is packed in a file, and what the file says about it; equal ones unpack alike."""

    data: bytes
    method: int
    unpacked: int
    crc: int


@dataclass(frozen=True, slots=True)
class Package:
    """The bytes of one file and where its parts are; parts are inflated when they are read."""

    data: bytes = field(repr=False)
    members: Mapping[str, Member] = field(repr=False)
    folded: Mapping[str, str] = field(repr=False)
    limits: Limits = field(repr=False)
    sha256: str

    @classmethod
    def from_bytes(cls, data: bytes, limits: Limits = DEFAULT) -> Package:
        """Check a file's bytes; raise `Refused` unless they are one sound archive with an Office document."""
        package = cls.of_archive(data, limits)
        refusal = archive_refusal(package.members, package._mimetype())
        if refusal:
            raise refusal
        return package

    @classmethod
    def of_archive(cls, data: bytes, limits: Limits = DEFAULT) -> Package:
        """Check a file's bytes as `from_bytes` does, but for what the archive holds."""
        if not data:
            raise Refused("empty", "0 bytes")
        if len(data) > limits.file_bytes:
            raise Refused("too_large", f"more than {limits.file_bytes} bytes")
        if not data.startswith(LOCAL_MARK):
            raise refusal_of(data)
        members = read_directory(data, limits)
        folded = {name.casefold(): name for name in members}
        return cls(data, members, folded, limits, hashlib.sha256(data).hexdigest())

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.members)

    @property
    def size(self) -> int:
        return len(self.data)

    def find(self, name: str) -> str | None:
        """Return the name as the archive writes it; part names do not differ by case."""
        return name if name in self.members else self.folded.get(name.casefold())

    def raw(self, name: str) -> bytes:
        """Return a part as it is packed in the file."""
        member = self.members[name]
        return self.data[member.start : member.start + member.packed]

    def packed(self, name: str) -> PackedPart:
        """Return all that decides what a part unpacks to."""
        member = self.members[name]
        return PackedPart(self.raw(name), member.method, member.unpacked, member.crc)

    def read(self, name: str) -> bytes:
        """Inflate one part; raise `Refused` when size or checksum are not as announced."""
        return unpacked(self.data, self.members[name])

    def _mimetype(self) -> bytes:
        member = self.members.get("mimetype")
        return self.read("mimetype") if member and member.unpacked < 200 else b""


def unpacked(data: bytes, member: Member) -> bytes:
    """Inflate a member of an archive, no further than announced; `Refused` unless all is as announced."""
    packed = data[member.start : member.start + member.packed]
    content = packed if member.method == STORED else _inflated(packed, member)
    if len(content) != member.unpacked or zlib.crc32(content) != member.crc:
        raise _damaged(member)
    return content


def _inflated(packed: bytes, member: Member) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflater.decompress(packed, member.unpacked + 1)
    except zlib.error:
        raise _damaged(member) from None
    if not inflater.eof or inflater.unused_data:
        raise _damaged(member)
    return content


def _damaged(member: Member) -> Refused:
    return Refused("damaged", f"{printable(member.name)} does not unpack as announced")


def open_package(path: Path | str, limits: Limits = DEFAULT) -> Package:
    """Read a regular file and check it as a package; nothing else is opened, nothing is changed."""
    try:
        data = regular_bytes(Path(path), limits)
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "not a valid path"
        raise Refused("unreadable_file", reason or type(problem).__name__) from None
    if Path(path).name.startswith("~$") and not data.startswith(LOCAL_MARK):
        raise Refused("lock_file", "left by Excel while a workbook is open")
    return Package.from_bytes(data, limits)


def regular_bytes(path: Path, limits: Limits = DEFAULT) -> bytes:
    """Read a regular file that is not too large; `Refused` or OSError for everything else."""
    _check_regular(os.stat(path))
    handle = os.open(path, _FLAGS)
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        _check_regular(status)
        if status.st_size > limits.file_bytes:
            raise Refused("too_large", f"{status.st_size} bytes, at most {limits.file_bytes}")
        return file.read(status.st_size + 1)


def _check_regular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise Refused("directory", "a folder")
    if not stat.S_ISREG(status.st_mode):
        raise Refused("not_a_file", "a pipe, device or socket")
