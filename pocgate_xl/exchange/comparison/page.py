"""What the sheets of a comparison share: its texts, safe values and the words of each engagement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from ...core.catalog import Catalog
from ...opc.safe_text import visible
from ...portfolio.sheets import page as portfolio_page
from ...records import dataclass
from ...workbook.layout.plan import Cell, Style, Tone
from ...workbook.layout.reports.cells import LONGEST, money, own, quoted
from ...workbook.layout.reports.table import ReportPage, Tests
from .as_text import CatalogOf
from .changes import Plain, is_readable
from .matching import ComparedEngagement, Comparison, Movement, whole_number
from .words import ChangeWords, words_of

TABLES: Mapping[str, str] = {"summary": "Summary", "changes": "Changes", "apart": "NotCompared"}
"""What the tables of sheets are called in formulas and queries, in every language."""
TONES: Mapping[Movement, Tone] = {
    "forward": "good", "back": "bad", "changed": "attention_light", "new": "panel", "gone": "attention",
}  # fmt: skip


@dataclass(frozen=True)
class ComparisonPage(ReportPage):
    """What a sheet is planned from: a comparison, where each side comes from, and texts of one language."""

    group = "compare"
    tables = TABLES

    comparison: Comparison
    catalog: Catalog
    catalog_of: CatalogOf
    sides: tuple[str, str] = ("", "")

    def words(self, each: ComparedEngagement) -> ChangeWords:
        return words_of(each.latest, self.catalog_of(each.latest))

    def movement_tests(self, cell: str) -> Tests:
        """Colour where an engagement went."""
        for movement, tone in TONES.items():
            yield f"{cell}={quoted(self.text(f'movement.{movement}'))}", tone

    def decision_tests(self, cell: str) -> Tests:
        return portfolio_page.decision_tests(self.catalog, cell)


def named(each: ComparedEngagement, key: str) -> str:
    """Return what an engagement says of itself."""
    return own(each.latest["engagement"][key])


def text_cell(text: str, style: Style = "cell_wrap") -> Cell:
    """Return the cell of a text that was made visible already."""
    return Cell(text, style=style)


def decision_of(page: ComparisonPage, plain: Plain | None) -> Cell:
    """Return the label of a decision; of a report that is none of ours its code."""
    label = (
        ""
        if plain is None
        else visible(page.catalog.label("decision", str(plain["decision"] or "")), LONGEST)
    )
    return Cell(label, style="cell_wrap", align="center")


def count_of(plain: Plain | None, part: str, key: str) -> int | None:
    """Return a number of a side that was read."""
    if plain is None or not is_readable(plain):
        return None
    return whole_number(plain[part][key])


def initial_of(plain: Plain | None) -> Cell:
    """Return the highest initial investment of a side; blank where it is not known."""
    span = None if plain is None or not is_readable(plain) else plain["costs"]["initial"]
    return money(amount_of(span[-1]) if isinstance(span, list) and span else None)


def amount_of(value: Any) -> Decimal | None:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def currencies(each: ComparedEngagement) -> Iterator[str]:
    """Yield the currencies of both sides, each once."""
    sides = (side for side in (each.then, each.now) if side is not None and is_readable(side))
    return iter(dict.fromkeys(own(str(side["costs"]["currency"] or "")) for side in sides))
