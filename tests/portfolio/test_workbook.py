from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pocgate_xl.core.assessment import Assessment, Finding, ReadableAssessment
from pocgate_xl.opc.package import Package
from pocgate_xl.portfolio.entries import RankedGrade
from pocgate_xl.portfolio.moves import RunResult
from pocgate_xl.portfolio.order import Why
from pocgate_xl.portfolio.overview import Portfolio, overview
from pocgate_xl.portfolio.phasing import Basis, UnplacedReason, Wait
from pocgate_xl.portfolio.quarters import Quarter
from pocgate_xl.portfolio.ranking import ApartReason
from pocgate_xl.portfolio.terms import Order, Rate, Terms
from pocgate_xl.portfolio.workbook import plan_portfolio, portfolio_workbook
from pocgate_xl.spreadsheetml.address import Position
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.templates.text_checks import SHEET_NAME, SHEET_UNITS
from pocgate_xl.workbook.layout.plan import SheetPlan
from tests.core import strategies
from tests.portfolio.engagements import (
    GATE,
    assessment,
    committee,
    costing,
    earning,
    portfolios,
    rated,
    refused,
)

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "a\x1bb\x00c",
    "_x001B_",
    "\u202egnp.exe",
    "\ud800",
    "x" * 40_000,
]


def portfolio(*found: Assessment, earlier: Mapping[str, RunResult] | None = None, **terms: Any) -> Portfolio:
    return overview(found, GATE, Terms(**terms), earlier)


def example() -> Portfolio:
    """A portfolio with something on every sheet."""
    due = {f"pg_due_{GATE.items[-1].id}": date(2026, 8, 1)}
    day = {"assessment_date": date(2026, 4, 1)}
    return portfolio(
        assessment(rated(5, id="A", organization="Aoba", **day) | costing(), "a.xlsx"),
        assessment(rated(4, 14, id="B") | costing(development=800_000) | due, "b.xlsx"),
        assessment(rated(4, id="C") | {"pg_rating_user_acceptance": 1} | costing(), "c.xlsx"),
        assessment(rated(2, id="D") | costing(), "d.xlsx"),
        assessment({"pg_engagement_id": "E"}, "e.xlsx"),
        assessment(rated(5, id="F") | costing() | earning(30_000_000) | committee("rejected"), "f.xlsx"),
        refused("broken.xlsx", "PG007"),
        budget=Decimal(9_000_000),
        slots=1,
        horizon=2,
        earlier={"B": RunResult("hold", 15, 9, Fraction(9)), "gone": RunResult("go", 24, 15, None)},
    )


def read(workbook: bytes) -> Mapping[str, Mapping[Position, RawCell]]:
    """Return the cells of every sheet by title, as a submitted workbook would be read."""
    return {sheet.title: sheet.cells for sheet in read_workbook(Package.from_bytes(workbook)).sheets}


def texts(plan: SheetPlan) -> list[str]:
    return [cell.value for cell in plan.cells.values() if isinstance(cell.value, str)]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_sheet_is_there_in_the_language(bundle: Bundle, language: str) -> None:
    sheets = read(portfolio_workbook(example(), bundle, language))
    keys = (
        "decide", "plan", "funding", "ranking", "actions", "heat", "insight", "what_if", "moves", "apart",
        "method",
    )  # fmt: skip
    assert list(sheets) == [bundle.catalogs[language].text(f"portfolio.sheet.{key}") for key in keys]
    assert all(SHEET_NAME.fullmatch(title) and len(title) <= SHEET_UNITS for title in sheets)
    assert len({title.casefold() for title in sheets}) == len(sheets)


def test_the_same_files_give_the_same_bytes_in_any_order(bundle: Bundle) -> None:
    found = [assessment(rated(n, id=f"{n}") | costing(), f"{n}.xlsx") for n in (2, 3, 4, 5)]
    first = portfolio_workbook(portfolio(*found), bundle, "en")
    assert first == portfolio_workbook(portfolio(*reversed(found)), bundle, "en")


def test_values_are_values_and_nothing_is_locked(bundle: Bundle) -> None:
    plan = plan_portfolio(example(), bundle, "en")
    assert [cell for sheet in plan.sheets for cell in sheet.cells.values() if cell.formula] == []
    assert all(sheet.unlocked for sheet in plan.sheets)
    written = portfolio_workbook(example(), bundle, "en")
    assert {cell.formula for sheet in read(written).values() for cell in sheet.values()} == {None}
    package = Package.from_bytes(written)
    parts = b"".join(package.read(name) for name in package.names)
    assert b"lockStructure" not in parts
    assert b"sheetProtection" not in parts


@pytest.mark.parametrize("text", HOSTILE)
def test_what_somebody_wrote_stays_a_harmless_text(bundle: Bundle, text: str) -> None:
    good = assessment(rated(4, id=text, organization=text, poc_name=text) | costing(), f"{text}.xlsx")
    errors = (Finding("PG705", "error", text, "B2", "", text, text, text, text),)
    bad = replace(assessment(rated(4, id="B", organization=text), text, "findings"), findings=errors)
    cells = [cell for sheet in read(portfolio_workbook(portfolio(good, bad), bundle, "en")).values()
             for cell in sheet.values()]  # fmt: skip
    assert {cell.formula for cell in cells} == {None}
    values = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not any(character in value for value in values for character in "\x00\x1b\t\u202e\ud800")
    assert max(map(len, values)) <= 1_000


def test_text_that_looks_like_an_escape_is_kept_as_it_is(bundle: Bundle) -> None:
    found = portfolio(assessment(rated(4, id="A", organization="_x001B_"), "a.xlsx"))
    values = [cell.value for sheet in read(portfolio_workbook(found, bundle, "en")).values()
              for cell in sheet.values()]  # fmt: skip
    assert "_x001B_" in values


@given(st.lists(strategies.submissions(GATE), max_size=4), st.none() | st.integers(1, 3))
@settings(max_examples=10)
def test_whatever_accepted_workbooks_say_gives_a_portfolio(
    bundle: Bundle, submissions: list[Any], slots: int | None
) -> None:
    from pocgate_xl.core.gate import assess

    found = [replace(assess(GATE, each), file=f"{n}.xlsx") for n, each in enumerate(submissions)]
    sheets = read(portfolio_workbook(portfolio(*found, slots=slots), bundle, "en"))
    assert len(sheets) == (10 if slots else 9)


def test_amounts_beyond_a_cell_are_told_as_texts(bundle: Bundle) -> None:
    huge = costing(10**300, 10**300, 10**300) | {"pg_planned_cost_training": Decimal(10) ** 300}
    answers = rated(4, id="A", currency="USD", yen_per_unit=Decimal(10) ** 300) | huge
    sheets = read(portfolio_workbook(portfolio(assessment(answers)), bundle, "en"))
    assert "1.200E+601" in [cell.value for cell in sheets["Ranking"].values()]


def test_what_is_not_known_is_blank_and_never_zero(bundle: Bundle) -> None:
    plan = plan_portfolio(portfolio(assessment(rated(4, id="A"))), bundle, "en")
    money = [cell.value for cell in plan.sheet("ranking").cells.values() if cell.format == "money"]
    assert money == [None] * 6


def test_the_ranking_can_be_filtered_and_keeps_its_header_in_sight(bundle: Bundle) -> None:
    ranking = plan_portfolio(example(), bundle, "en").sheet("ranking")
    assert [(table.name, table.area) for table in ranking.tables] == [("Ranking", "B4:AD10")]
    assert ranking.freeze == "D5"
    header = [cell.value for (row, _), cell in sorted(ranking.cells.items()) if row == 4]
    assert header[12:18] == [bundle.catalogs["en"].label("criterion", id_) for id_ in GATE.criterion_ids]


def test_engagements_stand_in_rank_order_with_their_concerns(bundle: Bundle) -> None:
    cells = plan_portfolio(example(), bundle, "en").sheet("ranking").cells
    ranks = {cells[row, 3].value: cells[row, 2].value for row in range(5, 11)}
    assert ranks == {"A": 1, "B": 2, "C": 3, "D": None, "E": None, "F": None}
    assert bundle.catalogs["en"].label("criterion", "user_acceptance") in [
        cell.value for (row, _), cell in cells.items() if row == 7
    ]


def test_what_is_not_placed_says_why(bundle: Bundle) -> None:
    told = texts(plan_portfolio(example(), bundle, "en").sheet("plan"))
    reasons = bundle.catalogs["en"]
    assert reasons.text("portfolio.reason.hold") in told
    assert reasons.text("portfolio.reason.incomplete") in told
    assert reasons.text("portfolio.reason.rejected") in told
    assert reasons.text("portfolio.later.slots") in told


def test_files_that_do_not_count_are_listed(bundle: Bundle) -> None:
    told = texts(plan_portfolio(example(), bundle, "en").sheet("apart"))
    assert "broken.xlsx" in told
    assert "PG007" in told


@pytest.mark.parametrize(
    ("files", "shown"),
    [
        (("in/a.xlsx", "in/b/a.xlsx", "in/all.zip/a.xlsx"), ("a.xlsx", "b/a.xlsx", "all.zip/a.xlsx")),
        (("C:\\in\\a.xlsx", "C:\\in\\b\\a.xlsx"), ("a.xlsx", "b/a.xlsx")),
        (("a.xlsx", "/in/a.xlsx"), ("a.xlsx", "/in/a.xlsx")),
        (("/in/x1/a.xlsx", "/in/x2/a.xlsx"), ("x1/a.xlsx", "x2/a.xlsx")),
        (("s3://pool/x/a.xlsx", "s3://pool/y/a.xlsx"), ("x/a.xlsx", "y/a.xlsx")),
    ],
)
def test_files_that_do_not_count_are_told_apart_by_their_folders(
    bundle: Bundle, files: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    unread = [Assessment.unreadable(file, None, ()) for file in files]
    cells = plan_portfolio(portfolio(*unread), bundle, "en").sheet("apart").cells
    assert {cells[row, 2].value for row in range(5, 5 + len(files))} == set(shown)


def test_an_empty_portfolio_can_be_written(bundle: Bundle) -> None:
    sheets = read(portfolio_workbook(portfolio(), bundle, "ja"))
    assert len(sheets) == 9


CODES = {
    "reason": UnplacedReason, "grade": RankedGrade, "why": Why, "order": Order, "earliest_by": Basis,
    "later": Wait, "apart": ApartReason,
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("table", CODES)
def test_every_code_has_words_of_its_own(bundle: Bundle, language: str, table: str) -> None:
    told = {"file": "a.xlsx", "value": 2, "currency": "EUR"}
    texts = bundle.catalogs[language].text
    words = [texts(f"portfolio.{table}.{code}", **told) for code in get_args(CODES[table])]
    assert len(set(words)) == len(words)


def test_each_row_says_why_it_stands_there_and_when_it_starts(bundle: Bundle) -> None:
    plan, text = plan_portfolio(example(), bundle, "en"), bundle.catalogs["en"].text
    told = texts(plan.sheet("ranking"))
    assert text("portfolio.reason.rejected") in told
    assert "Launchable: value unknown, no expected benefit is given" in told
    assert text("portfolio.earliest_by.plan") in texts(plan.sheet("plan"))


def test_what_the_order_is_worth_and_the_rates_are_in_the_method(bundle: Bundle) -> None:
    foreign = rated(5, id="A", currency="USD") | costing(100, 10_000, 1_000) | earning(90_000)
    rates = {"USD": Rate(Decimal("151.25"), date(2026, 11, 20))}
    known = {"pg_planned_cost_training": Decimal(5_000), "pg_tax_included": "no"}
    found = portfolio(
        assessment(foreign | known, "a.xlsx"),
        assessment(rated(4, id="B") | costing() | {"pg_tax_included": "yes"}, "b.xlsx"),
        rates=rates, first=Quarter(2026, 1),
    )  # fmt: skip
    cells = plan_portfolio(found, bundle, "en").sheet("method").cells
    rows = {row: [cells[at].value for at in sorted(cells) if at[0] == row] for row, _ in cells}
    assert ["USD", Decimal("151.25"), date(2026, 11, 20), 1] in rows.values()
    assert [row[0] for row in rows.values() if row[0] in ("By value within class", "By decision")] == [
        "By value within class", "By decision",
    ]  # fmt: skip
    assert any("mix amounts with tax (1), without tax (1)" in str(row[0]) for row in rows.values())


def test_moves_name_what_was_and_what_is(bundle: Bundle) -> None:
    cells = plan_portfolio(example(), bundle, "en").sheet("moves").cells
    rows = [[cells[row, column].value for column in range(2, 14)] for row in (5, 6, 7)]
    assert rows[0] == ["A", "New", "", "Go", "", "", None, 30, None, 15, None, 7_600_000]
    b = next([cells[row, column].value for column in range(2, 14)] for row in range(5, 12)
             if cells[row, 2].value == "B")  # fmt: skip
    assert b == [
        "B",
        "Changed",
        "Extend or rethink",
        "Clear the checklist",
        "",
        "",
        15,
        24,
        9,
        14,
        9,
        6_600_000,
    ]
    assert "gone" in [cell.value for (_, column), cell in cells.items() if column == 2]


def test_quarters_of_fiscal_years_say_so(bundle: Bundle) -> None:
    found = assessment(rated(5, id="A") | costing(), "a.xlsx")
    fiscal = portfolio(found, first=Quarter(2026, 4), fiscal_start=4)
    assert "FY2026-Q4" in texts(plan_portfolio(fiscal, bundle, "en").sheet("decide"))
    assert "FY26 Q4" in texts(plan_portfolio(fiscal, bundle, "en").sheet("plan"))
    assert "2026年度Q4" in texts(plan_portfolio(fiscal, bundle, "ja").sheet("decide"))
    assert "2027-01" in texts(plan_portfolio(fiscal, bundle, "en").sheet("funding"))


@given(portfolios())
@settings(max_examples=15)
def test_every_engagement_stands_in_the_ranking_and_in_the_plan(
    bundle: Bundle, found: list[ReadableAssessment]
) -> None:
    plan = plan_portfolio(portfolio(*found, slots=2), bundle, "en")
    for sheet in ("decide", "ranking", "plan"):
        ids = [cell.value for (_, column), cell in plan.sheet(sheet).cells.items() if column in (3, 4)]
        assert {each.engagement.id for each in found} <= set(ids)
