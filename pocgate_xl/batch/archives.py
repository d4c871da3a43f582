"""Zip archives of workbooks: what is in one is a file of its own, named as if the archive were a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from ..workbook.limits import DEFAULT, Limits
from ..workbook.package import Package, open_archive
from ..workbook.refused import Refused
from .folders import PassOver, is_litter

SUFFIX = ".zip"
ENCODINGS = ("cp932", "cp437")
"""How names are written that do not say so: by Windows in Japan, else as the format was born."""


def members_in(archive: str, pass_over: PassOver) -> Iterator[str]:
    """Yield the files in an archive under paths of their own; nothing for what is no sound archive."""
    if not archive.lower().endswith(SUFFIX) or not os.path.isfile(archive):
        return
    try:
        names = _names(_opened(archive, _status(archive)))
    except Refused:
        return
    for name in names:
        path = os.path.join(archive, *name.split("/"))
        if any(map(is_litter, name.split("/"))):
            pass_over(path)
        else:
            yield path


def is_archived(path: str) -> bool:
    """Say whether a path leads into an archive."""
    return _split(path) is not None


def archived_bytes(path: str, limits: Limits = DEFAULT) -> bytes:
    """Return a file from inside an archive; `Refused` when it cannot be had within the limits."""
    split = _split(path)
    if split is None:
        raise Refused("unreadable_file", "no such file in the archive")
    archive, name = split
    package = _opened(archive, _status(archive))
    member = _names(package).get(name)
    if member is None:
        raise Refused("unreadable_file", "no such file in the archive")
    if package.members[member].unpacked > limits.file_bytes:
        size = package.members[member].unpacked
        raise Refused("too_large", f"{size} bytes, at most {limits.file_bytes}")
    return package.read(member)


def _split(path: str) -> tuple[str, str] | None:
    """Return the archive and the name in it: no file has others below it but an archive."""
    if os.path.lexists(path):
        return None
    above, inside = os.path.split(path)
    while inside and above and not os.path.lexists(above):
        above, last = os.path.split(above)
        inside = f"{last}/{inside}" if last else ""
    within = inside and above.lower().endswith(SUFFIX) and os.path.isfile(above)
    return (above, inside.replace(os.sep, "/")) if within else None


def _status(archive: str) -> tuple[int, int]:
    try:
        status = os.stat(archive)
    except OSError as error:
        raise Refused("unreadable_file", error.strerror or "") from None
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=1)
def _opened(archive: str, _status: tuple[int, int]) -> Package:
    """Read an archive once for all of its files, as long as it stays the same."""
    return open_archive(archive, replace(DEFAULT, file_bytes=DEFAULT.unpacked_bytes))


def _names(package: Package) -> Mapping[str, str]:
    """Return the members by the names that people gave their files, in order."""
    return {_name(package, member): member for member in sorted(package.names)}


def _name(package: Package, member: str) -> str:
    told = package.members[member]
    if told.says_utf8 or told.raw_name.isascii():
        return member
    for encoding in ENCODINGS:
        try:
            return told.raw_name.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return member
