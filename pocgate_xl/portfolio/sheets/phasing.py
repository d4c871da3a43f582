"""When each engagement starts: quarters and their cost, the schedule, what comes later or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from math import ceil
from typing import TypeAlias

from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Area, Cell, Chart, ChartTone, Highlight, Print, SheetBuilder, SheetPlan
from ..loads import QuarterLoad
from ..phasing import Later, Placement, Unplaced
from ..quarters import MONTHS_A_QUARTER, month_written
from ..terms import Terms
from .columns import Column, Row, Tones, highlights_of, widths_of, write_table
from .page import LEFT, TITLE_HEIGHT, TOP, PortfolioPage, area, money, named, own, table, whole

Planned: TypeAlias = Placement | Later | Unplaced

QUARTERS = ("quarter", "running", "one_off", "recurring", "left", "starting")
"""Columns of the table of quarters, which the chart stands beside."""
SHOWN_QUARTERS, BAR_WIDTH = 12, 12
"""How many quarters the bars reach, and the width of each; later ones are told by start and end."""
CHART_BARS, CHART_ROWS = 8, 12
"""Above how many quarters of the bars the chart reaches, and its height."""
CHART_WIDTH, CHART_HEIGHT = 28.0, 7.6
LINE, IDS_A_LINE, SHOWN_IDS = 14, 2, 20
"""Points of a line of text, how many ids stand on one, and how many are named at most."""


def plan_phasing(page: PortfolioPage) -> SheetPlan:
    """Plan the phased plan; the chart of costs stands beside the quarters."""
    builder = page.start("phasing", terms_in_words(page))
    loads, bars, plan = page.portfolio.loads, _bar_columns(page), page.portfolio.plan
    quarters = _quarters(builder, page, loads)
    columns = tuple(schedule_columns(page))
    schedule = _schedule(builder, page, max(quarters.stop, TOP + CHART_ROWS) + 1, columns)
    put_off, left_out = tuple(later_columns(page)), tuple(unplaced_columns(page))
    later = _reasons(builder, page, schedule.stop + 1, "later", put_off, plan.later)
    unplaced = _reasons(builder, page, later.stop + 1, "unplaced", left_out, plan.unplaced)
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths_of(columns) | dict.fromkeys(bars, BAR_WIDTH),
        heights=TITLE_HEIGHT
        | _quarter_heights(loads, quarters)
        | dict.fromkeys((*schedule, *later, *unplaced), 30),
        highlights=(
            *highlights_of(columns, schedule), *highlights_of(put_off, later),
            *highlights_of(left_out, unplaced), *_bars(schedule, bars),
        ),
        charts=tuple(builder.charts),
        print=Print("landscape", f"A1:{a1((unplaced.stop, bars[-1]))}"),
        unlocked=True,
    )  # fmt: skip


def _bar_columns(page: PortfolioPage) -> range:
    first = LEFT + len(tuple(schedule_columns(page)))
    return range(first, first + SHOWN_QUARTERS)


def terms_in_words(page: PortfolioPage) -> str:
    """Say what bounds the plan, in one line."""
    terms = page.portfolio.plan.terms
    return page.text("terms_separator").join(_terms(page, terms))


def _terms(page: PortfolioPage, terms: Terms) -> Iterator[str]:
    unlimited, currency = page.text("unlimited"), page.template.costs.currency
    first = None if terms.first is None else page.quarter(terms.month_of(terms.first))
    yield page.text("terms_first", first=first or page.text("unknown"), quarters=terms.horizon)
    budget = unlimited if terms.budget is None else f"{terms.budget:,f}"
    yield page.text(f"terms_{terms.period}", budget=budget, currency=currency)
    if terms.carry_over:
        yield page.text("terms_carry_over")
    yield page.text("terms_slots", slots=unlimited if terms.slots is None else terms.slots)
    if terms.fiscal_start != 1:
        yield page.text("terms_fiscal", month=terms.fiscal_start)


def _quarters(builder: SheetBuilder, page: PortfolioPage, loads: Sequence[QuarterLoad]) -> range:
    builder.put(TOP, LEFT, Cell(page.text("quarters"), style="heading"))
    titles = [page.text(key) for key in QUARTERS]
    rows = table(builder, TOP + 1, titles, (_load(page, load) for load in loads))
    if rows:
        builder.charts.append(_chart(builder, page, rows, loads))
    return rows


def _load(page: PortfolioPage, load: QuarterLoad) -> tuple[Cell, ...]:
    ids = [own(placed.entry.id) for placed in load.starting[:SHOWN_IDS]]
    ids += ["…"] if len(load.starting) > SHOWN_IDS else []
    quarter = page.quarter(page.portfolio.plan.terms.month_of(load.quarter))
    return (
        Cell(quarter, style="label"), whole(load.running), money(load.invested), money(load.run),
        money(load.left), Cell(", ".join(ids)),
    )  # fmt: skip


def _quarter_heights(loads: Sequence[QuarterLoad], rows: range) -> dict[int, float]:
    """Give each quarter the lines that the ids of what starts in it need."""
    return {
        row: LINE * max(1, ceil(min(len(load.starting), SHOWN_IDS) / IDS_A_LINE)) + 6
        for row, load in zip(rows, loads, strict=True)
    }


def _chart(builder: SheetBuilder, page: PortfolioPage, rows: range, loads: Sequence[QuarterLoad]) -> Chart:
    """Draw the cost of each quarter; what it may spend is a line across them."""
    bars = _bar_columns(page)
    cost_at, budget_at = bars.stop, bars.stop + 1
    costs, budgets = (area(builder.id, rows, column) for column in (cost_at, budget_at))
    series: list[tuple[str, Area, ChartTone]] = [(page.text("cost"), costs, "accent")]
    for row, load in zip(rows, loads, strict=True):
        builder.put(row, cost_at, money(load.cost, style="working"))
        if load.available is not None:
            builder.put(row, budget_at, money(load.available, style="working"))
    if page.portfolio.plan.terms.budget is not None:
        series.append((page.text("available"), budgets, "line"))
    title = page.text("cost_by_quarter", currency=page.template.costs.currency)
    return Chart(
        "column", title, title, a1((TOP, LEFT + len(QUARTERS))), CHART_WIDTH, CHART_HEIGHT,
        area(builder.id, rows, LEFT), tuple(series),
        format="money", end=a1((TOP + CHART_ROWS - 1, bars[CHART_BARS - 1])),
    )  # fmt: skip


def _schedule(
    builder: SheetBuilder, page: PortfolioPage, top: int, columns: Sequence[Column[Placement]]
) -> range:
    plan, places = page.portfolio.plan, page.places
    builder.put(top, LEFT, Cell(page.text("schedule"), style="heading"))
    quarters = plan.months[::MONTHS_A_QUARTER][:SHOWN_QUARTERS]
    bars = (Column(page.quarter(each), BAR_WIDTH, partial(_bar, each)) for each in quarters)
    ordered = sorted(plan.placed, key=lambda placed: (placed.flow.start, places[id(placed.entry)]))
    return write_table(builder, top + 1, (*columns, *bars), ordered)


def _who(page: PortfolioPage) -> Iterator[Column[Planned]]:
    field, places = page.catalog.text, page.places
    yield Column(page.text("rank"), 14, lambda each: whole(places.get(id(each.entry))))
    yield Column(field("field.id"), 16, lambda each: named(each.entry)[0])
    yield Column(page.text("cost_high"), 16, lambda each: money(each.entry.cost))
    yield Column(page.shared("decision"), 24, partial(_decision, page), Tones(page.decision_tests))
    yield Column(field("field.organization"), 27, lambda each: named(each.entry)[1])
    yield Column(field("field.poc_name"), 30, lambda each: named(each.entry)[2])


def _decision(page: PortfolioPage, planned: Planned) -> Cell:
    return page.decision(planned.entry)


def schedule_columns(page: PortfolioPage) -> Iterator[Column[Placement]]:
    """Yield the columns of what starts, without the bars; the other tables share their widths."""
    yield from _who(page)
    yield Column(page.text("earliest"), 11, lambda placed: _month(placed.earliest))
    yield Column(page.text("start"), 11, lambda placed: _month(placed.flow.start))
    yield Column(page.text("end"), 11, lambda placed: _month(placed.flow.launch - 1))
    yield Column(page.text("why_then"), 28, partial(_why_then, page))


def _month(month: int) -> Cell:
    return Cell(month_written(month), align="center")


def _why_then(page: PortfolioPage, placed: Placement) -> Cell:
    return Cell(page.text(f"wait.{placed.wait}" if placed.wait else f"earliest_by.{placed.basis}"))


def _bar(quarter: int, placed: Placement) -> Cell:
    return Cell(1 if _runs(placed, quarter) else None, style="gantt")


def _runs(placed: Placement, quarter: int) -> bool:
    """Say whether a roadmap runs in some month of a quarter."""
    return placed.flow.start < quarter + MONTHS_A_QUARTER and quarter < placed.flow.launch


def _bars(schedule: range, bars: range) -> tuple[Highlight, ...]:
    if not schedule:
        return ()
    first, last = a1((schedule[0], bars[0])), a1((schedule[-1], bars[-1]))
    return (Highlight(f"{first}:{last}", f"{first}=1", "bar"),)


def later_columns(page: PortfolioPage) -> Iterator[Column[Later]]:
    """Yield the columns of what may be launched, but not within the plan."""
    yield from _who(page)
    yield Column(page.text("earliest"), 11, lambda each: _month(each.earliest))
    yield Column(page.text("reason_title"), 11, lambda each: _reason(page, f"later.{each.wait}"))


def unplaced_columns(page: PortfolioPage) -> Iterator[Column[Unplaced]]:
    """Yield the columns of what is not launched."""
    yield from _who(page)
    yield Column(page.text("reason_title"), 11, lambda each: _reason(page, f"reason.{each.reason}"))


def _reason(page: PortfolioPage, key: str) -> Cell:
    return Cell(page.text(key), style="span")


def _reasons(
    builder: SheetBuilder,
    page: PortfolioPage,
    top: int,
    key: str,
    columns: Sequence[Column[Row]],
    planned: Iterable[Row],
) -> range:
    """Write a list of what is not in the schedule, or that there is nothing to list."""
    builder.put(top, LEFT, Cell(page.text(f"not_now.{key}"), style="heading"))
    rows = write_table(builder, top + 1, columns, planned)
    if not rows:
        builder.put(top + 2, LEFT, Cell(page.text(f"none.{key}"), style="hint"))
        return range(top + 2, top + 3)
    return rows
