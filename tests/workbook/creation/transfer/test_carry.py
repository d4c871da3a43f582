"""What an input of the fresh workbook takes goes into it; all else is named, never dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pocgate_xl.core.fields import input_fields
from pocgate_xl.core.submission import Value
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle, finder_among
from pocgate_xl.workbook.creation.transfer.carry import Transfer, takes, transfer
from pocgate_xl.workbook.creation.transfer.leftovers import MOST
from pocgate_xl.workbook.submission.reader import Reading, read_submission
from tests.hostile.edits import sheet_added, small_sheet, typing
from tests.hostile.submission import submission


def reading(content: bytes) -> Reading:
    return read_submission(read_workbook(Package.from_bytes(content)), finder_among(()))


def carried(content: bytes, bundle: Bundle) -> Transfer:
    return transfer(reading(content), bundle, "en")


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [
        ("pg_rating_integration", 5, True),
        ("pg_rating_integration", 6, False),
        ("pg_rating_integration", "five", False),
        ("pg_status_security", "done", True),
        ("pg_status_security", "Done", False),
        ("pg_poc_cost_development", Decimal("-1"), False),
        ("pg_poc_cost_development", Decimal("0.5"), True),
        ("pg_due_security", date(2026, 4, 1), True),
        ("pg_due_security", 4, False),
        ("pg_note_integration", "x" * 40_000, False),
    ],
)
def test_what_an_input_takes(bundle: Bundle, name: str, value: Value, taken: bool) -> None:
    field = next(each for each in input_fields(bundle.template) if each.name == name)
    assert takes(bundle.template, field, value) is taken


def test_every_answer_is_in_the_ledger_once(bundle: Bundle) -> None:
    found = carried(submission(), bundle)
    fields = [entry.field for entry in found.ledger]
    assert len(fields) == len(set(fields))
    assert found.values.keys() <= set(fields)
    assert {entry.kind for entry in found.ledger} == {"carried", "changed"}


def test_what_cannot_be_read_stands_in_its_cell_again(bundle: Bundle) -> None:
    found = carried(typing({"pg_poc_cost_development": "about 3"})(submission()), bundle)
    assert found.typed == {"pg_poc_cost_development": "about 3"}
    (entry,) = (each for each in found.ledger if each.reason == "unread")
    assert (entry.kind, entry.content, entry.now) == ("changed", "about 3", "")


def test_a_date_in_words_is_a_date_and_says_so(bundle: Bundle) -> None:
    name = "pg_engagement_assessment_date"
    found = carried(typing({name: "令和8年9月30日"})(submission()), bundle)
    assert found.values[name] == date(2026, 9, 30)
    (entry,) = (each for each in found.ledger if each.reason == "converted")
    assert (entry.content, entry.now) == ("令和8年9月30日", "2026-09-30")


def test_so_many_leftovers_are_taken_and_the_rest_is_counted(bundle: Bundle) -> None:
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>line {number}</t></is></c></row>'
        for number in range(1, MOST + 6)
    )
    found = carried(sheet_added("Ours", small_sheet(rows))(submission()), bundle)
    left = found.of_kind("left_over")
    assert len(left) == MOST + 1
    assert (left[-1].reason, left[-1].content) == ("more", "5")


def test_a_gate_that_no_longer_asks_leaves_its_answer_over(bundle: Bundle) -> None:
    asked = reading(submission())
    items = bundle.template.groups[0].items[1:]
    group = replace(bundle.template.groups[0], items=items)
    smaller = replace(bundle, template=replace(bundle.template, groups=(group, *bundle.template.groups[1:])))
    gone = bundle.template.groups[0].items[0].id
    found = transfer(asked, replace(smaller, digest="other"), "en")
    left = [(each.reason, each.title) for each in found.of_kind("left_over")]
    assert left == [("unknown_here", "Checklist")] * 4
    assert f"pg_status_{gone}" not in found.values
