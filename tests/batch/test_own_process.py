"""A process of our own, and a copy that stands in for one in other tests: both do and promise the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.batch import Options, check_file, own_process
from pocgate_xl.batch.apart import done_apart
from pocgate_xl.batch.pipe import read_frame, write_frame
from pocgate_xl.batch.worker_process import READY
from pocgate_xl.errors import EngineError
from pocgate_xl.opc.limits import Limits
from pocgate_xl.templates.loader import Bundle
from tests import copied_process
from tests.workbook import generated

Start = Callable[[list[str]], "subprocess.Popen[bytes]"]
WORKER = own_process.command_of("worker_process")
KINDS = [copied_process.start, *([copied_process.copied] if sys.platform == "linux" else [])]


@pytest.fixture(params=KINDS, ids=["started", "copied"][: len(KINDS)])
def start(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Start:
    monkeypatch.setattr(own_process, "started", request.param)
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def worker(start: Start) -> Iterator[Any]:
    process = start(WORKER)
    write_frame(process.stdin, Options())  # type: ignore[arg-type]
    assert read_frame(process.stdout) == READY  # type: ignore[arg-type]
    yield process
    process.kill()
    process.__exit__(None, None, None)


@pytest.fixture
def file(bundle: Bundle, tmp_path: Path) -> Path:
    file = tmp_path / "a.xlsx"
    file.write_bytes(generated.workbook(bundle, "ja"))
    return file


def test_it_answers_what_is_found_here_and_ends_when_nobody_asks_any_more(worker: Any, file: Path) -> None:
    write_frame(worker.stdin, [str(file)])
    assert read_frame(worker.stdout) == check_file(file)
    worker.stdin.close()
    assert worker.wait(timeout=30) == 0


def test_it_is_apart_from_its_owner_and_can_be_killed(worker: Any) -> None:
    assert os.getsid(worker.pid) == worker.pid
    worker.kill()
    assert worker.wait(timeout=30) == -signal.SIGKILL
    worker.kill()


def surroundings(file: Path) -> tuple[str, str | None, str]:
    return os.getcwd(), os.environ.get("POCGATE_LANG"), file.name


def endless(_file: Path) -> None:
    while True:
        """Never end."""


@pytest.mark.usefixtures("start")
def test_what_it_does_is_done_where_and_for_whom_it_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POCGATE_LANG", "ja")
    assert done_apart(surroundings, tmp_path / "x") == (str(tmp_path), "ja", "x")


@pytest.mark.usefixtures("start")
def test_what_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pocgate_xl.batch.apart.START_SECONDS", 0.5)
    with pytest.raises(Exception, match="seconds"):
        done_apart(endless, tmp_path, limits=Limits(seconds=0.1))


def test_one_that_cannot_be_started_is_named(start: Start) -> None:
    with pytest.raises(EngineError, match="cannot be started"):
        start(["/nowhere"])
