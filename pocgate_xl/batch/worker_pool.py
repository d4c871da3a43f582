"""Processes that check files and are killed when a file asks for too much: each file has its answer."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from ..errors import EngineError, PocgateError
from ..rules.base import FileProblem
from . import own_process
from .check import Options, unreadable
from .pipe import read_frame, write_frame
from .resource_limits import ended, too_late

START_SECONDS = 120.0
LOOK_EVERY_SECONDS = 0.1


class PoolClosed(Exception):
    """That the workers were closed while a file was checked."""


def worker_command() -> list[str]:
    """Return how a worker is started."""
    return own_process.command_of("worker_process")


class _Worker:
    """One process, what it is asked now and until when it may take."""

    def __init__(self, options: Options) -> None:
        self.process = own_process.started(worker_command())
        self.seconds = options.limits.seconds
        self.turn, self.late = 0, -1
        self.until = (self.turn, time.monotonic() + START_SECONDS)

    def start(self, options: Options) -> None:
        """Wait until the process is ready; Popen's part is done, so that it can be killed meanwhile."""
        try:
            self._say(options)
            self._hear()
        except (EOFError, OSError):
            raise EngineError("A worker process does not start.", f"Try: {sys.executable} -c pass") from None

    def ask(self, files: Sequence[str]) -> Iterator[Any]:
        """Yield an answer for each file, up to the first that ends the process."""
        try:
            self._next_turn()
            self._say(list(files))
            for _ in files:
                yield self._hear()
                self._next_turn()
            self.until = (self.turn, float("inf"))
        except (EOFError, OSError):
            yield self._end()

    def kill(self) -> None:
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def look(self, now: float) -> None:
        """End the process when it has taken too long; whoever waits for it hears of it."""
        turn, until = self.until
        if now > until:
            self.late = turn
            self.process.kill()

    def _next_turn(self) -> None:
        self.turn += 1
        self.until = (self.turn, time.monotonic() + self.seconds)

    def _say(self, value: Any) -> None:
        assert self.process.stdin is not None
        write_frame(self.process.stdin, value)  # type: ignore[arg-type]

    def _hear(self) -> Any:
        assert self.process.stdout is not None
        return read_frame(self.process.stdout)  # type: ignore[arg-type]

    def _end(self) -> FileProblem:
        """Return why the process is no more."""
        self.process.kill()
        code = self.process.wait()
        if self.late == self.turn:
            return too_late(self.seconds)
        return ended(code)


class Workers:
    """Check files in processes that are started when they are needed, as many as ask at one time."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def check(self, files: Sequence[str]) -> list[Any]:
        """Return what the options tell of each file; PocgateError when an operator's template is at fault."""
        found: list[Any] = []
        while len(found) < len(files):
            found += self._until_an_end(files[len(found) :])
        return found

    def close(self) -> None:
        """Kill every process; whoever waits for one hears `Closed`."""
        self._closed.set()
        with self._lock:
            workers, idle = list(self._all), list(self._idle)
        for worker in workers:
            worker.process.kill()
        for worker in workers:
            worker.process.wait()
        for worker in idle:  # the others' pipes are closed by those who read them
            worker.kill()

    def _until_an_end(self, files: Sequence[str]) -> list[Any]:
        """Check files up to the first that ends its process.

        A process may also be ended from outside, or short of memory for what others left there: so
        only what happens to a file again, alone in a new process, is the file's own.
        """
        found, problem = self._asked(files, new=False)
        if problem is None:
            return found
        file = files[len(found)]
        if problem.kind != "time_limit":
            again, problem = self._asked([file], new=True)
            found += again
        if problem:
            found.append(self._options.transformed(unreadable(file, problem, self._options)))
        return found

    def _asked(self, files: Sequence[str], new: bool) -> tuple[list[Any], FileProblem | None]:
        worker = self._taken(new)
        found: list[Any] = []
        for answer in worker.ask(files):
            if isinstance(answer, FileProblem):
                self._drop(worker)
                return found, answer
            if isinstance(answer, PocgateError):
                self._drop(worker)
                raise answer
            found.append(answer)
        with self._lock:
            self._idle.append(worker)
        return found, None

    def _taken(self, new: bool) -> _Worker:
        with self._lock:
            if self._closed.is_set():
                raise PoolClosed
            if self._idle and not new:
                return self._idle.pop()
            worker = _Worker(self._options)
            self._all.add(worker)
        try:
            worker.start(self._options)
        except EngineError:
            self._drop(worker)
            raise
        return worker

    def _drop(self, worker: _Worker) -> None:
        worker.kill()
        worker.process.wait()
        with self._lock:
            self._all.discard(worker)
        if self._closed.is_set():
            raise PoolClosed

    def _watch(self) -> None:
        while not self._closed.wait(LOOK_EVERY_SECONDS):
            with self._lock:
                workers = list(self._all)
            now = time.monotonic()
            for worker in workers:
                worker.look(now)


@cache
def _workers(options: Options, _owner: int) -> Workers:
    return Workers(options)


def check_guarded(options: Options, files: Sequence[str]) -> list[Any]:
    """Check files in workers of this process that stay for the next call: what an executor is given."""
    # A forked process has its owner's memory, but must not speak to its owner's workers.
    return _workers(options, os.getpid()).check(files)
