"""When each engagement starts: first what is not placed, then what comes later, then the schedule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Cell, Highlight, SheetPlan
from ...workbook.layout.reports.cells import money, said, whole
from ...workbook.layout.reports.table import LEFT, TOP, Column, Tests, Tones, endless_table
from ..phasing import Later, Placement, Unplaced
from ..quarters import MONTHS_A_QUARTER, month_written
from ..terms import Terms
from .page import PortfolioPage, named

Planned: TypeAlias = Placement | Later | Unplaced

RUNS, RESTS = Cell(1, style="gantt"), Cell(None, style="gantt")
SHOWN_QUARTERS, BAR_WIDTH = 12, 5.5
"""How many quarters the bars reach, and the width of each; later ones are given by start and end."""


def plan_plan(page: PortfolioPage) -> SheetPlan:
    """Plan one row an engagement; bars stand in the quarters in which a roadmap runs."""
    columns = (*columns_of(page), *_bars(page))
    rows = tuple(planned(page))
    sheet = endless_table(page, "plan", terms_in_words(page), columns, rows)
    first = LEFT + len(tuple(columns_of(page)))
    area = f"{a1((TOP + 1, first))}:{a1((TOP + max(1, len(rows)), LEFT + len(columns) - 1))}"
    bars = Highlight(area, f"{a1((TOP + 1, first))}=1", "bar")
    return replace(sheet, highlights=(*sheet.highlights, bars)) if first <= LEFT + len(columns) - 1 else sheet


def planned(page: PortfolioPage) -> Iterator[Planned]:
    """Yield what somebody must see to first: not placed, later, then by start."""
    plan, places = page.portfolio.plan, page.places
    yield from plan.unplaced
    yield from plan.later
    yield from sorted(plan.placed, key=lambda each: (each.flow.start, places[id(each.entry)]))


def terms_in_words(page: PortfolioPage) -> str:
    """Say what bounds the plan, in one line."""
    return page.text("terms_separator").join(terms_of(page, page.portfolio.plan.terms))


def terms_of(page: PortfolioPage, terms: Terms) -> Iterator[str]:
    """Yield what the operator decided, term by term."""
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


def columns_of(page: PortfolioPage) -> Iterator[Column[Planned]]:
    """Yield which engagement it is, what it costs and when it starts, and why then or not at all."""
    field, places = page.catalog.text, page.places
    yield Column(page.text("state"), 10, partial(_state, page), Tones(partial(_state_tests, page)))
    yield Column(page.text("rank"), 6, lambda each: whole(places.get(id(each.entry)), style="cell"))
    yield Column(field("field.id"), 11, lambda each: named(each.entry, 0))
    yield Column(field("field.organization"), 18, lambda each: named(each.entry, 1))
    yield Column(field("field.poc_name"), 22, lambda each: named(each.entry, 2))
    yield Column(page.shared("decision"), 21, partial(_decision, page), Tones(page.decision_tests))
    yield Column(page.text("cost_high"), 12, lambda each: money(each.entry.cost, "cell"))
    yield Column(page.text("earliest"), 9, lambda each: _month(getattr(each, "earliest", None)))
    yield Column(page.text("start"), 9, lambda each: _month(_start(each)))
    yield Column(page.text("end"), 9, lambda each: _month(_end(each)))
    yield Column(page.text("why_then"), 24, partial(_why, page))


STATES = {Placement: "placed", Later: "later", Unplaced: "unplaced"}


def _state(page: PortfolioPage, each: Planned) -> Cell:
    return said(page.text(f"not_now.{STATES[type(each)]}"), style="cell_strong")


def _state_tests(page: PortfolioPage, cell: str) -> Tests:
    yield f'{cell}="{page.text("not_now.unplaced")}"', "bad"


def _decision(page: PortfolioPage, each: Planned) -> Cell:
    return page.decision(each.entry)


def _start(each: Planned) -> int | None:
    return each.flow.start if isinstance(each, Placement) else None


def _end(each: Planned) -> int | None:
    return each.flow.launch - 1 if isinstance(each, Placement) else None


def _month(month: int | None) -> Cell:
    return said("–" if month is None else month_written(month), style="cell", align="center")


def _why(page: PortfolioPage, each: Planned) -> Cell:
    if isinstance(each, Unplaced):
        key = f"reason.{each.reason}"
    elif isinstance(each, Later):
        key = f"later.{each.wait}"
    else:
        table = "wait_approved" if each.entry.grade == "approved" else "wait"
        key = f"{table}.{each.wait}" if each.wait else f"earliest_by.{each.basis}"
    return said(page.text(key))


def _bars(page: PortfolioPage) -> Iterator[Column[Planned]]:
    """Yield a column for each quarter in which a roadmap runs, at most as many as are shown."""
    plan = page.portfolio.plan
    busy = max((placed.flow.launch for placed in plan.placed), default=0)
    for quarter in plan.months[::MONTHS_A_QUARTER][:SHOWN_QUARTERS]:
        if quarter < busy:
            yield Column(page.bar_quarter(quarter), BAR_WIDTH, partial(_bar, quarter))


def _bar(quarter: int, each: Planned) -> Cell:
    runs = (
        isinstance(each, Placement)
        and each.flow.start < quarter + MONTHS_A_QUARTER
        and quarter < each.flow.launch
    )
    return RUNS if runs else RESTS
