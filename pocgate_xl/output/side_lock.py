"""One writer at a time for a file that several add to: who comes second waits for the first.

What is locked is a file beside it, as the file itself is replaced. The system takes a lock from a process
that ends, however it ends, so none is ever left behind; the empty file may be, and locks nothing.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from ..errors import OutputError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PREFIX = ".pocgate-"
"""How the names of locks begin, by which folders of workbooks pass them over."""
PATIENCE = 60.0
"""Seconds for which the others are waited for: each of them is done within one."""
_LOOK_EVERY = 0.02


@contextlib.contextmanager
def locked(file: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Keep others that lock the same file waiting; OutputError where they do not come to an end.

    On a file system without locks nobody waits.
    """
    side = file.with_name(f"{PREFIX}{file.name}.lock")
    deadline = time.monotonic() + patience
    while (handle := _taken(side)) is None:
        if time.monotonic() > deadline:
            raise OutputError(f"{file} is being written by another run.", "Wait for it and run this again.")
        time.sleep(_LOOK_EVERY)
    try:
        yield
    finally:
        if fcntl:  # while it is locked: whoever opened it meanwhile sees that it is gone
            with contextlib.suppress(OSError):
                side.unlink()
        os.close(handle)
        if not fcntl:
            with contextlib.suppress(OSError):  # somebody else has it open
                side.unlink()


def _taken(side: Path) -> int | None:
    """Return the lock as an open file; None while somebody else has it."""
    try:
        handle = os.open(side, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    except PermissionError:
        if os.name == "nt":  # it is being removed
            return None
        raise
    if _locks(handle) and _is(side, handle):
        return handle
    os.close(handle)
    return None


def _locks(handle: int) -> bool:
    """Lock an open file; say whether nobody else had."""
    try:
        if fcntl:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        import errno

        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)  # else there are no locks here
    return True


def _is(side: Path, handle: int) -> bool:
    """Say whether what was locked is still what others will find."""
    try:
        return os.path.samestat(os.stat(side), os.fstat(handle))
    except OSError:
        return False
