"""What the plan takes month by month: roadmaps, and what runs from its launch on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Cell, Print, SheetPlan
from ..cash import MonthCash
from ..quarters import month_written
from .columns import Column, widths_of, write_table
from .page import LEFT, TITLE_HEIGHT, TOP, PortfolioPage, money, whole


def plan_cash(page: PortfolioPage) -> SheetPlan:
    """Plan a row a month of the plan."""
    builder = page.start("cash", page.text("cash_rule", currency=page.template.costs.currency))
    columns = tuple(columns_of(page))
    rows = write_table(builder, TOP, columns, page.portfolio.plan.cash)
    last = a1((max(rows.stop - 1, TOP), LEFT + len(columns) - 1))
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths_of(columns),
        heights=TITLE_HEIGHT,
        freeze=a1((TOP + 1, LEFT + 1)),
        print=Print("portrait", f"A1:{last}", f"{TOP}:{TOP}"),
        unlocked=True,
        autofilter=f"{a1((TOP, LEFT))}:{last}",
    )  # fmt: skip


def columns_of(page: PortfolioPage) -> Iterator[Column[MonthCash]]:
    """Yield what starts and is launched in a month, and what it costs."""
    flows = [placed.flow for placed in page.portfolio.plan.placed]
    starts, launches = Counter(flow.start for flow in flows), Counter(flow.launch for flow in flows)
    yield Column(page.text("month"), 12, lambda each: Cell(month_written(each.month), style="label"))
    yield Column(page.text("starts"), 14, lambda each: whole(starts[each.month]))
    yield Column(page.text("launches"), 14, lambda each: whole(launches[each.month]))
    yield Column(page.text("one_off"), 18, lambda each: money(each.invested))
    yield Column(page.text("recurring"), 18, lambda each: money(each.run))
    yield Column(page.text("month_total"), 18, lambda each: money(each.invested + each.run))
    yield Column(page.text("running_total"), 20, lambda each: money(each.total))
