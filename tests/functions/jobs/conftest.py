"""Workbooks on a desk in Excel, as jobs find them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.functions.jobs.carry_out import carry_out
from pocgate_xl.functions.open_workbook.excel_desk import ExcelDesk
from pocgate_xl.templates.loader import Bundle
from tests.functions.fake_excel import Book
from tests.functions.open_book import answered, workbook

Do = Callable[..., tuple[str, Book]]


@pytest.fixture(scope="session")
def full(bundle: Bundle) -> bytes:
    """A workbook with answers, of which three are faulty."""
    return workbook(bundle, **answered(bundle))


@pytest.fixture(scope="session")
def blank(bundle: Bundle) -> bytes:
    return workbook(bundle)


@pytest.fixture
def do(bundle: Bundle) -> Do:
    """Do a job on a workbook that is open; return what is said, and the workbook."""

    def done(job: str, content: bytes | Book, language: str = "en", **chosen: Any) -> tuple[str, Book]:
        book = content if isinstance(content, Book) else Book(content, **chosen)
        return carry_out(job, ExcelDesk(book.app, book, bundle.catalogs[language])), book

    return done


@pytest.fixture(scope="session")
def folder(full: bytes, blank: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three submissions: one with answers, a blank one, and one that is no workbook."""
    place = tmp_path_factory.mktemp("came back")
    (place / "full.xlsx").write_bytes(full)
    (place / "blank.xlsx").write_bytes(blank)
    (place / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    return place
