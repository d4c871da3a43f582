"""The cost projection: PoC costs, multipliers, projected ranges, published bands, standings."""

from __future__ import annotations

from .....core.template import CostCategory
from .....spreadsheetml.address import a1
from ... import formulas
from ...context import Context
from ...plan import Cell, CellFormat, Print, SheetPlan
from ...sheet_builder import SheetBuilder
from ..framing.frame import HINT_ROW, LEFT, TOP, gaps, header, landscape, last_row, start_sheet, working
from .totals import plan_totals

(
    CATEGORY, UNIT, POC, BASIS, POC_BAND_LOW, POC_BAND_HIGH, FACTOR_LOW, FACTOR_HIGH, LOW, HIGH, BAND_LOW,
    BAND_HIGH, STANDING, PLANNED, PLANNED_STANDING,
) = range(LEFT, LEFT + 15)  # fmt: skip
(
    VALID, PLANNED_VALID, POC_TOTAL, YEARLY_LOW, YEARLY_HIGH, CODE, PLANNED_CODE,
    BUDGET_LOW, BUDGET_HIGH, BUDGET_YEARLY_LOW, BUDGET_YEARLY_HIGH,
) = range(LEFT + 16, LEFT + 27)  # fmt: skip
SUMMARY, FIRST = HINT_ROW, TOP + 1
HEIGHT = 14.6
"""Points of a row: all of it is read on one page."""
ONE_PAGE = 5
"""So many categories leave room for what is recorded beside them; with more it has a page of its own."""

POC_END = "poc_"
"""What begins the ends of a PoC's usual cost, beside those of production."""
RATE = (
    "=IF(pg_calc_currency=pg_list_base_currency,1,"
    "IF(ISNUMBER(pg_engagement_yen_per_unit),"
    'IF(pg_engagement_yen_per_unit>0,pg_engagement_yen_per_unit,""),""))'
)


def plan_costs(context: Context) -> SheetPlan:
    """Plan the sheet on which costs are projected."""
    builder = start_sheet(context, "costs", hint=False)
    amounts = f"={formulas.sentence('pg_text_amounts_in_full', currency='pg_calc_currency')}"
    for column in range(CATEGORY, PLANNED_STANDING + 1):
        builder.put(SUMMARY, column, Cell(style="summary"))
    builder.cells[SUMMARY, LEFT] = Cell(formula=amounts, style="summary", shows="amounts_in_full")
    builder.cells[SUMMARY, BASIS] = Cell(context.text("hint.costs"), style="summary_note")
    titles = ("category", "unit", "poc_cost", "basis", "poc_band_low", "poc_band_high", "factor_low",
              "factor_high", "low", "high", "band_low", "band_high", "standing", "planned",
              "standing")  # fmt: skip
    header(builder, TOP, LEFT, [context.text(key) for key in titles])
    steps = ("w_valid", "w_planned", "w_poc_total", "w_yearly_low", "w_yearly_high", "w_code", "w_code",
             "w_budget_low", "w_budget_high", "w_yearly_low", "w_yearly_high")  # fmt: skip
    header(builder, TOP, VALID, [context.text(key) for key in steps])
    categories = context.template.costs.categories
    for row, category in enumerate(categories, FIRST):
        _category(builder, context, row, category)
    last = FIRST + len(categories) - 1
    _rate(builder, last + 2)
    recorded = plan_totals(builder, context, last + 2, range(FIRST, last + 1))
    return _plan(builder, context, recorded)


def _rate(builder: SheetBuilder, row: int) -> None:
    """Write the currency in force and how much of the template's currency one unit of it is."""
    code = working(builder, row, VALID + 1, formulas.decode("pg_engagement_currency", "currency"))
    currency = f'=IF({code}="",pg_list_base_currency,{code})'
    working(builder, row, VALID, currency, "pg_calc_currency")
    working(builder, row + 1, VALID, RATE, "pg_calc_rate")
    months = formulas.positive("pg_engagement_poc_months", "pg_list_longest_months")
    working(builder, row + 2, VALID, months, "pg_calc_poc_months")


def _category(builder: SheetBuilder, context: Context, row: int, category: CostCategory) -> None:
    builder.put(row, CATEGORY, Cell(context.label("cost", category.id), style="label"))
    builder.put(row, UNIT, Cell(context.label("unit", category.unit), align="center"))
    _inputs(builder, context, row, category)
    _poc_band(builder, context, row, category)
    _factors(builder, row, category)
    _bands(builder, row, category)
    _workings(builder, row, category)
    for column, end in ((LOW, "low"), (HIGH, "high")):
        formula = _projection(row, column, category)
        name = f"pg_out_cost_{category.id}_{end}"
        builder.put(row, column, Cell(formula=formula, style="output", format="money"), name)
    _standings(builder, row, category)


def _inputs(builder: SheetBuilder, context: Context, row: int, category: CostCategory) -> None:
    if category.kind == "share":
        builder.put(row, POC, Cell(None, style="blank"))
        builder.put(row, BASIS, Cell(None, style="blank"))
    else:
        for column, name in ((POC, f"pg_poc_cost_{category.id}"), (BASIS, f"pg_basis_{category.id}")):
            builder.put(row, column, context.input(name), name)
    name = f"pg_planned_cost_{category.id}"
    builder.put(row, PLANNED, context.input(name), name)


def _factors(builder: SheetBuilder, row: int, category: CostCategory) -> None:
    for column, end in ((FACTOR_LOW, "low"), (FACTOR_HIGH, "high")):
        value = getattr(category.factor, end) if category.factor else None
        look: CellFormat = "percent" if category.kind == "share" else "multiple"
        builder.put(row, column, Cell(value, style="body", format=look, align="center"))


def _poc_band(builder: SheetBuilder, context: Context, row: int, category: CostCategory) -> None:
    """Write what is usual in a PoC, or that a PoC has no budget for it."""
    usual = category.poc_reference
    if usual is not None and usual.high == 0:
        builder.put(row, POC_BAND_LOW, Cell(context.text("not_budgeted"), style="line"))
        builder.put(row, POC_BAND_HIGH, Cell(style="band"))
        return
    for column, end in ((POC_BAND_LOW, "low"), (POC_BAND_HIGH, "high")):
        builder.put(row, column, _published(f"poc_{end}", category.id) if usual else Cell(style="blank"))


def _bands(builder: SheetBuilder, row: int, category: CostCategory) -> None:
    """Write the published band of production."""
    for column, end in ((BAND_LOW, "low"), (BAND_HIGH, "high")):
        known = _published(end, category.id) if category.reference else Cell(style="blank")
        builder.put(row, column, known)


def _published(end: str, category: str) -> Cell:
    """Return a published amount in the engagement's currency; converted, it is rounded once."""
    published = f"pg_list_reference_{end}_{category}"
    formula = (
        f'=IF(pg_calc_rate="","",IF(pg_calc_currency=pg_list_base_currency,{published},'
        f"ROUND({published}/pg_calc_rate,pg_list_money_digits)))"
    )
    shows = (
        f"poc_band {category} {end.removeprefix(POC_END)}"
        if end.startswith(POC_END)
        else f"band_{end} {category}"
    )
    return Cell(formula=formula, style="body", format="money", shows=shows)


def _workings(builder: SheetBuilder, row: int, category: CostCategory) -> None:
    blank = "0" if category.poc_blank_is_zero else '""'
    if category.kind != "share":
        name = f"pg_calc_poc_cost_{category.id}"
        valid = working(builder, row, VALID, formulas.number(a1((row, POC)), blank), name)
        in_months = f"{valid}*pg_calc_poc_months"
        spent = {
            "once": f"={valid}",
            "month": formulas.when_known((valid, "pg_calc_poc_months"), in_months),
            "year": formulas.when_known(
                (valid, "pg_calc_poc_months"), f"{in_months}/pg_list_months_per_year"
            ),
        }
        working(builder, row, POC_TOTAL, spent[category.unit])
    working(builder, row, PLANNED_VALID, formulas.number(a1((row, PLANNED))))
    _yearly(builder, row, category, ((YEARLY_LOW, LOW), (YEARLY_HIGH, HIGH)))
    for column, amount in ((BUDGET_LOW, LOW), (BUDGET_HIGH, HIGH)):
        projected, planned = a1((row, amount)), a1((row, PLANNED_VALID))
        budget = f'=IF({planned}="",{projected},{planned})'
        working(builder, row, column, f"={projected}" if category.kind == "reference" else budget)
    _yearly(builder, row, category, ((BUDGET_YEARLY_LOW, BUDGET_LOW), (BUDGET_YEARLY_HIGH, BUDGET_HIGH)))


def _yearly(
    builder: SheetBuilder, row: int, category: CostCategory, columns: tuple[tuple[int, int], ...]
) -> None:
    """Write what a category that recurs costs in a year, beside what it costs in its unit."""
    if category.one_off:
        return
    for column, amount in columns:
        cell = a1((row, amount))
        yearly = formulas.when_known((cell,), f"{cell}*pg_list_months_per_year")
        working(builder, row, column, yearly if category.unit == "month" else f"={cell}")


def _projection(row: int, column: int, category: CostCategory) -> str:
    factor = a1((row, FACTOR_LOW if column == LOW else FACTOR_HIGH))
    end = "low" if column == LOW else "high"
    if category.kind == "share":
        base = f"pg_out_cost_initial_{end}"
        return formulas.when_known((base,), f"{base}*{factor}")
    if category.kind == "multiplied":
        base = a1((row, VALID))
        return formulas.when_known((base,), f"{base}*{factor}")
    planned, band = a1((row, PLANNED_VALID)), a1((row, BAND_LOW if column == LOW else BAND_HIGH))
    return f'=IF({planned}="",{band},{planned})'


def _standings(builder: SheetBuilder, row: int, category: CostCategory) -> None:
    """Hold the projection against the band, and the plan against the projection.

    Where the band is the projection, a plan replaces it and is held against the band.
    """
    low, high, band_low, band_high, planned = (
        a1((row, column)) for column in (LOW, HIGH, BAND_LOW, BAND_HIGH, PLANNED_VALID)
    )
    pairs = []
    if category.reference and category.kind != "reference":
        pairs.append((CODE, STANDING, formulas.standing(low, high, band_low, band_high)))
    else:
        builder.put(row, STANDING, Cell(style="blank"))
    held = (band_low, band_high) if category.kind == "reference" else (low, high)
    pairs.append((PLANNED_CODE, PLANNED_STANDING, formulas.place(planned, *held)))
    for code_column, column, formula in pairs:
        code = working(builder, row, code_column, formula)
        label = formulas.encode(code, "standing")
        shows = f"{'standing' if column == STANDING else 'planned_standing'} {category.id}"
        builder.put(row, column, Cell(formula=label, style="output", align="center", shows=shows))


def _plan(builder: SheetBuilder, context: Context, recorded: int) -> SheetPlan:
    few = len(context.template.costs.categories) <= ONE_PAGE
    last = last_row(builder, PLANNED_STANDING), PLANNED_STANDING
    heights = dict.fromkeys(range(FIRST, last[0] + 1), HEIGHT) | gaps(builder, last) | builder.heights
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=_widths(context),
        heights=heights | {TOP: 30, SUMMARY: 24},
        freeze=a1((FIRST, UNIT)),
        print=Print("landscape", f"A1:{a1(last)}", one_page=few, breaks=() if few else (recorded,)),
    )  # fmt: skip


def _widths(context: Context) -> dict[int, float]:
    """Return the widths of columns: what digits and words leave is for the names of categories."""
    money, published, factor, word = (13, 11.5, 6.45, 8.5) if context.wide else (14, 12.3, 7, 10.5)
    widths: dict[int, float] = {
        1: 2,
        UNIT: 12.2 if context.wide else 11.5,
        BASIS: 7.4 if context.wide else 9.5,
    }
    widths |= dict.fromkeys((POC, LOW, HIGH, BAND_LOW, BAND_HIGH, PLANNED), money)
    widths |= dict.fromkeys((POC_BAND_LOW, POC_BAND_HIGH), published)
    widths |= dict.fromkeys((FACTOR_LOW, FACTOR_HIGH), factor)
    widths |= dict.fromkeys((STANDING, PLANNED_STANDING), word)
    widths[CATEGORY] = landscape(context) - sum(widths.values())
    return widths | {PLANNED_STANDING + 1: 3} | dict.fromkeys(range(VALID, BUDGET_YEARLY_HIGH + 1), 12)
