"""What may go wrong while a file is read, by the name of the file: for processes that tests start."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path
from typing import Any

from pocgate_xl.batch import check, worker_process
from pocgate_xl.opc.package import Package, open_package


def hang() -> None:
    while True:
        pass


def swallow_once() -> None:
    """Lose the first exception that is raised, whatever it is."""
    try:
        hang()
    except BaseException:
        hang()


def hang_in_c() -> None:
    """Hold the interpreter's lock where no Python code runs."""
    re.match("(a+)+b", "a" * 60)


def swallow_memory() -> None:
    kept = []
    while True:
        kept.append(b"x" * 10_000_000)


def crash_once(file: str) -> None:
    seen = Path(f"{file}.seen")
    if not seen.exists():
        seen.touch()
        os._exit(9)


TROUBLES: dict[str, Any] = {
    "hang": hang,
    "c_hang": hang_in_c,
    "swallowing": swallow_once,
    "memory": swallow_memory,
    "exit": lambda: os._exit(9),
    "segv": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "print": lambda: os.write(1, b"stray output"),
    "slow": lambda: time.sleep(0.02),
}


def troubled(file: str, *rest: Any) -> Package:
    """Open a file, after what its name asks for."""
    trouble = Path(file).name.split("-")[0]
    if trouble == "once":
        crash_once(file)
    TROUBLES.get(trouble, lambda: None)()
    return open_package(file, *rest)


def command() -> list[str]:
    """Return how a worker is started that has these troubles."""
    return [
        sys.executable,
        "-c",
        f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import work; work()",
    ]


def work() -> None:
    check.open_package = troubled  # type: ignore[assignment]
    worker_process.main()


def check_command(*arguments: object) -> list[str]:
    """Return the command of a whole run of `pocgate check` with such workers."""
    code = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import run_check; run_check()"
    return [sys.executable, "-c", code, *map(str, arguments)]


def run_check() -> None:
    """Run `pocgate check` with such workers."""
    from pocgate_xl.batch import worker_pool
    from pocgate_xl.cli import main

    worker_pool.worker_command = command
    check.open_package = troubled  # type: ignore[assignment]
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background would ignore it
    sys.exit(main(["check", *sys.argv[1:]]))
