"""What a list wants of workbooks, held against what stands there: nothing is overwritten unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pocgate_xl.errors import EngagementError
from pocgate_xl.exchange.actions.answered import ListEdit, edits_in
from pocgate_xl.exchange.actions.keys import THEN
from pocgate_xl.exchange.actions.merge import Conflict, Merge, merged
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.lists.tables import Table, text_cell
from pocgate_xl.workbook.submission.reading_context import ReadingContext
from tests.exchange.exchanged import answered
from tests.portfolio.engagements import GATE, rated

ITEM = GATE.items[-1].id
STATUS, OWNER, DUE = f"pg_status_{ITEM}", f"pg_owner_{ITEM}", f"pg_due_{ITEM}"
TITLES = ["New answer", "Evidence", "Owner", "Due", "pg_engagement", "pg_field", *THEN.values()]
JAPANESE = ["新しい回答", "根拠資料", "担当者", "期限", "pg_engagement", "pg_field", *THEN.values()]
STANDS = {STATUS: "in_progress", OWNER: "Sato", DUE: date(2026, 4, 30)}


def cell(value: object) -> RawCell | None:
    if value is None or isinstance(value, RawCell):
        return value
    if isinstance(value, int | float):
        return RawCell("number", float(value), None, str(value))
    return text_cell(value)


def row(
    answer: object = None, evidence: object = None, owner: object = "Sato", due: object = "2026-04-30",
    field: str = STATUS, engagement: object = "A",
    then: tuple[str, ...] = ("in_progress", "", "Sato", "2026-04-30"),
) -> list[object]:  # fmt: skip
    """Return a row of a list, by default as it was written."""
    return [answer, evidence, owner, due, engagement, field, *then]


def edits(
    bundle: Bundle, *rows: list[object], titles: list[str] = TITLES, title: str = "Actions"
) -> tuple[ListEdit, ...]:
    lines = [(1, [text_cell("What is to be done")]), (4, [text_cell(each) for each in titles])]
    lines += [(5 + at, [cell(each) for each in line]) for at, line in enumerate(rows)]
    reading = ReadingContext(bundle, "en")
    return edits_in([Table("Readme", []), Table(title, lines)], bundle.catalogs.values(), reading)


def merge(bundle: Bundle, *rows: list[object], answers: dict[str, Any] | None = None, **more: Any) -> Merge:
    found = answered(rated(done=14, id="A", revision=2) | STANDS | (answers or {}))
    return merged(edits(bundle, *rows, **more), [found], lambda _: bundle)


def wanted(merge: Merge) -> dict[str, object]:
    return {wish.field.name: wish.value for copy in merge.copies for wish in copy.wishes}


def test_what_was_not_touched_wants_nothing(bundle: Bundle) -> None:
    assert edits(bundle, row(), row(due=46142)) == ()  # 46142 is that day in a workbook
    assert edits(bundle, row(), titles=JAPANESE) == ()


@pytest.mark.parametrize("answer", ["done", "Done", "完了", " done ", "ＤＯＮＥ"])
def test_a_status_is_a_code_or_a_label_of_any_language(bundle: Bundle, answer: str) -> None:
    found = merge(bundle, row(answer))
    assert (wanted(found), found.conflicts) == ({STATUS: "done"}, ())


@pytest.mark.parametrize(
    ("due", "day"),
    [(46357, date(2026, 12, 1)), ("2026-12-01", date(2026, 12, 1)), ("2026年12月1日", date(2026, 12, 1)),
     ("令和8年12月1日", date(2026, 12, 1)), (None, None)],
)  # fmt: skip
def test_a_day_is_read_as_in_a_workbook_and_may_be_emptied(
    bundle: Bundle, due: object, day: date | None
) -> None:
    found = merge(bundle, row(due=due))
    assert (wanted(found), found.conflicts) == ({DUE: day}, ())


def test_owner_and_evidence_are_texts(bundle: Bundle) -> None:
    found = merge(bundle, row(evidence="=wiki", owner=None))
    assert wanted(found) == {f"pg_evidence_{ITEM}": "=wiki", OWNER: None}


def test_the_copy_is_a_newer_revision_and_says_why(bundle: Bundle) -> None:
    (copy,) = merge(bundle, row("done")).copies
    assert copy.values == {
        STATUS: "done", "pg_engagement_revision": 3,
        "pg_engagement_change_note": "Answers taken from the list of actions: 1",
    }  # fmt: skip
    (copy,) = merge(bundle, row("done"), answers={"pg_engagement_change_note": "mine"}).copies
    assert "pg_engagement_change_note" not in copy.values


def test_a_note_is_in_the_language_of_the_workbook(bundle: Bundle) -> None:
    found = replace(answered(rated(done=14, id="A") | STANDS), language="ja")
    (copy,) = merged(edits(bundle, row("done")), [found], lambda _: bundle).copies
    assert copy.values["pg_engagement_change_note"] == "対応事項一覧の回答を反映（1件）"
    assert copy.values["pg_engagement_revision"] == 1


def test_what_somebody_else_changed_meanwhile_is_a_conflict(bundle: Bundle) -> None:
    found = merge(bundle, row("done", owner="Suzuki"), answers={OWNER: "Tanaka"})
    assert wanted(found) == {STATUS: "done"}
    assert found.conflicts == (Conflict(5, "A", OWNER, "moved_on", "Tanaka", "Suzuki"),)


def test_what_the_workbook_says_already_is_counted(bundle: Bundle) -> None:
    found = merge(bundle, row("done", owner="Suzuki"), answers={STATUS: "done", OWNER: "Suzuki"})
    assert (found.copies, found.conflicts, found.there, found.edits) == ((), (), 2, 2)


def test_two_rows_that_want_different_things_get_neither(bundle: Bundle) -> None:
    found = merge(bundle, row("done"), row("not_started"), row(owner="Suzuki"))
    assert wanted(found) == {OWNER: "Suzuki"}
    assert [(each.row, each.reason, each.wanted) for each in found.conflicts] == [
        (5, "two_rows", "done"), (6, "two_rows", "not_started"),
    ]  # fmt: skip


def test_two_rows_that_want_the_same_are_one(bundle: Bundle) -> None:
    found = merge(bundle, row("done"), row("完了"))
    assert (wanted(found), found.conflicts) == ({STATUS: "done"}, ())


@pytest.mark.parametrize("answer", ["perhaps", 3, "<b>done</b>", RawCell("text", "done", '=A1&""', "done")])
def test_what_a_cell_cannot_take_is_a_conflict(bundle: Bundle, answer: object) -> None:
    found = merge(bundle, row(answer))
    assert found.copies == ()
    assert [each.reason for each in found.conflicts] == ["not_taken"]


def test_a_formula_answers_and_empties_nothing(bundle: Bundle) -> None:
    found = merge(bundle, row(owner=RawCell("text", "Suzuki", "=B9", "Suzuki")))
    assert (found.copies, [each.reason for each in found.conflicts]) == ((), ["not_taken"])


@pytest.mark.parametrize("rating", ["6", 0, 2.5, "four"])
def test_a_rating_is_one_of_the_scale(bundle: Bundle, rating: object) -> None:
    line = row(rating, None, None, None, "pg_rating_integration", then=("4", "", "", ""))
    assert [each.reason for each in merge(bundle, line).conflicts] == ["not_taken"]
    line[0] = "５"
    assert wanted(merge(bundle, line)) == {"pg_rating_integration": 5}


def test_a_row_has_no_room_for_what_its_input_does_not_know(bundle: Bundle) -> None:
    line = row(None, None, "Suzuki", "2026-12-01", "pg_rating_integration", then=("4", "", "", ""))
    found = merge(bundle, line)
    assert wanted(found) == {"pg_who_scorecard": "Suzuki"}
    assert [each.reason for each in found.conflicts] == ["no_input"]


@pytest.mark.parametrize(
    "field", ["pg_committee_decision", "pg_engagement_id", "pg_out_total", "'; DROP", ""]
)
def test_a_list_decides_nothing_for_the_committee(bundle: Bundle, field: str) -> None:
    found = merge(bundle, row("approved", None, None, None, field, then=("", "", "", "")))
    assert (found.copies, [each.reason for each in found.conflicts]) == ((), ["no_input"])


def test_a_workbook_that_is_not_there_is_a_conflict_of_its_edits_alone(bundle: Bundle) -> None:
    found = merge(bundle, row(engagement="B"), row("done", engagement="B"), row("done", engagement=""))
    assert found.copies == ()
    assert [(each.row, each.reason) for each in found.conflicts] == [
        (6, "workbook_missing"), (7, "workbook_missing"),
    ]  # fmt: skip


def test_of_several_files_the_highest_revision_is_answered(bundle: Bundle) -> None:
    files = [answered(rated(done=14, id="A", revision=each) | STANDS, f"{each}.xlsx") for each in (1, 3, 2)]
    found = merged(edits(bundle, row("done")), files, lambda _: bundle)
    assert [(copy.found.file, copy.revision) for copy in found.copies] == [("3.xlsx", 4)]


def test_two_files_of_one_revision_that_differ_are_a_conflict(bundle: Bundle) -> None:
    files = [answered(rated(each, 14, id="A") | STANDS, f"{each}.xlsx") for each in (3, 4)]
    found = merged(edits(bundle, row("done")), files, lambda _: bundle)
    assert found.copies == ()
    (conflict,) = found.conflicts
    assert conflict.reason == "several_files"
    assert sorted(conflict.found.split(", ")) == ["3.xlsx", "4.xlsx"]


def test_a_text_of_separated_values_loses_its_guard_alone(bundle: Bundle) -> None:
    guarded = row(owner="'=Sato", then=("in_progress", "", "'=Sato", "2026-04-30"))
    assert edits(bundle, guarded, title="") == ()
    guarded[2] = "'=Suzuki"
    found = merge(bundle, guarded, title="", answers={OWNER: "=Sato"})
    assert (wanted(found), found.conflicts) == ({OWNER: "=Suzuki"}, ())
    plain = row(owner="'quoted'")
    assert wanted(merge(bundle, plain, title="")) == {OWNER: "'quoted'"}


@pytest.mark.parametrize("missing", ["pg_field", "pg_engagement", "pg_owner_then"])
def test_a_list_without_its_last_columns_is_refused(bundle: Bundle, missing: str) -> None:
    titles = [each if each != missing else "Notes" for each in TITLES]
    with pytest.raises(EngagementError, match=missing):
        edits(bundle, row("done"), titles=titles)


def test_columns_may_be_moved_and_others_stand_between(bundle: Bundle) -> None:
    turned = [each[::-1] for each in (TITLES, row("done"))]
    found = edits(bundle, ["x", *turned[1]], titles=["Comment", *map(str, turned[0])])
    assert [(each.part, each.text) for each in found] == [("answer", "done")]


def test_two_columns_of_one_title_are_refused(bundle: Bundle) -> None:
    with pytest.raises(EngagementError, match="Two columns are titled owner"):
        edits(bundle, [*row("done"), "Ito"], titles=[*TITLES, "Owner"])
