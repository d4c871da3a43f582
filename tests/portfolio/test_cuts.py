"""A portfolio by the lists that a gate adds: each engagement once in every cut, nothing dropped."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from pocgate_xl.core.answers import submission_from_answers
from pocgate_xl.core.assessment import ReadableAssessment
from pocgate_xl.core.gate import assess
from pocgate_xl.core.template import Template
from pocgate_xl.opc.package import Package
from pocgate_xl.portfolio.cuts import Slice, slices_of
from pocgate_xl.portfolio.overview import Portfolio, overview
from pocgate_xl.portfolio.workbook import plan_portfolio, portfolio_workbook
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.workbook.layout.plan import SheetPlan
from tests.own_gate.detailed_gate import detailed_gate
from tests.portfolio.engagements import costing, rated


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return load_bundle(detailed_gate(tmp_path_factory.mktemp("gates")))


def engaged(own: Bundle, id_: str, answers: dict[str, Any], **details: Any) -> ReadableAssessment:
    told = {f"pg_detail_{key}": value for key, value in details.items()}
    submission = submission_from_answers(own.template, answers | told | {"pg_engagement_id": id_})
    found = assess(own.template, submission)
    return replace(found, file=f"{id_}.xlsx", sha256=id_ * 8, outcome="accepted", language="en")


@pytest.fixture(scope="module")
def portfolio(own: Bundle) -> Portfolio:
    return overview(
        [
            engaged(own, "A", rated(5) | costing(), department="sales", ai_kind="vision", vendor="=1+1",
                    monthly_users=Decimal("12.5"), contract_end=date(2027, 3, 31)),
            engaged(own, "B", rated(3) | costing(), department="sales", ai_kind="generative"),
            engaged(own, "C", rated(5) | costing(), department="other"),
            engaged(own, "D", rated(2)),
        ],
        own.template,
    )  # fmt: skip


def cut(found: Portfolio, template: Template, by: str) -> list[Slice]:
    return [each for each in slices_of(found.ranking.entries, template) if each.by == by]


def test_each_engagement_counts_once_under_its_choice(own: Bundle, portfolio: Portfolio) -> None:
    department, kind = (cut(portfolio, own.template, by) for by in ("department", "ai_kind"))
    assert [(each.choice, each.engagements) for each in department] == [
        ("sales", 2), ("plant", 0), ("other", 1), (None, 1),
    ]  # fmt: skip
    assert [(each.choice, each.engagements) for each in kind] == [
        ("generative", 1), ("vision", 1), (None, 2),
    ]  # fmt: skip
    sales = department[0]
    assert {code: count for code, count in sales.decisions.items() if count} == {"go": 1, "conditional": 1}
    assert set(sales.ratings.values()) == {Fraction(4)}
    once = portfolio.ranking.entries[0].initial
    assert once is not None
    assert (sales.initial.span.low, sales.initial.known) == (2 * once.low, 2)


def test_every_division_adds_up_to_the_whole(own: Bundle, portfolio: Portfolio) -> None:
    whole, *parts = slices_of(portfolio.ranking.entries, own.template)
    assert (whole.by, whole.engagements) == (None, portfolio.rollup.engagements)
    for by in {each.by for each in parts}:
        slices = [each for each in parts if each.by == by]
        assert sum(each.engagements for each in slices) == portfolio.rollup.engagements
        assert sum(each.initial.span.high for each in slices) == portfolio.rollup.initial.span.high
        assert sum(each.run_rate.known for each in slices) == portfolio.rollup.run_rate.known


def test_a_choice_of_an_older_version_is_not_dropped(own: Bundle, portfolio: Portfolio) -> None:
    fewer = tuple(
        replace(detail, choices=("plant", "other")) if detail.id == "department" else detail
        for detail in own.template.details
    )
    slices = cut(portfolio, replace(own.template, details=fewer), "department")
    assert [each.choice for each in slices] == ["plant", "other", "sales", None]


def test_what_everybody_answers_alike_or_each_otherwise_divides_nothing(own: Bundle) -> None:
    one, two = (engaged(own, id_, rated(5), vendor=id_) for id_ in "AB")
    both = [replace(each, engagement=replace(each.engagement, industry="Retail")) for each in (one, two)]
    found = overview(both, own.template)
    assert {each.by for each in slices_of(found.ranking.entries, own.template)} == {
        None, "department", "ai_kind",
    }  # fmt: skip


def test_industries_that_repeat_are_groups(own: Bundle) -> None:
    found = [engaged(own, id_, rated(5)) for id_ in "ABC"]
    named = [
        replace(each, engagement=replace(each.engagement, industry=industry))
        for each, industry in zip(found, ("Retail", "Retail", "Health"), strict=True)
    ]
    slices = cut(overview(named, own.template), own.template, "industry")
    assert [(each.choice, each.engagements) for each in slices] == [("Health", 1), ("Retail", 2)]


def rows(sheet: SheetPlan) -> list[list[Any]]:
    last = max(column for _, column in sheet.cells)
    lines = sorted({row for row, _ in sheet.cells})
    return [
        [cell.value if (cell := sheet.cells.get((row, column))) else None for column in range(2, last + 1)]
        for row in lines
    ]


@pytest.mark.parametrize(
    ("language", "titles", "labels"),
    [
        ("en", ("Department", "Kind of AI"), ("Sales", "Plant", "Other department", "Not given")),
        ("ja", ("担当部門", "AIの種類"), ("営業部", "工場", "その他の部門", "未記入")),
    ],
)
def test_the_heat_map_has_a_row_for_every_choice(
    own: Bundle, portfolio: Portfolio, language: str, titles: tuple[str, ...], labels: tuple[str, ...]
) -> None:
    table = rows(plan_portfolio(portfolio, own, language).sheet("heat"))
    groups = [(row[0], row[1]) for row in table]
    assert set(itertools.product(titles[:1], labels)) <= set(groups)
    assert {title for title, _ in groups} >= set(titles)


def test_the_ranking_has_a_column_for_every_detail(own: Bundle, portfolio: Portfolio) -> None:
    sheet = plan_portfolio(portfolio, own, "en").sheet("ranking")
    table = rows(sheet)[2:]
    assert table[0][-5:] == ["Department", "Kind of AI", "Vendor", "Users a month", "End of contract"]
    assert {row[1]: row[-5:] for row in table[1:]}["A"] == [
        "Sales", "Image recognition", "=1+1", Decimal("12.5"), date(2027, 3, 31),
    ]  # fmt: skip


def test_what_somebody_wrote_stays_a_text(own: Bundle, portfolio: Portfolio) -> None:
    book = read_workbook(Package.from_bytes(portfolio_workbook(portfolio, own, "en")))
    cells = [cell for sheet in book.sheets for cell in sheet.cells.values()]
    assert [cell.kind for cell in cells if cell.value == "=1+1"] == ["text"]
    assert [cell for cell in cells if cell.formula is not None] == []
