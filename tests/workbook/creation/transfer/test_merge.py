"""Partial copies are put together: what they say alike once, what they contradict by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.transfer.carry import Transfer
from pocgate_xl.workbook.creation.transfer.ledger import LedgerEntry
from pocgate_xl.workbook.creation.transfer.merge import merged

REVISION, RATING, NOTE = "pg_engagement_revision", "pg_rating_integration", "pg_note_integration"


def part(bundle: Bundle, rows: Any = (), typed: Any = None, **values: Any) -> Transfer:
    names = {"revision": REVISION, "rating": RATING, "note": NOTE}
    said = {names[key]: value for key, value in values.items()}
    ledger = tuple(
        LedgerEntry("carried", "", name, "Scorecard", "G7", str(value)) for name, value in said.items()
    )
    return Transfer(bundle, "en", values=said, rows={"pg_process": rows}, typed=typed or {}, ledger=ledger)


def test_answers_of_both_are_there(bundle: Bundle) -> None:
    both = merged([("a", part(bundle, rating=3)), ("b", part(bundle, note="why"))])
    assert both.values == {RATING: 3, NOTE: "why"}
    assert [(entry.kind, entry.source) for entry in both.ledger] == [("carried", "a"), ("carried", "b")]


def test_a_contradiction_follows_the_first_and_names_the_other(bundle: Bundle) -> None:
    both = merged([("a", part(bundle, rating=3)), ("b", part(bundle, rating=5))])
    assert both.values == {RATING: 3}
    (left,) = both.of_kind("left_over")
    assert (left.reason, left.source, left.field, left.content) == ("other_copy", "b", RATING, "5")


def test_the_same_answer_is_told_once(bundle: Bundle) -> None:
    both = merged([("a", part(bundle, rating=3)), ("b", part(bundle, rating=3))])
    assert len(both.ledger) == 1


def test_the_copy_is_newer_than_each_of_them(bundle: Bundle) -> None:
    both = merged([("a", part(bundle, revision=2)), ("b", part(bundle, revision=5))])
    assert both.values == {REVISION: 5}
    assert not both.of_kind("left_over")


def test_what_one_could_not_read_does_not_displace_what_the_other_says(bundle: Bundle) -> None:
    both = merged([("a", part(bundle, rating=3)), ("b", part(bundle, typed={RATING: "four"}))])
    assert (both.values, both.typed) == ({RATING: 3}, {})


def test_rows_that_are_not_there_yet_are_added_below(bundle: Bundle) -> None:
    mine, other = ({"step": "Sort"},), ({"step": "Sort"}, {}, {"step": "Answer"})
    both = merged([("a", part(bundle, mine)), ("b", part(bundle, other))])
    assert both.rows["pg_process"] == ({"step": "Sort"}, {"step": "Answer"})


def test_rows_beyond_the_table_are_left_over(bundle: Bundle) -> None:
    room = bundle.template.rows.process
    mine = tuple({"step": f"a{number}"} for number in range(room))
    other = part(bundle, ({"step": "b"},))
    entry = LedgerEntry("carried", "", "pg_process.0.step", "Process", "C5", "b")
    both = merged([("a", part(bundle, mine)), ("b", replace(other, ledger=(entry,)))])
    assert both.rows["pg_process"] == mine
    (left,) = both.of_kind("left_over")
    assert (left.reason, left.content) == ("other_copy", "b")
