"""A process that checks files for another one, and may be killed at any time."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from ..core.loading import find_bundle
from ..errors import PocgateError
from .examine import OUT_OF_MEMORY, Options, assessed
from .frames import read_frame, write_frame
from .guard import bounded_memory

READY = "ready"
PATIENCE = 3
"""How many times the limit of one file a worker lives on when its owner has died and cannot kill it."""

Answer = Any
"""What comes back for a file: what is told of it, a PocgateError, or a FileProblem, which is the last."""


def main() -> None:
    """Check the files of every list that comes in, one answer for each, until no more come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the owner decides when work ends
    source, target = sys.stdin.buffer, _private_stdout()
    with contextlib.suppress(EOFError, OSError):
        options: Options = read_frame(source)
        with contextlib.suppress(PocgateError):  # told with the first file that asks for the template
            find_bundle("", None, options.extra_templates)
        with bounded_memory(options.limits.memory_bytes):
            write_frame(target, READY)
            while True:
                for answer in _answers(read_frame(source), options):
                    write_frame(target, answer)


def _private_stdout() -> BinaryIO:
    """Return stdout, and let whatever prints write nowhere."""
    target = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    return target


def _answers(files: list[str], options: Options) -> Iterator[Answer]:
    with open(os.devnull, "wb") as nowhere:
        for file in files:
            faulthandler.dump_traceback_later(options.limits.seconds * PATIENCE + 1, exit=True, file=nowhere)
            yield _answer(file, options)
        faulthandler.cancel_dump_traceback_later()


def _answer(file: str, options: Options) -> Answer:
    try:
        return options.told(assessed(file, options))
    except PocgateError as error:
        return PocgateError(str(error))
    except MemoryError:
        return OUT_OF_MEMORY
