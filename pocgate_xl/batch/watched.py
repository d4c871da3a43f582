"""Work in this thread that ends when it takes too long, whichever thread of a host it is.

Nothing is started but a thread that waits. It raises in the one that works, which needs neither signals
nor the main thread; a single step inside the interpreter is not cut short, and none of ours is long.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

RAISE_EVERY_SECONDS = 0.1
"""An exception can be lost where Python swallows whatever is raised; then others follow."""


class TooLate(BaseException):
    """End the reading of a file; no code that reads one takes it for a fault of the file."""


class _Watch:
    """Raise TooLate in a thread once its time is over, and never after it has said that it is done."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.thread = seconds, threading.get_ident()
        self.done, self.lock, self.late = threading.Event(), threading.Lock(), False
        self.watcher: threading.Thread | None = None

    def start(self) -> None:
        watcher = threading.Thread(target=self.look, daemon=True)
        watcher.start()
        self.watcher = watcher

    def look(self) -> None:
        if not self.done.wait(self.seconds):
            while not self.done.is_set():
                with self.lock:
                    if not self.done.is_set():
                        self.late = True
                        _raise_in(self.thread, TooLate)
                self.done.wait(RAISE_EVERY_SECONDS)

    def end(self) -> None:
        with self.lock:
            self.done.set()
            if self.late:
                _raise_in(self.thread, None)  # what was raised and has not come yet comes no more
        if self.watcher is not None:
            self.watcher.join(RAISE_EVERY_SECONDS)


def _raise_in(thread: int, what: type[BaseException] | None) -> None:
    import ctypes  # only what is late needs it

    exception = None if what is None else ctypes.py_object(what)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), exception)


def in_time(work: Callable[[], T], seconds: float, otherwise: Callable[[], T]) -> T:
    """Return what some work gives, or what `otherwise` does where it takes longer than so many seconds.

    Where no thread can be started nobody watches.
    """
    watch = _Watch(seconds)
    with contextlib.suppress(RuntimeError):
        watch.start()
    try:
        try:
            return work()
        finally:
            watch.end()
    except TooLate:
        watch.end()
    return otherwise()
