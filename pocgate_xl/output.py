"""Files that are whole or not there: written beside their place, then moved into it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from .errors import OutputError


def write_file(file: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it; OutputError when it cannot be written."""
    write_pieces(file, (content,))


def write_pieces(file: Path, pieces: Iterable[bytes]) -> None:
    """Write a file piece by piece as they come; it appears with the last of them, or not at all."""
    import tempfile  # it is slow to import, and most runs write no file

    try:
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as stream:
                for piece in pieces:
                    stream.write(piece)
                stream.flush()
                os.fsync(stream.fileno())
            # mkstemp lets only the owner read; an ordinary file may be read by whom the umask allows.
            os.chmod(temporary, 0o666 & ~_umask())
            os.replace(temporary, file)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
    except OSError as error:
        raise OutputError(f"{file} cannot be written: {error.strerror}.") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
