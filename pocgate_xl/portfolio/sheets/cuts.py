"""The portfolio by department, kind of AI, or whatever else a gate's own lists offer: a table each."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.fields import DECISIONS, choices_of
from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Cell, Print, SheetPlan
from ..cuts import Slice, cuts_of, lists_of
from ..rollup import Sum
from .page import LEFT, TITLE_HEIGHT, TOP, PortfolioPage, ends, money, own, table, whole

WIDTHS = (30, 13, *(13 for _ in DECISIONS), 16, 16, 10, 16, 16, 10)
HEADER_HEIGHT = 46
"""Points of three lines: labels of decisions are long."""


def plan_cuts(page: PortfolioPage) -> SheetPlan:
    """Plan a table for every list that the gate adds."""
    builder = page.start("cuts", page.text("cuts_rule", currency=page.template.costs.currency))
    titles, heights, top = list(_titles(page)), dict(TITLE_HEIGHT), TOP
    cuts = cuts_of(page.portfolio.ranking.entries, page.template)
    for detail, cut in zip(lists_of(page.template), cuts, strict=True):
        name, _ = page.catalog.detail(detail.id, None)
        lines = (_line(page, choices_of(detail), each) for each in cut.slices)
        rows = table(builder, top, [name, *titles], lines)
        heights[top] = HEADER_HEIGHT
        top = rows.stop + 1
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 2} | dict(enumerate(WIDTHS, LEFT)),
        heights=heights,
        freeze=a1((TOP, LEFT + 1)),
        print=Print("landscape", f"A1:{a1((top, LEFT + len(WIDTHS) - 1))}"),
        unlocked=True,
    )  # fmt: skip


def _titles(page: PortfolioPage) -> Iterator[str]:
    yield page.text("decisions_figure")
    yield from (page.label("decision", code) for code in DECISIONS)
    for key in ("sum_initial", "sum_run_rate"):
        yield from (f"{page.shared(key)}: {page.shared(end)}" for end in ("low", "high"))
        yield page.text("known")


def _line(page: PortfolioPage, vocabulary: str, cut: Slice) -> tuple[Cell, ...]:
    label = page.text("not_given") if cut.choice is None else own(page.label(vocabulary, cut.choice))
    return (
        Cell(label, style="label" if cut.choice else "muted"),
        whole(cut.engagements),
        *(whole(cut.decisions[code] or None) for code in DECISIONS),
        *_summed(cut.initial, cut.engagements),
        *_summed(cut.run_rate, cut.engagements),
    )


def _summed(figure: Sum, engagements: int) -> tuple[Cell, ...]:
    """Return a range and of how many it is known, nothing where there is no engagement."""
    low, high = ends(figure.span if figure.known else None)
    known = f"{figure.known} / {engagements}" if engagements else ""
    return money(low), money(high), Cell(known, align="center")
