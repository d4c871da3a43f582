"""What a page header says of the organization for which a workbook was made."""

from __future__ import annotations

import pytest

from pocgate_xl.workbook.submission.altered.page import organization_in


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("&RENG-1 · Aoba", "Aoba"),
        ("&C&G&Reng-1 · Aoba · Invoices", "Aoba"),
        ("&RENG-1 · Ao&&ba · Bills", "Ao&ba"),
    ],
)
def test_an_organization_is_named_behind_its_engagement(header: str, named: str) -> None:
    assert organization_in(header, "ENG-1", "Aoba") == named


@pytest.mark.parametrize(
    "header",
    [
        "",
        "&RENG-1",
        "&RENG-1 · invoices",
        "&RENG-1 · Midori",
        "&RENG-2 · Aoba",
        "&CConfidential",
        "ENG-1 - Aoba",
    ],
)
def test_other_headers_name_none(header: str) -> None:
    assert organization_in(header, "ENG-1", "Aoba") == ""


def test_a_workbook_for_nobody_was_made_for_no_organization() -> None:
    assert organization_in("&RENG-1 · Aoba", "", "Aoba") == ""
