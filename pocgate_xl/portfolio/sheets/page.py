"""What the sheets of a portfolio share: their texts, safe values and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cached_property
from itertools import takewhile
from typing import TypeAlias

from ...core.assessment import Assessment
from ...core.catalog import Catalog
from ...core.money import EXACT
from ...core.template import Span, Template
from ...opc.safe_text import visible, without_hidden
from ...workbook.layout.plan import Cell, CellFormat, Style, Tone
from ...workbook.layout.sheet_builder import SheetBuilder
from ..actions import ActionKind
from ..entries import Entry
from ..overview import Portfolio
from ..phasing import PhasedPlan, Placement

LEFT = 2
"""Column of the first content; the first column is a margin."""
TOP = 4
TITLE_HEIGHT: dict[int, float] = {1: 28}
LONGEST = 200
"""How much of a text from a file a cell shows."""
LARGEST = Decimal("1e300")
"""Beyond it an amount is shown as a text: a cell's number ends soon after."""

TONES: Mapping[Tone, tuple[str, ...]] = {
    "good": ("go",), "good_light": ("ready_for_approval",), "attention_light": ("clear_checklist",),
    "attention": ("conditional",), "bad": ("hold",), "neutral": ("incomplete",),
}  # fmt: skip
"""The decision that each colour tells."""
UNITS: tuple[tuple[int, CellFormat, str], ...] = (
    (10_000_000, "millions", "million"), (1_000_000, "thousands", "thousand"),
)  # fmt: skip
"""From which amount on a page counts in larger units, how it shows them and what they are called."""


Where: TypeAlias = Callable[[Assessment, str], tuple[str, str]]
"""Says on which sheet and in which cell of a file a field stands."""


def nowhere(found: Assessment, field: str) -> tuple[str, str]:
    return "", ""


@dataclass(frozen=True)
class PortfolioPage:
    """What a sheet is planned from: a portfolio and the texts of one language."""

    portfolio: Portfolio
    catalog: Catalog
    where: Where = nowhere

    @property
    def template(self) -> Template:
        return self.portfolio.template

    def text(self, key: str, **values: object) -> str:
        return self.catalog.text(f"portfolio.{key}", **values)

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

    def start(self, id_: str, subtitle: str) -> SheetBuilder:
        """Begin a sheet with its title and one line of what it shows."""
        builder = SheetBuilder(id_, self.text(f"sheet.{id_}"))
        builder.put(1, LEFT, Cell(self.text(f"title.{id_}"), style="title"))
        builder.put(2, LEFT, Cell(subtitle, style="subtitle"))
        return builder

    def decision(self, entry: Entry) -> Cell:
        return Cell(self.label("decision", entry.assessment.decision), style="cell_wrap")

    def committee(self, entry: Entry) -> str:
        code = entry.assessment.committee.decision
        return "" if code is None else self.label("committee", code)

    def do(self, kind: ActionKind) -> Cell:
        """Return the cell that says what is to be done."""
        return Cell(self.text(f"do.{kind}"), style="cell_strong")

    def thing(self, do: str, id_: str) -> str:
        """Return what the thing is called that a step is about; an unknown one has its id for a name."""
        return self.label(STEP_VOCABULARIES[do], id_)

    def decision_tests(self, cell: str) -> Iterator[tuple[str, Tone]]:
        """Colour a decision's label as the dashboard does."""
        for tone, codes in TONES.items():
            yield from ((f"{cell}={quoted(self.label('decision', code))}", tone) for code in codes)


STEP_VOCABULARIES: Mapping[str, str] = {
    "rate": "criterion", "raise": "criterion", "clear": "item", "give_evidence": "item",
    "answer": "question", "settle": "question",
}  # fmt: skip
"""Which vocabulary of labels names what a step is about."""


def quoted(text: str) -> str:
    """Return a text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


def own(text: str | None) -> str:
    """Return what somebody wrote, on one line and without anything hidden in it."""
    line = " ".join(without_hidden(text or "").split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def file_name(path: str) -> str:
    """Return the name of a file, its hidden characters escaped."""
    return visible(path.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] or path, LONGEST)


def common_folder(paths: Iterable[str]) -> str:
    """Return the folder, with its last slash, in which all files lie; nothing where there is none."""
    folders = [_slashed(path).split("/")[:-1] for path in paths]
    shared = takewhile(lambda parts: len(set(parts)) == 1, zip(*folders, strict=False))
    return "".join(f"{parts[0]}/" for parts in shared)


def file_below(folder: str, path: str) -> str:
    """Return where a file lies below a folder, its hidden characters escaped."""
    return visible(_slashed(path).removeprefix(folder), LONGEST)


def _slashed(path: str) -> str:
    return path.replace("\\", "/")


def money(amount: Decimal | Fraction | None, style: Style = "cell") -> Cell:
    """Return the cell of an amount; an unknown one is blank, never 0."""
    exact = shown(amount) if isinstance(amount, Fraction) else amount
    return Cell(_storable(exact), style=style, format="money", align="right")


def number(amount: Decimal, style: Style = "cell") -> Cell:
    """Return the cell of a number that is no money."""
    return Cell(_storable(amount), style=style, format="number", align="right")


def months(number: Fraction | None) -> Cell:
    return Cell(_storable(shown(number)), style="cell", format="fraction", align="center")


def _storable(number: Decimal | None) -> Decimal | str | None:
    """Return a number that a cell can hold; a larger one becomes a text."""
    return f"{number:.3E}" if number is not None and abs(number) > LARGEST else number


def shown(number: Fraction | None) -> Decimal | None:
    """Return a number rounded to hundredths, as no cell holds a fraction."""
    with localcontext(EXACT):
        return None if number is None else Decimal(round(number * 100)).scaleb(-2)


def whole(number: int | None, style: Style = "cell") -> Cell:
    return Cell(number, style=style, format="whole", align="center")


def average(number: Fraction | None) -> Cell:
    """Return the cell of an average rating, to one place."""
    with localcontext(EXACT):
        rounded = None if number is None else Decimal(round(number * 10)).scaleb(-1)
    return Cell(rounded, style="cell", format="months", align="center")


def ends(span: Span | None) -> tuple[Decimal | None, Decimal | None]:
    """Return both ends of a range, unknown together."""
    return (None, None) if span is None else (span.low, span.high)


def named(entry: Entry) -> tuple[Cell, Cell, Cell]:
    """Return the cells that say which engagement it is: id, organization and PoC."""
    engagement = entry.assessment.engagement
    return (
        Cell(own(engagement.id), style="cell_strong"),
        Cell(own(engagement.organization), style="cell_wrap"),
        Cell(own(engagement.poc_name), style="cell_wrap"),
    )


def table(
    builder: SheetBuilder, row: int, titles: Sequence[str], rows: Iterable[Sequence[Cell]], left: int = LEFT
) -> range:
    """Write a header and rows below it; return the numbers of the rows."""
    for column, title in enumerate(titles, left):
        builder.put(row, column, Cell(title, style="header", align="left" if column == left else "center"))
    last = row
    for last, cells in enumerate(rows, row + 1):
        for column, cell in enumerate(cells, left):
            builder.put(last, column, cell)
    return range(row + 1, last + 1)
