"""A file that hangs, takes all memory or crashes its process is one line; the others are as ever."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pocgate_xl.batch import Options, check_paths, map_files, worker_pool
from pocgate_xl.cli import main
from pocgate_xl.core.assessment import Assessment, assessment_to_json
from pocgate_xl.errors import EngineError
from pocgate_xl.opc.limits import MIB, Limits
from pocgate_xl.reports.parts import PartRenderer
from tests.faults import faulty_reader

Make = Callable[..., list[Path]]
LIMITS = Limits(seconds=2.0, memory_bytes=300 * MIB)

posix = pytest.mark.skipif(os.name == "nt", reason="no signals and no bound of memory on Windows")


@pytest.fixture(autouse=True)
def _troubled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "worker_command", faulty_reader.command)
    worker_pool._workers.cache_clear()  # other tests' stay, without troubles


def code_and_found(assessment: Assessment) -> tuple[str, str]:
    return assessment.findings[0].code, assessment.findings[0].found


@pytest.mark.parametrize(
    ("trouble", "code", "found"),
    [
        pytest.param("hang", "PG012", "more than 2 s", id="hang"),
        pytest.param("c_hang", "PG012", "more than 2 s", id="hang without giving way"),
        pytest.param("memory", "PG012", "out of memory", marks=posix, id="memory"),
        pytest.param("exit", "PG013", "exit status 9", id="exit"),
        pytest.param("segv", "PG013", "SIGSEGV", marks=posix, id="crash"),
        pytest.param("kill", "PG013", "SIGKILL", marks=posix, id="killed"),
    ],
)
def test_one_bad_file_is_one_line(make: Make, trouble: str, code: str, found: str) -> None:
    files = make("a.xlsx", f"{trouble}-b.xlsx", "c.xlsx", "d.xlsx")
    there = list(check_paths(files, limits=LIMITS, jobs=1))
    here = list(check_paths(files))
    assert [assessment.file for assessment in there] == [str(file) for file in files]
    assert code_and_found(there[1]) == (code, found)
    assert (there[1].outcome, there[1].sha256) == ("unreadable", here[1].sha256)
    assert [there[n] for n in (0, 2, 3)] == [here[n] for n in (0, 2, 3)]


def test_a_file_that_ends_its_process_has_its_line_in_the_report(make: Make) -> None:
    files = make("a.xlsx", "exit-b.xlsx", "c.xlsx")
    pieces = list(
        map_files(map(str, files), Options(transform=PartRenderer("pocgate_xl.reports.jsonl")), jobs=1)
    )
    lines = [json.loads(piece.text) for piece in pieces]
    assert [(line["file"], line["outcome"]) for line in lines] == [
        (str(files[0]), "incomplete"), (str(files[1]), "unreadable"), (str(files[2]), "incomplete"),
    ]  # fmt: skip
    assert lines[1]["findings"][0]["code"] == "PG013"


def test_a_process_that_dies_once_costs_nothing(make: Make) -> None:
    files = make("a.xlsx", "once-b.xlsx", "c.xlsx")
    assert list(check_paths(files, jobs=1)) == list(check_paths(files))


def test_what_is_printed_while_a_file_is_read_disturbs_nothing(make: Make) -> None:
    files = make("print-a.xlsx", "b.xlsx")
    assert list(check_paths(files, jobs=1)) == list(check_paths(files))


def test_many_bad_files_among_good_ones_in_several_processes(make: Make) -> None:
    files = make(*(f"{('exit', 'a', 'b')[n % 3]}-{n:02}.xlsx" for n in range(18)))
    outcomes = [assessment.outcome for assessment in check_paths(files, jobs=2, chunk=4)]
    assert outcomes == ["unreadable", "incomplete", "incomplete"] * 6


def test_an_executor_of_threads_has_killable_workers_too(make: Make) -> None:
    files = make("a.xlsx", "exit-b.xlsx", "c.xlsx")
    with ThreadPoolExecutor(2) as executor:
        found = list(check_paths(files, executor=executor, chunk=1))
    assert [assessment.outcome for assessment in found] == ["incomplete", "unreadable", "incomplete"]


def test_no_process_is_left(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def noted(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
        started.append(start(*arguments, **options))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", noted)
    found = check_paths(make("a.xlsx", "b.xlsx", "hang-c.xlsx"), jobs=2, chunk=1)
    next(found)
    began = time.monotonic()
    found.close()
    assert time.monotonic() - began < 5
    assert started
    assert all(process.poll() is not None for process in started)
    gc.collect()  # a pipe left open would warn


def test_workers_that_do_not_start_are_the_operators_matter(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = make("a.xlsx", "b.xlsx")
    for command in (["/nowhere/python"], [faulty_reader.command()[0], "-c", "pass"]):
        monkeypatch.setattr(worker_pool, "worker_command", lambda command=command: command)
        with pytest.raises(EngineError):
            list(check_paths(files, jobs=1))


@posix
@pytest.mark.parametrize(("trouble", "found"), [("hang", "more than 1 s"), ("memory", "out of memory")])
def test_a_single_file_is_bounded_where_it_is_read(
    make: Make,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    trouble: str,
    found: str,
) -> None:
    monkeypatch.setattr("pocgate_xl.batch.check.open_package", faulty_reader.troubled)
    (file,) = make(f"{trouble}-a.xlsx")
    options = ["--format", "jsonl", "--seconds", "1" if trouble == "hang" else "60", "--memory", "200"]
    assert main(["check", str(file), *options]) == 3
    (line,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (line["findings"][0]["code"], line["findings"][0]["found"]) == ("PG012", found)


def test_a_bad_file_does_not_change_what_is_published(make: Make) -> None:
    (found,) = check_paths(make("exit-a.xlsx"), jobs=1)
    published = assessment_to_json(found)
    assert published["outcome"] == "unreadable"
    assert published["scorecard"] is None
