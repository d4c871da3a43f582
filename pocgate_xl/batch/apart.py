"""Work on a file that is not ours, in a process of its own: killed when it asks for too much."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from ..errors import EngagementError, EngineError, FillError, OutputError, PocgateError
from ..opc.limits import DEFAULT, Limits
from ..opc.refusal import Refused
from ..opc.safe_text import visible
from ..rules.base import FileProblem
from ..rules.findings import findings_of_file
from ..workbook.submission.origins.identity import Unidentified
from . import own_process
from .check import OUT_OF_MEMORY, own_catalog
from .pipe import read_frame, write_frame
from .resource_limits import PATIENCE, bounded_memory, ended, too_late
from .worker_process import private_stdout

T = TypeVar("T")
KINDS = {kind.__name__: kind for kind in (EngagementError, EngineError, FillError, OutputError)}
"""Errors that keep their kind on the way; the others come as what they all are."""
START_SECONDS = 5.0
"""What a process may take before it works, beside the limit of the work."""


def done_apart(
    work: Callable[..., T], file: object, *more: Any, limits: Limits = DEFAULT, language: str = ""
) -> T:
    """Return what `work(file, *more)` returns, within the limits that `check` keeps.

    PocgateError where it cannot be done: with the words of `check` where that is the file's fault, in
    `language` if there are such words in it.
    """
    process = own_process.started(own_process.command_of("apart"))
    try:
        with contextlib.suppress(OSError):  # it has ended: why, is told below
            assert process.stdin is not None
            write_frame(process.stdin, (work, (file, *more), limits))  # type: ignore[arg-type]
        answer, _ = process.communicate(timeout=limits.seconds + START_SECONDS)
    except subprocess.TimeoutExpired:
        raise _error(file, too_late(limits.seconds), language) from None
    finally:
        process.kill()
        with contextlib.suppress(OSError):
            process.__exit__(None, None, None)  # closes the pipes and waits
    return _outcome(file, answer, process.returncode, language)  # type: ignore[no-any-return]


def _outcome(file: object, answer: bytes, code: int, language: str) -> Any:
    import io

    try:
        outcome, value = read_frame(io.BytesIO(answer))
    except EOFError:
        raise _error(file, ended(code), language) from None
    if outcome == "problem":
        raise _error(file, value, language)
    if outcome == "error":
        kind, problem, action = value
        raise KINDS.get(kind, PocgateError)(problem, action)
    return value


def _error(file: object, problem: FileProblem, language: str) -> PocgateError:
    """Say what is wrong with a file in the words in which `check` says it."""
    finding = findings_of_file(problem, own_catalog(language))[0]
    return PocgateError(f"{visible(str(file))}: {finding.message}", finding.hint)


def main() -> None:
    """Do one piece of work and tell what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the owner decides when work ends
    target = private_stdout()
    work, arguments, limits = read_frame(sys.stdin.buffer)
    with open(os.devnull, "wb") as nowhere:
        faulthandler.dump_traceback_later(limits.seconds * PATIENCE + START_SECONDS, exit=True, file=nowhere)
        with bounded_memory(limits.memory_bytes):
            answer = _answer(work, arguments)
        with contextlib.suppress(OSError):
            write_frame(target, answer)


def _answer(work: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return "done", work(*arguments)
    except PocgateError as error:
        return "error", (type(error).__name__, error.problem, error.action)
    except MemoryError:
        return "problem", OUT_OF_MEMORY
    except (Refused, Unidentified) as refused:
        return "problem", FileProblem(refused.kind, refused.detail)
    except Exception as fault:
        return "problem", FileProblem("internal_fault", type(fault).__name__)
