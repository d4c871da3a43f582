"""Work on a strange file, done in a process of its own: it ends in time and with a clear word."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pocgate_xl.batch.apart import done_apart
from pocgate_xl.cli import main
from pocgate_xl.errors import FillError, PocgateError
from pocgate_xl.opc.limits import DEFAULT, MIB
from pocgate_xl.opc.refusal import Refused
from tests.hostile.fuzz import bases
from tests.hostile.mutations import mutant
from tests.hostile.submission import submission

SHORT = replace(DEFAULT, seconds=1.0)


def size_of(file: Path, more: int = 0) -> int:
    print("what a library prints goes nowhere")
    return len(file.read_bytes()) + more


def endless(_file: Path) -> None:
    while True:
        pass


def greedy(_file: Path) -> int:
    return len(bytes(4 << 30))


def crashing(_file: Path) -> None:
    os.kill(os.getpid(), 11)


def refusing(_file: Path) -> None:
    raise Refused("doctype", "a part declares a document type")


def naming(_file: Path) -> None:
    raise FillError("pg_x: not an input of this workbook", "Nothing was written.")


def faulty(_file: Path) -> None:
    raise KeyError("secret")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "a\x1bb.xlsx"
    file.write_bytes(b"12345")
    return file


def test_what_is_done_apart_comes_back(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert done_apart(size_of, file, 2) == 7
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("work", "says"),
    [
        (greedy, "out of memory"),
        (crashing, "SIGSEGV"),
        (refusing, "find out where the file came from"),
        (faulty, "KeyError"),
    ],
)
def test_what_cannot_be_done_is_told_in_the_words_of_check(file: Path, work: object, says: str) -> None:
    with pytest.raises(PocgateError) as raised:
        done_apart(work, file, limits=replace(DEFAULT, memory_bytes=512 * MIB))  # type: ignore[arg-type]
    assert says in str(raised.value)
    assert "\x1b" not in str(raised.value)
    assert "secret" not in str(raised.value)


def test_what_takes_too_long_is_killed(file: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(PocgateError, match="more than 1 s"):
        done_apart(endless, file, limits=SHORT)
    assert time.monotonic() - begun < 60


def test_errors_keep_their_kind_and_their_advice(file: Path) -> None:
    with pytest.raises(FillError) as raised:
        done_apart(naming, file)
    assert (raised.value.problem, raised.value.action) == (
        "pg_x: not an input of this workbook",
        "Nothing was written.",
    )


@pytest.mark.parametrize("number", range(6))
def test_a_damaged_workbook_is_filled_or_refused_in_time(
    number: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, values, out = tmp_path / "made.xlsx", tmp_path / "values.json", tmp_path / "out.xlsx"
    file.write_bytes(mutant(bases()[0].original, 18, number).content)
    values.write_text('{"pg_rating_integration": 4}')
    code = main(["fill", str(file), "--values", str(values), "--out", str(out)])
    assert code in (0, 2)
    assert out.exists() == (code == 0)
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("name", ["list.xlsx", "list.csv", "list.json"])
def test_a_list_that_is_a_pipe_or_a_device_is_refused_at_once(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / name
    os.mkfifo(pipe)
    assert main(["new", "--from", str(pipe), "--out", str(tmp_path / "out")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_large_list_is_read_to_its_end(tmp_path: Path) -> None:
    """Cells far away are left out of submissions only."""
    from pocgate_xl.workbook.creation.lists.tables import tables_of
    from tests.hostile.edits import small_sheet
    from tests.workbook.raw_packages import Zipped, workbook_parts, zip_of

    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n * 7919}</v></c></row>' for n in range(1, 9001))
    parts = workbook_parts(small_sheet(rows))
    file = tmp_path / "list.xlsx"
    file.write_bytes(zip_of([Zipped(name.encode(), content) for name, content in parts.items()]))
    assert len(done_apart(tables_of, file)[0].rows) == 9000


def test_score_keeps_the_limits_of_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "whole.xlsx"
    file.write_bytes(submission())
    assert main(["score", str(file)]) == 0
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    assert main(["score", str(pipe)]) == 3
    assert "PG011" in capsys.readouterr().out
