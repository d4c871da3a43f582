"""Where the portfolio is weak: what holds most engagements back, the causes, and ratings by group as heat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from ...core.fields import DECISIONS, LEVELS
from ...core.template import Cause
from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Cell, Print, SheetPlan
from ..actions import Blocker
from ..cuts import Slice
from ..rollup import Sum
from .columns import Column, gauges_of, heights_of, table_of, widths_of, write_table
from .decide import heat_of
from .page import LEFT, STEP_VOCABULARIES, TITLE_HEIGHT, TOP, PortfolioPage, average, ends, money, own, whole

CRITERION_WIDTH, DECISION_WIDTH = 11.5, 10.5
EVIDENCE = {"criterion": "criteria", "item": "items", "question": "questions"}
"""Where a cause names its evidence, by what that is."""


def plan_insight(page: PortfolioPage) -> SheetPlan:
    """Plan three tables: the heat map of groups, what holds back, and the causes."""
    builder = page.start("insight", page.text("insight_rule"))
    heat, blockers = tuple(heat_columns(page)), tuple(blocker_columns(page))
    causes = tuple(cause_columns(page))
    slices = page.portfolio.slices
    maps = write_table(builder, TOP, heat, slices)
    second = max(maps.stop, TOP + 2) + 1
    held = write_table(builder, second, blockers, page.portfolio.blockers)
    third = max(held.stop, second + 2) + 1
    last = write_table(builder, third, causes, page.template.causes)
    widths = widths_of(heat, page.catalog.language)
    language = page.catalog.language
    heights = {
        row: height
        for rows in (maps, held, last)
        for row, height in heights_of(builder.cells, rows, widths, language).items()
    }
    corner = a1((last.stop - 1, LEFT + len(heat) - 1))
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths,
        heights={**TITLE_HEIGHT, TOP: 46, second: 32, third: 32} | heights,
        freeze=a1((TOP, LEFT + 2)),
        print=Print("landscape", f"A1:{corner}"),
        unlocked=True,
        gauges=(*gauges_of(heat, maps),),
        tables=(
            table_of("HeatMap", maps, heat), table_of("Blockers", held, blockers),
            table_of("Causes", last, causes),
        ),
    )  # fmt: skip


def heat_columns(page: PortfolioPage) -> Iterator[Column[Slice]]:
    """Yield by what the portfolio is divided, the average ratings, where engagements stand, the cost."""
    yield Column(page.text("cut_by"), 15, partial(_by, page))
    yield Column(page.text("cut_value"), 27, partial(_value, page))
    yield Column(page.text("decisions_figure"), 12.5, lambda each: whole(each.engagements))
    heat = heat_of(page.template.scale)
    for id_ in page.template.criterion_ids:
        yield Column(page.label("criterion", id_), CRITERION_WIDTH, partial(_average, id_), scale=heat)
    for code in DECISIONS:
        yield Column(page.label("decision", code), DECISION_WIDTH, partial(_count, code))
    yield Column(f"{page.shared('sum_initial')}: {page.shared('high')}", 14, lambda each: _high(each.initial))
    yield Column(
        f"{page.shared('sum_run_rate')}: {page.shared('high')}", 14, lambda each: _high(each.run_rate)
    )


def _by(page: PortfolioPage, each: Slice) -> Cell:
    if each.by is None:
        return Cell(page.text("everything"), style="cell_strong")
    return Cell(page.catalog.text(f"field.{each.by}"), style="cell")


def _value(page: PortfolioPage, each: Slice) -> Cell:
    if each.by is None:
        return Cell("", style="cell")
    if each.choice is None:
        return Cell(page.text("not_given"), style="cell_wrap")
    return Cell(own(page.catalog.detail(each.by, each.choice)[1]), style="cell_wrap")


def _average(id_: str, each: Slice) -> Cell:
    return average(each.ratings.get(id_))


def _count(code: str, each: Slice) -> Cell:
    return whole(each.decisions[code] or None)


def _high(figure: Sum) -> Cell:
    return money(ends(figure.span if figure.known else None)[1])


def blocker_columns(page: PortfolioPage) -> Iterator[Column[Blocker]]:
    """Yield what is to be done, in how many engagements, and which cause and strategy it belongs to."""
    yield Column(
        page.text("do_title"), 20, lambda each: Cell(page.text(f"do.{each.do}"), style="cell_strong")
    )
    yield Column(page.text("what"), 34, lambda each: Cell(page.thing(each.do, each.id), style="cell_wrap"))
    yield Column(page.text("decisions_figure"), 14, lambda each: whole(each.engagements))
    yield Column(page.text("last_in"), CRITERION_WIDTH, lambda each: whole(each.last or None))
    yield Column(page.shared("cause"), CRITERION_WIDTH, partial(_causes, page))
    yield Column(page.text("strategy"), CRITERION_WIDTH, partial(_strategies, page))


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
        yield Column(page.label("level", level), CRITERION_WIDTH, partial(_level, counts, level))


def _levels(page: PortfolioPage, cause: str) -> Counter[str]:
    found = (entry.assessment.causes.get(cause) for entry in page.portfolio.ranking.entries)
    return Counter(each.level for each in found if each is not None)


def _level(counts: dict[str, Counter[str]], level: str, cause: Cause) -> Cell:
    return whole(counts[cause.id][level] or None)
