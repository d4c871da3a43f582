"""The dashboard's charts and the numbers they draw: right when blank, half filled and full.

A chart needs numbers: what is not known yet is 0 here, and only here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .. import formulas
from ..context import Context
from ..plan import Area, Cell, Chart, ChartTone, Format, Position, SheetBuilder, a1

WIDTH = 4
"""Columns that a chart covers."""
TALL, LOW = 12, 8
"""Rows that a chart covers."""
WHOLE_AND_ITS_LABEL = 1.15
"""Where an axis of shares ends, so that "100%" has room beside its bar."""


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers of one chart: labels in the first column, a series in each of the next."""

    sheet: str
    top: int
    rows: int
    column: int

    def area(self, offset: int) -> Area:
        column = self.column + offset
        return Area(self.sheet, (self.top, column), (self.top + self.rows - 1, column))


def plan_charts(
    builder: SheetBuilder,
    context: Context,
    column: int,
    tops: Sequence[int],
    sides: tuple[int, int],
) -> None:
    """Place the charts left and right from the given rows on; their numbers stand from `column` on."""
    ratings_row, readiness_row, costs_row = tops
    left, right = sides
    ratings = _ratings(builder, context, ratings_row, column)
    _rating_charts(builder, context, ratings, ((ratings_row, left), (ratings_row, right)))
    checklist = _checklist(builder, context, readiness_row, column + 4)
    _checklist_chart(builder, context, checklist, (readiness_row, left))
    if context.template.causes:
        causes = _causes(builder, context, readiness_row, column + 9)
        _cause_chart(builder, context, causes, (readiness_row, right))
    costs = _costs(builder, context, costs_row, column + 13)
    _cost_chart(builder, context, costs, (costs_row, right))


def _table(builder: SheetBuilder, top: int, column: int, rows: Sequence[Sequence[Cell]]) -> Table:
    """Write rows of a label, its series and what the label is made of."""
    for row, cells in enumerate(rows, top):
        for place, cell in enumerate(cells, column):
            builder.put(row, place, cell)
    return Table(builder.id, top, len(rows), column)


def _words(text: str, id_: str = "") -> Cell:
    """Return a text; one that formulas repeat needs its id."""
    return Cell(text, style="working", shows=id_)


def _step(formula: str, shows: str) -> Cell:
    return Cell(formula=formula, style="working", shows=shows)


def _add(
    builder: SheetBuilder, context: Context, key: str, anchor: Position, labels: Area,
    series: Sequence[tuple[str, Area, ChartTone]], height: int, *,
    kind: str, maximum: float | None = None, look: Format = "general", units: tuple[str, str] = ("", ""),
) -> None:  # fmt: skip
    row, column = anchor
    chart = Chart(
        kind, context.text(f"chart_{key}"), context.text(f"alt_{key}"), a1(anchor), 0, 0,  # type: ignore[arg-type]
        labels, tuple(series), maximum, look, units, a1((row + height - 1, column + WIDTH - 1)),
    )  # fmt: skip
    builder.charts.append(chart)


def _ratings(builder: SheetBuilder, context: Context, top: int, column: int) -> Table:
    ids = context.template.criterion_ids
    needed = _step("=MAX(pg_list_band_minimum)/pg_list_criteria", "average_needed")
    rows = [
        (
            _words(f"{number}. {context.label('criterion', id_)}"),
            _step(f"=N(pg_calc_rating_{id_})", f"drawn_rating {id_}"),
            needed,
        )
        for number, id_ in enumerate(ids, 1)
    ]
    return _table(builder, top, column, rows)


def _rating_charts(
    builder: SheetBuilder, context: Context, table: Table, anchors: tuple[Position, Position]
) -> None:
    highest = context.template.scale.highest
    rating, needed = context.text("rating"), context.text("average_needed")
    series: list[tuple[str, Area, ChartTone]] = [
        (rating, table.area(1), "accent"),
        (needed, table.area(2), "line"),
    ]
    labels = table.area(0)
    _add(builder, context, "ratings", anchors[0], labels, series, TALL, kind="bar",
         maximum=highest, look="whole")  # fmt: skip
    _add(builder, context, "radar", anchors[1], labels, series, TALL, kind="radar",
         maximum=highest, look="whole")  # fmt: skip


def _checklist(builder: SheetBuilder, context: Context, top: int, column: int) -> Table:
    rows = []
    for row, group in enumerate(context.template.groups, top):
        done, items = f"pg_out_checklist_{group.id}_done", f"pg_out_checklist_{group.id}_items"
        named = _step(f'={a1((row, column + 3))}&" "&{done}&" / "&{items}', f"drawn_group {group.id}")
        cleared = _step(f"={done}", f"output checklist_{group.id}_done")
        rest = _step(f"={items}-{done}", f"drawn_open {group.id}")
        rows.append((named, cleared, rest, _words(context.label("group", group.id), f"group.{group.id}")))
    return _table(builder, top, column, rows)


def _checklist_chart(builder: SheetBuilder, context: Context, table: Table, anchor: Position) -> None:
    series: list[tuple[str, Area, ChartTone]] = [
        (context.text("done"), table.area(1), "accent"),
        (context.text("open"), table.area(2), "muted"),
    ]
    most = max(len(group.items) for group in context.template.groups)
    _add(builder, context, "checklist", anchor, table.area(0), series, LOW,
         kind="stacked", maximum=most, look="whole")  # fmt: skip


def _causes(builder: SheetBuilder, context: Context, top: int, column: int) -> Table:
    rows = []
    for row, cause in enumerate(context.template.causes, top):
        level = formulas.label_of(f"pg_out_cause_{cause.id}", "level").removeprefix("=")
        named = _step(f"={a1((row, column + 2))}&pg_text_colon&{level}", f"drawn_cause {cause.id}")
        exposure = _step(f"=N(pg_out_cause_{cause.id}_exposure)", f"drawn_exposure {cause.id}")
        rows.append((named, exposure, _words(context.label("cause", cause.id), f"cause.{cause.id}")))
    return _table(builder, top, column, rows)


def _cause_chart(builder: SheetBuilder, context: Context, table: Table, anchor: Position) -> None:
    series: list[tuple[str, Area, ChartTone]] = [(context.text("exposure"), table.area(1), "accent")]
    _add(builder, context, "causes", anchor, table.area(0), series, LOW, kind="bar",
         maximum=WHOLE_AND_ITS_LABEL, look="percent")  # fmt: skip


def _costs(builder: SheetBuilder, context: Context, top: int, column: int) -> Table:
    rows = [
        (
            _words(context.text(f"sum_{key}")),
            _step(f"=N(pg_out_cost_{key}_low)", f"drawn_low {key}"),
            _step(f"=N(pg_out_cost_{key}_high)-N(pg_out_cost_{key}_low)", f"drawn_range {key}"),
        )
        for key in ("initial", "first_year", "run_rate")
    ]
    return _table(builder, top, column, rows)


def _cost_chart(builder: SheetBuilder, context: Context, table: Table, anchor: Position) -> None:
    series: list[tuple[str, Area, ChartTone]] = [
        (context.text("low"), table.area(1), "hidden"),
        (context.text("cost_range"), table.area(2), "accent"),
    ]
    units = context.text("thousands"), context.text("millions")
    _add(builder, context, "costs", anchor, table.area(0), series, LOW,
         kind="stacked", look="money", units=units)  # fmt: skip
