"""A Dask cluster as the executor: the same results, and the same answers to files that kill."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.batch import check_paths
from pocgate_xl.cli import main
from pocgate_xl.core.assessment import assessment_to_json
from tests.faults import faulty_reader

Make = Callable[..., list[Path]]

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    if not os.environ.get("CI"):  # there a missing package is a failure
        pytest.importorskip("distributed")
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None, protocol="tcp://"
    ) as cluster:
        yield cluster


def test_a_cluster_gives_the_same_report(
    make: Make, cluster: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pocgate_xl.batch.worker_pool.worker_command", faulty_reader.command)
    files = make("a.xlsx", "exit-b.xlsx", *(f"c{n:02}.xlsx" for n in range(40)))
    url = cluster.scheduler_address.replace("tcp://", "dask://")
    assert main(["check", *map(str, files), "--executor", url, "--format", "jsonl", "--quiet"]) == 3
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    here = [json.loads(json.dumps(assessment_to_json(each))) for each in check_paths(files)]
    assert found[1]["findings"][0]["code"] == "PG013"
    assert found[:1] + found[2:] == here[:1] + here[2:]


@pytest.mark.parametrize("url", ["dask://", "spark://127.0.0.1:1", "127.0.0.1:1"])
def test_an_executor_that_there_is_not_is_usage(
    make: Make, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    assert main(["check", *map(str, make("a.xlsx")), "--executor", url]) == 2
    assert "is not an executor" in capsys.readouterr().err


def test_a_scheduler_that_does_not_answer_is_said(
    make: Make, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("pocgate_xl.cli.executors.CONNECT_SECONDS", 1)
    assert main(["check", *map(str, make("a.xlsx")), "--executor", "dask://127.0.0.1:9"]) == 2
    assert "no answer from a Dask scheduler" in capsys.readouterr().err
