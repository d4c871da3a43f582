"""Where each engagement of a list stands, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pocgate_xl.core.assessment import Assessment, Finding
from pocgate_xl.exchange.status import Status, StatusRow, status_of
from tests.exchange.asked import listed
from tests.portfolio.engagements import GATE, assessment, rated, refused

DAY = date(2026, 5, 20)


def told(rows: list[Any], returned: list[Assessment]) -> Status:
    return status_of(rows, returned, GATE, DAY)


def one(rows: list[Any], returned: list[Assessment]) -> StatusRow:
    (row,) = told(rows, returned).rows
    return row


def wrong(id_: str, file: str, errors: int = 2, **engagement: Any) -> Assessment:
    """Return a file that must be put right."""
    findings = (*[Finding("PG201", "error")] * errors, Finding("PG801", "note"))
    return replace(assessment(rated(id=id_, **engagement), file, "findings"), findings=findings)


@pytest.mark.parametrize(
    ("due", "state", "days", "do"),
    [
        (date(2026, 5, 8), "outstanding", 12, "remind"),
        (date(2026, 5, 20), "outstanding", 0, "remind"),
        (date(2026, 5, 21), "outstanding", -1, "wait"),
        (None, "outstanding", None, "remind"),
    ],
)
def test_who_has_sent_nothing_is_reminded_once_it_is_due(
    due: date | None, state: str, days: int | None, do: str
) -> None:
    row = one([listed("A", due=due)], [])
    assert (row.state, row.days, row.do, row.file) == (state, days, do, "")
    assert row.overdue == (days is not None and days > 0)


def test_what_came_back_as_it_went_out_is_not_started() -> None:
    row = one([listed("A", due=DAY)], [assessment({"pg_engagement_id": "A"}, "a.xlsx", "not_started")])
    assert (row.state, row.do, row.file) == ("not_started", "remind", "a.xlsx")


def test_what_is_not_whole_says_how_much_of_it_is_given() -> None:
    half = assessment(rated(id="A", done=3), "a.xlsx", "incomplete")
    row = one([listed("A")], [half])
    assert (row.state, row.do) == ("incomplete", "remind")
    assert row.completeness is not None
    needed = len(GATE.criterion_ids) + len(GATE.items) + len(GATE.knock_out)
    assert (row.completeness.given, row.completeness.needed) == (needed - len(GATE.items) + 3, needed)


def test_errors_are_counted_and_sent_back() -> None:
    row = one([listed("A", due=date(2026, 5, 1))], [wrong("A", "a.xlsx", 3)])
    assert (row.state, row.errors, row.do, row.days, row.decided) == ("findings", 3, "return", 19, None)


def test_what_cannot_be_read_is_asked_for_again() -> None:
    row = one([listed("A")], [refused("A.xlsx", "PG001")])
    assert (row.state, row.do, row.file) == ("unreadable", "ask_again", "A.xlsx")


def test_what_is_accepted_is_late_no_more() -> None:
    row = one([listed("A", due=date(2026, 5, 1))], [assessment(rated(id="A"), "a.xlsx")])
    assert (row.state, row.days, row.do, row.overdue) == ("accepted", None, "nothing", False)
    assert row.decided is not None
    assert row.decided.decision == "go"


def test_the_latest_come_first_then_what_is_due_next_then_what_is_there() -> None:
    rows = [
        listed("done", due=date(2026, 1, 1)),
        listed("later", due=date(2026, 6, 1)),
        listed("never"),
        listed("late", due=date(2026, 5, 1)),
        listed("latest", due=date(2026, 4, 1)),
        listed("soon", due=date(2026, 5, 21)),
    ]
    status = told(rows, [assessment(rated(id="done"), "d.xlsx")])
    assert [row.id for row in status.rows] == ["latest", "late", "soon", "later", "never", "done"]
    assert [row.id for row in status.overdue] == ["latest", "late"]
    assert (status.counts["outstanding"], status.counts["accepted"]) == (5, 1)


def test_of_several_files_each_is_told_against_the_one_that_counts() -> None:
    second = rated(id="A", revision=2, assessment_date=date(2026, 5, 1))
    returned = [
        assessment(rated(id="A", revision=1), "1.xlsx"),
        assessment(second, "2.xlsx"),
        assessment(second, "2 (1).xlsx"),
        assessment(rated(3, id="A", revision=2), "other.xlsx"),
        wrong("A", "3.xlsx", revision=3),
        wrong("A", "0.xlsx", revision=0),
        assessment({"pg_engagement_id": "A"}, "blank.xlsx", "not_started"),
        refused("A broken.xlsx", "PG001"),
    ]
    status = told([listed("A")], returned)
    assert status.rows[0].do == "settle"
    assert status.rows[0].file in ("2.xlsx", "2 (1).xlsx")
    found = {each.assessment.file: each.reason for each in status.beside}
    copy = ({"2.xlsx", "2 (1).xlsx"} - {status.rows[0].file}).pop()
    assert found == {
        "other.xlsx": "conflict",
        "3.xlsx": "newer_findings",
        "0.xlsx": "findings",
        "blank.xlsx": "not_started",
        "A broken.xlsx": "unreadable",
        "1.xlsx": "older_revision",
        copy: "copy",
    }
    assert {each.instead for each in status.beside} == {status.rows[0].file}
    assert status.beside[0].reason == "conflict"


def test_of_several_that_do_not_count_the_newest_revision_stands_for_the_engagement() -> None:
    returned = [
        wrong("A", "a.xlsx", 1, revision=1),
        wrong("A", "b.xlsx", 4, revision=2),
        refused("A.xlsx", "PG001"),
    ]
    status = told([listed("A")], returned)
    assert (status.rows[0].file, status.rows[0].errors) == ("b.xlsx", 4)
    assert [(each.assessment.file, each.reason) for each in status.beside] == [
        ("a.xlsx", "findings"),
        ("A.xlsx", "unreadable"),
    ]


def test_strangers_and_what_nobody_can_read_are_named() -> None:
    returned = [
        assessment(rated(id="Z"), "z.xlsx"),
        assessment(rated(), "none.xlsx"),
        refused("x.xlsx", "PG001"),
    ]
    status = told([listed("A")], returned)
    assert [(each.id, each.reason, each.assessment.file) for each in status.beside] == [
        ("", "unreadable", "x.xlsx"),
        ("", "stranger", "none.xlsx"),
        ("Z", "stranger", "z.xlsx"),
    ]
    assert status.rows[0].state == "outstanding"


def test_files_of_another_template_count_for_who_was_asked() -> None:
    found = assessment(rated(id="A"), "a.xlsx")
    others = [assessment(rated(id=id_), f"{id_}.xlsx") for id_ in "BC"]
    other = replace(found, template=replace(found.template, id="other"))
    status = told([listed("A"), listed("B"), listed("C")], [other, *others])
    assert {row.state for row in status.rows} == {"accepted"}


def test_every_file_is_told_once() -> None:
    returned = [
        assessment(rated(id="A"), "a.xlsx"),
        wrong("B", "b.xlsx"),
        assessment(rated(id="Z"), "z.xlsx"),
    ]
    returned += [
        refused("A.xlsx", "PG001"),
        refused("?.xlsx", "PG001"),
        assessment(rated(id="A", revision=5), "5.xlsx"),
    ]
    status = told([listed("A"), listed("B")], returned)
    files = [row.file for row in status.rows] + [each.assessment.file for each in status.beside]
    assert sorted(files) == sorted(each.file for each in returned)
    assert status.files == len(returned)
