from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from pocgate_xl.errors import EngagementError
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.lists.engagements import (
    EngagementList,
    ListedEngagement,
    engagement_of,
    read_engagements,
)

Read = Callable[..., EngagementList]

LINES = [
    ["id", "organization", "poc_start", "poc_months", "employees", "currency"],
    ["ENG-1", "青葉製造", "2026-04-01", "1.5", "1,200", "JPY"],
    ["ENG-2", "Ōmi & Co.", "", "2", "", "USD"],
]
ENGAGEMENTS = (
    ListedEngagement(2, {
        "pg_engagement_id": "ENG-1", "pg_engagement_organization": "青葉製造",
        "pg_engagement_poc_start": date(2026, 4, 1), "pg_engagement_poc_months": Decimal("1.5"),
        "pg_engagement_employees": 1200, "pg_engagement_currency": "JPY",
    }),
    ListedEngagement(3, {
        "pg_engagement_id": "ENG-2", "pg_engagement_organization": "Ōmi & Co.",
        "pg_engagement_poc_months": Decimal(2), "pg_engagement_currency": "USD",
    }),
)  # fmt: skip


@pytest.fixture
def read(bundle: Bundle, tmp_path: Path) -> Read:
    def engagements(content: bytes | str, suffix: str = ".csv", language: str = "en") -> EngagementList:
        file = tmp_path / f"list{suffix}"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_engagements(file, bundle, language)

    return engagements


def written(lines: list[list[str]], delimiter: str = ",") -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(lines)
    return stream.getvalue()


def sheet_of(lines: list[list[object]], top: int = 1, left: int = 1, other: str = "other") -> bytes:
    book = openpyxl.Workbook()
    for row, line in enumerate(lines, top):
        for column, value in enumerate(line, left):
            book.worksheets[0].cell(row, column).value = value
    if other:
        book.create_sheet(other).append(["id", "ENG-9"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separated_values_are_read_however_they_were_saved(read: Read, delimiter: str, encoding: str) -> None:
    assert read(written(LINES, delimiter).encode(encoding)).rows == ENGAGEMENTS


def test_what_a_japanese_windows_saves_is_read(read: Read) -> None:
    lines = [["案件ID", "組織名"], ["ENG-1", "髙島①製作所"]]
    (row,) = read(written(lines).encode("cp932")).rows
    assert row.values == {"pg_engagement_id": "ENG-1", "pg_engagement_organization": "髙島①製作所"}


@pytest.mark.parametrize("header", ["id", "ID", " Engagement id ", "ENGAGEMENT ID", "案件ID"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_header_is_an_id_or_a_label_of_any_language(read: Read, header: str, language: str) -> None:
    (row,) = read(f"{header}\nENG-1\n", language=language).rows
    assert row.values == {"pg_engagement_id": "ENG-1"}


def test_quotes_hold_separators_line_ends_and_quotes(read: Read) -> None:
    text = 'id,organization,change_note\nENG-1,"Aoba, Ltd.","said ""go""\nand went"\nENG-2,b,c\n'
    first, second = read(text).rows
    assert first.values["pg_engagement_organization"] == "Aoba, Ltd."
    assert first.values["pg_engagement_change_note"] == 'said "go"\nand went'
    assert (first.number, second.number) == (2, 3)


def test_a_sheet_is_read_with_its_own_types(read: Read) -> None:
    lines: list[list[object]] = [
        ["id", "PoC name", "assessment_date", "poc_months", "revision", "annual_benefit_low"],
        [14, "=A1", date(2026, 4, 30), 1.5, 2, 1_000_000],
    ]
    (row,) = read(sheet_of(lines), ".xlsx").rows
    assert row == ListedEngagement(
        2,
        {
            "pg_engagement_id": "14", "pg_engagement_assessment_date": date(2026, 4, 30),
            "pg_engagement_poc_months": Decimal("1.5"), "pg_engagement_revision": 2,
            "pg_engagement_annual_benefit_low": Decimal(1_000_000),
        },
        ("PoC name: the formula =A1 was saved without its result; save the list in Excel",),
    )  # fmt: skip


def test_a_table_may_stand_anywhere_on_the_first_sheet(read: Read) -> None:
    (row,) = read(sheet_of([["organization", "id"], ["Aoba", "ENG-1"]], top=4, left=3), ".xlsx").rows
    assert row == ListedEngagement(5, {"pg_engagement_organization": "Aoba", "pg_engagement_id": "ENG-1"})


def test_objects_are_read_with_their_own_types(read: Read) -> None:
    entries = [
        {"id": "ENG-1", "poc_months": 1.5, "employees": 1200, "poc_start": "2026-04-01", "sponsor": None},
        {"id": "ENG-2", "language": "ja"},
    ]
    first, second = read(json.dumps(entries), ".json").rows
    assert first == ListedEngagement(
        1, word="entry", values=
        {
            "pg_engagement_id": "ENG-1", "pg_engagement_poc_months": Decimal("1.5"),
            "pg_engagement_employees": 1200, "pg_engagement_poc_start": date(2026, 4, 1),
        },
    )  # fmt: skip
    assert second == ListedEngagement(
        2, {"pg_engagement_id": "ENG-2", "pg_engagement_language": "ja"}, word="entry"
    )


@pytest.mark.parametrize("said", ["ja", "日本語", " 日本語 "])
def test_a_code_or_its_label_may_be_said(read: Read, said: str) -> None:
    (row,) = read(written([["id", "language"], ["ENG-1", said]])).rows
    assert row.values["pg_engagement_language"] == "ja"


def test_columns_that_are_no_field_are_named(read: Read) -> None:
    found = read(written([["id", "phone", "", "who_scorecard"], ["ENG-1", "1", "2", "3"]]))
    assert found.remarks[:2] == (
        "“phone” is not a known column; it is ignored",
        "“who_scorecard” is not a known column; it is ignored",
    )
    assert found.rows == (ListedEngagement(2, {"pg_engagement_id": "ENG-1"}),)


def test_blank_rows_are_passed_over_and_counted(read: Read) -> None:
    found = read("id,organization\n\nENG-1,a\n  ,\t\n,,\nENG-2,b\n\n")
    assert [(row.number, row.values["pg_engagement_id"]) for row in found.rows] == [
        (3, "ENG-1"),
        (6, "ENG-2"),
    ]


DATE = "is not a date with one reading; write it as 2026-04-01"
NUMBER = "cannot be read as a number; write it in digits, such as 300 or 1.5"

FAULTS = {
    "id,poc_start\nENG-1,3/4/26\n": f"poc_start: “3/4/26” {DATE}",
    "id,poc_start\nENG-1,2026-02-30\n": "poc_start: “2026-02-30” is not a date: there is no such day in "
    "the calendar",
    "id,poc_start\nENG-1,20260230\n": "poc_start: “20260230” is not a date: eight digits are read as year, "
    "month and day, as in 20260401",
    "id,poc_start\nENG-1,1899-01-01\n": "poc_start: “1899-01-01” is before 1900-03-01, where the calendar "
    "of spreadsheets begins",
    "id,poc_start\nENG-1,2026-04-01 (Mon)\n": "poc_start: “2026-04-01 (Mon)” is not a date: the day of "
    "the week does not match",
    "id,poc_start\nENG-1,2026-04-01 25:00\n": "poc_start: “2026-04-01 25:00” is not a date: what follows "
    "the day is neither a time nor a day of the week",
    "id,poc_start\nENG-1,4/1/2026\n": "poc_start: “4/1/2026” is not a date with one reading: day and month "
    "could be in either order; write it as 2026-04-01",
    "id,poc_months\nENG-1,1.234\n": "poc_months: “1.234” cannot be read as a number: a separator may mean "
    "thousands or decimals; write it in digits, such as 300 or 1.5",
    "id,poc_months\nENG-1,two\n": f"poc_months: “two” {NUMBER}",
    "id,poc_months\nENG-1,0\n": "poc_months: 0 is out of range; it must be above 0 up to 120",
    "id,employees\nENG-1,1.5\n": "employees: 1.5 is not a whole number",
    "id,currency\nENG-1,XXX\n": "currency: “XXX” is not one of JPY, USD, EUR, GBP, CNY, KRW, TWD, SGD, AUD",
    "id,annual_benefit_low\nENG-1,-1\n": "annual_benefit_low: -1 is negative",
    "id,organization\n,Aoba\n": "the id of the engagement is missing",
}


@pytest.mark.parametrize("text", FAULTS, ids=FAULTS.values())
def test_a_row_that_cannot_be_used_says_why(read: Read, text: str) -> None:
    (row,) = read(text).rows
    assert row.problems == (FAULTS[text],)


def test_all_problems_of_a_row_are_named_and_other_rows_are_read(read: Read) -> None:
    bad, good = read("id,poc_start,employees\nENG-1,soon,0\nENG-2,2026-04-01,5\n").rows
    assert bad.problems == (
        "poc_start: “soon” is not a date with one reading; write it as 2026-04-01",
        "employees: 0 is out of range; it must be from 1",
    )
    assert (good.problems, good.values["pg_engagement_id"]) == ((), "ENG-2")


@pytest.mark.parametrize("value", [True, ["a"], {"a": 1}, float("nan"), float("-inf")])
@pytest.mark.parametrize("key", ["organization", "employees", "poc_start", "currency", "poc_months"])
def test_what_no_cell_can_hold_is_a_problem_of_its_row(read: Read, key: str, value: object) -> None:
    (row,) = read(json.dumps([{"id": "ENG-1", key: value}]), ".json").rows
    (problem,) = row.problems
    assert problem == f"{key}: {json.dumps(value)} is neither a text nor a number"


def test_long_numbers_keep_their_digits(read: Read) -> None:
    """A double would round them; the id of an engagement is often one."""
    (row,) = read(json.dumps([{"id": 12345678901234567890, "employees": 10**400}]), ".json").rows
    assert row.values == {"pg_engagement_id": "12345678901234567890"}
    assert row.problems == (
        f"employees: “1{'0' * 118}…” cannot be read as a number; write it in digits, such as 300 or 1.5",
    )


UNREADABLE: dict[str, tuple[str, bytes, str]] = {
    "another kind": (".ods", b"id\n", "lists are .csv, .xlsx or .json files"),
    "an empty file": (".csv", b"", "is empty"),
    "an empty sheet": (".xlsx", sheet_of([], other=""), "is empty"),
    "no workbook": (".xlsx", b"id,organization\n", "cannot be read: csv_text"),
    "no JSON": (".json", b"{", "cannot be read: Expecting property name"),
    "one object": (".json", b'{"id": "ENG-1"}', "it is not a list of objects"),
    "a list of texts": (".json", b'["ENG-1"]', "it is not a list of objects"),
    "unknown characters": (
        ".csv",
        b"id\n\x81\x20\n",
        "its text is neither UTF-8 nor Shift JIS nor Windows-1252",
    ),
    "an endless field": (".csv", b"id\n" + b"x" * 200_000, "field larger than field limit"),
    "a field twice": (
        ".csv",
        "id,案件ID\nENG-1,ENG-2\n".encode(),
        "Several columns are for the same field: “id” and “案件ID”. Keep one of them.",
    ),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_list_that_cannot_be_read_says_why(read: Read, kind: str) -> None:
    suffix, content, said = UNREADABLE[kind]
    with pytest.raises(EngagementError) as raised:
        read(content, suffix)
    assert said in str(raised.value)


def test_a_file_that_is_not_there_is_an_error_of_the_list(bundle: Bundle, tmp_path: Path) -> None:
    with pytest.raises(EngagementError, match="cannot be read"):
        read_engagements(tmp_path / "missing.csv", bundle, "en")


def test_an_empty_list_of_objects_has_no_engagements(read: Read) -> None:
    assert read("[]", ".json") == EngagementList((), ())


def test_one_engagement_can_be_given_in_words(bundle: Bundle) -> None:
    row = engagement_of([("id", "ENG-1"), ("PoC開始日", "2026-04-01"), ("poc_months", "1.5")], bundle, "en")
    assert row == ListedEngagement(
        1,
        {
            "pg_engagement_id": "ENG-1", "pg_engagement_poc_start": date(2026, 4, 1),
            "pg_engagement_poc_months": Decimal("1.5"),
        },
        word="engagement",
    )  # fmt: skip


def test_an_unknown_field_of_one_engagement_is_a_problem(bundle: Bundle) -> None:
    unknown = "“colour” is not a known column: “pocgate new --columns” lists them"
    assert engagement_of([("id", "ENG-1"), ("colour", "red")], bundle, "en").problems == (unknown,)
    assert engagement_of([("colour", "red")], bundle, "en").problems == (unknown, "no values are given")


def test_a_field_twice_is_refused(bundle: Bundle) -> None:
    with pytest.raises(EngagementError, match="“id” and “案件ID”"):
        engagement_of([("id", "ENG-1"), ("案件ID", "ENG-2")], bundle, "en")


@pytest.mark.parametrize(
    ("currency", "amount"),
    [
        ("JPY", "¥30,000,000"), ("JPY", "30000000円"), ("JPY", "JPY 30,000,000"),
        ("", "￥３０，０００，０００"),
        ("EUR", "€30,000,000"), ("EUR", "30 000 000 EUR"), ("GBP", "£30,000,000"), ("USD", "$30000000"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("order", [1, -1])
def test_amounts_are_read_with_the_signs_of_the_rows_own_currency(
    read: Read, currency: str, amount: str, order: int
) -> None:
    lines = [["id", "annual_benefit_low", "currency"][::order], ["A1", amount, currency][::order]]
    (row,) = read(written(lines)).rows
    assert (row.problems, row.values["pg_engagement_annual_benefit_low"]) == ((), Decimal(30_000_000))


@pytest.mark.parametrize("currency", ["USD", "XXX"])
def test_amounts_with_the_sign_of_another_currency_are_a_problem(read: Read, currency: str) -> None:
    (row,) = read(written([["id", "annual_benefit_low", "currency"], ["A1", "¥300", currency]])).rows
    assert row.problems[0].startswith("annual_benefit_low: “¥300” cannot be read as a number")


def test_one_engagement_given_in_words_may_have_signs_of_its_currency(bundle: Bundle) -> None:
    given = [("id", "A1"), ("annual_benefit_low", "€1,200"), ("currency", "EUR")]
    assert engagement_of(given, bundle, "en").values["pg_engagement_annual_benefit_low"] == 1200


@pytest.mark.parametrize(
    "said", ["2026-04-02T00:00:00Z", "2026-04-02T00:00:00.000Z", "2026-04-02T00:00:00+09:00", "20260402",
             20260402, "2. April 2026"]
)  # fmt: skip
def test_days_are_read_as_other_programs_export_them(read: Read, said: object) -> None:
    (row,) = read(json.dumps([{"id": "A1", "poc_start": said}]), ".json").rows
    assert (row.problems, row.values.get("pg_engagement_poc_start")) == ((), date(2026, 4, 2))


def test_a_number_that_is_no_day_is_told_as_such(read: Read) -> None:
    (row,) = read('[{"id": "A1", "poc_start": 4000000}]', ".json").rows
    assert row.problems == (
        "poc_start: 4000000 is not a date: as a number it is outside the calendar of spreadsheets",
    )


def test_what_a_spreadsheet_took_for_a_date_is_no_id_text_or_number(read: Read) -> None:
    lines: list[list[object]] = [
        ["id", "organization", "poc_months", "poc_start"],
        [date(2026, 4, 1), "Aoba", 1, date(2026, 4, 1)],
        ["A2", time(9, 30), 1, None],
        ["A3", "Aoba", date(2026, 1, 5), None],
        [12, "Aoba", 1.5, date(2026, 4, 1)],
    ]
    *bad, good = read(sheet_of(lines), ".xlsx").rows
    wrong = "not what was typed; format it as text and type it again"
    assert [row.problems for row in bad] == [
        (f"id: the cell holds a date or time (2026-04-01), {wrong}",),
        (f"organization: the cell holds a date or time (0.3958333333333333), {wrong}",),
        (f"poc_months: the cell holds a date or time (2026-01-05), {wrong}",),
    ]
    assert (good.problems, good.id) == ((), "12")


def test_a_truth_is_no_id(read: Read) -> None:
    (row,) = read(sheet_of([["id", "organization"], [True, "Aoba"]]), ".xlsx").rows
    assert row.problems == (
        "id: TRUE is a truth value, not a text; format the cell as text and type it again",
    )


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\t", "\x1b", "\x85", "\u2028"])
def test_an_id_stands_on_one_line(read: Read, bundle: Bundle, sign: str) -> None:
    (row,) = read(json.dumps([{"id": f"A{sign}1"}]), ".json").rows
    assert "contains a line break" in row.problems[0]
    assert "contains a line break" in engagement_of([("id", f"A{sign}1")], bundle, "en").problems[0]


def test_an_id_on_two_lines_of_separated_values_is_a_problem(read: Read) -> None:
    bad, good = read('id,organization\n"S-1\nS-2",B\nS-3,C\n').rows
    assert bad.problems == (
        "id: “S-1\\nS-2” contains a line break or another control character; an id must be on one line",
    )
    assert (good.id, good.problems) == ("S-3", ())


@pytest.mark.parametrize("header", ["id,email,due", "案件ID,メールアドレス,回答期限", "ID,E-mail,Answer due"])
def test_what_a_list_keeps_for_itself_stays_beside_what_goes_into_the_workbook(
    read: Read, header: str
) -> None:
    (row,) = read(f"{header}\nA1,ito@aoba.example,令和8年5月22日\n").rows
    assert row == ListedEngagement(
        2,
        {"pg_engagement_id": "A1"},
        aside={"email": "ito@aoba.example", "due": date(2026, 5, 22)},
    )


def test_a_row_with_nothing_but_a_due_date_lacks_its_id(read: Read) -> None:
    (row,) = read("id,due\n,2026-05-22\n").rows
    assert row.problems == ("the id of the engagement is missing",)


def test_one_engagement_given_in_words_has_no_place_for_what_lists_keep(bundle: Bundle) -> None:
    given = [("id", "A1"), ("due", "2026-05-22")]
    assert "“due” is not a known column" in engagement_of(given, bundle, "en").problems[0]
