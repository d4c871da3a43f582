"""Finished work of earlier runs: one line a file, by its content and by all that decides its assessment.

Each line vouches for itself by a digest. One that was cut off when a run was killed, or that was changed
since, is not believed: its file is checked again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable
from dataclasses import astuple, replace
from pathlib import Path

from .. import __version__
from ..core.assessment import Assessment
from ..errors import OutputError
from ..templates.loader import load_bundle, template_folders
from .check import Options, sha256_of
from .journal_format import from_stored, to_stored

HEADER = b'{"pocgate_journal":1}\n'
_LINE = re.compile(
    rb'\{"digest":"([0-9a-f]{64})",("run":"([0-9a-f]{64})","sha256":"([0-9a-f]{64})",.*\})\n', re.DOTALL
)
_LOCK_FILE = "~$"
"""Begins names that decide what a file is, whatever it holds."""


class Journal:
    """Look up and add assessments; a line is on the disk when `add` returns."""

    def __init__(self, file: Path, options: Options) -> None:
        self.file, self._options, self._run = file, options, _run(options)
        if file.exists() and not file.is_file():
            raise OutputError(f"{file} is not a journal.", "Name another file for --resume.")
        try:
            self._target = open(file, "ab", buffering=0)  # noqa: SIM115 closed by close()
            self._source = open(file, "rb")  # noqa: SIM115
        except OSError as error:
            raise self._unwritable(error) from error
        self._places: dict[bytes, int] = {}
        self.unbelieved = 0
        """Lines that say something else than was written."""
        self._torn = self._begin()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._source.close()
        self._target.close()

    def known(self, file: str) -> Assessment | None:
        """Return the assessment of a file with this content under the same options."""
        if not self._places or os.path.basename(file).startswith(_LOCK_FILE):
            return None
        digest = sha256_of(file, self._options.limits)
        place = self._places.get(bytes.fromhex(digest)) if digest else None
        return None if place is None else self._read(place, file)

    def add(self, assessments: Iterable[Assessment]) -> None:
        """Append what can be found again by its content; OutputError when it cannot be written."""
        lines = [line for assessment in assessments if (line := self._line(assessment))]
        if not lines:
            return
        try:
            self._append(b"\n" * self._torn + b"".join(lines))
        except OSError as error:
            raise self._unwritable(error) from error
        self._torn = False

    def _line(self, assessment: Assessment) -> bytes:
        if assessment.sha256 is None or os.path.basename(assessment.file).startswith(_LOCK_FILE):
            return b""
        plain = {"run": self._run, "sha256": assessment.sha256, "assessment": to_stored(assessment)}
        content = json.dumps(plain, separators=(",", ":")).encode()[1:]
        return b'{"digest":"%s",%s\n' % (_digest(content), content)

    def _append(self, content: bytes) -> None:
        """Write all of it, or fail; a disk that fills up takes a part first."""
        left = memoryview(content)
        while left:
            left = left[self._target.write(left) :]
        os.fsync(self._target.fileno())

    def _begin(self) -> bool:
        """Learn what is there, or begin; return whether the last line was cut off."""
        first = line = self._source.readline()
        if HEADER.startswith(first) and first != HEADER:  # new, or killed while it was begun
            os.truncate(self.file, 0)
            self._append_header()
            return False
        if first != HEADER:
            self.close()
            raise OutputError(f"{self.file} is not a journal.", "Name another file for --resume.")
        place = len(first)
        for line in self._source:
            match = _believed(line)
            if match is None:
                self.unbelieved += 1
            elif match[3].decode() == self._run:
                self._places[bytes.fromhex(match[4].decode())] = place
            place += len(line)
        return not line.endswith(b"\n")

    def _append_header(self) -> None:
        try:
            self._append(HEADER)
        except OSError as error:
            self.close()
            raise self._unwritable(error) from error

    def _read(self, place: int, file: str) -> Assessment | None:
        self._source.seek(place)
        line = self._source.readline()
        if _believed(line) is None:  # changed since this run began
            return None
        return replace(from_stored(json.loads(line)["assessment"]), file=file)

    def _unwritable(self, error: OSError) -> OutputError:
        return OutputError(f"The journal {self.file} cannot be written: {error.strerror}.")


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _believed(line: bytes) -> re.Match[bytes] | None:
    """Return the parts of a line that is as it was written."""
    match = _LINE.fullmatch(line)
    return match if match and match[1] == _digest(match[2]) else None


def _run(options: Options) -> str:
    """Return a digest of all that decides an assessment beside the content of the file."""
    digests = sorted(load_bundle(folder).digest for folder in template_folders(options.extra_templates))
    deciding = [__version__, options.language, astuple(options.limits), digests, options.only]
    deciding.append(astuple(options.policy))
    return hashlib.sha256(json.dumps(deciding).encode()).hexdigest()
