"""How far a long run has come: one line on stderr, for people only."""

from __future__ import annotations

import sys
import time
from typing import TextIO

EVERY_SECONDS = 0.1
LONG_SECONDS = 10.0
"""How often a line is drawn anew on a terminal, and how often one is written into a log."""

ERASE = "\r\x1b[K"


class Progress:
    """A count of what is done; short work leaves no trace in a log, and quiet work none anywhere."""

    def __init__(self, things: str, total: int, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self.things, self.total, self.done = things, total, 0
        self.stream = sys.stderr if stream is None else stream
        self.terminal = self.stream.isatty()
        self.silent = quiet or total < 2
        self.shown_at = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self.terminal and not self.silent:
            self._write(ERASE)

    def advance(self) -> None:
        """Count one more; tell it when it is time."""
        self.done += 1
        now = time.monotonic()
        if self.silent or now - self.shown_at < (EVERY_SECONDS if self.terminal else LONG_SECONDS):
            return
        self.shown_at = now
        line = f"{self.done} / {self.total} {self.things}"
        self._write(f"{ERASE}{line}" if self.terminal else f"{line}\n")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()
