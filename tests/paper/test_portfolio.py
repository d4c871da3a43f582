"""The portfolio on paper: large enough to be read, nothing over anything else, at 20 and 300 engagements."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pocgate_xl.portfolio.overview import Portfolio, overview
from pocgate_xl.portfolio.quarters import Quarter
from pocgate_xl.portfolio.terms import Terms
from pocgate_xl.portfolio.workbook import portfolio_workbook
from pocgate_xl.templates.loader import Bundle
from tests.paper.printed import Page, on_sheet, overlapping, printed
from tests.portfolio.engagements import GATE
from tests.portfolio.seeded import seeded

pytestmark = [pytest.mark.needs("soffice"), pytest.mark.needs("pdftohtml")]

SIZES, LANGUAGES = (20, 300), ("en", "ja")
SMALLEST = 7.0
"""Points of the smallest letters on paper."""
SHEETS = ("decide", "plan", "funding", "ranking", "actions", "heat", "insight", "what_if", "apart", "method")
NAMES = {
    "en": ("Kestrel Aerospace Components", "Predictive maintenance of dryer drives", "Head of documentation"),
    "ja": ("北浜ロジスティクス株式会社", "生鮮食品の需要予測と発注支援", "商品本部長 西川"),
}
Pages = dict[tuple[str, int], list[Page]]


def portfolio(size: int, language: str) -> Portfolio:
    organization, poc, sponsor = NAMES[language]
    found = [
        replace(each, engagement=replace(
            each.engagement, organization=organization, poc_name=poc, sponsor=sponsor,
        ))
        for each in seeded(3, size)
    ]  # fmt: skip
    budget = Decimal(2_000_000) * size
    return overview(found, GATE, Terms(first=Quarter(2026, 2), budget=budget, slots=max(3, size // 8)))


@pytest.fixture(scope="module")
def pages(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Pages:
    made = {
        f"{language} {size}": portfolio_workbook(portfolio(size, language), bundle, language)
        for language in LANGUAGES
        for size in SIZES
    }
    found = printed(made, tmp_path_factory.mktemp("portfolio"))
    return {(name.split()[0], int(name.split()[1])): each for name, each in found.items()}


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_can_be_read(bundle: Bundle, pages: Pages, language: str, size: int, sheet: str) -> None:
    title = bundle.catalogs[language].text(f"portfolio.sheet.{sheet}")
    found = on_sheet(pages[language, size], title)
    assert found
    assert [f"p. {page.number}: {page.smallest:.1f}" for page in found if page.smallest < SMALLEST] == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stands_over_anything_else(bundle: Bundle, pages: Pages, language: str, size: int) -> None:
    assert [
        f"p. {page.number}: {one!r} over {other!r}"
        for page in pages[language, size]
        for one, other in overlapping(page.body)
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_of_the_boards_table_stands_on_each_of_its_pages(
    bundle: Bundle, pages: Pages, language: str
) -> None:
    catalog = bundle.catalogs[language]
    found = on_sheet(pages[language, 300], catalog.text("portfolio.sheet.decide"))
    assert len(found) > 5
    needed = catalog.text("portfolio.needed_next")
    assert all(any(line.text.strip() == needed for line in page.body) for page in found)
