"""Parts into a zip file, always the same bytes for the same parts.

Source: APPNOTE 6.3.10, 4.3.6 overall format.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .package import Package
from .relationships import CONTENT_TYPES
from .zip_end import END, END_MARK
from .zip_reader import CENTRAL, CENTRAL_MARK, DEFLATED, LOCAL, LOCAL_MARK, STORED, UTF8

LEVEL = 6
VERSION = 20
NEW_YEAR_1980 = 1 << 5 | 1
"""The first day that a zip file can tell."""


class Packed(NamedTuple):
    """One part as it goes into the file."""

    name: str
    method: int
    crc: int
    unpacked: int
    content: bytes


def write_container(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip file of these parts in their order, the list of content types first."""
    return write_packed(pack(name, (content,)) for name, content in parts.items())


def write_stored(files: Mapping[str, bytes]) -> bytes:
    """Return a zip file of files in their order that are packed in themselves, such as workbooks."""
    return write_packed(
        Packed(name, STORED, zlib.crc32(content), len(content), content) for name, content in files.items()
    )


def replace_parts(package: Package, parts: Mapping[str, bytes | Packed]) -> bytes:
    """Return a package with some parts replaced or added; the others are copied as they are packed."""
    names = package.names
    kept = (_as_packed(name, parts[name]) if name in parts else copied_part(package, name) for name in names)
    added = (_as_packed(name, content) for name, content in parts.items() if name not in package.members)
    return write_packed((*kept, *added))


def _as_packed(name: str, content: bytes | Packed) -> Packed:
    return content if isinstance(content, Packed) else pack(name, (content,))


def pack(name: str, pieces: Iterable[bytes]) -> Packed:
    """Return a part as it goes into the file; its pieces need never be there together."""
    deflater = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed: list[bytes] = []
    crc = unpacked = 0
    for piece in pieces:
        packed.append(deflater.compress(piece))
        crc, unpacked = zlib.crc32(piece, crc), unpacked + len(piece)
    packed.append(deflater.flush())
    return Packed(name, DEFLATED, crc, unpacked, b"".join(packed))


def copied_part(package: Package, name: str) -> Packed:
    """Return a part as it is packed in a file."""
    member = package.members[name]
    return Packed(name, member.method, member.crc, member.unpacked, package.raw(name))


def write_packed(parts: Iterable[Packed]) -> bytes:
    """Return a zip file of parts that are packed already, the list of content types first."""
    ordered = sorted(parts, key=lambda part: part.name != CONTENT_TYPES)
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for part in ordered:
        local, central = _headers(part, offset)
        pieces += (local, part.content)
        directory.append(central)
        offset += len(local) + len(part.content)
    listing = b"".join(directory)
    count = len(ordered)
    end = END.pack(END_MARK, 0, 0, count, count, len(listing), offset, 0)
    return b"".join((*pieces, listing, end))


def _headers(part: Packed, offset: int) -> tuple[bytes, bytes]:
    name = part.name.encode("utf-8")
    flags = 0 if name.isascii() else UTF8
    facts = (flags, part.method, 0, NEW_YEAR_1980, part.crc, len(part.content), part.unpacked, len(name))
    local = LOCAL.pack(LOCAL_MARK, VERSION, *facts, 0)
    central = CENTRAL.pack(CENTRAL_MARK, VERSION, VERSION, *facts, 0, 0, 0, 0, 0, offset)
    return local + name, central + name
