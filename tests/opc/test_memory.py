"""What keeps coming is remembered, what does not is forgotten, and nothing is taken for something else."""

from __future__ import annotations

import io
import zipfile

import pytest

from pocgate_xl.opc.limits import DEFAULT
from pocgate_xl.opc.memory import REMEMBERED_BYTES, Memory, read_once
from pocgate_xl.opc.package import Package, Refused

PIECE = REMEMBERED_BYTES // 10


def test_memory_forgets_rather_than_grows() -> None:
    memory: Memory[int, str] = Memory()
    for number in range(100):
        memory.add("context", {number: "found"}, PIECE)
    known = [number for number in range(100) if memory.get("context", number)]
    assert 4 <= len(known) <= 10
    assert known[-1] == 99


def test_what_is_asked_for_again_and_again_is_never_forgotten() -> None:
    memory: Memory[int, str] = Memory()
    memory.add("context", {-1: "always", -2: "seldom"}, 2)
    for number in range(100):
        memory.add("context", {number: "once"}, PIECE)
        assert memory.get("context", -1, 1) == "always"
    assert memory.get("context", -2) is None


def test_many_are_told_in_their_order_and_the_unknown_as_none() -> None:
    memory: Memory[bytes, int] = Memory()
    memory.add("context", {b"a": 1, b"b": 2}, 2)
    memory.add("context", {b"c": 3}, REMEMBERED_BYTES)  # from here on the others are the old ones
    assert memory.each("context", [b"b", b"x", b"c", b"a", b"b"], len) == [2, None, 3, 1, 2]
    assert memory.each("other", [b"a"], len) == [None]


def packed(content: bytes, level: int = 6) -> Package:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("part", content)
    return Package.of_archive(file.getvalue())


def test_a_part_is_read_once_for_the_same_bytes_limits_and_context() -> None:
    read: list[bytes] = []

    def noted(content: bytes) -> int:
        read.append(content)
        return len(read)

    first = packed(b"first" * 100)
    assert read_once(noted, first, "part", "here") == 1
    assert read_once(noted, packed(b"first" * 100), "part", "here") == 1
    assert read_once(noted, first, "part", "there") == 2
    assert read_once(noted, packed(b"other" * 100), "part", "here") == 3
    tighter = Package.of_archive(first.data, DEFAULT.__class__(depth=9))
    assert read_once(noted, tighter, "part", "here") == 4


def test_a_part_with_another_checksum_is_not_taken_for_the_known_one() -> None:
    sound = packed(b"sound" * 100)
    assert read_once(len, sound, "part", "checksum") == 500
    crc = sound.members["part"].crc
    wrong = sound.data.replace(crc.to_bytes(4, "little"), (crc ^ 1).to_bytes(4, "little"))
    with pytest.raises(Refused, match="does not unpack as announced"):
        read_once(len, Package.of_archive(wrong), "part", "checksum")
