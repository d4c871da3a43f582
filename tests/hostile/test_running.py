"""A run that is killed, interrupted or out of disk loses nothing that it reported and tears nothing."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pocgate_xl.batch import check_paths
from tests.hostile.submission import submission
from tests.hostile.worker import ROOT

COUNT = 200
JOURNALED = """
import sys
from pathlib import Path
from pocgate_xl.batch import check_paths
for assessment in check_paths([sys.argv[1]], journal=Path(sys.argv[2])):
    print(assessment.file, flush=True)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same submission very often, each file with bytes of its own."""
    folder = tmp_path_factory.mktemp("many")
    content = submission()
    stamp = content.index(b"PK\x01\x02") + 12  # the time in the first entry of the directory
    for number in range(COUNT):
        own = bytearray(content)
        own[stamp : stamp + 2] = number.to_bytes(2, "little")
        (folder / f"{number:04}.xlsx").write_bytes(own)
    return folder


def check(folder: Path, report: Path, *more: str) -> list[str]:
    paths = [str(folder), "--quiet", "--format", "jsonl", "--output", str(report), *more]
    return [sys.executable, "-m", "pocgate_xl", "check", *paths]


def started(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def leftovers(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if file.name not in ("report.jsonl", "journal")]


@pytest.mark.parametrize("seconds", [0.4, 0.8])
def test_sigkill_leaves_the_former_report_whole(folder: Path, tmp_path: Path, seconds: float) -> None:
    report = tmp_path / "report.jsonl"
    report.write_text("former\n")
    process = started(check(folder, report))
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    text = report.read_text()
    assert text == "former\n" or len([json.loads(line) for line in text.splitlines()]) == COUNT


@pytest.mark.parametrize("printed", [1, 100])
def test_sigkill_loses_nothing_that_the_journal_acknowledged(
    folder: Path, tmp_path: Path, printed: int
) -> None:
    journal = tmp_path / "journal"
    process = started([sys.executable, "-c", JOURNALED, str(folder), str(journal)])
    assert process.stdout is not None
    seen = [process.stdout.readline() for _ in range(printed)]
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert all(seen)
    lines = journal.read_bytes().split(b"\n")[1:-1]
    assert len(lines) >= printed
    kept = {json.loads(line)["sha256"] for line in lines}
    assert len(kept) == len(lines)
    found = list(check_paths([folder], journal=journal))
    assert len(found) == COUNT
    assert {assessment.outcome for assessment in found} == {"accepted"}
    after = journal.read_bytes().split(b"\n")[1:-1]
    assert len({json.loads(line)["sha256"] for line in after}) == COUNT == len(after)


def test_ctrl_c_ends_quietly_and_keeps_the_former_report(folder: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    report.write_text("former\n")
    process = started(check(folder, report))
    end = time.monotonic() + 60
    while not leftovers(tmp_path) and process.poll() is None:  # as long as the report is being written
        assert time.monotonic() < end
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert b"Traceback" not in err
    assert process.returncode in (0, 130)
    partial = tmp_path / "report.jsonl.partial"
    text = (partial if process.returncode else report).read_text()
    assert all(json.loads(line) for line in text.splitlines())
    assert leftovers(tmp_path) == ([partial.name] if process.returncode else [])
    assert not process.returncode or report.read_text() == "former\n"


def _small_files() -> None:
    """Let no file grow beyond 64 KiB, as a disk that is full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))


def test_a_full_disk_is_told_and_keeps_the_former_report(folder: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    report.write_text("former\n")
    ended = subprocess.run(
        check(folder, report), cwd=ROOT, capture_output=True, preexec_fn=_small_files, timeout=120
    )  # fmt: skip
    assert ended.returncode == 2
    assert b"cannot be written" in ended.stderr
    assert b"Traceback" not in ended.stderr
    assert report.read_text() == "former\n"
    assert leftovers(tmp_path) == []


def test_a_full_disk_behind_stdout_is_told(folder: Path) -> None:
    command = [sys.executable, "-m", "pocgate_xl", "check", "--quiet", str(folder / "0000.xlsx")]
    with open("/dev/full", "wb") as full:
        ended = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert ended.returncode not in (0, 1)
    assert b"Traceback" not in ended.stderr


def test_the_same_file_twice_gives_the_same_twice(folder: Path, tmp_path: Path) -> None:
    file = folder / "0000.xlsx"
    twin = tmp_path / "another name.xlsx"
    twin.write_bytes(file.read_bytes())
    link = tmp_path / "link.xlsx"
    os.link(twin, link)
    found = list(check_paths([file, file, twin, link]))
    assert len({assessment.sha256 for assessment in found}) == 1
    assert len({assessment.responses_digest for assessment in found}) == 1
    assert [assessment.outcome for assessment in found] == ["accepted"] * 4
