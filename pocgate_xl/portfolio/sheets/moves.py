"""What moved since an earlier run: a row for every engagement that did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from ...workbook.layout.plan import Cell, SheetPlan
from ...workbook.layout.reports.cells import money, own, said, whole
from ...workbook.layout.reports.table import Column, Tests, Tones, endless_table
from ..moves import Move, RunResult
from .page import PortfolioPage

SIDES: Mapping[str, Callable[[Move], RunResult | None]] = {
    "then": lambda move: move.then,
    "now": lambda move: move.now,
}


def plan_moves(page: PortfolioPage) -> SheetPlan:
    """Plan the list of moves; what stands as it stood is only counted."""
    moves = page.portfolio.moves or ()
    kinds = Counter(move.kind for move in moves)
    counts = {kind: kinds[kind] for kind in ("moved", "new", "gone", "same")}
    subtitle = page.text("moves_rule", currency=page.template.costs.currency, **counts)
    rows = tuple(move for move in moves if move.kind != "same")
    return endless_table(page, "moves", subtitle, tuple(columns_of(page)), rows)


def columns_of(page: PortfolioPage) -> Iterator[Column[Move]]:
    """Yield which engagement moved and how, and what it was then beside what it is now."""
    yield Column(page.catalog.text("field.id"), 18, lambda move: said(own(move.id), style="cell_strong"))
    yield Column(page.text("move_title"), 22, lambda move: said(page.text(f"move.{move.kind}"), style="cell"))
    yield from _both(page, "decision", 24, partial(_decision, page), page.decision_tests)
    yield from _both(page, "committee", 16, partial(_committee, page))
    yield from _both(page, "total", 9, lambda each: whole(None if each is None else each.total))
    yield from _both(page, "cleared", 12, lambda each: whole(None if each is None else each.cleared))
    yield from _both(page, "cost", 18, lambda each: money(None if each is None else each.cost))


def _both(
    page: PortfolioPage,
    key: str,
    width: float,
    value: Callable[[RunResult | None], Cell],
    tests: Callable[[str], Tests] | None = None,
) -> Iterator[Column[Move]]:
    """Yield a figure then and now."""
    title = f"moved_{key}"
    for when, result in SIDES.items():
        tones = Tones(tests) if tests else None
        yield Column(page.text(title, when=page.text(when)), width, partial(_side, result, value), tones)


def _side(
    result: Callable[[Move], RunResult | None], value: Callable[[RunResult | None], Cell], move: Move
) -> Cell:
    return value(result(move))


def _committee(page: PortfolioPage, result: RunResult | None) -> Cell:
    code = None if result is None else result.committee
    return said("" if code is None else page.label("committee", code))


def _decision(page: PortfolioPage, result: RunResult | None) -> Cell:
    """Return the label of a decision; one of a report that is none of ours is shown as it is."""
    label = "" if result is None else own(page.label("decision", result.decision))
    return said(label, style="check", align="center")
