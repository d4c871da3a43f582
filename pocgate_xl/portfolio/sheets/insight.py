"""Where the portfolio is weak: what holds most engagements back, and the causes behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from ...core.fields import LEVELS
from ...core.template import Cause
from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Cell, Print, SheetPlan
from ...workbook.layout.reports.cells import whole
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
from ..actions import Blocker
from .page import STEP_VOCABULARIES, PortfolioPage

LEVEL_WIDTH = 14
EVIDENCE = {"criterion": "criteria", "item": "items", "question": "questions"}
"""Where a cause names its evidence, by what that is."""


def plan_insight(page: PortfolioPage) -> SheetPlan:
    """Plan two tables, one below the other: what is to be done most often, and the causes."""
    builder = page.start("insight", page.text("insight_rule"))
    blockers, causes = tuple(blocker_columns(page)), tuple(cause_columns(page))
    held = write_table(builder, TOP, blockers, page.portfolio.blockers)
    below = max(held.stop, TOP + 2) + 1
    last = write_table(builder, below, causes, page.template.causes)
    widths = widths_of(blockers, page.catalog.language)
    heights = heights_of(builder.cells, range(held.start, last.stop), widths, page.catalog.language)
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths,
        heights={**TITLE_HEIGHT} | heights | {TOP: 32, below: 32},
        freeze=a1((TOP, LEFT + 1)),
        print=Print("landscape", f"A1:{a1((last.stop - 1, LEFT + len(blockers) - 1))}"),
        unlocked=True,
        tables=(table_of("Blockers", held, blockers), table_of("Causes", last, causes)),
    )  # fmt: skip


def blocker_columns(page: PortfolioPage) -> Iterator[Column[Blocker]]:
    """Yield what is to be done, in how many engagements, and which cause and strategy it belongs to."""
    yield Column(page.text("what"), 44, lambda each: Cell(page.thing(each.do, each.id), style="cell_wrap"))
    yield Column(page.text("do_title"), 34, lambda each: page.do(each.do))
    yield Column(page.text("decisions_figure"), LEVEL_WIDTH, lambda each: whole(each.engagements))
    yield Column(page.text("last_in"), LEVEL_WIDTH, lambda each: whole(each.last or None))
    yield Column(page.shared("cause"), 30, partial(_causes, page))
    yield Column(page.text("strategy"), 36, partial(_strategies, page))


def causes_behind(causes: Sequence[Cause], blocker: Blocker) -> tuple[Cause, ...]:
    """Return the causes of which something is evidence."""
    kind = EVIDENCE[STEP_VOCABULARIES[blocker.do]]
    return tuple(cause for cause in causes if blocker.id in getattr(cause, kind))


def _causes(page: PortfolioPage, blocker: Blocker) -> Cell:
    found = causes_behind(page.template.causes, blocker)
    return Cell(
        page.shared("separator").join(page.label("cause", cause.id) for cause in found), style="cell_wrap"
    )


def _strategies(page: PortfolioPage, blocker: Blocker) -> Cell:
    ids = dict.fromkeys(cause.strategy for cause in causes_behind(page.template.causes, blocker))
    return Cell(page.shared("separator").join(page.label("strategy", id_) for id_ in ids), style="cell_wrap")


def cause_columns(page: PortfolioPage) -> Iterator[Column[Cause]]:
    """Yield each cause, how many engagements are exposed to it how far, and what answers it."""
    counts = {cause.id: _levels(page, cause.id) for cause in page.template.causes}
    yield Column(
        page.shared("cause"), 20, lambda cause: Cell(page.label("cause", cause.id), style="cell_strong")
    )
    yield Column(
        page.text("strategy"), 34, lambda cause: Cell(page.label("strategy", cause.strategy), style="cell")
    )
    for level in LEVELS:
        yield Column(page.label("level", level), LEVEL_WIDTH, partial(_level, counts, level))


def _levels(page: PortfolioPage, cause: str) -> Counter[str]:
    found = (entry.assessment.causes.get(cause) for entry in page.portfolio.ranking.entries)
    return Counter(each.level for each in found if each is not None)


def _level(counts: dict[str, Counter[str]], level: str, cause: Cause) -> Cell:
    return whole(counts[cause.id][level] or None)
