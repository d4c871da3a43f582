"""A stand-in for the processes that check files: copies of one that has read modules and template once.

To start one takes half a second of processor time, to copy one a hundredth of that, and a run of all tests
asks for more than a thousand. A copy reads the same requests, runs the same `main` and is killed as they are.
What the start itself promises is the matter of the tests in `STARTED`, for which nothing stands in.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import os
import pickle
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from pocgate_xl.batch import check_file, own_bundle, own_process
from pocgate_xl.reports import FORMATS
from pocgate_xl.spreadsheetml.formulas import calculate
from pocgate_xl.workbook.creation.blanks.prepared import prepared_blank
from pocgate_xl.workbook.layout.plan import PLAIN
from pocgate_xl.workbook.rendering.cached_values import recalculate
from tests import kept_engines

STARTED = ("batch/", "faults/", "hostile/test_running", "test_house", "test_missing_libraries")
"""Tests about processes themselves."""
MODULES = (".worker_process", ".apart")
"""Whose `main` is run."""
BEFOREHAND = (
    "issuing.public", "opc.xml_tree", "rules.file_details", "spreadsheetml.editing",
    "workbook.creation.fill", "workbook.creation.lists.tables", "workbook.layout.reports.kinds",
    "workbook.rendering.cached_values", "workbook.rendering.rows.growing_rows",
    "workbook.submission.origins.report_books",
)  # fmt: skip
"""What copies import on their way more often than not, beside reports."""
NUMBER = struct.Struct("i")
LONGEST = 1 << 17
"""Bytes of a request: environment and path."""

start = own_process.started


def use(place: str) -> None:
    """Let copies stand in for processes while the tests of a file run, or not."""
    stands_in = sys.platform == "linux" and not place.startswith(STARTED)
    own_process.started = copied if stands_in else start  # type: ignore[assignment]


def copied(command: Sequence[str]) -> Any:
    """Return a copy that runs what a command runs; a process where that is nothing of ours."""
    for module in MODULES:
        if command == own_process.command_of(module.removeprefix(".")):
            return Copy(module)
    return start(command)


class Copy:
    """What the product uses of a `Popen`."""

    def __init__(self, module: str) -> None:
        self.stdin: io.BufferedWriter
        self.stdout: io.BufferedReader
        asked, theirs = os.pipe()
        ours, answered = os.pipe()
        self._ended, ending = os.pipe()
        request = pickle.dumps((module, sys.path, os.getcwd(), dict(os.environ)))
        socket.send_fds(_original(os.getpid()).requests, [request], [asked, answered, ending])
        for given in (asked, answered, ending):
            os.close(given)
        self.stdin, self.stdout = open(theirs, "wb"), open(ours, "rb")  # noqa: SIM115 - as Popen's
        self.pid = NUMBER.unpack(os.read(self._ended, NUMBER.size))[0]
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None and select.select([self._ended], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            if not select.select([self._ended], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self.pid, timeout or 0)  # type: ignore[arg-type]
            status = os.read(self._ended, NUMBER.size)
            os.close(self._ended)
            self.returncode = NUMBER.unpack(status)[0] if status else -signal.SIGKILL
        return self.returncode

    def kill(self) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def communicate(self, timeout: float) -> tuple[bytes, None]:
        until, heard = time.monotonic() + timeout, b""
        with contextlib.suppress(BrokenPipeError):
            self.stdin.close()
        while select.select([self.stdout], [], [], max(0.0, until - time.monotonic()))[0]:
            part = os.read(self.stdout.fileno(), 1 << 20)
            if not part:
                self.wait(max(0.0, until - time.monotonic()))
                return heard, None
            heard += part
        raise subprocess.TimeoutExpired(str(self.pid), timeout)

    def __exit__(self, *_: object) -> None:
        self.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            self.stdin.close()
        self.wait()


class Original:
    """The process that is copied; it ends when nobody can ask it any more."""

    def __init__(self) -> None:
        self.requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        heard = theirs.fileno()
        code = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import be_copied; be_copied({heard})"
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], pass_fds=[heard], stdin=subprocess.DEVNULL
        )
        theirs.close()


@cache
def _original(_owner: int) -> Original:
    return Original()


def end() -> None:
    """End the process that is copied, if there is one."""
    if _original.cache_info().currsize:
        original = _original(os.getpid())
        original.requests.close()
        original.process.wait()


def be_copied(descriptor: int) -> None:
    """Copy this process for each request, as long as somebody can ask."""
    _read_beforehand()
    gc.freeze()
    requests = socket.socket(fileno=descriptor)
    while True:
        request, given, _, _ = socket.recv_fds(requests, LONGEST, 3)
        if not request:
            return
        if not os.fork():
            requests.close()
            _keep(request, *given)
        for each in given:
            os.close(each)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                """Another has ended."""


def _read_beforehand() -> None:
    """Read what checking takes; nothing that depends on where or for whom it is done."""
    reports, rooms = (form.path for form in FORMATS), (f"pocgate_xl.{name}" for name in BEFOREHAND)
    for module in (*MODULES, *reports, *rooms):
        importlib.import_module(module, own_process.__package__)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        bundle = own_bundle()
        for language in bundle.template.languages:
            if prepared := prepared_blank(bundle, language, PLAIN):
                Path(file.name).write_bytes(prepared.workbook)
                check_file(file.name)
                calculate._answer = kept_engines.read_beforehand
                recalculate(prepared.workbook)
    calculate._answer = kept_engines.answer_of_a_copy


def _keep(request: bytes, stdin: int, stdout: int, ending: int) -> NoReturn:
    """Make the copy, say which it is, and how it ends."""
    copy = os.fork()
    if not copy:
        os.close(ending)
        _be_the_copy(request, stdin, stdout)
    os.close(stdin)
    os.close(stdout)
    os.write(ending, NUMBER.pack(copy))
    code = os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1])
    with contextlib.suppress(BrokenPipeError):
        os.write(ending, NUMBER.pack(code))
    os._exit(0)


def _be_the_copy(request: bytes, stdin: int, stdout: int) -> NoReturn:
    code = 1
    try:
        os.setsid()
        for given, standard in ((stdin, 0), (stdout, 1)):
            os.dup2(given, standard)
            os.close(given)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        module, sys.path[:], folder, environment = pickle.loads(request)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        importlib.import_module(module, own_process.__package__).main()
        code = 0
    finally:
        os._exit(code)
