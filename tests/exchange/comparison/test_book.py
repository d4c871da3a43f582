"""What moved as a workbook: a row an engagement and a row a change, known again, inert."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pocgate_xl.exchange.comparison.book import comparison_book
from pocgate_xl.exchange.comparison.matching import Comparison, compared_folders
from pocgate_xl.exchange.comparison.page import ComparisonPage
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.submission.origins.report_books import is_report_book
from tests.exchange.exchanged import HOSTILE, plain, unreadable
from tests.portfolio.engagements import GATE, costing, rated

FIRST = GATE.criterion_ids[0]


def book(comparison: Comparison, bundle: Bundle, language: str = "en") -> bytes:
    catalog = bundle.catalogs[language]
    return comparison_book(ComparisonPage(comparison, catalog, lambda _: catalog, ("may", "june")), bundle)


def rows(content: bytes, sheet: str, top: int) -> list[dict[str, Any]]:
    """Return the rows of a sheet below its header, by title."""
    found = openpyxl.load_workbook(io.BytesIO(content))[sheet]
    lines = list(found.iter_rows(min_row=top, min_col=2, values_only=True))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """One engagement of each movement, two files that are not compared, one of them unreadable."""
    then = [
        plain(rated(3, id="A") | costing(), "a"), plain(rated(5, id="B"), "b"), plain(rated(id="C"), "c"),
        plain(rated(id="D"), "d"), unreadable("x.xlsx"),
    ]  # fmt: skip
    now = [
        plain(rated(4, id="A") | costing(), "a"), plain(rated(4, id="B") | {f"pg_note_{FIRST}": "x"}, "b"),
        plain(rated(id="C", organization=HOSTILE), "c"), plain(rated(id="E"), "e"), plain(rated(), "nobody"),
    ]  # fmt: skip
    return compared_folders(then, now)


def test_the_summary_has_a_row_an_engagement_what_moved_first(comparison: Comparison, bundle: Bundle) -> None:
    found = rows(book(comparison, bundle), "Summary", 7)
    assert [(row["Engagement ID"], row["Movement"]) for row in found] == [
        ("B", "Back"), ("A", "Forward"), ("E", "New"), ("D", "Gone"), ("C", "Unchanged"),
    ]  # fmt: skip
    row = found[1]
    assert (row["Decision then"], row["Decision now"]) == ("Improve, then proceed", "Go")
    assert (row["Total then"], row["Total now"], row["±"]) == (18, 24, 6)
    assert (row["Initial, high then"], row["Initial, high now"], row["Currency"]) == (
        7_600_000,
        7_600_000,
        "JPY",
    )
    assert row["What changed"].splitlines()[0] == "Business KPI improvement: 3 → 4"
    assert (found[2]["Total then"], found[2]["Total now"], found[2]["±"]) == (None, 24, None)


def test_every_change_has_a_row(comparison: Comparison, bundle: Bundle) -> None:
    found = rows(book(comparison, bundle), "Changes", 4)
    assert len(found) == sum(len(each.changes) for each in comparison.engagements)
    of_a = [
        (row["Section"], row["What"], row["Then"], row["Now"]) for row in found if row["Engagement ID"] == "A"
    ]
    assert of_a[:3] == [
        ("Result", "Decision", "Improve, then proceed", "Go"), ("Result", "Total", "18", "24"),
        ("Rating", "Business KPI improvement", "3", "4"),
    ]  # fmt: skip


def test_what_is_not_compared_has_a_sheet_only_where_there_is_some(
    comparison: Comparison, bundle: Bundle
) -> None:
    found = rows(book(comparison, bundle), "Not compared", 4)
    assert [(row["Side"], row["File"], row["Why"]) for row in found] == [
        ("then", "x.xlsx", "PG007 cut off"), ("now", "nobody", "has no engagement ID"),
    ]  # fmt: skip
    same = compared_folders([plain()], [plain()])
    assert openpyxl.load_workbook(io.BytesIO(book(same, bundle))).sheetnames == ["Summary", "Changes"]


def test_tables_filter_and_have_the_same_names_in_every_language(
    comparison: Comparison, bundle: Bundle
) -> None:
    names = []
    for language in ("en", "ja"):
        found = openpyxl.load_workbook(io.BytesIO(book(comparison, bundle, language)))
        names.append([name for sheet in found for name in sheet.tables])
    assert names == [["Summary", "Changes", "NotCompared"]] * 2


def test_it_is_known_again_and_gives_the_same_bytes(
    comparison: Comparison, bundle: Bundle, tmp_path: Path
) -> None:
    content = book(comparison, bundle, "ja")
    file = tmp_path / "moved.xlsx"
    file.write_bytes(content)
    assert is_report_book(file, "comparison")
    assert not is_report_book(file, "portfolio")
    assert book(comparison, bundle, "ja") == content


def test_a_name_is_a_text_and_hides_nothing(comparison: Comparison, bundle: Bundle) -> None:
    found = openpyxl.load_workbook(io.BytesIO(book(comparison, bundle)))["Summary"]
    cell = next(cell for row in found.iter_rows() for cell in row if "calc" in str(cell.value))
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert "\x1b" not in str(cell.value)
    assert "\u202e" not in str(cell.value)
