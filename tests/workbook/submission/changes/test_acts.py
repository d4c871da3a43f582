"""One act, one finding: wherever rows and columns are inserted or deleted, however much is changed."""

from __future__ import annotations

from collections import Counter

import pytest

from pocgate_xl.rules.findings import findings_of
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.submission.changes.acts import FEW, acts_of
from tests.workbook.fake_workbooks import Draft, draft_of, mangle

MOVES = ("PG103", "PG104", "PG151")
SHEETS = ("Start", "Scorecard", "Checklist", "Costs", "Roadmap", "Operations", "Process")


def codes(draft: Draft, bundle: Bundle) -> Counter[str]:
    return Counter(found.code for found in findings_of(draft.case(), bundle.default_catalog))


def named_rows(draft: Draft, title: str) -> list[int]:
    sheet = next(id_ for id_, each in draft.expected.titles.items() if each == title)
    areas = [area for area in draft.expected.names.values() if area.sheet == sheet]
    single = {area.first[0] for area in areas if area.first == area.last}
    ends = {row for area in areas if area.first != area.last for row in (area.first[0], area.last[0])}
    return sorted(single - ends)


@pytest.mark.parametrize("title", SHEETS)
def test_one_inserted_row_is_one_finding_wherever_it_is(bundle: Bundle, title: str) -> None:
    rows = named_rows(draft_of(bundle), title)
    for row in rows[:: max(1, len(rows) // 6)]:
        draft = draft_of(bundle)
        mangle(draft, {"insert_rows": {title: [row, 1]}})
        (act,) = acts_of(draft.reading())
        assert (act.kind, act.values["first"], act.values["amount"]) == ("rows_inserted", row, 1)


@pytest.mark.parametrize("title", SHEETS)
def test_one_deleted_row_is_one_finding_wherever_it_is(bundle: Bundle, title: str) -> None:
    rows = named_rows(draft_of(bundle), title)
    for row in rows[: -2 : max(1, len(rows) // 6)]:
        draft = draft_of(bundle)
        mangle(draft, {"delete_rows": {title: [row, 1]}})
        (act,) = acts_of(draft.reading())
        assert (act.kind, act.values["first"], act.values["amount"]) == ("rows_deleted", row, 1)


def test_two_places_of_one_sheet_are_two_acts_that_name_them(bundle: Bundle) -> None:
    draft = draft_of(bundle)
    mangle(draft, {"insert_rows": {"Checklist": [14, 2]}})
    mangle(draft, {"delete_rows": {"Checklist": [8, 1]}})
    acts = acts_of(draft.reading())
    assert [(act.kind, act.values["first"], act.values["amount"]) for act in acts] == [
        ("rows_deleted", 8, 1), ("rows_inserted", 13, 2),
    ]  # fmt: skip


def test_what_was_dragged_together_is_one_finding_with_both_places(bundle: Bundle) -> None:
    draft = draft_of(bundle)
    ids = ["business_kpi", "user_acceptance", "data_quality", "integration"]
    rows = [draft.expected.names[f"pg_rating_{id_}"].first[0] for id_ in ids]
    moves = {f"pg_rating_{id_}": f"Scorecard!T{row}" for id_, row in zip(ids, rows, strict=True)}
    mangle(draft, {"move_names": moves})
    found = [each for each in findings_of(draft.case(), bundle.default_catalog) if each.code in MOVES]
    assert [(each.code, len(each.cells)) for each in found] == [("PG104", 4)]
    assert found[0].found == f"Scorecard!T{rows[0]}"


def test_few_changes_are_told_one_by_one_and_many_as_one_with_every_cell(bundle: Bundle) -> None:
    draft = draft_of(bundle)
    formulas = draft.expected.formulas["costs"]
    for count in (FEW, FEW + 1):
        changed = {f"Costs!{_a1(position)}": 1 for position, _ in formulas[:count]}
        mangle(draft, {"cells": changed})
        acts = [act for act in acts_of(draft.reading()) if act.kind == "overwritten_formula"]
        assert [len(act.cells) for act in acts] == ([0] * FEW if count == FEW else [FEW + 1])


def test_a_sheet_pasted_as_values_is_one_finding(bundle: Bundle) -> None:
    draft = draft_of(bundle)
    for position, _ in draft.expected.formulas["scorecard"]:
        cells = draft.sheets["Scorecard"].cells
        cells[position] = cells[position]._replace(formula=None)
    found = [each for each in findings_of(draft.case(), bundle.default_catalog) if each.code == "PG105"]
    assert len(found) == 1
    assert len(found[0].cells) == len(draft.expected.formulas["scorecard"])
    assert "pasted as values" in found[0].message


def test_answers_of_a_nameless_workbook_are_all_read(bundle: Bundle) -> None:
    whole, nameless = draft_of(bundle), draft_of(bundle)
    for draft in (whole, nameless):
        mangle(draft, {"cells": {"pg_rating_integration": 2, "pg_process.0.step": "We type."}})
    mangle(nameless, {"drop_names": "all"})
    assert nameless.reading().answers == whole.reading().answers
    assert nameless.reading().block_rows == whole.reading().block_rows
    assert codes(nameless, bundle) - codes(whole, bundle) == Counter(PG150=1)


def broken(draft: Draft) -> None:
    """Let every formula show the error that a program gives once its names are gone."""
    for shown in draft.expected.shown:
        cells = draft.sheets[draft.expected.titles[shown.sheet]].cells
        for position in shown.wanted.positions:
            cells[position] = RawCell("error", "#NAME?", cells[position].formula, "#NAME?")


def test_what_dropped_names_break_is_explained_by_them(bundle: Bundle) -> None:
    whole, draft = draft_of(bundle), draft_of(bundle)
    mangle(draft, {"drop_names": "all"})
    broken(draft)
    draft.store("pg_out_total", 0)
    assert codes(draft, bundle) - codes(whole, bundle) == Counter(PG150=1)


def test_another_value_is_said_though_the_names_are_gone(bundle: Bundle) -> None:
    draft = draft_of(bundle)
    mangle(draft, {"drop_names": "all"})
    broken(draft)
    draft.store("pg_out_total", 30)
    assert {"PG150", "PG131"} <= codes(draft, bundle).keys()


def _a1(position: tuple[int, int]) -> str:
    from pocgate_xl.spreadsheetml.address import a1

    return a1(position)
