"""The scorecard: criteria with their anchors, ratings, notes, suggestions and concerns; the result."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.template import Criterion
from .. import formulas
from ..context import Context
from ..plan import OUTPUT_PREFIX, Cell, Highlight, Print, SheetBuilder, SheetPlan, a1
from .frame import LEFT, TOP, area, carry_on, header, heading, last_row, start_sheet, working
from .improvement import plan_improvement
from .rating_helpers import plan_helpers


@dataclass(frozen=True, slots=True)
class Grid:
    """Where things stand; the number of anchors decides where the ratings are."""

    anchors: tuple[int, ...]
    criteria: int

    @property
    def rows(self) -> range:
        return range(TOP + 1, TOP + 1 + self.criteria)

    @property
    def first_anchor(self) -> int:
        return LEFT + 2

    @property
    def rating(self) -> int:
        return self.first_anchor + len(self.anchors)

    @property
    def note(self) -> int:
        return self.rating + 1

    @property
    def suggested(self) -> int:
        return self.rating + 2

    @property
    def concern(self) -> int:
        return self.rating + 3

    @property
    def working(self) -> int:
        return self.rating + 5

    @property
    def floor(self) -> int:
        return self.working + 5

    @property
    def result_row(self) -> int:
        return self.rows[-1] + 2

    @property
    def improvement_row(self) -> int:
        return self.result_row + 7

    @property
    def helper_row(self) -> int:
        return self.improvement_row + self.criteria + 3


def plan_scorecard(context: Context) -> SheetPlan:
    """Plan the sheet on which the criteria are rated."""
    criteria = context.template.criteria
    anchors = sorted({anchor for c in criteria for anchor in c.anchors}, reverse=True)
    grid = Grid(tuple(anchors), len(criteria))
    builder = start_sheet(context, "scorecard")
    _header(builder, context, grid)
    for row, criterion in zip(grid.rows, criteria, strict=True):
        _criterion(builder, context, row, criterion, grid)
    _concern_names(builder, grid)
    builder.name("pg_calc_ratings", (grid.rows[0], grid.working), (grid.rows[-1], grid.working))
    builder.name("pg_list_floors", (grid.rows[0], grid.floor), (grid.rows[-1], grid.floor))
    _result(builder, context, grid)
    labels = area((grid.rows[0], LEFT + 1), (grid.rows[-1], LEFT + 1))
    plan_improvement(builder, context, grid.improvement_row, grid.rows, (grid.working, grid.floor), labels)
    plan_helpers(builder, context, grid.helper_row, grid.working)
    return _plan(builder, context, grid)


def _header(builder: SheetBuilder, context: Context, grid: Grid) -> None:
    text = context.text
    titles: list[str | int] = [text("number"), text("criterion"), *grid.anchors]
    titles += [text("rating"), text("note"), text("suggested"), text("concern_header")]
    header(builder, TOP, LEFT, titles)
    header(builder, TOP, grid.working, [text("w_valid"), text("w_needed"), text("w_order")])
    header(builder, TOP, grid.floor, [text("w_floor")])


def _criterion(builder: SheetBuilder, context: Context, row: int, criterion: Criterion, grid: Grid) -> None:
    id_ = criterion.id
    builder.put(row, LEFT, Cell(row - TOP, style="muted", align="center"))
    label = Cell(context.label("criterion", id_), style="label", shows=f"criterion.{id_}")
    builder.put(row, LEFT + 1, label)
    for column, anchor in enumerate(grid.anchors, grid.first_anchor):
        words = context.catalog.text(f"anchor.{id_}.{anchor}") if anchor in criterion.anchors else None
        builder.put(row, column, Cell(words))
    rating = builder.put(row, grid.rating, context.input(f"pg_rating_{id_}"), f"pg_rating_{id_}")
    builder.put(row, grid.note, context.input(f"pg_note_{id_}"), f"pg_note_{id_}")
    builder.put(row, grid.suggested, _suggested(f"suggested_{id_}" if criterion.helper else ""))
    valid = working(
        builder, row, grid.working, formulas.member(rating, "pg_list_rating"), f"pg_calc_rating_{id_}"
    )
    floor = builder.put(row, grid.floor, Cell(context.template.floor_of[id_], style="working"))
    concern = f'=IF({valid}<{floor},pg_text_concern,"")'
    told = Cell(formula=concern, style="check", align="center", shows=f"concern {id_}")
    builder.put(row, grid.concern, told)


def _suggested(result: str) -> Cell:
    """Return the cell beside a rating that repeats its suggestion, if it has one."""
    formula, shows = (f"={OUTPUT_PREFIX}{result}", f"output {result}") if result else ("", "")
    return Cell(None, formula, style="muted", format="whole", align="center", shows=shows)


def _concern_names(builder: SheetBuilder, grid: Grid) -> None:
    """Join the names of the criteria that are a concern, those of each half in one cell."""
    column, middle = grid.working + 4, grid.rows[grid.criteria // 2]
    for row in grid.rows:
        name, concern, before = a1((row, LEFT + 1)), a1((row, grid.concern)), a1((row - 1, column))
        comma = f'{before}&IF({before}="","",pg_text_separator)&{name}'
        first = row in (grid.rows[0], middle)
        formula = f'=IF({concern}="","",{name})' if first else f'=IF({concern}="",{before},{comma})'
        working(builder, row, column, formula)
    builder.name("pg_calc_concerns_first", (max(grid.rows[0], middle - 1), column))
    builder.name("pg_calc_concerns_rest", (grid.rows[-1], column))


def _result(builder: SheetBuilder, context: Context, grid: Grid) -> None:
    """Write total, range and verdict below the ratings."""
    top, label, value = grid.result_row, LEFT + 1, grid.first_anchor
    heading(builder, top, context.text("result"))
    ratings = area((grid.rows[0], grid.working), (grid.rows[-1], grid.working))
    missing = "(pg_list_criteria-COUNT(pg_calc_ratings))"
    verdict = (
        "=IF(COUNT(pg_calc_ratings)<pg_list_criteria,pg_code_verdict_incomplete,"
        "INDEX(pg_list_band_code,MATCH(pg_out_total,pg_list_band_minimum,1)))"
    )
    numbers = (
        ("total", f"=SUM({ratings})", "pg_out_total"),
        ("total_min", f"=pg_out_total+{missing}*pg_list_lowest", "pg_out_total_min"),
        ("total_max", f"=pg_out_total+{missing}*pg_list_highest", "pg_out_total_max"),
    )
    for row, (key, formula, name) in enumerate(numbers, top + 1):
        builder.put(row, label, Cell(context.text(key), style="label"))
        builder.put(row, value, Cell(formula=formula, style="output", format="whole", align="left"), name)
    for row, key in ((top + 4, "verdict"), (top + 5, "reachable")):
        builder.put(row, label, Cell(context.text(key), style="label"))
        carry_on(builder, row, range(value + 1, grid.rating + 1))
    code = builder.put(top + 4, grid.working + 2, Cell(formula=verdict, style="code"), "pg_out_verdict")
    told = Cell(formula=formulas.label_of(code, "verdict"), style="output_line", shows="verdict")
    builder.put(top + 4, value, told)
    reachable = Cell(formula="=pg_calc_reachable", style="output_line", shows="reachable")
    builder.put(top + 5, value, reachable)


def _plan(builder: SheetBuilder, context: Context, grid: Grid) -> SheetPlan:
    widths = {1: 2, LEFT: 5, LEFT + 1: 31, grid.rating: 11, grid.note: 34, grid.suggested: 11}
    widths |= dict.fromkeys(range(grid.first_anchor, grid.rating), 24)
    widths |= {grid.concern: 12, grid.concern + 1: 3}
    widths |= dict.fromkeys(range(grid.working, grid.working + 3), 12)
    first, last = a1((TOP + 1, grid.concern)), a1((grid.rows[-1], grid.concern))
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths,
        heights=builder.heights | dict.fromkeys(grid.rows, 40) | {grid.helper_row + 1: 32},
        freeze=a1((TOP + 1, grid.first_anchor)),
        highlights=(
            Highlight(f"{first}:{last}", f'{first}<>""', "bad"),
        ),
        print=Print("landscape", f"A1:{a1((last_row(builder, grid.concern), grid.concern))}", one_page=True),
    )  # fmt: skip
