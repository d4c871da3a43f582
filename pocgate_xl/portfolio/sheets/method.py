"""How the portfolio was made: the operator's terms, rates, what the order costs, sums and rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Cell, Print, SheetPlan
from ...workbook.layout.reports.cells import money, number, whole
from ...workbook.layout.reports.table import LEFT, TITLE_HEIGHT, TOP, Column, write_table
from ...workbook.layout.sheet_builder import SheetBuilder
from ..cuts import sum_of
from ..entries import Entry
from ..exchange import Applied
from ..rollup import MONEY
from ..worth import Worth
from .page import PortfolioPage, ends
from .plan import terms_of

WIDTHS = (44, 18, 18, 18, 18, 18, 18, 16)
RULES = ("committee", "value", "start", "money", "missing", "order")
"""What the method says, line by line."""


def plan_method(page: PortfolioPage) -> SheetPlan:
    """Plan blocks one below the other."""
    portfolio = page.portfolio
    subtitle = page.text(
        "basis", engagements=len(portfolio.ranking.entries), files=portfolio.files,
        template=page.catalog.text("template.title"), version=page.template.version,
        currency=page.template.costs.currency,
    )  # fmt: skip
    builder = page.start("method", subtitle)
    row = _lines(builder, TOP, page.text("terms"), terms_of(page, portfolio.plan.terms))
    sums = row
    row = _order(builder, page, _sums(builder, page, sums))
    row = _rates(builder, page, row)
    row = _lines(builder, row, page.text("rules"), (page.text(f"rule.{key}") for key in RULES))
    row = _lines(builder, row, page.text("alive"), (page.text(f"alive_{key}") for key in ("tables", "csv")))
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 2} | dict(enumerate(WIDTHS, LEFT)),
        heights={**TITLE_HEIGHT, sums + 1: 46},
        print=Print("landscape", f"A1:{a1((row, LEFT + len(WIDTHS) - 1))}"),
        unlocked=True,
    )  # fmt: skip


def _lines(builder: SheetBuilder, top: int, heading: str, lines: Iterable[str]) -> int:
    """Write a heading and lines below it; return the row of the next block."""
    builder.put(top, LEFT, Cell(heading, style="heading"))
    row = top
    for row, line in enumerate(lines, top + 1):
        builder.put(row, LEFT, Cell(line, style="span"))
    return row + 2


def _sums(builder: SheetBuilder, page: PortfolioPage, top: int) -> int:
    """Write what engagements come to together, by whether they are launched."""
    builder.put(top, LEFT, Cell(page.text("sums"), style="heading"))
    columns = tuple(_sum_columns(page))
    rows = write_table(builder, top + 1, columns, tuple(groups_of(page)))
    row = rows.stop
    for row, line in enumerate(_mixed(page), rows.stop):
        builder.put(row, LEFT, Cell(line, style="hint"))
    return row + 2


Group = tuple[str, Sequence[Entry]]
"""What engagements have in common in words, and which they are."""


def groups_of(page: PortfolioPage) -> Iterator[Group]:
    """Yield what is launched within the plan, later, not at all, and everything."""
    plan = page.portfolio.plan
    for key, planned in (("placed", plan.placed), ("later", plan.later), ("unplaced", plan.unplaced)):
        yield page.text(f"not_now.{key}"), [each.entry for each in planned]
    yield page.text("everything"), page.portfolio.ranking.entries


def _sum_columns(page: PortfolioPage) -> Iterator[Column[Group]]:
    yield Column(page.text("state"), WIDTHS[0], lambda group: Cell(group[0], style="cell_strong"))
    yield Column(page.text("decisions_figure"), WIDTHS[1], lambda group: whole(len(group[1]), style="cell"))
    words = (page.shared("sum_initial"), page.shared("sum_run_rate"), page.text("benefit"))
    titles = dict(zip(MONEY, words, strict=True))
    for name, title in titles.items():
        for place, end in enumerate(("low", "high")):
            yield Column(f"{title}: {page.shared(end)}", WIDTHS[2], partial(_sum, name, place))


def _sum(name: str, place: int, group: Group) -> Cell:
    """Return the sum of one end of what is known of one kind of money; blank where nothing is."""
    total = sum_of(getattr(entry, name) for entry in group[1])
    return money(ends(total.span if total.known else None)[place])


def _mixed(page: PortfolioPage) -> Iterator[str]:
    """Say how many amounts are known, and of what kinds they are where they are not all alike."""
    rollup = page.portfolio.rollup
    known = (rollup.initial.known, rollup.run_rate.known, rollup.benefit.known)
    yield page.text("known_of", initial=known[0], run=known[1], benefit=known[2], all=rollup.engagements)
    for key, mix in (("tax", rollup.tax), ("labour", rollup.labour)):
        if mix.mixed:
            yield page.text(f"mixed_{key}", included=mix.included, excluded=mix.excluded, unsaid=mix.unsaid)


def _order(builder: SheetBuilder, page: PortfolioPage, top: int) -> int:
    """Write what the plan brings in its own order and in the others."""
    quarters = page.portfolio.plan.terms.horizon
    builder.put(top, LEFT, Cell(page.text("worth", quarters=quarters), style="heading"))
    columns: tuple[Column[Worth], ...] = (
        Column(page.text("worth_order"), 44, partial(_named_order, page)),
        Column(page.text("worth_launches"), 18, lambda worth: whole(worth.launches, style="cell")),
        Column(page.text("worth_invested"), 18, lambda worth: money(worth.invested, "cell")),
        Column(page.text("worth_net"), 18, lambda worth: money(worth.net, "cell")),
        Column(page.text("known"), 18, lambda worth: whole(worth.known, style="cell")),
    )  # fmt: skip
    rows = write_table(builder, top + 1, columns, page.portfolio.worths)
    return rows.stop + 1


def _named_order(page: PortfolioPage, worth: Worth) -> Cell:
    return Cell(page.text(f"order.{worth.order}"), style="cell_strong")


def _rates(builder: SheetBuilder, page: PortfolioPage, top: int) -> int:
    """Write at which rates money of other currencies was converted; nothing where there is none."""
    entries = page.portfolio.ranking.entries
    rates = Counter(entry.rate for entry in entries if entry.rate and entry.rate.source != "home")
    if not rates:
        return top
    home = page.template.costs.currency
    builder.put(top, LEFT, Cell(page.text("rates"), style="heading"))
    columns: tuple[Column[tuple[Applied, int]], ...] = (
        Column(page.text("rate_of"), 44, lambda each: Cell(_currency(page, each[0]), style="cell_strong")),
        Column(page.text("rate", currency=home), 18, lambda each: number(each[0].value, style="cell")),
        Column(page.text("rate_day"), 18, lambda each: _day(each[0])),
        Column(page.text("rate_engagements"), 18, lambda each: whole(each[1], style="cell")),
    )
    ordered = sorted(rates.items(), key=lambda each: (each[0].currency, each[0].source, each[0].value))
    rows = write_table(builder, top + 1, columns, ordered)
    return rows.stop + 1


def _currency(page: PortfolioPage, rate: Applied) -> str:
    return page.text(f"rate_by.{rate.source}", currency=rate.currency)


def _day(rate: Applied) -> Cell:
    return Cell("–" if rate.day is None else rate.day, style="cell", format="date", align="center")
