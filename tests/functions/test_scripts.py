"""What VBA runs by the path and names that stand in add-ins in the field."""

from __future__ import annotations

import pytest
import xlwings

from pocgate_xl.functions import scripts
from pocgate_xl.functions.jobs.carry_out import DOING
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for
from tests.functions.fake_excel import Book


@pytest.fixture
def book(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> Book:
    found = Book(workbook_for(bundle, "en", {"pg_engagement_id": "ENG-1", "pg_status_security": "done"}))
    monkeypatch.setattr(xlwings.Book, "caller", lambda: found)
    return found


@pytest.mark.parametrize("script", ["check", "fill", "findings", "new"])
def test_names_of_earlier_releases_still_do_something(book: Book, script: str) -> None:
    scripts.run(script)
    assert len(book.alerts) == (script != "new")  # nobody chose a name for the new one
    assert not any("could not do this" in alert for alert in book.alerts)


@pytest.mark.parametrize("script", ["check", "unmark", "results", "answers"])
def test_a_workbook_of_somebody_else_is_told_in_one_line(book: Book, script: str) -> None:
    del book.sheets[1:]
    book.names.clear()
    scripts.run(script)
    assert len(book.alerts) == 1
    assert ("not an engagement workbook" in book.alerts[0]) == (script != "unmark")


def test_a_fault_is_told_without_a_traceback(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DOING, "check", lambda desk: 1 / 0)  # type: ignore[arg-type]
    scripts.run("check")
    assert "ZeroDivisionError" in book.alerts[0]
    assert "Traceback" not in book.alerts[0]


def test_without_a_workbook_help_is_given_and_a_check_says_what_is_missing(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing() -> None:
        raise AttributeError

    monkeypatch.setattr(xlwings.Book, "caller", nothing)
    monkeypatch.setattr(xlwings, "apps", type("Apps", (), {"active": book.app}))
    for script in ("check", "help"):
        scripts.run(script)
    assert book.alerts[0] == "No workbook is open."
    assert "Portfolio: Ranks and plans" in book.alerts[1]
