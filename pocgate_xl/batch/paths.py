"""What paths stand for: files, folders, globs, URLs and lists of all these."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from ..errors import PocgateError
from ..patterns import pattern
from .archives import members_in
from .folders import SUFFIXES, PassOver, walked

LIST = "@"
"""Before the name of a file with a path on each line."""
STDIN = "@-"
"""The list that another program writes into this one."""
QUOTES = (('"', '"'), ("'", "'"), ("“", "”"))
"""What stands around a path that was copied out of a file manager or a letter."""

_URL = pattern(r"[A-Za-z][A-Za-z0-9+.-]+://")  # at least two letters: C:// is a drive
_NO_PATH = pattern(r"[\x00-\x08\x0e-\x1f]")
"""What stands in other files than lists."""


def _unheard(_path: str) -> None:
    """Let what is passed over go unheard."""


def workbooks_in(paths: Iterable[Path | str], pass_over: PassOver = _unheard) -> Iterator[str]:
    """Yield the files that paths stand for; a path that stands for none is yielded itself.

    Whatever lies in a folder is yielded, so that nothing that was sent in is lost; what programs leave
    behind is passed over, and told so.
    """
    for path in (os.fspath(path) for path in paths):
        if _is_list(path):
            yield from _found(_listed(path[len(LIST) :]), pass_over)
        else:
            yield from _found([path], pass_over)


def lists_in(paths: Iterable[Path | str]) -> Iterator[str]:
    """Yield the files among paths that hold lists of them."""
    named = (os.fspath(path) for path in paths)
    return (path[len(LIST) :] for path in named if path != STDIN and _is_list(path))


def _is_list(path: str) -> bool:
    if not path.startswith(LIST) or os.path.lexists(path):
        return False
    return path == STDIN or os.path.isfile(path[len(LIST) :])


def is_url(path: str) -> bool:
    """Say whether a path names a file on another machine."""
    return _URL.match(path) is not None


def _found(paths: Iterable[str], pass_over: PassOver) -> Iterator[str]:
    for path in paths:
        if is_url(path):
            from .remote import urls_in  # most files lie on this machine

            yield from _or_itself(urls_in(path, SUFFIXES), path)
        elif os.path.isdir(path):
            inside = chain.from_iterable(_unpacked(file, pass_over) for file in walked(path, pass_over))
            yield from _or_itself(inside, path)
        elif not os.path.lexists(path) and glob.has_magic(path):
            matches = sorted(glob.iglob(path, recursive=True))
            yield from _or_itself(_found(matches, pass_over), path)
        else:
            yield from _unpacked(path, pass_over)


def _unpacked(path: str, pass_over: PassOver) -> Iterator[str]:
    """Yield what is in an archive of workbooks; anything else itself."""
    return _or_itself(members_in(path, pass_over), path)


def _or_itself(files: Iterator[str], path: str) -> Iterator[str]:
    first = next(files, path)
    yield first
    yield from files


def _listed(file: str) -> Iterator[str]:
    """Yield the paths of a list; a list names no further lists."""
    from ..workbook.creation.lists.text import lines_of

    named = "on stdin" if LIST + file == STDIN else file
    lines = list(lines_of(_content(file)))
    if any(map(_NO_PATH.search, lines)):
        raise PocgateError(f"{named} is not a list of paths.", "Write one path per line.")
    paths = list(filter(None, map(_path_of, lines)))
    if not paths:
        raise PocgateError(f"The list {named} contains no files.", "Write one path per line.")
    yield from paths


def _content(file: str) -> bytes:
    if LIST + file == STDIN:
        return sys.stdin.buffer.read()
    with open(file, "rb") as stream:
        return stream.read()


def _path_of(line: str) -> str:
    """Return the path on a line: as it stands where that leads somewhere, else without what is around it."""
    path = line.strip()
    for opening, closing in QUOTES:
        if len(path) > 1 and path[0] == opening and path[-1] == closing:
            path = path[1:-1]
    return line if line.strip() and os.path.lexists(line) else path
