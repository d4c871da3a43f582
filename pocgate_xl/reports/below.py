"""Where files lie, seen from the folder that all of them share: nobody reads the same path a thousand times."""

from __future__ import annotations

import os

_ENDS = frozenset(("/", os.sep))
"""How folders end; in an archive and at a URL always with a slash."""


class SharedFolder:
    """The folder, with its last slash, in which all files lie that were named; blank for none."""

    def __init__(self) -> None:
        self._path: str | None = None

    def add(self, file: str) -> None:
        """Take one more file into account."""
        above = file if self._path is None else os.path.commonprefix((self._path, file))
        self._path = above[: _folder_end(above)]

    @property
    def path(self) -> str:
        return self._path or ""

    def below(self, file: str) -> str:
        """Return where a file lies below the folder."""
        return file.removeprefix(self.path)


def _folder_end(path: str) -> int:
    return 1 + max(path.rfind(end) for end in _ENDS)
