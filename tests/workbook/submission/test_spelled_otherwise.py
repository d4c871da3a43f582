"""Lists and conditional formats of a plan are the same however a program spells their formulas."""

from __future__ import annotations

import pytest

from pocgate_xl.opc.xml_parser import Element
from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.spreadsheetml.styles.cell_looks import Looks
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.submission.altered.conditions import ConditionalFormat, conditions_of
from pocgate_xl.workbook.submission.altered.rules import altered_lists
from pocgate_xl.workbook.submission.altered.seen import Seen, seen_on
from pocgate_xl.workbook.submission.expected import expected_of


def element(path: str, text: str = "", **attributes: str) -> Element:
    made = Element(path, path.rpartition("/")[2], attributes)
    made.text = text
    return made


def condition(*formulas: str) -> ConditionalFormat:
    group = "worksheet/conditionalFormatting"
    elements = [element(f"{group}/cfRule/formula", each) for each in formulas]
    around = (element(group, sqref="A1"), element(f"{group}/cfRule"), *elements)
    (found,) = conditions_of(around, Looks((), ()))
    return found


@pytest.fixture(scope="module")
def scorecard(bundle: Bundle) -> Seen:
    return seen_on(expected_of(bundle, "en"), "scorecard")


@pytest.mark.parametrize(
    ("spelled", "other"),
    [
        ("pg_list_rating", 0),
        ("=PG_List_Rating", 0),
        (" pg_list_rating ", 0),
        ('"5,4"', 1),
        ("pg_list_rating2", 1),
    ],
)
def test_a_list_is_another_where_it_offers_something_else(scorecard: Seen, spelled: str, other: int) -> None:
    (place, *_) = (at for at, formula in scorecard.lists.items() if formula == "pg_list_rating")
    rule = "worksheet/dataValidations/dataValidation"
    changed, _ = altered_lists(
        scorecard, (element(rule, type="list", sqref=a1(place)), element(f"{rule}/formula1", spelled))
    )
    assert len(changed) == other


@pytest.mark.parametrize("spelled", ["pg_check_all>0", "PG_check_all > 0", "(pg_check_all)>0"])
def test_a_planned_condition_is_known_however_it_is_spelled(scorecard: Seen, spelled: str) -> None:
    assert condition(spelled).computes in scorecard.highlights


@pytest.mark.parametrize("formulas", [("pg_check_all>1",), ("pg_check_all>0", "1"), ('J6<>"" ', "1"), ()])
def test_no_other_condition_passes_for_a_planned_one(scorecard: Seen, formulas: tuple[str, ...]) -> None:
    assert condition(*formulas).computes not in scorecard.highlights
    assert condition(*formulas).formula == "; ".join(formulas)
