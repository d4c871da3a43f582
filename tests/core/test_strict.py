"""What somebody gives in Python: nothing is dropped silently, and what is valid is named."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy
import pytest

import pocgate_xl as pg
from pocgate_xl.core.scorecard import scorecard_of
from pocgate_xl.core.submission import CostResponse, Engagement, ItemResponse
from pocgate_xl.errors import AnswerError, PocgateError

GATE = pg.load_template()
FIRST = GATE.criterion_ids[0]
RATINGS = dict.fromkeys(GATE.criterion_ids, 4)
ITEM = GATE.items[0].id


@pytest.mark.parametrize("five", [5, numpy.int64(5), numpy.uint8(5), numpy.int32(5)])
def test_integers_of_every_library_are_ratings(five: Any) -> None:
    card = pg.score(GATE, RATINGS | {FIRST: five})
    assert card == scorecard_of(GATE, RATINGS | {FIRST: 5})
    assert type(card.ratings[FIRST]) is int


@pytest.mark.parametrize(
    "value", ["5", 5.0, numpy.float64(5), Decimal(5), True, numpy.bool_(True), 0, 6, "", []]
)
def test_what_is_no_rating_raises_with_those_that_are(value: Any) -> None:
    with pytest.raises(AnswerError, match=r"is not a rating .*integers 1, 2, 3, 4, 5"):
        pg.score(GATE, RATINGS | {FIRST: value})


def test_what_is_not_rated_may_be_left_out_or_none() -> None:
    assert pg.score(GATE, {FIRST: None}) == pg.score(GATE, {})


def test_ids_that_the_template_lacks_raise_with_those_that_it_has() -> None:
    calls = (
        lambda: pg.score(GATE, {"buisness_kpi": 5}),
        lambda: pg.tally(GATE, {"securty": "done"}),
        lambda: pg.project_costs(GATE, Engagement(), {"infrastucture": CostResponse(Decimal(1))}),
    )
    for call, known in zip(calls, (FIRST, ITEM, "infrastructure"), strict=True):
        with pytest.raises(AnswerError, match=f"of the template: .*{known}"):
            call()


def test_statuses_may_be_given_alone() -> None:
    assert pg.tally(GATE, {ITEM: "done"}) == pg.tally(GATE, {ITEM: ItemResponse("done")})
    assert pg.tally(GATE, {ITEM: None}).done == 0


@pytest.mark.parametrize("status", ["Done", "finished", "", " done"])
def test_what_is_no_status_raises_with_those_that_are(status: str) -> None:
    with pytest.raises(AnswerError, match=r"is not a status .*done, in_progress, not_started"):
        pg.tally(GATE, {ITEM: status})


def test_amounts_are_integers_of_every_library_or_decimals() -> None:
    found = [
        pg.project_costs(GATE, Engagement(), {"development": CostResponse(amount)})
        for amount in (Decimal(7), 7, numpy.int64(7))  # type: ignore[arg-type]
    ]
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("amount", [Decimal(-1), Decimal("NaN"), "7", 7.0, True, -1])
def test_what_is_no_amount_raises(amount: Any) -> None:
    for response in (CostResponse(amount), CostResponse(planned=amount)):
        with pytest.raises(AnswerError, match="is not an amount"):
            pg.project_costs(GATE, Engagement(), {"development": response})


def test_what_is_wrong_is_an_error_of_the_package_and_of_its_value() -> None:
    assert issubclass(AnswerError, PocgateError)
    assert issubclass(AnswerError, ValueError)


def test_one_text_is_one_path(tmp_path: Path) -> None:
    file = str(tmp_path / "x.xlsx")
    for paths in (file, Path(file), [file]):
        assert [found.file for found in pg.check_many(paths)] == [file]
    assert pg.check(file).outcome == "unreadable"


def test_the_public_names_are_there_and_no_others() -> None:
    for name in pg.__all__:
        assert callable(getattr(pg, name))
        assert name in dir(pg)
    with pytest.raises(AttributeError, match="no attribute 'scores'"):
        _ = pg.scores


def test_templates_are_found_by_id_or_folder(template_copy: Path) -> None:
    assert pg.load_template("poc_gate") == pg.load_template(template_copy)
    with pytest.raises(PocgateError, match="Built in: poc_gate"):
        pg.load_template("nowhere")
