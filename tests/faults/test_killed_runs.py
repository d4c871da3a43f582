"""A run that is killed, interrupted or out of space loses nothing that was finished, and tears nothing."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pocgate_xl.batch import CHUNK, check_paths
from pocgate_xl.batch.check import Options
from pocgate_xl.batch.journal import HEADER, Journal
from pocgate_xl.cli import main
from pocgate_xl.errors import OutputError
from pocgate_xl.opc.limits import Limits
from tests.faults.faulty_reader import check_command

Make = Callable[..., list[Path]]
KILLS = int(os.environ.get("POCGATE_KILLS", "4"))
"""More by hand: the points are drawn anew from the seed."""
SEED = int(os.environ.get("POCGATE_SEED", "1"))

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no POSIX signals on Windows")


def names(count: int) -> list[str]:
    return [f"{'exit' if n % 13 == 7 else 'slow'}-{n:03}.xlsx" for n in range(count)]


def run(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(check_command(*arguments), stderr=subprocess.PIPE, text=True)


def code_of(*arguments: object) -> int:
    process = run(*arguments)
    process.communicate()
    return process.returncode


def report(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def recorded(journal: Path) -> set[str]:
    """Return what whole lines of a journal are about."""
    if not journal.exists():
        return set()
    lines = [line for line in journal.read_bytes().splitlines(keepends=True) if line.endswith(b"}\n")]
    return {json.loads(line)["sha256"] for line in lines[1:]}


def wait_for_lines(journal: Path, count: int) -> None:
    deadline = time.monotonic() + 60
    while not journal.exists() or journal.read_bytes().count(b"\n") < count:
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def folder(make: Make) -> Path:
    """Files of which each has another content, so that all count."""
    files = make(*names(160))
    for number, file in enumerate(files):
        if number >= 12:
            file.write_bytes(b"%d" % number)
    return files[0].parent


def test_killed_at_any_point_it_goes_on_and_reports_the_same(folder: Path, tmp_path: Path) -> None:
    whole, output, journal = tmp_path / "whole.jsonl", tmp_path / "report.jsonl", tmp_path / "journal"
    options = ["--jobs", 2, "--format", "jsonl", "--quiet"]
    assert code_of(folder, *options, "--output", whole) == 3
    dice, kept = random.Random(SEED), set[str]()
    for _ in range(KILLS):
        process = run(folder, *options, "--output", output, "--resume", journal)
        time.sleep(dice.uniform(0.1, 2.0))
        process.kill()
        process.communicate()
        assert not output.exists() or output.read_bytes() == whole.read_bytes()
        assert len(list(tmp_path.glob(".*.tmp"))) <= 1
        assert kept <= recorded(journal)
        kept = recorded(journal)
    assert code_of(folder, *options, "--output", output, "--resume", journal) == 3
    assert output.read_bytes() == whole.read_bytes()
    assert not list(tmp_path.glob(".*.tmp"))


def test_finished_files_are_not_read_again(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, journal = make("a.xlsx", "b.xlsx", "c.xlsx"), tmp_path / "journal"
    first = list(check_paths(files[:2], journal=journal))
    looked: list[str] = []
    monkeypatch.setattr("pocgate_xl.batch.stream.examine", lambda file, options: looked.append(file))
    again = check_paths(files, journal=journal)
    assert [next(again), next(again)] == first
    with pytest.raises(AttributeError):  # what stands in gives nothing to keep
        next(again)
    assert looked == [str(files[2])]


@pytest.mark.parametrize("options", [Options(language="ja"), Options(limits=Limits(cells=10))])
def test_other_options_are_other_work(make: Make, tmp_path: Path, options: Options) -> None:
    (file,) = map(str, make("a.xlsx"))
    with Journal(tmp_path / "journal", Options()) as journal:
        journal.add(check_paths([file]))
    with Journal(tmp_path / "journal", Options()) as journal:
        assert journal.known(file) is not None
    with Journal(tmp_path / "journal", options) as journal:
        assert journal.known(file) is None


def test_changed_content_is_other_work_and_another_name_is_not(make: Make, tmp_path: Path) -> None:
    one, other = make("a.xlsx", "b.xlsx")
    first = list(check_paths([one], journal=tmp_path / "journal"))
    with Journal(tmp_path / "journal", Options()) as journal:
        assert journal.known(str(other)) is None
        other.write_bytes(one.read_bytes())
        found = journal.known(str(other))
    assert found is not None
    assert (found.file, found.sha256, found.findings) == (str(other), first[0].sha256, first[0].findings)


def test_a_journal_cut_at_any_byte_is_taken_up(make: Make, tmp_path: Path) -> None:
    files, journal = make("a.xlsx", "b.xlsx"), tmp_path / "journal"
    whole = list(check_paths(files, journal=journal))
    content = journal.read_bytes()
    dice = random.Random(SEED)
    cuts = {*range(len(HEADER) + 2), len(content) - 1, *(dice.randrange(len(content)) for _ in range(10))}
    for cut in sorted(cuts):
        journal.write_bytes(content[:cut])
        assert list(check_paths(files, journal=journal)) == whole
        with Journal(journal, Options()) as taken_up:
            assert [taken_up.known(str(file)) for file in files] == whole


def test_what_is_no_journal_is_left_alone(make: Make, tmp_path: Path) -> None:
    (file,) = make("a.xlsx")
    before = file.read_bytes()
    assert main(["check", str(file), "--resume", str(file)]) == 2
    assert file.read_bytes() == before
    with pytest.raises(OutputError):
        Journal(tmp_path / "none" / "journal", Options())


def ended_by(process: subprocess.Popen[str], ending: signal.Signals) -> str:
    """Ask a run to end and return what it said; nothing of it is left, whatever becomes of it."""
    process.send_signal(ending)
    try:
        return process.communicate(timeout=60)[1]
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_asks_a_run_to_end_gets_what_is_done_beside_the_whole_report(
    make: Make, tmp_path: Path, ending: signal.Signals
) -> None:
    files = make(*(f"slow-{n}.xlsx" for n in range(12)), *(f"hang-{n}.xlsx" for n in range(4)))
    lists, output, journal = tmp_path / "list", tmp_path / "report.jsonl", tmp_path / "journal"
    partial, earlier = tmp_path / "report.jsonl.partial", b'{"file":"whole.xlsx"}\n'
    output.write_bytes(earlier)
    lists.write_text("\n".join([*map(str, files[:12] * 11), *map(str, files[12:])]))
    process = run(f"@{lists}", "--jobs", 2, "--format", "jsonl", "--output", output, "--resume", journal)
    wait_for_lines(journal, 3)
    said = ended_by(process, ending)
    assert process.returncode == 130
    assert f"in {partial}; {output} is unchanged" in said
    assert "Traceback" not in said
    assert output.read_bytes() == earlier
    done = [line["file"] for line in report(partial)]
    assert 0 < len(done) < 136
    assert len(done) % CHUNK == 0
    assert {line["sha256"] for line in report(partial)} <= recorded(journal)
    assert not list(tmp_path.glob(".*.tmp"))


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from pocgate_xl.cli import main
sys.exit(main(["check", *sys.argv[1:]]))
"""


@pytest.mark.parametrize("size", [0, 10, 5_000, 20_000, 60_000])
def test_a_full_disk_is_said_and_tears_nothing(make: Make, tmp_path: Path, size: int) -> None:
    files, journal, output = (
        make(*(f"{n}.xlsx" for n in range(12))),
        tmp_path / "journal",
        tmp_path / "out.txt",
    )
    output.write_text("an older report")
    command = [sys.executable, "-c", LIMITED, str(size), *map(str, files), "--format", "jsonl"]
    command += ["--output", str(output)]
    for options in ([], ["--resume", str(journal)]):
        done = subprocess.run([*command, *options], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 2
        assert "cannot be written" in done.stderr
        assert "Traceback" not in done.stderr
        assert output.read_text() == "an older report"
        assert not list(tmp_path.glob(".*.tmp"))
    assert list(check_paths(files, journal=journal)) == list(check_paths(files))
