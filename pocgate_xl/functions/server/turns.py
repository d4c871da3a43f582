"""How much a server does at once: who comes when there is too much is told to come again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

Result = TypeVar("Result")


class Busy(Exception):
    """The refusal of a request while there is too much to do."""


class Turns:
    """Do works off the event loop: so many at a time, so many wait, further ones are refused.

    A work that nobody waits for any more takes its turn until it ends, as no thread can be stopped.
    """

    def __init__(self, running: int, waiting: int) -> None:
        self._threads = ThreadPoolExecutor(running)
        self._most, self._taken = running + waiting, 0

    async def take(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """Return what a work gives when its turn has come; Busy when too many wait."""
        if self._taken >= self._most:
            raise Busy
        self._taken += 1
        loop = asyncio.get_running_loop()
        future = self._threads.submit(work, *arguments)
        future.add_done_callback(lambda done: self._release(loop, done))
        return await asyncio.wrap_future(future)

    def _release(self, loop: asyncio.AbstractEventLoop, _done: Future[Any]) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._free)

    def _free(self) -> None:
        self._taken -= 1


class Bytes:
    """A count of the bytes of all requests that are under way; Busy when there are too many."""

    def __init__(self, most: int) -> None:
        self.most, self.taken = most, 0

    @contextmanager
    def counted(self) -> Iterator[Callable[[int], None]]:
        """Give what takes bytes for one request; they are free again when it ends."""
        own = 0

        def take(size: int) -> None:
            nonlocal own
            if self.taken + size > self.most:
                raise Busy
            own += size
            self.taken += size

        try:
            yield take
        finally:
            self.taken -= own


class BodyReading:
    """A bound on how many bodies are read at once: the one that has taken longest makes room."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._limits: dict[asyncio.Timeout, None] = {}

    @contextmanager
    def one(self) -> Iterator[asyncio.Timeout]:
        """Give the time limit within which a body must be there."""
        if len(self._limits) >= self._most:
            oldest = next(iter(self._limits))
            del self._limits[oldest]
            oldest.reschedule(asyncio.get_running_loop().time())
        limit = asyncio.timeout(self._seconds)
        self._limits[limit] = None
        try:
            yield limit
        finally:
            self._limits.pop(limit, None)
