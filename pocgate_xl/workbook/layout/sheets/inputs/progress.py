"""What everything that is asked for still lacks, and where a line at the top of each sheet leads.

The line says how many needed answers are in and which comes next, then that all is well, or how many
inputs must be corrected; it is a link to the cell that it speaks of. Its texts and targets are put
together on the lists sheet, once for all sheets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from .....core.completeness import asked_fields, needed_fields
from .....core.fields import Field
from .....records import dataclass
from .....spreadsheetml.address import a1
from ...context import Context
from ...plan import Cell, SheetPlan, link_to
from ...sheet_builder import SheetBuilder
from ..scorecard.decision_formula import DECISION
from .faults import faultless
from .sections import IDENTITY_MISSING

MASTER = "pg_check_all"
FIRST = "pg_calc_asked_first"
"""The place of the first answer that is missing among those asked for; 0 when none is."""
ASKED_MISSING = "pg_calc_asked_missing"
"""1 for each answer that is asked for and not there, or not to be taken; else 0."""
FAULT_LINK = "pg_calc_fault_link"
CHECK_LINK, CHECK_TEXT = "pg_calc_check_link", "pg_calc_check_text"
PROGRESS = "pg_calc_progress"
OPEN = 4
"""Rows above the first of the table of what is asked for: a header, and room as other lists have it."""


@dataclass(frozen=True, slots=True)
class AskedAnswer:
    """One answer that is asked for: its cell, how it is called, and whether a decision needs it."""

    field: Field
    label: str
    link: str
    needed: bool


def with_progress(lists: SheetPlan, plans: Iterable[SheetPlan], context: Context) -> SheetPlan:
    """Return the lists sheet with what is asked for, what is faulty, and the texts of the line."""
    plans = tuple(plans)
    builder = SheetBuilder(lists.id, lists.title, dict(lists.cells), dict(lists.names))
    column = 2 + max(column for _, column in lists.cells)
    _asked_table(builder, list(_asked(plans, context)), column)
    _fault_table(builder, [plan for plan in plans if f"pg_check_{plan.id}" in plan.names], column + 4)
    home = next(plan for plan in plans if DECISION in plan.names)
    _texts(builder, link_to(home.title, (1, 1)))
    return replace(lists, cells=builder.cells, names=builder.names)


def _line(lists: SheetBuilder, name: str, cell: Cell) -> None:
    """Write a name and its value below the others of the sheet."""
    row = 1 + max(row for row, column in lists.cells if column == 2)
    lists.put(row, 1, Cell(name, style="working"))
    lists.put(row, 2, cell, name)


def _asked(plans: Iterable[SheetPlan], context: Context) -> Iterator[AskedAnswer]:
    """Yield what is asked for in the order of the sheets, what is needed after what says whose it is."""
    needed = frozenset(needed_fields(context.template))
    places = _places(plans)
    asked = sorted(asked_fields(context.template), key=lambda field: field in needed)
    for field in asked:
        yield AskedAnswer(field, _label(context, field), places[field.name], field in needed)


def _places(plans: Iterable[SheetPlan]) -> Mapping[str, str]:
    return {name: link_to(plan.title, area.first) for plan in plans for name, area in plan.names.items()}


def _label(context: Context, field: Field) -> str:
    """Return what an answer is called, with its number where it has one."""
    template = context.template
    if field.group == "rating":
        number = template.criterion_ids.index(field.key) + 1
        return f"{number} {context.label('criterion', field.key)}"
    if field.group == "status":
        number = next(number for number, _, item in template.numbered_items() if item.id == field.key)
        return f"{number} {context.label('item', field.key)}"
    if field.group == "question":
        return context.label("question", field.key)
    return context.field_label(field)


def _asked_table(builder: SheetBuilder, asked: list[AskedAnswer], column: int) -> None:
    for row, each in enumerate(asked, OPEN):
        builder.put(row, column, Cell(each.label, style="working"))
        builder.put(row, column + 1, Cell(each.link, style="working"))
        missing = f"=IFERROR(IF({faultless(each.field, each.field.name)},0,1),1)"
        builder.put(row, column + 2, Cell(formula=missing, style="working"))
    last = OPEN + len(asked) - 1
    first_needed = OPEN + sum(not each.needed for each in asked)
    for offset, part in enumerate(("label", "link", "missing")):
        builder.name(f"pg_calc_asked_{part}", (OPEN, column + offset), (last, column + offset))
    builder.name("pg_calc_needed_missing", (first_needed, column + 2), (last, column + 2))
    builder.name(IDENTITY_MISSING, (OPEN, column + 2), (first_needed - 1, column + 2))


def _fault_table(builder: SheetBuilder, plans: list[SheetPlan], column: int) -> None:
    """Write for each sheet with inputs where its first faulty one stands, and which sheet comes first."""
    for row, plan in enumerate(plans, OPEN):
        sheet = link_to(plan.title, None)
        builder.put(row, column, Cell(sheet, style="working"))
        first = f"pg_calc_first_fault_{plan.id}"
        link = f'=IF({first}="","",{a1((row, column))}&{first})'
        builder.put(row, column + 1, Cell(formula=link, style="working"), f"{FAULT_LINK}_{plan.id}")
        flag = f'=IF({first}="",0,1)'
        builder.put(row, column + 2, Cell(formula=flag, style="working"))
    last = OPEN + len(plans) - 1
    links, flags = (f"{a1((OPEN, column + offset))}:{a1((last, column + offset))}" for offset in (1, 2))
    first = f'=IFERROR(INDEX({links},MATCH(1,{flags},0)),"")'
    _line(builder, FAULT_LINK, Cell(formula=first, style="working"))


def _texts(builder: SheetBuilder, home: str) -> None:
    missing = "pg_calc_needed_missing"
    given = f"(ROWS({missing})-SUM({missing}))"
    label, link = f"INDEX(pg_calc_asked_label,{FIRST})", f"INDEX(pg_calc_asked_link,{FIRST})"
    next_one = f"{PROGRESS}&pg_text_progress_next&{label}&pg_text_go_there"
    _line(builder, "pg_list_decision_link", Cell(home, style="working"))
    steps = {
        FIRST: f"=IFERROR(MATCH(1,{ASKED_MISSING},0),0)",
        PROGRESS: f"={given}&pg_text_progress_of&ROWS({missing})",
        CHECK_TEXT: f"=IF({FIRST}=0,pg_text_check_fine,{next_one})",
        CHECK_LINK: f"=IF({FIRST}=0,pg_list_decision_link,{link})",
    }
    for name, formula in steps.items():
        _line(builder, name, Cell(formula=formula, style="working"))


def line_of(sheet: str, target: str) -> str:
    """Return the formula of a sheet's line; a sheet without inputs (an empty id) speaks of all alone."""
    own = f'pg_text_check_sheet&pg_check_{sheet}&" · "&' if sheet else ""
    wrong = f"{own}pg_text_check_all&{MASTER}&pg_text_go_there"
    return f"=HYPERLINK({target},IF({MASTER}=0,{CHECK_TEXT},{wrong}))"


def target_of(sheet: str) -> str:
    """Return the formula of where a sheet's line leads: to a fault on the sheet itself before others."""
    own = f"IF(pg_check_{sheet}>0,{FAULT_LINK}_{sheet},{FAULT_LINK})" if sheet else FAULT_LINK
    return f"=IF({MASTER}=0,{CHECK_LINK},{own})"
