"""The portfolio by whatever divides it, as heat: average ratings, decisions and costs of each group."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ...core.fields import DECISIONS
from ...workbook.layout.plan import Cell, SheetPlan
from ...workbook.layout.reports.cells import money, own, whole
from ...workbook.layout.reports.table import Column, endless_table
from ..cuts import Slice
from ..rollup import Sum
from .decide import heat_of
from .page import PortfolioPage, average, ends

CRITERION_WIDTH, DECISION_WIDTH = 11.5, 10.5


def plan_heat(page: PortfolioPage) -> SheetPlan:
    """Plan a row a group, all engagements first."""
    columns = tuple(heat_columns(page))
    return endless_table(page, "heat", page.text("heat_rule"), columns, page.portfolio.slices, header=46)


def heat_columns(page: PortfolioPage) -> Iterator[Column[Slice]]:
    """Yield by what the portfolio is divided, the average ratings, where engagements stand, the cost."""
    yield Column(page.text("cut_by"), 15, partial(_by, page))
    yield Column(page.text("cut_value"), 27, partial(_value, page))
    yield Column(page.text("decisions_figure"), 12.5, lambda each: whole(each.engagements))
    heat = heat_of(page.template.scale)
    for id_ in page.template.criterion_ids:
        yield Column(page.label("criterion", id_), CRITERION_WIDTH, partial(_average, id_), scale=heat)
    for code in DECISIONS:
        yield Column(page.label("decision", code), DECISION_WIDTH, partial(_count, code))
    yield Column(f"{page.shared('sum_initial')}: {page.shared('high')}", 14, lambda each: _high(each.initial))
    yield Column(
        f"{page.shared('sum_run_rate')}: {page.shared('high')}", 14, lambda each: _high(each.run_rate)
    )


def _by(page: PortfolioPage, each: Slice) -> Cell:
    if each.by is None:
        return Cell(page.text("everything"), style="cell_strong")
    return Cell(page.catalog.text(f"field.{each.by}"), style="cell")


def _value(page: PortfolioPage, each: Slice) -> Cell:
    if each.by is None:
        return Cell("", style="cell")
    if each.choice is None:
        return Cell(page.text("not_given"), style="cell_wrap")
    return Cell(own(page.catalog.detail(each.by, each.choice)[1]), style="cell_wrap")


def _average(id_: str, each: Slice) -> Cell:
    return average(each.ratings.get(id_))


def _count(code: str, each: Slice) -> Cell:
    return whole(each.decisions[code] or None)


def _high(figure: Sum) -> Cell:
    return money(ends(figure.span if figure.known else None)[1])
