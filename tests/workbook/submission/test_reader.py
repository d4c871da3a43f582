from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.errors import PocgateError
from pocgate_xl.spreadsheetml.address import Position
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.spreadsheetml.reader import RawSheet, RawWorkbook
from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.workbook.layout.plan import IDENTITY, IDENTITY_SHEET, SheetPlan
from pocgate_xl.workbook.submission.expected import expected_of
from pocgate_xl.workbook.submission.origins.identity import Unidentified
from pocgate_xl.workbook.submission.reader import identify, read_submission
from tests.own_gate.changed_gate import own_gate
from tests.workbook.fake_workbooks import DraftSheet, draft_of, mangle, raw

RATINGS = {"pg_rating_integration": 4, "pg_rating_business_kpi": 3}


def test_answers_come_by_name_and_blanks_are_absent(bundle: Bundle) -> None:
    reading = draft_of(bundle, "en", RATINGS).reading()
    assert reading.answers["pg_rating_integration"] == 4
    assert "pg_rating_data_quality" not in reading.answers
    assert reading.answers["pg_engagement_id"] == "ENG-1"
    assert set(reading.responses) == set(reading.expected.fields)
    assert reading.changes == ()


def test_every_language_of_the_template_reads_alike(bundle: Bundle) -> None:
    readings = [draft_of(bundle, language, RATINGS).reading() for language in bundle.catalogs]
    assert [reading.expected.language for reading in readings] == list(bundle.catalogs)
    assert readings[0].answers == readings[1].answers


def test_rows_of_a_table_are_read_by_part_and_empty_ones_left_out(bundle: Bundle) -> None:
    draft = draft_of(bundle)
    cells = {"pg_process.0.step": "Order", "pg_process.2.status": "Done", "pg_risks.1.risk": "Drift"}
    mangle(draft, {"cells": {**cells, "pg_process.4.step": "  "}})
    reading = draft.reading()
    assert reading.block_rows["pg_process"] == [{"step": "Order"}, {"status": "done"}]
    assert reading.block_rows["pg_risks"] == [{"risk": "Drift"}]
    assert reading.block_rows["pg_assumptions"] == []


def test_a_faulty_cell_keeps_its_row_but_is_no_answer(bundle: Bundle) -> None:
    draft = draft_of(bundle)
    mangle(draft, {"cells": {"pg_assumptions.0.review": "soon"}})
    reading = draft.reading()
    assert [row.responses["review"].faults[0].kind for row in reading.rows] == ["unreadable_date"]
    assert reading.block_rows["pg_assumptions"] == []


def test_a_moved_cell_is_not_read_and_the_others_are(bundle: Bundle) -> None:
    draft = draft_of(bundle, "en", RATINGS)
    mangle(draft, {"move_names": {"pg_rating_integration": "Scorecard!G40"}})
    reading = draft.reading()
    assert "pg_rating_integration" not in reading.answers
    assert reading.answers["pg_rating_business_kpi"] == 3


def test_a_value_left_where_a_name_was_is_not_taken_for_it(bundle: Bundle) -> None:
    draft = draft_of(bundle, "en", RATINGS)
    mangle(draft, {"delete_names": ["pg_rating_integration"]})
    assert "pg_rating_integration" not in draft.reading().answers


def test_a_renamed_sheet_is_read_even_beside_an_impostor(bundle: Bundle) -> None:
    draft = draft_of(bundle, "en", RATINGS)
    mangle(draft, {"rename": {"Scorecard": "Old"}, "add_sheets": [{"title": "Scorecard", "copy_of": "Old"}]})
    mangle(draft, {"cells": {"Scorecard!G9": 1}})
    assert draft.reading().answers["pg_rating_integration"] == 4


def test_names_are_found_whatever_their_case(bundle: Bundle) -> None:
    draft = draft_of(bundle, "en", RATINGS)
    draft.names = {name.upper(): ref for name, ref in draft.names.items()}
    assert draft.reading().answers["pg_rating_integration"] == 4


@pytest.mark.parametrize("ref", ["Scorecard!$G$9", "'Scorecard'!$G$9:$G$9", "='Scorecard'!$G$9"])
def test_references_mean_the_same_however_they_are_written(bundle: Bundle, ref: str) -> None:
    draft = draft_of(bundle, "en", RATINGS)
    title, _ = draft.place("pg_rating_integration")
    area = draft.expected.names["pg_rating_integration"].ref
    draft.names["pg_rating_integration"] = ref.replace("Scorecard", title).replace("$G$9", area)
    assert draft.reading().answers["pg_rating_integration"] == 4


@pytest.mark.parametrize(
    "ref", ["#REF!", "Scorecard!G9", "[1]Scorecard!$G$9", "Scorecard!$G$9,Scorecard!$G$9", "4", ""]
)
def test_references_that_name_no_cell_of_ours_are_not_followed(bundle: Bundle, ref: str) -> None:
    draft = draft_of(bundle, "en", RATINGS)
    draft.names["pg_rating_integration"] = ref
    reading = draft.reading()
    assert "pg_rating_integration" not in reading.answers
    assert reading.located.displaced["pg_rating_integration"].found == ""


def test_a_missing_sheet_takes_only_its_own_answers(bundle: Bundle) -> None:
    draft = draft_of(bundle, "en", {**RATINGS, "pg_poc_cost_development": 5})
    mangle(draft, {"delete_sheets": ["Costs"]})
    reading = draft.reading()
    assert "costs" not in reading.located.sheets
    assert "pg_poc_cost_development" not in reading.responses
    assert reading.answers["pg_rating_integration"] == 4
    assert reading.located.displaced == {}


def test_a_value_under_a_merge_is_no_answer(bundle: Bundle) -> None:
    draft = draft_of(bundle, "en", {"pg_evidence_security": "hidden", "pg_status_security": "Done"})
    mangle(draft, {"merge": {"Checklist": ["pg_status_security:pg_evidence_security"]}})
    reading = draft.reading()
    assert reading.answers["pg_status_security"] == "done"
    assert "pg_evidence_security" not in reading.answers


def test_amounts_are_read_in_the_workbooks_currency(bundle: Bundle) -> None:
    read = draft_of(bundle, "en", {"pg_poc_cost_development": "¥5"}).reading()
    assert read.answers["pg_poc_cost_development"] == Decimal(5)
    dollars = {"pg_engagement_currency": "USD", "pg_poc_cost_development": "¥5"}
    assert "pg_poc_cost_development" not in draft_of(bundle, "en", dollars).reading().answers


def test_the_stamp_is_found_by_its_names(bundle: Bundle) -> None:
    draft = draft_of(bundle)
    mangle(draft, {"rename": {"pg_identity": "whatever"}})
    assert draft.reading().identity.engagement == "ENG-1"


def test_the_stamp_is_found_by_its_sheet(bundle: Bundle) -> None:
    draft = draft_of(bundle)
    mangle(draft, {"delete_names": [name for name in draft.names if name.startswith("pg_identity_")]})
    assert draft.reading().identity.version == bundle.template.version


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"pg_identity_template": "other_gate"}, "unknown_template"),
        ({"pg_identity_version": "9.9.9"}, "unknown_template"),
        ({"pg_identity_template": "other_gate", "pg_identity_version": ""}, "unknown_template"),
    ],
)
def test_a_workbook_without_a_known_template_is_unidentified(
    bundle: Bundle, cells: dict[str, Any], kind: str
) -> None:
    draft = draft_of(bundle)
    mangle(draft, {"cells": cells})
    with pytest.raises(Unidentified) as caught:
        draft.reading()
    assert caught.value.kind == kind


def test_a_workbook_without_stamp_and_names_is_foreign(bundle: Bundle) -> None:
    draft = draft_of(bundle)
    mangle(draft, {"delete_sheets": ["pg_identity"], "delete_names": list(draft.names)})
    with pytest.raises(Unidentified, match="foreign_workbook"):
        draft.reading()


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "spoiled",
    [
        {"delete_sheets": ["pg_identity"]},
        {"cells": {"pg_identity_template": ""}},
        {"cells": {"pg_identity_version": ""}},
        {"cells": {f"pg_identity_{key}": "" for key in IDENTITY}},
    ],
)
def test_without_a_whole_stamp_names_and_layout_tell_the_template(
    bundle: Bundle, language: str, spoiled: dict[str, Any]
) -> None:
    draft = draft_of(bundle, language, RATINGS)
    mangle(draft, spoiled)
    reading = draft.reading()
    assert (reading.bundle, reading.expected.language) == (bundle, language)
    assert reading.answers == draft_of(bundle, language, RATINGS).reading().answers
    assert "template" in reading.identity.missing or "version" in reading.identity.missing


def test_of_two_templates_the_one_that_fits_is_taken(bundle: Bundle, tmp_path: Path) -> None:
    other = load_bundle(own_gate(tmp_path))
    for own in (bundle, other):
        draft = draft_of(own)
        mangle(draft, {"delete_sheets": ["pg_identity"]})
        facts = draft.facts()
        for known in ((bundle, other), (other, bundle)):
            reading = read_submission(facts, lambda id_, version: None, known=lambda known=known: known)
            assert reading.bundle is own


def test_of_a_live_workbook_the_edition_is_told_too(bundle: Bundle) -> None:
    expected = expected_of(bundle, "ja", "office")
    names = {name: f"'{expected.titles[a.sheet]}'!{a.ref}" for name, a in expected.names.items()}
    told = (sheet for sheet in expected.plan.sheets if sheet.id != IDENTITY_SHEET)
    sheets = tuple(RawSheet(sheet.title, "visible", "", _planned_cells(sheet), ()) for sheet in told)
    facts = RawWorkbook(sheets, names, (), False, (), ())
    reading = read_submission(facts, lambda id_, version: None, known=lambda: (bundle,))
    assert reading.expected is expected


def _planned_cells(sheet: SheetPlan) -> dict[Position, RawCell]:
    return {
        position: raw({"formula": cell.formula, "value": 0}) if cell.formula else raw(cell.value)
        for position, cell in sheet.cells.items()
        if cell.formula or cell.value is not None
    }


def test_a_range_filled_by_one_formula_holds_no_answers_of_its_own(bundle: Bundle) -> None:
    draft = draft_of(bundle, "en", {"pg_poc_cost_development": 5, "pg_poc_cost_infrastructure": 6})
    mangle(
        draft, {"arrays": {"Costs": ["A1:Z60"]}, "cells": {"Costs!A1": {"formula": "{=NOW()}", "value": 1}}}
    )
    reading = draft.reading()
    assert "pg_poc_cost_development" not in reading.answers
    faults = reading.responses["pg_poc_cost_development"].faults
    assert [(fault.kind, fault.found) for fault in faults] == [("formula_changes", "{=NOW()}")]


def test_a_false_language_gives_way_to_the_titles_of_the_sheets(bundle: Bundle) -> None:
    draft = draft_of(bundle, "ja", {"pg_status_security": "完了"})
    mangle(draft, {"cells": {"pg_identity_language": "en"}})
    reading = draft.reading()
    assert (reading.expected.language, reading.language_known) == ("ja", False)


def test_the_stamped_language_holds_while_nothing_speaks_against_it(bundle: Bundle) -> None:
    draft = draft_of(bundle, "ja")
    for number, title in enumerate(list(draft.sheets)):
        if not title.startswith("pg_"):
            draft.rename(title, f"Sheet{number}")
    assert draft.reading().expected.language == "ja"


def test_pictures_are_told_by_sheet(bundle: Bundle) -> None:
    draft = draft_of(bundle)
    mangle(draft, {"pictures": {"Scorecard": ["A1:B2"]}})
    assert draft.reading().pictures == {"Scorecard": (((1, 1), (2, 2)),)}


def test_an_empty_workbook_with_our_stamp_reads_as_missing_sheets(bundle: Bundle) -> None:
    draft = draft_of(bundle)
    draft.sheets = {
        title: sheet if title == "pg_identity" else DraftSheet({}) for title, sheet in draft.sheets.items()
    }
    draft.names = {}
    reading = draft.reading()
    assert reading.answers == {}
    assert len(reading.located.displaced) == len(reading.expected.names)


@pytest.mark.parametrize("content", [b"", b"no workbook", b"%PDF-1.7"])
def test_a_file_that_is_no_workbook_cannot_be_identified(content: bytes) -> None:
    with pytest.raises(PocgateError):
        identify(content)
