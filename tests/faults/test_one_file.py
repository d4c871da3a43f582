"""The time limit of a single file holds wherever it is read: behind a shell, in threads, without copies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pocgate_xl.batch import check_file, check_paths, resource_limits, worker_pool
from pocgate_xl.batch.check import Options, examine
from pocgate_xl.batch.resource_limits import examine_within
from pocgate_xl.batch.watched import in_time
from pocgate_xl.errors import PocgateError
from pocgate_xl.opc.limits import MIB, Limits
from tests.faults import faulty_reader

Make = Callable[..., list[Path]]
posix = pytest.mark.skipif(os.name == "nt", reason="no copies of processes on Windows")
HARD_STOP_SECONDS = 60
"""What a run of a test may take: it is ended then, whatever it does."""


@pytest.fixture(autouse=True)
def _troubled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pocgate_xl.batch.check.open_package", faulty_reader.troubled)
    monkeypatch.setattr(worker_pool, "worker_command", faulty_reader.command)


@pytest.fixture(autouse=True)
def _never_for_minutes() -> Iterator[None]:
    """End the whole process should a limit not hold, rather than let a test spin."""
    import faulthandler

    faulthandler.dump_traceback_later(10 * HARD_STOP_SECONDS, exit=True, file=sys.__stderr__)
    yield
    faulthandler.cancel_dump_traceback_later()


def run(*arguments: object, start: str = "") -> subprocess.CompletedProcess[str]:
    command = faulty_reader.check_command(*arguments)
    words = ["bash", "-c", start, "-", *command] if start else command
    return subprocess.run(words, capture_output=True, text=True, timeout=HARD_STOP_SECONDS, check=False)


def code_and_found(report: str) -> tuple[str, str]:
    (line,) = map(json.loads, report.splitlines())
    return line["findings"][0]["code"], line["findings"][0]["found"]


STARTS = {
    "in the foreground": "",
    "in the background of a shell": '"$@" & wait $!',
    "with interrupts ignored": "trap '' INT; \"$@\"",
    "without a terminal": "trap '' HUP; \"$@\" < /dev/null",
    "with alarms ignored": "trap '' ALRM; \"$@\"",
}


@posix
@pytest.mark.parametrize("how", STARTS)
@pytest.mark.parametrize("trouble", ["hang", "c_hang"])
def test_a_file_that_hangs_is_late_however_the_run_was_started(make: Make, how: str, trouble: str) -> None:
    (file,) = make(f"{trouble}-a.xlsx")
    began = time.monotonic()
    done = run(file, "--format", "jsonl", "--seconds", 1, start=STARTS[how])
    assert (done.returncode, code_and_found(done.stdout)) == (3, ("PG012", "more than 1 s"))
    assert time.monotonic() - began < HARD_STOP_SECONDS / 2


@posix
def test_an_honest_file_is_late_too_when_it_is_given_no_time(make: Make) -> None:
    (file,) = make("a.xlsx")
    done = run(file, "--format", "jsonl", "--seconds", 0.001, start=STARTS["in the background of a shell"])
    assert (done.returncode, code_and_found(done.stdout)) == (3, ("PG012", "more than 0.001 s"))


@posix
@pytest.mark.parametrize(
    ("trouble", "code", "found"),
    [
        ("memory", "PG012", "out of memory"), ("exit", "PG013", "exit status 9"),
        ("segv", "PG013", "SIGSEGV"), ("kill", "PG013", "SIGKILL"),
    ],
)  # fmt: skip
def test_what_ends_the_copy_is_told_of_the_file(make: Make, trouble: str, code: str, found: str) -> None:
    (file,) = make(f"{trouble}-a.xlsx")
    done = run(file, "--format", "jsonl", "--memory", 300)
    assert (done.returncode, code_and_found(done.stdout)) == (3, (code, found))


@posix
def test_a_copy_that_dies_once_costs_nothing(make: Make) -> None:
    (file,) = make("once-a.xlsx")
    done = run(file, "--format", "jsonl")
    assert (done.returncode, json.loads(done.stdout)["outcome"]) == (0, "incomplete")


@posix
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_no_copy(make: Make, tmp_path: Path, ending: signal.Signals) -> None:
    (file,) = make("hang-a.xlsx")
    process = subprocess.Popen(
        faulty_reader.check_command(file, "--seconds", 30), stderr=subprocess.PIPE, text=True
    )
    try:
        copies = wait_for_copies(process.pid)
        process.send_signal(ending)
        assert process.communicate(timeout=HARD_STOP_SECONDS)[1] == "pocgate: interrupted\n"
        assert process.returncode == 130
        assert not [copy for copy in copies if Path(f"/proc/{copy}").exists()]
    finally:
        process.kill()
        process.communicate()


INTERRUPTED_WHILE_COPYING = """
import os, signal, sys
from pocgate_xl.batch import resource_limits
from pocgate_xl.batch.check import Options
from pocgate_xl.opc.limits import Limits
fork, copies = os.fork, []
def interrupted_fork():
    copies.append(fork())
    if copies[-1]:
        os.kill(os.getpid(), signal.SIGINT)
    return copies[-1]
os.fork = interrupted_fork
try:
    resource_limits.examine_within(sys.argv[1], Options(limits=Limits(seconds=30.0)))
except KeyboardInterrupt:
    print(len(copies), os.path.exists(f"/proc/{copies[0]}"), signal.pthread_sigmask(signal.SIG_BLOCK, []))
"""


@posix
def test_an_interrupt_in_the_very_moment_of_copying_leaves_no_copy(make: Make) -> None:
    """As a copy lives its limit of time when nobody holds its number."""
    (file,) = make("a.xlsx")
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}\n{INTERRUPTED_WHILE_COPYING}"]
    done = subprocess.run(
        [*command, str(file)], capture_output=True, text=True, timeout=HARD_STOP_SECONDS, check=False
    )
    assert (done.stdout, done.stderr) == ("1 False set()\n", "")


def wait_for_copies(owner: int) -> list[str]:
    """Return the numbers of a process's children, once it has some."""
    children = Path(f"/proc/{owner}/task/{owner}/children")
    if not children.exists():
        pytest.skip("this system does not tell children")
    for _ in range(600):
        if found := children.read_text().split():
            return found
        time.sleep(0.05)
    raise AssertionError("no copy was started")


@posix
def test_a_copy_outlives_its_owner_by_its_limit_at_most(make: Make) -> None:
    (file,) = make("hang-a.xlsx")
    process = subprocess.Popen(faulty_reader.check_command(file, "--seconds", 2))
    try:
        (copy,) = wait_for_copies(process.pid)
    finally:
        process.kill()
        process.wait()
    end = time.monotonic() + HARD_STOP_SECONDS
    while os.path.exists(f"/proc/{copy}") and "Z" not in state(copy):
        assert time.monotonic() < end
        time.sleep(0.1)


def state(process: str) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_in_a_thread_of_a_host_a_file_that_hangs_is_late(make: Make) -> None:
    files = make("hang-a.xlsx", "c_hang-b.xlsx", "c.xlsx")
    limits, found = Limits(seconds=2.0), []
    thread = threading.Thread(
        target=lambda: found.extend(check_paths(files, limits=limits, jobs=0)), daemon=True
    )
    thread.start()
    thread.join(HARD_STOP_SECONDS)
    assert [each.outcome for each in found] == ["unreadable", "unreadable", "incomplete"]
    assert [each.findings[0].found for each in found[:2]] == ["more than 2 s"] * 2


INTERRUPTED = """
import os, signal, sys, threading
from pathlib import Path
from pocgate_xl.batch import resource_limits
from pocgate_xl.batch.check import Options
from pocgate_xl.opc.limits import Limits
from tests.faults import faulty_reader
from pocgate_xl.batch import check
check.open_package = faulty_reader.troubled
signal.signal(signal.SIGINT, signal.SIG_IGN if sys.argv[2] == "ignored" else signal.default_int_handler)
before = signal.getsignal(signal.SIGINT)
found = resource_limits._interrupted(sys.argv[1], Options(limits=Limits(seconds=float(sys.argv[3]))))
assert signal.getsignal(signal.SIGINT) == before
print(getattr(found, "detail", None) or found.outcome)
"""


@pytest.mark.parametrize("how", ["ignored", "handled"])
@pytest.mark.parametrize(
    ("name", "seconds", "answer"), [("hang-a.xlsx", 1, "more than 1 s"), ("a.xlsx", 50, "incomplete")]
)
def test_where_there_are_no_copies_the_file_is_interrupted(
    make: Make, how: str, name: str, seconds: int, answer: str
) -> None:
    (file,) = make(name)
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}\n{INTERRUPTED}"]
    done = subprocess.run(
        [*command, str(file), how, str(seconds)], capture_output=True, text=True, timeout=HARD_STOP_SECONDS,
        check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr, done.returncode) == (f"{answer}\n", "", 0)


def test_where_there_are_no_copies_a_step_without_end_ends_the_process(make: Make) -> None:
    (file,) = make("c_hang-a.xlsx")
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}\n{INTERRUPTED}"]
    done = subprocess.run(
        [*command, str(file), "ignored", "0.5"], capture_output=True, text=True, timeout=HARD_STOP_SECONDS,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Timeout (")


@posix
def test_both_ways_give_the_same_assessment(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    (file,) = map(str, make("a.xlsx"))
    expected = examine(file, Options())
    assert examine_within(file, Options()) == expected
    assert resource_limits._by_a_copy(file, Options()) == expected
    assert resource_limits._interrupted(file, Options()) == expected
    assert resource_limits._by_a_worker(file, Options()) == expected


@posix
def test_a_broken_template_is_the_operators_matter_in_a_copy_too(make: Make, tmp_path: Path) -> None:
    (file,) = map(str, make("a.xlsx"))
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "template.toml").write_text("id = 1")
    with pytest.raises(PocgateError):
        examine_within(file, Options((tmp_path / "broken",), limits=Limits(memory_bytes=900 * MIB)))


@pytest.mark.parametrize("trouble", ["hang", "swallowing"])
def test_a_single_call_is_late_in_any_thread_of_a_host(make: Make, trouble: str) -> None:
    (file,) = make(f"{trouble}-a.xlsx")
    found: list[str] = []

    def check() -> None:
        assessment = check_file(file, limits=Limits(seconds=0.3))
        found.append(f"{assessment.outcome} {assessment.findings[0].code}")

    for thread in [threading.Thread(target=check, daemon=True) for _ in range(3)]:
        thread.start()
        thread.join(HARD_STOP_SECONDS)
    check()
    assert found == ["unreadable PG012"] * 4


def test_a_single_call_leaves_no_watch_behind(make: Make) -> None:
    (file,) = make("a.xlsx")
    before = threading.active_count()
    assert check_file(file).outcome == "incomplete"
    deadline = time.monotonic() + HARD_STOP_SECONDS
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() == before


def test_what_is_late_by_a_hair_never_reaches_the_host() -> None:
    """The exception may be on its way when the work is done: it must not come out later."""
    outcomes = {in_time(lambda: _spin(0.0101), 0.01, lambda: "late") for _ in range(60)}
    assert outcomes <= {"done", "late"}
    _spin(0.3)


def _spin(seconds: float) -> str:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass
    return "done"
