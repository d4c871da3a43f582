"""Parse only what was never seen before: most bytes of a submission are the template's.

A list in XML (rows of a sheet, shared strings) is cut into its items by their bytes. An item that
was parsed before, in the same context, gives the same result again. The key is all of its bytes, so
nothing can be mistaken for something else. Where the cut is not certain, `cut` returns None and the
whole part is parsed.

Why the cut is exact: without comments, CDATA and instructions every `<` begins a tag, since attribute
values cannot hold one. Items are as many as the elements found in them, so no item holds two; each
begins with its element's tag and ends with the first end tag of that name, so none is incomplete.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Generic, NamedTuple, TypeVar

from .limits import KIB, MIB

T = TypeVar("T")

LARGEST_PART = 2 * MIB
LARGEST_ROOT = 4 * KIB
REMEMBERED_BYTES = 8 * MIB


class Cut(NamedTuple):
    """Hold a part in pieces: the items, and what stands around them."""

    root: bytes
    items: list[bytes]
    rest: bytes
    """The part without its items."""


class Shape(NamedTuple):
    """Say how the tags of a list look in the bytes; other looks are valid, and read the long way."""

    root: re.Pattern[bytes]
    opening: bytes
    closing: bytes
    item: re.Pattern[bytes]


ROWS = Shape(
    re.compile(rb"<worksheet(?: [^<>]*)?>"),
    b"<sheetData>",
    b"</sheetData>",
    re.compile(rb"<row [^<>]*(?:(?<=/)>|(?<!/)>.*?</row>)", re.DOTALL),
)
STRINGS = Shape(
    re.compile(rb"<sst(?: [^<>]*)?>"),
    b"",
    b"</sst>",
    re.compile(rb"<si>.*?</si>", re.DOTALL),
)


def cut(data: bytes, shape: Shape) -> Cut | None:
    """Cut a part into items; None when the bytes leave any doubt where an item begins or ends."""
    if len(data) > LARGEST_PART or b"<!" in data or data.count(b"<?") != data.startswith(b"<?xml "):
        return None
    root = shape.root.search(data)
    if not root or len(root[0]) > LARGEST_ROOT or data.count(b"<", 0, root.start()) != data.count(b"<?"):
        return None
    if data.count(shape.closing) != 1 or (shape.opening and data.count(shape.opening) != 1):
        return None
    begin = data.find(shape.opening, root.end()) + len(shape.opening)
    end = data.find(shape.closing)
    body = data[begin:end]
    items = shape.item.findall(body)
    if begin < root.end() or end < begin or sum(map(len, items)) != len(body):
        return None
    return Cut(root[0], items, data[:begin] + data[end:])


class Memory(Generic[T]):
    """Remember what items gave, by context and bytes; forget everything rather than grow."""

    def __init__(self) -> None:
        self._known: dict[Hashable, dict[bytes, T]] = {}
        self._size = 0

    def known(self, context: Hashable) -> Mapping[bytes, T]:
        return self._known.get(context, {})

    def add(self, context: Hashable, results: Mapping[bytes, T]) -> None:
        self._size += LARGEST_ROOT + sum(len(item) for item in results)
        if self._size > REMEMBERED_BYTES:
            self._known, self._size = {}, 0
        self._known.setdefault(context, {}).update(results)
