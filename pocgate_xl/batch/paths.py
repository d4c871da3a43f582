"""What paths stand for: files, folders, globs, URLs and lists of all these."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from .remote import is_url, urls_in

SUFFIXES = (".xlsx", ".xlsm")
LIST = "@"
"""Before the name of a file with a path on each line."""


def workbooks_in(paths: Iterable[Path | str]) -> Iterator[str]:
    """Yield the workbooks that paths stand for; a path that stands for none is yielded itself."""
    for path in (os.fspath(path) for path in paths):
        if _is_list(path):
            yield from _or_itself(_found(_listed(path[len(LIST) :])), path)
        else:
            yield from _found([path])


def lists_in(paths: Iterable[Path | str]) -> Iterator[str]:
    """Yield the files among paths that hold lists of them."""
    return (path[len(LIST) :] for path in (os.fspath(path) for path in paths) if _is_list(path))


def _is_list(path: str) -> bool:
    return path.startswith(LIST) and not os.path.lexists(path) and os.path.isfile(path[len(LIST) :])


def _found(paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        if is_url(path):
            yield from _or_itself(urls_in(path, SUFFIXES), path)
        elif os.path.isdir(path):
            yield from _or_itself(_walked(path), path)
        elif not os.path.lexists(path) and glob.has_magic(path):
            matches = sorted(glob.iglob(path, recursive=True))
            yield from _or_itself(_found(matches), path)
        else:
            yield path


def _or_itself(files: Iterator[str], path: str) -> Iterator[str]:
    first = next(files, path)
    yield first
    yield from files


def _walked(folder: str) -> Iterator[str]:
    """Yield the workbooks under a folder, and the folders that cannot be looked into."""
    closed: list[str] = []
    walk = os.walk(folder, onerror=lambda error: closed.append(os.fspath(error.filename)))
    for place, folders, files in walk:
        folders.sort()
        yield from (os.path.join(place, file) for file in sorted(files) if file.lower().endswith(SUFFIXES))
    yield from closed


def _listed(file: str) -> Iterator[str]:
    """Yield the lines of a list that are not blank; a list names no further lists."""
    with open(file, encoding="utf-8-sig", errors="surrogateescape") as lines:
        for line in lines:
            if path := line.rstrip("\r\n"):
                yield path
