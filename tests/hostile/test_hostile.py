"""Every threat has its file, every file the one right answer, within time and memory."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.core.answers import responses_digest, submission_from_answers
from pocgate_xl.core.assessment import assessment_to_json
from pocgate_xl.core.gate import assess
from pocgate_xl.core.steps import steps_of
from tests.hostile.case import Case
from tests.hostile.cases import CASES
from tests.hostile.submission import answers, bundle, submission, written
from tests.hostile.threats import ELSEWHERE, MANGLING, THREATS, WAITING
from tests.hostile.worker import ROOT, Worker

COMPUTED = (
    "scorecard", "checklist", "decision", "next_step", "costs", "causes", "roadmap", "operations",
    "committee",
)  # fmt: skip
IN_THE_FILE = {"label", "text", "reach", "sheet", "cell"}
"""What steps say in a language, or of a file."""


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.close()


@pytest.fixture
def fresh() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.close()


def truth(case: Case) -> dict[str, Any]:
    """Return what must be computed from the answers that the case leaves."""
    named, rows = answers()
    changed = {**named, **{k: v for k, v in case.answers.items() if k not in rows}}
    left = {name: value for name, value in changed.items() if value is not None}
    blocks = {name: case.answers.get(name, values) for name, values in rows.items()}
    template = bundle().template
    assessed = assess(template, submission_from_answers(template, left, blocks))
    steps = tuple(steps_of(template, bundle().default_catalog, assessed.next_step, left))
    plain = assessment_to_json(replace(assessed, next_step=replace(assessed.next_step, steps=steps)))
    return {**plain, "responses_digest": responses_digest(left, blocks)}


def test_the_submission_is_accepted_without_any_finding(tmp_path: Path) -> None:
    file = tmp_path / "submission.xlsx"
    file.write_bytes(submission())
    found = assessment_to_json(check_file(file))
    assert (found["outcome"], found["findings"]) == ("accepted", [])
    expected = truth(Case("", "", (), "accepted"))
    assert found["responses_digest"] == expected["responses_digest"]
    assert found["scorecard"] == expected["scorecard"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_texts_in_cells_say_what_texts_in_a_table_say(language: str, tmp_path: Path) -> None:
    file, outcomes = tmp_path / "submission.xlsx", []
    for content in (written(language), submission(language)):
        file.write_bytes(content)
        outcomes.append({**assessment_to_json(check_file(file)), "sha256": None})
    assert outcomes[0]["outcome"] == "accepted"
    assert outcomes[0] == outcomes[1]


def test_every_case_has_a_name_of_its_own() -> None:
    names = [(case.row, case.name) for case in CASES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.row}: {case.name}")
def test_the_answer_is_right(case: Case, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = case.put(tmp_path, case.make(submission()))
    before = _digest(path)
    worker: Worker = request.getfixturevalue("fresh" if case.dangerous else "worker")
    answer = worker.check(path)
    assert _digest(path) == before
    assert answer["seconds"] < case.seconds
    _judge(case, answer["assessment"])


def _judge(case: Case, found: dict[str, Any]) -> None:
    listed = [(f["code"], f["sheet"], f["cell"], f["found"]) for f in found["findings"]]
    codes = {code for code, *_ in listed}
    codes &= set(case.codes) if case.consequences else codes
    assert (found["outcome"], codes) == (_outcome(case), set(case.codes)), listed
    first = next((f for f in found["findings"] if f["code"] == case.codes[0]), None) if case.codes else None
    if first:
        assert case.found in first["found"]
        assert case.message in first["message"]
    places = {f"{f['sheet']}!{cell}" for f in found["findings"] for cell in (f["cell"], *f["cells"])}
    assert set(case.cells) <= places
    if case.outcome == "unreadable":
        assert found["scorecard"] is None
    elif not case.consequences:
        _judge_results(case, found)


def _outcome(case: Case) -> str:
    """Return the outcome of a case; where there is no error, what the file leaves unanswered decides."""
    if case.outcome != "accepted":
        return case.outcome
    return "accepted" if truth(case)["completeness"]["state"] == "complete" else "incomplete"


def _judge_results(case: Case, found: dict[str, Any]) -> None:
    expected = truth(case)
    assert found["responses_digest"] == expected["responses_digest"]
    for section in COMPUTED:
        assert _said(found[section]) == _said(expected[section]), section


def _said(section: Any) -> Any:
    """Return a section without what depends on the file's language and on where its cells are."""
    if not isinstance(section, dict) or "steps" not in section:
        return section
    steps = [{key: step[key] for key in step.keys() - IN_THE_FILE} for step in section["steps"]]
    return {**section, "steps": steps}


def _digest(path: Path) -> str:
    try:
        regular = path.is_file() and "/proc/" not in str(path.resolve())
    except (OSError, ValueError, RuntimeError):
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest() if regular else ""


def examples() -> list[tuple[str, str]]:
    return [(row, each) for table in (THREATS, MANGLING) for row, all_ in table.items() for each in all_]


def test_every_example_of_the_tables_has_its_case() -> None:
    covered = {(case.row, example) for case in CASES for example in case.examples}
    known = covered | ELSEWHERE.keys() | WAITING.keys()
    assert [each for each in examples() if each not in known] == []
    assert covered - set(examples()) == set()


@pytest.mark.parametrize(("file", "mark"), sorted(set(ELSEWHERE.values())))
def test_what_is_tested_elsewhere_is_there(file: str, mark: str) -> None:
    assert mark in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("module", sorted(set(WAITING.values())))
def test_what_waits_is_not_there_yet(module: str) -> None:
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(module)
