"""What was read before is not read again: most bytes of a submission are the template's."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from .limits import MIB
from .package import Package

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

REMEMBERED_BYTES = 8 * MIB
OVERHEAD = 100
"""Bytes of an entry beside what its key says."""


class Memory(Generic[K, T]):
    """Remember what keys gave, by context, for as long as they keep coming.

    When half of `most` was added, what was not asked for since the last time is forgotten: what every file
    has stays, what one file has goes.
    """

    def __init__(self, most: int = REMEMBERED_BYTES) -> None:
        self._most = most // 2
        self._new: dict[Hashable, dict[K, T]] = {}
        self._old: dict[Hashable, dict[K, T]] = {}
        self._size = 0

    def get(self, context: Hashable, key: K, size: int = 0) -> T | None:
        """Return what a key gave; `size` is what it is worth, in bytes, should it be kept again."""
        found = self._new.get(context, _NOTHING).get(key)
        if found is None and (found := self._old.get(context, _NOTHING).get(key)) is not None:
            self.add(context, {key: found}, size)
        return found

    def each(self, context: Hashable, keys: Sequence[K], size: Callable[[K], int]) -> list[T | None]:
        """Return what each key gave, None where it is not known."""
        found: list[T | None] = list(map(self._new.get(context, _NOTHING).get, keys))
        if None in found and (old := self._old.get(context)):
            again = {key: old[key] for key in keys if key in old}
            self.add(context, again, sum(map(size, again)))
            found = [again.get(key) if each is None else each for key, each in zip(keys, found, strict=True)]
        return found

    def add(self, context: Hashable, results: Mapping[K, T], size: int) -> None:
        if not results:
            return
        self._new.setdefault(context, {}).update(results)
        self._size += size + OVERHEAD * len(results)
        if self._size > self._most:
            self._new, self._old, self._size = {}, self._new, 0


_NOTHING: Mapping[Any, Any] = {}
_PARTS: Memory[Hashable, Any] = Memory()


def read_once(read: Callable[[bytes], T], package: Package, name: str, *context: Hashable) -> T:
    """Read a part unless its packed bytes are known; what is read depends on `context` and nothing else."""
    packed = package.packed(name)
    context = (package.limits, *context)
    found: T | None = _PARTS.get(context, packed, packed.unpacked)
    if found is None:
        found = read(package.read(name))
        _PARTS.add(context, {packed: found}, packed.unpacked)
    return found
