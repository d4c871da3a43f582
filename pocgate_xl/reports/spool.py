"""Lines that wait until all of them are there: in memory while they are few, else in a file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

IN_MEMORY = 1 << 24
"""Bytes of lines that are kept in memory; more wait in a file."""


class Spool:
    """Lines in the order in which they came, each found again by where it stands."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._end = 0

    def add(self, line: str) -> int:
        """Keep a line, which ends as one, and return where it stands; all are kept before any is read."""
        place, content = self._end, line.encode("utf-8", "backslashreplace")
        self._stream.write(content)
        self._end += len(content)
        return place

    def at(self, place: int) -> str:
        """Return the line that stands at a place."""
        self._stream.seek(place)
        return self._stream.readline().decode()

    def __iter__(self) -> Iterator[str]:
        self._stream.seek(0)
        for line in self._stream:
            yield line.decode()


@contextmanager
def spooled() -> Iterator[Spool]:
    """Give a place for lines, which is gone afterwards."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY, "w+b") as stream:
        yield Spool(stream)
