"""Where an output may go: never over an input, over what is not ours, or over what is not a file."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from ..errors import OutputError
from ..records import dataclass

STDOUT = "-"
"""Names stdout where a file is asked for."""
WRITABLE = 0o222
Known = Callable[[Path], bool]
"""Says whether a file is one that may be replaced."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where an output goes, once it is known that it may go there.

    `place` is the regular file to be made or replaced, links followed; without one the output is
    written into what is there: a pipe, a device, or a descriptor that somebody has open.
    """

    named: Path
    place: Path | None = None
    there: os.stat_result | None = None
    claimed: bool = False
    known: Known | None = None

    @property
    def stdout(self) -> bool:
        return self.place is None and _is_stdout(self.named)

    def write(self, pieces: Iterable[bytes], whole: Callable[[], bool] = lambda: True) -> Path:
        """Write piece by piece; return where it went, which is beside its place when it is not whole.

        In its place it appears with the last piece, or not at all. A target that is claimed is not
        replaced, even if it came into being meanwhile.
        """
        if self.place is None:
            self._into(pieces)
            return self.named
        from .whole_file import claim, replace  # most runs write to stdout

        try:
            if self.claimed and self.there is None:
                claim(self.place, pieces)
                return self.named
            return replace(self.place, self.there, pieces, lambda: self._destination(whole()))
        except FileExistsError:
            raise is_there(self.named) from None
        except OSError as error:
            raise _unwritable(self.named, error.strerror or type(error).__name__) from error

    def _into(self, pieces: Iterable[bytes]) -> None:
        """Write what comes at once; whoever reads a stream waits for it."""
        if self.stdout:
            sys.stdout.flush()
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            return
        try:
            with _opened(self.named) as stream:
                for piece in pieces:
                    stream.write(piece)
                    stream.flush()
        except OSError as error:
            raise _unwritable(self.named, error.strerror or type(error).__name__) from error

    def _destination(self, whole: bool) -> Path:
        """Return the place, or one beside it: what is not whole replaces nothing that may be."""
        assert self.place is not None
        if not whole:
            return next(filter(self._free, _partial_names(self.place)))
        if self.there is None and not self._free(self.place):
            raise FileExistsError  # since it was looked for
        return self.place

    def _free(self, file: Path) -> bool:
        if not os.path.lexists(file):
            return True
        return self.known is not None and file.is_file() and not file.is_symlink() and self.known(file)


def _partial_names(place: Path) -> Iterable[Path]:
    yield place.with_name(f"{place.name}.partial")
    number = 1
    while True:
        number += 1
        yield place.with_name(f"{place.name}.partial-{number}")


def _opened(named: Path) -> BinaryIO:
    """Open what is no regular file; a descriptor keeps its position, whatever it leads to."""
    from .descriptors import descriptor_of

    number = descriptor_of(named)
    return open(named if number is None else os.dup(number), "wb")


def find_target(
    file: Path,
    inputs: Iterable[Path | str] = (),
    *,
    known: Known | None = None,
    force: bool = False,
    claimed: bool = False,
) -> Target:
    """Return where an output goes; OutputError when that would destroy something.

    A file that is there is replaced when it is `known` or by `force`, an input of the same run
    never; nor a workbook of another kind by what replaces its own. Permissions are looked at, as those
    who may do everything would not notice them.
    """
    inputs = tuple(inputs)
    if stream := _stream(file, inputs):
        return stream
    there, place = _status(file), _followed(file)
    if there is None:
        _check_missing(file, place, inputs)
        return Target(file, place, None, claimed, known)
    if not stat.S_ISREG(there.st_mode):
        return Target(file)
    _check_there(file, place, there, inputs)
    if not (known and known(place)):
        if not force:
            raise is_there(file) if known is None else _is_strange(file)
        if known and _is_workbook(place):
            problem = f"{file} is a workbook or an archive, and no report takes its place."
            raise OutputError(problem, "Name another file.")
    return Target(file, place, there, claimed, known)


def _status(file: Path) -> os.stat_result | None:
    """Return what is there, links followed; None when nothing is, and OutputError when nothing can be."""
    try:
        there = os.stat(file)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise _unwritable(file, reason or "not a valid path") from error
    if stat.S_ISDIR(there.st_mode):
        raise _unwritable(file, "it is a folder")
    return there


WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
"""How workbooks begin, and other files that somebody made with care."""


def _is_workbook(place: Path) -> bool:
    with open(place, "rb") as stream:
        return stream.read(4).startswith(WORKBOOKS)


def _is_stdout(file: Path) -> bool:
    if os.fspath(file) == STDOUT:
        return True
    from .descriptors import is_stdout

    return is_stdout(file)


def _stream(file: Path, inputs: Iterable[Path | str]) -> Target | None:
    """Return what is open already, unless that is an input; None for a file that is not."""
    if os.fspath(file) == STDOUT:
        return Target(file)
    from .descriptors import descriptor_of

    number = descriptor_of(file)
    if number is None:
        return Target(file) if _is_stdout(file) else None
    try:
        there = os.fstat(number)
    except OSError as error:
        raise _unwritable(file, error.strerror or type(error).__name__) from error
    if stat.S_ISREG(there.st_mode) and any(_same(each, there) for each in inputs):
        raise _is_input(file)
    return Target(file)


def is_there(file: Path) -> OutputError:
    return OutputError(f"{file} already exists.", "Use force=True to replace it.")


def _followed(file: Path) -> Path:
    """Return the file that links lead to, so that they stay."""
    return Path(os.path.realpath(file))


def _check_missing(file: Path, place: Path, inputs: Iterable[Path | str]) -> None:
    named = {os.path.abspath(each) for each in inputs}  # a missing one is only ever the same by its name
    if os.path.abspath(file) in named or os.fspath(place) in named:
        raise _is_input(file)
    if not place.parent.is_dir():
        raise _unwritable(file, "there is no such folder")
    _check_folder(file, place.parent)


def _check_there(file: Path, place: Path, there: os.stat_result, inputs: Iterable[Path | str]) -> None:
    if any(_same(each, there) for each in inputs):
        raise _is_input(file)
    if not there.st_mode & WRITABLE or not os.access(file, os.W_OK):
        raise _unwritable(file, "it is read-only")
    _check_folder(file, place.parent)


def _check_folder(file: Path, folder: Path) -> None:
    """Refuse a folder in which nothing may be made; on Windows such a mark says nothing."""
    if os.name != "nt" and not (folder.stat().st_mode & WRITABLE and os.access(folder, os.W_OK | os.X_OK)):
        raise _unwritable(file, "its folder is read-only")


def _same(path: Path | str, there: os.stat_result) -> bool:
    """Say whether a path leads to a file, whatever it is called there."""
    try:
        return os.path.samestat(os.stat(path), there)
    except (OSError, ValueError):
        return False


def _is_strange(file: Path) -> OutputError:
    return OutputError(
        f"{file} already exists and is not a report of this kind.",
        "Name another file, or use force=True to replace it.",
    )


def _is_input(file: Path) -> OutputError:
    return OutputError(f"{file} is read by this command and is not replaced.", "Name another file.")


def _unwritable(file: Path, reason: str) -> OutputError:
    return OutputError(f"{file} cannot be written: {reason}.")
