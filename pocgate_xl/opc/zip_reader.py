"""The table of contents of a zip file, believed only when everything about it agrees.

Nothing is inflated here: counts, names, sizes and places are checked first. A file that two zip
readers could understand differently is refused.

Source: APPNOTE 6.3.10, 4.3.7 local file headers, 4.3.9 data descriptors, 4.3.12 central directory.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..patterns import pattern
from .limits import Limits
from .refusal import Refused, printable
from .zip_end import FULL_32, end_of

LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
LOCAL_MARK, CENTRAL_MARK, DESCRIPTOR_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x07\x08"

STORED, DEFLATED = 0, 8
ENCRYPTED, DESCRIPTOR, UTF8 = 0x0001, 0x0008, 0x0800
KNOWN_FLAGS = 0x0006 | DESCRIPTOR | UTF8
"""Deflate's speed hints, sizes after the data, names in UTF-8."""
_ODD_NAME = pattern(r"[\x00-\x1f\x7f]|^[^/]*:|(?:^|/)\.{0,2}(?:/|\Z)")
"""Control characters, drives, and steps that lead nowhere or out of the archive."""
LAST_VERSION = 63
"""What a reader of the newest published format must be able to do; the high byte names a system."""


class Member(NamedTuple):
    """Locate one part in the bytes of its file."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    unpacked: int
    offset: int
    start: int = 0
    """Where its packed data begins; known once the local header was seen."""
    fault: Refused | None = None
    """Why it is not to be read."""

    @property
    def says_utf8(self) -> bool:
        """Say whether the archive tells how its name is written."""
        return bool(self.flags & UTF8)


def read_directory(data: bytes, limits: Limits) -> dict[str, Member]:
    """Return the members by name, in the order of the central directory, without folders."""
    count, size, offset = end_of(data)
    if count > limits.members:
        raise Refused("limit", f"{count} members, at most {limits.members}")
    members = list(map(_sound, _entries(data, count, offset, offset + size)))
    _check_sizes(members, limits)
    _check_names(members)
    located = _located(data, members, offset)
    return {m.name: located[m.offset] for m in members if not m.name.endswith("/")}


def read_members(data: bytes, limits: Limits) -> tuple[Member, ...]:
    """Return what an archive of anything holds, without folders; a fault of one member is its own.

    Whatever makes places or sizes of others uncertain is still the fault of all.
    """
    count, size, offset = end_of(data)
    if count > limits.members:
        raise Refused("limit", f"{count} members, at most {limits.members}")
    entries = _entries(data, count, offset, offset + size)
    members = [m._replace(fault=m.fault or _size_fault(m, limits) or _name_fault(m)) for m in entries]
    _check_total((m for m in members if not m.fault), limits)
    located = _located(data, members, offset)
    return tuple(located[m.offset] for m in members if m.fault or not m.name.endswith("/"))


def _sound(member: Member) -> Member:
    if member.fault:
        raise member.fault
    return member


def _entries(data: bytes, count: int, position: int, end: int) -> Iterator[Member]:
    for _ in range(count):
        if position + CENTRAL.size > end or not data.startswith(CENTRAL_MARK, position):
            raise Refused("damaged", "the archive's directory is broken")
        (_, _, version, flags, method, _, _, crc, packed, unpacked, name_length, extra_length, comment_length,
         disk, _, _, offset) = CENTRAL.unpack_from(data, position)  # fmt: skip
        name_at = position + CENTRAL.size
        extra_at = name_at + name_length
        position = extra_at + extra_length + comment_length
        if position > end or disk:
            raise Refused("damaged", "the archive's directory is broken")
        raw = data[name_at:extra_at]
        fault = _method_fault(raw, flags, method, version)
        extra = data[extra_at : extra_at + extra_length]
        unpacked, packed, offset = _wide(extra, (unpacked, packed, offset))
        name = _name(raw, flags)
        if name is None:
            name = printable(repr(raw))
            fault = fault or Refused("damaged", "a member's name is not valid text")
        yield Member(name, raw, flags, method, crc, packed, unpacked, offset, 0, fault)
    if position != end:
        raise Refused("damaged", "the archive's directory is longer than it says")


def _method_fault(raw: bytes, flags: int, method: int, version: int) -> Refused | None:
    known = method in (STORED, DEFLATED) and version & 0xFF <= LAST_VERSION
    if known and not flags & ~KNOWN_FLAGS:
        return None
    name = printable(raw.decode("utf-8", "backslashreplace"))
    if flags & ENCRYPTED:
        return Refused("encrypted_archive", f"{name} is encrypted in the archive")
    if flags & ~KNOWN_FLAGS or version & 0xFF > LAST_VERSION:
        return Refused("unknown_packing", f"{name} uses an unknown archive feature")
    return Refused("unknown_packing", f"{name} uses compression method {method}")


def _wide(extra: bytes, values: tuple[int, int, int]) -> tuple[int, int, int]:
    """Replace what did not fit into 32 bits by the 64-bit values of the extra field."""
    if FULL_32 not in values:
        return values
    field = _extra_field(extra, 1)
    needed = values.count(FULL_32)
    if len(field) < 8 * needed:
        raise Refused("damaged", "64-bit sizes are missing")
    wide = iter(struct.unpack_from(f"<{needed}Q", field))
    unpacked, packed, offset = (next(wide) if value == FULL_32 else value for value in values)
    return unpacked, packed, offset


def _extra_field(extra: bytes, wanted: int) -> bytes:
    position = 0
    while position + 4 <= len(extra):
        header, length = struct.unpack_from("<2H", extra, position)
        if header == wanted:
            return extra[position + 4 : position + 4 + length]
        position += 4 + length
    return b""


def _name(raw: bytes, flags: int) -> str | None:
    try:
        name = raw.decode("utf-8" if flags & UTF8 or raw.isascii() else "cp437")
        return name.replace("\\", "/")  # as .NET and some unwrappers of mail write it
    except UnicodeDecodeError:
        return None


def _check_sizes(members: list[Member], limits: Limits) -> None:
    _check_total(members, limits)
    for m in members:
        if fault := _size_fault(m, limits):
            raise fault


def _check_total(members: Iterable[Member], limits: Limits) -> None:
    if sum(m.unpacked for m in members) > limits.unpacked_bytes:
        raise Refused("limit", f"unpacks to more than {limits.unpacked_bytes} bytes")


def _size_fault(m: Member, limits: Limits) -> Refused | None:
    if m.unpacked > limits.part_bytes:
        return Refused("limit", f"{printable(m.name)} unpacks to more than {limits.part_bytes} bytes")
    if m.unpacked > limits.ratio_from_bytes and m.unpacked > m.packed * limits.ratio:
        return Refused("limit", f"{printable(m.name)} is packed more than {limits.ratio} to 1")
    if m.method == STORED and m.packed != m.unpacked:
        return Refused("damaged", f"{printable(m.name)} is stored with two sizes")
    return None


def _check_names(members: list[Member]) -> None:
    seen: set[str] = set()
    for m in members:
        if fault := _name_fault(m):
            raise fault
        folded = m.name.removesuffix("/").casefold()
        if folded in seen:
            raise Refused("unsafe_container", f"two members are named {printable(m.name)}")
        seen.add(folded)


def _name_fault(m: Member) -> Refused | None:
    if _ODD_NAME.search(m.name.removesuffix("/")):
        return Refused("unsafe_container", f"member name {printable(m.name)!r}")
    if m.name.endswith("/") and m.unpacked:
        return Refused("unsafe_container", f"folder {printable(m.name)} has content")
    return None


def _located(data: bytes, members: list[Member], end: int) -> dict[int, Member]:
    """Check that the members fill the file from its first byte to the directory, one after another."""
    ordered = sorted(members, key=lambda m: m.offset)
    located: dict[int, Member] = {}
    expected = 0
    for m in ordered:
        if m.offset != expected:
            if m.offset > expected:
                raise Refused("surplus_bytes", "members of the archive leave bytes unused")
            raise Refused("unsafe_container", "members of the archive overlap")
        start = _check_local(data, m, end)
        located[m.offset] = m._replace(start=start)
        expected = start + m.packed + _descriptor_length(data, m, start + m.packed)
    if expected != end:
        raise Refused("surplus_bytes", "members of the archive do not meet its directory")
    return located


def _check_local(data: bytes, m: Member, end: int) -> int:
    """Compare the local header with the directory; return where the packed data begins."""
    start = _local_start(data, m, end)
    if not start:
        raise Refused("unsafe_container", f"the archive contradicts itself about {printable(m.name)}")
    return start


def _local_start(data: bytes, m: Member, end: int) -> int:
    """Return 0 when the local header says anything that the directory does not."""
    if m.offset + LOCAL.size > end or not data.startswith(LOCAL_MARK, m.offset):
        return 0
    (_, _, flags, method, _, _, crc, packed, unpacked, name_length, extra_length) = LOCAL.unpack_from(
        data, m.offset
    )
    name_end = m.offset + LOCAL.size + name_length
    start: int = name_end + extra_length
    if start + m.packed > end or data[name_end - name_length : name_end] != m.raw_name:
        return 0
    if method != m.method or (flags ^ m.flags) & (ENCRYPTED | DESCRIPTOR):
        return 0
    unpacked, packed, _ = _wide(data[name_end:start], (unpacked, packed, 0))
    local, known = (crc, packed, unpacked), (m.crc, m.packed, m.unpacked)
    later = flags & DESCRIPTOR  # then each may be left open
    return start if all(t == k or (later and not t) for t, k in zip(local, known, strict=True)) else 0


def _descriptor_length(data: bytes, m: Member, position: int) -> int:
    """Return how many bytes repeat checksum and sizes after the data, where the flags say so."""
    if not m.flags & DESCRIPTOR:
        return 0
    for mark in (DESCRIPTOR_MARK, b""):
        for layout in ("<L2Q", "<3L"):
            expected = mark + struct.pack(layout, m.crc, m.packed, m.unpacked)
            if data.startswith(expected, position):
                return len(expected)
    raise Refused("unsafe_container", f"sizes after {printable(m.name)} do not agree")
