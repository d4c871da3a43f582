"""A portfolio is told from submissions by its list of names alone, and nothing else is taken for one."""

from __future__ import annotations

import io
import random
import re
import zipfile
from pathlib import Path

import pytest

from pocgate_xl.opc.limits import DEFAULT, MIB
from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import replace_parts
from pocgate_xl.portfolio.overview import overview
from pocgate_xl.portfolio.workbook import portfolio_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.submission.origins.report_books import (
    BOOK,
    MOST,
    is_report_book,
    may_be_report_book,
    names_report_book,
)

SHEET = "xl/worksheets/sheet1.xml"


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


@pytest.fixture(scope="module")
def portfolio(bundle: Bundle) -> Package:
    return Package.from_bytes(portfolio_workbook(overview([], bundle.template), bundle, "en"))


def is_portfolio(file: Path, package: Package, parts: dict[str, bytes]) -> bool:
    file.write_bytes(replace_parts(package, parts))
    return is_report_book(file, "portfolio")


def test_a_report_is_replaced_as_one_however_much_it_holds(portfolio: Package, tmp_path: Path) -> None:
    """Larger than any submission may be: its cells are not read."""
    large = portfolio.read(SHEET).replace(b"</sheetData>", random.Random(1).randbytes(26 * MIB), 1)
    file = tmp_path / "large.xlsx"
    assert is_portfolio(file, portfolio, {SHEET: large})
    assert file.stat().st_size > DEFAULT.file_bytes
    assert not is_report_book(file, "status")


def test_what_is_an_engagements_or_points_nowhere_is_not_replaced(portfolio: Package, tmp_path: Path) -> None:
    names, file = portfolio.read(BOOK), tmp_path / "other.xlsx"
    title = re.search(rb'<definedName name="pg_portfolio".*?</definedName>', names)
    assert title
    assert is_portfolio(file, portfolio, {})
    for instead in (
        title[0] + title[0].replace(b"pg_portfolio", b"PG_identity_template"),
        re.sub(b">.*<", b">#REF!<", title[0]),
        re.sub(b">.*<", b">Elsewhere!$B$1<", title[0]),
        b"",
    ):
        assert not is_portfolio(file, portfolio, {BOOK: names.replace(title[0], instead)})
    assert not is_portfolio(file, portfolio, {BOOK: names.replace(b"Heat map", b"pg_identity")})
    file.write_bytes(file.read_bytes()[:-30])
    assert not is_report_book(file, "portfolio")
