"""What takes long to make, kept in the user's own folder until it is asked for again.

An entry is bytes under the digest of what they were made from. What lies there is believed only where nobody
else could have put it there, and as long as it is whole; else it is as if it were not there. Nothing in it is
carried out, and whatever goes wrong costs time alone: it is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from . import whole_file

VARIABLE = "POCGATE_CACHE"
"""Names the variable with the path of the folder; an empty one says that nothing is kept."""
NAME = "pocgate"
SUFFIX = ".kept"
LARGEST = 1 << 24
"""Bytes of an entry: a blank workbook has a hundredth of them."""
MOST = 200
"""Entries that are kept: the oldest make room."""
_FOREIGN_WRITERS = stat.S_IWGRP | stat.S_IWOTH
_FLAGS = (
    os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
)
_ENTRY = re.compile(rf"[0-9a-f]{{64}}\{SUFFIX}")


def cache_folder() -> Path | None:
    """Return the user's folder, which need not be there; None where nothing is kept."""
    chosen = os.environ.get(VARIABLE)
    if chosen is not None:
        return Path(chosen).absolute() if chosen else None
    try:
        return _usual_folder() / NAME
    except RuntimeError:  # nobody's home is known
        return None


def _usual_folder() -> Path:
    """Return where a system keeps such things of a user."""
    if os.name == "nt":
        local = os.environ.get("LOCALAPPDATA", "")
        return Path(local) if local else Path.home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    chosen = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return chosen if chosen.is_absolute() else Path.home() / ".cache"


def kept(made_from: str, make: Callable[[], bytes], holds: Callable[[bytes], object] = bool) -> bytes:
    """Return what is kept for a digest in hexadecimal digits, or make it and keep it.

    What is kept is taken if `holds` says so of it.
    """
    folder = cache_folder()
    if folder is None:
        return make()
    file = folder / f"{made_from}{SUFFIX}"
    found = _read(file, made_from)
    if found is not None and holds(found):
        return found
    content = make()
    _keep(file, made_from, content)
    return content


def clear() -> int:
    """Remove what is kept; return how many entries there were. Whatever else lies in the folder stays."""
    removed = 0
    for file in entries():
        with contextlib.suppress(OSError):
            file.unlink()
            removed += 1
    return removed


def entries() -> list[Path]:
    """Return the files of all that is kept, the oldest first."""
    folder = cache_folder()
    return sorted(_entries(folder), key=_age) if folder else []


def _entries(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        yield from [Path(each.path) for each in found if _ENTRY.fullmatch(each.name)]


def _age(file: Path) -> float:
    try:
        return file.lstat().st_mtime
    except OSError:  # somebody removes it
        return 0.0


def _read(file: Path, made_from: str) -> bytes | None:
    try:
        if not _is_ours(os.stat(file.parent)):
            return None
        handle = os.open(file, _FLAGS)
        with os.fdopen(handle, "rb") as stream:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode) or not _is_ours(status) or status.st_size > LARGEST:
                return None
            whole = stream.read(LARGEST)
    except (OSError, ValueError):
        return None
    seal, _, content = whole.partition(b"\n")
    return content if seal == _seal(made_from, content) else None


def _is_ours(status: os.stat_result) -> bool:
    """Say whether nobody but the user (and the system) can write here, as far as the system tells."""
    if os.name == "nt":
        return True  # the folder of a profile is its user's
    return status.st_uid == os.geteuid() and not status.st_mode & _FOREIGN_WRITERS


def _seal(made_from: str, content: bytes) -> bytes:
    return hashlib.sha256(made_from.encode("ascii") + b"\n" + content).hexdigest().encode("ascii")


def _keep(file: Path, made_from: str, content: bytes) -> None:
    """Write an entry whole or not at all, and none where others could change it."""
    with contextlib.suppress(OSError, ValueError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(os.stat(file.parent)):
            return
        for old in sorted(_entries(file.parent), key=_age)[: -MOST + 1]:
            old.unlink()
        pieces = (_seal(made_from, content), b"\n", content)
        whole_file.replace(file, None, pieces, lambda: file, PRIVATE)


PRIVATE = 0o600
