"""A sample of the mutants is noticed or excused, and the run itself can fail."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pocgate_xl.templates.loader import Bundle
from tests.engines import mutation, mutation_run, tried
from tests.engines.engine import IroncalcWorkbook
from tests.engines.equivalents import EQUIVALENT, reason_of
from tests.engines.excuse import Equivalent
from tests.engines.mutants import Mutant
from tests.engines.mutation_run import MutationRun
from tests.engines.witnesses import Witnesses, keys_of

WITNESSES = Path(__file__).with_name("witnesses.txt")
SEED, SAMPLE, EXCUSED = 1, 50, 10
"""How many mutants are drawn, of those that must be noticed and of those that cannot be."""


@pytest.fixture(scope="module")
def run(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> MutationRun:
    return MutationRun(bundle, tmp_path_factory.mktemp("mutation"))


@pytest.fixture(scope="module")
def mutants(run: MutationRun) -> list[Mutant]:
    return run.mutants()


def _one(run: MutationRun, name: str, marked: str) -> Mutant:
    """Return the one mutant of a named formula with this mark."""
    node = run.places.named(name)
    (found,) = [mutant for mutant in run.mutagen.mutants(node) if marked in mutant.marked]
    return found


def test_a_sample_of_mutants_is_noticed(run: MutationRun, mutants: list[Mutant]) -> None:
    """By the submission that noticed it the last time, else by any other."""
    sample = random.Random(SEED).sample([m for m in mutants if not reason_of(m, run.places)], SAMPLE)
    witnesses = Witnesses(keys_of(mutants), (trial.drawn for trial in run.trials))
    witnesses.read(WITNESSES)
    witnesses.known = {key: number for key, number in witnesses.known.items() if number > 0}
    report = mutation.report_of(run.places, sample, run.survivors(sample, witnesses=witnesses))
    assert [mutation.described(mutant) for mutant in report.survivors] == []
    assert report.killed.total() == SAMPLE


def test_a_sample_of_excused_mutants_is_not_noticed(
    run: MutationRun, mutants: list[Mutant], monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = random.Random(SEED).sample([m for m in mutants if reason_of(m, run.places)], EXCUSED)
    monkeypatch.setattr(run, "trials", run.trials[:: 3 * tried.SPACING])
    report = mutation.report_of(run.places, sample, run.survivors(sample))
    assert [(mutation.described(mutant), reason) for mutant, reason in report.mistaken] == []
    assert len(report.equivalent) == EXCUSED


def test_every_formula_has_mutants_and_each_is_another_formula(
    run: MutationRun, mutants: list[Mutant]
) -> None:
    assert {mutant.node for mutant in mutants} == run.places.formulas
    assert all(mutant.formula != mutant.original for mutant in mutants)
    assert len({(mutant.node, mutant.formula) for mutant in mutants}) == len(mutants)


def test_every_reason_excuses_some_mutant_and_all_together_only_few(
    run: MutationRun, mutants: list[Mutant]
) -> None:
    excused = [mutant for mutant in mutants if reason_of(mutant, run.places)]
    used = {reason_of(mutant, run.places) for mutant in excused}
    assert used == {entry.reason for entry in EQUIVALENT}
    assert len(excused) < len(mutants) * 0.1


def test_a_decision_taken_one_item_too_soon_is_noticed(run: MutationRun) -> None:
    mutant = _one(run, "pg_out_decision", "IF(pg_calc_waiting=«0 → 1»")
    assert run.survivors([mutant]) == set()


def test_a_link_that_leads_elsewhere_is_noticed(run: MutationRun) -> None:
    """What it says is the same."""
    (line,) = [node for node, key in run.places.keys.items() if key == "progress_line start"]
    links = [mutant for mutant in run.mutagen.mutants(line) if "HYPERLINK(«" in mutant.marked]
    assert len(links) == 2
    assert run.survivors(links) == set()


def test_a_mutant_that_no_submission_tells_is_reported(
    run: MutationRun, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """None but the first submission, whose ratings are all given, is left."""
    mutant = _one(run, "pg_out_verdict", "«pg_code_verdict_incomplete → ")
    monkeypatch.setattr(run, "trials", run.trials[:1])
    report = mutation.report_of(run.places, [mutant], run.survivors([mutant]))
    mutation.print_report(report)
    assert report.survivors == [mutant]
    assert f"survived: {mutation.described(mutant)}" in capsys.readouterr().out


def test_a_blind_oracle_is_told_by_survivors(run: MutationRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutation_run, "faults_of", lambda truth, shown: {})
    monkeypatch.setattr(IroncalcWorkbook, "is_broken", lambda engine, node: False)
    monkeypatch.setattr(run, "trials", run.trials[:2])
    mutant = _one(run, "pg_out_total", "«SUM → COUNT»")
    assert mutation.report_of(run.places, [mutant], run.survivors([mutant])).survivors == [mutant]


def test_an_excuse_for_a_mutant_that_is_noticed_is_reported(
    run: MutationRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.engines.equivalents.EQUIVALENT", (Equivalent(".*", "", "all are the same"),))
    mutant = _one(run, "pg_out_total", "«SUM → COUNT»")
    report = mutation.report_of(run.places, [mutant], run.survivors([mutant]))
    assert report.mistaken == [(mutant, "all are the same")]


def test_a_workbook_that_is_wrong_before_any_change_stops_the_run(
    run: MutationRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant = _one(run, "pg_out_total", "«SUM → COUNT»")
    monkeypatch.setattr(mutation_run, "faults_of", lambda truth, shown: dict.fromkeys(truth, (None, 0)))
    with pytest.raises(AssertionError):
        run.survivors([mutant])
