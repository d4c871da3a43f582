"""One page: how many engagements stand where, what they cost together, what holds them back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from ...core.fields import DECISIONS
from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Cell, CellFormat, Chart, Print, SheetBuilder, SheetPlan
from ..exchange import Applied
from ..rollup import Sum
from .page import LEFT, TITLE_HEIGHT, TOP, PortfolioPage, area, ends, money, number, table, whole

WIDTHS = (52, 15, 15, 12, 15, 15, 15, 15)
CHART_AT, CHART_END = LEFT + 3, LEFT + len(WIDTHS) - 1
"""Columns that a chart covers."""
CHART_WIDTH, CHART_HEIGHT = 16.0, 6.4
CHART_ROWS = 10
SHOWN_ITEMS = 8


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of one figure a line, and how its chart counts."""

    key: str
    title: str
    lines: Iterator[tuple[str, int | Decimal | None]]
    format: CellFormat = "whole"
    maximum: float | None = None


def plan_summary(page: PortfolioPage) -> SheetPlan:
    """Plan the summary; each table has its chart beside it."""
    portfolio = page.portfolio
    subtitle = page.text(
        "basis", engagements=len(portfolio.ranking.entries), files=portfolio.files,
        template=page.catalog.text("template.title"), version=page.template.version,
        currency=page.template.costs.currency,
    )  # fmt: skip
    builder = page.start("summary", subtitle)
    row = _sums(builder, page, TOP)
    row = _order(builder, page, row)
    row = _rates(builder, page, row)
    for figures in _figures(page):
        row = _block(builder, page, row, figures)
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 2} | dict(enumerate(WIDTHS, LEFT)),
        heights=TITLE_HEIGHT,
        charts=tuple(builder.charts),
        print=Print("portrait", f"A1:{a1((row, CHART_END))}", one_page=True),
        unlocked=True,
    )  # fmt: skip


def _sums(builder: SheetBuilder, page: PortfolioPage, top: int) -> int:
    rollup = page.portfolio.rollup
    builder.put(top, LEFT, Cell(page.text("sums"), style="heading"))
    titles = (page.shared("sum"), page.shared("low"), page.shared("high"), page.text("known"))
    sums = (
        (page.shared("sum_initial"), rollup.initial),
        (page.shared("sum_run_rate"), rollup.run_rate),
        (page.text("benefit"), rollup.benefit),
    )
    rows = table(builder, top + 1, titles, (_sum(title, each, rollup.engagements) for title, each in sums))
    hints = (page.shared("envelope"), *_mixed(page))
    for row, line in enumerate(hints, rows.stop):
        builder.put(row, LEFT, Cell(line, style="hint"))
    return rows.stop + len(hints) + 1


def _mixed(page: PortfolioPage) -> Iterator[str]:
    """Say of what kinds of amounts the sums are made where they are not all alike."""
    rollup = page.portfolio.rollup
    for key, mix in (("tax", rollup.tax), ("labour", rollup.labour)):
        if mix.mixed:
            yield page.text(f"mixed_{key}", included=mix.included, excluded=mix.excluded, unsaid=mix.unsaid)


def _order(builder: SheetBuilder, page: PortfolioPage, top: int) -> int:
    """Write what the plan brings in its own order and in the others."""
    quarters = page.portfolio.plan.terms.horizon
    builder.put(top, LEFT, Cell(page.text("worth", quarters=quarters), style="heading"))
    keys = ("worth_order", "worth_net", "worth_invested", "worth_launches", "known")
    lines = (
        (
            Cell(page.text(f"order.{worth.order}"), style="label"),
            money(worth.net), money(worth.invested), whole(worth.launches),
            Cell(f"{worth.known} / {worth.launches}", align="center"),
        )
        for worth in page.portfolio.worths
    )  # fmt: skip
    rows = table(builder, top + 1, [page.text(key) for key in keys], lines)
    return rows[-1] + 2


def _rates(builder: SheetBuilder, page: PortfolioPage, top: int) -> int:
    """Write at which rates money of other currencies was converted; nothing where there is none."""
    rates = Counter(
        entry.rate for entry in page.portfolio.ranking.entries if entry.rate and entry.rate.source != "home"
    )
    if not rates:
        return top
    home = page.template.costs.currency
    builder.put(top, LEFT, Cell(page.text("rates"), style="heading"))
    titles = [page.text(key, currency=home) for key in ("rate_of", "rate", "rate_day", "rate_engagements")]
    ordered = sorted(rates.items(), key=lambda each: (each[0].currency, each[0].source, each[0].value))
    lines = ((*_rate(page, rate), whole(count)) for rate, count in ordered)
    rows = table(builder, top + 1, titles, lines)
    return rows[-1] + 2


def _rate(page: PortfolioPage, rate: Applied) -> tuple[Cell, ...]:
    currency = page.text(f"rate_by.{rate.source}", currency=rate.currency)
    day = Cell("–", align="center") if rate.day is None else Cell(rate.day, format="date", align="center")
    return Cell(currency, style="label"), number(rate.value), day


def _sum(title: str, figure: Sum, engagements: int) -> tuple[Cell, ...]:
    low, high = ends(figure.span if figure.known else None)
    known = Cell(f"{figure.known} / {engagements}", align="center")
    return Cell(title, style="label"), money(low), money(high), known


def _figures(page: PortfolioPage) -> Iterator[Figures]:
    rollup = page.portfolio.rollup
    decisions = ((page.label("decision", code), rollup.decisions[code]) for code in DECISIONS)
    yield Figures("decisions", page.shared("decision"), decisions)
    causes = ((page.label("cause", id_), count) for id_, count in rollup.causes.items())
    yield Figures("causes", page.shared("cause"), causes)
    ratings = ((page.label("criterion", id_), _exact(mean)) for id_, mean in rollup.ratings.items())
    yield Figures("ratings", page.shared("criterion"), ratings, "fraction", page.template.scale.highest)
    items = ((page.label("item", id_), count) for id_, count in rollup.open_items.items() if count)
    yield Figures("open_items", page.shared("item"), islice(items, SHOWN_ITEMS))


def _exact(average: float | None) -> Decimal | None:
    return None if average is None else Decimal(repr(average))


def _block(builder: SheetBuilder, page: PortfolioPage, top: int, figures: Figures) -> int:
    """Write a table with its chart; return the row of the next one."""
    title = page.text(figures.key)
    builder.put(top, LEFT, Cell(title, style="heading"))
    lines = (
        (Cell(label, style="label"), Cell(value, format=figures.format, align="center"))
        for label, value in figures.lines
    )
    rows = table(builder, top + 1, (figures.title, page.text(f"{figures.key}_figure")), lines)
    if rows:
        builder.charts.append(_chart(builder.id, title, rows, top, figures))
    return max(rows.stop, top + CHART_ROWS) + 1


def _chart(sheet: str, title: str, rows: range, top: int, figures: Figures) -> Chart:
    values = area(sheet, rows, LEFT + 1)
    return Chart(
        "bar", title, title, a1((top, CHART_AT)), CHART_WIDTH, CHART_HEIGHT,
        area(sheet, rows, LEFT), ((title, values, "accent"),), figures.maximum, figures.format,
        end=a1((top + CHART_ROWS - 1, CHART_END)),
    )  # fmt: skip
