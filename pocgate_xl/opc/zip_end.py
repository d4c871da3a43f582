"""The end of a zip file, which says where its table of contents is.

Source: APPNOTE 6.3.10, 4.3.16 end of central directory record, 4.3.14 that of ZIP64, 4.3.15 its locator.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from .refusal import FileKind, Refused

END = struct.Struct("<4s4H2LH")
END_64 = struct.Struct("<4sQ2H2L4Q")
LOCATOR_64 = struct.Struct("<4sLQL")
END_MARK, END_64_MARK, LOCATOR_64_MARK = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
FULL_16, FULL_32 = 0xFFFF, 0xFFFFFFFF


def end_of(data: bytes) -> tuple[int, int, int]:
    """Return count, size and offset of the central directory, which must end where the end begins."""
    position = _end_position(data)
    _, disk, first_disk, here, count, size, offset, _ = END.unpack_from(data, position)
    if disk or first_disk or here != count:
        raise Refused("damaged", "the end of the archive contradicts itself")
    locator = position - LOCATOR_64.size
    if locator >= 0 and data.startswith(LOCATOR_64_MARK, locator):
        return _end_64(data, locator, (count, size, offset))
    if offset + size != position:
        kind: FileKind = "surplus_bytes" if offset + size < position else "damaged"
        raise Refused(kind, "the archive's directory is not where it should be")
    return count, size, offset


def _end_position(data: bytes) -> int:
    """Return where the one end record begins; a comment behind it is skipped."""
    first = max(0, len(data) - END.size - FULL_16)
    found = [at for at in _marks(data, first) if at + END.size + _comment_length(data, at) == len(data)]
    if len(found) > 1:
        raise Refused("surplus_bytes", "the archive ends twice")
    if not found:
        raise _without_end(data)
    if data.find(END_MARK, found[0] + 1) >= 0:
        raise Refused("surplus_bytes", "an end of the archive within its comment")
    return found[0]


def _marks(data: bytes, first: int) -> Iterator[int]:
    at = data.find(END_MARK, first, len(data) - END.size + len(END_MARK))
    while at >= 0:
        yield at
        at = data.find(END_MARK, at + 1, len(data) - END.size + len(END_MARK))


def _comment_length(data: bytes, at: int) -> int:
    length: int = END.unpack_from(data, at)[-1]
    return length


def _without_end(data: bytes) -> Refused:
    if 0 <= data.rfind(END_MARK) <= len(data) - END.size:
        return Refused("surplus_bytes", "bytes after the end of the archive")
    return Refused("truncated", "the end of the archive is missing")


def _end_64(data: bytes, locator: int, short: tuple[int, int, int]) -> tuple[int, int, int]:
    _, disk, position, disks = LOCATOR_64.unpack_from(data, locator)
    wrong = Refused("damaged", "the archive's 64-bit end contradicts itself")
    if disk or disks != 1 or position + END_64.size != locator or not data.startswith(END_64_MARK, position):
        raise wrong
    fields = END_64.unpack_from(data, position)
    _, length, _, _, disk, first_disk, here, count, size, offset = fields
    if length != END_64.size - 12 or disk or first_disk or here != count or offset + size != position:
        raise wrong
    for value, stored, full in zip((count, size, offset), short, (FULL_16, FULL_32, FULL_32), strict=True):
        if stored not in (value, full):
            raise wrong
    return count, size, offset
