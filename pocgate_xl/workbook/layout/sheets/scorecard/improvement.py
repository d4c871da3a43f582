"""What the next step asks to raise, as native formulas: water-filling to the threshold aimed at.

The decision aims at the lowest band that leads on, as bands may share a decision. Where floors are
enforced, each rating is raised to its own first. Then lift all to the highest level that the missing
points pay for, and spend what is left one point each, in the order of the criteria.
"""

from __future__ import annotations

from .....spreadsheetml.address import a1, absolute
from ...context import Context
from ...plan import Align, Cell
from ...sheet_builder import SheetBuilder
from ..framing.frame import LEFT, area, header, heading, working
from .decision_formula import DECISION

_DECIDED = f"{DECISION}=pg_code_decision_"


def plan_improvement(
    builder: SheetBuilder, context: Context, top: int, rows: range, columns: tuple[int, int], labels: str
) -> None:
    """Write the workings beside the ratings and the table of what to raise; columns: ratings, floors."""
    valid, floor = columns
    _points(builder, context, rows[-1] + 3, valid + 3)
    raised = _raised(builder, rows, valid, floor) if context.template.floors.enforce else valid
    builder.name("pg_calc_raised", (rows[0], raised), (rows[-1], raised))
    for row in rows:
        _needed(builder, rows, row, valid, raised)
        _order(builder, rows, row, valid)
    heading(builder, top, context.text("improvement"))
    text = context.text
    header(builder, top + 1, LEFT, [text("number"), text("criterion"), text("rating"), text("needed")])
    lines = range(top + 2, top + 2 + len(rows))
    for number, row in enumerate(lines, 1):
        _line(builder, row, number, rows, valid, labels)
    builder.name("pg_calc_needed", (rows[0], valid + 1), (rows[-1], valid + 1))
    builder.name("pg_calc_raise_order", (rows[0], valid + 2), (rows[-1], valid + 2))


def _points(builder: SheetBuilder, context: Context, top: int, column: int) -> None:
    """Write the threshold aimed at, points missing, level reached and points left."""
    above_hold = "INDEX(pg_list_band_minimum,COUNTIF(pg_list_band_decision,pg_code_decision_hold)+1)"
    to_go = "INDEX(pg_list_band_minimum,MATCH(pg_code_decision_go,pg_list_band_decision,0))"
    total = "SUM(pg_calc_raised)" if context.template.floors.enforce else "pg_out_total"
    steps = (
        ("next_total", f'=IF({_DECIDED}hold,{above_hold},IF({_DECIDED}conditional,{to_go},""))'),
        ("points_missing", f'=IF(pg_calc_next_total="","",MAX(pg_calc_next_total-{total},0))'),
        ("level", f'=IF(pg_calc_points_missing="","",INDEX(pg_list_level_rating,{_reached()}))'),
        (
            "points_left",
            f'=IF(pg_calc_level="","",pg_calc_points_missing-INDEX(pg_calc_level_cost,{_reached()}))',
        ),
    )
    for row, (key, formula) in enumerate(steps, top):
        working(builder, row, column, formula, f"pg_calc_{key}")
        builder.put(row, column + 1, Cell(context.text(f"w_{key}"), style="working"))


def _reached() -> str:
    """Count the levels that the missing points pay for; of equal ones, engines match different places."""
    return "SUMPRODUCT((pg_calc_level_cost<=pg_calc_points_missing)*1)"


def _raised(builder: SheetBuilder, rows: range, valid: int, floor: int) -> int:
    """Write each rating, raised to its floor where the next step leads to go; return their column."""
    for row in rows:
        rating, least = a1((row, valid)), a1((row, floor))
        working(builder, row, floor + 1, f"=IF({_DECIDED}conditional,MAX({rating},{least}),{rating})")
    return floor + 1


def _needed(builder: SheetBuilder, rows: range, row: int, valid: int, raised: int) -> None:
    """Write the rating needed; a rating may well be higher, and then stays.

    What is left never suffices for the last criterion.
    """
    turn = f'COUNTIF({absolute((rows[0], raised))}:{a1((row, raised))},"<="&pg_calc_level)'
    if row == rows[-1]:  # a level that is not known is passed over
        needed = "=pg_calc_level" if raised == valid else f"=MAX({a1((row, raised))},pg_calc_level)"
        working(builder, row, valid + 1, needed)
        return
    lifted = f"pg_calc_level+IF({turn}<=pg_calc_points_left,1,0)"
    if raised != valid:
        lifted = f"MAX({a1((row, raised))},{lifted})"
    needed = f'=IF(pg_calc_level="","",{lifted})'
    working(builder, row, valid + 1, needed)


def _order(builder: SheetBuilder, rows: range, row: int, valid: int) -> None:
    """Write the place in the table of what to raise: lowest rating first, then in order."""
    number, rating, needed = (a1((row, column)) for column in (LEFT, valid, valid + 1))
    key = f'=IF(N({needed})>{rating},{rating}*pg_list_criteria+{number},"")'
    key = working(builder, row, valid + 3, key)
    keys = area((rows[0], valid + 3), (rows[-1], valid + 3))
    working(builder, row, valid + 2, f'=IF(ISNUMBER({key}),COUNTIF({keys},"<="&{key}),"")')


def _line(builder: SheetBuilder, row: int, number: int, rows: range, valid: int, labels: str) -> None:
    """Write the n-th row of the table; empty when fewer ratings are to be raised."""
    order = area((rows[0], valid + 2), (rows[-1], valid + 2))
    place = builder.put(row, LEFT, Cell(number, style="muted", align="center"))
    ratings = area((rows[0], valid), (rows[-1], valid))
    needed = area((rows[0], valid + 1), (rows[-1], valid + 1))
    shown = {"criterion": labels, "rating": ratings, "needed": needed}
    for column, (part, values) in enumerate(shown.items(), LEFT + 1):
        formula = f'=IFERROR(INDEX({values},MATCH({place},{order},0)),"")'
        align: Align = "left" if part == "criterion" else "center"
        cell = Cell(formula=formula, style="output", align=align, shows=f"raise_{part} {number}")
        builder.put(row, column, cell)
