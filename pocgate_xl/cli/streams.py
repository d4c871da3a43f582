"""stdin, stdout and stderr as this program needs them, also where somebody closed them."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..reports.parts import Screen

STANDARD = (0, 1, 2)
NARROWEST = 40
"""Columns of a terminal below which lines that break would be no better to read."""

USUAL_COLUMNS = 80


class ClosedStream(io.TextIOBase):
    """Refuse what is written, as nobody would ever read it."""

    def write(self, _text: str) -> int:
        raise OSError(errno.EBADF, "stdout is closed")

    @property
    def buffer(self) -> Any:
        raise OSError(errno.EBADF, "stdout is closed")


def prepare_streams() -> None:
    """Write data as UTF-8 wherever it goes, and people's lines so that no character stops them."""
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _fill_gaps()
    if isinstance(sys.stdout, io.TextIOWrapper):
        terminal = sys.stdout.isatty()
        sys.stdout.reconfigure(encoding=None if terminal else "utf-8", errors="backslashreplace")
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")


def _fill_gaps() -> None:
    """Put something in the place of closed streams: the next file that is opened would take it."""
    for number in STANDARD:
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the first number that is free
    if sys.stdout is None:
        sys.stdout = ClosedStream()
    if sys.stderr is None:  # print would take stdout instead
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 it stays


def drop_stdout() -> None:
    """Write what waits in stdout, or let it go nowhere: the end of the process must not stumble over it."""
    try:
        sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def columns() -> int:
    """Return how wide the terminal is, as `shutil.get_terminal_size` does."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or USUAL_COLUMNS  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return USUAL_COLUMNS


def screen_of_stdout() -> Screen | None:
    """Return how stdout shows a report that people read; None where it is no terminal."""
    from ..reports.parts import Screen

    terminal, colour = sys.stdout.isatty(), _colour_is_wished()
    if not terminal:
        return Screen(colour=True) if colour else None
    width = max(NARROWEST, columns())
    return Screen(width, _can_colour() if colour is None else colour)


def _colour_is_wished() -> bool | None:
    """Return what the operator says about colours: no-color.org, force-color.org; None for nothing."""
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "")
    return forced not in ("0", "false") if forced else None


def _can_colour() -> bool:
    if os.environ.get("TERM") == "dumb":
        return False
    return os.name != "nt" or bool(os.environ.get("WT_SESSION") or os.environ.get("TERM"))
