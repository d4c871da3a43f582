"""A process that checks files for another one, and may be killed at any time."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import sys
from collections.abc import Iterator
from typing import BinaryIO

from ..errors import PocgateError
from ..templates.loader import find_bundle
from .check import Options
from .pipe import read_frame, write_frame
from .resource_limits import PATIENCE, Answer, answer, bounded_memory

READY = "ready"


def main() -> None:
    """Check the files of every list that comes in, one answer for each, until no more come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the owner decides when work ends
    source, target = sys.stdin.buffer, private_stdout()
    with contextlib.suppress(EOFError, OSError):
        options: Options = read_frame(source)
        with contextlib.suppress(PocgateError):  # told with the first file that asks for the template
            find_bundle("", None, options.extra_templates)
        with bounded_memory(options.limits.memory_bytes):
            write_frame(target, READY)
            while True:
                for answer in _answers(read_frame(source), options):
                    write_frame(target, answer)


def private_stdout() -> BinaryIO:
    """Return stdout, and let whatever prints write nowhere."""
    target = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    return target


def _answers(files: list[str], options: Options) -> Iterator[Answer]:
    with open(os.devnull, "wb") as nowhere:
        for file in files:
            faulthandler.dump_traceback_later(options.limits.seconds * PATIENCE + 1, exit=True, file=nowhere)
            yield answer(file, options)
        faulthandler.cancel_dump_traceback_later()
