"""Containers are refused before anything is inflated, unless they are one sound archive."""

from __future__ import annotations

import hashlib
import io
import os
import socket
import struct
import tracemalloc
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.opc.limits import DEFAULT, Limits
from pocgate_xl.opc.package import KINDS, Package, Refused, open_package
from tests.workbook.raw_packages import Zipped, sheet_of, workbook_parts, zip_of

PARTS = workbook_parts(sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>'))
MEMBERS = [Zipped(name.encode(), content) for name, content in PARTS.items()]
LAST = MEMBERS[-1]
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def kind_of(data: bytes, limits: Limits = DEFAULT) -> str:
    with pytest.raises(Refused) as refused:
        Package.from_bytes(data, limits)
    assert refused.value.kind in KINDS
    assert refused.value.detail.isascii()
    assert refused.value.detail.isprintable()
    return refused.value.kind


def zip_with(*added: Zipped, base: list[Zipped] = MEMBERS) -> bytes:
    return zip_of([*base, *added])


def test_a_sound_archive_gives_its_parts() -> None:
    data = zip_of(MEMBERS)
    package = Package.from_bytes(data)
    assert {name: package.read(name) for name in package.names} == PARTS
    assert package.size == len(data)
    assert package.sha256 == hashlib.sha256(data).hexdigest()


def test_part_names_are_found_whatever_their_case() -> None:
    package = Package.from_bytes(zip_of(MEMBERS))
    assert package.find("XL/Workbook.XML") == "xl/workbook.xml"
    assert package.find("xl/other.xml") is None


@pytest.mark.parametrize("descriptor", ["signed", "bare", "wide"])
def test_sizes_may_follow_the_data(descriptor: str) -> None:
    members = [replace(m, descriptor=descriptor) for m in MEMBERS] + [Zipped(b"empty", descriptor=descriptor)]
    package = Package.from_bytes(zip_of(members))
    assert package.read("xl/workbook.xml") == PARTS["xl/workbook.xml"]


def test_stored_members_folders_and_64_bit_sizes_are_read() -> None:
    members = [replace(m, method=0, zip64=True) for m in MEMBERS]
    package = Package.from_bytes(zip_of([Zipped(b"xl/", method=0), *members]))
    assert {name: package.read(name) for name in package.names} == PARTS


def test_a_consistent_64_bit_end_is_read() -> None:
    data = zip_of(MEMBERS, zip64=lambda count, size, offset: (count, size, offset))
    assert Package.from_bytes(data).names == tuple(PARTS)


@pytest.mark.parametrize("wrong", [(1, 0, 0), (0, 1, 0), (0, 0, 1)])
def test_an_inconsistent_64_bit_end_is_refused(wrong: tuple[int, int, int]) -> None:
    def lie(*numbers: int) -> tuple[int, int, int]:
        count, size, offset = (number + by for number, by in zip(numbers, wrong, strict=True))
        return count, size, offset

    assert kind_of(zip_of(MEMBERS, zip64=lie)) == "damaged"


def test_files_of_other_writers_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "book.xlsx")
    assert open_package(tmp_path / "book.xlsx").find("xl/workbook.xml")
    streamed = io.BytesIO()
    with zipfile.ZipFile(_Unseekable(streamed), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(content)
    package = Package.from_bytes(streamed.getvalue())
    assert {name: package.read(name) for name in package.names} == PARTS


class _Unseekable(io.RawIOBase):
    """Make zipfile write sizes after the data, as servers do."""

    def __init__(self, target: io.BytesIO) -> None:
        self.target = target

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        return self.target.write(data)


CONTAINERS = {
    "prefixed": (zip_of(MEMBERS, before=b"#!/bin/sh\n"), "surplus_bytes"),
    "prefixed by another header": (zip_of(MEMBERS, before=b"PK\3\4" + bytes(40)), "surplus_bytes"),
    "prefixed with true offsets": (b"xx" + zip_of(MEMBERS), "surplus_bytes"),
    "trailing": (zip_of(MEMBERS, after=b"\0"), "surplus_bytes"),
    "comment with an end of its own": (zip_of(MEMBERS, comment=zip_of(MEMBERS)[-22:]), "surplus_bytes"),
    "comment with the mark of an end": (zip_of(MEMBERS, comment=b"hello PK\5\6"), "surplus_bytes"),
    "bytes after the comment": (zip_of(MEMBERS, comment=b"hello", after=b"x"), "surplus_bytes"),
    "unused bytes": (zip_with(Zipped(b"a", gap=b"hidden")), "surplus_bytes"),
    "unused bytes before the directory": (
        zip_of(MEMBERS).replace(b"PK\1\2", b"\0\0\0\0PK\1\2", 1),
        "surplus_bytes",
    ),
    "same name twice": (zip_with(LAST), "unsafe_container"),
    "same name but for case": (zip_with(Zipped(b"XL/WORKBOOK.XML")), "unsafe_container"),
    "same name as a folder": (zip_with(Zipped(b"xl/workbook.xml/", method=0)), "unsafe_container"),
    "backslash": (zip_with(Zipped(b"xl\\workbook.xml")), "unsafe_container"),
    "absolute": (zip_with(Zipped(b"/etc/passwd")), "unsafe_container"),
    "drive": (zip_with(Zipped(b"C:/x")), "unsafe_container"),
    "dots": (zip_with(Zipped(b"xl/../../x")), "unsafe_container"),
    "empty segment": (zip_with(Zipped(b"xl//x")), "unsafe_container"),
    "no name": (zip_with(Zipped(b"")), "unsafe_container"),
    "control character in a name": (zip_with(Zipped(b"a\x1b[31mb")), "unsafe_container"),
    "name of broken text": (zip_with(Zipped(b"\xff\xfe", flags=0x800)), "damaged"),
    "folder with content": (zip_with(Zipped(b"folder/", b"x")), "unsafe_container"),
    "encrypted": (zip_with(Zipped(b"a", b"x", flags=1)), "encrypted_archive"),
    "strong encryption": (zip_with(Zipped(b"a", b"x", flags=0x40)), "unknown_packing"),
    "unknown method": (zip_with(Zipped(b"a", b"x", method=14)), "unknown_packing"),
    "other name inside": (zip_with(Zipped(b"a", b"x", local_name=b"b")), "unsafe_container"),
    "longer name inside": (zip_with(Zipped(b"a", b"x", local_name=b"ab")), "unsafe_container"),
    "other method inside": (zip_with(Zipped(b"a", b"x", local_method=0)), "unsafe_container"),
    "other size inside": (zip_with(Zipped(b"a", b"x", local_unpacked=9)), "unsafe_container"),
    "wrong descriptor": (zip_with(Zipped(b"a", b"x", descriptor="wrong")), "unsafe_container"),
    "no descriptor": (zip_with(Zipped(b"a", b"x", flags=8)), "unsafe_container"),
    "overlapping": (zip_with(Zipped(b"a", b"x", offset=0)), "unsafe_container"),
    "stored with two sizes": (zip_with(Zipped(b"a", b"xy", method=0, unpacked=1)), "damaged"),
    "stored beyond the end": (zip_with(Zipped(b"a", b"x", packed=10**6)), "unsafe_container"),
    "fewer entries than declared": (zip_of(MEMBERS, count=len(MEMBERS) + 1), "damaged"),
    "more entries than declared": (zip_of(MEMBERS, count=len(MEMBERS) - 1), "damaged"),
    "several disks": (zip_of(MEMBERS, disk=1), "damaged"),
    "truncated": (zip_of(MEMBERS)[:-100], "truncated"),
    "cut in the middle": (zip_of(MEMBERS)[:400], "truncated"),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_container_with_two_readings_is_refused(name: str) -> None:
    data, kind = CONTAINERS[name]
    assert kind_of(data) == kind


def test_64_bit_sizes_that_are_missing_are_refused() -> None:
    data = zip_with(Zipped(b"a", b"x", packed=0xFFFFFFFF, unpacked=0xFFFFFFFF))
    assert kind_of(data) == "damaged"


LIMITS = {
    "members": (Limits(members=len(MEMBERS) - 1), zip_of(MEMBERS), "limit"),
    "many members": (DEFAULT, zip_of([Zipped(str(n).encode()) for n in range(2001)]), "limit"),
    "file": (Limits(file_bytes=500), zip_of(MEMBERS), "too_large"),
    "part": (Limits(part_bytes=50), zip_of(MEMBERS), "limit"),
    "all parts": (Limits(unpacked_bytes=500), zip_of(MEMBERS), "limit"),
    "announced size": (DEFAULT, zip_with(Zipped(b"a", b"x", unpacked=300 * 2**20)), "limit"),
    "ratio": (DEFAULT, zip_with(Zipped(b"a", bytes(3 * 2**20))), "limit"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_limits_hold_before_anything_is_inflated(name: str) -> None:
    limits, data, kind = LIMITS[name]
    assert kind_of(data, limits) == kind


def test_high_ratios_of_small_parts_are_honest() -> None:
    assert Package.from_bytes(zip_with(Zipped(b"a", bytes(2**20)))).read("a") == bytes(2**20)


@pytest.mark.parametrize(
    "member",
    [
        Zipped(b"a", b"x" * 50, crc=1),
        Zipped(b"a", b"x" * 50, unpacked=49),
        Zipped(b"a", b"x" * 50, unpacked=51),
        Zipped(b"a", b"x" * 50, method=0, crc=1),
    ],
)
def test_content_other_than_announced_is_refused_when_read(member: Zipped) -> None:
    package = Package.from_bytes(zip_with(member))
    with pytest.raises(Refused, match="does not unpack as announced"):
        package.read("a")


def test_a_lying_size_costs_no_more_memory_than_announced() -> None:
    member = Zipped(b"a", bytes(50 * 2**20), unpacked=1000)
    package = Package.from_bytes(zip_with(member))
    tracemalloc.start()
    with pytest.raises(Refused, match="damaged"):
        package.read("a")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**20


@given(st.binary(max_size=40), st.integers(0, 10_000), st.integers(0, 3))
def test_broken_bytes_are_read_or_refused_and_never_crash(junk: bytes, place: int, cut: int) -> None:
    data = zip_of(MEMBERS)
    place %= len(data)
    data = data[:place] + junk + data[place + len(junk) * (cut > 0) :]
    with suppress(Refused):
        package = Package.from_bytes(data)
        assert [len(package.read(name)) for name in package.names]


def kind_at(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        open_package(path)
    return refused.value.kind


def test_what_is_no_file_is_refused_without_opening_it(tmp_path: Path) -> None:
    assert kind_at(tmp_path) == "directory"
    assert kind_at(tmp_path / "missing.xlsx") == "unreadable_file"
    assert kind_at(Path("nul\0byte.xlsx")) == "unreadable_file"


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither")
def test_pipes_sockets_devices_and_link_loops_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert kind_at(tmp_path / "pipe.xlsx") == "not_a_file"
    assert kind_at(Path("/dev/zero")) == "not_a_file"
    (tmp_path / "loop.xlsx").symlink_to(tmp_path / "loop.xlsx")
    assert kind_at(tmp_path / "loop.xlsx") == "unreadable_file"
    with socket.socket(socket.AF_UNIX) as server:
        short = os.path.relpath(tmp_path / "s")
        server.bind(min(short, str(tmp_path / "s"), key=len))
        assert kind_at(tmp_path / "s") == "not_a_file"


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(zip_of(MEMBERS))
    try:
        (tmp_path / "link.xlsx").symlink_to(tmp_path / "book.xlsx")
    except OSError:
        pytest.skip("links are not allowed here")
    assert open_package(tmp_path / "link.xlsx").names == tuple(PARTS)


def test_too_large_a_file_is_refused_unread(tmp_path: Path) -> None:
    with open(tmp_path / "huge.xlsx", "wb") as file:
        file.truncate(2**40)
    assert kind_at(tmp_path / "huge.xlsx") == "too_large"


def test_a_lock_file_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "~$book.xlsx").write_bytes(b"\x05owner" + bytes(159))
    assert kind_at(tmp_path / "~$book.xlsx") == "lock_file"


def test_reading_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    file.write_bytes(zip_of(MEMBERS))
    before = (file.read_bytes(), file.stat().st_mtime_ns)
    open_package(file).read("xl/workbook.xml")
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_growth_hints_of_office_are_no_fault() -> None:
    """Office pads local headers with an extra field that the directory does not repeat."""
    data = zip_of(MEMBERS)
    hint = struct.pack("<2H", 0xA220, 6) + b"\x28\xa0\x02\x00\0\0"
    name = MEMBERS[0].name
    local = data[:26] + struct.pack("<2H", len(name), len(hint)) + data[30 : 30 + len(name)] + hint
    grown = local + data[30 + len(name) :]
    start = grown.index(b"PK\1\2")
    fixed = bytearray(grown)
    position = start
    for number, member in enumerate(MEMBERS):
        if number:
            (offset,) = struct.unpack_from("<L", fixed, position + 42)
            struct.pack_into("<L", fixed, position + 42, offset + len(hint))
        position += 46 + len(member.name)
    struct.pack_into("<L", fixed, len(fixed) - 6, start)
    package = Package.from_bytes(bytes(fixed))
    assert package.read(name.decode()) == PARTS[name.decode()]
