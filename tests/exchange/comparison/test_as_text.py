"""What moved, for reading: only what moved, by name, in 80 columns, whatever stands in the files."""

from __future__ import annotations

import re

import pytest

from pocgate_xl.exchange.comparison.as_text import comparison_text
from pocgate_xl.exchange.comparison.matching import Comparison, compared_files, compared_folders
from pocgate_xl.exchange.comparison.words import grouped
from pocgate_xl.reports.layout import width_of
from pocgate_xl.reports.parts import Screen
from pocgate_xl.templates.loader import Bundle
from tests.exchange.exchanged import HOSTILE, plain, unreadable
from tests.portfolio.engagements import GATE, committee, costing, earning, rated

LAST = GATE.items[-1].id


def lines(
    comparison: Comparison, bundle: Bundle, language: str = "en", width: int | None = None
) -> list[str]:
    catalog = bundle.catalogs[language]
    return list(comparison_text(comparison, lambda _: catalog, catalog, Screen(width)))


def test_an_item_is_one_line_and_amounts_are_ranges(bundle: Bundle) -> None:
    then = plain(rated(done=14, id="A", organization="Aoba", poc_name="Forecast") | costing())
    now = plain(
        rated(id="A", organization="Aoba", poc_name="Forecast") | costing(development=2_000_000)
        | {f"pg_owner_{LAST}": "Sato"}
    )  # fmt: skip
    item = bundle.catalogs["en"].label("item", LAST)
    assert lines(compared_files(then, now), bundle)[:7] == [
        "Engagements 1: 1 forward.",
        "",
        "A  Aoba  Forecast  Forward",
        "  Result     Decision: Clear the checklist → Go",
        "             Cleared items: 14 → 15",
        "             Needed answers given: 23 → 24",
        f"  Checklist  {item}: – → Done; evidence – → wiki/{LAST}; owner – → Sato",
    ]
    found = "\n".join(lines(compared_files(then, now), bundle))
    assert "Initial investment: 3,800,000 – 7,600,000 JPY → 6,800,000 – 12,600,000 JPY" in found
    assert "Development, PoC: 1,000,000 JPY → 2,000,000 JPY" in found


def test_japanese_is_told_in_its_own_words(bundle: Bundle) -> None:
    then, now = plain(rated(3, id="A")), plain(rated(id="A") | committee("approved"))
    assert lines(compared_files(then, now), bundle, "ja")[:6] == [
        "案件 1件：前進 1件。",
        "",
        "A  前進",
        "  結果    移行判定：要改善（条件付き） → 移行可",
        "          合計点：18 → 24",
        "  評点    業務KPIの改善度：3 → 4",
    ]


def test_what_did_not_move_is_only_named(bundle: Bundle) -> None:
    then = [plain(), plain(rated(id="B"), "b"), plain(rated(5, id="C"), "c")]
    now = [plain(), plain(rated(5, id="B"), "b"), plain(rated(id="D"), "d"), unreadable("x.xlsx")]
    found = lines(compared_folders(then, now), bundle)
    assert found[0] == (
        "Engagements 4: 1 forward, 1 unchanged, 1 new, 1 gone, unreadable files 1."
    )  # fmt: skip
    assert found[-4:] == [
        "Unchanged  A", "New  D", "Gone  C", "Unreadable  now x.xlsx  PG007 cut off",
    ]  # fmt: skip
    assert not any("Business KPI" in line and "B" not in line for line in found[:3])


def test_what_cannot_be_compared_is_said(bundle: Bundle) -> None:
    found = lines(compared_files(plain(), plain(rated(id="B", currency="EUR"))), bundle)
    assert "  Not compared  different engagements: A and B" in found
    assert "                amounts, as currencies differ: JPY and EUR" in found


@pytest.mark.parametrize("language", ["en", "ja"])
def test_lines_fit_a_terminal_and_nothing_in_them_steers_it(bundle: Bundle, language: str) -> None:
    hostile = rated(3, 10, id=HOSTILE, organization=HOSTILE * 9, poc_name="需要予測" * 30) | costing()
    now = hostile | rated(5) | {f"pg_owner_{LAST}": HOSTILE * 5, f"pg_evidence_{LAST}": "根拠" * 90}
    now |= committee("rejected") | {"pg_committee_conditions": HOSTILE} | earning(900_000_000)
    found = lines(compared_files(plain(hostile, HOSTILE), plain(now, HOSTILE)), bundle, language, 80)
    assert max(map(width_of, found)) <= 80
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", "".join(found))


@pytest.mark.parametrize(
    ("amount", "text"), [(1234567, "1,234,567"), ("1234.50", "1,234.50"), (0, "0"), ("odd", "odd")]
)
def test_amounts_have_their_thousands_apart(amount: object, text: str) -> None:
    assert grouped(amount) == text
