"""Files made by hand, byte by byte: sound ones, and ones no honest program writes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pytest

from pocgate_xl.opc.limits import DEFAULT, Limits
from pocgate_xl.opc.package import Package, Refused
from pocgate_xl.opc.zip_writer import write_container
from pocgate_xl.spreadsheetml.reader import RawSheet, RawWorkbook, read_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
TABLE = "<si><t>one</t></si>"


@dataclass(frozen=True)
class Zipped:
    """One member of a zip file; what is None is told truthfully."""

    name: bytes
    content: bytes = b""
    method: int = 8
    flags: int = 0
    local_name: bytes | None = None
    local_method: int | None = None
    crc: int | None = None
    packed: int | None = None
    unpacked: int | None = None
    local_unpacked: int | None = None
    descriptor: str = ""
    """`signed`, `bare`, `wide` or `wrong`: sizes after the data."""
    local_sizes: bool = False
    """Tell the sizes before such data too."""
    zip64: bool = False
    offset: int | None = None
    gap: bytes = b""
    """Bytes before the member that belong to nobody."""

    def data(self) -> bytes:
        deflater = zlib.compressobj(6, zlib.DEFLATED, -15)
        return deflater.compress(self.content) + deflater.flush() if self.method == 8 else self.content


def zip_of(
    members: Sequence[Zipped],
    *,
    before: bytes = b"",
    after: bytes = b"",
    comment: bytes = b"",
    count: int | None = None,
    disk: int = 0,
    zip64: Callable[[int, int, int], tuple[int, int, int]] | None = None,
) -> bytes:
    """Write a zip file as told; `zip64` gives count, size and offset for the 64-bit end."""
    body, directory = before, b""
    for m in members:
        body += m.gap
        local, central = _records(m, len(body) if m.offset is None else m.offset)
        body += local
        directory += central
    entries = len(members) if count is None else count
    wide = b""
    offset, size = len(body), len(directory)
    if zip64:
        numbers = zip64(entries, size, offset)
        wide = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, numbers[0], *numbers)
        wide += struct.pack("<4sLQL", b"PK\6\7", 0, offset + size, 1)
        entries, size, offset = 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF
    end = struct.pack("<4s4H2LH", b"PK\5\6", disk, 0, entries, entries, size, offset, len(comment))
    return body + directory + wide + end + comment + after


def _records(m: Zipped, offset: int) -> tuple[bytes, bytes]:
    data = m.data()
    crc = zlib.crc32(m.content) if m.crc is None else m.crc
    packed = len(data) if m.packed is None else m.packed
    unpacked = len(m.content) if m.unpacked is None else m.unpacked
    flags = m.flags | (8 if m.descriptor else 0)
    local_name = m.name if m.local_name is None else m.local_name
    local_method = m.method if m.local_method is None else m.local_method
    seen = unpacked if m.local_unpacked is None else m.local_unpacked
    sizes = (0, 0, 0) if m.descriptor and not m.local_sizes else (crc, packed, seen)
    extra = b""
    central_sizes = (crc, packed, unpacked)
    if m.zip64:
        extra = struct.pack("<2H2Q", 1, 16, unpacked, packed)
        sizes = central_sizes = (crc, 0xFFFFFFFF, 0xFFFFFFFF)
    local = struct.pack(
        "<4s5H3L2H", b"PK\3\4", 20, flags, local_method, 0, 33, *sizes, len(local_name), len(extra)
    )
    central = struct.pack(
        "<4s6H3L5H2L", b"PK\1\2", 20, 20, flags, m.method, 0, 33, *central_sizes, len(m.name), len(extra),
        0, 0, 0, 0, offset,
    )  # fmt: skip
    tail = _descriptor(m.descriptor, crc, packed, unpacked)
    return local + local_name + extra + data + tail, central + m.name + extra


def _descriptor(kind: str, crc: int, packed: int, unpacked: int) -> bytes:
    layout = "<L2Q" if kind == "wide" else "<3L"
    fields = struct.pack(layout, crc, packed, unpacked + (kind == "wrong"))
    return {"": b"", "bare": fields}.get(kind, b"PK\7\x08" + fields)


def workbook_parts(
    *sheets: str,
    strings: str | None = None,
    names: str = "",
    titles: Sequence[str] = (),
    properties: str = "",
    more: Mapping[str, bytes] | None = None,
    workbook_links: str = "",
) -> dict[str, bytes]:
    """Return the parts of a small workbook; `sheets` are the XML of each sheet."""
    titles = titles or [f"Sheet{k}" for k in range(1, len(sheets) + 1)]
    listed = "".join(f'<sheet name="{t}" sheetId="{k}" r:id="rId{k}"/>' for k, t in enumerate(titles, 1))
    links = "".join(
        f'<Relationship Id="rId{k}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{k}.xml"/>'
        for k in range(1, len(sheets) + 1)
    )
    if strings is not None:
        links += f'<Relationship Id="rIdS" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    overrides = f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE}.sheet.main+xml"/>' + "".join(
        f'<Override PartName="/xl/worksheets/sheet{k}.xml" ContentType="{OFFICE}.worksheet+xml"/>'
        for k in range(1, len(sheets) + 1)
    )
    rels = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    parts = {
        "[Content_Types].xml": f'{DECLARED}<Types xmlns="{TYPES}">{rels}{overrides}</Types>',
        "_rels/.rels": relationships(
            f'<Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'{DECLARED}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}'
        f"<sheets>{listed}</sheets>{names}</workbook>",
        "xl/_rels/workbook.xml.rels": relationships(links + workbook_links),
    }
    parts |= {f"xl/worksheets/sheet{k}.xml": xml for k, xml in enumerate(sheets, 1)}
    if strings is not None:
        parts["xl/sharedStrings.xml"] = f'{DECLARED}<sst xmlns="{MAIN}">{strings}</sst>'
    return {name: text.encode("utf-8") for name, text in parts.items()} | dict(more or {})


def relationships(links: str) -> str:
    return f'{DECLARED}<Relationships xmlns="{LINKS}">{links}</Relationships>'


def sheet_of(rows: str, after: str = "", before: str = "") -> str:
    """Return a worksheet with these rows."""
    return f'{DECLARED}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def facts_of(parts: Mapping[str, bytes], limits: Limits = DEFAULT) -> RawWorkbook:
    return read_workbook(Package.from_bytes(write_container(parts), limits), limits)


def read_rows_of(rows: str, limits: Limits = DEFAULT, **options: str) -> RawSheet:
    """Read a workbook of one sheet with these rows."""
    return facts_of(workbook_parts(sheet_of(rows), **options), limits).sheets[0]  # type: ignore[arg-type]


def refusal_of(parts: Mapping[str, bytes], limits: Limits = DEFAULT) -> str:
    with pytest.raises(Refused) as refused:
        facts_of(parts, limits)
    return refused.value.kind
