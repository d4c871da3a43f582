"""A comparison as a workbook: a row an engagement, a row a change, and what is not compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from ...opc.safe_text import visible
from ...spreadsheetml.address import a1
from ...templates.loader import Bundle
from ...workbook.layout.plan import Cell, Print, SheetPlan, Tone
from ...workbook.layout.reports.cells import LONGEST, whole
from ...workbook.layout.reports.table import (
    LEFT,
    TITLE_HEIGHT,
    Column,
    Tests,
    Tones,
    heights_of,
    highlights_of,
    one_table,
    table_of,
    widths_of,
    write_table,
)
from ...workbook.layout.reports.tiles import Tile, write_tiles
from ...workbook.rendering.report_writer import plan_report, write_report
from .changes import MovedValue, Plain
from .matching import ComparedEngagement, Movement, SetAside, Unexamined
from .page import (
    TABLES,
    ComparisonPage,
    count_of,
    currencies,
    decision_of,
    initial_of,
    named,
    text_cell,
)

HEADER = 7
"""Row of the table's titles: above it stand the title and the tiles."""
TILES = 3
HEIGHTS: Mapping[int, float] = {3: 16, 4: 24, 5: 14, 6: 6, HEADER: 38}
SHARES = (0.0, 0.16, 0.32, 0.48, 0.64, 0.8)
TILE_TONES: Mapping[Movement, Tone] = {"forward": "ink_good", "back": "ink_bad", "gone": "ink_attention"}
ORDER: tuple[Movement, ...] = ("back", "forward", "changed", "new", "gone", "same")
"""In which order the summary lists engagements: what went wrong first."""
WORDS = 6
"""How many changes a row of the summary names; all of them have rows of their own."""
SIDES: Mapping[str, Callable[[ComparedEngagement], Plain | None]] = {
    "then": lambda each: each.then,
    "now": lambda each: each.now,
}


class ChangeRow(NamedTuple):
    """A change with the engagement in which it is."""

    engagement: ComparedEngagement
    change: MovedValue


def comparison_book(page: ComparisonPage, bundle: Bundle) -> bytes:
    """Return the workbook; the same comparison gives the same bytes."""
    sheets = [plan_summary(page), plan_changes(page)]
    if page.comparison.set_aside or page.comparison.unexamined:
        sheets.append(plan_apart(page))
    plan = plan_report("comparison", sheets, bundle, page.catalog.language)
    return write_report(plan, bundle, page.text("title.summary"))


def plan_summary(page: ComparisonPage) -> SheetPlan:
    """Plan the page: how many went where, and a row an engagement."""
    columns = tuple(summary_columns(page))
    widths = widths_of(columns, page.catalog.language)
    engagements = page.comparison.engagements
    then, now = (visible(side, LONGEST) for side in page.sides)
    builder = page.start("summary", page.text("summary_rule", then=then, now=now, count=len(engagements)))
    tiles = tuple(write_tiles(builder, tuple(tiles_of(page)), SHARES, widths, TILES))
    rows = write_table(builder, HEADER, columns, sorted(engagements, key=_place))
    heights = heights_of(builder.cells, rows, widths, page.catalog.language)
    right = LEFT + len(columns) - 1
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths,
        heights={**TITLE_HEIGHT, **HEIGHTS} | heights,
        freeze=a1((HEADER + 1, LEFT + 2)),
        highlights=(*(tone for _, tone in tiles if tone), *highlights_of(columns, rows)),
        merges=tuple(box for box, _ in tiles),
        print=Print("landscape", f"A1:{a1((max(rows.stop - 1, HEADER), right))}", f"{HEADER}:{HEADER}"),
        unlocked=True,
        tables=(table_of(TABLES["summary"], rows, columns),),
        values_from=HEADER + 1,
    )  # fmt: skip


def _place(each: ComparedEngagement) -> int:
    """Return where an engagement stands: those that moved first."""
    return ORDER.index(each.movement)


def tiles_of(page: ComparisonPage) -> Iterator[Tile]:
    """Yield how many engagements went where."""
    for movement, count in page.comparison.counts.items():
        tone = TILE_TONES.get(movement) if count else None
        yield Tile(page.text(f"tile.{movement}"), count, "", tone, "whole")


def summary_columns(page: ComparisonPage) -> Iterator[Column[ComparedEngagement]]:
    """Yield which engagement it is, where it went, what it came to then and now, and the changes in words."""
    field = page.catalog.text
    yield Column(field("field.id"), 12, lambda each: text_cell(visible(each.id, LONGEST), "cell_strong"))
    yield Column(field("field.organization"), 16, lambda each: text_cell(named(each, "organization")))
    yield Column(field("field.poc_name"), 17, lambda each: text_cell(named(each, "poc_name")))
    yield Column(page.text("moved_title"), 11, partial(_movement, page), Tones(page.movement_tests))
    decisions = Tones(page.decision_tests)
    yield from _both(page, "decisions", 16.5, partial(decision_of, page), decisions)
    yield from _both(page, "total", 7, lambda plain: whole(count_of(plain, "scorecard", "total")))
    yield Column(page.text("delta"), 6, _delta, Tones(_signs))
    yield from _both(page, "cleared", 8.5, lambda plain: whole(count_of(plain, "checklist", "cleared")))
    yield from _both(page, "initial", 12.5, initial_of)
    yield Column(
        page.text("currency"),
        9,
        lambda each: Cell(" → ".join(currencies(each)), style="cell", align="center"),
    )
    yield Column(page.text("in_words"), 46, partial(_in_words, page))


def _both(
    page: ComparisonPage,
    key: str,
    width: float,
    value: Callable[[Plain | None], Cell],
    tones: Tones | None = None,
) -> Iterator[Column[ComparedEngagement]]:
    """Yield a figure then and now."""
    for when, side in SIDES.items():
        title = page.text(f"both_{key}", when=page.text(when))
        yield Column(title, width, partial(_side, side, value), tones)


def _side(
    side: Callable[[ComparedEngagement], Plain | None],
    value: Callable[[Plain | None], Cell],
    each: ComparedEngagement,
) -> Cell:
    return value(side(each))


def _movement(page: ComparisonPage, each: ComparedEngagement) -> Cell:
    return Cell(page.text(f"movement.{each.movement}"), style="cell_strong", align="center")


def _delta(each: ComparedEngagement) -> Cell:
    """Return how many points there are more; blank where totals are made of different ratings."""
    was, is_ = (count_of(side, "scorecard", "total") for side in (each.then, each.now))
    other = any(what.what == "total" for what in each.incomparable)
    return whole(None if was is None or is_ is None or other else is_ - was)


def _signs(cell: str) -> Tests:
    yield f"AND(ISNUMBER({cell}),{cell}>0)", "good"
    yield f"AND(ISNUMBER({cell}),{cell}<0)", "bad"


def _in_words(page: ComparisonPage, each: ComparedEngagement) -> Cell:
    """Return the first changes a line each, beside what columns of their own show, and how many more."""
    words = page.words(each)
    others = list(words.lines(change for change in each.changes if not _is_elsewhere(change)))
    lines = others[:WORDS]
    if len(others) > WORDS:
        lines.append(page.text("more", count=len(others) - WORDS))
    lines += [words.incomparable(what) for what in each.incomparable]
    return text_cell("\n".join(lines))


def _is_elsewhere(change: MovedValue) -> bool:
    """Say whether columns of their own show a change, or it follows from another one."""
    return change.section == "must_meet" or (change.section == "result" and change.id != "outcome")


def plan_changes(page: ComparisonPage) -> SheetPlan:
    """Plan a row for every change."""
    rows = [ChangeRow(each, change) for each in page.comparison.engagements for change in each.changes]
    counted = len({row.engagement.id for row in rows})
    subtitle = page.text("changes_rule", count=len(rows), engagements=counted)
    return one_table(page, "changes", subtitle, tuple(change_columns(page)), rows)


def change_columns(page: ComparisonPage) -> Iterator[Column[ChangeRow]]:
    """Yield in which engagement what changed, and what it was and is."""
    field = page.catalog.text
    yield Column(
        field("field.id"), 13, lambda row: text_cell(visible(row.engagement.id, LONGEST), "cell_strong")
    )
    yield Column(
        field("field.organization"), 20, lambda row: text_cell(named(row.engagement, "organization"))
    )
    yield Column(field("field.poc_name"), 22, lambda row: text_cell(named(row.engagement, "poc_name")))
    yield Column(
        page.text("section_title"), 13, lambda row: text_cell(page.words(row.engagement).section(row.change))
    )
    yield Column(
        page.text("what_title"), 38, lambda row: text_cell(page.words(row.engagement).name(row.change))
    )
    yield Column(
        page.text("then_title"), 30, lambda row: text_cell(page.words(row.engagement).then(row.change))
    )
    yield Column(
        page.text("now_title"), 30, lambda row: text_cell(page.words(row.engagement).now(row.change))
    )


def plan_apart(page: ComparisonPage) -> SheetPlan:
    """Plan a row for every file that is not compared."""
    rows: tuple[SetAside | Unexamined, ...] = (*page.comparison.unexamined, *page.comparison.set_aside)
    subtitle = page.text("apart_rule", count=len(rows))
    return one_table(page, "apart", subtitle, tuple(apart_columns(page)), rows)


def apart_columns(page: ComparisonPage) -> Iterator[Column[SetAside | Unexamined]]:
    """Yield which file it is, and why it is not compared."""
    yield Column(page.text("side_title"), 10, lambda each: text_cell(page.text(each.side)))
    yield Column(page.text("file_title"), 60, lambda each: text_cell(visible(each.file, LONGEST)))
    yield Column(page.text("reason_title"), 70, partial(_reason, page))


def _reason(page: ComparisonPage, each: SetAside | Unexamined) -> Cell:
    if isinstance(each, Unexamined):
        return text_cell(visible(f"{each.code} {each.message}", LONGEST))
    return text_cell(page.text(f"set_aside.{each.reason}", file=visible(each.instead, LONGEST)))
