"""What lies in a folder of submissions: everything is named, but for what programs leave behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm")
"""How the names of workbooks end that can be checked."""

LITTER = frozenset(
    {
        "thumbs.db", "desktop.ini", "icon\r", "__macosx", ".ds_store", ".localized", ".appledouble",
        ".fseventsd", ".spotlight-v100", ".temporaryitems", ".trashes", "$recycle.bin",
        "system volume information", ".git", ".svn", ".hg",
    }
)  # fmt: skip
"""Names, in small letters, under which systems keep things of their own."""
LOCKS = ("~$", ".~lock.", ".pocgate-")
"""How lock files of Excel, of LibreOffice and of this program begin."""
SHADOWS = "._"
"""How the files begin in which macOS keeps what other systems cannot."""
WORKBOOK = b"PK\x03\x04"
"""How every workbook begins, and no lock file."""

PassOver = Callable[[str], object]
"""Hears of each file and folder that is passed over."""


def is_litter(name: str) -> bool:
    """Say whether programs leave such a file or folder behind, told by its name alone.

    Not all that is hidden is: people name workbooks in strange ways.
    """
    return name.startswith((*LOCKS, SHADOWS)) or name.casefold() in LITTER


def walked(folder: str, pass_over: PassOver) -> Iterator[str]:
    """Yield every file under a folder in order, and the folders that cannot be looked into.

    Linked folders are followed; one that leads back into a folder on the way is not.
    """
    under: list[tuple[str, frozenset[tuple[int, int]]]] = [(folder, frozenset())]
    while under:
        place, above = under.pop()
        try:
            status, entries = os.stat(place), _entries(place)
        except OSError:
            yield place
            continue
        here = (status.st_dev, status.st_ino)
        if here in above:
            pass_over(place)
            continue
        files, folders = _sorted(entries, pass_over)
        yield from files
        under.extend((inside, above | {here}) for inside in reversed(folders))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _sorted(entries: Iterable[os.DirEntry[str]], pass_over: PassOver) -> tuple[list[str], list[str]]:
    """Return files and folders apart, without litter."""
    files: list[str] = []
    folders: list[str] = []
    for entry in entries:
        if is_litter(entry.name) and not _is_workbook(entry):
            pass_over(entry.path)
        else:
            (folders if _is_folder(entry) else files).append(entry.path)
    return files, folders


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_workbook(entry: os.DirEntry[str]) -> bool:
    """Say whether what is named like a lock file holds what no lock file does."""
    try:
        if not entry.is_file():
            return False
        with open(entry.path, "rb") as stream:
            return stream.read(len(WORKBOOK)) == WORKBOOK
    except OSError:
        return False
