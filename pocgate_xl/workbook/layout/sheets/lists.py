"""The hidden lists: every vocabulary, number, code and text that formulas speak of by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ....core.catalog import label_key
from ....core.fields import (
    ANSWERS,
    DECISIONS,
    INCOMPLETE,
    INPUT_VOCABULARIES,
    LEVELS,
    NOT_APPLICABLE,
    STANDINGS,
    own_vocabularies,
    vocabulary,
)
from ....core.template import Helper, Template
from ....spreadsheetml.address import a1
from .. import formulas
from ..context import Context
from ..plan import Cell, Literalish, SheetPlan
from ..sheet_builder import SheetBuilder
from .dashboard.grid import PLACEHOLDERS, letters, shortened

LISTS_TITLE = "pg_lists"
MONTHS_PER_YEAR, YEARS_SHOWN = 12, 3
MONEY_DIGITS, COMPARED_DIGITS = 2, 12
"""Digits of the one rounding; digits of a share beyond which a binary fraction is noise."""
FIRST_DATE, END_OF_DATES = 61, 2958466
"""Serials of 1900-03-01 and of the day after 9999-12-31."""
MOST_NAMED = 3
"""More in one sentence are counted instead."""
SPACES = {"wide_space": "\u3000", "hard_space": "\u00a0", "zero_space": "\u200b"}
"""What looks empty and is neither a plain space nor a line feed: wide as in Japanese, hard, of no width."""
ENCLOSED = "pg_list_enclosed_"
"""They are kept between slashes: some programs drop a text that is nothing but white space."""
BAR, BAR_LENGTH = "█", 8
"""What bars of progress are drawn with, and how many of them make a whole one."""
TEXT = "pg_text_"

FORMULA_TEXTS = (
    "unnamed", "concern", "overdue", "nobody_judges", "filled", "or", "range", "arrow",
    "separator", "more", "phase_shorter", "phase_longer", "phase_within", "required",
    "recommended", "begun", "check_sheet", "check_all", "check_fine",
    "progress_of", "progress_next", "go_there",
    "dot", "comma", "cut", "thousands_mark", "decimal_mark", "date_mark", "percent_mark",
    "unnamed_poc", "sponsor_is", "assessor_is", "revision_is", "assessed_on", "amounts_in", "thousand",
    "million", "not_rated_yet", "points_open", "points_enough", "points_short", "items_open",
    "items_cleared", "items_bare", "must_met", "must_unmet", "must_unmet_many", "must_blank",
    "causes_high", "causes_high_many", "causes_none", "tile_threshold", "none_overdue",
    "some_overdue", "times_poc", "pays_back", "no_payback", "in_full", "next_step", "takes",
    "step_do", "step_change", "step_who", "step_until", "step_cell", "mark_raise",
    "mark_open", "not_rated", "unanswered", "lacks_evidence", "envelope", "on_top",
    "points", "points_possible", "to_rate", "still_possible", "every_verdict", "checklist_counts",
    "amounts_in_full", "in_currency",
)  # fmt: skip
"""Ids under `text.` of the words that formulas show."""

CONCERN_TEXTS = ("concerned", "concerned_many")
"""Those that name concerns where these are no must-meets."""
ListEntry = tuple[str, Literalish]


def flags(template: Template) -> list[str]:
    """Return the ids of the words that say what an item still wants, those that a template asks for."""
    items = template.items
    rules = {template.evidence_of(item) for item in items}
    wanted = {
        "item_granted": any(item.granted_at_gate for item in items),
        "item_bare": "required" in rules,
        "item_unproven": "expected" in rules,
        "item_no_reason": template.allows_not_applicable,
    }
    return [word for word, asked in wanted.items() if asked]


def plan_lists(context: Context) -> SheetPlan:
    """Plan the hidden sheet on which vocabularies and constants stand."""
    builder = SheetBuilder("lists", LISTS_TITLE)
    for row, (name, value) in enumerate(_scalars(context), 2):
        builder.put(row, 1, Cell(name, style="working"))
        builder.put(row, 2, Cell(value, style="working", shows=_text_of(name)), name)
    _engagement(builder, row + 1)
    column = 4
    for name, codes in _vocabularies(context):
        _vocabulary(builder, context, column, name, codes)
        column += 4
    _ratings(builder, context, column)
    _levels(builder, context, column + 2)
    _bands(builder, context, column + 5)
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 34, 2: 24}, hidden=True,
    )  # fmt: skip


def _text_of(name: str) -> str:
    """Return the id of a text by its defined name; "" for what is no text."""
    return f"text.{name.removeprefix(TEXT)}" if name.startswith(TEXT) else ""


def _scalars(context: Context) -> Iterator[ListEntry]:
    template = context.template
    yield "pg_list_criteria", len(template.criteria)
    yield "pg_list_lowest", template.scale.lowest
    yield "pg_list_highest", template.scale.highest
    yield "pg_list_exposure_high", template.levels.high
    yield "pg_list_exposure_medium", template.levels.medium
    yield "pg_list_guide_low", template.costs.guide.low
    yield "pg_list_guide_high", template.costs.guide.high
    yield "pg_list_base_currency", template.costs.currency
    yield "pg_list_months_per_year", MONTHS_PER_YEAR
    yield "pg_list_years_shown", YEARS_SHOWN
    if template.costs.contingency == "percent":
        yield "pg_list_percent", 100
    if template.knock_out:
        yield "pg_list_knock_out", len(template.knock_out)
    yield "pg_list_money_digits", MONEY_DIGITS
    yield "pg_list_compared_digits", COMPARED_DIGITS
    yield "pg_list_first_date", FIRST_DATE
    yield "pg_list_end_of_dates", END_OF_DATES
    yield "pg_list_longest_months", 120
    yield "pg_list_bar", BAR
    yield "pg_list_bar_length", BAR_LENGTH
    yield "pg_list_million", 1_000_000
    yield "pg_list_thousand", 1_000
    yield "pg_list_hundred", 100
    yield "pg_list_ten", 10
    yield "pg_list_group", 3
    yield "pg_list_pair", 2
    yield "pg_list_most_named", MOST_NAMED
    yield from letters(context.catalog.language)
    for letter in PLACEHOLDERS:
        yield f"pg_list_hole_{letter}", f"{{{letter}}}"
    for key, space in SPACES.items():
        yield f"{ENCLOSED}{key}", f"/{space}/"
    for category in template.costs.categories:
        if category.reference:
            yield f"pg_list_reference_low_{category.id}", category.reference.low
            yield f"pg_list_reference_high_{category.id}", category.reference.high
        if category.poc_reference and category.poc_reference.high:
            yield f"pg_list_reference_poc_low_{category.id}", category.poc_reference.low
            yield f"pg_list_reference_poc_high_{category.id}", category.poc_reference.high
    for criterion in template.criteria:
        if criterion.helper:
            yield from _helper(criterion.id, criterion.helper)
    yield from _codes()
    concerns = () if template.floors.enforce else CONCERN_TEXTS
    for key in (*FORMULA_TEXTS, *concerns, *flags(template)):
        yield f"{TEXT}{key}", context.text(key)


def _engagement(builder: SheetBuilder, top: int) -> None:
    """Write what formulas of several sheets rest on: whose engagement it is, its valid day and revision."""
    id_, organization, poc = (f"pg_engagement_{part}" for part in ("id", "organization", "poc_name"))
    unnamed = "pg_text_unnamed"
    owner = f"IF({formulas.blank(organization)},{unnamed},{shortened(organization, 'name')})"
    called = f'IF({formulas.blank(poc)},""," – "&{shortened(poc, "name")})'
    whose = f'=IFERROR(IF({formulas.blank(id_)},"",{id_}&" · "),"")&pg_calc_whose_name&pg_calc_whose_poc'
    steps = {
        **{f"pg_list_{key}": f'=SUBSTITUTE({ENCLOSED}{key},"/","")' for key in SPACES},
        "pg_calc_whose_name": f"=IFERROR({owner},{unnamed})",
        "pg_calc_whose_poc": f'=IFERROR({called},"")',
        "pg_calc_whose": whose,
        "pg_calc_assessment_date": formulas.day("pg_engagement_assessment_date"),
        "pg_calc_revision": formulas.whole("pg_engagement_revision", "1"),
    }
    for row, (name, formula) in enumerate(steps.items(), top):
        builder.put(row, 1, Cell(name, style="working"))
        builder.put(row, 2, Cell(formula=formula, style="working"), name)


def _helper(criterion: str, helper: Helper) -> Iterator[ListEntry]:
    for number, band in enumerate(helper.bands, 1):
        yield f"pg_list_band_rating_{criterion}_{number}", band.rating
        if band.bound is not None:
            yield f"pg_list_band_bound_{criterion}_{number}", band.bound
    if helper.unknown_rating is not None:
        yield f"pg_list_band_unknown_{criterion}", helper.unknown_rating


def _codes() -> Iterator[ListEntry]:
    for group, codes in (
        ("standing", STANDINGS),
        ("level", LEVELS),
        ("decision", DECISIONS),
        ("status", ("done", "not_started", NOT_APPLICABLE)),
        ("answer", ANSWERS),
        ("direction", ("lower",)),
        ("verdict", (INCOMPLETE,)),
    ):
        for code in codes:
            yield f"pg_code_{group}_{code}", code


def _vocabularies(context: Context) -> Iterator[tuple[str, Sequence[str]]]:
    for name in INPUT_VOCABULARIES:
        yield name, vocabulary(context.template, name)
    bands = [band.id for band in context.template.verdicts]
    yield "verdict", [*bands, INCOMPLETE]
    yield "decision", DECISIONS
    yield "next_step", DECISIONS
    yield "standing", STANDINGS
    yield "level", LEVELS
    for name in own_vocabularies(context.template):
        yield name, vocabulary(context.template, name)
    yield "money_word", context.template.costs.currencies


def _vocabulary(
    builder: SheetBuilder, context: Context, column: int, name: str, codes: Sequence[str]
) -> None:
    """Write position, code and label of each word; position 0, left empty, stands for blank."""
    builder.put(1, column, Cell(name, style="working"))
    builder.put(2, column, Cell(0, style="working"))
    for row, code in enumerate(codes, 3):
        builder.put(row, column, Cell(row - 2, style="working"))
        builder.put(row, column + 1, Cell(code, style="working"))
        label = Cell(context.label(name, code), style="working", shows=label_key(name, code))
        builder.put(row, column + 2, label)
    last = len(codes) + 2
    for offset, part in enumerate(("position", "code", "label")):
        builder.name(f"pg_list_{name}_{part}", (2, column + offset), (last, column + offset))
    builder.name(f"pg_list_{name}_choice", (3, column + 2), (last, column + 2))


def _ratings(builder: SheetBuilder, context: Context, column: int) -> None:
    ratings = list(reversed(context.template.scale.ratings))
    builder.put(1, column, Cell("rating", style="working"))
    for row, rating in enumerate(ratings, 3):
        builder.put(row, column, Cell(rating, style="working"))
    builder.name("pg_list_rating", (3, column), (len(ratings) + 2, column))


def _levels(builder: SheetBuilder, context: Context, column: int) -> None:
    """Write each level, lowest first, and the points it costs to lift every rating to it.

    From one level to the next, that is a point for each rating below.
    """
    levels = list(context.template.scale.ratings)
    cost, before = Cell(0, style="working"), ""
    for row, level in enumerate(levels, 3):
        cell = builder.put(row, column, Cell(level, style="working"))
        if row > 3:
            lifted = f"={before}SUMPRODUCT((pg_calc_raised<{cell})*1)"
            cost, before = Cell(formula=lifted, style="working"), f"{a1((row, column + 1))}+"
        builder.put(row, column + 1, cost)
    last = len(levels) + 2
    builder.name("pg_list_level_rating", (3, column), (last, column))
    builder.name("pg_calc_level_cost", (3, column + 1), (last, column + 1))


def _bands(builder: SheetBuilder, context: Context, column: int) -> None:
    """Write the verdict bands from the lowest threshold up, as MATCH needs them."""
    bands = list(reversed(context.template.verdicts))
    most = context.template.scale.highest * len(context.template.criteria)
    maxima = [band.at_least - 1 for band in bands[1:]] + [most]
    for row, (band, maximum) in enumerate(zip(bands, maxima, strict=True), 3):
        label = context.label("verdict", band.id)
        values: tuple[Literalish, ...] = (band.at_least, maximum, band.id, band.decision, label)
        for offset, value in enumerate(values):
            builder.put(row, column + offset, Cell(value, style="working"))
        _reachable(builder, row, column, first=row == 3)
    last = len(bands) + 2
    for offset, part in enumerate(("minimum", "maximum", "code", "decision")):
        builder.name(f"pg_list_band_{part}", (3, column + offset), (last, column + offset))
    builder.name("pg_calc_reached", (3, column + 5), (last, column + 5))
    builder.name("pg_calc_reachable", (last, column + 6))


def _reachable(builder: SheetBuilder, row: int, column: int, *, first: bool) -> None:
    """Say whether a band can still be reached, and join the labels of those that can."""
    minimum, maximum, label, reached = (a1((row, column + k)) for k in (0, 1, 4, 5))
    before = a1((row - 1, column + 6))
    test = f'=IF(AND({minimum}<=pg_out_total_max,{maximum}>=pg_out_total_min),{label},"")'
    chain = f'{before}&IF(OR({before}="",{reached}=""),"",pg_text_or)&{reached}'
    builder.put(row, column + 5, Cell(formula=test, style="working"))
    builder.put(row, column + 6, Cell(formula="=" + (reached if first else chain), style="working"))
