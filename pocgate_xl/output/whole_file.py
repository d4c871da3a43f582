"""Files that nobody ever sees half of: written beside their place, then moved into it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: there nobody can remove what somebody has open
    fcntl = None  # type: ignore[assignment]

LONGEST_NAME = 150
"""Bytes of a name that stand in that of its temporary file; file systems allow 255 in all."""
NEW_MODE = 0o666
"""Less what the umask takes away, as for any new file."""

_TEMPORARY = re.compile(r"\..+\.[0-9]+-[0-9a-f]{8}\.tmp", re.DOTALL)


def replace(
    place: Path,
    there: os.stat_result | None,
    pieces: Iterable[bytes],
    destination: Callable[[], Path],
    mode: int = NEW_MODE,
) -> Path:
    """Write pieces and move them to a destination, which is asked for at the end; return it.

    `mode` are the permissions of a file that is not there yet.
    """
    with _written(place, there, pieces, mode) as temporary:
        goal = destination()
        os.replace(temporary, goal)
    return goal


def claim(place: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that is not there yet; FileExistsError when somebody else was faster."""
    with _written(place, None, pieces) as temporary:
        if os.name == "nt":
            os.rename(temporary, place)  # which replaces nothing there
        elif not _linked(temporary, place):
            os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
            os.replace(temporary, place)


def _linked(temporary: Path, place: Path) -> bool:
    """Give a file its second name, whole and at once; False where a file can have only one."""
    try:
        os.link(temporary, place)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


@contextlib.contextmanager
def _written(
    place: Path, there: os.stat_result | None, pieces: Iterable[bytes], mode: int = NEW_MODE
) -> Iterator[Path]:
    """Give a file beside a place with all pieces in it; it is gone afterwards, unless it was moved."""
    _clear(place.parent)
    handle, temporary = _open_beside(place, mode if there is None else stat.S_IMODE(there.st_mode))
    try:
        with os.fdopen(handle, "wb") as stream:
            if there is not None:
                _be_like(handle, there)
            for piece in pieces:
                stream.write(piece)
            stream.flush()
            os.fsync(handle)
            if fcntl:
                yield temporary
        if not fcntl:  # Windows moves no file that is open
            yield temporary
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary)


def _open_beside(place: Path, mode: int) -> tuple[int, Path]:
    """Return a new file that is locked, by which others see that its writer lives."""
    while True:
        temporary = place.with_name(f".{_stem(place)}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        handle = os.open(temporary, flags, mode)
        _lock(handle)
        # Whoever cleared the place before there was a lock took the file for a dead one's.
        if not fcntl or os.fstat(handle).st_nlink:
            return handle, temporary
        os.close(handle)


def _be_like(handle: int, there: os.stat_result) -> None:
    """Give a file the owner and the permissions of the one that it replaces."""
    if hasattr(os, "fchmod"):
        own = os.fstat(handle)
        if (own.st_uid, own.st_gid) != (there.st_uid, there.st_gid):
            with contextlib.suppress(OSError):
                os.fchown(handle, there.st_uid, there.st_gid)
        os.fchmod(handle, stat.S_IMODE(there.st_mode))


@cache
def _clear(folder: Path) -> None:
    """Remove what killed runs left in a folder: temporary files of this program that nobody holds.

    Once a folder is enough, and thousands of files may be written into one.
    """
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for path in [each.path for each in entries if _TEMPORARY.fullmatch(each.name)]:
            with contextlib.suppress(OSError):
                _remove_dead(path)


def _remove_dead(path: str) -> None:
    if not fcntl:
        os.unlink(path)
        return
    handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if stat.S_ISREG(os.fstat(handle).st_mode) and _lock(handle):
            os.unlink(path)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    """Lock an open file; say whether nobody else had, also where there are no locks."""
    if not fcntl:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # no locks on this file system: then nobody's file is removed
        return False
    return True


def _stem(place: Path) -> str:
    name = os.fsencode(place.name)
    return place.name if len(name) <= LONGEST_NAME else hashlib.sha256(name).hexdigest()[:32]
