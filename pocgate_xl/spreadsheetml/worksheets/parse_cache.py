"""Parse only what was never seen before: most bytes of a submission are the template's.

A list in XML (rows of a sheet, shared strings) is cut behind every end tag of its entries. A piece that
was parsed before, in the same context, gives the same result again. The key is all of its bytes, so
nothing can be mistaken for something else. Where the cut is not certain, the whole part is parsed.

Why the cut is exact: without comments, CDATA and instructions every `<` begins a tag, since attribute
values cannot hold one; without namespaces of its own every tag means what it would mean elsewhere in
the list. When no entry was found out of place, and as many in place as there are opening tags by their
bytes, none lies within another; so every end tag ends an entry, and each piece is complete.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ...opc.limits import KIB, MIB

LARGEST_PART = 2 * MIB
LARGEST_ROOT = 4 * KIB


class Pieces(NamedTuple):
    """A part in pieces, and what stands around them."""

    root: bytes
    pieces: list[bytes]
    rest: bytes


class TagShape(NamedTuple):
    """How the tags of a list look in the bytes; other looks are valid, and read the long way."""

    root: re.Pattern[bytes]
    begin: bytes
    end: bytes
    entry: bytes
    entry_end: bytes

    def entries(self, piece: bytes) -> int:
        """Count the entries that begin in a piece."""
        return piece.count(self.entry)

    def plain(self, piece: bytes) -> bool:
        """Say whether a piece holds tags and text only, in the namespaces of the root.

        Known pieces were asked when they were new, so that most bytes of a file need no search.
        """
        return not any(mark in piece for mark in (b"<!", b"<?", b"xmlns", self.end))


ROWS = TagShape(re.compile(rb"<worksheet(?: [^<>]*)?>"), b"<sheetData>", b"</sheetData>", b"<row ", b"</row>")
STRINGS = TagShape(re.compile(rb"<sst(?: [^<>]*)?>"), b"", b"</sst>", b"<si>", b"</si>")


def cut(data: bytes, shape: TagShape) -> Pieces | None:
    """Cut a part into pieces; None when its bytes leave any doubt."""
    declared = data.startswith(b"<?xml ")
    if len(data) > LARGEST_PART:
        return None
    root = shape.root.search(data)
    if not root or len(root[0]) > LARGEST_ROOT or data.count(b"<", 0, root.start()) != declared:
        return None
    begin = data.find(shape.begin, root.end()) + len(shape.begin)
    end = data.rfind(shape.end)
    rest = data[:begin] + data[end:]
    if begin < root.end() or end < begin or not _tags_only(rest, declared):
        return None
    if b"xmlns" in data[root.end() : begin]:  # the list might be another one than the root's
        return None
    *pieces, last = data[begin:end].split(shape.entry_end)
    pieces = [piece + shape.entry_end for piece in pieces]
    if last:
        pieces.append(last)
    return Pieces(root[0], pieces, rest)


def _tags_only(data: bytes, declared: bool) -> bool:
    return b"<!" not in data and data.count(b"<?") == declared
