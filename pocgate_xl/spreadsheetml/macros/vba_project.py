"""The macros in a workbook as text: read to tell ours from others, never run.

Source: MS-OVBA 2.3.4.2 dir stream, 2.3.4.3 module streams, 2.4.1 compression.

Excel keeps the text of each module beside a compiled form that only it understands. A project is ours
when every module says what one of ours says and no other project or library is referred to; a compiled
form can say otherwise, so a project that has one is told apart.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterator
from typing import Literal, NamedTuple

from ...opc.compound_file import Broken, streams_of
from .known_macros import KNOWN

Origin = Literal["vba", "own_vba", "own_vba_compiled"]

LONGEST = 1 << 20
"""Bytes that a module may hold; xlwings' own has 45 KB."""
LONGEST_TOGETHER = 4 * LONGEST

NAME, STREAM_NAME, OFFSET, END_OF_MODULE = 0x19, 0x1A, 0x31, 0x2B
VERSION, CODE_PAGE, END = 0x09, 0x03, 0x10
REGISTERED, CONTROL, PROJECT = 0x0D, 0x2F, 0x0E
LIBRARIES = (
    b"{000204EF-0000-0000-C000-000000000046}", b"{00020813-0000-0000-C000-000000000046}",
    b"{00020430-0000-0000-C000-000000000046}", b"{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}",
)  # fmt: skip
"""VBA, Excel, OLE automation and Office: what every project refers to."""

_VERSION = re.compile(r'publicconstxlwings_versionasstring="(\d{1,3}\.\d{1,3}\.\d{1,4})"')
_CACHES = re.compile(r"(?:VBA/(?:dir|_VBA_PROJECT|__SRP_[0-9a-f]{1,3})|PROJECT|PROJECTwm)", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"^[ \t]*Attribute [\w.]+ = (?:\"(?:[^\"\r\n]|\"\")*\"|[\w-]+)[ \t]*(?=\r|\n|\Z)",
    re.IGNORECASE | re.MULTILINE,
)


class Module(NamedTuple):
    name: str
    source: str
    compiled: bool


class Unreadable(Exception):
    """That a project is not built as its kind asks."""


class Macros(NamedTuple):
    """Whose macros these are and, of ours, which generation, for which version of xlwings."""

    origin: Origin
    generation: int = 0
    library: str = ""


def macros_of(project: bytes) -> Macros:
    """Tell the macros of a project; whatever cannot be read is somebody else's."""
    try:
        modules = modules_of(project)
    except Unreadable:
        return Macros("vba")
    texts = [(module.name, spoken(module.source)) for module in modules]
    speaking = [(name, words) for name, words in texts if words]  # those of sheets say nothing
    generations = [_generation(name, words) for name, words in speaking]
    if not all(generations):
        return Macros("vba")
    compiled = any(module.compiled for module in modules)
    library = next(filter(None, (_library(words) for _, words in speaking)), "")
    return Macros("own_vba_compiled" if compiled else "own_vba", min(generations, default=0), library)


def modules_of(project: bytes) -> tuple[Module, ...]:
    """Return every module of a project; Unreadable for whatever is not sound."""
    try:
        return tuple(_modules(streams_of(project)))
    except (Broken, struct.error, IndexError, LookupError, UnicodeError) as fault:
        raise Unreadable(str(fault)) from None


def digest_of(source: str) -> str:
    """Return what tells a module by what it does: the same for every version of xlwings' library."""
    return _digest(spoken(source))


def is_known(name: str, source: str) -> bool:
    """Say whether a module with this name and text is one of ours."""
    return _generation(name, spoken(source)) > 0


def _generation(name: str, words: str) -> int:
    return KNOWN.get(name, {}).get(_digest(words), 0)


def library_of(source: str) -> str:
    """Return the version of xlwings' library that a module calls, "" where it calls none."""
    return _library(spoken(source))


def _digest(words: str) -> str:
    library = _library(words)
    words = words.replace(library, "@version@") if library else words
    return hashlib.sha256(words.encode()).hexdigest()


def _library(words: str) -> str:
    found = _VERSION.search(words)
    return found[1] if found else ""


def spoken(source: str) -> str:
    """Return what a module says: the editor changes case, spaces and attributes on its own."""
    return "".join(_ATTRIBUTE.sub("", source).split()).casefold()


def _modules(streams: dict[str, bytes]) -> Iterator[Module]:
    directory = list(_records(_decompressed(streams["VBA/dir"])))
    _check_references(directory)
    pages = [struct.unpack("<H", data)[0] for kind, data in directory if kind == CODE_PAGE]
    encoding = f"cp{pages[0] if pages else 1252}"
    left = {name for name in streams if not _CACHES.fullmatch(name)}
    room = LONGEST_TOGETHER
    for name, stream, offset in _declared(directory, encoding):
        path = f"VBA/{stream}"
        if path not in left:
            raise Broken("a module without a stream of its own")
        left.remove(path)
        source = _decompressed(streams[path][offset:]).decode(encoding, "replace")
        room -= len(source)
        if room < 0:
            raise Broken("modules beyond the limit")
        yield Module(name, source, compiled=offset > 0)
    if left:
        raise Broken(f"streams that no module has: {len(left)}")


def _records(directory: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of every record; the version alone does not tell its length."""
    offset = 0
    while True:
        kind, size = struct.unpack_from("<HI", directory, offset)
        if kind == END:
            return
        size = 6 if kind == VERSION else size
        yield kind, directory[offset + 6 : offset + 6 + size]
        offset += 6 + size


def _check_references(directory: list[tuple[int, bytes]]) -> None:
    for kind, data in directory:
        if kind in (CONTROL, PROJECT):
            raise Broken("a reference to another project")
        if kind == REGISTERED and not any(library in data.upper() for library in LIBRARIES):
            raise Broken("a reference to another library")


def _declared(directory: list[tuple[int, bytes]], encoding: str) -> Iterator[tuple[str, str, int]]:
    """Yield name, stream and where the text begins in it, of every module."""
    name, stream, offset = "", "", 0
    for kind, data in directory:
        if kind == NAME:
            name = data.decode(encoding)
        elif kind == STREAM_NAME:
            stream = data.decode(encoding)
        elif kind == OFFSET:
            offset = struct.unpack("<I", data)[0]
        elif kind == END_OF_MODULE:
            yield name, stream, offset
            name, stream, offset = "", "", 0


def _decompressed(data: bytes) -> bytes:
    """Undo the compression of VBA: chunks of at most 4096 bytes, each on its own."""
    if not data.startswith(b"\x01"):
        raise Broken("no compressed text")
    found = bytearray()
    offset = 1
    while offset + 2 <= len(data) and len(found) <= LONGEST:
        header = struct.unpack_from("<H", data, offset)[0]
        end = offset + (header & 0x0FFF) + 3
        chunk = data[offset + 2 : end]
        found += _chunk(chunk) if header & 0x8000 else chunk
        offset = end
    if len(found) > LONGEST:
        raise Broken("a module beyond the limit")
    return bytes(found)


def _chunk(chunk: bytes) -> bytes:
    found = bytearray()
    place = 0
    while place < len(chunk):
        flags, place = chunk[place], place + 1
        for bit in range(8):
            if place >= len(chunk):
                break
            if flags >> bit & 1:
                token = struct.unpack_from("<H", chunk, place)[0]
                place += 2
                _copy(found, token)
            else:
                found.append(chunk[place])
                place += 1
    return bytes(found)


def _copy(found: bytearray, token: int) -> None:
    """Repeat what stands before; the more there is, the more bits tell how far back it lies."""
    bits = max((len(found) - 1).bit_length(), 4)
    length, back = (token & (0xFFFF >> bits)) + 3, (token >> (16 - bits)) + 1
    if back > len(found):
        raise Broken("a repetition of nothing")
    for _ in range(length):
        found.append(found[-back])
