"""The production-readiness checklist: status, evidence, owner and due date of each item."""

from __future__ import annotations

from ...core.template import Group, Item
from .. import formulas
from ..context import Context
from ..plan import Cell, Highlight, Print, SheetBuilder, SheetPlan, a1, absolute
from .frame import (
    LEFT,
    PRINT_TITLES,
    TOP,
    cells_of,
    column_of,
    header,
    heading,
    last_row,
    start_sheet,
    working,
)

NUMBER, GROUP, ITEM, STATUS, EVIDENCE, OWNER, DUE, FLAG = range(LEFT, LEFT + 8)
CODE, DONE, DROPPED, OPEN, JOINED, ORDER, BARE, BARE_JOINED = range(FLAG + 2, FLAG + 10)
FIRST = TOP + 1
ONE_PAGE = 16
"""So many items can be read on one page; more take several."""


def plan_checklist(context: Context) -> SheetPlan:
    """Plan the sheet on which the items are cleared."""
    builder = start_sheet(context, "checklist")
    text = context.text
    titles = ("number", "group", "item", "status", "evidence", "owner", "due", "flag")
    header(builder, TOP, LEFT, [text(key) for key in titles])
    steps = ("w_code", "w_done", "w_dropped", "w_open", "w_joined", "w_order", "w_bare")
    header(builder, TOP, CODE, [text(key) for key in steps])
    for number, group, item in context.template.numbered_items():
        _item(builder, context, number, group, item)
    rows = range(FIRST, FIRST + len(context.template.items))
    builder.name("pg_calc_open_items", (rows[0], OPEN), (rows[-1], OPEN))
    columns = {"status_codes": CODE, "open_order": ORDER, "item_numbers": NUMBER, "item_labels": ITEM}
    for name, column in columns.items():
        builder.name(f"pg_calc_{name}", (rows[0], column), (rows[-1], column))
    _uncleared(builder, context, rows)
    _totals(builder, context, rows)
    return _plan(builder, rows)


def _item(builder: SheetBuilder, context: Context, number: int, group: Group, item: Item) -> None:
    row = TOP + number
    builder.put(row, NUMBER, Cell(number, style="muted", align="center"))
    builder.put(row, GROUP, Cell(context.label("group", group.id)))
    label = Cell(context.label("item", item.id), style="label", shows=f"item.{item.id}")
    builder.put(row, ITEM, label)
    inputs = {}
    for column, part in ((STATUS, "status"), (EVIDENCE, "evidence"), (OWNER, "owner"), (DUE, "due")):
        name = f"pg_{part}_{item.id}"
        inputs[part] = builder.put(row, column, context.input(name), name)
    _workings(builder, row, item, inputs["status"])
    if context.template.evidence_of(item) == "required":
        bare = f"=IF({a1((row, DONE))}=1,{formulas.unsaid(inputs['evidence'])},0)"
        _join_bare(builder, row, working(builder, row, BARE, bare, f"pg_calc_bare_{item.id}"))
    flag = _flag(a1((row, OPEN)), inputs["due"], inputs["evidence"])
    builder.put(row, FLAG, Cell(formula=flag, style="check", shows=f"flag {item.id}"))
    _join(builder, row, first=item is group.items[0])
    so_far = f"{absolute((FIRST, OPEN))}:{a1((row, OPEN))}"
    working(builder, row, ORDER, f'=IF({a1((row, OPEN))}=1,SUM({so_far}),"")')


def _workings(builder: SheetBuilder, row: int, item: Item, status: str) -> None:
    words = "item_status" if item.not_applicable else "status"
    code = working(builder, row, CODE, formulas.decode(status, words))
    done = working(builder, row, DONE, f"=IF({code}=pg_code_status_done,1,0)")
    opened = f"=1-{done}"
    if item.not_applicable:
        dropped = f"=IF({code}=pg_code_status_not_applicable,1,0)"
        opened += "-" + working(builder, row, DROPPED, dropped)
    working(builder, row, OPEN, opened, f"pg_calc_open_{item.id}")


def _join(builder: SheetBuilder, row: int, *, first: bool) -> None:
    """Join the numbers of a group's open items, so that they can be named in one cell."""
    opened, number, before = a1((row, OPEN)), a1((row, NUMBER)), a1((row - 1, JOINED))
    comma = f'{before}&IF({before}="","",pg_text_separator)&{number}'
    formula = f'=IF({opened}=1,{number}&"","")' if first else f"=IF({opened}=1,{comma},{before})"
    working(builder, row, JOINED, formula)


def _join_bare(builder: SheetBuilder, row: int, bare: str) -> None:
    """Join the numbers of the items that are done without their evidence, from one such item to the next."""
    earlier = [above for above in range(FIRST, row) if (above, BARE_JOINED) in builder.cells]
    number = a1((row, NUMBER))
    formula = f'=IF({bare}=1,{number}&"","")'
    if earlier:
        before = a1((earlier[-1], BARE_JOINED))
        formula = f'=IF({bare}=1,{before}&IF({before}="","",pg_text_separator)&{number},{before})'
    working(builder, row, BARE_JOINED, formula)


def _uncleared(builder: SheetBuilder, context: Context, rows: range) -> None:
    """Count what is not cleared beyond the open items, and how much of all the gate meeting grants."""
    granted = [f"pg_calc_open_{item.id}" for item in context.template.items if item.granted_at_gate]
    bare = [f"pg_calc_bare_{item.id}" for item in context.template.items if item.granted_at_gate]
    granted += [name for name in bare if name in builder.names]
    row = rows[-1] + 2
    working(builder, row, OPEN, f"=SUM({','.join(granted)})" if granted else "=0", "pg_calc_open_granted")
    if judged := [row_ for row_ in rows if (row_, BARE) in builder.cells]:
        working(builder, row, BARE, f"=SUM({column_of(rows, BARE)})", "pg_calc_bare")
        builder.name("pg_calc_bare_numbers", (judged[-1], BARE_JOINED))


def _flag(opened: str, due: str, evidence: str) -> str:
    """Say what an item still wants: it is overdue, or cleared without evidence.

    Nothing is due before a day of assessment that is not known, which counts as 0.
    """
    passed = f"AND({due}>=pg_list_first_date,{due}<N(pg_calc_assessment_date))"
    late = f'IF(ISNUMBER({due}),IF({passed},pg_text_overdue,""),"")'
    bare = f'IFERROR(IF({formulas.blank(evidence)},pg_text_no_evidence,""),"")'
    return f"=IF({opened}=1,{late},{bare})"


def _totals(builder: SheetBuilder, context: Context, rows: range) -> None:
    """Write how many items are cleared, per group and overall."""
    top = rows[-1] + 2
    heading(builder, top, context.text("result"))
    header(builder, top + 1, ITEM, [context.text("group"), context.text("done"), context.text("of")])
    row = top + 2
    start = rows[0]
    for group in context.template.groups:
        members = range(start, start + len(group.items))
        _total(builder, row, context.label("group", group.id), members, group.id)
        builder.name(f"pg_calc_open_numbers_{group.id}", (members[-1], JOINED))
        start, row = members[-1] + 1, row + 1
    _total(builder, row, context.text("all_items"), rows, "")


def _total(builder: SheetBuilder, row: int, label: str, members: range, group: str) -> None:
    """Write how many items are cleared and how many there are, but for those that do not apply."""
    part = f"{group}_" if group else ""
    builder.put(row, ITEM, Cell(label, style="total" if not group else "label"))
    done, dropped = (":".join(cells_of((members[0], members[-1]), column)) for column in (DONE, DROPPED))
    some_dropped = any((row_, DROPPED) in builder.cells for row_ in members)
    items = f"=ROWS({dropped})-SUM({dropped})" if some_dropped else f"=ROWS({done})"
    for column, word, formula in ((STATUS, "done", f"=SUM({done})"), (EVIDENCE, "items", items)):
        cell = Cell(formula=formula, style="output", format="whole", align="center")
        builder.put(row, column, cell, f"pg_out_checklist_{part}{word}")


def _plan(builder: SheetBuilder, rows: range) -> SheetPlan:
    first, last = rows[0], rows[-1]
    flag = a1((first, FLAG))
    status, code = a1((first, STATUS)), a1((first, CODE))
    page = f"A1:{a1((last_row(builder, FLAG), FLAG))}"
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 2, NUMBER: 5, GROUP: 16, ITEM: 48, STATUS: 15, EVIDENCE: 34, OWNER: 18,
                DUE: 13, FLAG: 18, FLAG + 1: 3} | dict.fromkeys(range(CODE, BARE_JOINED + 1), 16),
        heights=builder.heights | dict.fromkeys(rows, 32),
        autofilter=f"{a1((TOP, NUMBER))}:{a1((last, FLAG))}",
        freeze=a1((FIRST, STATUS)),
        highlights=(
            Highlight(f"{flag}:{a1((last, FLAG))}", f'{flag}<>""', "attention"),
            Highlight(f"{status}:{a1((last, STATUS))}", f"${code}=pg_code_status_done", "good"),
        ),
        print=Print("landscape", page, PRINT_TITLES, one_page=len(rows) <= ONE_PAGE),
    )  # fmt: skip
