from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pocgate_xl.core.assessment import Assessment
from pocgate_xl.portfolio.issued import Issued, issued_of
from pocgate_xl.portfolio.overview import overview
from pocgate_xl.portfolio.ranking import rank
from pocgate_xl.workbook.creation.lists.engagements import ListedEngagement
from tests.portfolio.engagements import CURRENCY, GATE, assessment, rated, refused


def row(id_: str, **aside: Any) -> ListedEngagement:
    """Return a row of a list that was issued."""
    return ListedEngagement(2, {"pg_engagement_id": id_}, aside=aside)


def told(rows: list[ListedEngagement], returned: list[Assessment]) -> tuple[Issued, ...]:
    return issued_of(rows, rank(returned, GATE.id, CURRENCY), GATE)


def states(rows: list[ListedEngagement], returned: list[Assessment]) -> dict[str, str]:
    return {each.id: each.state for each in told(rows, returned)}


def test_each_of_the_list_is_told_in_its_order_and_then_who_was_not_asked() -> None:
    returned = [assessment(rated(id="B"), "b.xlsx"), assessment(rated(id="Z"), "z.xlsx")]
    returned += [assessment(rated(id="Y"), "y.xlsx"), assessment(rated(id="C"), "c.xlsx", "findings")]
    assert list(states([row("C"), row("B"), row("A")], returned).items()) == [
        ("C", "apart"), ("B", "answered"), ("A", "not_answered"), ("Y", "not_asked"), ("Z", "not_asked"),
    ]  # fmt: skip


def test_what_the_list_says_of_an_engagement_is_kept() -> None:
    said = {"id": "A", "organization": "Aoba", "poc_name": "Search", "sponsor": "COO", "assessor": "Ito"}
    listed = ListedEngagement(
        2, {f"pg_engagement_{key}": value for key, value in said.items()},
        aside={"email": "ito@aoba.example", "due": date(2026, 5, 22)},
    )  # fmt: skip
    (found,) = told([listed], [])
    assert (found.email, found.due, found.files) == ("ito@aoba.example", date(2026, 5, 22), ())
    assert {key: getattr(found.engagement, key) for key in said} == said


def test_what_nobody_asked_for_says_itself_whose_it_is() -> None:
    (found,) = told([], [assessment(rated(id="Z", organization="Aoba", assessor="Ito"), "z.xlsx")])
    assert (found.id, found.state, found.asked, found.files) == ("Z", "not_asked", False, ("z.xlsx",))
    assert (found.engagement.organization, found.engagement.assessor) == ("Aoba", "Ito")


def test_a_workbook_that_came_back_as_it_went_out_is_no_answer() -> None:
    blank = assessment({"pg_engagement_id": "A"}, "a.xlsx", "not_started")
    (found,) = told([row("A")], [blank])
    assert (found.state, found.files, found.reasons) == ("not_answered", ("a.xlsx",), ("not_started",))


def test_one_file_that_counts_is_an_answer_whatever_came_beside_it() -> None:
    older, newer = (assessment(rated(id="A", revision=number), f"{number}.xlsx") for number in (1, 2))
    spoiled = assessment(rated(id="A"), "0.xlsx", "findings")
    (found,) = told([row("A")], [spoiled, older, newer])
    assert (found.state, found.reasons) == ("answered", ())
    assert found.files == ("2.xlsx", "0.xlsx", "1.xlsx")


def test_reasons_are_told_once_each_while_nothing_counts() -> None:
    spoiled = [assessment(rated(id="A"), f"{name}.xlsx", "findings") for name in "xyz"]
    other = replace(assessment(rated(id="A"), "o.xlsx"), template=replace(spoiled[0].template, id="other"))
    (found,) = told([row("A")], [*spoiled, other])
    assert (found.state, found.reasons) == ("apart", ("other_template", "findings"))


@pytest.mark.parametrize("file", ["A_B.xlsx", "back/A_B.xlsx", "C:\\back\\a_b.XLSX", "all.zip/A_B.xlsx"])
def test_a_file_that_cannot_be_read_is_told_by_the_name_it_was_issued_with(file: str) -> None:
    (found,) = told([row("A/B")], [refused(file, "PG001")])
    assert (found.state, found.files, found.reasons) == ("apart", (file,), ("unreadable",))


def test_the_name_of_a_file_never_outweighs_the_id_in_it() -> None:
    assert states([row("A"), row("B")], [assessment(rated(id="B"), "A.xlsx")]) == {
        "A": "not_answered", "B": "answered",
    }  # fmt: skip


def test_what_cannot_be_read_is_told_by_the_id_with_which_its_name_begins() -> None:
    listed = [row("A"), row("A-1"), row("A-12")]
    for name, id_ in (("A (2).xlsx", "A"), ("a-1 来月分.xlsx", "A-1"), ("A-12_final.xlsx", "A-12")):
        found = states(listed, [refused(name, "PG001")])
        assert {key: state for key, state in found.items() if state == "apart"} == {id_: "apart"}, name


def test_of_what_cannot_be_read_under_another_name_nothing_is_said() -> None:
    for name in ("AB.xlsx", "copy of A.xlsx"):
        assert states([row("A")], [refused(name, "PG001")])["A"] == "not_answered", name


def test_workbooks_without_an_id_are_told_a_file_each() -> None:
    returned = [assessment(rated(rating), f"{rating}.xlsx") for rating in (3, 4)]
    assert [(each.id, each.state, each.files) for each in told([], returned)] == [
        ("", "not_asked", ("4.xlsx",)), ("", "not_asked", ("3.xlsx",)),
    ]  # fmt: skip


def test_a_portfolio_without_a_list_says_nothing_of_who_was_asked() -> None:
    returned = [assessment(rated(id="A"))]
    assert overview(returned, GATE).issued is None
    told = overview(returned, GATE, issued=[row("A"), row("B")]).issued or ()
    assert [(each.id, each.state) for each in told] == [("A", "answered"), ("B", "not_answered")]
