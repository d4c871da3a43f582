"""Rating helpers: two figures suggest a rating; the suggestion is shown, never written."""

from __future__ import annotations

from ....core.template import Criterion, Helper
from .. import formulas
from ..context import Context
from ..plan import Cell, SheetBuilder
from .frame import LEFT, header, heading, working


def plan_helpers(builder: SheetBuilder, context: Context, top: int, side: int) -> None:
    """Write a line of figures for each criterion that has a helper; workings stand from `side` on."""
    criteria = [criterion for criterion in context.template.criteria if criterion.helper]
    if not criteria:
        return
    text = context.text
    numbers = [context.template.criteria.index(criterion) + 1 for criterion in criteria]
    heading(builder, top, text("helpers", criteria=text("separator").join(map(str, numbers))))
    titles = [text("number"), text("criterion"), text("helper_base"), text("helper_actual")]
    header(builder, top + 1, LEFT, [*titles, text("helper_option"), text("suggested")])
    for row, criterion in enumerate(criteria, top + 2):
        _helper(builder, context, row, criterion, side)


def _helper(builder: SheetBuilder, context: Context, row: int, criterion: Criterion, side: int) -> None:
    helper = criterion.helper
    assert helper is not None
    base, option = (
        ("target", "direction") if helper.kind == "improvement" else ("estimate", "cannot_estimate")
    )
    number = context.template.criteria.index(criterion) + 1
    builder.put(row, LEFT, Cell(number, style="muted", align="center"))
    builder.put(row, LEFT + 1, Cell(context.label("criterion", criterion.id), style="label"))
    cells: list[str] = []
    for column, part in enumerate((base, "actual", option), LEFT + 2):
        name = f"pg_helper_{criterion.id}_{part}"
        cells.append(builder.put(row, column, context.input(name), name))
    rising = helper.kind == "improvement"
    decoded = formulas.decode(cells[2], "direction" if rising else "answer")
    code = working(builder, row, side, decoded, f"pg_calc_option_{criterion.id}")
    measure = _improvement(cells[0], cells[1], code) if rising else _deviation(cells[0], cells[1])
    share = working(builder, row, side + 1, measure)
    suggested = f'IF({share}="","",{_bands(criterion.id, helper, share, rising=rising)})'
    if not rising:
        suggested = f"IF({code}=pg_code_answer_yes,{_unknown(criterion.id, helper)},{suggested})"
    cell = Cell(formula=f"={suggested}", style="output", align="center")
    builder.put(row, LEFT + 5, cell, f"pg_out_suggested_{criterion.id}")


def _improvement(target: str, actual: str, direction: str) -> str:
    """Return how far the actual lies beyond the target, as a share of the target."""
    gain = f"IF({direction}=pg_code_direction_lower,{target}-{actual},{actual}-{target})"
    known = f'AND(ISNUMBER({target}),ISNUMBER({actual}),{direction}<>"")'
    share = f"ROUND({gain}/ABS({target}),pg_list_compared_digits)"
    return f'=IF({known},IF({target}=0,"",{share}),"")'


def _deviation(estimate: str, actual: str) -> str:
    """Return how far the actual lies from the estimate, as a share of the estimate."""
    share = f"ROUND(ABS({actual}-{estimate})/{estimate},pg_list_compared_digits)"
    return f'=IF(AND(ISNUMBER({estimate}),ISNUMBER({actual})),IF({estimate}<=0,"",{share}),"")'


def _unknown(id_: str, helper: Helper) -> str:
    return '""' if helper.unknown_rating is None else f"pg_list_band_unknown_{id_}"


def _bands(id_: str, helper: Helper, value: str, *, rising: bool) -> str:
    """Return nested tests, one a band; the last band takes the rest."""
    formula = f"pg_list_band_rating_{id_}_{len(helper.bands)}"
    for number, band in reversed(list(enumerate(helper.bands[:-1], 1))):
        sign = (">" if rising else "<") + ("=" if band.inclusive else "")
        test = f"{value}{sign}pg_list_band_bound_{id_}_{number}"
        formula = f"IF({test},pg_list_band_rating_{id_}_{number},{formula})"
    return formula
