"""Seeded mutations of the records of an archive: headers, directory, end."""

from __future__ import annotations

import struct
from random import Random
from typing import NamedTuple

from pocgate_xl.opc.zip_end import END
from pocgate_xl.opc.zip_reader import CENTRAL, LOCAL

WIDE = (0, 1, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)


class _Records(NamedTuple):
    central: list[int]
    local: list[int]
    end: int


def _records(data: bytes | bytearray) -> _Records:
    end = len(data) - END.size
    *_, count, _, offset, _ = END.unpack_from(data, end)
    central, local = [], []
    for _ in range(count):
        central.append(offset)
        local.append(struct.unpack_from("<L", data, offset + 42)[0])
        offset += CENTRAL.size + sum(struct.unpack_from("<3H", data, offset + 28))
    return _Records(central, local, end)


def zip_records(content: bytes, source: Random) -> bytes:
    data = bytearray(content)
    records = _records(data)
    for _ in range(source.randint(1, 3)):
        source.choice((_one_field, _one_field, _both_headers, _renamed, _entries))(data, records, source)
    return bytes(data)


def _one_field(data: bytearray, records: _Records, source: Random) -> None:
    """Overwrite one number of one record."""
    place, size = source.choice(
        [(source.choice(records.central), CENTRAL.size), (source.choice(records.local), LOCAL.size),
         (records.end, END.size)]
    )  # fmt: skip
    width = source.choice((2, 4))
    at = place + source.randrange(4, size - width + 1, 2)
    old = int.from_bytes(data[at : at + width], "little")
    new = source.choice((*WIDE, old + 1, old - 1, old ^ 1, old * 2, 8, 12, 0x0800, 0x0008))
    data[at : at + width] = (new % (1 << 8 * width)).to_bytes(width, "little")


def _both_headers(data: bytearray, records: _Records, source: Random) -> None:
    """Change a number alike in both headers of a member, so that they agree in the lie."""
    index = source.randrange(len(records.central))
    central, local, width = source.choice(((8, 6, 2), (10, 8, 2), (16, 14, 4), (20, 18, 4), (24, 22, 4)))
    new = source.choice((*WIDE, source.randrange(1 << 16))) % (1 << 8 * width)
    for at in (records.central[index] + central, records.local[index] + local):
        data[at : at + width] = new.to_bytes(width, "little")


def _renamed(data: bytearray, records: _Records, source: Random) -> None:
    """Rename a member in one or both places, to the name of another or to nonsense."""
    index = source.randrange(len(records.central))
    spoil = source.choice((b"/", b"\\", b".", b"\0", b"A", b"\xe9", b":"))
    places = [records.central[index] + CENTRAL.size, records.local[index] + LOCAL.size]
    length = struct.unpack_from("<H", data, records.central[index] + 28)[0]
    at = source.randrange(max(1, length))
    for place in places if source.random() < 0.7 else places[:1]:
        data[place + at : place + at + 1] = spoil


def _entries(data: bytearray, records: _Records, source: Random) -> None:
    """Let one entry of the directory point where another does."""
    one, other = source.sample(records.central, 2)
    data[one + 42 : one + 46] = data[other + 42 : other + 46]
    if source.random() < 0.5:
        data[one + 16 : one + 28] = data[other + 16 : other + 28]
