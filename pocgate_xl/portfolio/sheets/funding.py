"""What the plan takes: a row a quarter, by decision and running costs, and a row a month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from ...core.decision import Decision
from ...core.fields import DECISIONS
from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Area, Cell, Chart, ChartTone, Print, SheetPlan
from ...workbook.layout.reports.cells import money, own, whole
from ...workbook.layout.reports.table import (
    LEFT,
    TITLE_HEIGHT,
    TOP,
    Column,
    heights_of,
    table_of,
    widths_of,
    write_table,
)
from ..cash import NOTHING, MonthCash
from ..loads import QuarterLoad
from ..quarters import month_written
from ..terms import Terms
from .page import PortfolioPage

SHEET = "funding"
SHOWN = 12
"""How many quarters have a row of their own, and a column in the chart; those after them share one."""
NAMED = 20
"""How many engagements are named that start in a quarter."""
CHART_WIDTH, CHART_HEIGHT = 20.0, 7.0
CHART_ROWS = 12
TONES: Mapping[Decision, ChartTone] = {
    "go": "good", "ready_for_approval": "good_light", "clear_checklist": "attention_light",
    "conditional": "attention", "hold": "bad", "incomplete": "muted",
}  # fmt: skip
"""How the chart tells decisions apart: as the table colours them, and by lightness in grey."""


def plan_funding(page: PortfolioPage) -> SheetPlan:
    """Plan the quarters with their chart, and the months below."""
    builder = page.start(SHEET, page.text("funding_rule", currency=page.template.costs.currency))
    quarters, months = tuple(quarter_columns(page)), tuple(month_columns(page))
    loads = shown_loads(page)
    rows = write_table(builder, TOP, quarters, loads)
    chart_at = max(rows.stop, TOP + 2) + 1
    corners = a1((chart_at, LEFT)), a1((chart_at + CHART_ROWS - 1, LEFT + len(quarters) - 2))
    if chart := funding_chart(page, corners):
        builder.charts.append(chart)
    below = chart_at + CHART_ROWS + 1
    lines = write_table(builder, below, months, page.portfolio.plan.cash)
    widths = widths_of(quarters, page.catalog.language)
    heights = heights_of(builder.cells, rows, widths, page.catalog.language)
    last = a1((max(lines.stop - 1, below), LEFT + len(quarters) - 1))
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths,
        heights={**TITLE_HEIGHT, TOP: 32, below: 32} | heights,
        freeze=a1((TOP, LEFT + 1)),
        charts=tuple(builder.charts),
        print=Print("landscape", f"A1:{last}", breaks=(below,)),
        unlocked=True,
        tables=(table_of("Quarters", rows, quarters), table_of("Months", lines, months)),
    )  # fmt: skip


def shown_loads(page: PortfolioPage) -> tuple[QuarterLoad, ...]:
    """Return the quarters in which something runs; those after the twelfth as one."""
    loads = page.portfolio.loads
    if len(loads) <= SHOWN:
        return loads
    return (*loads[:SHOWN], _together(page.portfolio.plan.terms, loads[SHOWN:]))


def _together(terms: Terms, loads: Sequence[QuarterLoad]) -> QuarterLoad:
    """Add up quarters; they may spend together what each of their periods may."""
    sums: Counter[Decision] = Counter()
    for load in loads:
        sums.update(load.by_decision)
    return replace(
        loads[0],
        starting=tuple(placed for load in loads for placed in load.starting),
        running=max(load.running for load in loads),
        invested=sum((load.invested for load in loads), NOTHING),
        run=sum((load.run for load in loads), NOTHING),
        available=_available(terms, loads),
        by_decision={decision: Fraction(amount) for decision, amount in sums.items()},
    )


def _available(terms: Terms, loads: Sequence[QuarterLoad]) -> Fraction | None:
    """Return what quarters may spend together: what is carried over, or left of a year, counts once."""
    first, last = loads[0], loads[-1]
    if first.available is None or last.left is None:
        return None
    if terms.carry_over:
        return sum((load.cost for load in loads), NOTHING) + last.left
    begun = (load for load in loads[1:] if not terms.months_begun(terms.month_of(load.quarter)))
    return first.available + sum((load.available or NOTHING for load in begun), NOTHING)


def decisions_of(page: PortfolioPage) -> tuple[Decision, ...]:
    """Return the decisions of engagements that are launched, in their order."""
    found = {placed.entry.assessment.decision for placed in page.portfolio.plan.placed}
    return tuple(decision for decision in DECISIONS if decision in found)


def quarter_columns(page: PortfolioPage) -> Iterator[Column[QuarterLoad]]:
    """Yield when, what runs, what it takes by decision, what may be spent, and what starts."""
    yield Column(page.text("quarter"), 14, partial(_quarter, page))
    yield Column(page.text("running"), 12, lambda load: whole(load.running, style="cell"))
    for decision in decisions_of(page):
        title = page.text("invested_in", decision=page.label("decision", decision))
        yield Column(title, 17, partial(_invested, decision))
    yield Column(page.text("recurring"), 15, lambda load: money(load.run, "cell"))
    yield Column(page.text("month_total"), 15, lambda load: money(load.cost, "cell_strong"))
    yield Column(page.text("available"), 15, lambda load: money(load.available, "cell"))
    yield Column(page.text("left"), 15, lambda load: money(load.left, "cell"))
    yield Column(page.text("starting"), 40, _starting)


def _quarter(page: PortfolioPage, load: QuarterLoad) -> Cell:
    loads, quarter = page.portfolio.loads, page.quarter(page.portfolio.plan.terms.month_of(load.quarter))
    collapsed = len(loads) > SHOWN and load.quarter == loads[SHOWN].quarter
    return Cell(page.text("from_quarter", quarter=quarter) if collapsed else quarter, style="cell_strong")


def _invested(decision: Decision, load: QuarterLoad) -> Cell:
    return money(load.by_decision.get(decision, NOTHING), "cell")


def _starting(load: QuarterLoad) -> Cell:
    ids = [own(placed.entry.id) for placed in load.starting[:NAMED]]
    if len(load.starting) > NAMED:
        ids.append(f"… (+{len(load.starting) - NAMED})")
    return Cell(", ".join(ids), style="cell_wrap")


def month_columns(page: PortfolioPage) -> Iterator[Column[MonthCash]]:
    """Yield what starts and is launched in a month, and what it costs."""
    flows = [placed.flow for placed in page.portfolio.plan.placed]
    starts, launches = Counter(flow.start for flow in flows), Counter(flow.launch for flow in flows)
    yield Column(page.text("month"), 14, lambda each: Cell(month_written(each.month), style="cell_strong"))
    yield Column(page.text("starts"), 12, lambda each: whole(starts[each.month], style="cell"))
    yield Column(page.text("launches"), 17, lambda each: whole(launches[each.month], style="cell"))
    yield Column(page.text("one_off"), 17, lambda each: money(each.invested, "cell"))
    yield Column(page.text("recurring"), 17, lambda each: money(each.run, "cell"))
    yield Column(page.text("month_total"), 15, lambda each: money(each.invested + each.run, "cell_strong"))
    yield Column(page.text("running_total"), 15, lambda each: money(each.total, "cell"))


def funding_chart(page: PortfolioPage, corners: tuple[str, str]) -> Chart | None:
    """Draw what each quarter takes, running costs first, under the line of what it may spend.

    None where nothing is launched.
    """
    rows = range(TOP + 1, TOP + 1 + len(shown_loads(page)))
    if not rows:
        return None
    decisions = decisions_of(page)
    run_at = LEFT + 2 + len(decisions)
    series: list[tuple[str, Area, ChartTone]] = [(page.text("recurring"), _area(rows, run_at), "muted")]
    for column, decision in enumerate(decisions, LEFT + 2):
        series.append((page.label("decision", decision), _area(rows, column), TONES[decision]))
    if page.portfolio.plan.terms.budget is not None:
        series.append((page.text("available"), _area(rows, run_at + 2), "line"))
    title = page.text("cost_by_quarter", unit=page.unit[1])
    return Chart(
        "piled", title, title, corners[0], CHART_WIDTH, CHART_HEIGHT, _area(rows, LEFT), tuple(series),
        format=page.unit[0], end=corners[1],
    )  # fmt: skip


def _area(rows: range, column: int) -> Area:
    return Area(SHEET, (rows[0], column), (rows[-1], column))
