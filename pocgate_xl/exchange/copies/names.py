"""What copies are called: as their submission, the second of a name with a number."""

from __future__ import annotations

from pathlib import PureWindowsPath

SUFFIX = ".xlsx"


class CopyNames:
    """Names of the copies of one run, none of which two systems take for the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name_for(self, submission: str) -> str:
        """Return the name of the next copy, made of a submission's path."""
        stem, number = PureWindowsPath(submission).stem, 1
        name = f"{stem}{SUFFIX}"
        while name.casefold() in self._taken:
            number += 1
            name = f"{stem} ({number}){SUFFIX}"
        self._taken.add(name.casefold())
        return name
