"""What would move under another budget, other slots or another order: a column for each, moves marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TypeAlias

from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Cell, Print, SheetPlan
from ...workbook.layout.reports.cells import money, said, whole
from ...workbook.layout.reports.table import (
    LEFT,
    TITLE_HEIGHT,
    TOP,
    Column,
    Tests,
    Tones,
    heights_of,
    highlights_of,
    table_of,
    widths_of,
    write_table,
)
from ..entries import Entry
from ..phasing import PhasedPlan
from ..what_if import TermChange
from ..worth import Worth
from .page import PortfolioPage, named

Trial: TypeAlias = tuple[str, PhasedPlan, Worth]
"""What is changed in words, the plan, and what it is worth."""
WIDTH = 17


def plan_what_if(page: PortfolioPage) -> SheetPlan:
    """Plan what each change comes to, and below it when each engagement would start that moves."""
    builder = page.start("what_if", page.text("what_if_rule", currency=page.template.costs.currency))
    trials = trials_of(page)
    results, starts = tuple(result_columns(page)), tuple(start_columns(page, trials))
    lines = write_table(builder, TOP, results, trials)
    top = lines.stop + 1
    rows = write_table(builder, top, starts, moved(page, trials))
    if not rows:
        builder.put(top + 2, LEFT, Cell(page.text("nothing_moves"), style="hint"))
    last = a1((max(rows.stop, top + 3), LEFT + max(len(starts), len(results)) - 1))
    language = page.catalog.language
    widths = widths_of(results, language) | widths_of(starts, language)
    heights = heights_of(builder.cells, rows, widths, language)
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths,
        heights={**TITLE_HEIGHT, TOP: 32, top: 32} | heights,
        freeze=a1((TOP, LEFT + 1)),
        highlights=tuple(highlights_of(starts, rows)),
        print=Print("landscape", f"A1:{last}"),
        unlocked=True,
        tables=(table_of("WhatIf", lines, results), table_of("WhatIfStarts", rows, starts)),
    )  # fmt: skip


def trials_of(page: PortfolioPage) -> tuple[Trial, ...]:
    """Return the plan as it is, then those that were tried."""
    portfolio = page.portfolio
    now = (page.text("what_if.now"), portfolio.plan, portfolio.worths[0])
    return (now, *((_words(page, each.change), each.plan, each.worth) for each in portfolio.variants))


def result_columns(page: PortfolioPage) -> Iterator[Column[Trial]]:
    """Yield what is changed, and what comes of it."""
    quarters = page.portfolio.plan.terms.horizon
    yield Column(page.text("what_if_change"), 22, lambda trial: Cell(trial[0], style="cell_strong"))
    yield Column(page.text("worth_launches"), 22, lambda trial: whole(len(trial[1].placed), style="cell"))
    yield Column(page.text("not_now.later"), 26, lambda trial: whole(len(trial[1].later), style="cell"))
    yield Column(page.text("worth_invested"), WIDTH, lambda trial: money(trial[2].invested, "cell"))
    net = page.text("worth_within", quarters=quarters)
    yield Column(net, WIDTH, lambda trial: money(trial[2].net, "cell"))


def start_columns(page: PortfolioPage, trials: tuple[Trial, ...]) -> Iterator[Column[Entry]]:
    """Yield which engagement it is and when it starts in each plan; what differs is marked."""
    field = page.catalog.text
    yield Column(field("field.id"), 22, lambda entry: named(entry, 0))
    yield Column(field("field.organization"), 22, lambda entry: named(entry, 1))
    yield Column(field("field.poc_name"), 26, lambda entry: named(entry, 2))
    first = a1((1, LEFT + 3)).rstrip("1")
    for place, (words, plan, _) in enumerate(trials):
        starts = page.starts(plan)
        tones = Tones(partial(_otherwise, first)) if place else None
        yield Column(words, WIDTH, partial(_start, starts), tones)


def _start(starts: Mapping[int, str], entry: Entry) -> Cell:
    return said(starts.get(id(entry), "–"), style="cell", align="center")


def _otherwise(first: str, cell: str) -> Tests:
    """Mark a start that is not that of the plan; the column of the plan's own stays where it is."""
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    yield f"{cell}<>${first}{row}", "attention"


def moved(page: PortfolioPage, trials: tuple[Trial, ...]) -> Iterator[Entry]:
    """Yield what starts in another quarter in some plan, in rank order."""
    starts = [page.starts(plan) for _, plan, _ in trials]
    for entry in page.portfolio.ranking.ranked:
        if len({each.get(id(entry)) for each in starts}) > 1:
            yield entry


def _words(page: PortfolioPage, change: TermChange) -> str:
    """Say what is changed; an amount that is not a share is written in full."""
    if change.lever == "order":
        return page.text(f"order.{change.order}")
    amount = f"{change.sign}{change.amount:,f}{'%' if change.percent else ''}"
    return page.text(f"what_if.{change.lever}", amount=amount.replace("-", "−"))
