"""What the sheets of a portfolio share: their texts, safe values and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from ...core.assessment import Assessment
from ...core.catalog import Catalog
from ...core.money import EXACT
from ...core.template import Span, Template
from ...records import dataclass
from ...workbook.layout.plan import Cell, CellFormat, Style, Tone
from ...workbook.layout.reports.cells import money, own, quoted, said, shown, storable
from ...workbook.layout.reports.table import ReportPage
from ..actions import ActionKind
from ..entries import Entry
from ..overview import Portfolio
from ..phasing import PhasedPlan, Placement

TONES: Mapping[Tone, tuple[str, ...]] = {
    "good": ("go",), "good_light": ("ready_for_approval",), "attention_light": ("clear_checklist",),
    "attention": ("conditional",), "bad": ("hold",), "neutral": ("incomplete",),
}  # fmt: skip
"""The decision that each colour tells."""
UNITS: tuple[tuple[int, CellFormat, str], ...] = (
    (10_000_000, "millions", "million"), (1_000_000, "thousands", "thousand"),
)  # fmt: skip
"""From which amount on a page counts in larger units, how it shows them and what they are called."""


TABLES: Mapping[str, str] = {
    "decide": "Decide", "plan": "Plan", "ranking": "Ranking", "actions": "Actions", "moves": "Moves",
    "heat": "HeatMap",
    "apart": "NotIncluded", "issued": "Issued",
}  # fmt: skip
"""What the tables of sheets are called in formulas and queries, in every language."""

Where: TypeAlias = Callable[[Assessment, str], tuple[str, str]]
"""Says on which sheet and in which cell of a file a field stands."""


def nowhere(found: Assessment, field: str) -> tuple[str, str]:
    return "", ""


@dataclass(frozen=True)
class PortfolioPage(ReportPage):
    """What a sheet is planned from: a portfolio and the texts of one language."""

    group = "portfolio"
    tables = TABLES

    portfolio: Portfolio
    catalog: Catalog
    where: Where = nowhere

    @property
    def template(self) -> Template:
        return self.portfolio.template

    def shared(self, key: str) -> str:
        """Return a text that the workbook of an engagement uses too."""
        return self.catalog.text(f"text.{key}")

    def label(self, vocabulary: str, code: str) -> str:
        return self.catalog.label(vocabulary, code)

    def quarter(self, month: int) -> str:
        """Return the quarter of a month, which says so where it is one of a fiscal year."""
        terms = self.portfolio.plan.terms
        quarter = terms.quarter_at(month)
        if terms.fiscal_start == 1:
            return str(quarter)
        return self.text("fiscal_quarter", year=quarter.year, number=quarter.number)

    @cached_property
    def unit(self) -> tuple[CellFormat, str]:
        """Return the one unit in which money is shown, and its words: amounts stand in cells in full."""
        currency = self.template.costs.currency
        costs = (entry.cost for entry in self.portfolio.ranking.entries)
        largest = max((cost for cost in costs if cost is not None), default=Fraction(0))
        for least, shown_in, word in UNITS:
            if largest >= least:
                return shown_in, self.catalog.text(f"text.{word}", a=currency)
        return "money", currency

    def amount(self, amount: Decimal | Fraction | None, style: Style = "cell") -> Cell:
        """Return the cell of an amount in the unit of the page; an unknown one is blank, never 0."""
        return replace(money(amount, style), format=self.unit[0])

    @cached_property
    def places(self) -> Mapping[int, int]:
        """Return the ranks of entries by their identity; what is not ranked for launch has none."""
        return {id(entry): place for place, entry in enumerate(self.portfolio.ranking.ranked, 1)}

    def bar_quarter(self, month: int) -> str:
        """Return the quarter of a month in as few letters as tell it apart, in two lines."""
        terms = self.portfolio.plan.terms
        quarter = terms.quarter_at(month)
        key = "bar_quarter" if terms.fiscal_start == 1 else "bar_fiscal_quarter"
        return self.text(key, year=f"{quarter.year % 100:02d}", number=quarter.number)

    @cached_property
    def placements(self) -> Mapping[int, Placement]:
        """Return the places of what the plan launches, by the identity of its entry."""
        return {id(placed.entry): placed for placed in self.portfolio.plan.placed}

    def starts(self, plan: PhasedPlan) -> Mapping[int, str]:
        """Return in which quarter each engagement starts in a plan, by the identity of its entry."""
        placed = {id(each.entry): self.quarter(each.flow.start) for each in plan.placed}
        return placed | {id(each.entry): self.text("not_now.later") for each in plan.later}

    def decision(self, entry: Entry) -> Cell:
        return said(self.label("decision", entry.assessment.decision))

    def committee(self, entry: Entry) -> str:
        code = entry.assessment.committee.decision
        return "" if code is None else self.label("committee", code)

    def do(self, kind: ActionKind) -> Cell:
        """Return the cell that says what is to be done."""
        return said(self.text(f"do.{kind}"), style="cell_strong")

    def thing(self, do: str, id_: str) -> str:
        """Return what the thing is called that a step is about; an unknown one has its id for a name."""
        return self.label(STEP_VOCABULARIES[do], id_)

    def decision_tests(self, cell: str) -> Iterator[tuple[str, Tone]]:
        """Colour a decision's label as the dashboard does."""
        yield from decision_tests(self.catalog, cell)


STEP_VOCABULARIES: Mapping[str, str] = {
    "rate": "criterion", "raise": "criterion", "clear": "item", "give_evidence": "item",
    "answer": "question", "settle": "question",
}  # fmt: skip
"""Which vocabulary of labels names what a step is about."""


def decision_tests(catalog: Catalog, cell: str) -> Iterator[tuple[str, Tone]]:
    """Colour a decision's label as the dashboard does."""
    for tone, codes in TONES.items():
        yield from ((f"{cell}={quoted(catalog.label('decision', code))}", tone) for code in codes)


def months(number: Fraction | None) -> Cell:
    return Cell(storable(shown(number)), style="cell", format="fraction", align="center")


def average(number: Fraction | None) -> Cell:
    """Return the cell of an average rating, to one place."""
    with localcontext(EXACT):
        rounded = None if number is None else Decimal(round(number * 10)).scaleb(-1)
    return Cell(rounded, style="cell", format="months", align="center")


def ends(span: Span | None) -> tuple[Decimal | None, Decimal | None]:
    """Return both ends of a range, unknown together."""
    return (None, None) if span is None else (span.low, span.high)


NAMES: tuple[tuple[str, Style], ...] = (
    ("id", "cell_strong"), ("organization", "cell_wrap"), ("poc_name", "cell_wrap"),
)  # fmt: skip
"""What says which engagement it is, and how that looks."""


def named(entry: Entry, place: int) -> Cell:
    """Return one of the cells that say which engagement it is, of those in `NAMES`."""
    key, style = NAMES[place]
    return said(own(getattr(entry.assessment.engagement, key)), style)
