"""Names of what a process has open already: /dev/stdout, /dev/fd/5, /proc/self/fd/5."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

MOST_LINKS = 40
_DESCRIPTORS = re.compile(r"/dev/fd|/proc/(?:self|thread-self|[0-9]+)(?:/task/[0-9]+)?/fd")


def is_stdout(file: Path) -> bool:
    """Say whether a path stands for stdout itself, or for the file that it was sent into."""
    if descriptor_of(file) == 1:
        return True
    try:
        there, out = os.stat(file), os.fstat(sys.__stdout__.fileno() if sys.__stdout__ else 1)
    except (OSError, ValueError):
        return False
    return os.path.samestat(there, out)


def descriptor_of(file: Path) -> int | None:
    """Return the number of the descriptor of this process that a path leads to, if it leads to one."""
    path = os.path.abspath(file)
    for _ in range(MOST_LINKS):
        try:
            folder, name = os.path.realpath(os.path.dirname(path)), os.path.basename(path)
            if _DESCRIPTORS.fullmatch(folder) and _is_own(folder):
                return int(name) if name.isascii() and name.isdigit() else None
            path = os.path.normpath(os.path.join(folder, os.readlink(path)))
        except (OSError, ValueError):
            return None
    return None


def _is_own(folder: str) -> bool:
    """Say whether descriptors are this process's; another one's are written to by their names."""
    numbers = re.findall(r"^/proc/([0-9]+)", folder)
    return not numbers or int(numbers[0]) == os.getpid()
