"""Ctrl-C, and what ends a service or a session: once ends work in order, twice at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from .speech import say

ENDING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)
"""What asks a run to end; which of them there are depends on the system."""


@contextmanager
def first_interrupt_stops(message: str) -> Iterator[threading.Event]:
    """Give an event that the first Ctrl-C sets, with a word to the operator; the second does as ever."""
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for ending, before in replaced.items():
            signal.signal(ending, before)
        stopped.set()
        with suppress(RuntimeError):  # it may come while something else is being said
            say(message)

    with _handled_by(stop) as replaced:
        yield stopped


@contextmanager
def endings_raise() -> Iterator[None]:
    """Let every request to end raise KeyboardInterrupt, so that whoever holds something puts it down."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    with _handled_by(end, only=signal.SIG_DFL):
        yield


@contextmanager
def _handled_by(
    handler: Callable[[int, FrameType | None], None], only: Any = None
) -> Iterator[dict[Any, Any]]:
    """Give what was replaced by a handler.

    What the run was started to ignore stays ignored: by nohup, or by a shell in the background.
    """
    replaced: dict[Any, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for ending in ENDING:
            before = signal.getsignal(ending)
            if before not in (None, signal.SIG_IGN) and only in (None, before):
                replaced[ending] = signal.signal(ending, handler)
    try:
        yield replaced
    finally:
        for ending, before in replaced.items():
            signal.signal(ending, before)
