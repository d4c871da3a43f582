"""What is kept between runs is believed only while it is whole and nobody else could have put it there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pocgate_xl.output import cache

KEY = "ab" * 32
OTHER = "cd" * 32
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows keeps others out of a profile")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "kept"
    monkeypatch.setenv(cache.VARIABLE, str(place))
    return place


def made(content: bytes = b"made") -> Callable[[], bytes]:
    return lambda: content


def never() -> bytes:
    raise AssertionError("made again")


def test_what_was_made_is_there_the_next_time(folder: Path) -> None:
    assert cache.kept(KEY, made()) == b"made"
    assert cache.kept(KEY, never) == b"made"
    assert [file.name for file in folder.iterdir()] == [f"{KEY}{cache.SUFFIX}"]


def test_what_does_not_hold_any_more_is_made_again(folder: Path) -> None:
    cache.kept(KEY, made(b"old"))
    assert cache.kept(KEY, made(b"new"), lambda content: content != b"old") == b"new"
    assert cache.kept(KEY, never) == b"new"


@pytest.mark.parametrize("damage", [
    lambda file: file.write_bytes(b""),
    lambda file: file.write_bytes(file.read_bytes()[:-1]),
    lambda file: file.write_bytes(file.read_bytes() + b"x"),
    lambda file: file.write_bytes(b"0" * 64 + b"\nevil"),
    lambda file: file.write_bytes(b"\0" * (cache.LARGEST + 1)),
])  # fmt: skip
def test_a_damaged_entry_is_made_again_and_replaced(folder: Path, damage: Callable[[Path], object]) -> None:
    cache.kept(KEY, made())
    damage(folder / f"{KEY}{cache.SUFFIX}")
    assert cache.kept(KEY, made(b"anew")) == b"anew"
    assert cache.kept(KEY, never) == b"anew"


def test_an_entry_under_another_name_does_not_count(folder: Path) -> None:
    cache.kept(KEY, made())
    (folder / f"{KEY}{cache.SUFFIX}").rename(folder / f"{OTHER}{cache.SUFFIX}")
    assert cache.kept(OTHER, made(b"other")) == b"other"


@POSIX
@pytest.mark.parametrize("mode", [0o666, 0o620])
def test_what_others_can_write_is_not_read(folder: Path, mode: int) -> None:
    cache.kept(KEY, made())
    (folder / f"{KEY}{cache.SUFFIX}").chmod(mode)
    assert cache.kept(KEY, made(b"anew")) == b"anew"


@POSIX
def test_a_folder_that_others_can_write_is_neither_read_nor_written(folder: Path) -> None:
    cache.kept(KEY, made())
    folder.chmod(0o777)
    assert cache.kept(KEY, made(b"anew")) == b"anew"
    assert cache.kept(OTHER, made()) == b"made"
    assert [file.name for file in folder.iterdir()] == [f"{KEY}{cache.SUFFIX}"]


@POSIX
def test_links_and_pipes_are_not_followed(folder: Path, tmp_path: Path) -> None:
    cache.kept(KEY, made())
    entry = folder / f"{KEY}{cache.SUFFIX}"
    entry.rename(tmp_path / "elsewhere")
    entry.symlink_to(tmp_path / "elsewhere")
    assert cache.kept(KEY, made(b"anew")) == b"anew"
    assert not entry.is_symlink()
    os.mkfifo(folder / f"{OTHER}{cache.SUFFIX}", 0o600)
    assert cache.kept(OTHER, made()) == b"made"


@pytest.mark.parametrize("place", ["a file", "deeper/a file/below"])
def test_where_nothing_can_be_kept_it_is_made_each_time(
    tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deeper").mkdir()
    for file in (tmp_path / "a file", tmp_path / "deeper" / "a file"):
        file.write_text("")
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / place))
    assert [cache.kept(KEY, made(b"1")), cache.kept(KEY, made(b"2"))] == [b"1", b"2"]


def test_an_empty_variable_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, "")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache.cache_folder() is None
    assert [cache.kept(KEY, made(b"1")), cache.kept(KEY, made(b"2"))] == [b"1", b"2"]
    assert list(tmp_path.iterdir()) == []


@POSIX
@pytest.mark.parametrize(
    ("platform", "chosen", "expected"),
    [
        ("linux", "", "home/.cache/pocgate"), ("linux", "relative", "home/.cache/pocgate"),
        ("linux", "/var/mine", "/var/mine/pocgate"), ("darwin", "/var/mine", "home/Library/Caches/pocgate"),
    ],
)  # fmt: skip
def test_it_lies_where_the_system_keeps_such_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, chosen: str, expected: str
) -> None:
    monkeypatch.delenv(cache.VARIABLE, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", chosen)
    monkeypatch.setattr(sys, "platform", platform)
    assert cache.cache_folder() == tmp_path / expected


def test_the_oldest_make_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST", 3)
    for number in range(5):
        key = f"{number:064x}"
        cache.kept(key, made())
        os.utime(folder / f"{key}{cache.SUFFIX}", (number, number))
    assert [int(file.stem, 16) for file in cache.entries()] == [2, 3, 4]


def test_clearing_leaves_what_is_no_entry(folder: Path) -> None:
    cache.kept(KEY, made())
    cache.kept(OTHER, made())
    (folder / "notes.txt").write_text("mine")
    assert cache.clear() == 2
    assert [file.name for file in folder.iterdir()] == ["notes.txt"]
    assert cache.clear() == 0


def test_runs_beside_each_other_write_whole_entries(folder: Path) -> None:
    code = (
        "from pocgate_xl.output.cache import kept\n"
        "for number in range(40):\n"
        f"    assert kept('{KEY}', lambda: b'x' * 300_000, lambda found: number % 2) == b'x' * 300_000\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(3)]
    assert [run.communicate(timeout=120)[1] for run in runs] == [b""] * 3
    assert cache.kept(KEY, never) == b"x" * 300_000
    assert len(list(folder.iterdir())) == 1
