"""The decision paper: one page for the steering committee, with what was decided and what it takes."""

from __future__ import annotations

from .....spreadsheetml.address import a1
from ...context import Context
from ...plan import Print, SheetPlan
from ..framing.frame import TITLE_ROW, TOP, start_sheet
from ..framing.signatures import plan_committee
from .grid import LINE, Paper
from .head import plan_banner, plan_head, plan_tiles
from .money import plan_amounts, plan_money
from .scores import plan_scores
from .steps import plan_steps


def plan_dashboard(context: Context) -> SheetPlan:
    """Plan the page that a committee decides on; the frame above it is seen on the screen alone."""
    paper = Paper(start_sheet(context, "dashboard", hint=False), context)
    row = plan_banner(paper, plan_head(paper, TOP))
    plan_amounts(paper, TOP)
    row = plan_tiles(paper, row)
    row = plan_steps(paper, row)
    row = plan_scores(paper, row)
    row = plan_money(paper, row)
    return _plan(paper, row, plan_committee(paper, row))


def _plan(paper: Paper, committee: int, last: int) -> SheetPlan:
    builder = paper.builder
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=paper.widths(),
        heights=dict.fromkeys(range(TOP, last + 1), LINE) | builder.heights,
        highlights=tuple(builder.highlights),
        freeze=a1((TOP, 1)),
        charts=tuple(builder.charts),
        brand=(committee, paper.segment),
        print=Print("portrait", f"{a1((TOP, paper.label))}:{a1((last, paper.last))}", one_page=True),
        merges=tuple(paper.merges),
        check=(TITLE_ROW, paper.segment),
        fixed=True,
    )  # fmt: skip
