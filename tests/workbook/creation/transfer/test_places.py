"""Answers are found by their names, else by the texts beside them; what neither tells is not guessed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import finder_among
from pocgate_xl.workbook.creation.transfer.places import AnswerPlaces
from pocgate_xl.workbook.submission.reader import read_submission
from tests.hostile.edits import chain, typing
from tests.hostile.honest import cut_and_pasted
from tests.hostile.submission import area, submission
from tests.hostile.tampering import name_at, renamed, rows_moved, without_name

RATING = "pg_rating_integration"
PLANNED = area(RATING).first
BELOW = (PLANNED[0] + 1, PLANNED[1])


def places(make: Callable[[bytes], bytes]) -> AnswerPlaces:
    facts = read_workbook(Package.from_bytes(make(submission())))
    return AnswerPlaces(read_submission(facts, finder_among(())))


@pytest.mark.parametrize(
    ("make", "cell", "moved"),
    [
        (lambda content: content, PLANNED, False),
        (without_name(RATING), PLANNED, False),
        (name_at(RATING, "Scorecard!$Z$90"), PLANNED, False),
        (rows_moved("scorecard", 2, 1), BELOW, True),
        (cut_and_pasted(RATING, 30), (PLANNED[0] + 30, PLANNED[1]), True),
        (chain(rows_moved("scorecard", 2, 1), without_name(RATING)), BELOW, True),
        (chain(renamed("scorecard", "My scores"), without_name(RATING)), PLANNED, False),
    ],
    ids=["unchanged", "name gone", "name elsewhere", "row inserted", "cut", "row and name", "renamed"],
)
def test_a_rating_is_found_wherever_it_went(
    make: Callable[[bytes], bytes], cell: tuple[int, int], moved: bool
) -> None:
    place = places(make).of(RATING)
    assert place is not None
    assert (a1(place.position), place.moved) == (a1(cell), moved)


def test_what_was_deleted_with_its_row_is_nowhere() -> None:
    found = places(rows_moved("scorecard", PLANNED[0], -1))
    gone = "pg_rating_data_quality"
    assert found.of(gone) is None
    place = found.of(RATING)
    assert place is not None
    assert place.position == (PLANNED[0] - 1, PLANNED[1])


def test_a_text_that_somebody_changed_does_not_move_its_answer() -> None:
    title = a1((PLANNED[0], 3))
    place = places(typing({f"scorecard!{title}": "Ours"})).of(RATING)
    assert place is not None
    assert (place.position, place.moved) == (PLANNED, False)
