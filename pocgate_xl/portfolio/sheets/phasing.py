"""When each engagement starts: quarters with what they cost, the schedule, and what was not placed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext
from math import ceil

from ...core.money import EXACT
from ...workbook.plan import Area, Cell, Chart, ChartTone, Highlight, Print, SheetBuilder, SheetPlan, a1
from ..phasing import Limits, PhasedPlan, Placement, QuarterLoad, Unplaced
from ..quarters import Quarter
from ..ranking import Entry
from .page import LEFT, TITLE_HEIGHT, TOP, Page, area, ends, money, named, own, table, whole

WIDTHS = (10, 16, 16, 24, 27, 30, 11, 11, 11)
COST_AT, BUDGET_AT, DECISION_AT, CHART_AT = LEFT + 2, LEFT + 3, LEFT + 3, LEFT + 5
GANTT = LEFT + len(WIDTHS)
SHOWN_QUARTERS = 12
"""How many quarters the bars reach; later ones are told by start and end."""
CHART_END, CHART_ROWS = GANTT + 7, 12
CHART_WIDTH, CHART_HEIGHT = 28.0, 7.6
LINE, IDS_A_LINE, SHOWN_IDS = 14, 2, 20
"""Points of a line of text, how many ids stand on one, and how many are named at most."""


def plan_phasing(page: Page) -> SheetPlan:
    """Plan the phased plan; the chart of costs stands beside the quarters."""
    plan = page.portfolio.plan
    builder = page.start("phasing", _limits(page, plan.limits))
    loads = _quarters(builder, page, plan)
    schedule = _schedule(builder, page, plan, max(loads.stop, TOP + CHART_ROWS) + 1)
    unplaced = _unplaced(builder, page, plan.unplaced, schedule.stop + 1)
    tones = (*page.decision_tones(DECISION_AT, schedule), *page.decision_tones(DECISION_AT, unplaced))
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 2} | dict(enumerate(WIDTHS, LEFT)) | dict.fromkeys(_gantt_columns(), 9),
        heights=TITLE_HEIGHT | _quarter_heights(plan, loads) | dict.fromkeys((*schedule, *unplaced), 30),
        highlights=(*tones, *_bars(schedule)),
        charts=tuple(builder.charts),
        print=Print("landscape", f"A1:{a1((unplaced.stop, _gantt_columns()[-1]))}"),
        unlocked=True,
    )  # fmt: skip


def _gantt_columns() -> range:
    return range(GANTT, GANTT + SHOWN_QUARTERS)


def _limits(page: Page, limits: Limits) -> str:
    """Say what bounds the plan, in one line."""
    unlimited = page.text("unlimited")
    return page.text(
        "limits",
        first=limits.first or page.text("unknown"),
        budget=unlimited if limits.budget is None else f"{limits.budget:,f}",
        slots=unlimited if limits.slots is None else limits.slots,
        currency=page.template.costs.currency,
    )


def _quarters(builder: SheetBuilder, page: Page, plan: PhasedPlan) -> range:
    builder.put(TOP, LEFT, Cell(page.text("quarters"), style="heading"))
    titles = [page.text(key) for key in ("quarter", "running", "cost", "left", "starting")]
    rows = table(builder, TOP + 1, titles, (_load(plan.limits, load) for load in plan.loads))
    if rows:
        builder.charts.append(_chart(builder, page, rows, plan.limits.budget))
    return rows


def _load(limits: Limits, load: QuarterLoad) -> tuple[Cell, ...]:
    ids = [own(placed.entry.assessment.engagement.id) for placed in load.starting[:SHOWN_IDS]]
    ids += ["…"] if len(load.starting) > SHOWN_IDS else []
    with localcontext(EXACT):
        left = None if limits.budget is None else limits.budget - load.cost
    return (
        Cell(str(load.quarter), style="label"), whole(load.running), money(load.cost), money(left),
        Cell(", ".join(ids)),
    )  # fmt: skip


def _quarter_heights(plan: PhasedPlan, rows: range) -> dict[int, float]:
    """Give each quarter the lines that the ids of what starts in it need."""
    return {
        row: LINE * max(1, ceil(min(len(load.starting), SHOWN_IDS) / IDS_A_LINE)) + 6
        for row, load in zip(rows, plan.loads, strict=True)
    }


def _chart(builder: SheetBuilder, page: Page, rows: range, budget: Decimal | None) -> Chart:
    """Draw the cost of each quarter; a budget is a line across them."""
    costs, budgets = (area(builder.id, rows, column) for column in (COST_AT, GANTT + SHOWN_QUARTERS))
    series: list[tuple[str, Area, ChartTone]] = [(page.text("cost"), costs, "accent")]
    if budget is not None:
        for row in rows:
            builder.put(row, GANTT + SHOWN_QUARTERS, money(budget, style="working"))
        series.append((page.text("budget"), budgets, "line"))
    title = page.text("cost_by_quarter", currency=page.template.costs.currency)
    return Chart(
        "column", title, title, a1((TOP, CHART_AT)), CHART_WIDTH, CHART_HEIGHT,
        area(builder.id, rows, LEFT), tuple(series),
        format="money", end=a1((TOP + CHART_ROWS - 1, CHART_END)),
    )  # fmt: skip


def _schedule(builder: SheetBuilder, page: Page, plan: PhasedPlan, top: int) -> range:
    builder.put(top, LEFT, Cell(page.text("schedule"), style="heading"))
    titles = [*_titles(page), *(page.text(key) for key in ("ready", "start", "end"))]
    quarters = _shown_quarters(plan)
    ranks = {id(entry): place for place, entry in enumerate(page.portfolio.ranking.entries, 1)}
    ordered = sorted(plan.placed, key=lambda placed: (placed.start, ranks[id(placed.entry)]))
    lines = (_line(page, ranks[id(placed.entry)], placed, quarters) for placed in ordered)
    return table(builder, top + 1, [*titles, *map(str, quarters)], lines)


def _titles(page: Page) -> Iterator[str]:
    yield page.text("rank")
    yield page.catalog.text("field.id")
    yield page.text("cost")
    yield page.shared("decision")
    yield page.catalog.text("field.organization")
    yield page.catalog.text("field.poc_name")


def _shown_quarters(plan: PhasedPlan) -> tuple[Quarter, ...]:
    first = min((placed.start for placed in plan.placed), default=None)
    return () if first is None else tuple(first.plus(offset) for offset in range(SHOWN_QUARTERS))


def _who(page: Page, place: int, entry: Entry, cost: Decimal | None) -> tuple[Cell, ...]:
    id_, organization, poc = named(entry)
    decision = Cell(page.label("decision", entry.assessment.decision), style="check", align="center")
    return whole(place), id_, money(cost), decision, organization, poc


def _line(page: Page, place: int, placed: Placement, quarters: Sequence[Quarter]) -> tuple[Cell, ...]:
    held = set(placed.held)
    return (
        *_who(page, place, placed.entry, placed.cost),
        *(Cell(str(quarter), align="center") for quarter in (placed.ready, placed.start, placed.last)),
        *(Cell(1 if quarter in held else None, style="gantt") for quarter in quarters),
    )


def _bars(schedule: range) -> tuple[Highlight, ...]:
    if not schedule:
        return ()
    first, last = a1((schedule[0], GANTT)), a1((schedule[-1], _gantt_columns()[-1]))
    return (Highlight(f"{first}:{last}", f"{first}=1", "bar"),)


def _unplaced(builder: SheetBuilder, page: Page, unplaced: Sequence[Unplaced], top: int) -> range:
    builder.put(top, LEFT, Cell(page.text("unplaced"), style="heading"))
    ranks = {id(entry): place for place, entry in enumerate(page.portfolio.ranking.entries, 1)}
    lines = (
        (
            *_who(page, ranks[id(each.entry)], each.entry, ends(each.entry.initial)[1]),
            Cell(page.text(f"reason.{each.reason}"), style="span"),
        )
        for each in unplaced
    )
    rows = table(builder, top + 1, [*_titles(page), page.text("reason_title")], lines)
    if not rows:
        builder.put(top + 2, LEFT, Cell(page.text("all_placed"), style="hint"))
    return rows
