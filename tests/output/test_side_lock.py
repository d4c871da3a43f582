"""One writer at a time, and no trace of it afterwards."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from pocgate_xl.errors import OutputError
from pocgate_xl.output.side_lock import locked


def test_who_comes_second_waits_and_nothing_is_left(tmp_path: Path) -> None:
    file, inside, most = tmp_path / "issued.xlsx", [0], [0]

    def work() -> None:
        with locked(file):
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0.02)
            inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert most == [1]
    assert list(tmp_path.iterdir()) == []


def test_who_waits_too_long_is_told(tmp_path: Path) -> None:
    with (
        locked(tmp_path / "a"),
        pytest.raises(OutputError, match="is being written by another run"),
        locked(tmp_path / "a", patience=0.1),
    ):
        pass


def test_a_lock_ends_with_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path / "a"):
        raise ZeroDivisionError
    with locked(tmp_path / "a", patience=0.1):
        pass


def test_what_a_killed_run_left_locks_nothing(tmp_path: Path) -> None:
    (tmp_path / ".pocgate-a.lock").write_bytes(b"")
    with locked(tmp_path / "a", patience=0.1):
        pass
    assert list(tmp_path.iterdir()) == []
