"""Rating helpers: two figures suggest a rating; the suggestion is shown, never written."""

from __future__ import annotations

from typing import assert_never

from .....core.helper_kinds import helper_form
from .....core.template import Criterion, Helper, HelperKind
from ... import formulas
from ...context import Context
from ...plan import Cell
from ...sheet_builder import SheetBuilder
from ..framing.frame import LEFT, header, heading, working


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
    form = helper_form(helper.kind)
    number = context.template.criteria.index(criterion) + 1
    builder.put(row, LEFT, Cell(number, style="muted", align="center"))
    builder.put(row, LEFT + 1, Cell(context.label("criterion", criterion.id), style="label"))
    cells: list[str] = []
    for column, part in enumerate((*form.figures, form.option), LEFT + 2):
        name = f"pg_helper_{criterion.id}_{part}"
        cells.append(builder.put(row, column, context.input(name), name))
    decoded = formulas.decode(cells[2], form.codes)
    code = working(builder, row, side, decoded, f"pg_calc_option_{criterion.id}")
    share = working(builder, row, side + 1, _share(helper.kind, cells[0], cells[1], code))
    suggested = f'IF({share}="","",{_bands(criterion.id, helper, share)})'
    formula = f"={_outranked(criterion.id, helper, code, suggested)}"
    cell = Cell(formula=formula, style="output", align="center")
    builder.put(row, LEFT + 5, cell, f"pg_out_suggested_{criterion.id}")


def _share(kind: HelperKind, base: str, actual: str, code: str) -> str:
    """Return the formula of what the bands are held against."""
    match kind:
        case "improvement":
            return _improvement(base, actual, code)
        case "deviation":
            return _deviation(base, actual)
        case _:
            assert_never(kind)


def _outranked(id_: str, helper: Helper, code: str, suggested: str) -> str:
    """Return the suggestion, or what an option says before any figure does."""
    match helper.kind:
        case "improvement":
            return suggested
        case "deviation":
            return f"IF({code}=pg_code_answer_yes,{_unknown(id_, helper)},{suggested})"
        case unknown:
            assert_never(unknown)


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


def _bands(id_: str, helper: Helper, value: str) -> str:
    """Return nested tests, one a band; the last band takes the rest."""
    formula = f"pg_list_band_rating_{id_}_{len(helper.bands)}"
    for number, band in reversed(list(enumerate(helper.bands[:-1], 1))):
        sign = (">" if helper_form(helper.kind).rising else "<") + ("=" if band.inclusive else "")
        test = f"{value}{sign}pg_list_band_bound_{id_}_{number}"
        formula = f"IF({test},pg_list_band_rating_{id_}_{number},{formula})"
    return formula
