"""Everything to be done as one list: what a row answers, what stood in the workbook, inert texts."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pocgate_xl.core.assessment import Assessment, Finding
from pocgate_xl.exchange.actions.book import actions_book, actions_csv
from pocgate_xl.exchange.actions.columns import MOST_DROP_DOWNS, ActionsPage
from pocgate_xl.exchange.actions.listed import ActionRow, listed_actions, stood
from pocgate_xl.exchange.actions.targets import targets_of
from pocgate_xl.exchange.own_texts import begins_list
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.submission.origins.report_books import is_report_book
from tests.exchange.exchanged import HOSTILE, answered
from tests.portfolio.engagements import GATE, rated, refused

LAST = GATE.items[-1].id
LOW = {"pg_rating_integration": 1}
DUE = date(2026, 4, 30)
KEYS = [
    "pg_engagement", "pg_field", "pg_revision", "pg_answer_then", "pg_evidence_then", "pg_owner_then",
    "pg_due_then",
]  # fmt: skip


def rows_of(*found: Assessment) -> tuple[ActionRow, ...]:
    return listed_actions(found, lambda id_, _: replace(GATE, id=id_), GATE)


def page_of(bundle: Bundle, *found: Assessment, language: str = "en") -> ActionsPage:
    catalog = bundle.catalogs[language]
    return ActionsPage(rows_of(*found), GATE, catalog, lambda _: catalog, lambda *_: ("", ""))


@pytest.mark.parametrize("name", [f"pg_{part}_{LAST}" for part in ("status", "evidence", "owner", "due")])
def test_every_part_of_an_item_is_answered_in_one_row(name: str) -> None:
    targets = targets_of(GATE, name)
    found = [targets.of(part) for part in ("answer", "evidence", "owner", "due")]
    assert [each and each.name for each in found] == [
        f"pg_status_{LAST}", f"pg_evidence_{LAST}", f"pg_owner_{LAST}", f"pg_due_{LAST}",
    ]  # fmt: skip


def test_a_rating_has_an_owner_who_fills_in_its_section_and_no_day() -> None:
    targets = targets_of(GATE, "pg_rating_integration")
    assert targets.owner
    assert targets.owner.name == "pg_who_scorecard"
    assert (targets.evidence, targets.due) == (None, None)


@pytest.mark.parametrize(
    "name",
    [
        "pg_committee_decision",
        "pg_signoff_approved_by",
        "pg_engagement_id",
        "pg_engagement_revision",
        "",
        "x",
    ],
)
def test_what_the_committee_decides_and_who_it_is_are_answered_by_no_list(name: str) -> None:
    assert targets_of(GATE, name).answer is None


def test_a_row_says_what_stands_in_the_workbook() -> None:
    answers = rated(done=14, id="A", revision=3) | {
        f"pg_status_{LAST}": "in_progress", f"pg_due_{LAST}": DUE, f"pg_owner_{LAST}": "Sato",
    }  # fmt: skip
    (row,) = rows_of(answered(answers))
    assert (row.field, row.revision) == (f"pg_status_{LAST}", 3)
    assert row.values == {"answer": "in_progress", "evidence": "", "owner": "Sato", "due": "2026-04-30"}


def test_an_owner_who_is_only_presumed_is_not_written_as_the_workbooks() -> None:
    (row,) = rows_of(answered(rated(id="A", assessor="Tan") | LOW))
    assert (row.action.owner, row.values["owner"]) == ("Tan", "")


def test_files_of_two_gates_and_of_none_are_all_listed() -> None:
    other = replace(answered(rated(done=14, id="B"), "b.xlsx"), template=replace(
        answered(rated()).template, id="other",
    ))  # fmt: skip
    ours = answered(rated(id="A") | LOW), answered(rated(id="C"), "c.xlsx")
    found = rows_of(*ours, other, refused("x.xlsx", "PG007"))
    assert [(row.assessment.file, row.action.do, row.field) for row in found] == [
        ("a.xlsx", "raise", "pg_rating_integration"), ("x.xlsx", "correct", ""),
        ("b.xlsx", "clear", f"pg_status_{LAST}"),
    ]  # fmt: skip


def test_nothing_but_faulty_files_is_a_list_too() -> None:
    found = rows_of(refused("x.xlsx", "PG007"))
    assert [(row.action.id, row.field, row.values["answer"]) for row in found] == [("PG007", "", "")]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (DUE, "2026-04-30"),
        (4, "4"),
        (" two \n lines\u202e ", "two lines"),
        ("x" * 900, "x" * 900),
    ],
)
def test_values_stand_on_one_line_and_whole(value: object, text: str) -> None:
    assert stood(value) == text


def sheet_rows(content: bytes) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    header, *lines = sheet.iter_rows(min_row=4, min_col=2, values_only=True)
    return [dict(zip(header, line, strict=True)) for line in lines]  # type: ignore[arg-type]


def test_the_workbook_has_a_row_a_thing_and_keys_at_the_right(bundle: Bundle) -> None:
    answers = rated(done=14, id="A", organization="Aoba", revision=2) | {
        f"pg_status_{LAST}": "in_progress", f"pg_due_{LAST}": DUE,
    }  # fmt: skip
    (row,) = sheet_rows(actions_book(page_of(bundle, answered(answers | LOW)), bundle))[1:]
    assert list(row)[-7:] == KEYS
    assert (row["To do"], row["Now"], row["Needed"]) == ("Clear item", "In progress", "Done")
    assert row["What"] == bundle.catalogs["en"].label("item", LAST)
    assert (row["New answer"], row["Due"]) == (None, datetime(2026, 4, 30))
    assert (row["pg_engagement"], row["pg_field"], row["pg_revision"]) == ("A", f"pg_status_{LAST}", 2)
    assert (row["pg_answer_then"], row["pg_due_then"]) == ("in_progress", "2026-04-30")


def test_cells_offer_what_the_workbook_takes(bundle: Bundle) -> None:
    answers = rated(done=14, id="A") | LOW | {f"pg_question_{GATE.knock_out[0]}": "no"}
    content = actions_book(page_of(bundle, answered(answers), language="ja"), bundle)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    offered = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert offered == {"pg_list_rating", "pg_list_status_choice", "pg_list_answer_choice"}
    assert list(sheet.tables) == ["Actions"]
    assert sheet.freeze_panes == "D5"


def test_a_very_long_list_offers_nothing_and_is_all_there(bundle: Bundle) -> None:
    many = [answered(rated(3, 0, id=f"E-{number}"), f"{number}.xlsx") for number in range(60)]
    page = page_of(bundle, *many)
    assert len(page.rows) > MOST_DROP_DOWNS
    sheet = openpyxl.load_workbook(io.BytesIO(actions_book(page, bundle))).worksheets[0]
    assert sheet.max_row == 4 + len(page.rows)
    assert not sheet.data_validations.dataValidation


def test_the_workbook_is_known_again_and_gives_the_same_bytes(bundle: Bundle, tmp_path: Path) -> None:
    page = page_of(bundle, answered(rated(done=14, id="A")), language="ja")
    file = tmp_path / "actions.xlsx"
    file.write_bytes(actions_book(page, bundle))
    assert is_report_book(file, "actions")
    assert file.read_bytes() == actions_book(page, bundle)


def test_separated_values_have_the_same_columns_and_are_known_again(bundle: Bundle, tmp_path: Path) -> None:
    page = page_of(bundle, answered(rated(done=14, id="A") | {f"pg_due_{LAST}": DUE}))
    file = tmp_path / "actions.csv"
    file.write_text("".join(actions_csv(page)), encoding="utf-8", newline="")
    (row,) = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")))
    assert list(row) == list(sheet_rows(actions_book(page, bundle))[0])
    assert (row["Due"], row["New answer"]) == ("2026-04-30", "")
    assert begins_list(file.read_bytes())
    file.write_text("Engagement ID,Organization\n", encoding="utf-8")
    assert not begins_list(file.read_bytes())


def test_hostile_names_and_messages_are_texts(bundle: Bundle) -> None:
    answers = rated(done=14, id=HOSTILE, organization=HOSTILE, poc_name=HOSTILE) | {
        f"pg_owner_{LAST}": HOSTILE
    }
    finding = Finding("PG304", "warning", HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    page = page_of(bundle, replace(answered(answers, HOSTILE), findings=(finding,)))
    text = "".join(actions_csv(page))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert not [
        cell for row in csv.reader(io.StringIO(text)) for cell in row if cell.startswith(("=", "@", "\t"))
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(actions_book(page, bundle))).worksheets[0]
    values = [cell for line in sheet.iter_rows(min_row=5) for cell in line if "calc" in str(cell.value)]
    assert {cell.data_type for cell in values} == {"s"}
    assert all(cell.quotePrefix for cell in values if str(cell.value).startswith("="))
