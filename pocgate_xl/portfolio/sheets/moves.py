"""What moved since an earlier run: a row for every engagement that did."""

from __future__ import annotations

from collections import Counter

from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Cell, Print, SheetPlan
from ..moves import Move, Standing
from .page import LEFT, TITLE_HEIGHT, TOP, PortfolioPage, money, own, table, whole

WIDTHS = (18, 22, 24, 24, 9, 9, 12, 12, 18, 18)


def plan_moves(page: PortfolioPage) -> SheetPlan:
    """Plan the list of moves; what stands as it stood is only counted."""
    moves = page.portfolio.moves or ()
    kinds = Counter(move.kind for move in moves)
    counts = {kind: kinds[kind] for kind in ("moved", "new", "gone", "same")}
    builder = page.start("moves", page.text("moves_rule", currency=page.template.costs.currency, **counts))
    titles = [page.catalog.text("field.id"), page.text("move_title")]
    for key in ("decision", "total", "cleared", "cost"):
        titles += [page.text(f"moved_{key}", when=page.text(when)) for when in ("then", "now")]
    rows = table(builder, TOP, titles, (_line(page, move) for move in moves if move.kind != "same"))
    last = a1((max(rows.stop - 1, TOP), LEFT + len(WIDTHS) - 1))
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 2} | dict(enumerate(WIDTHS, LEFT)),
        heights={**TITLE_HEIGHT, TOP: 32},
        freeze=a1((TOP + 1, LEFT + 1)),
        highlights=tuple(tone for at in (LEFT + 2, LEFT + 3) for tone in page.decision_tones(at, rows)),
        print=Print("landscape", f"A1:{last}", f"{TOP}:{TOP}"),
        unlocked=True,
        autofilter=f"{a1((TOP, LEFT))}:{last}",
    )  # fmt: skip


def _line(page: PortfolioPage, move: Move) -> tuple[Cell, ...]:
    both = (move.then, move.now)
    return (
        Cell(own(move.id), style="label"),
        Cell(page.text(f"move.{move.kind}"), align="center"),
        *(_decision(page, each) for each in both),
        *(whole(None if each is None else each.total) for each in both),
        *(whole(None if each is None else each.cleared) for each in both),
        *(money(None if each is None else each.cost) for each in both),
    )


def _decision(page: PortfolioPage, standing: Standing | None) -> Cell:
    """Return the label of a decision; one of a report that is none of ours is shown as it is."""
    label = "" if standing is None else own(page.label("decision", standing.decision))
    return Cell(label, style="check", align="center")
