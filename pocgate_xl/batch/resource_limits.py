"""One file within its limits of time and memory, without the start of another program where that can be."""

from __future__ import annotations

import _thread
import contextlib
import gc
import os
import pickle
import signal
import threading
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any, NoReturn

from ..core.assessment import Assessment
from ..errors import PocgateError
from ..rules.base import FileProblem
from .check import OUT_OF_MEMORY, Options, assessed, unreadable
from .check import too_late as too_late
from .watched import TooLate

LOOK_EVERY_SECONDS = 0.1
STDERR = 2
ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""What asks this process to end, where processes are copied."""
PATIENCE = 3
"""How many times the limit of one file a process lives on when nobody is there who could kill it."""

Answer = Any
"""What comes back for a file: what is told of it, a PocgateError, or a FileProblem, which is the last."""


def ended(code: int) -> FileProblem:
    """Return why a process is no more, from its exit status as `subprocess` gives it."""
    with contextlib.suppress(ValueError):
        return FileProblem("worker_crashed", signal.Signals(-code).name)
    return FileProblem("worker_crashed", f"exit status {code}")


def answer(file: str, options: Options) -> Answer:
    """Assess one workbook for another process, whatever happens that Python can notice."""
    try:
        return options.transformed(assessed(file, options))
    except PocgateError as error:
        return PocgateError(str(error))
    except MemoryError:
        return OUT_OF_MEMORY


def examine_within(file: str, options: Options) -> Assessment:
    """Assess one workbook within the limits.

    A process that does nothing else is copied, and the copy is killed when it takes too long; that is
    far cheaper than to start one. Where other threads run a copy could wait for what they hold, so a
    process is started. Where there are no copies (Windows) a process of its own reads the file itself.
    """
    alone = threading.active_count() == 1 and threading.current_thread() is threading.main_thread()
    if not alone:
        return _by_a_worker(file, options)
    found = _by_a_copy(file, options) if hasattr(os, "fork") else _interrupted(file, options)
    if isinstance(found, PocgateError):
        raise found
    if isinstance(found, FileProblem):
        return unreadable(file, found, options)
    assessment: Assessment = found
    return assessment


def _by_a_worker(file: str, options: Options) -> Assessment:
    from .worker_pool import Workers

    with Workers(options) as workers:
        assessment: Assessment = workers.check([file])[0]
        return assessment


def _by_a_copy(file: str, options: Options) -> Answer:
    """Ask a copy of this process, once more if it dies: it may have been killed from outside."""
    found = _copy(file, options)
    again = isinstance(found, FileProblem) and found.kind == "worker_crashed"
    return _copy(file, options) if again else found


def _copy(file: str, options: Options) -> Answer:
    until = time.monotonic() + options.limits.seconds
    source, target = os.pipe()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)  # none comes while nobody knows of the copy
    child = os.fork()
    if not child:
        _be_the_copy(file, options, target, before)
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os.close(target)
        content = _heard(source, until)
    finally:  # an interrupt, too, leaves nobody behind
        os.close(source)
        os.kill(child, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if content is None:
        return too_late(options.limits.seconds)
    return pickle.loads(content) if content else ended(code)


def _be_the_copy(file: str, options: Options, target: int, mask: set[Any]) -> NoReturn:
    """Answer through a pipe, and go at once; what this process was doing is not the copy's to end."""
    try:
        for ending in (*ENDING, signal.SIGALRM):
            if signal.getsignal(ending) != signal.SIG_IGN or ending == signal.SIGALRM:
                signal.signal(ending, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.setitimer(signal.ITIMER_REAL, options.limits.seconds + 1)  # should nobody be left to kill it
        gc.disable()  # one file, then everything goes: nobody has to look for what could go earlier
        with bounded_memory(options.limits.memory_bytes):
            found = answer(file, options)
        with os.fdopen(target, "wb") as stream:
            stream.write(pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
    finally:
        os._exit(0)


def _heard(source: int, until: float) -> bytes | None:
    """Return all that a pipe gives up to its end; None when it takes too long."""
    import select

    content = bytearray()
    while select.select([source], [], [], max(0.0, until - time.monotonic()))[0]:
        part = os.read(source, 1 << 16)
        if not part:
            return bytes(content)
        content += part
    return None


def _interrupted(file: str, options: Options) -> Answer:
    """Assess one workbook here, and interrupt that when it takes too long.

    The handler is ours, as an interrupt that nobody handles does nothing; and one that is lost, where
    Python swallows whatever is raised, is followed by others. What no interrupt reaches, one step
    without end inside the interpreter, ends the process.
    """
    import faulthandler

    late, done = threading.Event(), threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        if late.is_set() and not done.is_set():
            raise TooLate
        if not late.is_set() and callable(before):
            before(number, frame)

    before = signal.signal(signal.SIGINT, end)
    faulthandler.dump_traceback_later(options.limits.seconds * PATIENCE + 1, exit=True, file=STDERR)
    threading.Thread(target=_interrupt, args=(options.limits.seconds, late, done), daemon=True).start()
    try:
        with bounded_memory(options.limits.memory_bytes):
            found = answer(file, options)
        done.set()
    except TooLate:
        found = too_late(options.limits.seconds)
    finally:
        done.set()
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGINT, before)
    return found


def _interrupt(seconds: float, late: threading.Event, done: threading.Event) -> None:
    if not done.wait(seconds):
        late.set()
        while not done.is_set():
            _thread.interrupt_main()
            done.wait(LOOK_EVERY_SECONDS)


@contextlib.contextmanager
def bounded_memory(size: int) -> Iterator[None]:
    """Let this process take so many bytes more, and leave no image when it crashes, where that can be."""
    try:
        import resource
    except ImportError:
        yield
        return
    kept = {which: resource.getrlimit(which) for which in (resource.RLIMIT_AS, resource.RLIMIT_CORE)}
    _set_limit(resource.RLIMIT_AS, _taken() + size, kept[resource.RLIMIT_AS][1])
    _set_limit(resource.RLIMIT_CORE, 0, kept[resource.RLIMIT_CORE][1])
    try:
        yield
    finally:
        for which, (soft, hard) in kept.items():
            _set_limit(which, soft, hard)


def _set_limit(which: int, soft: int, hard: int) -> None:
    import resource

    with contextlib.suppress(ValueError, OSError):  # not every platform can, nor below what is taken
        resource.setrlimit(which, (soft, hard))


def _taken() -> int:
    """Return the address space of this process where the platform tells it, else 0."""
    try:
        with open("/proc/self/statm", "rb") as stream:
            return int(stream.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0
