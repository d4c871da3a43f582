"""A portfolio is told from submissions by its list of names alone, and nothing else is taken for one."""

from __future__ import annotations

import io
import zipfile

import pytest

from pocgate_xl.portfolio.overview import overview
from pocgate_xl.portfolio.workbook import portfolio_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.submission.origins.report_books import (
    BOOK,
    MOST,
    may_be_report_book,
    names_report_book,
)


def book(names: bytes, part: str = BOOK) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, b"<workbook><definedNames>" + names + b"</definedNames></workbook>")
    return file.getvalue()


TITLE = b'<definedName name="pg_portfolio">Summary!$B$1</definedName>'


def test_a_portfolio_is_known_and_a_blank_is_not(bundle: Bundle) -> None:
    ours, blank = (
        portfolio_workbook(overview([], bundle.template), bundle, "ja"),
        workbook_for(bundle, "en", {}),
    )
    assert may_be_report_book(ours)
    assert names_report_book(ours)
    assert not may_be_report_book(blank)
    assert not names_report_book(blank)


@pytest.mark.parametrize(
    ("content", "known"),
    [
        (book(TITLE), True),
        (book(b"<definedName hidden='1' name='pg_portfolio'>0</definedName>"), True),
        (book(TITLE + b'<definedName name="PG_Identity_template">0</definedName>'), False),
        (book(b'<definedName name="x" comment="pg_portfolio">0</definedName>'), False),
        (book(TITLE, "xl/other.xml"), False),
        (book(TITLE)[:-1], False),
        (b"", False),
    ],
)
def test_what_names_no_portfolio_or_an_identity_is_none(content: bytes, known: bool) -> None:
    assert names_report_book(content) is known


def test_a_list_of_names_beyond_any_portfolio_is_not_even_read() -> None:
    assert not may_be_report_book(book(TITLE + b" " * MOST))
    assert may_be_report_book(book(TITLE))
