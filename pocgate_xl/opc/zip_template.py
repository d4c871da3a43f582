"""A workbook with placeholders: what is the same every time is deflated once, substitutions are stored.

What stands between placeholders is deflated on its own up to a byte's end, and each substitution goes
between as a stored block; together they are one ordinary deflate stream.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from .package import Package
from .zip_reader import DEFLATED
from .zip_writer import LEVEL, Packed, copied_part, write_packed

LARGEST_SUBSTITUTION = 0xFFFF
NO_CONTENTS: Mapping[str, bytes] = {}
_LAST = b"\x03\x00"
"""An empty block that ends a stream."""
_STORED = struct.Struct("<B2H")


class Chunk(NamedTuple):
    content: bytes
    packed: bytes


class _Split(NamedTuple):
    """One part: its begin with the checksum, then each placeholder and what stands behind it."""

    name: str
    begin: Chunk
    checksum: int
    rest: tuple[tuple[bytes, Chunk], ...]


class ZipTemplate:
    """A workbook cut at placeholders: bytes that stand for what differs."""

    def __init__(
        self,
        workbook: bytes,
        placeholders: Iterable[bytes],
        parts: Sequence[str],
        contents: Mapping[str, bytes] = NO_CONTENTS,
    ) -> None:
        """Cut these parts of a workbook; `contents` are those of parts that hold something else."""
        package = Package.from_bytes(workbook)
        pattern = _pattern(placeholders)
        self._parts = tuple(
            _split(name, contents.get(name) or package.read(name), pattern)
            if name in parts
            else copied_part(package, name)
            for name in package.names
        )

    @property
    def placeholders(self) -> list[bytes]:
        """Return every placeholder, as often as it stands somewhere."""
        return [
            placeholder for part in self._parts if isinstance(part, _Split) for placeholder, _ in part.rest
        ]

    def substituted(self, substitutions: Mapping[bytes, bytes]) -> bytes:
        """Return the workbook with what is given for each placeholder in its place."""
        chunks = {each: Chunk(content, _block(content)) for each, content in substitutions.items()}
        return write_packed(
            _assembled(part, chunks) if isinstance(part, _Split) else part for part in self._parts
        )


def replaced_in(content: bytes, substitutions: Mapping[bytes, bytes]) -> bytes:
    """Return a part with what is given for each placeholder in its place, all at once."""
    if not substitutions:
        return content
    return _pattern(substitutions).sub(lambda found: substitutions[found[0]], content)


def _pattern(placeholders: Iterable[bytes]) -> re.Pattern[bytes]:
    return re.compile(b"(" + b"|".join(map(re.escape, placeholders)) + b")")


def _split(name: str, content: bytes, pattern: re.Pattern[bytes]) -> _Split:
    begin, *rest = pattern.split(content)
    behind = zip(rest[::2], map(_deflated, rest[1::2]), strict=True)
    return _Split(name, _deflated(begin), zlib.crc32(begin), tuple(behind))


def _deflated(content: bytes) -> Chunk:
    deflater = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Chunk(content, deflater.compress(content) + deflater.flush(zlib.Z_FULL_FLUSH))


def _block(content: bytes) -> bytes:
    """Return content as a block that is not compressed."""
    return _STORED.pack(0, len(content), len(content) ^ LARGEST_SUBSTITUTION) + content


def _assembled(part: _Split, chunks: Mapping[bytes, Chunk]) -> Packed:
    crc, size = part.checksum, len(part.begin.content)
    packed = [part.begin.packed]
    for placeholder, behind in part.rest:
        for chunk in (chunks[placeholder], behind):
            crc = zlib.crc32(chunk.content, crc)
            size += len(chunk.content)
            packed.append(chunk.packed)
    packed.append(_LAST)
    return Packed(part.name, DEFLATED, crc, size, b"".join(packed))
