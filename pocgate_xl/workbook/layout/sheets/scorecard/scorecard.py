"""The scorecard: where it stands, criteria with their anchors and ratings, questions, what to raise."""

from __future__ import annotations

from .....core.catalog import RATING_WORDS
from .....core.template import Criterion
from .....records import dataclass
from .....spreadsheetml.address import a1
from ... import formulas
from ...context import Context
from ...plan import OUTPUT_PREFIX, Cell, Highlight, Print, SheetPlan
from ...sheet_builder import SheetBuilder
from ..framing.frame import HINT_ROW, LEFT, TOP, area, gaps, header, last_row, screen, start_sheet, working
from .anchors import lit_anchors, plan_anchors
from .improvement import plan_improvement
from .questions import plan_questions
from .rating_helpers import plan_helpers

SUMMARY = HINT_ROW
"""The row above the table, in view while people rate."""
ANCHORS = 82
"""Characters of all anchors together, where there are many."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Where things stand; the number of anchors decides where the ratings are."""

    anchors: tuple[int, ...]
    criteria: int
    questions: int
    helpers: int

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
    def unrated(self) -> int:
        return self.working + 7

    @property
    def lit(self) -> int:
        return self.working + 8

    @property
    def question_row(self) -> int:
        return self.rows[-1] + 2

    @property
    def improvement_row(self) -> int:
        return self.question_row + (self.questions + 3 if self.questions else 0)

    @property
    def raised(self) -> range:
        """Return the rows of what to raise."""
        return range(self.improvement_row + 2, self.improvement_row + 2 + self.criteria)

    @property
    def helper_row(self) -> int:
        return self.improvement_row + self.criteria + 3

    @property
    def helped(self) -> range:
        """Return the rows that help to rate."""
        return range(self.helper_row + 2, self.helper_row + 2 + self.helpers)


def plan_scorecard(context: Context) -> SheetPlan:
    """Plan the sheet on which the criteria are rated and the questions answered."""
    criteria = context.template.criteria
    anchors = sorted({anchor for c in criteria for anchor in c.anchors}, reverse=True)
    grid = Grid(
        tuple(anchors),
        len(criteria),
        len(context.template.questions),
        sum(c.helper is not None for c in criteria),
    )
    builder = start_sheet(context, "scorecard", hint=False)
    _header(builder, context, grid)
    for row, criterion in zip(grid.rows, criteria, strict=True):
        _criterion(builder, context, row, criterion, grid)
    plan_anchors(builder, context, grid.rows, (grid.first_anchor, grid.lit), grid.anchors)
    _joined(builder, grid)
    builder.name("pg_calc_ratings", (grid.rows[0], grid.working), (grid.rows[-1], grid.working))
    builder.name("pg_list_floors", (grid.rows[0], grid.floor), (grid.rows[-1], grid.floor))
    _results(builder, context, grid)
    _summary(builder, context, grid)
    builder.put(grid.rows[-1] + 1, LEFT, Cell(context.text("hint.scorecard"), style="hint"))
    plan_questions(builder, context, grid.question_row, (grid.rating, grid.concern, grid.working))
    labels = area((grid.rows[0], LEFT + 1), (grid.rows[-1], LEFT + 1))
    plan_improvement(builder, context, grid.improvement_row, grid.rows, (grid.working, grid.floor), labels)
    plan_helpers(builder, context, grid.helper_row, grid.working)
    return _plan(builder, context, grid)


def _header(builder: SheetBuilder, context: Context, grid: Grid) -> None:
    text = context.text
    titles: list[str | int] = [text("number"), text("criterion")]
    titles += [_anchor_title(context, anchor) for anchor in grid.anchors]
    titles += [text("rating"), text("note"), text("suggested"), text("concern_header")]
    header(builder, TOP, LEFT, titles)
    header(builder, TOP, grid.working, [text("w_valid"), text("w_needed"), text("w_order")])
    header(builder, TOP, grid.floor, [text("w_floor")])


def _anchor_title(context: Context, anchor: int) -> str | int:
    """Return a rating and what it is called, where the template calls it something."""
    word = context.catalog.texts.get(f"{RATING_WORDS}.{anchor}")
    return f"{anchor} {word}" if word else anchor


def _criterion(builder: SheetBuilder, context: Context, row: int, criterion: Criterion, grid: Grid) -> None:
    id_ = criterion.id
    builder.put(row, LEFT, Cell(row - TOP, style="muted", align="center"))
    label = Cell(context.label("criterion", id_), style="label", shows=f"criterion.{id_}")
    builder.put(row, LEFT + 1, label)
    rating = builder.put(row, grid.rating, context.input(f"pg_rating_{id_}", "input_big"), f"pg_rating_{id_}")
    builder.put(row, grid.note, context.input(f"pg_note_{id_}"), f"pg_note_{id_}")
    builder.put(row, grid.suggested, _suggested(f"suggested_{id_}" if criterion.helper else ""))
    valid = working(
        builder, row, grid.working, formulas.member(rating, "pg_list_rating"), f"pg_calc_rating_{id_}"
    )
    floor = builder.put(row, grid.floor, Cell(context.template.floor_of[id_], style="working"))
    concern = f'=IF({valid}<{floor},pg_text_concern,"")'
    flag = Cell(formula=concern, style="check", align="center", shows=f"concern {id_}")
    builder.put(row, grid.concern, flag)


def _suggested(result: str) -> Cell:
    """Return the cell beside a rating that repeats its suggestion, if it has one."""
    formula, shows = (f"={OUTPUT_PREFIX}{result}", f"output {result}") if result else ("", "")
    return Cell(None, formula, style="output", format="whole", align="center", shows=shows)


def _joined(builder: SheetBuilder, grid: Grid) -> None:
    """Join the numbers of what is not rated, from row to row."""
    for row in grid.rows:
        rated, number = f"ISNUMBER({a1((row, grid.working))})", a1((row, LEFT))
        before = a1((row - 1, grid.unrated))
        joined = f'{before}&IF({before}="","",pg_text_separator)&{number}'
        formula = f'=IF({rated},"",{number}&"")' if row == grid.rows[0] else f"=IF({rated},{before},{joined})"
        working(builder, row, grid.unrated, formula)
    builder.name("pg_calc_unrated", (grid.rows[-1], grid.unrated))


def _results(builder: SheetBuilder, context: Context, grid: Grid) -> None:
    """Write total, range and the code of the verdict, out of sight: the summary tells them."""
    ratings = area((grid.rows[0], grid.working), (grid.rows[-1], grid.working))
    missing = "(pg_list_criteria-COUNT(pg_calc_ratings))"
    results = {
        "total": f"=SUM({ratings})",
        "total_min": f"=pg_out_total+{missing}*pg_list_lowest",
        "total_max": f"=pg_out_total+{missing}*pg_list_highest",
        "verdict": "=IF(COUNT(pg_calc_ratings)<pg_list_criteria,pg_code_verdict_incomplete,"
        "INDEX(pg_list_band_code,MATCH(pg_out_total,pg_list_band_minimum,1)))",
    }
    for row, (key, formula) in enumerate(results.items(), grid.rows[-1] + 3):
        cell = Cell(formula=formula, style="code", format="general" if key == "verdict" else "whole")
        builder.put(row, grid.floor, cell, f"{OUTPUT_PREFIX}{key}")
        builder.put(row, grid.floor + 1, Cell(context.text(key), style="working"))


def _summary(builder: SheetBuilder, context: Context, grid: Grid) -> None:
    """Say above the table what the ratings come to, what is missing, and what total leads where."""
    points = formulas.sentence("pg_text_points", total="pg_out_total")
    possible = formulas.sentence("pg_text_points_possible", low="pg_out_total_min", high="pg_out_total_max")
    still = 'IF(SUMPRODUCT((pg_calc_reached="")*1)=0,pg_text_every_verdict,pg_calc_reachable)'
    verdict = formulas.label_of("pg_out_verdict", "verdict").removeprefix("=")
    reached = f'={points}&IF(pg_calc_unrated="","",{possible})'
    missing = f"pg_text_to_rate&pg_calc_unrated&pg_text_still_possible&{still}"
    rated = f'=IF(pg_calc_unrated="",{verdict},{missing})'
    summary = {
        LEFT: Cell(formula=reached, style="summary", shows="points"),
        grid.first_anchor: Cell(formula=rated, style="summary", shows="rated"),
        grid.concern: Cell(_thresholds(context), style="summary_note", align="right"),
    }  # fmt: skip
    for column in range(LEFT, grid.concern + 1):
        builder.put(SUMMARY, column, summary.get(column) or Cell(style="summary"))


def _thresholds(context: Context) -> str:
    """Return the total that each verdict takes; the last one takes every total below."""
    bands = context.template.verdicts[:-1]
    return " · ".join(
        context.text("threshold", points=band.at_least, verdict=context.label("verdict", band.id))
        for band in bands
    )


def _plan(builder: SheetBuilder, context: Context, grid: Grid) -> SheetPlan:
    widths: dict[int, float] = {1: 2, LEFT: 5, LEFT + 1: 31, grid.rating: 11}
    widths |= {grid.suggested: 11, grid.concern: 12}
    anchor = min(17.8 if context.wide else 22, ANCHORS / max(1, len(grid.anchors)))
    widths |= dict.fromkeys(range(grid.first_anchor, grid.rating), anchor)
    widths[grid.note] = screen(context) - sum(widths.values())
    widths[grid.concern + 1] = 3
    widths |= dict.fromkeys(range(grid.working, grid.working + 3), 12)
    first, last = a1((TOP + 1, grid.concern)), a1((grid.rows[-1], grid.concern))
    lit = lit_anchors(context, grid.rows, (grid.first_anchor, grid.lit), grid.anchors)
    page = last_row(builder, grid.concern), grid.concern
    heights = gaps(builder, page) | dict.fromkeys(grid.rows, 24.0) | dict.fromkeys(grid.raised, 14.0)
    heights |= {SUMMARY: 24.0} | dict.fromkeys(grid.helped, 16.0) | builder.heights
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths,
        heights=heights,
        freeze=a1((TOP + 1, grid.first_anchor)),
        highlights=(
            Highlight(f"{first}:{last}", f'{first}<>""', "bad"),
            *lit,
        ),
        print=Print("landscape", f"A1:{a1(page)}", one_page=True),
    )  # fmt: skip
