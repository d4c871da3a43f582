"""Thousands of mutants: every one answered in time, none accepted wrongly.

`POCGATE_MUTANTS` and `POCGATE_SEED` ask for more, and for others; so does `python -m tests.hostile.fuzz`.
"""

from __future__ import annotations

import os

import pytest

from tests.hostile.fuzz import SLOW, Tally, bases, run, run_shared, summary
from tests.hostile.mutations import FAMILIES, mutant
from tests.hostile.places import named
from tests.hostile.submission import ID, area

MUTANTS = int(os.environ.get("POCGATE_MUTANTS", "2000"))
SEED = int(os.environ.get("POCGATE_SEED", "1"))
JOBS = 2
SELDOM_HARMLESS = {"bytes"}
"""Nearly every byte of a file is covered by a checksum, so that of so few mutants none may be accepted."""


@pytest.fixture(scope="module")
def total() -> Tally:
    total = Tally()
    for tally in run_shared(SEED, MUTANTS, JOBS, min(1000, MUTANTS // JOBS)):
        total.add(tally)
    return total


def test_every_mutant_has_its_answer_and_none_is_accepted_wrongly(total: Tally) -> None:
    assert total.wrong == [], summary(total)
    assert total.outcomes.total() == MUTANTS


@pytest.mark.parametrize("number", [84_183, 125_274, 147_592])
def test_a_mutant_that_was_once_judged_wrongly_is_judged_rightly(number: int) -> None:
    """Among 200,000: a misspelled relationship that was followed, shifts beyond the first column without end."""
    assert run(1, number, number + 1).wrong == []


def test_none_is_slow(total: Tally) -> None:
    assert total.slowest < SLOW


def test_mutants_are_of_all_kinds_and_have_all_outcomes(total: Tally) -> None:
    outcomes = {(family, outcome) for family, outcome, _ in total.outcomes}
    assert {family for family, _ in outcomes} == set(FAMILIES)
    assert {(family, "unreadable") for family in FAMILIES} <= outcomes
    assert {(family, "accepted") for family in FAMILIES if family not in SELDOM_HARMLESS} <= outcomes
    codes = {code for *_, code in total.outcomes}
    assert {"PG007", "PG008", "PG009", "PG114", "PG103", "PG105", "PG106", "PG107", "PG108"} <= codes
    assert total.unchanged > MUTANTS // 20
    assert total.explained > MUTANTS // 200


def test_the_same_seed_makes_the_same_mutants() -> None:
    base = bases()[0].original
    assert mutant(base, 5, 77) == mutant(base, 5, 77)
    assert mutant(base, 5, 77) != mutant(base, 6, 77)
    assert run(5, 0, 30).outcomes == run(5, 0, 30).outcomes


def test_the_plain_reader_reads_the_submission() -> None:
    for base in bases():
        start = base.slow.sheet("Start")
        assert start is not None
        place = area("pg_engagement_id")
        assert start.cells[place.first].value == ("text", ID)
        assert base.slow.names["pg_engagement_id"] == named(place.sheet, place.first)
