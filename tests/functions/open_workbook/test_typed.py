"""Texts that are handed to Excel stay texts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pocgate_xl.functions.open_workbook.typed import typed


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "'quoted", "5", "１２", "May 5", "Q1/2026", "true", "FALSE", "$5", "(5)",
     "#N/A", "＝1", " 5", "．5"],
)  # fmt: skip
def test_what_excel_would_convert_begins_with_an_apostrophe(text: str) -> None:
    assert typed(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Conditional", "要改善", "Ask the vendor for a quote of 2026 or later"])
def test_what_excel_takes_as_it_is_stays_so(text: str) -> None:
    assert typed(text) == text


def test_numbers_are_numbers() -> None:
    assert [typed(each) for each in (5, Decimal("2.50"), None)] == [5, 2.5, None]
