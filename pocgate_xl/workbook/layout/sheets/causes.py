"""The five causes: exposure and level of each, strongest drivers, the strategy that answers it."""

from __future__ import annotations

from ....core.catalog import CAUSE_TEXTS
from ....core.causes import counted_items
from ....core.template import Cause, Item
from ....spreadsheetml.address import a1, absolute
from .. import formulas
from ..context import Context
from ..plan import Cell, Highlight, Print, SheetPlan
from ..sheet_builder import SheetBuilder
from .framing.frame import LEFT, TOP, area, header, heading, landscape, start_sheet, working

CAUSE, LEVEL, EXPOSURE, DRIVER, STRATEGY, MEANING = LEFT, LEFT + 1, LEFT + 2, LEFT + 3, LEFT + 6, LEFT + 7
DRIVERS = 3
NUMERIC, MISSING, LEADING, ORDER = range(4)
"""Columns of the evidence's workings.

Exposure as a number, whether it is unknown, its rank among drivers, place as a driver.
"""
EVIDENCE, SECTION, STRENGTH, LINK = range(LEFT, LEFT + 4)
SECTIONS = {"criteria": "scorecard", "items": "checklist", "questions": "scorecard"}
"""Sheets on which each kind of evidence is given."""
WORDS = {"criteria": "criterion", "items": "item", "questions": "question"}
"""Vocabularies in which each kind has its labels."""
FIRST = TOP + 1

EvidenceColumn = tuple[str, str, str]
"""Label, formula of its exposure, and its id with its kind."""


def plan_causes(context: Context) -> SheetPlan:
    """Plan the sheet that diagnoses why PoCs of this kind end."""
    builder = start_sheet(context, "causes")
    text = context.text
    header(builder, TOP, LEFT, [text("cause"), text("level"), text("exposure"), text("driver_1"),
                                text("driver_2"), text("driver_3"), text("strategy"),
                                text("cause_meaning")])  # fmt: skip
    causes = context.template.causes
    last = max(MEANING, LINK + len(causes) - 1)
    side = last + 2
    header(builder, TOP, side, [text("w_code")])
    top = FIRST + len(causes) + 1
    evidence = _evidence(context)
    rows = range(top + 2, top + 2 + len(evidence))
    _matrix(builder, context, top, evidence, rows, side)
    for index, cause in enumerate(causes):
        _cause(builder, context, index, cause, rows, side)
    if left_out := _left_out(context):
        builder.put(top, LINK, Cell(context.text("granted_left_out", items=left_out), style="hint"))
    return _plan(builder, context, rows, last)


def _left_out(context: Context) -> str:
    """Return the items that speak for a cause, yet are not counted, as the meeting itself grants them."""
    template = context.template
    counted = {id_ for cause in template.causes for id_ in counted_items(template, cause)}
    linked = {id_ for cause in template.causes for id_ in cause.items}
    words = [context.label("item", item.id) for item in template.items if item.id in linked - counted]
    return context.text("separator").join(words)


def _evidence(context: Context) -> list[EvidenceColumn]:
    """Return everything that can speak for or against a cause, once, in template order."""
    template = context.template
    spread = "(pg_list_highest-pg_list_lowest)"
    criteria = [
        (
            context.label("criterion", id_),
            f'=IF(pg_calc_rating_{id_}="","",(pg_list_highest-pg_calc_rating_{id_})/{spread})',
            f"criteria {id_}",
        )
        for id_ in template.criterion_ids
    ]
    items = [
        (context.label("item", item.id), f"={_uncleared(context, item)}", f"items {item.id}")
        for item in template.items
    ]
    questions = [
        (context.label("question", id_), f"=1-pg_calc_yes_{id_}", f"questions {id_}")
        for id_ in template.questions
    ]
    return criteria + items + questions


def _text_of(evidence: str) -> str:
    """Return the id of the text of a piece of evidence, which drivers repeat."""
    kind, id_ = evidence.split()
    return f"{WORDS[kind]}.{id_}"


def _uncleared(context: Context, item: Item) -> str:
    """Return 1 for an item that is open, or done without evidence that it needs."""
    bare = f"+pg_calc_bare_{item.id}" if context.template.evidence_of(item) == "required" else ""
    return f"pg_calc_open_{item.id}{bare}"


def _links(context: Context, cause: Cause) -> set[str]:
    """Return the evidence that speaks for a cause."""
    items = (f"items {id_}" for id_ in counted_items(context.template, cause))
    others = {f"{kind} {id_}" for kind in ("criteria", "questions") for id_ in getattr(cause, kind)}
    return others.union(items)


def _knocked_out(context: Context, cause: Cause) -> list[str]:
    """Return, for each knock-out question of a cause, the cell that is 1 where it was answered no."""
    template = context.template
    return [f"pg_calc_no_{id_}" for id_ in cause.questions if id_ in template.knock_out]


def _matrix(
    builder: SheetBuilder, context: Context, top: int, evidence: list[EvidenceColumn], rows: range, side: int
) -> None:
    """Write the evidence, how much of it is exposed, and which cause it speaks of."""
    causes = context.template.causes
    heading(builder, top, context.text("evidence_table"))
    titles = [context.text("evidence_item"), context.text("section"), context.text("exposure")]
    header(builder, top + 1, EVIDENCE, titles + [context.label("cause", c.id) for c in causes])
    for row, (label, formula, id_) in zip(rows, evidence, strict=True):
        section = context.label("sheet", SECTIONS[id_.split()[0]])
        builder.put(row, EVIDENCE, Cell(label, style="label", shows=_text_of(id_)))
        builder.put(row, SECTION, Cell(section, align="center"))
        shows = f"exposure {_text_of(id_).replace('.', ' ')}"
        strength = Cell(formula=formula, style="output", format="percent", align="center", shows=shows)
        exposure = builder.put(row, STRENGTH, strength)
        if any(id_ in _links(context, cause) for cause in causes):
            number = working(builder, row, side + NUMERIC, f"=N({exposure})")
            if context.template.knock_out:
                working(builder, row, side + LEADING, f"={number}{_leading(context, id_)}")
        if id_.startswith("criteria "):  # alone may be unknown
            working(builder, row, side + MISSING, f"=IF(ISNUMBER({exposure}),0,1)")
        for index, cause in enumerate(causes):
            linked = id_ in _links(context, cause)
            builder.put(row, LINK + index, Cell(int(linked), format="mark", align="center"))
            if linked:
                topped = id_.startswith("criteria ") or bool(_knocked_out(context, cause))
                _order(builder, row, index, rows, side + _rank(context), side, topped=topped)


def _leading(context: Context, evidence: str) -> str:
    """Return what lets a knock-out question that was answered no lead all drivers."""
    kind, id_ = evidence.split()
    return f"+pg_calc_no_{id_}" if kind == "questions" and id_ in context.template.knock_out else ""


def _rank(context: Context) -> int:
    """Return the column by which drivers are ordered."""
    return LEADING if context.template.knock_out else NUMERIC


def _order(
    builder: SheetBuilder, row: int, index: int, rows: range, value: int, side: int, *, topped: bool
) -> None:
    """Write which driver this is for a cause: strongest first, ties in the order of the table.

    Only a criterion can be exposed in part, and only a knock-out question stands above others: else
    nothing is stronger than an item or a question.
    """
    link = LINK + index
    links, values = _column(rows, link), _column(rows, value)
    so_far = f"{absolute((rows[0], link))}:{a1((row, link))}"
    values_so_far = f"{absolute((rows[0], value))}:{a1((row, value))}"
    own = a1((row, value))
    stronger = f"SUMPRODUCT({links}*({values}>{own}))"
    equal = f"SUMPRODUCT({so_far}*({values_so_far}={own}))"
    place = f"{stronger}+{equal}" if topped else equal
    working(builder, row, side + ORDER + index, f'=IF({own}>0,{place},"")')


def _cause(builder: SheetBuilder, context: Context, index: int, cause: Cause, rows: range, side: int) -> None:
    row = FIRST + index
    columns = side + NUMERIC, LINK + index, side + MISSING
    strengths, links, missing = (_column(rows, column) for column in columns)
    builder.put(row, CAUSE, Cell(context.label("cause", cause.id), style="label"))
    exposure = builder.put(
        row, EXPOSURE,
        Cell(
            formula=f'=IF(SUMPRODUCT({links},{missing})>0,"",'
            f"SUMPRODUCT({links},{strengths})/SUM({links}))",
            style="output", format="percent", align="center",
        ),
        f"pg_out_cause_{cause.id}_exposure",
    )  # fmt: skip
    level = (
        f'=IF({exposure}="",pg_code_level_unknown,IF({exposure}>=pg_list_exposure_high,'
        f"pg_code_level_high,IF({exposure}>=pg_list_exposure_medium,pg_code_level_medium,"
        "pg_code_level_low)))"
    )
    if knocked_out := _knocked_out(context, cause):
        level = f"=IF(SUM({','.join(knocked_out)})>0,pg_code_level_high,{level.removeprefix('=')})"
    code = builder.put(row, side, Cell(formula=level, style="code"), f"pg_out_cause_{cause.id}")
    label, shows = formulas.label_of(code, "level"), f"level {cause.id}"
    builder.put(row, LEVEL, Cell(formula=label, style="output", align="center", shows=shows))
    for place in range(DRIVERS):
        _driver(builder, row, place, rows, side + ORDER + index, cause)
    strategy = context.label("strategy", cause.strategy)
    sheet = next(s.sheet for s in context.template.strategies if s.id == cause.strategy)
    builder.put(row, STRATEGY, Cell(strategy, style="link", link=f"sheet:{sheet}"))
    builder.put(row, MEANING, Cell(context.catalog.texts.get(f"{CAUSE_TEXTS}.{cause.id}"), style="muted"))


def _driver(
    builder: SheetBuilder, row: int, place: int, rows: range, order_column: int, cause: Cause
) -> None:
    labels, order = _column(rows, EVIDENCE), _column(rows, order_column)
    nth = f"COLUMNS({absolute((row, DRIVER))}:{a1((row, DRIVER + place))})"
    formula = f'=IFERROR(INDEX({labels},MATCH({nth},{order},0)),"")'
    shows = f"driver {cause.id} {place + 1}"
    builder.put(row, DRIVER + place, Cell(formula=formula, style="output", shows=shows))


def _column(rows: range, column: int) -> str:
    return area((rows[0], column), (rows[-1], column))


def _widths(context: Context, last: int) -> dict[int, float]:
    """Return the widths of columns: what others leave is for the names of causes and evidence."""
    level, exposure, driver, strategy, meaning = (
        (14.2, 9, 20.2, 27, 27.6) if context.wide else (13, 9.5, 22, 37, 30)
    )
    widths = {1: 2.0, LEVEL: level, EXPOSURE: exposure, STRATEGY: strategy, MEANING: meaning}
    widths |= dict.fromkeys(range(DRIVER, STRATEGY), driver)
    widths |= dict.fromkeys(range(MEANING + 1, last + 1), 12)
    return widths | {CAUSE: landscape(context) - sum(widths.values())}


def _plan(builder: SheetBuilder, context: Context, rows: range, last: int) -> SheetPlan:
    causes = len(context.template.causes)
    level = a1((FIRST, LEVEL))
    levels = f"{level}:{a1((FIRST + causes - 1, LEVEL))}"
    code = f"${a1((FIRST, last + 2))}"
    heights = builder.heights | dict.fromkeys(range(FIRST, FIRST + causes), 52.0) | {rows[0] - 1: 32.0}
    heights |= dict.fromkeys(rows, 18.0)
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=_widths(context, last),
        heights=heights,
        freeze=a1((FIRST, LEVEL)),
        highlights=(
            Highlight(levels, f"{code}=pg_code_level_high", "bad"),
            Highlight(levels, f"{code}=pg_code_level_medium", "attention"),
            Highlight(levels, f"{code}=pg_code_level_low", "good"),
        ) if causes else (),
        print=Print("landscape", f"A1:{a1((rows[-1], last))}"),
    )  # fmt: skip
