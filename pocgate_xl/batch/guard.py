"""Limits of time and memory that a process keeps by itself, as well as it can."""

from __future__ import annotations

import _thread
import contextlib
import os
import threading
from collections.abc import Iterator

from ..core.assessment import Assessment
from ..rules.base import FileProblem
from .examine import Options, examine, unreadable


def too_late(seconds: float) -> FileProblem:
    return FileProblem("time_limit", f"more than {seconds:g} s")


def examine_within(file: str, options: Options) -> Assessment:
    """Assess one workbook in the main thread of a process that does nothing else.

    Only code of Python's own can be interrupted, and a crash is the end: for a single file that is
    enough, and it spares the start of a process.
    """
    late = threading.Event()

    def interrupt() -> None:
        late.set()
        _thread.interrupt_main()

    timer = threading.Timer(options.limits.seconds, interrupt)
    timer.daemon = True
    with bounded_memory(options.limits.memory_bytes):
        try:
            timer.start()
            return examine(file, options)
        except KeyboardInterrupt:
            if not late.is_set():
                raise
        finally:
            timer.cancel()
    return unreadable(file, too_late(options.limits.seconds), options)


@contextlib.contextmanager
def bounded_memory(size: int) -> Iterator[None]:
    """Let this process take so many bytes more, and leave no image when it crashes, where that can be."""
    try:
        import resource
    except ImportError:
        yield
        return
    kept = {which: resource.getrlimit(which) for which in (resource.RLIMIT_AS, resource.RLIMIT_CORE)}
    _set_limit(resource.RLIMIT_AS, _taken() + size, kept[resource.RLIMIT_AS][1])
    _set_limit(resource.RLIMIT_CORE, 0, kept[resource.RLIMIT_CORE][1])
    try:
        yield
    finally:
        for which, (soft, hard) in kept.items():
            _set_limit(which, soft, hard)


def _set_limit(which: int, soft: int, hard: int) -> None:
    import resource

    with contextlib.suppress(ValueError, OSError):  # not every platform can, nor below what is taken
        resource.setrlimit(which, (soft, hard))


def _taken() -> int:
    """Return the address space of this process where the platform tells it, else 0."""
    try:
        with open("/proc/self/statm", "rb") as stream:
            return int(stream.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0
