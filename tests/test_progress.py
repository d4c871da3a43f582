from __future__ import annotations

import io

import pytest

from pocgate_xl import progress
from pocgate_xl.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def count(stream: io.StringIO, total: int, *, quiet: bool = False) -> str:
    with Progress("files", total, quiet=quiet, stream=stream) as counter:
        for _ in range(total):
            counter.advance()
    return stream.getvalue()


def test_short_work_leaves_no_trace_in_a_log() -> None:
    assert count(io.StringIO(), 5) == ""


def test_long_work_is_told_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LONG_SECONDS", 0)
    assert count(io.StringIO(), 2) == "1 / 2 files\n2 / 2 files\n"


def test_a_terminal_shows_one_line_and_keeps_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0)
    shown = count(Terminal(), 2)
    assert shown == "\r\x1b[K1 / 2 files\r\x1b[K2 / 2 files\r\x1b[K"
    assert "\n" not in shown


def test_quiet_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0)
    assert count(Terminal(), 5, quiet=True) == ""
    assert count(Terminal(), 1) == ""
