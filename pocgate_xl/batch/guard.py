"""Limits of time and memory that a process keeps by itself, as well as it can."""

from __future__ import annotations

import _thread
import contextlib
import threading

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
    bound_memory(options.limits.memory_bytes)
    try:
        timer.start()
        return examine(file, options)
    except KeyboardInterrupt:
        if not late.is_set():
            raise
        return unreadable(file, too_late(options.limits.seconds), options)
    finally:
        timer.cancel()


def bound_memory(size: int) -> None:
    """Let this process have so many bytes and leave no image of itself, where the platform can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (size, hard))
