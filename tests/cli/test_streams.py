"""Streams that are closed or full, terminals that would obey, faults of our own, signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pocgate_xl.cli import main, rules
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for

posix = pytest.mark.skipif(os.name == "nt", reason="no such shell, signals or names on Windows")
ROOT = Path(__file__).parents[2]
ESC = "\x1b]0;owned\x07\u202e"


@pytest.fixture
def workbook(bundle: Bundle, tmp_path: Path) -> Path:
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook_for(bundle, "en", {"pg_engagement_id": "ENG-1"}))
    return file


def shell(command: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run `$0 ...` in a shell, where $0 is this program and $1 the first argument."""
    words = ["bash", "-c", command.replace("pocgate", f"{sys.executable} -m pocgate_xl"), "-"]
    return subprocess.run(
        [*words, *map(str, arguments)], capture_output=True, text=True, cwd=ROOT, timeout=120, check=False
    )


@posix
@pytest.mark.parametrize(
    "command", ["pocgate check $1", "pocgate check $1 $1 --jobs 1", "pocgate rules", "pocgate score $1"]
)
def test_a_closed_stdout_is_said_in_one_line(workbook: Path, command: str) -> None:
    done = shell(f"{command} >&-", workbook)
    assert (done.returncode, done.stderr) == (2, "pocgate: stdout is closed\n")


@posix
def test_without_a_use_for_stdout_it_may_be_closed(workbook: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    done = shell("pocgate check $1 --format jsonl --output $2 <&- >&- 2>&-", workbook, report)
    assert done.returncode == 0
    assert json.loads(report.read_text())["outcome"] == "not_started"


@posix
def test_a_closed_stderr_lets_no_word_into_the_data(workbook: Path) -> None:
    done = shell("pocgate check $1 $1 --format jsonl 2>&-", workbook)
    assert [json.loads(line)["outcome"] for line in done.stdout.splitlines()] == ["not_started"] * 2
    assert shell("pocgate explain nothing 2>&-").stdout == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
def test_a_full_stdout_is_said_in_one_line() -> None:
    done = shell("pocgate rules > /dev/full")
    assert (done.returncode, done.stderr) == (2, "pocgate: No space left on device\n")


ARGUMENTS = """
ESC
check
check x ESC --ESC
check x --format ESC
check x --jobs ESC
check x --seconds ESC
check x --output ESC/y
check x --lang ESC
check x --template ESC
check x --executor ESC
check x --resume ESC/y
score x --lang ESC
portfolio x --output ESC
portfolio x --output ESC/x.xlsx
explain ESC
fill ESC --values x --out /nowhere/y
fill ESC --values x --out y
fill x --values ESC --out y
fill x --script ESC --out y
new --out OUT --engagement ESC
new --out OUT --engagement ESC=1 id=a
new --out OUT --from ESC.csv
new --out OUT --engagement id=a --template ESC
demo --out /dev/null/ESC
template show ESC
template check ESC
template init ESC
template ESC
addin ESC
addin build --out ESC
addin serve --host ESC
addin serve --token-file ESC
addin lite --out /dev/null/ESC
"""


@pytest.mark.parametrize("arguments", ARGUMENTS.split("\n")[1:-1])
def test_no_argument_steers_a_terminal(
    arguments: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = [word.replace("ESC", ESC).replace("OUT", str(tmp_path)) for word in arguments.split()]
    with pytest.raises(SystemExit) as ended:
        raise SystemExit(main(words))
    captured = capsys.readouterr()
    assert ended.value.code in (1, 2, 3)
    assert captured.err or captured.out
    assert "\x1b" not in captured.err + captured.out
    assert "\u202e" not in captured.err + captured.out
    assert "Traceback" not in captured.err


def test_a_value_in_a_workbook_steers_no_terminal(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = tmp_path / "values.json"
    values.write_text(json.dumps({f"pg_{ESC}": 1, "pg_rating_integration": ESC}))
    assert main(["fill", str(workbook), "--values", str(values), "--out", str(tmp_path / "b.xlsx")]) == 2
    said = capsys.readouterr().err
    assert said.startswith("pocgate: ")
    assert "\x1b" not in said
    assert said.count("\n") == 1


def test_a_fault_of_the_program_is_no_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> int:
        raise RuntimeError(f"oh{ESC}")

    monkeypatch.setattr(rules, "run", fail)
    assert main(["rules"]) == 70
    said = capsys.readouterr().err
    assert said.startswith("pocgate: internal error: RuntimeError: oh\\x1b")
    assert said.count("\n") == 1
    monkeypatch.setenv("POCGATE_TRACEBACK", "1")
    assert main(["rules"]) == 70
    assert "Traceback" in capsys.readouterr().err


SIGNALLED = """
import os, signal, sys
from pocgate_xl.cli import main, rules
def run(_):
    os.kill(os.getpid(), int(sys.argv[1]))
    print("goes on")
    return 0
rules.run = run
sys.exit(main(["rules"]))
"""


FRESH = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
"""


@posix
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("ignored", [False, True])
def test_every_request_to_end_is_like_an_interrupt_unless_it_is_ignored(
    ending: signal.Signals, ignored: bool
) -> None:
    name = ending.name.removeprefix("SIG")
    start = f"trap '' {name}; exec \"$@\"" if ignored else 'exec "$@"'
    fresh = [
        sys.executable,
        "-c",
        FRESH,
        "/bin/bash",
        "-c",
        start,
        "-",
    ]  # tests in the background ignore some
    done = subprocess.run(
        [*fresh, sys.executable, "-c", SIGNALLED, str(int(ending))],
        capture_output=True, text=True, cwd=ROOT, timeout=60, check=False,
    )  # fmt: skip
    expected = (0, "goes on\n", "") if ignored else (130, "", "pocgate: interrupted\n")
    assert (done.returncode, done.stdout, done.stderr) == expected


@posix
def test_signals_are_as_they_were_when_a_command_has_run() -> None:
    before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    assert main(["rules"]) == 0
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before


def test_a_command_runs_in_a_thread_of_a_host(capsys: pytest.CaptureFixture[str]) -> None:
    codes: list[int] = []
    thread = threading.Thread(target=lambda: codes.append(main(["rules"])))
    thread.start()
    thread.join(60)
    assert codes == [0]
