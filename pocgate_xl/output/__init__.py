"""Files that are whole or not there, written only where nothing is destroyed."""

from __future__ import annotations

from pathlib import Path

from ..errors import OutputError
from .target import STDOUT, Target, find_target, is_there

__all__ = ["STDOUT", "Target", "find_target", "is_there", "make_folder", "write_file"]


def write_file(file: Path, content: bytes) -> None:
    """Write a file of the program's own, whatever is there; OutputError when it cannot be written.

    What an operator names is judged by `find_target` first.
    """
    find_target(file, force=True).write((content,))


def make_folder(folder: Path) -> None:
    """Make a folder with all above it; OutputError when it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise OutputError(f"{folder} cannot be made: it is a file.", "Name a folder.") from error
    except OSError as error:
        raise OutputError(f"{folder} cannot be made: {error.strerror}.") from error
