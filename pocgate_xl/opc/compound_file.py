"""Compound files, as far as a VBA project needs them: named streams, nothing followed twice.

Source: MS-CFB 2.2 header, 2.3 FAT, 2.4 mini FAT, 2.5 DIFAT, 2.6 directory.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END_OF_CHAIN, FREE = 0xFFFFFFFE, 0xFFFFFFFF
HEADER, ENTRY = 512, 128
IN_HEADER = 109
STORAGE, STREAM, ROOT = 1, 2, 5
SMALL_CUTOFF = 4096
DEEPEST = 32
"""How many storages may stand within each other; a project of macros needs four."""


class Broken(Exception):
    """That a file is not built as its kind asks."""


class DirectoryEntry(NamedTuple):
    """One entry of the directory; siblings form a tree of numbers."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


def streams_of(data: bytes) -> dict[str, bytes]:
    """Return every stream by its path; Broken for whatever is not sound."""
    if len(data) < HEADER or not data.startswith(MAGIC):
        raise Broken("no compound file")
    try:
        return _File(data).streams()
    except (struct.error, IndexError, UnicodeDecodeError) as fault:
        raise Broken(type(fault).__name__) from None


def top_names(data: bytes) -> tuple[str, ...]:
    """Return the names of streams and storages that lie in no other; Broken for whatever is not sound."""
    if len(data) < HEADER or not data.startswith(MAGIC):
        raise Broken("no compound file")
    try:
        return tuple(_File(data).top_names())
    except (struct.error, IndexError, UnicodeDecodeError) as fault:
        raise Broken(type(fault).__name__) from None


class _File:
    def __init__(self, data: bytes) -> None:
        self.data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if (shift, small_shift) not in ((9, 6), (12, 6)):
            raise Broken("sector size")
        self.sector, self.small = 1 << shift, 1 << small_shift
        directory, _, _, small_fat = struct.unpack_from("<IIII", data, 48)
        self.fat = self._numbers(self._fat_sectors())
        self.small_fat = self._numbers(self._chain(small_fat, self.fat))
        self.entries = list(self._entries(b"".join(map(self._at, self._chain(directory, self.fat)))))
        root = self.entries[0]
        self.container = b"".join(map(self._at, self._chain(root.start, self.fat)))

    def _at(self, number: int) -> bytes:
        begin = (number + 1) * self.sector
        if begin >= len(self.data):
            raise Broken("sector out of the file")
        return self.data[begin : begin + self.sector].ljust(self.sector, b"\0")

    def _fat_sectors(self) -> list[int]:
        found = [n for n in struct.unpack_from(f"<{IN_HEADER}I", self.data, 76) if n < END_OF_CHAIN]
        further = struct.unpack_from("<I", self.data, 68)[0]
        seen: set[int] = set()
        while further < END_OF_CHAIN:
            if further in seen:
                raise Broken("a list that never ends")
            seen.add(further)
            *numbers, further = struct.unpack(f"<{self.sector // 4}I", self._at(further))
            found += [number for number in numbers if number < END_OF_CHAIN]
        if len(set(found)) < len(found):
            raise Broken("a sector that stands twice")
        return found

    def _numbers(self, sectors: list[int]) -> list[int]:
        return [n for each in sectors for n in struct.unpack(f"<{self.sector // 4}I", self._at(each))]

    def _chain(self, start: int, table: list[int], most: int | None = None) -> list[int]:
        """Return the sectors of a chain, at most so many."""
        chain: list[int] = []
        while start < END_OF_CHAIN and len(chain) != most:
            if len(chain) > len(table) or start >= len(table):
                raise Broken("a chain that never ends")
            chain.append(start)
            start = table[start]
        return chain

    def _entries(self, directory: bytes) -> Iterator[DirectoryEntry]:
        for offset in range(0, len(directory), ENTRY):
            length, kind = struct.unpack_from("<HB", directory, offset + 64)
            left, right, child = struct.unpack_from("<III", directory, offset + 68)
            start, size = struct.unpack_from("<II", directory, offset + 116)
            name = directory[offset : offset + max(0, min(length, 64) - 2)].decode("utf-16-le")
            yield DirectoryEntry(name, kind, left, right, child, start, size)

    def top_names(self) -> Iterator[str]:
        todo, seen = [self.entries[0].child], {FREE}
        while todo:
            number = todo.pop()
            if number not in seen:
                seen.add(number)
                entry = self.entries[number]
                todo += [entry.left, entry.right]
                yield entry.name

    def streams(self) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        todo, seen, room = [(self.entries[0].child, "")], set[int](), len(self.data)
        while todo:
            number, path = todo.pop()
            if number == FREE:
                continue
            if number in seen or path.count("/") > DEEPEST:
                raise Broken("an entry that stands twice, or too deep")
            seen.add(number)
            entry = self.entries[number]
            todo += [(entry.left, path), (entry.right, path)]
            if entry.kind == STORAGE:
                todo.append((entry.child, f"{path}{entry.name}/"))
            elif entry.kind == STREAM:
                room -= entry.size
                if room < 0:  # what shares its sectors could be told without end
                    raise Broken("streams longer than the file together")
                found[path + entry.name] = self._content(entry)
        return found

    def _content(self, entry: DirectoryEntry) -> bytes:
        if entry.size > len(self.data):
            raise Broken("a stream longer than the file")
        if entry.size >= SMALL_CUTOFF:
            chain = self._chain(entry.start, self.fat, -(-entry.size // self.sector))
            content = b"".join(map(self._at, chain))
        else:
            chain = self._chain(entry.start, self.small_fat, -(-entry.size // self.small))
            content = b"".join(self.container[n * self.small : (n + 1) * self.small] for n in chain)
        if len(content) < entry.size:
            raise Broken("a stream shorter than announced")
        return content[: entry.size]
