"""What people and spreadsheets see of the status: in both languages, whatever somebody wrote."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest

from pocgate_xl.exchange.status import REASONS, STATES, Status, status_of
from pocgate_xl.exchange.status_csv import COLUMNS, begins, status_csv
from pocgate_xl.exchange.status_page import status_workbook
from pocgate_xl.exchange.status_text import status_lines
from pocgate_xl.reports.layout import width_of
from pocgate_xl.reports.parts import Screen
from pocgate_xl.templates.loader import Bundle
from tests.exchange.asked import listed
from tests.exchange.test_status import wrong
from tests.portfolio.engagements import GATE, assessment, rated, refused

DAY = date(2026, 5, 20)
HOSTILE = "=cmd|' /C calc'!A0\x1b[31m\u202e\nnext"


@pytest.fixture
def status() -> Status:
    rows = [
        listed(
            "A",
            date(2026, 5, 8),
            "ito@aoba.example",
            organization="青葉製造株式会社 生産技術本部",
            poc_name="外観検査の自動化に関する実証実験",
            assessor="伊藤",
        ),
        listed("B", date(2026, 5, 19), organization="Boji", sponsor="Sato"),
        listed("C", date(2026, 6, 1)),
        listed("D", organization=HOSTILE, email="x@y.example"),
        listed("E"),
    ]
    returned = [
        wrong("B", "back/b.xlsx", 1),
        assessment(rated(id="C", done=3), "back/c.xlsx", "incomplete"),
        assessment(rated(id="E", revision=2), "back/e.xlsx"),
        assessment(rated(id="E", revision=1), "back/e0.xlsx"),
        assessment(rated(id="Z", organization=HOSTILE), f"back/z{HOSTILE}.xlsx"),
        refused("back/x.xlsx", "PG001"),
    ]
    return status_of(rows, returned, GATE, DAY)


def text(status: Status, bundle: Bundle, language: str = "en", screen: Screen | None = None) -> str:
    return "\n".join(status_lines(status, bundle.catalogs[language], screen))


def test_the_text_begins_with_counts_and_what_is_overdue(status: Status, bundle: Bundle) -> None:
    lines = text(status, bundle).splitlines()
    assert lines[0] == "Status on 2026-05-20: 1 of 5 accepted, 4 open, 2 overdue."
    assert lines[2].split() == ["No", "answer", "2", "█" * 12]
    assert lines[9:13] == [
        "Overdue (2)",
        "  A  No answer               12 days overdue  → remind",
        "      青葉製造株式会社 生産技術本部  外観検査の自動化に関する実証実験",
        "      伊藤 <ito@aoba.example>",
    ]
    assert lines[13] == "  B  To be returned 1 error  1 day overdue    → return for correction"


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("width", [None, 80, 60])
def test_no_line_is_wider_than_the_screen(
    status: Status, bundle: Bundle, language: str, width: int | None
) -> None:
    lines = text(status, bundle, language, Screen(width)).splitlines()
    assert max(map(width_of, lines)) <= (width or 80)
    assert all(line == line.rstrip() for line in lines)


def test_every_file_and_engagement_is_named(status: Status, bundle: Bundle) -> None:
    shown = text(status, bundle)
    for name in (
        "b.xlsx",
        "c.xlsx",
        "e.xlsx",
        "e0.xlsx",
        "x.xlsx",
        "(counts instead: e.xlsx)",
        "Nobody asked for it",
    ):
        assert name in shown, name


def test_nothing_that_somebody_wrote_steers_a_terminal(status: Status, bundle: Bundle) -> None:
    shown = text(status, bundle, screen=Screen(80, colour=False))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "\\x1b[31m" in shown


def test_colours_are_for_screens(status: Status, bundle: Bundle) -> None:
    assert "\x1b[" in text(status, bundle, screen=Screen(80, colour=True))


def test_nobody_asked_is_said(bundle: Bundle) -> None:
    assert text(status_of([], [], GATE, DAY), bundle) == "Status on 2026-05-20: nobody was asked."


def test_the_table_has_codes_and_nothing_that_computes(status: Status) -> None:
    content = "".join(status_csv(status))
    assert begins(content.encode())
    rows = list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))))
    first = rows[0]
    assert (first["id"], first["state"], first["days_overdue"], first["next"]) == (
        "A",
        "outstanding",
        "12",
        "remind",
    )
    by_id = {row["id"]: row for row in rows if row["asked"] == "yes"}
    assert (by_id["B"]["errors"], by_id["E"]["decision"], by_id["E"]["revision"]) == ("1", "go", "2")
    assert by_id["D"]["organization"].startswith("'=cmd")
    assert [(row["state"], row["asked"]) for row in rows[5:]] == [
        ("unreadable", ""),
        ("older_revision", ""),
        ("stranger", "no"),
    ]
    assert tuple(rows[0]) == COLUMNS
    assert len(content.splitlines()) == 1 + len(rows)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_has_figures_then_everybody_the_late_first(
    status: Status, bundle: Bundle, language: str
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(status_workbook(status, bundle, language)))
    main, beside = book.worksheets
    ids = [row[3] for row in main.iter_rows(min_row=11, values_only=True)]
    assert ids == ["A", "B", "C", "D", "E"]
    assert [main.cell(row, 3).value for row in (11, 12, 13)] == [12, 1, -12]
    figures = {cell.value for row in main["B4:P4"] for cell in row if cell.value is not None}
    assert figures == {"1 of 5" if language == "en" else "5件中 1件", 2, 4, 1, 0, 3}
    assert "2026-05-20" in main["B2"].value
    assert main.print_title_rows == "$10:$10"
    assert main.page_setup.orientation == "landscape"
    assert main.page_setup.paperSize == "9" or main.page_setup.paperSize == 9
    assert beside.max_row == 4 + len(status.beside)
    assert {*main.tables, *beside.tables} == {"Status", "AlsoCameBack"}


def test_nothing_that_somebody_wrote_is_a_formula_on_the_page(status: Status, bundle: Bundle) -> None:
    book = openpyxl.load_workbook(io.BytesIO(status_workbook(status, bundle, "en")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    hostile = [cell for cell in cells if str(cell.value).startswith("=cmd")]
    assert hostile
    assert all(cell.quotePrefix for cell in hostile)


def test_the_same_status_gives_the_same_bytes(status: Status, bundle: Bundle) -> None:
    assert status_workbook(status, bundle, "ja") == status_workbook(status, bundle, "ja")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_state_act_and_reason_has_words(bundle: Bundle, language: str) -> None:
    texts = bundle.catalogs[language].texts
    acts = ("remind", "return", "ask_again", "settle", "wait", "nothing")
    keys = (
        [f"state.{each}" for each in STATES]
        + [f"beside.{each}" for each in REASONS]
        + [f"act.{each}" for each in acts]
    )
    assert [key for key in keys if f"follow_up.{key}" not in texts] == []


def test_many_engagements_are_planned_in_time_and_memory(bundle: Bundle) -> None:
    rows = [listed(f"E-{number}", date(2026, 5, 1 + number % 28)) for number in range(2000)]
    book = status_workbook(status_of(rows, [], GATE, DAY), bundle, "en")
    assert len(book) < 400_000
