"""When each engagement starts: quarters and their cost, the schedule, what comes later or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil

from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Area, Cell, Chart, ChartTone, Highlight, Print, SheetBuilder, SheetPlan
from ..entries import Entry
from ..loads import QuarterLoad
from ..phasing import Placement
from ..quarters import MONTHS_A_QUARTER, month_written
from ..terms import Terms
from .page import LEFT, TITLE_HEIGHT, TOP, PortfolioPage, area, money, named, own, table, whole

WIDTHS = (14, 16, 16, 24, 27, 30, 11, 11, 11, 28)
DECISION_AT, CHART_AT = LEFT + 3, LEFT + 6
GANTT = LEFT + len(WIDTHS)
SHOWN_QUARTERS = 12
"""How many quarters the bars reach; later ones are told by start and end."""
COST_AT, BUDGET_AT = GANTT + SHOWN_QUARTERS, GANTT + SHOWN_QUARTERS + 1
CHART_END, CHART_ROWS = GANTT + 7, 12
CHART_WIDTH, CHART_HEIGHT = 28.0, 7.6
LINE, IDS_A_LINE, SHOWN_IDS = 14, 2, 20
"""Points of a line of text, how many ids stand on one, and how many are named at most."""


def plan_phasing(page: PortfolioPage) -> SheetPlan:
    """Plan the phased plan; the chart of costs stands beside the quarters."""
    builder = page.start("phasing", terms_in_words(page))
    loads = page.portfolio.loads
    quarters = _quarters(builder, page, loads)
    schedule = _schedule(builder, page, max(quarters.stop, TOP + CHART_ROWS) + 1)
    later = _later(builder, page, schedule.stop + 1)
    unplaced = _unplaced(builder, page, later.stop + 1)
    tones = (tone for rows in (schedule, later, unplaced) for tone in page.decision_tones(DECISION_AT, rows))
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 2} | dict(enumerate(WIDTHS, LEFT)) | dict.fromkeys(_gantt_columns(), 12),
        heights=TITLE_HEIGHT
        | _quarter_heights(loads, quarters)
        | dict.fromkeys((*schedule, *later, *unplaced), 30),
        highlights=(*tones, *_bars(schedule)),
        charts=tuple(builder.charts),
        print=Print("landscape", f"A1:{a1((unplaced.stop, _gantt_columns()[-1]))}"),
        unlocked=True,
    )  # fmt: skip


def _gantt_columns() -> range:
    return range(GANTT, GANTT + SHOWN_QUARTERS)


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
    titles = [page.text(key) for key in ("quarter", "running", "one_off", "recurring", "left", "starting")]
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
    costs, budgets = (area(builder.id, rows, column) for column in (COST_AT, BUDGET_AT))
    series: list[tuple[str, Area, ChartTone]] = [(page.text("cost"), costs, "accent")]
    for row, load in zip(rows, loads, strict=True):
        builder.put(row, COST_AT, money(load.cost, style="working"))
        if load.available is not None:
            builder.put(row, BUDGET_AT, money(load.available, style="working"))
    if page.portfolio.plan.terms.budget is not None:
        series.append((page.text("available"), budgets, "line"))
    title = page.text("cost_by_quarter", currency=page.template.costs.currency)
    return Chart(
        "column", title, title, a1((TOP, CHART_AT)), CHART_WIDTH, CHART_HEIGHT,
        area(builder.id, rows, LEFT), tuple(series),
        format="money", end=a1((TOP + CHART_ROWS - 1, CHART_END)),
    )  # fmt: skip


def _schedule(builder: SheetBuilder, page: PortfolioPage, top: int) -> range:
    plan, places = page.portfolio.plan, page.places
    builder.put(top, LEFT, Cell(page.text("schedule"), style="heading"))
    titles = [*_titles(page), *(page.text(key) for key in ("earliest", "start", "end", "why_then"))]
    shown = plan.months[::MONTHS_A_QUARTER][:SHOWN_QUARTERS]
    ordered = sorted(plan.placed, key=lambda placed: (placed.flow.start, places[id(placed.entry)]))
    lines = (_line(page, places[id(placed.entry)], placed, shown) for placed in ordered)
    return table(builder, top + 1, [*titles, *map(page.quarter, shown)], lines)


def _titles(page: PortfolioPage) -> Iterator[str]:
    yield page.text("rank")
    yield page.catalog.text("field.id")
    yield page.text("cost_high")
    yield page.shared("decision")
    yield page.catalog.text("field.organization")
    yield page.catalog.text("field.poc_name")


def _who(page: PortfolioPage, place: int | None, entry: Entry) -> tuple[Cell, ...]:
    id_, organization, poc = named(entry)
    decision = Cell(page.label("decision", entry.assessment.decision), style="check", align="center")
    return whole(place), id_, money(entry.cost), decision, organization, poc


def _line(page: PortfolioPage, place: int, placed: Placement, quarters: Sequence[int]) -> tuple[Cell, ...]:
    flow = placed.flow
    told = f"wait.{placed.wait}" if placed.wait else f"earliest_by.{placed.basis}"
    return (
        *_who(page, place, placed.entry),
        *(
            Cell(month_written(month), align="center")
            for month in (placed.earliest, flow.start, flow.launch - 1)
        ),
        Cell(page.text(told)),
        *(Cell(1 if _runs(placed, quarter) else None, style="gantt") for quarter in quarters),
    )


def _runs(placed: Placement, quarter: int) -> bool:
    """Say whether a roadmap runs in some month of a quarter."""
    return placed.flow.start < quarter + MONTHS_A_QUARTER and quarter < placed.flow.launch


def _bars(schedule: range) -> tuple[Highlight, ...]:
    if not schedule:
        return ()
    first, last = a1((schedule[0], GANTT)), a1((schedule[-1], _gantt_columns()[-1]))
    return (Highlight(f"{first}:{last}", f"{first}=1", "bar"),)


def _later(builder: SheetBuilder, page: PortfolioPage, top: int) -> range:
    places = page.places
    lines = (
        (
            *_who(page, places[id(each.entry)], each.entry),
            Cell(month_written(each.earliest), align="center"),
            Cell(page.text(f"later.{each.wait}"), style="span"),
        )
        for each in page.portfolio.plan.later
    )
    return _reasons(builder, page, top, "later", (page.text("earliest"), page.text("reason_title")), lines)


def _unplaced(builder: SheetBuilder, page: PortfolioPage, top: int) -> range:
    places = page.places
    lines = (
        (
            *_who(page, places.get(id(each.entry)), each.entry),
            Cell(page.text(f"reason.{each.reason}"), style="span"),
        )
        for each in page.portfolio.plan.unplaced
    )
    return _reasons(builder, page, top, "unplaced", (page.text("reason_title"),), lines)


def _reasons(
    builder: SheetBuilder,
    page: PortfolioPage,
    top: int,
    key: str,
    titles: Sequence[str],
    lines: Iterable[Sequence[Cell]],
) -> range:
    """Write a list of what is not in the schedule, or that there is nothing to list."""
    builder.put(top, LEFT, Cell(page.text(f"not_now.{key}"), style="heading"))
    rows = table(builder, top + 1, [*_titles(page), *titles], lines)
    if not rows:
        builder.put(top + 2, LEFT, Cell(page.text(f"none.{key}"), style="hint"))
        return range(top + 2, top + 3)
    return rows
