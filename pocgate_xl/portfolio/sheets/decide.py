"""The board's page: what is launched, when and for how much, what it takes, and what came back wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import partial
from itertools import accumulate
from math import ceil

from ...core.template import Scale
from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Cell, Print, SheetPlan
from ...workbook.layout.reports.cells import on_day, own, percent, said, whole
from ...workbook.layout.reports.lines import LinedCells
from ...workbook.layout.reports.table import (
    LEFT,
    TITLE_HEIGHT,
    Column,
    GaugeScale,
    Tones,
    fitting,
    gauges_of,
    highlights_of,
    lined_table,
    table_of,
    widths_of,
)
from ...workbook.layout.reports.tiles import write_tiles
from ...workbook.layout.styles.cell_styles import ROW_HEIGHT
from ..actions import latest_assessment
from ..cash import NOTHING
from ..entries import Entry
from .decide_foot import FOOT_ROWS, write_foot
from .decide_head import SHARES, tiles_of
from .needs import needed_by, needed_next
from .page import TABLES, PortfolioPage

HEADER = 7
"""Row of the table's titles: above it stand the title and the tiles."""
TILES = 3
HEIGHTS: Mapping[int, float] = {3: 16, 4: 24, 5: 26, 6: 6, HEADER: 36}
NAMES = (("organization", 16.2), ("poc_name", 19.4))
NARROW = 4.9
"""Width of a rating."""
TOP_MARGIN = 0.45
PAGE_HEIGHT, WIDEST = 505, 0.8
"""Points of A4 between its margins, lying, and the scale at which the narrowest letters fill its width."""


def plan_decide(page: PortfolioPage) -> SheetPlan:
    """Plan the page: tiles, a row an engagement, and below them the funding and what is sent back."""
    columns = tuple(columns_of(page))
    widths = widths_of(columns, page.catalog.language)
    builder = page.start("decide", _subtitle(page))
    tiles = tuple(write_tiles(builder, tuple(tiles_of(page)), SHARES, widths, TILES))
    cells = lined_table(
        builder, HEADER, columns, page.portfolio.ranking.entries, shown_on_page(page), page.catalog.language
    )  # fmt: skip
    rows = cells.lines.places
    foot = max(rows.stop, HEADER + 2) + 1
    write_foot(builder, page, widths, foot)
    last = a1((foot + FOOT_ROWS, LEFT + len(columns) - 1))
    breaks = () if _fits(cells, foot + FOOT_ROWS) else (foot,)
    return SheetPlan(
        builder.id, builder.title, cells, builder.names,
        widths=widths,
        heights={**TITLE_HEIGHT, **HEIGHTS},
        freeze=a1((HEADER + 1, LEFT + 2)),
        highlights=(*(tone for _, tone in tiles if tone), *highlights_of(columns, rows)),
        merges=tuple(box for box, _ in tiles),
        charts=tuple(builder.charts),
        print=Print("landscape", f"A1:{last}", f"{HEADER}:{HEADER}", breaks=breaks, top=TOP_MARGIN),
        unlocked=True,
        gauges=tuple(gauges_of(columns, rows)),
        tables=(table_of(TABLES["decide"], rows, columns),),
        values_from=HEADER + 1,
    )  # fmt: skip


def shown_on_page(page: PortfolioPage) -> int:
    """Return how many engagements the page has room for above its foot."""
    return fitting(len(page.portfolio.ranking.entries), HEADER, 2 + FOOT_ROWS)


def _fits(cells: LinedCells, last: int) -> bool:
    """Say whether a page has room down to its last row; of many lines none is measured for that."""
    if not fits_a_page({}, last):
        return False
    lines = {line.row: line.height for line in cells.lines if line.height is not None}
    return fits_a_page({**TITLE_HEIGHT, **HEIGHTS, **lines}, last)


def fits_a_page(heights: Mapping[int, float], last: int) -> bool:
    """Say whether these rows surely stand on one page, however wide the letters of a program are."""
    return sum(heights.get(row, ROW_HEIGHT) for row in range(1, last + 1)) * WIDEST <= PAGE_HEIGHT


def _subtitle(page: PortfolioPage) -> str:
    portfolio = page.portfolio
    day = latest_assessment(portfolio.ranking)
    key = "decide_basis_undated" if day is None else "decide_basis"
    engagements = len(portfolio.ranking.entries)
    basis = page.text(key, day=day, engagements=engagements, files=portfolio.files, unit=page.unit[1])
    return page.cut(basis, shown_on_page(page), engagements)


def columns_of(page: PortfolioPage) -> Iterator[Column[Entry]]:
    """Yield the columns; those of the ratings follow the gate."""
    field, places = page.catalog.text, page.places
    yield Column(page.text("rank_short"), 4.5, lambda entry: whole(places.get(id(entry)), style="cell"))
    yield Column(page.text("id_short"), 11.5, lambda entry: said(own(entry.id), style="cell_strong"))
    for key, width in NAMES:
        yield Column(field(f"field.{key}"), width, partial(_said, key))
    yield Column(page.shared("decision"), 18, page.decision, Tones(page.decision_tests))
    yield Column(page.text("committee"), 10.2, lambda entry: said(page.committee(entry)))
    yield from _plan(page)
    yield from _scores(page)
    yield Column(page.text("needed_next"), 21, partial(_needed, page))
    yield Column(page.text("by_when"), 10.7, _by)
    yield Column(field("field.sponsor"), 14, partial(_said, "sponsor"))


def _said(key: str, entry: Entry) -> Cell:
    return said(own(getattr(entry.assessment.engagement, key)))


def _plan(page: PortfolioPage) -> Iterator[Column[Entry]]:
    """Yield when an engagement starts, what it takes, and what all up to it take."""
    starts, sums = page.starts(page.portfolio.plan), _so_far(page)
    yield Column(page.text("start"), 10, lambda entry: _start(starts.get(id(entry))))
    yield Column(page.text("once"), 7.5, lambda entry: page.amount(entry.cost))
    yield Column(page.text("so_far"), 7.5, lambda entry: page.amount(sums.get(id(entry))))
    yield Column(page.text("payback_short"), 8, _payback)


def _start(quarter: str | None) -> Cell:
    return said(quarter or "–", style="cell_strong" if quarter else "cell", align="center")


def _so_far(page: PortfolioPage) -> dict[int, Fraction]:
    """Add up the costs of what is launched, in rank order."""
    launched = {id(each.entry) for each in page.portfolio.plan.placed}
    counted = [entry for entry in page.portfolio.ranking.ranked if id(entry) in launched]
    sums = accumulate(entry.cost or NOTHING for entry in counted)
    return {id(entry): total for entry, total in zip(counted, sums, strict=True)}


def _payback(entry: Entry) -> Cell:
    return whole(None if entry.payback is None else ceil(entry.payback), style="cell")


def _scores(page: PortfolioPage) -> Iterator[Column[Entry]]:
    heat = heat_of(page.template.scale)
    for id_ in page.template.criterion_ids:
        yield Column(page.catalog.short_criterion(id_), NARROW, partial(_rating, id_), scale=heat)
    yield Column(page.text("list_short"), 6, _cleared, scale=GaugeScale("bar", 0, 1))


def heat_of(scale: Scale) -> GaugeScale:
    """Return the colours of ratings, from the lowest to the highest."""
    return GaugeScale("heat", scale.lowest, scale.highest)


def _rating(id_: str, entry: Entry) -> Cell:
    return whole(entry.assessment.scorecard.ratings.get(id_), style="cell")


def _cleared(entry: Entry) -> Cell:
    return percent(entry.assessment.checklist.completeness)


def _needed(page: PortfolioPage, entry: Entry) -> Cell:
    return said(needed_next(page, entry))


def _by(entry: Entry) -> Cell:
    return on_day(needed_by(entry))
