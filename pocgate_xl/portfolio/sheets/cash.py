"""What the plan takes month by month: roadmaps, and what runs from its launch on."""

from __future__ import annotations

from collections import Counter

from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Cell, Print, SheetPlan
from ..quarters import month_written
from .page import LEFT, TITLE_HEIGHT, TOP, PortfolioPage, money, table, whole

WIDTHS = (12, 14, 14, 18, 18, 18, 20)


def plan_cash(page: PortfolioPage) -> SheetPlan:
    """Plan a row a month of the plan."""
    builder = page.start("cash", page.text("cash_rule", currency=page.template.costs.currency))
    plan = page.portfolio.plan
    starts, launches = (
        Counter(getattr(placed.flow, name) for placed in plan.placed) for name in ("start", "launch")
    )
    titles = [
        page.text(key)
        for key in ("month", "starts", "launches", "one_off", "recurring", "month_total", "running_total")
    ]
    lines = (
        (
            Cell(month_written(each.month), style="label"),
            whole(starts[each.month]), whole(launches[each.month]),
            money(each.invested), money(each.run), money(each.invested + each.run), money(each.total),
        )
        for each in plan.cash
    )  # fmt: skip
    rows = table(builder, TOP, titles, lines)
    last = a1((max(rows.stop - 1, TOP), LEFT + len(WIDTHS) - 1))
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 2} | dict(enumerate(WIDTHS, LEFT)),
        heights=TITLE_HEIGHT,
        freeze=a1((TOP + 1, LEFT + 1)),
        print=Print("portrait", f"A1:{last}", f"{TOP}:{TOP}"),
        unlocked=True,
        autofilter=f"{a1((TOP, LEFT))}:{last}",
    )  # fmt: skip
