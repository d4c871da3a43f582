"""Archives that lie, overlap, explode or hide something: every one refused before anything is inflated."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from pocgate_xl.opc.zip_end import END
from pocgate_xl.opc.zip_reader import CENTRAL, LOCAL
from tests.hostile.case import Case, Make, refused
from tests.hostile.edits import parts_of
from tests.workbook.raw_packages import Zipped, zip_of

ROW = "container"
MIB = 1 << 20
Change = Callable[[list[Zipped]], list[Zipped]]


def members(workbook: bytes) -> list[Zipped]:
    return [Zipped(name.encode(), content) for name, content in parts_of(workbook).items()]


def made(change: Change = lambda all_: all_, **fields: object) -> Make:
    return lambda workbook: zip_of(change(members(workbook)), **fields)  # type: ignore[arg-type]


def changed(index: int, **fields: object) -> Make:
    """Lie about one member."""

    def change(all_: list[Zipped]) -> list[Zipped]:
        all_[index] = Zipped(**{**_fields(all_[index]), **fields})  # type: ignore[arg-type]
        return all_

    return made(change)


def _fields(member: Zipped) -> dict[str, object]:
    return {name: getattr(member, name) for name in member.__dataclass_fields__}


def more(*extra: Zipped) -> Make:
    return made(lambda all_: [*all_, *extra])


def every(**fields: object) -> Make:
    return made(lambda all_: [Zipped(**{**_fields(m), **fields}) for m in all_])  # type: ignore[arg-type]


def _overlap(workbook: bytes) -> bytes:
    """Let the last entry of the directory point into the first member."""
    data = bytearray(workbook)
    _, _, _, _, count, _, offset, _ = END.unpack_from(data, len(data) - END.size)
    for _ in range(count - 1):
        lengths = struct.unpack_from("<3H", data, offset + 28)
        offset += CENTRAL.size + sum(lengths)
    struct.pack_into("<L", data, offset + 42, 0)
    return bytes(data)


def _zeros(size: int) -> Zipped:
    """A part of zeros, without ever holding it whole."""
    deflater, crc, packed = zlib.compressobj(9, zlib.DEFLATED, -15), 0, []
    for _ in range(size // MIB):
        crc = zlib.crc32(bytes(MIB), crc)
        packed.append(deflater.compress(bytes(MIB)))
    packed.append(deflater.flush())
    return _packed(b"xl/media/zeros.bin", b"".join(packed), crc, size)


class _Ready(Zipped):
    """A member that was deflated before."""

    def data(self) -> bytes:
        return self.content


def _packed(name: bytes, packed: bytes, crc: int, size: int) -> Zipped:
    return _Ready(name, packed, crc=crc, unpacked=size)


def _many_members(workbook: bytes) -> bytes:
    stream = io.BytesIO(workbook)
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(60_000):
            archive.writestr(f"x/{number}", b"")
    return stream.getvalue()


def _lying_bomb(workbook: bytes) -> bytes:
    """300 MiB of zeros that call themselves 1 MiB."""
    bomb = _zeros(300 * MIB)
    return more(_Ready(b"xl/media/zeros.bin", bomb.content, crc=bomb.crc, unpacked=MIB))(workbook)


def _sheet_bomb(workbook: bytes) -> bytes:
    """The same in a part that is read."""

    def change(all_: list[Zipped]) -> list[Zipped]:
        bomb = _zeros(300 * MIB)
        return [
            _Ready(m.name, bomb.content, crc=bomb.crc, unpacked=MIB)
            if m.name == b"xl/worksheets/sheet3.xml"
            else m
            for m in all_
        ]

    return made(change)(workbook)


def _local(field: int, value: int) -> Make:
    """Overwrite one 32-bit number of the first local header."""

    def make(workbook: bytes) -> bytes:
        data = bytearray(workbook)
        struct.pack_into("<L", data, field, value)
        return bytes(data)

    return make


def _end_says(place: int, value: int) -> Make:
    """Overwrite one 16-bit number of the end record."""

    def make(workbook: bytes) -> bytes:
        data = bytearray(workbook)
        struct.pack_into("<H", data, len(data) - END.size + place, value)
        return bytes(data)

    return make


def _crc(workbook: bytes) -> bytes:
    """Change one byte of packed data: the checksum no longer fits."""
    data = bytearray(workbook)
    first = LOCAL.unpack_from(data)
    data[LOCAL.size + first[9] + first[10] + first[7] // 2] ^= 0x55
    return bytes(data)


def _version(number: int) -> Make:
    """Let the first entry of the directory need another version of the format."""

    def make(workbook: bytes) -> bytes:
        data = bytearray(workbook)
        offset = END.unpack_from(data, len(data) - END.size)[6]
        struct.pack_into("<H", data, offset + 6, number)
        return bytes(data)

    return make


SHEET = b"xl/worksheets/sheet3.xml"
OTHER = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
)

CASES: tuple[Case, ...] = (
    refused("bomb of 600 MiB", ROW, "ratio bombs", "PG009", lambda s: more(_zeros(600 * MIB))(s),
            dangerous=True),
    refused("bomb of 50 MiB", ROW, "ratio bombs", "PG009", lambda s: more(_zeros(50 * MIB))(s),
            dangerous=True),
    refused("many bombs below the ratio", ROW, "ratio bombs", "PG009",
            lambda s: more(*(_packed(b"xl/media/%d.bin" % k, _zeros(MIB).content, _zeros(MIB).crc or 0, MIB)
                             for k in range(250)))(s), dangerous=True),
    refused("bomb of 300 MiB called small", ROW, "lying sizes", "PG007", _sheet_bomb, dangerous=True),
    Case("bomb called small in a part that nobody reads", ROW, ("lying sizes",), "accepted",
         make=_lying_bomb, dangerous=True),
    refused("directory says less than there is", ROW, "lying sizes", "PG008", changed(8, unpacked=100,
            local_unpacked=5000)),
    refused("both headers say less", ROW, "lying sizes", "PG007", changed(8, unpacked=100)),
    refused("both headers say more", ROW, "lying sizes", "PG007", changed(8, unpacked=50_000)),
    refused("packed size too long", ROW, "lying sizes", "PG008", changed(8, packed=9_000_000)),
    refused("packed size too short", ROW, "lying sizes", "PG008", changed(8, packed=10)),
    refused("4 GiB announced", ROW, "lying sizes", "PG009", changed(8, unpacked=0xFFFFFFF0)),
    refused("checksum wrong in a part that is read", ROW, "lying sizes", "PG007", changed(8, crc=1)),
    refused("one bit of the content types changed", ROW, "lying sizes", "PG007", _crc),
    refused("sizes after the data lie", ROW, "lying sizes", "PG008", changed(8, descriptor="wrong")),
    refused("60,000 members", ROW, "60,000 members", "PG009",
            _many_members, dangerous=True),
    refused("count says one", ROW, "60,000 members", "PG007", made(count=1)),
    refused("count says none", ROW, "60,000 members", "PG007", made(count=0)),
    refused("count says 2,001", ROW, "60,000 members", "PG009", made(count=2001)),
    refused("overlapping", ROW, "overlapping", "PG008", _overlap),
    refused("two entries for the same bytes", ROW, "overlapping", "PG008",
            more(Zipped(b"xl/second.xml", b"<a/>", offset=0))),
    refused("hidden member in a gap", ROW, "overlapping", "PG008", changed(8, gap=b"PK\3\4" + bytes(60))),
    refused("duplicate member", ROW, "duplicate", "PG008", more(Zipped(SHEET, OTHER))),
    refused("duplicate by case", ROW, "duplicate by case", "PG008", more(Zipped(SHEET.upper(), OTHER))),
    refused("duplicate by backslash", ROW, "duplicate by backslash", "PG008",
            more(Zipped(SHEET.replace(b"/", b"\\"), OTHER))),
    refused("duplicate as a folder", ROW, "duplicate", "PG008", more(Zipped(SHEET + b"/"))),
    refused("another name in the local header", ROW, "duplicate", "PG008",
            changed(8, local_name=b"xl/worksheets/sheet4.xml")),
    refused("name with NUL", ROW, "duplicate", "PG008", more(Zipped(SHEET + b"\0x", OTHER))),
    refused("prefixed bytes", ROW, "prefixed bytes", "PG008", made(before=b"MZ" + bytes(510))),
    refused("prefixed by another archive", ROW, "prefixed bytes", "PG008", lambda s: s + s),
    refused("prefixed by html", ROW, "prefixed bytes", "PG008", made(before=b"<html></html>")),
    refused("trailing bytes", ROW, "trailing bytes", "PG008", made(after=b"\0")),
    refused("trailing script", ROW, "trailing bytes", "PG008", made(after=b"#!/bin/sh\nrm -rf /\n")),
    refused("archive comment", ROW, "trailing bytes", "PG008", made(comment=b"PK\5\6" + bytes(18))),
    refused("absolute name", ROW, "absolute names", "PG008", more(Zipped(b"/etc/passwd", b"x"))),
    refused("drive name", ROW, "absolute names", "PG008", more(Zipped(b"C:/x.xml", b"x"))),
    refused("UNC name", ROW, "absolute names", "PG008", more(Zipped(b"//host/x.xml", b"x"))),
    refused("name with ..", ROW, ".. names", "PG008", more(Zipped(b"xl/../../x.xml", b"x"))),
    refused("name of dots", ROW, ".. names", "PG008", more(Zipped(b"..", b"x"))),
    Case("ZIP64 written honestly", ROW, ("ZIP64",), "accepted",
         make=made(lambda all_: all_, zip64=lambda *fields: fields)),
    Case("ZIP64 sizes", ROW, ("ZIP64",), "accepted", make=every(zip64=True)),
    refused("ZIP64 end that lies about the place", ROW, "ZIP64", "PG007",
            made(zip64=lambda count, size, offset: (count, size, offset - 1))),
    refused("ZIP64 end that lies about the count", ROW, "ZIP64", "PG009",
            made(zip64=lambda count, size, offset: (2**40, size, offset))),
    refused("unknown method", ROW, "unknown methods", "PG008", changed(8, method=99)),
    refused("version of the far future", ROW, "unknown methods", "PG008", _version(255)),
    refused("bzip2", ROW, "unknown methods", "PG008", changed(8, method=12)),
    refused("stored for one reader, deflated for the other", ROW, "unknown methods", "PG008",
            changed(8, local_method=0)),
    refused("encrypted member", ROW, "unknown methods", "PG004", changed(8, flags=1)),
    refused("split over disks", ROW, "unknown methods", "PG007", made(disk=1)),
    refused("directory elsewhere", ROW, "overlapping", "PG007", _end_says(18, 0xFFFF)),
    refused("local header says 4 GiB", ROW, "lying sizes", "PG008", _local(22, 0xFFFFFFFE)),
    Case("stored without compression", ROW, ("lying sizes",), "accepted", make=every(method=0)),
    Case("sizes after the data", ROW, ("lying sizes",), "accepted", make=every(descriptor="signed")),
    Case("sizes after the data, bare", ROW, ("lying sizes",), "accepted", make=every(descriptor="bare")),
)  # fmt: skip
