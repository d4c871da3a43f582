"""A run goes on where an earlier one was ended, and believes it in nothing that may have changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.engines.attempts import Attempt
from tests.engines.mutants import Mutant
from tests.engines.random_submissions import DrawnSubmission
from tests.engines.tried import Tried
from tests.engines.witnesses import Witnesses, keys_of

MUTANTS = [
    Mutant(
        ("lists", (row, 2)), "=A1", f"=A{row}{place}", "reference", "", frozenset(), frozenset(), frozenset()
    )
    for row in (1, 2)
    for place in (2, 3)
]
SUBMISSIONS = [DrawnSubmission({"pg_a": number}) for number in range(10)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return what a run has noted: the third submission noticed the first mutant, none of six the second."""
    witnesses = Witnesses(keys_of(MUTANTS), SUBMISSIONS)
    witnesses.noticed(MUTANTS[0], 2)
    witnesses.missed(MUTANTS[1], 6)
    witnesses.write(tmp_path / "known")
    return tmp_path / "known"


def read(file: Path, mutants: Iterable[Mutant], submissions: Sequence[DrawnSubmission]) -> Witnesses:
    witnesses = Witnesses(keys_of(mutants), submissions)
    witnesses.read(file)
    return witnesses


def test_a_run_begins_with_the_witness_and_goes_on_where_there_is_none(file: Path) -> None:
    found = read(file, MUTANTS, SUBMISSIONS)
    assert [(found.witness(each), found.tried(each)) for each in MUTANTS] == [
        (2, 0), (None, 6), (None, 0), (None, 0),
    ]  # fmt: skip


def test_with_other_submissions_a_witness_is_where_to_begin_and_nothing_counts_as_tried(file: Path) -> None:
    found = read(file, MUTANTS, SUBMISSIONS[1:])
    assert [(found.witness(each), found.tried(each)) for each in MUTANTS[:2]] == [(2, 0), (None, 0)]


def test_nothing_is_known_of_a_formula_that_has_changed(file: Path) -> None:
    changed = [replace(each, formula=f"{each.formula}+1") for each in MUTANTS]
    found = read(file, changed, SUBMISSIONS)
    assert [(found.witness(each), found.tried(each)) for each in changed] == [(None, 0)] * 4


def test_of_what_several_processes_have_written_the_most_is_known(file: Path, tmp_path: Path) -> None:
    other = Witnesses(keys_of(MUTANTS), SUBMISSIONS)
    other.missed(MUTANTS[0], 9)
    other.missed(MUTANTS[1], 4)
    other.noticed(MUTANTS[2], 0)
    other.write(tmp_path / "known.1")
    found = read(file, MUTANTS, SUBMISSIONS)
    found.read(tmp_path / "known.1")
    assert [(found.witness(each), found.tried(each)) for each in MUTANTS] == [
        (2, 0), (None, 6), (0, 0), (None, 0),
    ]  # fmt: skip


def tried(witnesses: Witnesses, rarely: Iterable[Mutant] = ()) -> Tried:
    def attempt(mutant: Mutant) -> Attempt:
        return Attempt(mutant, (1, 1, 1), ())

    return Tried(MUTANTS, attempt, witnesses, {id(each) for each in rarely})


def asked(run: Tried, number: int) -> Iterator[int]:
    yield from (MUTANTS.index(each.mutant) for each in run.asked(number, alone=False))


def test_submissions_that_were_tried_are_passed_over(file: Path) -> None:
    run = tried(read(file, MUTANTS, SUBMISSIONS))
    assert [(number, [MUTANTS.index(each.mutant) for each in of]) for number, of in run.by_witness()] == [
        (2, [0])
    ]
    run.without([run.alive[id(MUTANTS[0])]], 2)
    assert [sorted(asked(run, number)) for number in (0, 5, 6, 9)] == [[2, 3], [2, 3], [1, 2, 3], [1, 2, 3]]


def test_what_cannot_be_noticed_is_tried_on_few(file: Path) -> None:
    run = tried(read(file, MUTANTS, SUBMISSIONS), rarely=[MUTANTS[3]])
    assert [3 in asked(run, number) for number in range(10)] == [True, *[False] * 7, True, False]


def test_a_submission_that_is_open_is_tried_again_by_the_next_run() -> None:
    """Another mutant of the same workbook may have made the difference."""
    witnesses = Witnesses(keys_of(MUTANTS), SUBMISSIONS)
    run = tried(witnesses)
    run.alive[id(MUTANTS[0])].open = {3, 5}
    run.note(7, alone=False, all_=10)
    assert [witnesses.tried(each) for each in MUTANTS] == [3, 8, 8, 8]
    assert [each.mutant for each in run.asked(5, alone=True)] == [MUTANTS[0]]
    run.note(4, alone=True, all_=10)
    assert [witnesses.tried(each) for each in MUTANTS] == [5, 10, 10, 10]
    run.note(9, alone=True, all_=10)
    assert witnesses.tried(MUTANTS[0]) == 10
